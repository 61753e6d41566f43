// Check 13: the facts of the layout, as computed styles: sizes, lines, columns, underlines, where numbers stand. They are the same with
// whatever fonts a machine has; a picture is not.

import { differs } from "../expected.mjs";

const facts = () => {
  const style = (selector) => {
    const element = document.querySelector(selector);
    return element && getComputedStyle(element);
  };
  const px = (value) => Math.round(parseFloat(value) * 100) / 100;
  const lines = [];
  const text = style(".text p");
  if (text) {
    const column = document.querySelector(".text p").getBoundingClientRect();
    lines.push(`text ${px(text.fontSize)}px, line ${(parseFloat(text.lineHeight) / parseFloat(text.fontSize)).toFixed(2)}, ${text.textAlign}, at most ${Math.floor(column.width / parseFloat(text.fontSize))} em a line`);
    const number = document.querySelector(".text p > .pn, .text p .pn").getBoundingClientRect();
    lines.push(`number ${number.right <= column.left + 1 ? "before" : number.left >= column.right - 1 ? "after" : "within"} the text, in the window: ${number.left >= 0}`);
  }
  const heading = style("h1");
  lines.push(`h1 ${px(heading.fontSize)}px, weight ${heading.fontWeight}`);
  for (const kind of ["person", "place", "initiative", "organization"]) {
    const mention = style(`.text p a.m-${kind}, .text li a.m-${kind}`);
    if (mention) lines.push(`${kind} ${mention.textDecorationStyle} ${mention.textDecorationColor}, ink ${mention.textDecorationSkipInk}`);
  }
  const em = style(".text em");
  if (em) lines.push(`em ${em.fontStyle}, ${em.textEmphasisStyle}`);
  const panel = document.querySelector("#mentioned")?.getBoundingClientRect();
  const prose = document.querySelector(".text")?.getBoundingClientRect();
  if (panel) lines.push(`panel ${panel.left >= prose.right ? "beside" : panel.top >= prose.bottom ? "below" : "over"} the text`);
  const small = [...document.querySelectorAll(".top a, .top button")].filter((element) => globalThis.look.isSeen(element)).map((element) => element.getBoundingClientRect()).filter((box) => box.height < 40).length;
  lines.push(`targets of the head under 40px high: ${small}`);
  return lines;
};

export async function check(ctx) {
  const { sites, visit, each } = ctx;
  const pages = ["en", "zh"].flatMap((lang) => [sites.stress.pages.find((page) => page.type === "speech" && page.lang === lang && page.path.endsWith("short.html")), sites.stress.page("home", lang)]);
  const views = pages.flatMap((page) => [320, 1280].flatMap((width) => ["light", "dark"].map((scheme) => ({ page, width, scheme }))));
  const found = await each(views, ({ page, width, scheme }) => visit(page, { width, scheme }, async (tab) => [`${page.path} ${width} ${scheme}`, ...(await tab.evaluate(facts)).map((line) => `  ${line}`)]));
  return differs(ctx, "layout.txt", `${found.join("\n")}\n`);
}
