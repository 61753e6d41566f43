// Check 1: axe-core finds no violation, and nothing unreviewed, on every page type × language, wide with details closed and narrow with
// details open, and no weak contrast in both colours; also with the card, the finder, the hits and facets of a search, and the list of
// keys open.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SCHEMES } from "../browser.mjs";
import { openCard, openFinder, openKeys, openResults } from "../deeds.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// What axe cannot decide and a person did: rule, a part of the element's HTML, and why it is well.
// Contrast that axe cannot see (text in a picture, beside a mask, of one character) is not listed: `decided` computes it.
const REVIEWED = [["th-has-data-cells", 'class="index', "a letter heads a group of rows; axe looks for cells in the letter's own row"]];

// Contrast is half of what axe takes, and depends on no width: it is asked for once in each colour, where most is seen.
const ALL = { runOnly: { type: "tag", values: TAGS }, rules: { "target-size": { enabled: true } } };
const ALL_BUT_CONTRAST = { ...ALL, rules: { ...ALL.rules, "color-contrast": { enabled: false } } };
const CONTRAST = { runOnly: { type: "rule", values: ["color-contrast"] } };

const run = async (rules) => {
  const result = await globalThis.axe.run(document, { ...rules, resultTypes: ["violations", "incomplete"], preload: false, elementRef: false });
  const find = (node) => document.querySelector(node.target.flat().at(-1));
  const why = (node, rule) => (node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? rule.help;
  const brief = (rule) => rule.nodes.map((node) => ({ rule: rule.id, html: node.html.slice(0, 300), where: globalThis.look.where(find(node)), ratio: rule.id === "color-contrast" ? globalThis.look.contrast(find(node)) : 0, why: why(node, rule) }));
  return { violations: result.violations.flatMap(brief), incomplete: result.incomplete.flatMap(brief) };
};

// Contrast of the element's colour with the ground that its parents give it, where axe could not tell: enough for small text.
const decided = (node) => node.rule === "color-contrast" && node.ratio >= 4.5;

// Boxes that are laid out only when they come into view have no true places before; axe measures places.
const layOutAll = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { content-visibility: visible !important }");
  document.adoptedStyleSheets.push(sheet);
};

function problems({ violations, incomplete }, page, view) {
  const open = incomplete.filter((node) => !decided(node) && !REVIEWED.some(([rule, part]) => rule === node.rule && node.html.includes(part)));
  const one = (kind) => (node) => ({ page, view, where: node.where, what: `${kind} ${node.rule}: ${node.why}` });
  return [...violations.map(one("axe")), ...open.map(one("axe is unsure:"))];
}

const openDetails = () => document.querySelectorAll("details").forEach((details) => (details.open = true));

const STATES = [
  { name: "card open", types: ["speech"], open: openCard },
  { name: "finder open", types: ["home", "speech"], open: openFinder },
  { name: "hits and facets shown", types: ["search"], open: openResults },
  { name: "keys open", types: ["home"], open: openKeys },
];

export async function check({ pages, sites, visit, each, here }) {
  const axe = readFileSync(join(here, "node_modules/axe-core/axe.min.js"), "utf8");
  const one = (page) => visit(page, {}, async (tab) => {
    await tab.evaluate(axe);
    await tab.evaluate(layOutAll);
    const found = [];
    const look = async (width, scheme, rules, more = "") => {
      await tab.setViewport({ width, height: 900 });
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
      found.push(...problems(await tab.evaluate(run, rules), page, `${width} ${scheme}${more}`));
    };
    await look(1280, "light", ALL_BUT_CONTRAST);
    await tab.evaluate(openDetails);
    await look(320, "light", ALL, ", details open");
    await look(320, "dark", CONTRAST, ", details open");
    return found;
  });
  const states = STATES.flatMap((state) => SCHEMES.flatMap((scheme) => pages.filter((page) => page.site.name === "real" && state.types.includes(page.type)).map((page) => ({ state, scheme, page }))));
  const inState = ({ state, scheme, page }) => visit(page, { scheme, apart: true }, async (tab) => {
    if (!(await state.open(tab))) return [{ page, view: scheme, what: `${state.name}: it does not open` }];
    await tab.evaluate(axe);
    return problems(await tab.evaluate(run, scheme === "light" ? ALL : CONTRAST), page, `${scheme}, ${state.name}`);
  });
  // Chapters, with the list of all beside them, and their tables: the demo has none.
  const chapters = sites.guide.pages.filter((page) => /^(guide\/(data|themes)|zh\/guide\/(pipes|together))\.html$/.test(page.path));
  return [...(await each([...pages, ...chapters], one)), ...(await each(states, inState))];
}
