// Check 17: in a browser without popovers, anchors, `light-dark()` and `color-mix()` pages stay readable and usable. There is no such
// browser here; the server makes those words of the style sheet unknown, and the page finds no such function.

import { holds, SCHEMES } from "../browser.mjs";
import { mention } from "../deeds.mjs";

const UNKNOWN = /light-dark\(|color-mix\(|popover-open|anchor\(|text-decoration-inset|@view-transition/g;
const unknown = (text, type) => (type.startsWith("text/css") ? text.replace(UNKNOWN, (word) => `${word[0]}x-${word.slice(1)}`) : text);

const forget = () => {
  for (const name of ["popover", "showPopover", "hidePopover", "togglePopover"]) delete HTMLElement.prototype[name];
};

// Text that cannot be read.
const dim = () => [...document.querySelectorAll("h1, h2, p, a, td, th, dt, dd, button")].filter((element) => globalThis.look.isSeen(element) && element.textContent.trim() && globalThis.look.contrast(element) < 4.5).map((element) => globalThis.look.where(element)).slice(0, 3);

async function card(tab, say) {
  const link = await mention(tab);
  await link.hover();
  const seen = await holds(tab, () => globalThis.look.isSeen(document.querySelector("#card")));
  if (!seen) return say("the card does not open");
  await tab.keyboard.press("Escape");
  if (!(await holds(tab, () => !globalThis.look.isSeen(document.querySelector("#card"))))) say("the card does not close");
}

export function check({ sites, server, pages, visit, each }) {
  server.mount({ at: "/older/", folder: sites.real.folder, change: unknown });
  const some = pages.filter((page) => page.site === sites.real && page.type !== "404");
  const older = some.map((page) => ({ path: page.path, type: page.type, site: { name: "real, older browser", url: () => sites.real.url(page, "/older/") } }));
  return each(older, (page) => visit(page, { width: 320, before: (tab) => tab.evaluateOnNewDocument(forget) }, async (tab, { errors }) => {
    const found = [];
    for (const scheme of SCHEMES) {
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      for (const where of await tab.evaluate(dim)) found.push({ page, view: scheme, what: "cannot be read", where });
    }
    const say = (what, where) => void found.push({ page, what, where });
    for (const where of await tab.evaluate(() => globalThis.look.sticksOut())) say("sticks out of the window", where);
    if (page.type === "speech") await card(tab, say);
    return [...found, ...errors.map((what) => ({ page, what }))];
  }));
}
