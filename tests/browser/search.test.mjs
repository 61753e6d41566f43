// The reader of the search (themes/default/static/search.js) asks what the program built. Run: `node --test tests/browser/search.test.mjs`.
// Needs the binary (`target/release/oratory`, or $ORATORY) and no browser. With real transcripts beside the repository it draws from them.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const BINARY = process.env.ORATORY ?? join(ROOT, "target/release/oratory");
const SCRIPT = readFileSync(join(ROOT, "themes/default/static/search.js"), "utf8");
const TRANSCRIPTS = join(ROOT, "../shared/corpora/transcripts");

// A site of these files, built; gives the folder of what is published.
function build(files, folder = mkdtempSync(join(tmpdir(), "oratory-search-"))) {
  const all = { "oratory.toml": "title = 'T'\nlanguages = ['en', 'zh']\nminify = false\n[annotate]\nauto = 'all'\n", "themes/default/templates/search.html": "<p></p>\n", ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  execFileSync(BINARY, ["build", "--quiet"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, CI: "" } });
  return join(folder, "public");
}

// A reader that has loaded nothing yet, as after opening a page; `loaded` has what it loads.
function open(site) {
  const context = vm.createContext({ Blob });
  const loaded = { bytes: 0, files: [] };
  vm.runInContext(SCRIPT, context);
  const load = async (name) => {
    const path = join(site, "search", `${name}.js`);
    loaded.bytes += statSync(path).size;
    loaded.files.push(name);
    vm.runInContext(readFileSync(path, "utf8"), context);
  };
  return { reader: context.oratorySearch.reader(load), loaded, snippet: context.oratorySearch.snippet };
}

async function all(reader, query, filters) {
  const search = reader.search(query, filters);
  do await search.step(50, Infinity, Infinity); while (!search.isDone || search.queue.length || search.hasMore);
  return search;
}

// What the script hands over belongs to a world of its own, whose arrays are not those of this one.
const own = (value) => JSON.parse(JSON.stringify(value));
const anchors = async (reader, query, filters) => own((await all(reader, query, filters)).hits.map((hit) => hit.anchor));
const ids = async (reader, query, kind) => Promise.all((await reader.entities(query, kind)).map(async ({ entity }) => (await reader.record(entity)).id));

const SITE = {
  "content/people/wang-yi.md": "---\nname: {en: Wang Yi, zh: 王毅}\nsort_name: Wang\n---\n",
  "content/people/mira-lund.md": "---\nname: Mira Lund\n---\n",
  "content/places/chongqing.md": "---\nname: {en: Chongqing, zh: 重庆}\naliases: [Chungking]\ndescription: {en: A city, zh: 城市}\n---\n",
  "content/places/xian.md": "---\nname: {en: Xi’an, zh: 西安}\n---\n",
  "content/initiatives/belt-and-road.md": "---\nname: {en: Belt and Road Initiative, zh: “一带一路”倡议}\naliases: [BRI, 一帶一路, 丝路]\n---\n",
  "content/initiatives/road-safety.md": "---\nname: Road Safety Week\n---\n",
  "content/speeches/2024-03-07-press.zh.md":
    "---\ntitle: 答记者问\ndate: 2024-03-07\nspeaker: wang-yi\nspeakers: {記者: {as: reporter, turn: question}, 王毅: {person: wang-yi}}\n---\n" +
    "**記者：** 请问“一带一路”倡议2030 年的目标？\n\n**王毅：** 中國與WTO的合作，`a\\b` $100，`` ` `` ${x}。\n\n我们在重庆。\n",
  "content/speeches/2024-03-07-press.en.md":
    "---\ntitle: Press conference\ndate: 2024-03-07\nspeaker: wang-yi\nspeakers: {Q: {as: reporter, turn: question}, Wang Yi: {person: wang-yi}}\n---\n" +
    "**Q:** What are the goals of the Belt and Road?\n\n**Wang Yi:** Cooperation with the WTO.\n\nWe are in Chongqing.\n",
  "content/speeches/2023-01.en.md":
    "---\ntitle: Remarks on Málaga\ndate: 2023-01\n---\n**MR. X:** Internationalisation isn’t everything; see https://example.org/climate.\n\nA second word about 石油 and Straße.\n",
};

