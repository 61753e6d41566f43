// Before all: every page type that must be there is there, in every language, and every page says of what type it is.

import { MUST } from "../sites.mjs";

export async function check({ sites }) {
  const found = [];
  for (const site of [sites.real, sites.stress]) {
    const languages = [...new Set(site.pages.map((page) => page.lang))];
    for (const type of MUST) for (const lang of languages) if (!site.page(type, lang)) found.push({ page: site.name, what: `no page of type ${type} in ${lang}` });
    found.push(...site.pages.filter((page) => page.type === "none").map((page) => ({ page, what: "does not say of what type it is" })));
  }
  for (const orders of ["by-name", "by-pinyin", "by-strokes", "by-first"]) {
    for (const lang of ["", "zh/"]) if (!sites.real.files.includes(`${lang}people/${orders}.html`)) found.push({ page: `real/${lang}people/${orders}.html`, what: "is not there" });
  }
  return found;
}
