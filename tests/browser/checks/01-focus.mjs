// Check 1, WCAG 2.1.1, 2.4.7 and 2.4.11: Tab reaches everything that can be used, in order; what has the focus shows it and nothing lies over it.

import { holds } from "../browser.mjs";

// So many stops are walked by key.
const BY_KEY = 30;

// Longer pages repeat what they have: so many stops are looked at from the top, and as many from the end.
const BY_EYE = 60;

// Gives the focus to stops in turn; what is not ringed, or lies under something with all of it.
const lookAtAll = (most) => {
  const found = [];
  const stops = globalThis.look.keptStops();
  for (const element of stops.filter((_, i) => i < most || i >= stops.length - most)) {
    element.focus();
    const style = getComputedStyle(element);
    const where = globalThis.look.where(element);
    if (element.tabIndex > 0) found.push({ where, what: "has a tabindex above 0" });
    if (document.activeElement !== element) found.push({ where, what: "takes no focus" });
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) found.push({ where, what: "no focus ring" });
    const box = [...element.getClientRects()].find((rect) => rect.width > 0) ?? element.getBoundingClientRect();
    const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8], [0.1, 0.8], [0.9, 0.2]].map(([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
    const isFree = points.some((top) => top && (element.contains(top) || top.contains(element)));
    if (!isFree) found.push({ where, what: `has the focus and is hidden by ${points[0] ? globalThis.look.where(points[0]) : "the edge of the window"}` });
  }
  document.activeElement.blur();
  return found;
};

const at = () => globalThis.look.keptStops().indexOf(document.activeElement);
const isInPlayer = () => document.activeElement?.matches("audio, video");

async function walk(tab, page, view, n) {
  for (let i = 0; i < Math.min(n, BY_KEY); i++) {
    // The buttons of a player are the browser's own, and stops of no page.
    do await tab.keyboard.press("Tab"); while (await tab.evaluate(isInPlayer));
    const now = await tab.evaluate(at);
    if (now !== i) return [{ page, view, what: `Tab number ${i + 1} leads to stop ${now + 1} of ${n}` }];
  }
  return [];
}

// The first stop is a link that leads past the menu.
async function skip(tab, page) {
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Enter");
  const there = await holds(tab, () => document.activeElement?.id === "main");
  return there ? [] : [{ page, what: "the first link does not lead to the text" }];
}

export async function check({ pages, visit, each }) {
  const seen = await each(pages, (page) => visit(page, { width: 320 }, async (tab) => {
    const found = [];
    for (const width of [320, 1280]) {
      await tab.setViewport({ width, height: 900 });
      const n = await tab.evaluate(() => globalThis.look.keepStops());
      if (width === 320) found.push(...(await walk(tab, page, `${width}`, n)));
      const problems = await tab.evaluate(lookAtAll, BY_EYE);
      found.push(...problems.map((problem) => ({ page, view: `${width}`, ...problem })));
    }
    return found;
  }));
  // The head is the same wherever there is one; a page of each type has it.
  const heads = [...new Map(pages.map((page) => [page.type, page])).values()];
  return [...seen, ...(await each(heads, (page) => visit(page, {}, (tab) => skip(tab, page))))];
}