describe("a small site", () => {
  let site;
  before(() => { site = build(SITE); });
  after(() => rmSync(dirname(site), { recursive: true }));

  test("finds what stands in a speech", async () => {
    const { reader } = open(site);
    for (const [query, expected] of [
      ["倡议", ["t1p1"]], ["“一带一路”倡议", ["t1p1"]], ["一带一路倡议", ["t1p1"]], ["倡议2030年", ["t1p1"]], ["倡议 2030", ["t1p1"]],
      ["中国", ["t2p1"]], ["中國 合作", ["t2p1"]], ["与wto", ["t2p1"]], ["WTO", ["t2p1", "t2p1"]], ["coop", ["t2p1"]], ["重", ["t2p2"]],
      ["a\\b", ["t2p1"]], ["` ${x}", ["t2p1"]], ["記者", ["", "t1"]], ["mr. x", ["t1"]], ["MALAGA", [""]], ["strasse", ["t1p2"]],
      ["isn't", ["t1p1"]], ["isn’t ever", ["t1p1"]], ["\"second word\"", ["t1p2"]], ["\"word second\"", []], ["word second", ["t1p2"]],
      ["nternational", []], ["example.org/cl", ["t1p1"]], ["30年", ["t1p1"]], ["带路", []], ["？", []], ["", []],
    ]) assert.deepEqual(await anchors(reader, query), expected, query);
  });

  test("marks what was asked for in the text as it is written", async () => {
    const { reader, snippet } = open(site);
    const marked = async (query) => {
      const [hit] = (await all(reader, query)).hits;
      return own(hit.marks.map(([start, end]) => hit.text.slice(start, end)));
    };
    assert.deepEqual(await marked("一带一路倡议"), ["一带一路”倡议"]);
    assert.deepEqual(await marked("中国"), ["中國"]);
    assert.deepEqual(await marked("strasse 石油"), ["石油", "Straße"]);
    assert.deepEqual(await marked("isn't"), ["isn’t"]);
    const text = `${"word ".repeat(60)}needle${" word".repeat(60)}`;
    const pieces = snippet(text, [[300, 306]]);
    assert.deepEqual(own(pieces.filter(({ isMark }) => isMark).map(({ text }) => text)), ["needle"]);
    const whole = pieces.map(({ text }) => text).join("");
    assert.match(whole, /^…( ?word)+ needle( word)+ ?…$/);
    assert.ok(whole.length > 150 && whole.length < 170, whole);
    const han = snippet("字".repeat(300), [[150, 152]]).map(({ text }) => text).join("");
    assert.ok(han.length > 55 && han.length < 66, han);
  });

  test("a hit says where it stands", async () => {
    const { reader } = open(site);
    const [hit] = (await all(reader, "重庆")).hits;
    assert.deepEqual({ ...hit.version }, { lang: "zh", date: "2024-03-07", address: "zh/speeches/2024-03-07-press.html", title: "答记者问" });
    assert.deepEqual([hit.anchor, hit.label], ["t2p2", "王毅"]);
  });

  test("filters compose, and counts are of what the others leave", async () => {
    const { reader } = open(site);
    const speaker = "wang-yi", lang = "en";
    assert.deepEqual(await anchors(reader, "w", { lang, speaker }), ["t2", "t1p1", "t2p1", "t2p2"]);
    assert.deepEqual(await anchors(reader, "w", { lang, year: "2023" }), ["t1p2"]);
    assert.deepEqual(await anchors(reader, "w", { speaker, year: "2023" }), []);
    assert.deepEqual(await anchors(reader, "w", { speaker: "nobody" }), []);
    const search = await all(reader, "w", { year: "2023" }), counts = async (key, ids) => [...(await search.counts(key, ids))].map(([, n]) => n);
    assert.deepEqual([await counts("lang", ["en", "zh"]), await counts("speaker", [speaker])], [[1, 0], [0]]);
    const { n, is, years } = await search.reckon();
    assert.deepEqual(own([n, is, [...years]]), [1, "exact", [[2023, 1]]]);
    assert.deepEqual(own((await reader.choices("speaker")).map(({ id, nVersions, names }) => [id, nVersions, names.length])), [["wang-yi", 2, 2]]);
  });

  test("entities are found by names, aliases and pinyin, the best first", async () => {
    const { reader } = open(site);
    for (const [query, first] of [
      ["wang yi", "wang-yi"], ["王毅", "wang-yi"], ["WÁNG YÌ", "wang-yi"], ["wángyì", "wang-yi"], ["wang2yi4", "wang-yi"], ["wang2 yi4", "wang-yi"], ["wy", "wang-yi"],
      ["chongqing", "chongqing"], ["zhongqing", "chongqing"], ["cq", "chongqing"], ["chungking", "chongqing"], ["重慶", "chongqing"],
      ["xi'an", "xian"], ["xian", "xian"], ["西安", "xian"],
      ["ydyl", "belt-and-road"], ["yidaiyilu", "belt-and-road"], ["bri", "belt-and-road"], ["一带一路", "belt-and-road"], ["絲路", "belt-and-road"], ["路倡议", "belt-and-road"],
      ["road", "road-safety"], ["initiative", "belt-and-road"],
    ]) assert.equal((await ids(reader, query))[0], first, query);
    assert.deepEqual(await ids(reader, "road"), ["road-safety", "belt-and-road"]);
    assert.deepEqual(await ids(reader, "road", 0), []);
    assert.deepEqual(await ids(reader, "王毅 重庆"), ["wang-yi", "chongqing"].sort((a, b) => (a < b ? -1 : 1)));
    assert.deepEqual(await ids(reader, "qqq"), []);
    const near = await reader.nearest("chungqing");
    assert.equal((await reader.record(near[0].entity)).id, "chongqing");
    const record = await reader.record((await reader.entities("chungking"))[0].entity);
    assert.deepEqual(own([record.kind, record.descriptions, record.aliases, record.names]), [
      { key: "places", singular: "place" }, ["A city", "城市"], ["Chungking"], [{ lang: "en", text: "Chongqing" }, { lang: "zh", text: "重庆" }],
    ]);
    assert.deepEqual(own(record.mentions), [1, 1]);
  });

  test("the program wrote nothing that ends a literal", () => {
    for (const name of readdirSync(join(site, "search"))) {
      const calls = [];
      vm.runInNewContext(readFileSync(join(site, "search", name), "utf8"), { oratorySearch: (...call) => calls.push(call) });
      assert.deepEqual(calls.map(([called]) => `${called}.js`), [name]);
    }
  });

  test("a file that does not come can be asked for again", async () => {
    const context = vm.createContext({ Blob });
    vm.runInContext(SCRIPT, context);
    let fails = true;
    const reader = context.oratorySearch.reader(async (name) => {
      if (fails) throw new Error(name);
      vm.runInContext(readFileSync(join(site, "search", `${name}.js`), "utf8"), context);
    });
    await assert.rejects(all(reader, "word"));
    fails = false;
    assert.deepEqual(await anchors(reader, "word"), ["t1p2"]);
  });
});

