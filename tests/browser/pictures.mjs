// Pictures of the repository's own site: into the work folder with every run, and into `docs/` with ORATORY_ACCEPT=1.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import UPNG from "upng-js";
import { visit } from "./browser.mjs";
import { openCard } from "./deeds.mjs";

const COLOURS = 128;
const DESK = { width: 1280, height: 860, scale: 1.5 };
const PHONE = { width: 390, height: 780, scale: 2 };

const SHOTS = [
  { name: "home", type: "home", lang: "en", ...DESK },
  { name: "speech-card", type: "speech", lang: "en", ...DESK, act: (tab) => openCard(tab, "belt-and-road") },
  { name: "entity", type: "entity", lang: "en", like: /belt-and-road/, ...DESK },
  { name: "phone-zh", type: "speech", lang: "zh", ...PHONE, at: "#t3p1" },
  { name: "dark", type: "speech", lang: "en", ...DESK, scheme: "dark", at: "#t3p1" },
];

// A picture at another scale than 1 makes the pointer hover elsewhere than it stands: nothing shows that it does.
const stillPointer = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("a.m:hover { color: inherit }");
  document.adoptedStyleSheets.push(sheet);
};

// Fewer colours: text on plain ground needs no more, and the repository stays small.
function smaller(png) {
  const picture = UPNG.decode(png);
  return Buffer.from(UPNG.encode(UPNG.toRGBA8(picture), picture.width, picture.height, COLOURS));
}

async function shoot({ sites, browser }, shot) {
  const page = sites.real.page(shot.type, shot.lang, ({ path }) => !shot.like || shot.like.test(path));
  return visit(browser, sites.real.url(page), { width: shot.width, height: shot.height, scheme: shot.scheme, apart: true }, async (tab) => {
    await tab.setViewport({ width: shot.width, height: shot.height, deviceScaleFactor: shot.scale });
    await tab.evaluate((at) => at && document.querySelector(at)?.closest(".exchange, .turn")?.scrollIntoView({ block: "start", behavior: "instant" }), shot.at);
    await shot.act?.(tab);
    await tab.evaluate(stillPointer);
    return smaller(await tab.screenshot({ type: "png", captureBeyondViewport: false }));
  });
}

export async function pictures(ctx) {
  const folders = [join(ctx.work, "pictures"), ...(ctx.accept ? [join(ctx.root, "docs")] : [])];
  for (const shot of SHOTS) {
    const png = await shoot(ctx, shot);
    for (const folder of folders) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${shot.name}.png`), png);
    }
  }
}
