// Check 4: what a page weighs, by gzip, how many elements and requests it takes, what of these it waits for before it is drawn, and that
// nothing moves afterwards.

import { gzipSync } from "node:zlib";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readerText, walk } from "../tree.mjs";

const KB = 1000;
const ASSETS = { "assets/theme.css": 9 * KB, "assets/theme.js": 6.5 * KB, "assets/search.js": 17 * KB, "assets/land.svg": 14 * KB };
// Sheets of one kind of page, and all that any page asks for.
const OF_SOME = { "assets/search.css": 0.8 * KB, "assets/pair.css": 0.5 * KB, "assets/time.css": 0.4 * KB, "assets/recording.css": 0.9 * KB };
const ALL_SHEETS = 9.9 * KB;
// The icon is asked for once a site, and by nothing that a reader waits for. The search page also has the search and its words.
const ICON = /icon\.svg$/;
const ON_A_PAGE = 4;
const ON_SEARCH = 6;
// The style sheet, and perhaps one of this kind of page; scripts wait until the page is there.
const BLOCKING = 2;
// Pictures and recordings are what the page is about, and arrive when they are wanted. A recording has a sheet and a script of its own.
const MEDIA = /\.(jpe?g|png|webp|gif|avif|wav|mp3|ogg|mp4|webm|vtt)$|\/(people|speeches)\/.*\.svg$/;
const OF_A_RECORDING = 2;
// What Lighthouse and the field call good is 0.1. Two texts side by side move by 0.012 while they arrive, a table whose last rows are
// the widest by 0.016.
const SHIFT = 0.02;
const FONTS = /\.(woff2?|ttf|otf)$/;

const zipped = (text) => gzipSync(text, { level: 9 }).length;

function* assets(site) {
  for (const [path, most] of Object.entries({ ...ASSETS, ...OF_SOME })) {
    const file = join(site.folder, path);
    const size = existsSync(file) ? zipped(readFileSync(file)) : 0;
    if (size > most) yield { page: site.name, where: path, what: `${size} bytes, more than ${most}` };
  }
  for (const path of site.files.filter((path) => FONTS.test(path))) yield { page: `${site.name}/${path}`, what: "is a font" };
}

function* weights(site) {
  for (const page of site.pages) {
    const size = zipped(page.text);
    const most = { speech: 12 * KB + 1.25 * zipped(readerText(page.tree)), entity: 60 * KB }[page.type] ?? Infinity;
    if (size > most) yield { page, what: `${size} bytes, more than ${Math.round(most)}` };
    let n = 0;
    // What a template holds is no part of the page until it is taken out.
    for (const { text, ancestors } of walk(page.tree)) n += text === undefined && !ancestors.some(({ tagName }) => tagName === "template");
    if (n > 8000) yield { page, what: `${n} elements, more than 8000` };
  }
}

const waitedFor = () => performance.getEntriesByType("resource").filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => new URL(entry.name).pathname);

// The sum of all layout shifts until now, and what moved most.
const shifted = () => new Promise((done) => {
  const shifts = [];
  const name = ({ node }) => `${node?.nodeName ?? "gone"}.${node?.className ?? ""}`;
  new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => {
    const sum = shifts.reduce((sum, { value }) => sum + value, 0);
    const most = shifts.sort((a, b) => b.value - a.value)[0];
    done({ sum, most: most ? most.sources.map(name).join(" ") : "" });
  }, 200);
});

const moves = (page, { sum, most }, how) =>
  sum > SHIFT ? [{ page, what: `moves by ${sum.toFixed(3)} ${how}, more than ${SHIFT}: ${most}` }] : [];

// A piece is less than a section of the home page, so that it is drawn in many states; 25 ms let the browser draw each.
const PIECES = { size: 1500, ms: 25 };

export async function check({ sites, server, pages, visit, each }) {
  const still = [sites.real, sites.stress].flatMap((site) => [...assets(site), ...weights(site)]);
  const asked = await each(pages, (page) => visit(page, {}, async (tab, { requests }) => {
    const paths = requests.filter((url) => !url.startsWith("data:")).map((url) => new URL(url).pathname).filter((path) => !ICON.test(path) && !MEDIA.test(path));
    const more = (await tab.evaluate(() => Boolean(document.querySelector("#recording")))) ? OF_A_RECORDING : 0;
    const found = [];
    if (paths.length > (page.type === "search" ? ON_SEARCH : ON_A_PAGE) + more) found.push({ page, alike: page.type, what: `${paths.length} requests: ${paths.join(" ")}` });
    if (page.type !== "search" && paths.some((path) => /search[^/]*\.js$/.test(path))) found.push({ page, what: "loads the search before it is used" });
    const sheets = page.type === "404" ? 0 : [...new Set(paths)].filter((path) => path.endsWith(".css")).reduce((sum, path) => sum + zipped(page.site.text(path.slice(page.site.at.length))), 0);
    if (sheets > ALL_SHEETS) found.push({ page, alike: page.type, what: `${sheets} bytes of style sheets, more than ${ALL_SHEETS}` });
    const blocking = await tab.evaluate(waitedFor);
    if (blocking.length > BLOCKING && page.type !== "404") found.push({ page, alike: page.type, what: `${blocking.length} files are waited for: ${blocking.join(" ")}` });
    return [...found, ...moves(page, await tab.evaluate(shifted), "after it is drawn")];
  }));
  for (const { at, folder } of [sites.real, sites.stress]) server.mount({ at: `/poor${at}`, folder, pieces: PIECES });
  const slow = await each(pages, (page) => visit(page, { poor: true }, async (tab) => moves(page, await tab.evaluate(shifted), "while it arrives")));
  return [...still, ...asked, ...slow];
}
