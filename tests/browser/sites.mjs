// The sites under test, built by the program: the repository's own, minified and not, the guide, and the stress site.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { parse } from "parse5";
import { writeStressSite } from "./stress/site.mjs";
import { attribute, readerText, walk } from "./tree.mjs";

// Runs `oratory build` in `source`; fails with what the program says.
export function build(binary, source, out, ...more) {
  rmSync(out, { recursive: true, force: true });
  try {
    execFileSync(binary, ["build", "--quiet", "--out", out, ...more], { cwd: source, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, CI: "" } });
  } catch (error) {
    throw new Error(`oratory build in ${source}: ${error.stderr}`);
  }
}

// Copies what a site consists of, so that no build touches the repository.
export function copySources(root, into) {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  for (const name of ["oratory.toml", "content", "themes"].filter((name) => existsSync(join(root, name)))) cpSync(join(root, name), join(into, name), { recursive: true });
}

export function filesUnder(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/")).sort();
}

// A built site. `pages` have {path, type, lang, bytes, tree}; the type is the `page-…` class of the body.
class Site {
  constructor(name, folder, at, origin) {
    Object.assign(this, { name, folder, at, origin, files: filesUnder(folder) });
    this.pages = this.files.filter((path) => path.endsWith(".html")).map((path) => this.read(path));
  }

  read(path) {
    const text = readFileSync(join(this.folder, path), "utf8");
    // As browsers without scripts see it: what stands in `noscript` is there.
    const tree = parse(text, { scriptingEnabled: false });
    const page = { site: this, path, bytes: text.length, text, tree, type: "none", lang: "" };
    for (const { element } of walk(tree)) {
      if (element.tagName === "html") page.lang = attribute(element, "lang") ?? "";
      if (element.tagName === "body") page.type = /\bpage-([\w-]+)/.exec(attribute(element, "class") ?? "")?.[1] ?? "none";
    }
    return page;
  }

  text(path) {
    return readFileSync(join(this.folder, path), "utf8");
  }

  url(page, at = this.at) {
    return `${this.origin}${at}${encodeURI(page.path ?? page)}`;
  }

  page(type, lang, filter = () => true) {
    return this.largest(1, type, lang, filter)[0];
  }

  // The `n` pages that show most.
  largest(n, type, lang, filter = () => true) {
    return this.pages.filter((page) => page.type === type && page.lang === lang && filter(page)).sort((a, b) => b.bytes - a.bytes).slice(0, n);
  }
}

// Builds all of them below `work` and gives them by name. Addresses are those of the server, so that the page for a missing
// address, which has absolute links, works as well.
export function makeSites({ binary, root, work, server }) {
  const [source, guide, stress] = [join(work, "own"), join(work, "manual"), join(work, "stress")];
  copySources(root, source);
  copySources(join(root, "docs/guide"), guide);
  rmSync(stress, { recursive: true, force: true });
  writeStressSite(stress);
  const sites = {};
  const add = (name, from, at, base, ...more) => {
    const folder = join(work, `${name}-site`);
    build(binary, from, folder, "--base-url", server.origin + base, ...more);
    server.mount({ at, folder });
    sites[name] = new Site(name, folder, at, server.origin);
  };
  add("real", source, "/", "/");
  add("plain", source, "/plain/", "/", "--no-minify");
  add("guide", guide, "/guide/", "/guide/");
  add("stress", stress, "/stress/", "/stress/");
  return sites;
}

// Page types that must be there. Add a type when its pages land.
export const MUST = ["home", "speech", "speeches", "kind", "entity", "about", "search", "data", "parallel", "404"];

// Pages that differ by folder: those of each kind.
const BY_FOLDER = new Set(["entity", "kind"]);

// From here on a page takes a browser seconds where others take a blink, and only repeats what shorter ones have. What a page may weigh
// is held against all (check 4); the longest speech is printed, and walked through by its reader (checks 10 and 23).
const LONG = 150_000;

// The longest run of characters that nothing breaks: what sticks out of a narrow window first.
const longestWord = ({ tree }) => Math.max(0, ...readerText(tree).split(/[\s\u2E80-\u9FFF\u3000-\u303F\uFF00-\uFFEF]+/).map((word) => word.length));

// The pages that stand for all: of each type and language the one that has most, by `measure`. Where folders differ, one of each folder
// in the first language, for the others have the same templates; of each order of an index one.
export function representatives(site, { isWanted = () => true, measure = ({ bytes }) => bytes } = {}) {
  const best = new Map();
  for (const page of site.pages) {
    if (!isWanted(page) || page.type === "redirect" || page.bytes > LONG) continue;
    const isFirst = !page.path.startsWith(`${page.lang}/`);
    const parts = page.path.split("/").slice(isFirst ? 0 : 1);
    const order = page.type === "kind" && !/^(index|\d+)\.html$/.test(parts.at(-1)) ? parts.at(-1) : "";
    const folder = BY_FOLDER.has(page.type) && isFirst && site.name !== "stress" ? parts.slice(0, -1).join("/") : "";
    const key = [page.type, order ? order : `${page.lang} ${folder}`].join(" ");
    const size = measure(page);
    if (!best.has(key) || best.get(key).size < size) best.set(key, { page, size });
  }
  return [...best.values()].map(({ page }) => page);
}

// What the stress site has and the demo has not: Arabic, recordings, what is gone. Its lists are long, and made like those of the demo.
const isOwn = ({ lang, path }) => (lang === "ar" ? !/\/by-\w+\.html$/.test(path) : lang === "en" && path.startsWith("speeches/"));

// The pages that most checks open.
export const ofAllTypes = ({ real, stress }) => [...representatives(real), ...representatives(stress, { isWanted: isOwn })];

// Those that stand for all, and in each place the page with the longest word, and what is odd on purpose.
export function widest(site) {
  const odd = site.pages.filter((page) => /\/odd-/.test(page.path));
  return [...new Set([...representatives(site), ...representatives(site, { measure: longestWord }), ...odd])];
}
