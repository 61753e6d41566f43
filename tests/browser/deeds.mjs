// What readers do on a page, as tests do it. Each says whether it had the effect that a reader expects.

import { holds, pause } from "./browser.mjs";

// A mention in the text (of one entity, or of any) of which the panel has an entry, brought to the middle of the window.
export async function mention(tab, nth = 0, id = undefined) {
  const handle = await tab.evaluateHandle((nth, id) => {
    const known = [...document.querySelectorAll(id ? `.text a.m[data-m="${id}"]` : ".text a.m[data-m]")].filter((a) => !a.closest(".sp") && document.querySelector(`#mentioned [data-e="${CSS.escape(a.dataset.m)}"]`));
    known[nth]?.scrollIntoView({ block: "center", behavior: "instant" });
    return known[nth] ?? null;
  }, nth, id);
  await pause(50);
  return handle.asElement();
}

export const cardIsOpen = () => Boolean(document.querySelector("#card:popover-open"));
export const cardIsClosed = () => !document.querySelector("#card:popover-open");

export async function openCard(tab, id) {
  const link = await mention(tab, 0, id);
  if (!link) return false;
  await link.hover();
  return holds(tab, cardIsOpen);
}

export async function openFinder(tab) {
  await tab.keyboard.press("/");
  return holds(tab, () => Boolean(document.querySelector("dialog.finder[open]")));
}

export async function openKeys(tab) {
  await tab.keyboard.press("?");
  return holds(tab, () => Boolean(document.querySelector("dialog.keys[open]")));
}

// Asks the field of the search page, and waits for the hits of all that was typed.
export async function openResults(tab) {
  await tab.type("search form[data-search] input[name=q]", "China");
  return holds(tab, () => /[?&]q=China\b/.test(location.search) && !document.querySelector("[aria-busy]") && document.querySelectorAll(".hits > li a").length > 1);
}