const ARCHIVE = {
  "content/people/anna-ai.md": "---\nname: {en: Anna Airey, zh: 安娜·艾瑞}\n---\n",
  "content/people/lin-shu.md": "---\nname: {en: Lin Shu, zh: 林树}\naliases: [Minister Lin, 林部长]\n---\n",
  "content/places/airton.md": "---\nname: {en: Airton, zh: 艾尔顿}\n---\n",
  "content/places/harbour-city.md": "---\nname: {en: Harbour City, zh: 港城}\naliases: [The Harbour]\n---\n",
  "content/initiatives/green-rail.md": "---\nname: {en: Green Rail Initiative, zh: 绿色铁路倡议}\naliases: [GRI]\n---\n",
  "content/speeches/2021-05-04-rail.en.md":
    "---\ntitle: On railways\ndate: 2021-05-04\ntype: speech\nlocation: airton\nspeaker: lin-shu\n---\n**LIN:** Trains are quiet. We build airports and airlines no more.\n\nA government of rail keeps its tickets cheap; AI plans the timetable.\n",
  "content/speeches/2022-05-04-air.en.md":
    "---\ntitle: Airports after the storm\ndate: 2022-05-04\ntype: interview\nlocation: harbour-city\n---\n**REPORTER:** What of airports?\n\nAirlines and airports, said the aide. The climate of opinion has changed.\n\nPolicy on climate comes next.\n",
  "content/speeches/2023-09-01-climate.en.md":
    "---\ntitle: Climate policy for small ports\ndate: 2023-09-01/2023-09-03\ntype: speech\nlocation: harbour-city\nspeaker: lin-shu\n---\n**LIN:** A port is a door.\n\nOur harbours need lighthouses and lifeboats.\n",
  "content/speeches/2023-09-01-climate.zh.md":
    "---\ntitle: 小港口的气候政策\ndate: 2023-09-01/2023-09-03\ntype: speech\nlocation: harbour-city\nspeaker: lin-shu\n---\n**林树：** 港口是门。\n\n我们的海港需要灯塔和救生艇。\n",
  "content/speeches/2024-01-20-tickets.zh.md":
    "---\ntitle: 车票与时刻表\ndate: 2024-01-20\ntype: press-conference\nspeakers: {记者: {as: reporter, turn: question}, 林树: {person: lin-shu}}\n---\n**记者：** 票价会涨吗？\n\n**林树：** 不会。绿色铁路使票价稳定。\n",
};

