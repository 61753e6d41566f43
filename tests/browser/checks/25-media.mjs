// Check 25: a recording plays in step with its text, over http and from the disk, without a word of the policy; pictures have their place
// before they arrive, a caption and a credit.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { holds, visit } from "../browser.mjs";

// Kept from before the page is there: what the policy stops, and what moves.
const listen = () => {
  Object.assign(globalThis, { stopped: [], moved: 0 });
  document.addEventListener("securitypolicyviolation", (event) => globalThis.stopped.push(`${event.effectiveDirective} ${event.blockedURI}`));
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { if (!entry.hadRecentInput) globalThis.moved += entry.value; })).observe({ type: "layout-shift", buffered: true });
};

// The times that captions give paragraphs, and whether the paragraph that is said is lit when the player is there.
const times = () => [...document.querySelectorAll(".text a.clock")].map((link) => `${link.textContent} ${link.dataset.at}`).join(", ");
const litAt = (at) => {
  const link = document.querySelector(`a.clock[data-at="${at}"]`);
  return [...document.querySelectorAll(".spoken")].map((lit) => lit.id).join() === link.closest("p, li").id;
};

async function inStep(tab, say) {
  const found = await tab.evaluate(times);
  if (found !== "0:01 1, 0:05 5, 0:09 9") say(`the paragraphs are said at ${found}`, "a.clock");

  await tab.click('a.clock[data-at="5"]');
  const plays = await holds(tab, () => { const player = document.querySelector("#recording audio"); return !player.paused && player.currentTime > 5; });
  if (!plays) return say("a time does not play from there", "a.clock");
  if (!(await holds(tab, litAt, "5"))) say("the paragraph that is said is not lit", ".spoken");
  // What is lit follows the player within 0.3 seconds of its own time.
  const late = await tab.evaluate(() => new Promise((done) => {
    const player = document.querySelector("#recording audio"), next = document.querySelector('a.clock[data-at="9"]').closest("p, li");
    player.currentTime = 8.7;
    const look = () => (next.classList.contains("spoken") || player.currentTime > 11 ? done(player.currentTime - 9) : requestAnimationFrame(look));
    look();
  }));
  if (Math.abs(late) > 0.3) say(`the next paragraph is lit ${late.toFixed(2)} seconds late`, ".spoken");
  await tab.click('a.clock[data-at="9"]');
  if (!(await holds(tab, () => document.querySelector("#recording audio").paused))) say("a second click does not pause", "a.clock");

  await tab.evaluate(() => { location.hash = document.querySelector('a.clock[data-at="1"]').closest("p, li").id; });
  if (!(await holds(tab, () => Math.abs(document.querySelector("#recording audio").currentTime - 1) < 0.1))) say("an address with a paragraph is not at its time", "#recording");
  if (!(await tab.evaluate(() => document.querySelector("#recording audio").paused))) say("an address with a paragraph plays by itself", "#recording");
}

async function pictures(tab, say) {
  const figure = await tab.evaluate(() => {
    const figure = document.querySelector(".text figure"), img = figure?.querySelector("img");
    return figure && [img.getAttribute("width"), img.getAttribute("height"), img.loading, img.decoding, img.alt, figure.querySelector("figcaption").textContent].join(" | ");
  });
  if (!/^1200 \| 800 \| lazy \| async \| Two cranes \| Two cranes of the harbour Ann Lee/.test(figure ?? "")) say(`the figure is ${figure}`, "figure");
}

export async function check({ sites, browser }) {
  const page = sites.stress.page("speech", "en", ({ path }) => path.endsWith("-short.html"));
  const found = [];
  for (const [view, url] of [["http", sites.stress.url(page)], ["file", pathToFileURL(join(page.site.folder, page.path)).href]]) {
    await visit(browser, url, { apart: true, before: (tab) => tab.evaluateOnNewDocument(listen) }, async (tab, { errors, failed }) => {
      const say = (what, where) => found.push({ page, view, what, where });
      await inStep(tab, say);
      await pictures(tab, say);
      const { stopped, moved } = await tab.evaluate(() => ({ stopped: globalThis.stopped, moved: globalThis.moved }));
      for (const what of [...stopped.map((what) => `stopped: ${what}`), ...errors, ...failed]) say(what);
      // The bar of check 4.
      if (moved > 0.01) say(`something moves: ${moved}`);
    });
  }

  const person = sites.stress.page("entity", "en", ({ path }) => path === "people/varo-lenko.html");
  const text = person.text.replaceAll('"', "");
  const told = /og:image content=\S+\/people\/lenko\.svg/.test(text) && /class=portrait><img src=lenko\.svg width=400 height=500 alt=Varo Lenko/.test(text);
  if (!told) found.push({ page: person, what: "the portrait is not on the page of the person, or not in its head" });
  return found;
}
