// Check 16: feeds are Atom (RFC 4287) and JSON Feed 1.1, the sitemap lists what is to be found, JSON-LD parses and says what a thing is,
// data files parse and agree with each other. A data package is checked once there is one; TEI is not published yet.

import { posix } from "node:path";
import { attribute, walk } from "../tree.mjs";

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

// Runs in a page, for its XML parser: what is wrong with each Atom feed.
const atomFaults = (feeds, date) => feeds.map(([path, text]) => {
  const found = [];
  const document = new DOMParser().parseFromString(text, "application/xml");
  const ns = "http://www.w3.org/2005/Atom";
  if (document.querySelector("parsererror")) return [path, ["is not well-formed"]];
  const root = document.documentElement;
  if (root.namespaceURI !== ns || root.localName !== "feed") return [path, ["is no Atom feed"]];
  const own = (element, name) => [...element.children].filter((child) => child.namespaceURI === ns && child.localName === name);
  const one = (element, name, label) => {
    const values = own(element, name);
    if (values.length !== 1 || !values[0].textContent.trim()) found.push(`${label} has ${values.length} of ${name}`);
    return values[0]?.textContent ?? "";
  };
  const isDate = (value, label) => new RegExp(date).test(value) || found.push(`${label}: ${value} is no date`);
  const entries = own(root, "entry");
  const label = (i) => (i < 0 ? "the feed" : `entry ${i + 1}`);
  const ids = new Set();
  [root, ...entries].forEach((element, at) => {
    const id = one(element, "id", label(at - 1));
    if (at > 0 && ids.has(id)) found.push(`two entries have the id ${id}`);
    if (at > 0) ids.add(id);
    if (!/^[a-z][a-z0-9+.-]*:/i.test(id)) found.push(`${label(at - 1)}: ${id} is no IRI`);
    one(element, "title", label(at - 1));
    isDate(one(element, "updated", label(at - 1)), label(at - 1));
    for (const published of own(element, "published")) isDate(published.textContent, label(at - 1));
  });
  const links = own(root, "link");
  if (!links.some((link) => link.getAttribute("rel") === "self")) found.push("has no link to itself");
  if (own(root, "author").length === 0 && entries.some((entry) => own(entry, "author").length === 0)) found.push("has no author");
  if (entries.some((entry) => !own(entry, "content").length && !own(entry, "link").some((link) => (link.getAttribute("rel") ?? "alternate") === "alternate"))) found.push("an entry has neither content nor link");
  if (!root.getAttribute("xml:lang")) found.push("has no language");
  return [path, found];
});

function jsonFeed(text) {
  const feed = JSON.parse(text);
  const found = [];
  if (feed.version !== "https://jsonfeed.org/version/1.1") found.push(`version ${feed.version}`);
  if (!feed.title || !Array.isArray(feed.items)) return [...found, "has no title or items"];
  for (const item of feed.items) {
    if (typeof item.id !== "string" || !(item.content_text || item.content_html)) found.push(`item ${item.id} has no id or content`);
    if (item.date_published && !DATE.test(item.date_published)) found.push(`${item.date_published} is no date`);
    if (item.url && !URL.canParse(item.url)) found.push(`${item.url} is no address`);
  }
  return found;
}

// The file that an address of the site stands for.
function fileOf(site, url) {
  const base = site.origin + site.at;
  if (!url.startsWith(base)) return "";
  const path = decodeURIComponent(url.slice(base.length).split("#")[0]);
  return path === "" || path.endsWith("/") ? posix.join(path, "index.html") : path;
}

// Lists by year, speaker and place, and versions side by side, may be left out: all that stands there has a page of its own.
const MUST_BE_LISTED = new Set(["home", "speech", "entity", "kind", "about"]);
const mayBeFound = (page) => !["404", "redirect"].includes(page.type) && !/name="?robots"?[^>]*noindex|noindex[^>]*name="?robots/.test(page.text);