// What a query wants first: the id of an entity, or the beginning of a speech's file, with an anchor if a passage of it is meant.
const WANTED = [
  // Names, aliases, parts of them, pinyin and initials.
  ["Lin Shu", "lin-shu"], ["lin", "lin-shu"], ["Minister Lin", "lin-shu"], ["林树", "lin-shu"], ["林部长", "lin-shu"], ["林樹", "lin-shu"], ["linshu", "lin-shu"],
  ["ls", "lin-shu"], ["airey", "anna-ai"], ["安娜", "anna-ai"], ["anna airey", "anna-ai"], ["Airton", "airton"], ["艾尔顿", "airton"], ["harbour city", "harbour-city"],
  ["the harbour", "harbour-city"], ["港城", "harbour-city"], ["gangcheng", "harbour-city"], ["GRI", "green-rail"], ["green rail", "green-rail"], ["绿色铁路", "green-rail"],
  ["綠色鐵路", "green-rail"], ["lstl", "green-rail"], ["lüsetielu", "green-rail"], ["rail initiative", "green-rail"],
  // Whole words before beginnings, titles before texts, texts before labels.
  ["AI", "2021-05-04-rail#t1p2"], ["airports", "2022-05-04-air"], ["climate", "2023-09-01-climate.en"], ["climate policy", "2023-09-01-climate.en"], ["storm", "2022-05-04-air"],
  ["railways", "2021-05-04-rail"], ["timetable", "2021-05-04-rail#t1p2"], ["lighthouses", "2023-09-01-climate.en#t1p2"], ["lifeb", "2023-09-01-climate.en#t1p2"],
  ["airlin", "2021-05-04-rail#t1p1"], ["port", "2023-09-01-climate.en#t1p1"], ["rail keeps", "2021-05-04-rail#t1p2"], ["\"climate of opinion\"", "2022-05-04-air#t1p2"],
  ["opinion climate", "2022-05-04-air#t1p2"], ["quiet trains", "2021-05-04-rail#t1p1"], ["气候", "2023-09-01-climate.zh"], ["氣候政策", "2023-09-01-climate.zh"],
  ["灯塔", "2023-09-01-climate.zh#t1p2"], ["燈塔和救生艇", "2023-09-01-climate.zh#t1p2"], ["票价", "2024-01-20-tickets#t1p1"], ["票价稳定", "2024-01-20-tickets#t2p1"], ["时刻表", "2024-01-20-tickets"],
  // Days.
  ["2021-05-04", "2021-05-04-rail"], ["4 May 2021", "2021-05-04-rail"], ["May 4, 2021", "2021-05-04-rail"], ["May 4th", "2022-05-04-air"], ["4 May", "2022-05-04-air"], ["5月4日", "2022-05-04-air"],
  ["2024年1月20日", "2024-01-20-tickets"], ["2024/1/20", "2024-01-20-tickets"], ["2023年9月2日", "2023-09-01-climate"], ["September 2023", "2023-09-01-climate"], ["2024年1月", "2024-01-20-tickets"],
  // Slips.
  ["goverment", "2021-05-04-rail#t1p2"], ["lihgthouses", "2023-09-01-climate.en#t1p2"], ["tickts", "2021-05-04-rail#t1p2"], ["arton", "airton"], ["lin shuu", "lin-shu"], ["林书", "lin-shu"],
];

