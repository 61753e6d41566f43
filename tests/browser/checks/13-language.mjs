// Check 13: every run of Han characters stands under a Chinese language (or Japanese or Korean, where the page says so), also in titles,
// labels and alternative texts; every language tag is one. Instead of comparing pictures, which fonts make differ between machines, the
// facts of the layout are held against `expected/layout.txt` by check 13-layout.

import { attribute, selector, walk } from "../tree.mjs";

const HAN = /\p{Script=Han}+/u;
const HAN_LANGUAGES = /^(zh|yue|lzh|ja|ko)(-|$)/i;
const SPOKEN = ["alt", "title", "aria-label", "placeholder", "label", "summary"];
const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

function isLanguage(tag) {
  try {
    return tag === "" || names.of(new Intl.Locale(tag).language) !== undefined;
  } catch {
    return false;
  }
}

function* faults(page) {
  for (const { element, text, lang } of walk(page.tree)) {
    if (text !== undefined) {
      const run = HAN.exec(text)?.[0];
      if (run && !HAN_LANGUAGES.test(lang) && !["script", "style"].includes(element.tagName)) yield { page, where: selector(element), what: `Han characters under lang “${lang}”: ${run.slice(0, 12)}` };
      continue;
    }
    for (const name of SPOKEN) {
      const run = HAN.exec(attribute(element, name) ?? "")?.[0];
      if (run && !HAN_LANGUAGES.test(lang)) yield { page, where: selector(element), what: `Han characters in ${name} under lang “${lang}”: ${run.slice(0, 12)}` };
    }
    for (const name of ["lang", "hreflang"]) {
      const tag = attribute(element, name);
      if (tag !== undefined && tag !== "x-default" && !isLanguage(tag)) yield { page, where: selector(element), what: `${name} “${tag}” is no language` };
    }
  }
}

export async function check({ sites }) {
  return [...sites.real.pages, ...sites.stress.pages].flatMap((page) => (page.lang ? [...faults(page)] : [{ page, what: "the page has no lang" }]));
}
