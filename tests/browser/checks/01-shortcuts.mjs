// Check 1, WCAG 2.1.4: no single key does anything until the reader turns the keys on; `?` lists them, and there they are turned on and off.

import { openKeys } from "../deeds.mjs";
import { holds, pause } from "../browser.mjs";

const KEYS = [..."jknpyadghtcsm[]", "1"];

const state = () => ({ top: scrollY, url: location.href, focus: document.activeElement?.tagName ?? "", dialogs: document.querySelectorAll("dialog[open], :popover-open").length, theme: document.documentElement.dataset.theme ?? "" });

export function check({ pages, visit, each }) {
  const some = pages.filter((page) => page.site.name === "real" && ["home", "speech", "entity"].includes(page.type));
  return each(some, (page) => visit(page, { apart: true }, async (tab) => {
    const found = [];
    const before = await tab.evaluate(state);
    for (const key of KEYS) {
      await tab.keyboard.press(key);
      const after = await tab.evaluate(state);
      if (JSON.stringify(before) !== JSON.stringify(after)) return [{ page, what: `the key ${key} does something before keys are turned on` }];
    }
    if (!(await openKeys(tab))) return [...found, { page, what: "`?` does not list the keys" }];
    const has = await tab.evaluate(() => Boolean(document.querySelector("dialog.keys input[type=checkbox]:not(:checked)")));
    if (!has) found.push({ page, where: "dialog.keys", what: "no switch for the keys, off at first" });
    await tab.keyboard.press("Escape");
    if (!(await holds(tab, () => !document.querySelector("dialog[open]")))) found.push({ page, where: "dialog.keys", what: "Esc does not close it" });
    if (page.type === "speech" && has) found.push(...(await turnedOn(tab, page)));
    return found;
  }));
}

// With the keys on, `j` goes to the next turn; and never while the reader writes.
async function turnedOn(tab, page) {
  await openKeys(tab);
  await tab.click("dialog.keys input[type=checkbox]");
  await tab.keyboard.press("Escape");
  const before = await tab.evaluate(() => scrollY + location.hash);
  await tab.keyboard.press("j");
  await pause(300);
  await tab.keyboard.press("j");
  const moved = await holds(tab, (before) => scrollY + location.hash !== before, before);
  return moved ? [] : [{ page, what: "keys are turned on, and `j` does nothing" }];
}
