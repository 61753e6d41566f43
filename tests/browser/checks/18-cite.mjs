// Citing: a click on a paragraph's number goes there, copies its address and says so; the box beside it gives every format and a link
// to the words; without scripts the formats stand at the end of the page.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { holds, visit } from "../browser.mjs";

const FORMATS = ["plain", "gbt", "bibtex", "csl"];

// Copied text is kept instead of going to the clipboard of the machine.
const keep = () => {
  globalThis.copied = [];
  const clipboard = { writeText: async (text) => void globalThis.copied.push(text) };
  Object.defineProperty(Navigator.prototype, "clipboard", { get: () => clipboard });
};

const formats = (names) => names.map((name) => {
  const text = document.querySelector(`#cite [data-cite="${name}"]`)?.textContent ?? "";
  return { name, text };
});

function* wrong({ name, text }) {
  if (!text.trim()) yield `no citation as ${name}`;
  if (name === "bibtex" && !/^@\w+\{[^,]+,[\s\S]+\}\s*$/.test(text.trim())) yield "the BibTeX is none";
  if (name === "gbt" && !/\[(EB|S|Z|R|A)\/?(OL)?\]/.test(text)) yield "the GB/T 7714 citation does not say what kind of source it is";
  if (name !== "csl") return;
  try {
    const data = JSON.parse(text);
    const item = Array.isArray(data) ? data[0] : data;
    for (const key of ["type", "title", "issued"]) if (!item[key]) yield `the CSL-JSON has no ${key}`;
  } catch {
    yield "the CSL-JSON does not parse";
  }
}

async function cite(tab, say) {
  for (const format of await tab.evaluate(formats, FORMATS)) for (const what of wrong(format)) say(what);
  const anchor = await tab.evaluate(() => document.querySelector(".text a.pn").hash);
  await tab.evaluate(() => document.querySelector(".text a.pn").scrollIntoView({ block: "center", behavior: "instant" }));
  await tab.click(".text a.pn");
  if (!(await holds(tab, (anchor) => location.hash === anchor, anchor))) say("a click on a number does not go to its paragraph");
  if (!(await holds(tab, (anchor) => globalThis.copied.some((text) => text.endsWith(anchor)), anchor))) say("a click on a number does not copy its address");
  if (!(await holds(tab, () => [...document.querySelectorAll("[role=status]")].some((line) => line.textContent.trim())))) say("nothing says that the address was copied");
  await holds(tab, () => document.querySelector("#cite-card:popover-open, .cite-open"));
  await tab.evaluate(() => document.querySelector("#cite-card:popover-open") ?? document.querySelector(".cite-open")?.click());
  if (!(await holds(tab, () => Boolean(document.querySelector("#cite-card:popover-open"))))) return say("no box of citations opens beside a number");
  const n = await tab.evaluate(() => document.querySelectorAll("#cite-card button").length);
  for (let i = 0; i < n; i++) await tab.evaluate((i) => document.querySelectorAll("#cite-card button")[i].click(), i);
  const links = () => [...globalThis.copied, ...[...document.querySelectorAll("#cite-card a[href]")].map((a) => a.href)];
  await holds(tab, (n) => globalThis.copied.length > n, n);
  const copied = await tab.evaluate(links);
  if (n < FORMATS.length) say(`the box has ${n} buttons`, "#cite-card");
  if (!copied.some((text) => text.includes(":~:text="))) say("the box gives no link to the words", "#cite-card");
  const quote = copied.find((text) => text.includes(":~:text="));
  if (quote && !URL.canParse(quote)) say(`the link to the words is none: ${quote}`);
  await tab.keyboard.press("Escape");
  if (!(await holds(tab, () => !document.querySelector("#cite-card:popover-open")))) say("Esc does not close the box", "#cite-card");
}

export function check({ sites, browser, each }) {
  const pages = ["en", "zh"].map((lang) => sites.real.page("speech", lang));
  const views = pages.flatMap((page) => [320, 1280].flatMap((width) => [sites.real.url(page), pathToFileURL(join(sites.real.folder, page.path)).href].map((url) => ({ page, width, url }))));
  return each(views, async ({ page, width, url }) => {
    const found = [];
    const say = (what, where) => void found.push({ page, view: `${width} ${url.slice(0, 4)}`, what, where });
    await visit(browser, url, { width, apart: true, before: (tab) => tab.evaluateOnNewDocument(keep) }, (tab) => cite(tab, say));
    return found;
  });
}
