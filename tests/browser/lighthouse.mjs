// Lighthouse on a page, as on a phone, with the throttling that it simulates.

import lighthouse, { defaultConfig } from "lighthouse";

// Lighthouse asks for robots.txt from within the page, which the policy of the pages forbids: for its requests alone it is widened.
const MARK = "x-lighthouse";
export const widen = (text, type, headers) => (headers[MARK] && type.startsWith("text/html") ? text.replace("default-src 'none'", "default-src 'none'; connect-src 'self'") : text);

// What it says of `url` in Chromium at `port`: scores by category of at most 100, seconds until the largest thing is drawn, and what is weak.
export async function measure(url, port, categories) {
  const { lhr } = await lighthouse(url, { port, logLevel: "silent", extraHeaders: { [MARK]: "1" }, onlyCategories: categories }, defaultConfig);
  const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]));
  const isWeak = ({ score, scoreDisplayMode }) => score !== null && score < 0.9 && !/informative|manual|notApplicable/.test(scoreDisplayMode);
  const weak = Object.values(lhr.audits).filter(isWeak).map(({ id, displayValue }) => `${id} ${displayValue ?? ""}`.trim());
  return { scores, paint: (lhr.audits["largest-contentful-paint"]?.numericValue ?? 0) / 1000, weak };
}

// The pages that are looked at: a home, an entity, a speech of 20,000 words, and one in Chinese.
export const chosen = ({ real, stress }) => [real.page("home", "en"), real.page("entity", "en"), stress.page("speech", "en"), real.page("speech", "zh")];

export const address = (page) => page.site.url(page).replace(/index\.html$/, "");
