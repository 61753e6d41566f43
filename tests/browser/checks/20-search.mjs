// Search: from its page, by `?q=`, and from any page by `/` and Ctrl+K; in both languages, by alias, pinyin and initials; at the root of
// a host and from file://. Every hit leads to what is there.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { holds, visit } from "../browser.mjs";

// What is asked, and a part of an address that must be among the hits.
const ASKED = [
  ["Belt and Road", "belt-and-road"], ["一带一路", "belt-and-road"], ["ydyl", "belt-and-road"], ["yidaiyilu", "belt-and-road"],
  ["一帶一路", "belt-and-road"], ["wang yi", "wang-yi"], ["王毅", "wang-yi"], ["brotherly bond", "2024-03-07-press-conference"], ["peacekeep", "2024-03-07-press-conference"],
];

// What the page of results lacks.
const missing = () => [
  [document.querySelector(".ways").hidden, "the lists to browse stand among the results"],
  [document.querySelector(".by-year text")?.textContent, "there are no hits by year"],
  [[...document.querySelectorAll(".hit-number")].some((link) => /#t\d.*:~:text=/.test(link.href)), "no address marks the words"],
  [document.querySelectorAll("select[name=speaker] option").length > 1, "there is no speaker to choose"],
].filter(([holds]) => !holds).map(([, what]) => what);

// The sum of all layout shifts until now.
const SHIFT = 0.05;
const shifted = () => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (sum += value))).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 100);
});

const hits = () => [...document.querySelectorAll(".hits > li a")].map((link) => link.href);
const isOpen = () => Boolean(document.querySelector("dialog[open]"));
const isClosed = () => !document.querySelector("dialog[open]");
const some = () => document.querySelectorAll(".hits > li a").length > 0;

async function ask(tab, field, [query, part], say) {
  await tab.evaluate((field) => (document.querySelector(field).value = ""), field);
  await tab.type(field, query);
  const found = await holds(tab, (part) => [...document.querySelectorAll(".hits > li a")].some((link) => decodeURI(link.href).includes(part)), part);
  if (!found) return say(`“${query}” does not find ${part}`);
  if (!(await holds(tab, () => [...document.querySelectorAll("[role=status]")].some((line) => /\d/.test(line.textContent))))) say(`nothing says how many hits “${query}” has`);
}

// Hits that lead to no file of the site.
function astray(site, links) {
  const fileOf = (link) => (link.startsWith("file:") ? fileURLToPath(link.split(/[#?]/)[0]) : join(site.folder, decodeURIComponent(new URL(link).pathname)));
  return links.filter((link) => !existsSync(fileOf(link)));
}

async function onPage(tab, site, say) {
  const field = "search form[data-search] input[name=q]";
  if (!(await tab.$(field))) return say("there is no field to search");
  for (const one of ASKED) await ask(tab, field, one, say);
  for (const link of astray(site, await tab.evaluate(hits))) say(`a hit leads nowhere: ${link}`);
  await tab.evaluate((field) => (document.querySelector(field).value = ""), field);
  await tab.type(field, "qqqqzzzz");
  if (!(await holds(tab, () => document.querySelectorAll(".hits > li").length === 0))) say("what is nowhere is found");
}

async function fromAnyPage(tab, say) {
  for (const [name, press] of [["/", () => tab.keyboard.press("/")], ["Ctrl+K", async () => {
    await tab.keyboard.down("Control");
    await tab.keyboard.press("k");
    await tab.keyboard.up("Control");
  }]]) {
    await press();
    if (!(await holds(tab, () => document.activeElement?.closest("dialog.finder[open]")))) return say(`${name} does not open the finder`);
    if (name === "/") {
      await tab.keyboard.type("belt");
      if (!(await holds(tab, some))) say("the finder finds nothing");
    }
    // The first may only empty the field.
    await tab.keyboard.press("Escape");
    if (await tab.evaluate(isOpen)) await tab.keyboard.press("Escape");
    if (!(await holds(tab, isClosed))) return say("Esc does not close the finder");
  }
}

export function check({ sites, browser, each }) {
  const site = sites.real;
  const bases = [site.origin + site.at, `${pathToFileURL(site.folder).href}/`];
  const views = bases.flatMap((base) => ["", "zh/"].map((lang) => ({ base, lang })));
  return each(views, async ({ base, lang }) => {
    const found = [];
    const say = (what) => void found.push({ page: `real/${lang}search.html`, view: base.slice(0, 4), what });
    await visit(browser, `${base}${lang}search.html`, { apart: true }, (tab) => onPage(tab, site, say));
    await visit(browser, `${base}${lang}search.html?q=${encodeURIComponent("王毅")}`, { apart: true }, async (tab) => {
      if (!(await holds(tab, some))) say("`?q=` in the address is not asked");
      for (const what of await tab.evaluate(missing)) say(what);
      const shift = await tab.evaluate(shifted);
      if (shift > SHIFT) say(`results move by ${shift.toFixed(3)}, more than ${SHIFT}`);
    });
    await visit(browser, `${base}${lang}search.html?speaker=wang-yi&year=2024`, { apart: true }, async (tab) => {
      if (!(await holds(tab, some))) say("filters alone find nothing");
    });
    await visit(browser, `${base}${lang}index.html`, { apart: true }, (tab) => fromAnyPage(tab, say));
    await visit(browser, `${base}${lang}people/index.html`, { apart: true, width: 320 }, (tab) => fromAnyPage(tab, say));
    return found;
  });
}
