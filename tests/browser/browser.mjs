// Chromium, and pages in it: none may reach any host but this machine, and what a page asks for and complains of is kept.

import { existsSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { EYES } from "./looks.mjs";

export const WIDTHS = [320, 768, 1280];
export const SCHEMES = ["light", "dark"];

const FLAGS = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  // Several pages work at a time; none of them sleeps because another is in front.
  "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
];

// Chromium without its windows, where it is installed: the same engine, in a third of the time where pages are opened apart.
const SHELL = "/usr/bin/chromium-headless-shell";
const CHROMIUM = process.env.CHROMIUM ?? (existsSync(SHELL) ? SHELL : "/usr/bin/chromium");

export function openBrowser(work, more = [], env = {}) {
  return puppeteer.launch({
    executablePath: CHROMIUM,
    userDataDir: mkdtempSync(join(work, "profile-")),
    args: [...FLAGS, ...more],
    env: { ...process.env, ...env },
    ignoreDefaultArgs: ["--enable-automation"],
    protocolTimeout: 120_000,
  });
}

// Tabs that wait for their next page, by browser: to open one costs more than most pages do.
const waiting = new WeakMap();

async function newTab(browser, apart) {
  const context = apart ? await browser.createBrowserContext() : browser.defaultBrowserContext();
  const tab = await context.newPage();
  const session = await tab.createCDPSession();
  await session.send("Emulation.setFocusEmulationEnabled", { enabled: true });
  return { tab, session, close: () => (apart ? context.close() : tab.close()) };
}

// What a page asks for and complains of, until `stop`.
function listen(tab) {
  const log = { requests: [], errors: [], failed: [] };
  const events = {
    request: (request) => log.requests.push(request.url()),
    requestfailed: (request) => log.failed.push(`${request.url()}: ${request.failure()?.errorText}`),
    response: (response) => response.status() >= 400 && log.failed.push(`${response.url()}: ${response.status()}`),
    console: (message) => ["error", "warn", "assert"].includes(message.type()) && log.errors.push(message.text()),
    pageerror: (error) => log.errors.push(String(error)),
  };
  for (const [name, keep] of Object.entries(events)) tab.on(name, keep);
  const stop = () => Object.entries(events).forEach(([name, keep]) => tab.off(name, keep));
  return { log, stop };
}

// Opens `url` and does `task(tab, log)`; `log` has what went wrong and what was asked for. `apart`: nothing stored before or after;
// `before(tab)` comes first.
export async function visit(browser, url, { width = 1280, height = 900, scheme = "light", js = true, apart = false, before }, task) {
  const isOwn = apart || Boolean(before);
  if (!waiting.has(browser)) waiting.set(browser, []);
  const opened = (!isOwn && waiting.get(browser).pop()) || (await newTab(browser, apart));
  const { tab, session } = opened;
  const { log, stop } = listen(tab);
  try {
    await tab.setJavaScriptEnabled(js);
    await tab.setViewport({ width, height });
    await tab.emulateMediaType();
    await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
    if (before) await before(tab, session);
    await tab.goto(url, { waitUntil: "load" });
    await tab.evaluate(EYES);
    const result = await task(tab, log, session);
    if (!isOwn) waiting.get(browser).push(opened);
    return result;
  } catch (error) {
    if (!isOwn) await opened.close();
    throw error;
  } finally {
    stop();
    if (isOwn) await opened.close();
  }
}

// Does `task` for every item, at most `n` at a time; results in the order of the items.
export async function each(items, task, n = 4) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await task(items[at], at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(n, items.length) }, worker));
  return results.flat();
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// How long anything may take that a page does by itself. What never comes is told after it; nothing here measures how soon it comes.
const PATIENCE = 30_000;

// Waits until `condition`, a function for the page, holds; says whether it did.
export async function holds(page, condition, ...values) {
  try {
    await page.waitForFunction(condition, { timeout: PATIENCE, polling: 20 }, ...values);
    return true;
  } catch {
    return false;
  }
}
