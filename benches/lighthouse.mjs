// How fast pages are on a phone: Lighthouse's score for speed, seconds until the largest thing is drawn, and the longest task that
// opening a card takes. Figures, not a test: they depend on the machine.
//
//   tools/test                     # once, for what it installs
//   node benches/lighthouse.mjs [--binary target/release/oratory] [--work target/lighthouse]
//
// INP in the field cannot be measured here; the task is its stand-in.

import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openBrowser, pause, visit } from "../tests/browser/browser.mjs";
import { openCard } from "../tests/browser/deeds.mjs";
import { address, chosen, measure, widen } from "../tests/browser/lighthouse.mjs";
import { serve } from "../tests/browser/server.mjs";
import { makeSites } from "../tests/browser/sites.mjs";

const ROUNDS = 5;

const option = (name) => ({ type: "string", default: name });
const { values } = parseArgs({ options: { binary: option("target/release/oratory"), work: option("target/lighthouse") } });
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [binary, work] = [values.binary, values.work].map((path) => resolve(path));

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const watch = () => {
  globalThis.tasks = [0];
  new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
};

// The longest task over 50 ms while a card opens, in milliseconds; 0 where there is none.
function cardTask(browser, page) {
  return visit(browser, page.site.url(page), { apart: true }, async (tab) => {
    await pause(1500);
    await tab.evaluate(watch);
    await openCard(tab);
    await pause(300);
    return tab.evaluate(() => Math.max(...globalThis.tasks));
  });
}

async function main() {
  mkdirSync(work, { recursive: true });
  const server = await serve();
  const sites = makeSites({ binary, root, work, server });
  for (const site of [sites.real, sites.stress]) server.mount({ at: site.at, folder: site.folder, change: widen });
  const browser = await openBrowser(work);
  const port = Number(new URL(browser.wsEndpoint()).port);

  console.log(`score, paint in s: medians of ${ROUNDS}`);
  for (const page of chosen(sites)) {
    const runs = [];
    for (let i = 0; i < ROUNDS; i++) runs.push(await measure(address(page), port, ["performance"]));
    const [score, paint] = [median(runs.map(({ scores }) => scores.performance)), median(runs.map(({ paint }) => paint))];
    console.log(`${score}  ${paint.toFixed(2)}  ${page.site.name}/${page.path}`);
  }
  const tasks = [];
  for (let i = 0; i < ROUNDS; i++) tasks.push(await cardTask(browser, sites.stress.page("speech", "en")));
  console.log(`longest task while a card opens: ${Math.round(median(tasks))} ms`);

  await browser.close();
  server.close();
}

await main();
