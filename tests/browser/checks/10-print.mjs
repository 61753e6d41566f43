// Check 10: every page type prints: nothing is cut off or sticks out of the sheet, paragraphs keep their numbers, menus and buttons
// stay away, and the number of sheets is what it was, give or take a tenth (fonts differ between machines).

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// Millimetres of A4 between the margins that `@page` sets, in CSS pixels.
const SHEET = Math.round(((210 - 40) / 25.4) * 96);

// What is seen on paper that has no use there.
const useless = () => ["header.top nav", ".skip", "button", ".toggles", "dialog", "#card", "input[type=search]"].filter((selector) => [...document.querySelectorAll(selector)].some((element) => globalThis.look.isSeen(element)));

const numbers = () => {
  const all = [...document.querySelectorAll(".text a.pn")];
  return { n: all.length, hidden: all.filter((number) => !globalThis.look.isSeen(number)).length, out: all.filter((number) => number.getBoundingClientRect().left < 0).length };
};

// Sheets of a PDF as Chromium writes it: one page object each.
const sheets = (pdf) => Buffer.from(pdf).toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;

// The words of a PDF, where poppler is installed.
function wordsOf(pdf, work) {
  const file = join(work, "print.pdf");
  writeFileSync(file, pdf);
  return execFileSync("pdftotext", [file, "-"], { encoding: "utf8", maxBuffer: 1 << 27 });
}

async function look(tab, page) {
  const found = [];
  await tab.emulateMediaType("print");
  await tab.setViewport({ width: SHEET, height: 970 });
  const say = (what, where) => found.push({ page, view: "print", where, what });
  for (const where of await tab.evaluate(() => globalThis.look.sticksOut())) say("sticks out of the sheet", where);
  for (const where of await tab.evaluate(() => globalThis.look.isCut())) say("its text is cut off", where);
  for (const where of await tab.evaluate(useless)) say("is printed and of no use on paper", where);
  if (page.type === "speech") {
    const { n, hidden, out } = await tab.evaluate(numbers);
    if (n === 0 || hidden || out) say(`of ${n} numbers of paragraphs ${hidden} are not printed and ${out} lie off the sheet`, ".pn");
  }
  await tab.emulateMediaType(null);
  const pdf = await tab.pdf({ format: "A4", preferCSSPageSize: true, timeout: 120_000 });
  return { found, pdf, page };
}

// As many sheets as in `expected/print.json`.
function counted({ here, accept }, counts) {
  const file = join(here, "expected/print.json");
  if (accept) writeFileSync(file, `${JSON.stringify(counts, null, 1)}\n`);
  const expected = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  return Object.entries(counts).filter(([name, n]) => Math.abs(n - (expected[name] ?? 0)) > Math.max(1, 0.1 * (expected[name] ?? 0))).map(([name, n]) => ({ page: name, view: "print", what: `${n} sheets instead of ${expected[name] ?? "none"} (ORATORY_ACCEPT=1 takes what is found)` }));
}

export async function check(ctx) {
  const { pages, sites, visit, each, work } = ctx;
  // With the longest speech: a number of sheets that a page of two cannot show.
  const long = ["en", "ar"].map((lang) => sites.stress.page("speech", lang));
  const printed = await each([...new Set([...pages, ...long])], (page) => visit(page, { scheme: "dark" }, (tab) => look(tab, page)), 2);
  const name = ({ page }) => `${page.site.name}/${page.path}`;
  const own = printed.filter(({ page }) => page.site === sites.stress && ["speech", "entity", "home"].includes(page.type));
  const counts = Object.fromEntries(own.map((one) => [name(one), sheets(one.pdf)]));
  const found = [...printed.flatMap((one) => one.found), ...counted(ctx, counts)];
  const speech = printed.find(({ page }) => page === sites.real.page("speech", "en"));
  const words = wordsOf(speech.pdf, work);
  if (!/¶\s?1\.1\b/.test(words)) found.push({ page: speech.page, view: "PDF", what: "¶1.1 is not among its words" });
  return found;
}