function* sitemap(site) {
  const listed = [...site.text("sitemap.xml").matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => fileOf(site, url.replaceAll("&amp;", "&")));
  const linked = [...site.text("sitemap.xml").matchAll(/href="([^"]+)"/g)].map(([, url]) => fileOf(site, url.replaceAll("&amp;", "&")));
  const pages = new Set(site.pages.filter(mayBeFound).map((page) => page.path));
  if (new Set(listed).size !== listed.length) yield "lists a page twice";
  for (const path of listed) if (!pages.has(path)) yield `lists ${path}, which is not to be found`;
  for (const path of linked) if (!site.files.includes(path)) yield `names ${path}, which is not there`;
  for (const { path } of site.pages.filter((page) => mayBeFound(page) && MUST_BE_LISTED.has(page.type))) if (!listed.includes(path)) yield `does not list ${path}`;
}

function* structured(page) {
  for (const { element, text } of walk(page.tree)) {
    if (text !== undefined || element.tagName !== "script" || attribute(element, "type") !== "application/ld+json") continue;
    const data = JSON.parse(element.childNodes[0]?.value ?? "");
    for (const thing of Array.isArray(data) ? data : (data["@graph"] ?? [data])) {
      const must = ["@type", "name", "url", ...(/Work$|Article/.test(thing["@type"]) ? ["datePublished", "inLanguage"] : [])];
      for (const key of must) if (!thing[key]) yield `JSON-LD ${thing["@type"]} has no ${key}`;
      if (thing.url && !URL.canParse(thing.url)) yield `JSON-LD: ${thing.url} is no address`;
    }
    if (!/^https:\/\/schema\.org\/?$/.test(data["@context"])) yield `JSON-LD context ${data["@context"]}`;
  }
}

// Rows of a CSV file (RFC 4180), the head left out.
function csvRows(text) {
  let [n, quoted] = [0, false];
  for (const letter of text) {
    if (letter === '"') quoted = !quoted;
    else if (letter === "\n" && !quoted) n += 1;
  }
  return n - 1;
}

function* data(site) {
  const lines = site.text("mentions.jsonl").trim().split("\n").map((line) => JSON.parse(line));
  const entities = JSON.parse(site.text("entities.json"));
  const ids = new Set((Array.isArray(entities) ? entities : entities.entities).map((entity) => entity.id));
  if (csvRows(site.text("mentions.csv")) !== lines.length) yield ["mentions.csv", `has ${csvRows(site.text("mentions.csv"))} rows, mentions.jsonl ${lines.length}`];
  for (const { entity } of lines) if (!ids.has(entity)) yield ["mentions.jsonl", `names ${entity}, which entities.json does not`];
  for (const path of site.files.filter((path) => path.endsWith(".json"))) JSON.parse(site.text(path));
  const PACKAGE = "data/datapackage.json";
  const page = site.text("data.html");
  for (const { path: name, schema, hash } of JSON.parse(site.text(PACKAGE)).resources) {
    const path = `data/${name}`;
    if (!site.files.includes(path)) yield [PACKAGE, `there is no ${path}`];
    if (!page.includes(hash.replace("sha256:", ""))) yield ["data.html", `does not have the hash of ${path}`];
    const head = path.endsWith(".csv") ? site.text(path).split(/\r?\n/)[0] : undefined;
    if (head && schema && head !== schema.fields.map((field) => field.name).join(",")) yield [PACKAGE, `${path} has other columns than its schema`];
  }
}

export async function check({ sites, browser }) {
  const found = [];
  const tab = await browser.newPage();
  for (const site of [sites.real, sites.stress]) {
    const say = (page, what) => found.push({ page: `${site.name}/${page}`, what });
    const atoms = site.files.filter((path) => /atom.*\.xml$/.test(path)).map((path) => [path, site.text(path)]);
    if (atoms.length === 0) say("atom.xml", "is not there");
    for (const [path, faults] of await tab.evaluate(atomFaults, atoms, DATE.source)) faults.forEach((what) => say(path, what));
    for (const path of site.files.filter((path) => /feed\.json$/.test(path))) jsonFeed(site.text(path)).forEach((what) => say(path, what));
    for (const what of sitemap(site)) say("sitemap.xml", what);
    for (const page of site.pages) for (const what of structured(page)) found.push({ page, what });
    if (!site.pages.some((page) => page.type === "speech" && page.text.includes("application/ld+json"))) say("speeches", "have no JSON-LD");
    for (const [path, what] of data(site)) say(path, what);
    if (!site.text("robots.txt").includes(`Sitemap: ${site.origin}${site.at}sitemap.xml`)) say("robots.txt", "does not name the sitemap");
  }
  await tab.close();
  return found;
}
