// Check 1, WCAG 1.4.10 and 1.4.12: at 320 px nothing sticks out sideways, also with the reader's own text spacing; wider windows hold
// those that stand for all, too.

import { WIDTHS } from "../browser.mjs";

// The spacing that 1.4.12 names. As a style sheet of the reader, so that no policy of the page forbids it.
const spacing = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }");
  document.adoptedStyleSheets.push(sheet);
};

const openDetails = () => document.querySelectorAll("details").forEach((details) => (details.open = true));

export function check({ wide, pages, visit, each }) {
  return each(wide, (page) => visit(page, { width: 1280 }, async (tab) => {
    const found = [];
    const look = async (view) => {
      const out = await tab.evaluate(() => globalThis.look.sticksOut());
      found.push(...out.map((where) => ({ page, view, where, what: "sticks out of the window" })));
    };
    await tab.evaluate(openDetails);
    for (const width of pages.includes(page) ? [...WIDTHS].reverse() : [320]) {
      await tab.setViewport({ width, height: 900 });
      await look(`${width}`);
    }
    await tab.evaluate(spacing);
    await look("320, wide spacing");
    const cut = await tab.evaluate(() => globalThis.look.isCut());
    return [...found, ...cut.map((where) => ({ page, view: "320, wide spacing", where, what: "its text is cut off" }))];
  }));
}
