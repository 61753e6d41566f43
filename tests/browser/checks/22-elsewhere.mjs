// Check 22: a page on another port of this computer takes in nothing of what `oratory serve` shows, and a link there opens it whole.

import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const PAGE = { path: "index.html", site: { name: "elsewhere" } };

// Starts the program; gives the address that it prints.
async function start(binary, folder) {
  const process = spawn(binary, ["-C", folder, "--quiet", "serve", "--drafts", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  for await (const line of createInterface({ input: process.stdout })) return { address: line.trim(), stop: () => process.kill() };
  throw new Error("the program prints no address");
}

// In the page: every way to take something in, and what came of it.
async function tryAll(address) {
  globalThis.oratorySearch = (name) => (globalThis.taken = name);
  const element = (tag, name, value) => new Promise((done) => {
    const made = document.createElement(tag);
    made.onload = () => done("taken in");
    made.onerror = () => done("refused");
    if (tag === "link") made.rel = "stylesheet";
    made[name] = value;
    document.body.append(made);
  });
  const fetched = (options) => fetch(address, options).then(() => "taken in", () => "refused");
  const events = new EventSource(`${address}__oratory/events`);
  const heard = new Promise((done) => {
    events.onmessage = () => done("taken in");
    events.onerror = () => done("refused");
  });
  // What came of it is seen from outside: a frame says that it is loaded when it is refused, too.
  await element("iframe", "src", address);
  const results = {
    script: await element("script", "src", `${address}search/index.js`), picture: await element("img", "src", `${address}assets/icon.svg`),
    style: await element("link", "href", `${address}assets/theme.css`), fetch: await fetched({ mode: "no-cors" }), read: await fetched({}), events: await heard,
  };
  events.close();
  return { ...results, search: globalThis.taken === undefined ? "refused" : "taken in" };
}

export async function check({ binary, work, server, visit }) {
  const folder = join(work, "elsewhere");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.html"), "<!doctype html><html lang=en><title>Elsewhere</title><body><a>Link</a>");
  server.mount({ at: "/elsewhere/", folder });
  const page = { ...PAGE, site: { ...PAGE.site, url: () => `${server.origin}/elsewhere/` } };
  const { address, stop } = await start(binary, join(work, "own"));
  try {
    return await visit(page, { apart: true }, async (tab) => {
      const results = Object.entries(await tab.evaluate(tryAll, address));
      const framed = tab.frames().filter((frame) => frame !== tab.mainFrame() && frame.url().startsWith(address)).map(() => ["frame", "taken in"]);
      const wrong = [...results, ...framed].filter(([, outcome]) => outcome !== "refused").map(([what, outcome]) => ({ page, what: `${what}: ${outcome}` }));

      await Promise.all([tab.waitForNavigation(), tab.evaluate((to) => Object.assign(document.querySelector("a"), { href: to }).click(), address)]);
      const own = await tab.evaluate(() => document.querySelector("script[data-build]") !== null && getComputedStyle(document.body).display !== "");
      return own ? wrong : [...wrong, { page, what: `a link does not open ${address}` }];
    });
  } finally {
    stop();
  }
}