describe("what a reader wants first", () => {
  let site;
  before(() => { site = build(ARCHIVE); });
  after(() => rmSync(dirname(site), { recursive: true }));

  // What stands first on the page: as the page does it, with the nearest names and words where nothing is found.
  async function first(reader, query) {
    let found = await reader.find(query), near = [];
    if (found.isEmpty) {
      near = await reader.nearest(query);
      const corrected = await found.results.corrected();
      if (corrected) found = await reader.find(corrected);
    }
    const [entity] = [...near, ...found.top];
    if (entity) return (await reader.record(entity.entity)).id;
    const [group] = [...found.onDays, ...found.groups];
    if (!group) return found.labels.n ? "labels" : "nothing";
    const [{ version, anchor }] = group.hits;
    return `${version.address.split("/").pop().replace(".html", "")}.${version.lang}#${anchor}`;
  }

  test(`${WANTED.length} queries, each with that first`, async () => {
    const missed = [];
    for (const [query, wanted] of WANTED) {
      const got = await first(open(site).reader, query), [file, anchor] = wanted.split("#");
      if (!(got === wanted || (got.startsWith(file) && got.includes(".") && (!anchor || got.endsWith(`#${anchor}`))))) missed.push(`${query}: ${got}, not ${wanted}`);
    }
    assert.deepEqual(missed, []);
  });

  test("filters alone find speeches, in the order of their days", async () => {
    const { reader } = open(site);
    const found = async (filters) => own((await reader.find("", filters)).groups.map(({ hits: [{ version }] }) => `${version.date.slice(0, 4)} ${version.lang}`));
    assert.deepEqual(await found({ speaker: "lin-shu" }), ["2024 zh", "2023 en", "2023 zh", "2021 en"]);
    assert.deepEqual(await found({ place: "harbour-city", lang: "en" }), ["2023 en", "2022 en"]);
    assert.deepEqual(await found({ type: "interview" }), ["2022 en"]);
    assert.deepEqual(await found({ year: "2023", order: "oldest" }), ["2023 zh", "2023 en"]);
    assert.deepEqual(await found({ from: "2022-05-05", to: "2024-01-19" }), ["2023 en", "2023 zh"]);
    assert.deepEqual(await found({ from: "2022-05", to: "2023" }), ["2023 en", "2023 zh", "2022 en"]);
    assert.deepEqual(await found({ to: "2022-05-04", order: "oldest" }), ["2021 en", "2022 en"]);
    assert.deepEqual(await found({ type: "debate" }), []);
  });

  test("hits are grouped by speech and counted by year; beginnings of words come after, labels apart", async () => {
    const { reader } = open(site);
    const { groups, all, labels } = await reader.find("airports");
    assert.deepEqual(own(groups.map(({ search, hits, ...group }) => [hits.map(({ anchor }) => anchor), { ...search.size({ hits, ...group }) }.n])), [[["", "t1p1", "t1p2"], 3], [["t1p1"], 1]]);
    assert.deepEqual([own([...all.years]), labels.n], [[[2022, 2], [2021, 1]], 0]);
    assert.equal((await reader.find("reporter")).labels.n, 1);
    assert.deepEqual(own((await reader.find("air")).groups.map(({ stage }) => stage)), [2, 2]);
  });

  test("a word is corrected from three shards at most", async () => {
    const { reader, loaded } = open(site);
    assert.equal(await reader.nearWord("goverment"), "government");
    assert.equal(await reader.nearWord("government"), null);
    assert.ok(loaded.files.filter((name) => name.startsWith("w")).length <= 3, loaded.files.join(" "));
  });
});

