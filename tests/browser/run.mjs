// The browser tests: builds the sites, opens their pages in Chromium, and holds them against the acceptance checks in `checks/`.
//
//   node tests/browser/run.mjs --binary target/release/oratory --work target/browser [--only 01,07]
//
// One line a check, then what is wrong: the page, how it was looked at, the element. Exit 1 if anything is.
// With ORATORY_ACCEPT=1 what is found is written to `expected/`, to be read before it is committed.

import { mkdirSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { each, openBrowser, visit } from "./browser.mjs";
import { pictures } from "./pictures.mjs";
import { print } from "./report.mjs";
import { serve } from "./server.mjs";
import { makeSites, ofAllTypes, widest } from "./sites.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const option = (name) => ({ type: "string", default: name });
const { values } = parseArgs({ options: { root: option(join(here, "../..")), binary: option("target/release/oratory"), work: option("target/browser"), only: option("") } });
const [root, binary, work] = [values.root, values.binary, values.work].map((path) => resolve(path));

async function main() {
  mkdirSync(work, { recursive: true });
  const server = await serve();
  const sites = makeSites({ binary, root, work, server });
  const browser = await openBrowser(work);
  const ctx = {
    here, root, work, binary, server, sites, browser, each, accept: process.env.ORATORY_ACCEPT !== undefined,
    visit: (page, options, task) => visit(browser, page.site.url(page, options.poor ? `/poor${page.site.at}` : page.site.at), options, task),
    // Those that stand for all, and those with which a line may be too long as well.
    pages: ofAllTypes(sites),
    wide: [...widest(sites.real), ...widest(sites.stress)],
  };
  try {
    return await runAll(ctx);
  } finally {
    await browser.close();
    server.close();
  }
}

// The checks wanted, one after the other, for several at once only get in each other's way; but those that say `beside` need no page and
// run beside all others.
async function runAll(ctx) {
  const wanted = values.only.split(",").filter(Boolean);
  const isWanted = (name) => wanted.length === 0 || wanted.some((start) => name.startsWith(start));
  const names = readdirSync(join(here, "checks")).filter((name) => name.endsWith(".mjs") && isWanted(name)).sort();
  const checks = await Promise.all(names.map(async (file) => ({ name: file.replace(".mjs", ""), ...(await import(`./checks/${file}`)) })));
  const beside = checks.filter((check) => check.beside).map((check) => ({ check, result: run(ctx, check) }));
  let n = 0;
  for (const check of checks.filter(({ beside }) => !beside)) n += report(check, await run(ctx, check));
  for (const { check, result } of beside) n += report(check, await result);
  if (isWanted("pictures")) await pictures(ctx);
  return n;
}

async function run(ctx, { check }) {
  const start = Date.now();
  const problems = await check(ctx).catch((error) => [{ what: `the check itself failed: ${error.stack}` }]);
  return { problems, ms: Date.now() - start };
}

const report = ({ name }, { problems, ms }) => print(name, ms, problems);

const start = Date.now();
const n = await main();
console.log(`${n === 0 ? "All is well" : `${n} problems`}, ${Math.round((Date.now() - start) / 1000)} s`);
process.exit(n === 0 ? 0 : 1);
