// Check 1, WCAG 2.1.1, 2.4.7 and 2.4.11: Tab reaches everything that can be used, in order; what has the focus shows it and nothing lies over it.

import { holds } from "../browser.mjs";

// So many stops are walked by key.
const BY_KEY = 30;

// Longer pages repeat what they have: so many stops are looked at from the top, and as many from the end.
const BY_EYE = 150;

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

async function walk(tab, page, view) {
  const n = await tab.evaluate(() => globalThis.look.keptStops().length);
  for (let i = 0; i < Math.min(n, BY_KEY); i++) {
    await tab.keyboard.press("Tab");
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

export function check({ pages, visit, each }) {
  const views = pages.flatMap((page) => [320, 1280].map((width) => ({ page, width })));
  return each(views, ({ page, width }) => visit(page, { width }, async (tab) => {
    const walked = width === 320 ? await walk(tab, page, `${width}`) : await skip(tab, page);
    const seen = await tab.evaluate(lookAtAll, BY_EYE);
    return [...walked, ...seen.map((problem) => ({ page, view: `${width}`, ...problem }))];
  }));
}
