// Check 26: while one writes, an open page shows what changed of it and nothing else moves: another file leaves it alone, a new colour
// comes without loading the page again, a new paragraph above leaves the one that is read where it was. What is left to do has a page.

import { spawn, execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { holds, visit } from "../browser.mjs";

const PARAGRAPHS = Array.from({ length: 60 }, (_, n) => `Crane number ${n + 1} of the harbour lifts grain from morning until the lamps are lit.`);

const speech = (paragraphs) => `---\ntitle: Cranes\ndate: 2024-05-02\npeople: [ada-moss]\n---\n${paragraphs.join("\n\n")}\n`;

function write(folder, path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function makeSite(folder, binary) {
  rmSync(folder, { recursive: true, force: true });
  write(folder, "oratory.toml", 'title = "Harbour"\nlanguages = ["en"]\ntheme = "mine"\n');
  write(folder, "content/people/ada-moss.md", "---\nname: Ada Moss\n---\nA pilot.\n");
  write(folder, "content/speeches/2024-05-02-cranes.en.md", speech(PARAGRAPHS));
  write(folder, "content/speeches/2024-06-01-tides.en.md", "---\ntitle: Tides\ndate: 2024-06-01\ndraft: true\n---\nThe tide is late.\n");
  execFileSync(binary, ["theme", "new", "mine", "--extends", "default"], { cwd: folder, stdio: "ignore" });
}

// The server, its address, and a promise of each build, told on its standard error.
async function serve(folder, binary) {
  const child = spawn(binary, ["serve", "--port", "0"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ORATORY_LANG: "en" } });
  const address = new Promise((done) => createInterface({ input: child.stdout }).once("line", done));
  let n = 0;
  const waiting = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (/^Built /.test(line)) { n += 1; waiting.splice(0).forEach((look) => look()); }
  });
  // The build after a change; fails where none comes.
  const built = (change) => new Promise((done, failed) => {
    const before = n;
    const look = () => (n > before ? done() : waiting.push(look));
    setTimeout(() => failed(new Error("no build came of a change")), 30_000);
    look();
    change();
  });
  return { address: await address, built, stop: () => child.kill() };
}

export async function check({ browser, binary, work }) {
  const folder = join(work, "editing");
  makeSite(folder, binary);
  const { address, built, stop } = await serve(folder, binary);
  const found = [];
  const say = (what, where) => found.push({ page: "oratory serve", what, where });

  try {
    await visit(browser, `${address}speeches/2024-05-02-cranes.html`, { height: 740 }, async (tab, { errors }) => {
      const top = () => tab.evaluate(() => [...document.querySelectorAll(".text p")].find((p) => p.textContent.includes("number 40 ")).getBoundingClientRect().top);
      const isLoadedAnew = () => globalThis.first === undefined;
      await tab.evaluate(() => { globalThis.first = true; scrollTo({ top: [...document.querySelectorAll(".text p")].find((p) => p.textContent.includes("number 40 ")).offsetTop - 40, behavior: "instant" }); });
      const before = await top();

      await built(() => write(folder, "content/speeches/2024-06-02-piers.en.md", "---\ntitle: Piers\ndate: 2024-06-02\ndraft: true\n---\nThe pier is long.\n"));
      await built(() => write(folder, "themes/mine/static/mine.css", "h1 { color: rgb(1, 2, 3); }\n"));
      const isStyled = () => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)";
      if (!(await holds(tab, isStyled))) say("a new colour is not shown", "h1");
      if (await tab.evaluate(isLoadedAnew)) say("a change that the page does not show loads it anew", "body");

      await built(() => write(folder, "content/speeches/2024-05-02-cranes.en.md", speech(["A ship has come in.", ...PARAGRAPHS])));
      if (!(await holds(tab, () => document.body.textContent.includes("A ship has come in")))) say("a new paragraph is not shown", ".text");
      await holds(tab, () => sessionStorage.getItem("oratory-place") === null);
      const moved = (await top()) - before;
      if (Math.abs(moved) > 2) say(`what is read moves by ${moved} px when a paragraph is added above`, ".text p");
      if (errors.length > 0) say(errors.join(" · "), "body");
    });

    await visit(browser, `${address}__/`, {}, async (tab, { errors }) => {
      const text = await tab.evaluate(() => document.body.innerText);
      for (const line of ["Not published", "Tides", "Piers", "Named in no speech", "Ada Moss"]) if (!text.includes(line)) say(`what is left to do does not name ${line}`, "#to-do");
      if (errors.length > 0) say(errors.join(" · "), "#to-do");
    });
  } finally {
    stop();
  }
  return found;
}
