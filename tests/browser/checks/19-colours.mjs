// The button for colours: it turns the page, says its state, is remembered on the next page and from file://; without a choice the
// system decides.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { holds, visit } from "../browser.mjs";

const state = () => ({ theme: document.documentElement.dataset.theme ?? "", ground: getComputedStyle(document.documentElement).backgroundColor, pressed: document.querySelector("button.theme")?.getAttribute("aria-pressed") });

async function turn(tab, next, scheme, say) {
  const first = await tab.evaluate(state);
  if (first.theme !== "") say("a theme is set before the reader chose");
  if (first.pressed !== String(scheme === "dark")) say(`the button says ${first.pressed} in ${scheme} colours`);
  await tab.focus("button.theme");
  await tab.keyboard.press("Enter");
  const other = scheme === "dark" ? "light" : "dark";
  if (!(await holds(tab, (other) => document.documentElement.dataset.theme === other, other))) return say("the button does not turn the colours");
  const second = await tab.evaluate(state);
  if (second.ground === first.ground || second.pressed === first.pressed) say("the ground or the state of the button stays");
  await tab.goto(next);
  const third = await tab.evaluate(state);
  if (third.theme !== other || third.ground !== second.ground) say("the choice is forgotten on the next page");
}

export function check({ sites, browser, each }) {
  const [from, to] = [sites.real.page("home", "en"), sites.real.page("speech", "zh")];
  const onDisk = (page) => pathToFileURL(join(sites.real.folder, page.path)).href;
  const ways = [[sites.real.url(from), sites.real.url(to)], [onDisk(from), onDisk(to)]];
  const views = ways.flatMap(([url, next]) => ["light", "dark"].map((scheme) => ({ url, next, scheme })));
  return each(views, async ({ url, next, scheme }) => {
    const found = [];
    const say = (what) => void found.push({ page: from, view: `${scheme} ${url.slice(0, 4)}`, where: "button.theme", what });
    await visit(browser, url, { scheme, apart: true }, (tab) => turn(tab, next, scheme, say));
    return found;
  });
}
