// Check 8: without scripts every page has the same headings and words; what scripts add is listed here. The switches of the kinds work.

// Parts that scripts make: a button for colours, the box of citations, what is told to screen readers, copying, the choice and order of mentions, search.
const MADE = ["button.theme", "#card", "#cite-card", "[role=status]", "dialog", "#cite .acts", ".sift", ".search-status", ".search-facets", ".search-results", "noscript"];

const words = (made) => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll(made).forEach((element) => element.remove());
  copy.querySelectorAll("script").forEach((element) => element.remove());
  return { text: copy.textContent.replace(/\s+/g, " ").trim(), headings: [...copy.querySelectorAll("h2")].map((heading) => `${heading.textContent.trim()}`) };
};

// Clicks the switch of a kind: the lines under its names vanish and come back.
async function switches(tab, page) {
  const found = [];
  for (const kind of ["person", "place", "initiative", "other"]) {
    const name = kind === "other" ? ".m:not(.m-person, .m-place, .m-initiative)" : `.m-${kind}`;
    const look = (name) => getComputedStyle(document.querySelector(`.text ${name}`)).textDecorationColor;
    if (!(await tab.$(`#show-${kind}`)) || !(await tab.$(`.text ${name}`))) {
      found.push({ page, where: `#show-${kind}`, what: "no switch, or no name of that kind, on this page" });
      continue;
    }
    const before = await tab.evaluate(look, name);
    await tab.click(`#show-${kind}`);
    const off = await tab.evaluate(look, name);
    await tab.click(`#show-${kind}`);
    const again = await tab.evaluate(look, name);
    if (!/rgba\(.*, 0\)|transparent/.test(off) || before !== again) found.push({ page, where: `#show-${kind}`, what: `its line goes from ${before} to ${off} to ${again}` });
  }
  return found;
}

export function check({ pages, visit, each }) {
  return each(pages, async (page) => {
    const look = (js) => visit(page, { js }, (tab) => tab.evaluate(words, MADE.join(",")));
    const [on, off] = [await look(true), await look(false)];
    const found = [];
    if (on.headings.join("|") !== off.headings.join("|")) found.push({ page, what: `headings with scripts ${on.headings.join("|")}, without ${off.headings.join("|")}` });
    else if (on.text !== off.text) {
      let at = 0;
      while (on.text[at] === off.text[at]) at += 1;
      found.push({ page, alike: page.type, what: `with scripts “${on.text.slice(at - 10, at + 40)}”, without “${off.text.slice(at - 10, at + 40)}”` });
    }
    if (page.type === "speech" && page.site.name === "real") found.push(...(await visit(page, { js: false }, (tab) => switches(tab, page))));
    if (page.type === "search") found.push(...(await visit(page, { js: false }, async (tab) => ((await tab.$$("main a[href]")).length > 3 ? [] : [{ page, what: "leads nowhere without scripts" }]))));
    return found;
  });
}
