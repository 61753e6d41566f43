// Check 27: what a list is for begins on the first screen, on a phone too, whatever is drawn with it; the head of a page has two rows at
// most; each order of an index has a title of its own; a feed that the head names can be reached from the page.

const SCREENS = [{ width: 360, height: 740 }, { width: 1280, height: 800 }];
const ROWS = 2;

const facts = () => {
  const { isSeen } = globalThis.look;
  const first = [...document.querySelectorAll("main .row, .index tbody tr")].find(isSeen);
  const rows = [];
  for (const element of [...document.querySelectorAll(".top a, .top button, .top summary")].filter(isSeen)) {
    const { top, bottom } = element.getBoundingClientRect(), middle = (top + bottom) / 2;
    if (!rows.some((row) => Math.abs(row - middle) < 20)) rows.push(middle);
  }
  const feeds = [...document.querySelectorAll("head link[type$='feed+json'], head link[type$='atom+xml']")];
  const links = [...document.querySelectorAll("a[href]")].map((link) => link.href);
  return { first: first ? Math.round(first.getBoundingClientRect().top + scrollY) : 0, rows: rows.length, lost: feeds.map((feed) => feed.href).filter((href) => !links.includes(href)) };
};

function* alike(pages) {
  const known = new Map();
  for (const page of pages) {
    const [, title] = /<title>([^<]*)/.exec(page.text);
    const key = `${page.lang} ${title}`;
    if (known.has(key)) yield { page, what: `has the title of ${known.get(key).path}: ${title}` };
    known.set(key, page);
  }
}

export async function check({ sites, pages, visit, each }) {
  const lists = pages.filter((page) => ["home", "kind", "speeches"].includes(page.type));
  const others = pages.filter((page) => ["speech", "entity", "parallel", "about"].includes(page.type));
  const found = await each([...lists, ...others], (page) => visit(page, SCREENS[0], async (tab) => {
    const wrong = [];
    for (const screen of SCREENS) {
      await tab.setViewport(screen);
      const { first, rows, lost } = await tab.evaluate(facts);
      const say = (where, what) => wrong.push({ page, view: `${screen.width}`, where, what });
      for (const href of lost) say("a", `nothing leads to ${href}`);
      if (lists.includes(page) && first > screen.height) say(".row, .index tr", `begins at ${first}, below ${screen.height}`);
      if (rows > ROWS) say(".top", `has ${rows} rows`);
    }
    return wrong;
  }));
  return [...found, ...alike(sites.real.pages.filter((page) => page.type === "kind"))];
}
