// A speech for its reader: what was asked, where the text begins on a phone, turns of one speaker, where the reader is, and that every
// box has the focus inside it when it opens.

import { holds, pause, visit } from "../browser.mjs";

// Pixels of a phone's first screen, 360 × 740.
const SCREEN = 740;

const LANGS = ["en", "zh"];

// A row is a question in the words of its exchange, or a heading.
const rows = () => [...document.querySelectorAll(".ways a")].map((link) => {
  const there = document.querySelector(link.getAttribute("href"));
  const pieces = there.matches("h2, h3, h4") ? [there] : [...there.querySelectorAll("p:not(.sp), li, td, th, h3, h4")];
  return { text: link.textContent.trim(), said: pieces.map((piece) => piece.textContent).join(" ").replace(/\s+/g, " ") };
});

// Every line of the table has words of what it leads to.
function* unsaid(found) {
  for (const { text, said } of found) {
    const pieces = text.split("…").map((piece) => piece.trim().replace(/[.,;:，。；：]$/, "")).filter(Boolean);
    if (pieces.length === 0 || !pieces.every((piece) => said.includes(piece))) yield `“${text}” is not what is said there`;
  }
}

const firstWord = () => {
  const walker = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const paragraph = walker.currentNode.parentElement.closest("p, li");
    if (!walker.currentNode.data.trim() || !paragraph || paragraph.matches(".sp, .here")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    return Math.round(range.getClientRects()[0].top + scrollY);
  }
  return -1;
};

// A label that stands again right after turns of the same speaker.
const repeated = () => [...document.querySelectorAll(".turn + .turn > .sp b")].filter((label) => {
  let turn = label.closest(".turn").previousElementSibling;
  while (turn?.matches(".turn.on")) turn = turn.previousElementSibling;
  const before = turn?.querySelector(".sp b");
  return before && before.textContent === label.textContent && !/^(Q|A|Reporter.*|问|答|记者)$/.test(label.textContent);
}).map((label) => label.textContent);

// Enter on a number: the focus is in the box, and Escape gives it back.
async function boxes(tab, say) {
  await tab.evaluate(() => document.querySelectorAll(".text a.pn")[2].focus());
  await tab.keyboard.press("Enter");
  if (!(await holds(tab, () => document.querySelector("#cite-card:popover-open")?.contains(document.activeElement)))) return say("the focus is not in the box of citations", "#cite-card");
  const report = await tab.evaluate(() => document.querySelector("#report") && (document.querySelector("#cite-card a")?.href ?? "none"));
  if (report && !/%23\w+$/.test(report)) say(`an error is reported at ${report}, without the paragraph`, "#cite-card");
  await tab.keyboard.press("Escape");
  if (!(await holds(tab, () => document.activeElement?.matches(".text a.pn")))) say("closing the box does not give the focus back to the number", "#cite-card");
}

async function reading(tab, say) {
  const n = await tab.evaluate(() => document.querySelectorAll(".ways a").length);
  if (!n) return;
  await tab.evaluate(() => document.querySelector([...document.querySelectorAll(".ways a")].at(-1).getAttribute("href")).scrollIntoView({ behavior: "instant" }));
  if (!(await holds(tab, (n) => [...document.querySelectorAll(".ways a")].findIndex((a) => a.hasAttribute("aria-current")) === n - 1, n))) say("the last entry is not marked where the reader is there", ".ways");
  const bar = await tab.evaluate(() => { const box = document.querySelector(".here a")?.getBoundingClientRect(); return box ? Math.round(box.top) : -1; });
  if (bar !== 0) say(`the line that says where the reader is stands at ${bar}`, ".here");
  const number = await tab.evaluate(() => [...document.querySelectorAll(".prose a.pn")].find((a) => a.getBoundingClientRect().top > 40).hash);
  const led = await tab.evaluate(() => {
    const link = document.querySelector(".langs a");
    addEventListener("click", (event) => event.preventDefault(), { once: true });
    link?.click();
    return link?.hash;
  });
  if (led !== undefined && led !== number) say(`the language switch leads to ${led || "the top"} instead of ${number}`, ".langs");
}

// `n` begins where the reader is.
async function onward(tab, say) {
  const middle = await tab.evaluate(() => {
    localStorage.setItem("keys", "on");
    document.activeElement.blur();
    const names = [...document.querySelectorAll(".text a.m[data-m]")];
    scrollTo({ top: document.documentElement.scrollHeight / 2, behavior: "instant" });
    return names.findIndex((name) => name.getBoundingClientRect().top > 80);
  });
  if (middle < 1) return;
  await pause(100);
  await tab.keyboard.press("n");
  const at = await tab.evaluate(() => [...document.querySelectorAll(".text a.m[data-m]")].indexOf(document.activeElement));
  if (at !== middle) say(`\`n\` leads to mention ${at + 1} instead of ${middle + 1}`);
}

