// Check 1, WCAG 1.4.13 and 2.1.1: the card of a mention opens by pointer and by keyboard, can be entered, stays, closes by Esc
// and by leaving, and asks for nothing over the network. Also from file://.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { holds, pause, visit } from "../browser.mjs";
import { cardIsClosed, cardIsOpen, mention } from "../deeds.mjs";

// Where the middle of an element is, in the window.
const middle = (selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
};

const contents = () => {
  const words = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();
  const link = document.querySelector(".text a.m:hover, .text a.m:focus");
  const entry = document.querySelector(`#mentioned [data-e="${CSS.escape(link?.dataset.m ?? "")}"]`);
  const card = document.querySelector("#card");
  const [box, at] = [card.getBoundingClientRect(), link?.getBoundingClientRect()];
  const covers = at && box.left < at.right && box.right > at.left && box.top < at.bottom - 2 && box.bottom > at.top + 2;
  const ids = [...card.querySelectorAll("[id]")].map((element) => element.id).filter((id) => document.querySelectorAll(`#${CSS.escape(id)}`).length > 1);
  return { same: words(entry) !== "" && words(card).includes(words(entry.querySelector(".who") ?? entry)), inside: box.left >= 0 && box.right <= innerWidth + 1 && box.top >= 0 && box.bottom <= innerHeight + 1, covers: Boolean(covers), ids };
};

async function byPointer(tab, log, say) {
  const link = await mention(tab, 1);
  if (!link) return say("no mention with an entry in the panel");
  const before = log.requests.length;
  await link.hover();
  if (!(await holds(tab, cardIsOpen))) return say("the card does not open by pointer");
  const card = await tab.evaluate(contents);
  if (!card.same) say("the card does not show the panel's entry");
  if (!card.inside) say("the card sticks out of the window");
  if (card.covers) say("the card lies over its own mention");
  if (card.ids.length) say(`the card doubles ids: ${card.ids.join(" ")}`);
  const { x, y } = await tab.evaluate(middle, "#card");
  await tab.mouse.move(x, y, { steps: 12 });
  await pause(900);
  if (!(await tab.evaluate(cardIsOpen))) return say("the card does not stay when the pointer moves into it");
  await tab.mouse.move(2, 2, { steps: 3 });
  if (!(await holds(tab, cardIsClosed))) say("the card stays when the pointer has left");
  if (log.requests.length > before) say(`the card asks for ${log.requests.slice(before).join(" ")}`);
}

async function byKeyboard(tab, say) {
  const link = await mention(tab, 2);
  if (!link) return;
  await tab.mouse.move(2, 2);
  await link.evaluate((element) => element.focus());
  await tab.keyboard.press("Shift");
  if (!(await holds(tab, cardIsOpen))) return say("the card does not open by keyboard");
  await tab.keyboard.press("Escape");
  if (!(await holds(tab, cardIsClosed))) say("Esc does not close the card");
  const stays = await link.evaluate((element) => document.activeElement === element);
  if (!stays) say("Esc takes the focus from the mention");
  await pause(700);
  if (await tab.evaluate(cardIsOpen)) say("the card opens again after Esc");
}

export function check({ sites, browser, each }) {
  const pages = ["en", "zh"].map((lang) => sites.real.page("speech", lang));
  const views = pages.flatMap((page) => [320, 1280].flatMap((width) => [sites.real.url(page), pathToFileURL(join(sites.real.folder, page.path)).href].map((url) => ({ page, width, url }))));
  return each(views, async ({ page, width, url }) => {
    const found = [];
    const say = (what) => void found.push({ page, view: `${width} ${url.slice(0, 4)}`, what });
    await visit(browser, url, { width, apart: true }, async (tab, log) => {
      await byPointer(tab, log, say);
      await byKeyboard(tab, say);
    });
    return found;
  });
}