// Deterministic draws (a linear congruential generator after Numerical Recipes).
function draws(seed) {
  let state = seed >>> 0;
  return (n) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor((state / 2 ** 32) * n); };
}

describe("a site with long lists", () => {
  let site;
  const N = 1200;
  before(() => {
    const files = {};
    for (let i = 0; i < N; i++) {
      const lines = Array.from({ length: 12 }, (_, k) => `common word${i % 97} and 共同体 n${i * 12 + k}${k === 5 && i % 300 === 0 ? " rare needle" : ""}`);
      files[`content/speeches/s${String(i).padStart(4, "0")}.en.md`] = `---\ntitle: T${i}\ndate: ${2000 + (i % 20)}-01-01\n---\n${lines.join("\n\n")}\n`;
    }
    site = build(files);
  });
  after(() => rmSync(dirname(site), { recursive: true }));

  test("a first page costs little, and all pages together hold every paragraph once, newest first", async () => {
    const { reader, loaded } = open(site);
    const search = reader.search("common");
    assert.equal((await search.step()).length, 10);
    assert.ok(loaded.bytes < 100_000, `${loaded.bytes} bytes`);
    const { n, years } = await search.reckon(), sum = [...years.values()].reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(n - 12 * N) < N && n === sum, `about ${n}, and ${sum} by year`);
    const texts = await all(reader, "common");
    const numbers = texts.hits.map((hit) => hit.number);
    assert.equal(numbers.length, 12 * N);
    assert.ok(numbers.every((number, i) => i === 0 || numbers[i - 1] < number));
    assert.ok(texts.hits.every((hit, i) => i === 0 || texts.hits[i - 1].version.date >= hit.version.date));
  });

  test("a rare word leads through long lists without reading them", async () => {
    const { reader, loaded } = open(site);
    assert.equal((await all(reader, "common needle 共同")).hits.length, 4);
    assert.ok(loaded.files.length < 20, loaded.files.join(" "));
  });

  test("a step keeps to its budget and the next goes on", async () => {
    const { reader } = open(site);
    const search = reader.search("共同体");
    let steps = 0;
    for (; !(search.isDone && !search.queue.length) && steps < 10_000; steps++) await search.step(10_000, 60_000, Infinity);
    assert.ok(steps > 3 && search.hits.length === 12 * N, `${steps} steps, ${search.hits.length} hits`);
  });

  test("a beginning of very many words is read window by window", async () => {
    const { reader } = open(site);
    const search = await all(reader, "n");
    assert.equal(new Set(search.hits.map((hit) => hit.number)).size, search.hits.length);
    assert.equal(search.hits.length, 12 * N);
    assert.equal((await all(reader, "n common", { year: "2003" })).hits.length, (12 * N) / 20);
  });
});

test("the script folds every letter as the program does", async () => {
  // Of the thousands of Han characters and Hangul syllables every fortieth.
  const isBulk = (code) => (code >= 0x3400 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3) || code >= 0x20000;
  const letters = Array.from({ length: 0x32000 }, (_, code) => code)
    .filter((code) => (code < 0xd800 || code > 0xdfff) && (!isBulk(code) || code % 40 === 0))
    .map((code) => String.fromCodePoint(code))
    .filter((c) => /[\p{L}\p{N}]/u.test(c) && c !== "_");
  const lines = [];
  for (let i = 0; i < letters.length; i += 30) lines.push(letters.slice(i, i + 30).join(" | "));
  const site = build({ "content/speeches/a.en.md": `---\ntitle: T\ndate: 2020-01-01\n---\n${lines.join("\n\n")}\n` });
  const { reader } = open(site), lost = [];
  await reader.prepare("漢");
  // A few letters are no more than an accent or an apostrophe.
  const isLetter = (c) => /[\p{L}\p{N}]/u.test(reader.fold.text(c).folded);
  for (const c of letters.filter(isLetter)) if (!(await all(reader, c)).hits.some((hit) => hit.text.includes(c))) lost.push(c.codePointAt(0).toString(16));
  rmSync(dirname(site), { recursive: true });
  assert.deepEqual(lost, [], `${lost.length} of ${letters.length}`);
});

