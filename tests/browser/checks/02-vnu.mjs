// Check 2: the HTML checker of the W3C (vnu) finds no error in any page of the demo and the guide, nor in pages of all types of the
// others, unminified and odd. Its opinion on CSS is not asked: it knows
// none of `@view-transition`, anchors and `text-decoration-inset`; the style sheet is read by Chromium in check 11.

import { execFile } from "node:child_process";
import { join, relative } from "node:path";
import { representatives, widest } from "../sites.mjs";

// For a run of some seconds Java compiles in a hurry; it takes half of the time so.
const BRIEF = ["-Xmx768m", "-Xss2m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];

// Says every thing that vnu says, as {url, message, type, lastLine}.
function ask(jar, paths) {
  return new Promise((done, fail) => {
    execFile("java", [...BRIEF, "-jar", jar, "--format", "json", "--stdout", "--skip-non-html", ...paths], { maxBuffer: 1 << 28 }, (error, stdout) => {
      try {
        done(JSON.parse(stdout).messages);
      } catch {
        fail(error ?? new Error(`vnu answers ${stdout.slice(0, 200)}`));
      }
    });
  });
}

export const beside = true;

export async function check({ sites, here }) {
  const file = (page) => join(page.site.folder, page.path);
  const some = [...representatives(sites.plain), ...widest(sites.stress)];
  const messages = await ask(join(here, "node_modules/vnu-jar/build/dist/vnu.jar"), [sites.real.folder, sites.guide.folder, ...some.map(file)]);
  const name = (url) => relative(join(sites.real.folder, ".."), decodeURI(new URL(url).pathname));
  const errors = messages.filter(({ type, subType }) => type !== "info" || subType === "fatal");
  const warnings = new Map(messages.filter(({ subType }) => subType === "warning").map(({ url, message }) => [message.replace(/[\d“][^”]*”?/g, "…"), name(url)]));
  for (const [message, page] of warnings) console.log(`     note: vnu warns: ${message} (${page})`);
  return errors.map(({ url, message, extract, lastLine }) => ({ page: name(url), view: `line ${lastLine}`, what: message, where: (extract ?? "").slice(0, 80) }));
}
