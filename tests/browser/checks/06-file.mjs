// Check 6: every type of page opens from the disk without a complaint, and there cards (check 1), colours, search and links (check 7)
// work. That every address in a page leads somewhere is check 7, without a browser.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { holds, visit } from "../browser.mjs";

const address = (page) => pathToFileURL(join(page.site.folder, page.path)).href;

// What stands behind an absolute address is not on the disk.
const isOnDisk = (page) => page.type !== "404" && page.type !== "redirect";

async function colours(browser, page) {
  return visit(browser, address(page), { apart: true }, async (tab) => {
    const before = await tab.evaluate(() => getComputedStyle(document.body).color);
    await tab.click("button.theme");
    const changed = await holds(tab, (before) => getComputedStyle(document.body).color !== before, before);
    return changed ? [] : [{ page, view: "file", what: "the button for colours does nothing" }];
  });
}

export async function check({ sites, browser, pages, each }) {
  const opened = await each(pages.filter(isOnDisk), (page) => visit(browser, address(page), {}, async (_, { errors, failed, requests }) => {
    const strange = requests.filter((url) => !url.startsWith("file:") && !url.startsWith("data:"));
    return [...errors, ...failed, ...strange].map((what) => ({ page, view: "file", what: what.replaceAll(pathToFileURL(page.site.folder).href, "") }));
  }), 4);
  return [...opened, ...(await colours(browser, sites.real.page("home", "en")))];
}