// Of a speech in a series there are two: in the series, and in time.
const pager = () => [...document.querySelectorAll(".pager")].every((nav) => {
  const [previous, next] = [...nav.querySelectorAll("li")].map((item) => item.getBoundingClientRect().top);
  return next === undefined || previous === next;
});

const margin = () => [...document.querySelectorAll(".text .note")].map((note) => {
  const own = note.getBoundingClientRect(), text = document.querySelector(".text > p, .text .turn > p:not(.sp)").getBoundingClientRect();
  return own.left >= text.right;
}).every(Boolean);

// Side by side, where no paragraph has the anchor, the page opens at it all the same.
async function opensAt(browser, site, page) {
  const anchor = page.text.match(/#t\d+p\d+\b/g)?.at(-1);
  if (!anchor) return [];
  return visit(browser, site.url(page) + anchor, { apart: true }, async (tab) => {
    const isThere = await holds(tab, (anchor) => [...document.querySelectorAll(`a.pn[href$="${anchor}"]`)].some((number) => number.getBoundingClientRect().top >= 0 && number.getBoundingClientRect().top < innerHeight), anchor);
    return isThere ? [] : [{ page, what: `does not open at ${anchor}` }];
  });
}

// A name under the pointer has a card on every page; side by side the same name in the other version is lit with it.
async function named(tab, page) {
  const at = await tab.evaluate(() => {
    const name = [...document.querySelectorAll("main a.m[data-m]")].find((name) => !name.closest(".sp"));
    name?.scrollIntoView({ block: "center", behavior: "instant" });
    const box = name?.getClientRects()[0];
    return box && { x: box.left + 3, y: box.top + box.height / 2, id: name.dataset.m };
  });
  if (!at) return [];
  await tab.mouse.move(at.x, at.y);
  const isShown = await holds(tab, (id) => globalThis.look.isSeen(document.querySelector("#card")) && document.querySelector("#card a.ref")?.href.endsWith(`/${id}.html`), at.id);
  const found = isShown ? [] : [{ page, where: "a.m", what: `has no card for ${at.id}` }];
  const sides = await tab.evaluate((id) => [...document.querySelectorAll(".pair-row")].map((row) => [...row.children].map((side) => [...side.querySelectorAll("a.m")].filter((name) => name.dataset.m === id))).filter((sides) => sides.every((side) => side.length)).flat(2).map((name) => name.classList.contains("lit")), at.id);
  if (!sides.every(Boolean)) found.push({ page, where: "a.m", what: `${at.id} is not lit in both versions` });
  return found;
}

// The text and its data as files, from its page.
const FILES = ["TXT", "Markdown", "JSON", "BibTeX"];
const offered = () => [...document.querySelectorAll("#cite a[download]")].map((link) => link.textContent.trim());

export async function check({ sites, browser, visit: open, each, pages }) {
  const pairs = await each(LANGS.flatMap((lang) => sites.real.largest(3, "parallel", lang)), (page) => opensAt(browser, sites.real, page));
  const texts = pages.filter((page) => ["speech", "parallel", "about", "home", "entity"].includes(page.type));
  const cards = await each(texts, (page) => open(page, { apart: true }, (tab) => named(tab, page)));
  return [...pairs, ...cards, ...(await speeches({ sites, visit: open, each }))];
}

function speeches({ sites, visit, each }) {
  const real = LANGS.flatMap((lang) => sites.real.largest(6, "speech", lang));
  const pages = [...real, ...sites.stress.pages.filter((page) => page.type === "speech" && /short|long/.test(page.path))];
  return each(pages, async (page) => {
    const found = [];
    const at = (view) => (what, where) => void found.push({ page, view, what, where });
    await visit(page, { width: 360, height: SCREEN }, async (tab) => {
      const y = await tab.evaluate(firstWord);
      if (y > SCREEN || y < 0) at("360")(`the text begins at ${y}, after the first screen`, ".text");
      if (!(await tab.evaluate(pager))) at("360")("previous and next are not on one row", ".pager");
    });
    await visit(page, { apart: true }, async (tab) => {
      const say = at("1280");
      const files = await tab.evaluate(offered);
      for (const file of FILES.filter((file) => !files.includes(file))) say(`offers no ${file}`, "#cite");
      for (const what of unsaid(await tab.evaluate(rows))) say(what, ".asked");
      for (const label of await tab.evaluate(repeated)) say(`“${label}” stands again`, ".sp");
      if (!(await tab.evaluate(margin))) say("a note is not in the margin", ".note");
      await reading(tab, say);
      await onward(tab, say);
      await boxes(tab, say);
    });
    return found;
  });
}
