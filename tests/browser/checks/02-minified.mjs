// Check 2: minifying changes no word that a reader reads, nor the spaces between words; and in English no comma stands between two words
// without a space as the page is drawn.

import { readerText } from "../tree.mjs";

// As drawn: a space at the end of a box of its own is not.
const glued = () => [...document.body.innerText.matchAll(/\S*[\p{L}”],[\p{L}“]\S*/gu)].map(([text]) => text).filter((text) => !text.includes('"')).slice(0, 3);

export async function check({ sites, pages, visit, each }) {
  const english = pages.filter((page) => page.lang === "en" && page.site === sites.real);
  const found = await each(english, (page) => visit(page, {}, async (tab) => (await tab.evaluate(glued)).map((text) => ({ page, alike: "glued", what: `no space after the comma in “${text}”` }))));
  for (const page of sites.plain.pages) {
    const twin = sites.real.pages.find(({ path }) => path === page.path);
    if (!twin) {
      found.push({ page, what: "is missing in the minified build" });
      continue;
    }
    const [plain, minified] = [readerText(page.tree), readerText(twin.tree)];
    if (plain === minified) continue;
    let at = 0;
    while (plain[at] === minified[at]) at += 1;
    found.push({ page, alike: "minified", what: `the minified page reads differently: “${plain.slice(at - 20, at + 30)}” became “${minified.slice(at - 20, at + 30)}”` });
  }
  return found;
}
