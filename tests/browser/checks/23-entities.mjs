// Pages of entities and their lists: the first mention is on the first screen; every number of a map stands in the list beside it, where it
// is seen; a facet has as many items as it says, or leads to where they are; mentions are sifted without a request; the page for a missing
// address is styled on another origin.

import { serve } from "../server.mjs";

// A screen of 800 px less the bars of the browser.
const FIRST_MENTION = 700;

const facts = () => {
  const box = (element) => element.getBoundingClientRect();
  const isSeen = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { overflowY } = getComputedStyle(at);
      if (overflowY !== "visible" && at !== document.documentElement && box(element).bottom > box(at).bottom + 1) return false;
    }
    return box(element).height > 0;
  };
  const numbers = (text) => [...text.replace(/\+.*/, "").matchAll(/(\d+)(?:–(\d+))?/g)].flatMap(([, from, to]) => Array.from({ length: (to ?? from) - from + 1 }, (_, at) => Number(from) + at));
  const keyless = [...document.querySelectorAll(".mapped")].flatMap((map) => {
    const list = [...map.querySelectorAll(".places > li")];
    return [...map.querySelectorAll("svg text")].flatMap(({ textContent }) => numbers(textContent)).filter((number) => !list[number - 1] || !isSeen(list[number - 1]));
  });
  const facets = [...document.querySelectorAll(".side details")].filter((facet) => Number(facet.querySelector("summary .n").textContent.replace(/\D/g, "")) !== facet.querySelectorAll("li").length);
  const mention = document.querySelector(".kwic li");
  return { keyless, facets: facets.map((facet) => facet.querySelector("summary").textContent), mention: mention ? box(mention).top + scrollY : 0 };
};

// What each choice but the order leaves of the mentions: some, and not all.
const sifted = () => {
  const seen = () => [...document.querySelectorAll(".kwic li")].filter((row) => globalThis.look.isSeen(row)).length;
  const all = seen();
  return [...document.querySelectorAll(".sift label:not(.sort)")].flatMap((label) => {
    const select = label.querySelector("select");
    const choose = (value) => { select.value = value; select.dispatchEvent(new Event("change", { bubbles: true })); };
    choose([...select.options].at(-1).value);
    const n = seen();
    choose("");
    return n > 0 && n < all && seen() === all ? [] : [`“${label.textContent.slice(0, 20)}” leaves ${n} of ${all} mentions`];
  });
};

async function elsewhere(site, visit) {
  const other = await serve();
  other.mount({ at: "/", folder: site.folder });
  try {
    const at = ["404.html", "nowhere/at/all.html"].map((path) => ({ path, type: "404", site: { name: "another origin", url: () => `${other.origin}/${path}` } }));
    const found = [];
    for (const page of at) {
      const ground = await visit(page, { apart: true, scheme: "dark" }, (tab) => tab.evaluate(() => getComputedStyle(document.documentElement).backgroundColor));
      if (ground !== "rgb(21, 23, 26)") found.push({ page, what: `is not styled: its ground is ${ground}` });
    }
    return found;
  } finally {
    other.close();
  }
}

export async function check({ sites, pages, visit, each }) {
  // Whatever stands above the mentions of a person or a place: what she said, what was held there.
  const hasOwn = (page) => /(people|places)\//.test(page.path) && page.text.includes("class=own");
  const own = ["en", "zh"].flatMap((lang) => sites.real.largest(6, "entity", lang, hasOwn));
  const some = [...new Set([...pages.filter((page) => ["entity", "kind", "speeches"].includes(page.type)), ...own])];
  const found = await each(some, (page) => visit(page, { width: 1280, height: 800 }, async (tab, { requests }) => {
    const is = await tab.evaluate(facts);
    const wrong = is.keyless.map((number) => ({ page, where: ".map text", what: `the number ${number} is not in the list beside the map` }));
    wrong.push(...is.facets.map((facet) => ({ page, where: ".side summary", what: `“${facet}” has another number of items` })));
    const asked = requests.length;
    wrong.push(...(await tab.evaluate(sifted)).map((what) => ({ page, where: ".sift", what })));
    if (requests.length > asked) wrong.push({ page, where: ".sift", what: `asks for ${requests.at(-1)}` });
    if (is.mention > FIRST_MENTION) wrong.push({ page, where: ".kwic li", what: `the first mention is at ${Math.round(is.mention)} px, below ${FIRST_MENTION}` });
    return wrong;
  }));
  return [...found, ...(await elsewhere(sites.stress, visit))];
}
