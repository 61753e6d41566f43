// Every mention in another order: by the words after the name or before it, and back; each mention stays, with its paragraph and its
// speech.

import { holds } from "../browser.mjs";

const rows = () => [...document.querySelectorAll(".mentions .kwic li")].filter((row) => globalThis.look.isSeen(row)).map((row) => row.textContent.replace(/\s+/g, " ").trim());
const sides = (side) => [...document.querySelectorAll(`.mentions .kwic li .${side}`)].filter((cell) => globalThis.look.isSeen(cell)).map((cell) => cell.textContent.trim());

async function order(tab, say) {
  const values = await tab.evaluate(() => [...document.querySelectorAll(".sort select option")].map((option) => option.value));
  if (values.length < 3) return say("there are not three orders", ".sort select");
  const first = await tab.evaluate(rows);
  const befores = await tab.evaluate(sides, "l");
  for (const value of values.slice(1)) {
    await tab.select(".sort select", value);
    const changed = await holds(tab, (n) => document.querySelectorAll(".mentions .kwic li").length >= n, first.length);
    const now = await tab.evaluate(rows);
    if (!changed || now.length !== first.length) say(`by ${value} ${now.length} mentions are seen instead of ${first.length}`);
    const links = await tab.evaluate(() => [...document.querySelectorAll(".mentions .kwic li")].filter((row) => globalThis.look.isSeen(row) && !row.querySelector("a[href*='#']")).length);
    if (links) say(`by ${value} ${links} mentions have lost their paragraphs`);
    const again = await tab.evaluate(sides, "l");
    if (again.length > 3 && again.join("|") === befores.join("|")) say(`by ${value} the order is the same`);
    for (const where of await tab.evaluate(() => globalThis.look.sticksOut())) say("sticks out of the window", where);
  }
  await tab.select(".sort select", values[0]);
  await holds(tab, (n) => document.querySelectorAll(".sorted").length === n, 0);
  if ((await tab.evaluate(rows)).join("|") !== first.join("|")) say("the first order does not come back");
}

export function check({ sites, visit, each }) {
  const pages = ["en", "zh"].map((lang) => sites.real.page("entity", lang));
  const views = pages.flatMap((page) => [320, 1280].map((width) => ({ page, width })));
  return each(views, async ({ page, width }) => {
    const found = [];
    const say = (what, where) => void found.push({ page, view: `${width}`, what, where });
    await visit(page, { width, apart: true }, (tab) => order(tab, say));
    return found;
  });
}
