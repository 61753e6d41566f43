// Check 14: a page in Arabic runs from right to left: nothing sticks out, numbers stand at the right, what points along the line points
// the other way. Passages in other languages keep their own direction.

const facts = () => {
  const look = (selector) => document.querySelector(selector)?.getBoundingClientRect();
  const [number, column] = [look(".text p .pn"), look(".text p")];
  const [site, menu] = [look(".top .site"), look(".top .langs")];
  const crumb = document.querySelector(".crumb li + li");
  return {
    dir: getComputedStyle(document.documentElement).direction,
    numberAfter: number && column ? number.left >= column.right - 1 || number.right <= column.left : true,
    numberRight: number && column ? number.left >= column.left + column.width / 2 : true,
    siteRight: site && menu ? site.left > menu.left || site.top < menu.top : true,
    crumb: crumb ? getComputedStyle(crumb, "::before").content : "",
    foreign: [...document.querySelectorAll("main [lang^=en]:not([lang^=en] [lang])")].filter((element) => globalThis.look.isSeen(element) && getComputedStyle(element).display.startsWith("block") && getComputedStyle(element).direction === "rtl").map((element) => globalThis.look.where(element)).slice(0, 3),
    own: [...document.querySelectorAll("main [lang^=ar]")].filter((element) => getComputedStyle(element).direction !== "rtl").map((element) => globalThis.look.where(element)).slice(0, 3),
  };
};

export function check({ sites, visit, each }) {
  const pages = sites.stress.pages.filter((page) => page.lang === "ar" && (page.type !== "entity" || /odd-|varo|lenstad/.test(page.path)) && page.type !== "redirect");
  return each(pages, (page) => visit(page, {}, async (tab) => {
    const found = [];
    for (const width of [1280, 320]) {
      await tab.setViewport({ width, height: 900 });
      const say = (what, where) => found.push({ page, view: `${width}`, where, what });
      const is = await tab.evaluate(facts);
      for (const where of await tab.evaluate(() => globalThis.look.sticksOut())) say("sticks out of the window", where);
      if (is.dir !== "rtl") say("does not run from right to left");
      if (!is.numberRight) say("stands at the left of a text from right to left", ".pn");
      if (!is.siteRight) say("the name of the site is not at the right");
      if (is.crumb.includes("›")) say("its arrow points to the right", ".crumb li::before");
      for (const where of is.own) say("Arabic that runs from left to right", where);
    }
    return found;
  }));
}