describe("real transcripts", { skip: !existsSync(TRANSCRIPTS) && "there are none beside the repository" }, () => {
  let site, lines;
  before(() => {
    const folder = mkdtempSync(join(tmpdir(), "oratory-search-"));
    cpSync(TRANSCRIPTS, join(folder, "content/speeches"), { recursive: true });
    // Lines that are text and nothing else: what is drawn from them stands in the page as it stands there.
    lines = readdirSync(TRANSCRIPTS)
      .sort()
      .flatMap((name) => readFileSync(join(TRANSCRIPTS, name), "utf8").split("\n"))
      .map((line) => line.trim())
      .filter((line) => line.length > 20 && !/[#*_\[\]<>`|\\&]|https?:|^\d+\. |^- /.test(line));
    site = build({}, folder);
  });
  after(() => rmSync(dirname(site), { recursive: true }));

  const isFound = async (reader, query, line) => {
    const search = reader.search(query);
    for (;;) {
      await search.step(50, Infinity, Infinity);
      if (search.hits.some((hit) => hit.text.includes(line))) return true;
      if (search.isDone && !search.queue.length) return false;
    }
  };

  // Draws 500, asks for each, and says how long the first page took and what it loaded, warm and cold.
  async function ask(context, draw) {
    const { reader } = open(site);
    const lost = [], times = [], sizes = [];
    for (let n = 0; n < 500;) {
      const drawn = draw();
      if (!drawn) continue;
      n++;
      if (!(await isFound(reader, drawn.query, drawn.line))) lost.push(drawn.query);
      if (n % 10) continue;
      const fresh = open(site), start = performance.now();
      await fresh.reader.search(drawn.query).step();
      times.push(performance.now() - start);
      sizes.push(fresh.loaded.bytes);
    }
    const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1];
    context.diagnostic(`cold: median ${middle(times).toFixed(1)} ms and ${Math.round(middle(sizes) / 1000)} kB, at most ${Math.round(Math.max(...sizes) / 1000)} kB`);
    assert.deepEqual(lost, []);
    assert.ok(Math.max(...sizes) <= 300_000, `${Math.max(...sizes)} bytes`);
  }

  test("500 substrings of two to six characters lead to their paragraphs", async (context) => {
    const draw = draws(2024);
    await ask(context, () => {
      const line = lines[draw(lines.length)], chars = [...line], at = draw(chars.length);
      const query = chars.slice(at, at + 2 + draw(5)).join("");
      return /\p{Script=Han}/u.test(query) && [...query.trim()].length > 1 ? { line, query } : null;
    });
  });

  test("of 50 words each is whole in what is found first", async () => {
    const draw = draws(2026), missed = [];
    const words = lines.flatMap((line) => line.match(/(?<![\p{L}\p{N}])[A-Za-z]{2,}(?![\p{L}\p{N}'’])/gu) ?? []);
    for (let i = 0; i < 50; i++) {
      const word = words[draw(words.length)], { groups } = await open(site).reader.find(word);
      const [{ text, marks: [[start, end]] }] = groups[0].hits, around = `${text[start - 1] ?? ""}${text[end] ?? ""}`;
      if (text.slice(start, end).toLowerCase() !== word.toLowerCase() || /[A-Za-z]/.test(around)) missed.push(word);
    }
    assert.deepEqual(missed, []);
  });

  test("500 words lead to their paragraphs", async (context) => {
    const draw = draws(2025);
    await ask(context, () => {
      const line = lines[draw(lines.length)], words = line.match(/[\p{L}\p{N}]+/gu)?.filter((word) => /^[\p{Script=Latin}\p{N}]+$/u.test(word)) ?? [];
      return words.length ? { line, query: words[draw(words.length)] } : null;
    });
  });
});
