// Every run of text is in the face of its script, by the browser's own report: English on Chinese pages in no Han face, Chinese on English
// pages in one, and English pages in no Han face where no Palatino is installed.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openBrowser, visit } from "../browser.mjs";

const HAN_FACE = /CJK|Source Han|Song|SimSun|Ming|Hei|PingFang|YaHei|Kai/i;
const PALATINO = ["P052", "URW Palladio L", "TeX Gyre Pagella", "Palatino", "Palatino Linotype", "Book Antiqua", "Georgia", "Gelasio"];
// Of each page as many runs: they are alike, and each costs a question to the browser.
const RUNS = 12;

const withoutPalatino = (work) => {
  const file = join(work, "without-palatino.conf");
  const names = PALATINO.map((name) => `<pattern><patelt name="family"><string>${name}</string></patelt></pattern>`).join("");
  writeFileSync(file, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include>/etc/fonts/fonts.conf</include><selectfont><rejectfont>${names}</rejectfont></selectfont></fontconfig>`);
  return file;
};

// Marks the runs of text that are of one script, and of what script they are.
const mark = (most) => {
  const han = /\p{Script=Han}/u, latin = /\p{Script=Latin}/u;
  const runs = { han: 0, latin: 0 };
  for (const element of document.querySelectorAll("main [lang], main p, main h1, main li, main a")) {
    const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("");
    const script = han.test(own) === latin.test(own) ? undefined : han.test(own) ? "han" : "latin";
    const lang = element.closest("[lang]").lang;
    if (!script || element.children.length > 0 || (script === "latin") !== lang.startsWith("en") || !globalThis.look.isSeen(element) || runs[script]++ >= most) continue;
    element.dataset.face = script;
  }
};

async function faces(tab, session, page, view) {
  await tab.evaluate(mark, RUNS);
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const { root } = await session.send("DOM.getDocument", { depth: 0 });
  const found = [];
  for (const script of ["han", "latin"]) {
    const { nodeIds } = await session.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector: `[data-face=${script}]` });
    if (nodeIds.length === 0) found.push({ page, view, what: `has no run in ${script} letters to look at` });
    for (const nodeId of nodeIds) {
      const { fonts } = await session.send("CSS.getPlatformFontsForNode", { nodeId });
      const isHan = fonts.some(({ familyName }) => HAN_FACE.test(familyName));
      if (isHan !== (script === "han")) found.push({ page, view, alike: script, what: `a run in ${script} letters is in ${fonts.map(({ familyName }) => familyName).join(", ")}` });
    }
  }
  await session.send("CSS.disable");
  await session.send("DOM.disable");
  return found;
}

export async function check({ sites, browser, work, each }) {
  const without = await openBrowser(work, [], { FONTCONFIG_FILE: withoutPalatino(work) });
  try {
    const pages = ["en", "zh"].flatMap((lang) => ["entity", "kind", "speech"].map((type) => sites.real.page(type, lang)));
    const views = pages.flatMap((page) => [[browser, "as installed"], [without, "without Palatino"]].map(([in_, view]) => ({ page, in_, view })));
    return await each(views, ({ page, in_, view }) => visit(in_, sites.real.url(page), {}, (tab, _, session) => faces(tab, session, page, view)));
  } finally {
    await without.close();
  }
}
