// Check 7, and the links of check 6: every link of every page, with its fragment, leads to what is there; all but those of the page for
// a missing address are relative, so the same files stand at `/`, at `/a/b/` and on a disk. Pages are opened at `/a/b/` to see it.

import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { holds } from "../browser.mjs";
import { attribute, selector, walk } from "../tree.mjs";

const NAMES = ["href", "src", "xlink:href", "action", "cite", "poster"];

function idsOf(page) {
  if (!page.ids) {
    page.ids = new Set();
    for (const { element, text } of walk(page.tree)) if (text === undefined && attribute(element, "id")) page.ids.add(attribute(element, "id"));
  }
  return page.ids;
}

// What is wrong with a link from a page, if anything.
function wrong(value, page, site, byPath) {
  const own = site.origin + site.at;
  // The page for a missing address has the path of its site, and tries several style sheets.
  if (page.type === "404" && value.endsWith("/assets/theme.css")) return "";
  if (page.type === "404" && value.startsWith("/") && !value.startsWith(site.at)) return "";
  const full = page.type === "404" ? site.at : own;
  const mayBeFull = page.type === "404" || page.type === "redirect";
  const inner = mayBeFull && value.startsWith(full) ? value.slice(full.length) : undefined;
  if (inner === undefined && /^(https?:|mailto:|geo:|data:)/.test(value)) return value.startsWith(own) ? `is absolute: ${value}` : "";
  if (inner === undefined && /^([a-z]+:|\/)/i.test(value)) return `is absolute: ${value}`;
  const [path, fragment] = (inner ?? value).split("#");
  const bare = decodeURIComponent(path.split("?")[0]);
  const target = inner !== undefined ? bare : bare === "" ? page.path : posix.normalize(posix.join(posix.dirname(page.path), bare));
  if (target.startsWith("..")) return `climbs out of the site: ${value}`;
  const file = target.endsWith("/") || target === "" || target === "." ? posix.join(target, "index.html") : target;
  if (!site.fileSet.has(file)) return `leads nowhere: ${value}`;
  if (!fragment || !byPath.has(file)) return "";
  const id = decodeURIComponent(fragment.split(":~:")[0]);
  return id === "" || idsOf(byPath.get(file)).has(id) ? "" : `has no such place: ${value}`;
}

// Links in the head that are meant for machines elsewhere, and so are absolute.
const isForMachines = (element) => element.tagName === "link" && /canonical|alternate/.test(attribute(element, "rel") ?? "") && !/xml|json/.test(attribute(element, "type") ?? "");

function* linksOf(page) {
  for (const { element, text } of walk(page.tree)) {
    if (text !== undefined || isForMachines(element)) continue;
    for (const name of NAMES) if (attribute(element, name) !== undefined) yield { element, value: attribute(element, name) };
    for (const part of (attribute(element, "srcset") ?? "").split(",").filter((part) => part.trim())) yield { element, value: part.trim().split(/\s+/)[0] };
    const refresh = /url=(.*)/i.exec(attribute(element, "http-equiv")?.toLowerCase() === "refresh" ? (attribute(element, "content") ?? "") : "");
    if (refresh) yield { element, value: refresh[1] };
  }
}

function withinSite(site) {
  const byPath = new Map(site.pages.map((page) => [page.path, page]));
  site.fileSet = new Set(site.files);
  const found = [];
  for (const page of site.pages) {
    for (const { element, value } of linksOf(page)) {
      const what = wrong(value, page, site, byPath);
      if (what) found.push({ page, where: selector(element), what });
    }
  }
  return found;
}

// An old address leads on by itself, with the paragraph that was cited; without scripts at least to the page; from the disk, too.
async function redirects({ sites, browser }) {
  const [old] = sites.stress.pages.filter((page) => page.type === "redirect");
  if (!old) return [{ page: "stress", what: "the old address of a speech has no page" }];

  const found = [];
  const addresses = { http: sites.stress.url(old), file: pathToFileURL(join(sites.stress.folder, old.path)).href };
  for (const [view, address] of Object.entries(addresses)) {
    for (const scripts of [true, false]) {
      const tab = await browser.newPage();
      await tab.setJavaScriptEnabled(scripts);
      await tab.goto(`${address}?from=afar#p1`);
      const arrived = await holds(tab, () => location.pathname.endsWith("/2025-05-06-short.html"));
      if (!arrived) found.push({ page: old, view, what: `does not lead on${scripts ? "" : " without scripts"}` });
      else if (scripts && !tab.url().endsWith("/2025-05-06-short.html?from=afar#p1")) found.push({ page: old, view, what: `leads to ${tab.url()}: what stood behind the address is lost` });
      await tab.close();
    }
  }
  return found;
}

export async function check(ctx) {
  const { sites, server, pages, visit, each } = ctx;
  server.mount({ at: "/a/b/", folder: sites.real.folder });
  const some = pages.filter((page) => page.site === sites.real && page.type !== "404");
  const moved = some.map((page) => ({ path: page.path, site: { name: "real at /a/b", url: () => sites.real.url(page, "/a/b/") } }));
  const opened = await each(moved, (page) => visit(page, {}, async (_, { requests, failed, errors }) => {
    const strays = requests.filter((url) => !new URL(url).pathname.startsWith("/a/b/") && !url.startsWith("data:"));
    return [...strays.map((url) => `asks outside its folder for ${url}`), ...failed, ...errors].map((what) => ({ page, what }));
  }));
  return [...withinSite(sites.real), ...withinSite(sites.plain), ...withinSite(sites.stress), ...opened, ...(await redirects(ctx))];
}
