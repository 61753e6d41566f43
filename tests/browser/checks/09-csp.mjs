// Check 9: under a strict policy, with Trusted Types, no page is stopped at anything, used or unused; no script, style or handler is
// inline.

import { attribute, selector, walk } from "../tree.mjs";
import { openCard, openFinder, openKeys } from "../deeds.mjs";

export const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'";

function* inline(page) {
  for (const { element, text } of walk(page.tree)) {
    if (text !== undefined) continue;
    const data = /json/.test(attribute(element, "type") ?? "");
    if (element.tagName === "script" && attribute(element, "src") === undefined && !data) yield { page, where: selector(element), what: "inline script" };
    if (element.tagName === "style") yield { page, where: selector(element), what: "inline style sheet" };
    for (const { name, value } of element.attrs ?? []) {
      if (name === "style" || /^on[a-z]+$/.test(name)) yield { page, where: selector(element), what: `inline ${name}` };
      if (/^(href|src|action)$/.test(name) && /^\s*javascript:/i.test(value)) yield { page, where: selector(element), what: "a javascript: address" };
    }
  }
}

// Violations are kept from before the first script of the page runs.
const listen = () => {
  globalThis.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => globalThis.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
};

async function use(tab, page) {
  if (page.type === "speech") {
    await openCard(tab);
    await tab.keyboard.press("Escape");
    await tab.evaluate(() => document.querySelector(".text a.pn")?.click());
    await tab.keyboard.press("Escape");
  }
  await tab.click("button.theme");
  await openKeys(tab);
  await tab.keyboard.press("Escape");
  if (page.type !== "search") await openFinder(tab);
  await tab.keyboard.type("wa");
  await tab.evaluate(() => new Promise((done) => setTimeout(done, 400)));
}

export async function check({ sites, server, pages, visit, each }) {
  const written = [sites.real, sites.plain, sites.stress].flatMap((site) => site.pages.flatMap((page) => [...inline(page)]));
  server.mount({ at: "/strict/", folder: sites.real.folder, headers: { "content-security-policy": POLICY } });
  const some = pages.filter((page) => page.site === sites.real && page.type !== "404");
  const strict = some.map((page) => ({ path: page.path, type: page.type, site: { name: "real, strict", url: () => sites.real.url(page, "/strict/") } }));
  const used = await each(strict, (page) => visit(page, { apart: true, before: (tab) => tab.evaluateOnNewDocument(listen) }, async (tab, { errors, failed }) => {
    await use(tab, page);
    const violations = await tab.evaluate(() => globalThis.violations);
    return [...violations.map((what) => `stopped: ${what}`), ...errors, ...failed].map((what) => ({ page, what }));
  }));
  return [...written, ...used];
}
