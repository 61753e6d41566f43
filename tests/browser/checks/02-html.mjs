// Check 2: html-validate finds no error in pages of all types; vnu, beside it, in all there are.

import { Worker } from "node:worker_threads";
import { fileURLToPath } from "node:url";
import { widest } from "../sites.mjs";

const config = (origin) => ({
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    // The page for a missing address names its own site in full.
    "require-sri": ["error", { target: "crossorigin", exclude: [origin] }],
    // HTML lets `&` stand where it begins no reference; the minifier uses that.
    "no-raw-characters": ["error", { relaxed: true }],
    // Titles are the speeches' own; press conferences have long ones.
    "long-title": "off",
    // A matter of taste, and the minifier's business: how tags, attributes and white space are written.
    "void-style": "off", "attribute-boolean-style": "off", "attr-quotes": "off", "no-trailing-whitespace": "off", "doctype-style": "off",
    "attribute-empty-style": "off", "no-implicit-close": "off", "attr-case": "off", "element-case": "off", "attr-spacing": "off",
    // The minifier leaves out what is so without it: a button in a form submits.
    "no-implicit-button-type": "off",
  },
});

export const beside = true;

export function check({ sites }) {
  const pages = [...widest(sites.real), ...widest(sites.stress)];
  const brief = pages.map(({ path, text }) => ({ path, text }));
  return new Promise((done, fail) => {
    const worker = new Worker(fileURLToPath(new URL("../validate.mjs", import.meta.url)), { workerData: { config: config(sites.real.origin), pages: brief } });
    worker.on("message", (found) => done(found.map(({ at, ...problem }) => ({ page: pages[at], ...problem }))));
    worker.on("error", fail);
  });
}
