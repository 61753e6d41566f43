// Check 3: Lighthouse finds nothing to mend in accessibility, good practice and for search engines. Its score for speed depends on the
// machine: `benches/lighthouse.mjs` takes it. What is the same everywhere of it (weight, elements, what blocks, what shifts) is check 4.

import { openBrowser } from "../browser.mjs";
import { address, measure, widen } from "../lighthouse.mjs";

const CATEGORIES = ["accessibility", "best-practices", "seo"];

// It waits more than it computes, in a browser of its own.
export const beside = true;

export async function check({ sites, server, work }) {
  for (const site of [sites.real, sites.stress]) server.mount({ at: site.at, folder: site.folder, change: widen });
  const browser = await openBrowser(work);
  const port = Number(new URL(browser.wsEndpoint()).port);
  const found = [];
  try {
    for (const page of [sites.real.page("home", "zh"), sites.stress.page("speech", "en")]) {
      const { scores, weak } = await measure(address(page), port, CATEGORIES);
      const low = CATEGORIES.filter((name) => scores[name] < 100);
      found.push(...low.map((name) => ({ page, what: `${name} is ${scores[name]}, less than 100 (${weak.join(", ")})` })));
    }
  } finally {
    await browser.close();
  }
  return found;
}
