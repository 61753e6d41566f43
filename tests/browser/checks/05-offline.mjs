// Check 5: no page asks any other host for anything. No name resolves in this Chromium, so such a request would also fail.

import { attribute, selector, walk } from "../tree.mjs";

const LOADS = { img: ["src", "srcset"], script: ["src"], iframe: ["src"], video: ["src", "poster"], audio: ["src"], source: ["src", "srcset"], embed: ["src"], object: ["data"], image: ["href", "xlink:href"], use: ["href", "xlink:href"], input: ["src"] };
const LOADING_LINKS = /stylesheet|icon|preload|prefetch|preconnect|manifest/;

// Subresources with an address of their own host. The page for a missing address names its own site in full.
function* outside(page) {
  const own = new URL(page.site.origin + page.site.at).href;
  for (const { element, text } of walk(page.tree)) {
    if (text !== undefined) continue;
    const names = element.tagName === "link" && LOADING_LINKS.test(attribute(element, "rel") ?? "") ? ["href"] : (LOADS[element.tagName] ?? []);
    for (const value of names.map((name) => attribute(element, name)).filter(Boolean)) {
      if (/^([a-z]+:)?\/\//i.test(value) && !(page.type === "404" && value.startsWith(own))) yield { page, where: selector(element), what: `loads ${value}` };
    }
  }
}

export async function check({ sites, pages, visit, each }) {
  const written = [sites.real, sites.stress].flatMap((site) => site.pages.flatMap((page) => [...outside(page)]));
  const styles = sites.real.files.filter((path) => path.endsWith(".css")).filter((path) => /url\(|@import/.test(sites.real.text(path)));
  const asked = await each(pages, (page) => visit(page, {}, async (_, { requests, failed }) => {
    const others = requests.filter((url) => !url.startsWith(page.site.origin) && !url.startsWith("data:"));
    return [...others.map((url) => ({ page, what: `asks for ${url}` })), ...failed.map((what) => ({ page, what: `request failed: ${what}` }))];
  }));
  return [...written, ...styles.map((path) => ({ page: path, what: "a style sheet loads something" })), ...asked];
}
