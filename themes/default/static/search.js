// The search: asks the index that the program wrote (src/site/search/) and shows what it finds.
// The index is small scripts that call oratorySearch(name, text), for a page opened from a disk may not fetch.
(function () {
"use strict";

// Name → what to do with the text.
const waiting = new Map();
// Of all that arrived, as a reader on a slow line counts them.
let bytes = 0;

function oratorySearch(name, text) {
  bytes += new Blob([text]).size;
  waiting.get(name)?.(text);
}

// ---- Numbers ----

const VALUES = new Uint8Array(128);
for (let code = 33, value = 0; code < 127; code++) if (!"\x60\\$".includes(String.fromCharCode(code))) VALUES[code] = value++;

function numbers(digits) {
  const all = [];
  for (let i = 0, number = 0, scale = 1; i < digits.length; i++) {
    const digit = VALUES[digits.charCodeAt(i)];
    number += digit * scale;
    if (digit < 46) { all.push(number); number = 0; scale = 1; } else scale *= 45;
  }
  return all;
}

function ascending(differences, before = 0) {
  return numbers(differences).map(difference => (before += difference));
}

// The first place not below the value.
function lower(sorted, value, isBelow = (a, b) => a < b) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(sorted[middle], value)) low = middle + 1; else high = middle;
  }
  return low;
}

// Texts are sorted by code points, and JavaScript compares halves of surrogate pairs.
function isBefore(a, b) {
  const [x, y] = [a, b].map(text => Array.from(text, c => c.codePointAt(0)));
  const at = x.findIndex((code, i) => code !== y[i]);
  return at < 0 ? x.length < y.length : x[at] < y[at];
}

// ---- Text as it is compared ----

// <letters> from src/base/letters/
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ħ: "h", ı: "i", ς: "σ" };
const DROPPED = /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u3099\u309a\u{e0100}-\u{e01ef}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
const SPACE = /[\s\p{Cc}"“”„‟«»「」『』《》〈〉〝〞]/u;
const DENSE = /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{33479}\uf900-\ufaff\u3005\u3007\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uac00-\ud7a3\u3105-\u312f\u31a0-\u31bf\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0ecf\u1000-\u1049\u1780-\u17d3]/u;
const WORD = /[\p{Alphabetic}\p{N}]/u;

const isDense = c => DENSE.test(c);
const isLetter = c => WORD.test(c) && !isDense(c);

function typed(c) {
  if ("‘’‛ʼ´'".includes(c)) return "'";
  if (/[‐-―−]/.test(c)) return "-";
  if ("・‧•∙⋅".includes(c)) return "·";
  return SPACE.test(c) ? " " : c;
}
// </letters>

// Folds texts; `simplified` gives the simplified character of a traditional one.
class Fold {
  constructor() {
    this.simplified = new Map();
    this.known = new Map();
  }

  learn(pairs) {
    const all = [...pairs];
    for (let i = 0; i < all.length; i += 2) this.simplified.set(all[i], all[i + 1]);
    this.known.clear();
  }

  spelling(c) {
    let spelling = this.known.get(c);
    if (spelling === undefined) {
      spelling = "";
      for (const d of c.normalize("NFKD").replace(DROPPED, "").normalize("NFC").toLowerCase().replace(DROPPED, "")) {
        for (const e of LETTERS[d] ?? typed(d)) spelling += this.simplified.get(e) ?? e;
      }
      this.known.set(c, spelling);
    }
    return spelling;
  }

  // The folded text, and for each of its units where in the text its character begins and ends.
  text(text) {
    const starts = [], ends = [];
    let folded = "", gap = "", gapAt = 0, last = "", at = 0;
    const push = (c, start, end) => {
      folded += c;
      for (let i = 0; i < c.length; i++) { starts.push(start); ends.push(end); }
    };
    for (const c of text) {
      for (const d of this.spelling(c)) {
        if (d === " " || d === "'") {
          gap = d === " " || gap === " " ? " " : d;
          gapAt = at;
          continue;
        }
        if (gap && last && !isDense(last) && !isDense(d)) push(gap, gapAt, gapAt + 1);
        gap = "";
        push(d, at, at + c.length);
        last = d;
      }
      at += c.length;
    }
    return { folded, starts, ends };
  }
}

// ---- What is asked for ----

// Characters of a term, of a key of a name.
const LONGEST_WORD = 20, LONGEST_KEY = 24;
// What the terms of each begin with.
const TEXT = "", TITLE = "#", LABEL = "%";
// The lists of where versions, files of texts and files of records begin.
const VERSIONS = "~version", TEXTS = "~text", RECORDS = "~record";

// The parts of a query: what is between spaces, or between quotation marks.
function parts(query) {
  const all = query.matchAll(/[“"„「『]([^”"」』]*)[”"」』]?|[^\s“"„「『]+/g);
  return [...all].map(match => match[1] ?? match[0]);
}

// The terms under which a part is found. `rest` can be asked too where the others are not enough.
function terms(folded) {
  const chars = [...folded];
  const kinds = chars.map(c => (isDense(c) ? "dense" : isLetter(c) ? "letter" : "other"));
  const hasDense = kinds.includes("dense");
  const asked = [], rest = [];
  const end = (i, kind) => { while (kinds[i] === kind) i++; return i; };
  for (let i = 0; i < chars.length;) {
    const after = end(i, kinds[i]);
    if (kinds[i] === "letter" && (i > 0 || !hasDense)) {
      // A word at the start of a part that is not all words may be the end of one.
      asked.push({ term: chars.slice(i, Math.min(after, i + LONGEST_WORD)).join(""), isBeginning: after === chars.length });
    } else if (kinds[i] === "dense") {
      const from = kinds[i - 1] === "letter" ? i - 1 : i, to = kinds[after] === "letter" ? after + 1 : after;
      if (to - from === 1) asked.push({ term: chars[i], isBeginning: to === chars.length });
      // Every other pair says nearly as much as all of them.
      for (let k = from; k + 1 < to; k++) ((k - from) % 2 === 0 || k + 2 === to ? asked : rest).push({ term: chars[k] + chars[k + 1], isBeginning: false });
    }
    i = after;
  }
  // Where all of the part is one term, what holds the term holds the part.
  const isCertain = asked.length === 1 && chars.length === [...asked[0].term].length && chars.length < LONGEST_WORD;
  return { folded, asked, rest, isCertain, isWord: kinds[0] === "letter" && !hasDense, isOpen: kinds.at(-1) === "letter" };
}

// Where a part stands in a folded text: from the beginning of a word on, and if it must be whole to the end of one.
function places(text, part, isWhole) {
  const found = [];
  for (let at = text.indexOf(part.folded); at >= 0 && part.folded; at = text.indexOf(part.folded, at + part.folded.length)) {
    const end = at + part.folded.length;
    const isCut = part.isWord && at > 0 && isLetter(lastCharacter(text, at));
    const goesOn = isWhole && part.isOpen && end < text.length && isLetter(characterAt(text, end));
    if (!isCut && !goesOn) found.push(at);
  }
  return found;
}

// Two units hold the whole of it.
const lastCharacter = (text, end) => [...text.slice(Math.max(0, end - 2), end)].pop();
const characterAt = (text, at) => String.fromCodePoint(text.codePointAt(at));

// ---- Dates ----

const two = n => String(n).padStart(2, "0");

// The months as some languages write them, by name.
function monthNames(languages) {
  const names = new Map();
  for (const lang of languages) {
    for (const month of ["long", "short"]) {
      const format = new Intl.DateTimeFormat(lang, { month, day: "numeric", timeZone: "UTC" });
      for (let i = 0; i < 12; i++) {
        const { value } = format.formatToParts(Date.UTC(2000, i, 1)).find(({ type }) => type === "month");
        // Some languages count them.
        if (!/\d/.test(value)) names.set(value.toLowerCase().replace(".", ""), i + 1);
      }
    }
  }
  return names;
}

// The filter that a query is, if it is a date: `2024-03-07`, 2024年3月7日, “March 7, 2024”, “7 March” of any year, “March 2024”.
function dateIn(query, languages) {
  const text = query.trim().toLowerCase();
  let [, year, month, day] = text.match(/^(\d{4})(?:[-/.]|年\s*)(\d{1,2})(?:(?:[-/.]|月\s*)(\d{1,2})\s*[日号號]?|月)?$/) ?? [];
  if (!month) [, month, day] = text.match(/^(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?$/) ?? [];
  if (!month) {
    const names = monthNames(["en", ...languages]);
    for (const word of text.split(/[\s,.]+|\b(?:of|the|de)\b/).filter(Boolean)) {
      if (names.has(word) && !month) month = names.get(word);
      else if (/^\d{4}$/.test(word) && !year) year = word;
      else if (/^\d{1,2}(st|nd|rd|th)?$/.test(word) && !day) day = parseInt(word, 10);
      else return null;
    }
  }
  if (!(month >= 1 && month <= 12) || day > 31 || !(year || day)) return null;
  const inYear = two(month) + (day ? `-${two(day)}` : ""), whole = year ? `${year}-${inYear}` : inYear;
  return day ? { day: whole } : { from: whole, to: whole };
}

// ---- Lists of numbers ----

// The numbers of a term; of a long list only the beginning is there, and pieces that are loaded when they are needed.
class List {
  constructor(ids, refs = "", dictionary = null) {
    Object.assign(this, { dictionary, ids: [ids], firsts: [ids[0]], refs: [null], before: [0], count: ids.length });
    const pieces = numbers(refs);
    for (let i = 0, first = ids[0]; i < pieces.length; i += 4) {
      this.firsts.push(first += pieces[i + 2]);
      this.refs.push({ file: pieces[i], line: pieces[i + 1] });
      this.ids.push(null);
      this.before.push(this.count);
      this.count += pieces[i + 3];
    }
  }

  static of([, head, refs], dictionary) {
    return new List(ascending(head), refs, dictionary);
  }

  // The piece in which `n` would be; -1 if it is below all.
  place(n) {
    return lower(this.firsts, n + 1) - 1;
  }

  // The least number from `n` on, or this list where a piece is missing to say so.
  seek(n) {
    const at = this.place(n);
    if (at < 0) return this.firsts[0];
    const ids = this.ids[at];
    if (!ids) {
      this.missing = at;
      return this.firsts[at] === n ? n : this;
    }
    const place = lower(ids, n);
    return place < ids.length ? ids[place] : this.firsts[at + 1] ?? Infinity;
  }

  // How many numbers are below `n`; in a piece that is not there about as many.
  below(n, end) {
    const at = this.place(n);
    if (at < 0) return 0;
    const { before, firsts, ids } = this;
    if (ids[at]) return before[at] + lower(ids[at], n);
    const next = firsts[at + 1] ?? end, count = (before[at + 1] ?? this.count) - before[at];
    return before[at] + count * Math.min(1, (n - firsts[at]) / (next - firsts[at]));
  }
}

// What one of several lists holds.
class Union {
  constructor(lists) {
    const whole = lists.filter(list => list.ids.length === 1), long = lists.filter(list => list.ids.length > 1);
    this.lists = long;
    if (whole.length) this.lists.push(new List([...new Set(whole.flatMap(list => list.ids[0]))].sort((a, b) => a - b)));
    this.count = this.lists.reduce((sum, list) => sum + list.count, 0);
  }

  seek(n) {
    let least = Infinity, missing = null;
    for (const list of this.lists) {
      const found = list.seek(n);
      if (found === n) return n;
      if (typeof found !== "number") missing = found; else if (found < least) least = found;
    }
    return missing ?? least;
  }

  below(n, end) {
    return this.lists.reduce((sum, list) => sum + list.below(n, end), 0);
  }
}

// A list of where stretches of numbers begin and end in turn: it holds what lies in one.
class Stretches {
  constructor(list) {
    this.list = list;
  }

  seek(n) {
    const { list } = this, at = list.place(n);
    if (at < 0) return list.firsts[0];
    const ids = list.ids[at];
    if (!ids) {
      list.missing = at;
      return list;
    }
    const place = lower(ids, n + 1);
    return (list.before[at] + place) % 2 ? n : ids[place] ?? list.firsts[at + 1] ?? Infinity;
  }
}

const between = (start, end) => ({ seek: n => (n < start && start < end ? start : n < end ? n : Infinity) });

// The least number from `n` on that all hold, or a list that lacks a piece.
function meet(streams, n) {
  for (let i = 0, agreed = 0; agreed < streams.length; i = (i + 1) % streams.length) {
    const found = streams[i].seek(n);
    if (typeof found !== "number" || found === Infinity) return found;
    agreed = found === n ? agreed + 1 : 1;
    n = found;
  }
  return n;
}

// ---- The reader of the index ----

// Bytes that one step may load.
const STEP = 180_000;
// Shards of one term from which on others are asked first.
const WIDE = 4;
// Speeches that a step looks for.
const PAGE = 10;
// Passages of a speech that are shown at first.
const SHOWN = 3;
// Values of a filter that are offered.
const OPTIONS = 40;

class Reader {
  // `load` gets the file of this name and stamp, and what is in it calls oratorySearch.
  constructor(load) {
    this.load = load;
    this.files = new Map();
    this.made = new Map();
    this.fold = new Fold();
    this.stamp = "";
  }

  file(name) {
    let file = this.files.get(name);
    if (!file) {
      file = new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        this.load(name, this.stamp).catch(reject);
      });
      this.files.set(name, file);
      file.catch(() => this.files.delete(name));
    }
    return file;
  }

  async parsed(name, parse) {
    const text = await this.file(name);
    if (!this.made.has(name)) this.made.set(name, parse(text));
    return this.made.get(name);
  }

  async open() {
    this.root ??= this.file("index").then(text => this.readRoot(text), error => { this.root = null; throw error; });
    await this.root;
  }

  readRoot(text) {
    const lines = text.split("\n");
    const words = number => (lines[number] ? lines[number].split("\t") : []);
    this.stamp = lines[0];
    this.interfaces = words(1);
    this.kinds = [];
    for (let i = 0; i < words(2).length; i += 2) this.kinds.push({ key: words(2)[i], singular: words(2)[i + 1] });
    this.readMonths(numbers(lines[3]));
    this.words = { separators: words(4), letter: "w", pieces: "p" };
    this.names = { separators: words(5), letter: "n", pieces: "m" };
    this.lists = { separators: words(6), letter: "f", pieces: "g" };
    this.keys = words(7);
    this.nChoices = numbers(lines[8]);
    [this.nSimplified] = numbers(lines[9]);
  }

  // The stretches of numbers of months and of years, from the newest.
  readMonths(runs) {
    this.months = [];
    this.years = [];
    this.end = 0;
    for (let i = 0; i < runs.length; i += 3) {
      const [year, month, n] = runs.slice(i, i + 3), start = this.end;
      this.end += n;
      this.months.push({ key: String(year).padStart(4, 0) + (month ? `-${two(month)}` : ""), start, end: this.end });
      if (this.years.at(-1)?.year === year) this.years.at(-1).end = this.end; else this.years.push({ year, start, end: this.end });
    }
  }

  yearOf(number) {
    return this.years[lower(this.years, number, ({ end }, n) => end <= n)].year;
  }

  async prepare(text) {
    await this.open();
    if (this.nSimplified && /[\u2e80-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]/u.test(text)) await this.parsed("h0", pairs => this.fold.learn(pairs));
  }

  // The shards that may hold a term, half-open.
  span(dictionary, { term, isBeginning }) {
    const { separators } = dictionary;
    const first = Math.max(lower(separators, term, (a, b) => !isBefore(b, a)) - 1, 0);
    let end = first + 1;
    while (isBeginning && end < separators.length && separators[end].startsWith(term)) end++;
    return [first, Math.min(end, separators.length)];
  }

  async shard(dictionary, number) {
    return this.parsed(dictionary.letter + number, text => {
      let before = "";
      return text.split("\n").slice(0, -1).map(line => {
        const fields = line.split("\t");
        let n = 0;
        while (VALUES[fields[0].charCodeAt(n)] >= 46) n++;
        before = fields[0] = before.slice(0, numbers(fields[0].slice(0, n + 1))[0]) + fields[0].slice(n + 1);
        return fields;
      });
    });
  }

  // The lines that a term asks for, of some shards.
  async lines(dictionary, ask, [first, end] = this.span(dictionary, ask)) {
    const shards = await Promise.all(Array.from({ length: end - first }, (_, i) => this.shard(dictionary, first + i)));
    const { term, isBeginning } = ask;
    // A pair of a letter and a dense character ends a word and does not begin one.
    const isPair = found => [...term].length === 1 && isLetter(term) && isDense([...found][1] ?? "");
    return shards.flat().filter(([found]) => (isBeginning ? found.startsWith(term) && !isPair(found) : found === term));
  }

  // Loads the piece that a list lacks.
  async piece(list) {
    const { file, line } = list.refs[list.missing];
    const lines = await this.parsed(list.dictionary.pieces + file, text => text.split("\n"));
    const first = list.firsts[list.missing];
    list.ids[list.missing] = [first, ...ascending(lines[line], first)];
  }

  // Of a list that says where things begin, the one in which a number is: which it is, where it begins, and where the next does.
  async within(name, number) {
    if (!this.made.has(name)) this.made.set(name, this.lines(this.lists, { term: name }).then(([line]) => List.of(line, this.lists)));
    const list = await this.made.get(name), at = list.place(number);
    if (!list.ids[at]) {
      list.missing = at;
      await this.piece(list);
    }
    const ids = list.ids[at], place = lower(ids, number + 1);
    return { index: list.before[at] + place - 1, start: ids[place - 1], end: ids[place] ?? list.firsts[at + 1] ?? this.end };
  }

  // Where the version with this number begins, and where the next does.
  version(number) {
    return this.within(VERSIONS, number);
  }

  // Whether the text with this number has been loaded.
  async isThere(number) {
    return this.made.has(`t${(await this.within(TEXTS, number)).index}`);
  }

  // The text with this number.
  async paragraph(number) {
    const { index, start } = await this.within(TEXTS, number);
    const paragraphs = await this.parsed(`t${index}`, text => {
      const found = [];
      let version = null, before = "";
      for (const line of text.split("\n").slice(0, -1)) {
        const fields = line.split("\t");
        if (fields.length === 4) {
          version = { lang: fields[0], date: fields[1], address: fields[2], title: fields[3] };
          continue;
        }
        const label = fields[1] === '"' ? before : fields[1];
        before = label;
        found.push({ version, anchor: fields[0], label, text: fields[2] });
      }
      return found;
    });
    return paragraphs[number - start];
  }

  // ---- filters ----

  // What passes each of some filters, by key: one of the root's keys with the id of a choice, `day`, `year`, or `from` and `to`.
  async streams({ year, from, to, ...chosen }) {
    const streams = new Map();
    const { start, end } = this.years.find(known => known.year === Number(year)) ?? { start: 0, end: 0 };
    if (year) streams.set("year", between(start, end));
    if (from || to) streams.set("dates", between(to ? await this.first(`${to}~`) : 0, from ? await this.first(from) : this.end));
    for (const key of [...this.keys, "day"]) if (chosen[key]) streams.set(key, await this.stream(`${key}=${chosen[key]}`));
    return streams;
  }

  // What nobody chooses by lets nothing through.
  async stream(term) {
    const [line] = await this.lines(this.lists, { term });
    return line ? new Stretches(List.of(line, this.lists)) : between(0, 0);
  }

  // The first number whose date is below a limit, as texts are.
  async first(limit) {
    const run = this.months.find(({ key }) => key < limit);
    if (!run || !limit.startsWith(`${run.key}-`)) return run?.start ?? this.end;
    const days = await this.lines(this.lists, { term: `day=${run.key}-`, isBeginning: true });
    const below = days.filter(([term]) => term.slice(4) < limit).map(line => List.of(line).firsts[0]);
    return Math.min(run.end, ...below.filter(number => number >= run.start));
  }

  // The values of a key, those of most versions first, as many as are offered; `chosen` is among them.
  async choices(key, chosen) {
    const place = this.keys.indexOf(key), first = this.nChoices.slice(0, place).reduce((a, b) => a + b, 0);
    const found = [];
    for (let i = 0; i < this.nChoices[place] && (i < OPTIONS || (chosen && !found.some(({ id }) => id === chosen))); i++) {
      const lines = await this.parsed(`s${(first + i) >> 6}`, text => text.split("\n"));
      const [id, n, ...names] = lines[(first + i) & 63].split("\t");
      if (i < OPTIONS || id === chosen) found.push({ id, nVersions: Number(n), names: pairs(names) });
    }
    return found;
  }

  search(query, filters = {}, how = {}) {
    return new Search(this, query, filters, how);
  }

  // What a page shows first for a query: names, speeches of the day that it is, groups of passages, names of which it is only a beginning,
  // and how many labels hold it.
  async find(query, { kind, order, ...filters } = {}) {
    await this.open();
    const date = query && dateIn(query, this.interfaces);
    const days = date ? this.search("", { ...filters, ...date }) : null;
    const results = new Results(this, query, filters, order || (query ? "best" : "newest"));
    const [entities, groups, onDays = []] = await Promise.all([query ? this.entities(query, this.kind(kind)) : [], results.more(), days?.step()]);
    await results.labels.start();
    const whole = entities.filter(({ rank }) => rank <= WHOLE), isWordFound = groups.some(({ stage }) => stage < 2);
    const [top, more] = isWordFound ? [whole, entities.slice(whole.length)] : [entities, []];
    const all = await results.main.reckon(), labels = query ? await results.labels.reckon() : { n: 0 };
    const isEmpty = !entities.length && !groups.length && !onDays.length && !labels.n && results.isDone;
    return { query, results, groups, days, onDays, entities, top, more, all, labels, isEmpty };
  }

  // The place of a kind among all; undefined if there is none.
  kind(key) {
    const at = this.kinds.findIndex(kind => kind.key === key);
    return at < 0 ? undefined : at;
  }
}

function pairs(fields) {
  return Array.from({ length: fields.length / 2 }, (_, i) => ({ lang: fields[2 * i], text: fields[2 * i + 1] }));
}

// ---- Passages ----

// One query over texts, titles and labels. Each step finds more groups: a version with the numbers that may hold the query, and those hits
// of it that were looked at. Without a query it finds the titles of all that passes the filters.
class Search {
  // `fields`: what is searched; `isWhole`: no beginnings of words, `isOpen`: nothing but them; `order`: newest, oldest or best.
  constructor(reader, query, filters, { fields = [TEXT, TITLE, LABEL], isWhole = false, isOpen = false, order = "newest" }) {
    Object.assign(this, { reader, query, filters, fields, isWhole, isOpen, order });
    Object.assign(this, { groups: [], queue: [], streams: null, isDone: false, seen: new Set() });
  }

  get hits() {
    return this.groups.flatMap(group => group.hits);
  }

  async start() {
    const { reader } = this;
    await reader.prepare(this.query);
    this.passing = await reader.streams(this.filters);
    await this.ask(parts(this.query));
    // What was copied from a text may hold spaces that part nothing.
    if (this.parts.length > 1 && isDense(this.query)) this.whole = this.query.replace(/["“”„「」『』]/g, "");
  }

  async ask(texts) {
    const { reader } = this;
    this.parts = texts.map(part => reader.fold.text(part).folded).filter(Boolean).map(terms);
    Object.assign(this, { n: 0, to: reader.end, isDone: false, nLooked: 0, nFound: 0, hasMore: false, streams: [] });
    const asked = this.parts.flatMap(part => part.asked).flatMap(ask => this.inFields(ask));
    this.isCertain = this.parts.every(part => part.isCertain) && !this.isOpen;
    this.rest = this.parts.flatMap(part => part.rest).flatMap(ask => this.inFields(ask));
    this.isOfSpeeches = !this.query.trim() && this.passing.size > 0;
    if (this.isOfSpeeches) return;
    // A query that ends in no word has no beginnings of words.
    this.isDone = !asked.length || !reader.words.separators.length || (this.isOpen && !this.parts.some(part => part.isOpen));
    if (this.isDone) return;
    const width = ({ spans }) => Math.max(...spans.map(([first, end]) => end - first));
    const narrow = asked.filter(ask => width(ask) <= WIDE);
    this.isCertain &&= asked.length === (narrow.length || 1);
    // A beginning of many terms alone is read window by window.
    this.wide = narrow.length ? null : asked[0];
    if (this.wide) await this.nextWindow(); else await this.add(narrow);
  }

  // A term as it is asked for, and the shards that may hold it for each field.
  inFields({ term, isBeginning }) {
    const asks = this.fields.map(mark => ({ term: mark + term, isBeginning: isBeginning && !(this.isWhole && isLetter(term)) }));
    return { asks, spans: asks.map(ask => this.reader.span(this.reader.words, ask)) };
  }

  // Adds the lists of terms; the shortest are the first.
  async add(asked) {
    const found = await Promise.all(asked.map(ask => this.union(ask)));
    if (found.some(union => !union.lists.length)) this.isDone = true;
    this.streams = [...this.streams, ...found].sort((a, b) => a.count - b.count);
  }

  async union({ asks, spans }) {
    const { reader } = this;
    const lines = await Promise.all(asks.map((ask, i) => reader.lines(reader.words, ask, spans[i])));
    return new Union(lines.flat().map(line => List.of(line, reader.words)));
  }

  async nextWindow() {
    const { asks, spans } = this.wide;
    this.streams = [await this.union({ asks, spans: spans.map(([first, end]) => [first, Math.min(first + 2 * WIDE, end)]) })];
    this.wide.spans = spans.map(([first, end]) => [Math.min(first + 2 * WIDE, end), end]);
    this.hasMore = this.wide.spans.some(([first, end]) => first < end);
    Object.assign(this, { n: 0, to: this.reader.end });
  }

  // Looks for some more groups, but no further than the budget of bytes goes; gives the new ones. Of each it looks at `most` hits at least
  // one, and at more only if their text is there already.
  async step(wanted = PAGE, budget = STEP, most = SHOWN) {
    const start = bytes, had = this.groups.length;
    const isSpent = () => bytes - start > budget;
    if (!this.streams) await this.start();
    while (this.groups.length - had < wanted && !isSpent()) {
      if (!this.queue.length && !await this.refill(isSpent)) break;
      // A few at a time: one of them may be all that is needed.
      const some = this.queue.splice(0, Math.min(4, wanted - this.groups.length + had));
      await Promise.all(some.map(group => this.look(group, most, isSpent)));
      this.groups.push(...some.filter(group => group.hits.length));
      this.queue.unshift(...some.filter(group => !group.hits.length && group.at < group.numbers.length));
      if (this.rest.length && this.nLooked >= 4 && this.nFound * 2 < this.nLooked) await this.add(this.rest.splice(0));
    }
    return this.groups.slice(had);
  }

  // Puts the next groups into the queue; false if there are none.
  async refill(isSpent) {
    while (!this.queue.length && !isSpent()) {
      if (!this.isDone) this.queue = await this.ahead(isSpent);
      if (this.queue.length) break;
      if (this.isDone && this.hasMore) {
        await this.nextWindow();
        this.isDone = false;
      } else if (this.isDone && this.whole && !this.groups.length) {
        const { whole } = this;
        this.whole = null;
        await this.ask([whole]);
      } else if (this.isDone) break;
    }
    return this.queue.length > 0;
  }

  // The next groups in the order that is wanted.
  async ahead(isSpent) {
    if (this.order === "oldest") return this.before();
    const isBest = this.order === "best" && !this.isOfSpeeches;
    const { found, at } = await this.collect(this.n, this.to, isBest ? { most: 4000, isLazy: true, isSpent } : { most: 1, isSpent });
    this.n = at;
    this.isDone = at >= this.to;
    if (!found.length) return [];
    // The last version whole.
    const { end } = await this.reader.version(found.at(-1));
    const rest = await this.collect(at, end);
    this.n = Math.max(at, rest.at);
    const groups = await this.grouped([...found, ...rest.found]);
    return isBest ? this.ranked(groups) : groups;
  }

  // What lies before the oldest that is known: the last part of the numbers, then the one before it, each twice as long.
  async before() {
    this.reach = this.reach ? 2 * this.reach : Math.ceil(this.reader.end / 64);
    const { start } = await this.reader.version(Math.max(this.to - this.reach, 0));
    const { found } = await this.collect(start, this.to);
    this.to = start;
    this.isDone = start === 0;
    return (await this.grouped(found)).reverse();
  }

  // The numbers from `n` to `to` that every list holds, and how far that is; a lazy one loads no piece once it has some.
  async collect(n, to, { most = Infinity, isLazy = false, isSpent = () => false } = {}) {
    const { reader } = this, found = [], streams = [...this.streams, ...this.passing.values()];
    while (n < to && found.length < most) {
      const next = meet(streams, n);
      if (typeof next !== "number") {
        if (isSpent() || (isLazy && found.length)) return { found, at: n };
        await reader.piece(next);
      } else if (next >= to) {
        n = to;
      } else if (this.isOfSpeeches) {
        const { start, end } = await reader.version(next);
        found.push(start);
        n = end;
      } else {
        found.push(next);
        n = next + 1;
      }
    }
    return { found, at: n };
  }

  async grouped(numbers) {
    const groups = [];
    for (const number of numbers) {
      if (this.seen.has(number)) continue;
      this.seen.add(number);
      if (!(number < groups.at(-1)?.end)) groups.push({ ...await this.reader.version(number), numbers: [], hits: [], at: 0 });
      groups.at(-1).numbers.push(number);
    }
    return groups;
  }

  // The best first: what holds the query often for its length, as BM25 weighs it; of equals the newer.
  async ranked(groups) {
    const mean = this.reader.end / (await this.reader.made.get(VERSIONS)).count;
    const score = ({ numbers, start, end }) => numbers.length / (numbers.length + 1.2 * (0.25 + 0.75 * (end - start) / mean));
    return groups.map(group => ({ ...group, score: score(group) })).sort((a, b) => b.score - a.score || a.start - b.start);
  }

  // Looks at the texts of a group until it has so many hits.
  async look(group, most, isSpent = () => false) {
    const { reader } = this;
    while (group.at < group.numbers.length && group.hits.length < most) {
      const number = group.numbers[group.at];
      if (most <= SHOWN && group.hits.length && !await reader.isThere(number)) return;
      const paragraph = await reader.paragraph(number);
      group.at++;
      this.nLooked++;
      const marks = this.marks(paragraph.text);
      if (marks) {
        this.nFound++;
        group.hits.push({ number, ...paragraph, marks });
      } else if (isSpent()) return;
    }
  }

  // Where the parts stand in a text, half-open and apart; null unless all do.
  marks(text) {
    const { folded, starts, ends } = this.reader.fold.text(text);
    const all = [];
    for (const part of this.parts) {
      const found = places(folded, part, this.isWhole);
      if (!found.length) return null;
      all.push(...found.map(at => [starts[at], ends[at + part.folded.length - 1]]));
    }
    // Where each part is a whole word, another search has it.
    if (this.isOpen && this.parts.every(part => places(folded, part, true).length)) return null;
    all.sort((a, b) => a[0] - b[0]);
    const apart = [];
    for (const mark of all) {
      const last = apart.at(-1);
      if (last && mark[0] <= last[1]) last[1] = Math.max(last[1], mark[1]); else apart.push([...mark]);
    }
    return apart;
  }

  // How many hits a group has: all of it if it was looked at, else about as many as it has numbers.
  size(group) {
    const isLooked = group.at === group.numbers.length;
    return { n: isLooked ? group.hits.length : group.numbers.length, is: isLooked || this.isCertain ? "exact" : "about" };
  }

  // How many hits there are, in all and by year: exactly, about, or at least. Where a list is not all there, as many as the shortest of them
  // lets expect. The filter with the key `except` is left out.
  async reckon() {
    const { reader } = this, { end } = reader, years = new Map();
    const add = (year, n) => { if (n > 0 && year) years.set(year, (years.get(year) ?? 0) + n); };
    const hits = this.hits;
    if (this.isDone && !this.queue.length && this.groups.every(group => group.at === group.numbers.length) && !this.hasMore) {
      for (const { number } of hits) add(reader.yearOf(number), 1);
      return { n: hits.length, is: "exact", years };
    }
    const { found, at } = await this.collect(0, end, { isSpent: () => true });
    for (const number of found) add(reader.yearOf(number), 1);
    let { length: n } = found;
    const [shortest] = this.streams;
    if (at < end && shortest) {
      const share = n / shortest.below(at, end) || 0;
      for (const { year, start, end: last } of reader.years) {
        const expected = last > at ? Math.round(share * (shortest.below(last, end) - shortest.below(Math.max(start, at), end))) : 0;
        add(year, expected);
        n += expected;
      }
    }
    if (this.hasMore || n < hits.length) return { n: hits.length, is: "least", years };
    return { n, is: at >= end && (this.isCertain || this.isOfSpeeches) ? "exact" : "about", years };
  }

  // How many hits each value of a key has, by id, as the other filters leave them; null where the lists are not all there.
  async counts(key, ids) {
    const { reader } = this, counts = new Map(), kept = [...this.passing].filter(([of]) => of !== key).map(([, stream]) => stream);
    if (this.hasMore || reader.lists.separators.length > 8) return null;
    for (const id of ids) {
      const streams = [...this.streams, ...kept, await reader.stream(`${key}=${id}`)];
      let n = 0, count = 0;
      for (; ; n++, count++) {
        n = meet(streams, n);
        if (typeof n !== "number") return null;
        if (n === Infinity) break;
        if (this.isOfSpeeches) n = (await reader.version(n)).end - 1;
      }
      counts.set(id, count);
    }
    return counts;
  }
}

// All that is found for a query, in the order in which it is shown: what has it in its title, then texts, then words that only begin with
// it; in the order of dates titles and texts are one. What the labels of turns hold is apart.
class Results {
  constructor(reader, query, filters, order) {
    Object.assign(this, { reader, query, filters, order, shown: new Map() });
    const of = (fields, how) => reader.search(query, filters, { fields, order, ...how });
    this.titles = of([TITLE], { isWhole: true });
    this.texts = of(order === "best" && query.trim() ? [TEXT] : [TITLE, TEXT], { isWhole: true });
    this.open = of([TITLE, TEXT], { isOpen: true });
    this.labels = of([LABEL], {});
    this.stages = order === "best" && query.trim() ? [this.titles, this.texts, this.open] : [this.texts, this.open];
  }

  // The search that says how many there are.
  get main() {
    return this.texts.groups.length || !this.open.groups.length ? this.texts : this.open;
  }

  get isDone() {
    return !this.stages.length;
  }

  // The next groups, each with the search that found it.
  async more() {
    const found = [], start = bytes, all = [this.titles, this.texts, this.open];
    while (this.stages.length && found.length < PAGE && bytes - start < STEP) {
      const [search] = this.stages;
      for (const group of await search.step(PAGE - found.length, STEP - (bytes - start))) {
        const known = this.shown.get(group.start);
        if (known && search === this.texts) continue;
        this.shown.set(group.start, group);
        Object.assign(group, { search, stage: all.indexOf(search) });
        if (search === this.titles) await this.fill(group);
        found.push(group);
      }
      if (search.isDone && !search.queue.length && !search.hasMore) this.stages.shift();
    }
    return this.order === "best" ? this.phrasesFirst(found) : found;
  }

  // Adds to a title what its text holds.
  async fill(group) {
    const { texts } = this;
    if (!texts.streams) await texts.start();
    if (texts.isDone) return;
    group.numbers.push(...(await texts.collect(group.start, group.end)).found);
    group.search = texts;
    await texts.look(group, SHOWN);
  }

  // Words in the order of the query, side by side, before the same words apart.
  phrasesFirst(groups) {
    const phrase = this.reader.fold.text(this.query).folded;
    const rank = ({ stage, hits }) => 2 * stage - hits.some(({ text }) => this.reader.fold.text(text).folded.includes(phrase));
    return parts(this.query).length > 1 ? groups.sort((a, b) => rank(a) - rank(b)) : groups;
  }

  // The query with words in place of those that are nowhere, each the nearest that the texts have; null if there is none.
  async corrected() {
    const { reader } = this, words = [];
    for (const part of parts(this.query)) words.push(await reader.nearWord(part) ?? part);
    const corrected = words.join(" ");
    return corrected === parts(this.query).join(" ") ? null : corrected;
  }
}

// ---- Entities ----

// Name, inside a name, pinyin, inside pinyin, initials.
const CLASSES = 5;
// Shards of names that one key may load.
const KEY_SHARDS = 3;
// The worst rank of what was typed as a whole.
const WHOLE = 3;

// A name as it is looked up: letters in words with one space between, full stops and apostrophes left out.
function nameKey(folded) {
  let key = "", last = "", isApart = false;
  for (const c of folded) {
    if (!isDense(c) && !isLetter(c)) {
      isApart ||= c !== "." && c !== "'";
      continue;
    }
    if (isApart && last && !isDense(last) && !isDense(c)) key += " ";
    key += c;
    last = c;
    isApart = false;
  }
  return [...key].slice(0, LONGEST_KEY).join("");
}

// A name as it may be typed: as it is, without spaces as pinyin is, and without the numbers of tones.
function typedKeys(key) {
  const joined = key.replaceAll(" ", "");
  return new Set([key, joined, /^([a-z]+[1-5])+[a-z]*$/.test(joined) ? joined.replace(/[1-5]/g, "") : joined].filter(Boolean));
}

// The name, whole words of it, its pinyin; then beginnings of words and initials.
function rank(found, asked, keyClass) {
  const isExact = found === asked, isWhole = isExact || isDense(lastCharacter(asked, asked.length)) || !isLetter(characterAt(found, asked.length));
  if (keyClass === 0) return isExact ? 0 : isWhole ? 1 : 4;
  if (keyClass === 1) return isWhole ? 2 : 5;
  if (keyClass === 2) return isExact ? 3 : 5;
  return isExact && keyClass === 4 ? 4 : keyClass + 3;
}

Object.assign(Reader.prototype, {
  // Entities that a query names, best first: {entity, rank}. `kind` is a place in the reader's list of kinds.
  async entities(query, kind) {
    await this.prepare(query);
    if (!this.names.separators.length) return [];
    const key = nameKey(this.fold.text(query).folded);
    const whole = await this.ranked(typedKeys(key), kind, 7);
    if (whole.length) return whole;
    const each = parts(query).map(part => nameKey(this.fold.text(part).folded)).filter(part => [...part].length > 1);
    return each.length > 1 ? this.ranked(each, kind, 1) : [];
  },

  async ranked(keys, kind, worst) {
    const best = new Map();
    for (const asked of keys) {
      for (const { entity, found, keyClass } of await this.named(asked, kind)) {
        const now = rank(found, asked, keyClass);
        if (now <= worst && now < (best.get(entity) ?? Infinity)) best.set(entity, now);
      }
    }
    return [...best].map(([entity, rank]) => ({ entity, rank })).sort((a, b) => a.rank - b.rank || a.entity - b.entity);
  },

  async named(key, kind) {
    const ask = { term: key, isBeginning: true };
    const [first, end] = this.span(this.names, ask);
    const lines = await this.lines(this.names, ask, [first, Math.min(end, first + KEY_SHARDS)]);
    return lines.flatMap(line => this.meant(line, kind));
  },

  meant(line, kind) {
    const all = [];
    for (const number of List.of(line).ids[0]) {
      const both = Math.floor(number / CLASSES), kindOf = both % this.kinds.length;
      if (kind === undefined || kind === kindOf) all.push({ entity: Math.floor(both / this.kinds.length), found: line[0], keyClass: number % CLASSES });
    }
    return all;
  },

  // Entities whose names are a slip of the hand away from a query, nearest first.
  async nearest(query, kind) {
    await this.prepare(query);
    const [key] = typedKeys(nameKey(this.fold.text(query).folded));
    if (!key || !this.names.separators.length) return [];
    const near = await this.near(this.names, key, Math.max(1, Math.floor(key.length / 4)));
    const meant = near.flatMap(({ line }) => this.meant(line, kind)).filter(({ keyClass }) => keyClass < 3);
    return [...new Set(meant.map(({ entity }) => entity))].slice(0, 3).map(entity => ({ entity }));
  },

  // The word of the texts that is nearest to one that none begins with, of equals the one in most texts; null if there is none.
  async nearWord(word) {
    await this.prepare(word);
    const { folded } = this.fold.text(word), isPlain = text => [...text].every(c => isLetter(c) && !/\p{N}/u.test(c));
    if (folded.length < 4 || !isPlain(folded) || (await this.lines(this.words, { term: folded, isBeginning: true })).length) return null;
    const near = (await this.near(this.words, folded, folded.length < 6 ? 1 : 2)).filter(({ line }) => isPlain(line[0]));
    const count = ({ line }) => List.of(line).count;
    return near.sort((a, b) => a.far - b.far || count(b) - count(a))[0]?.line[0];
  },

  // The lines of terms that differ from one in at most so many letters.
  async near(dictionary, term, limit) {
    const lines = await this.neighbours(dictionary, term);
    const all = lines.map(line => ({ line, far: distance(term, line[0], limit) }));
    return all.filter(({ line, far }) => far <= limit && line[0].length > 1).sort((a, b) => a.far - b.far);
  },

  // The lines of the shard where a term would be, and of those where it would be with a letter less or two letters swapped: three at most.
  async neighbours(dictionary, term) {
    const votes = new Map(), place = term => this.span(dictionary, { term })[0];
    for (let i = 0; i < term.length; i++) {
      const [before, letter, after] = [term.slice(0, i), term[i], term.slice(i + 1)];
      for (const slip of [before + after, before + after.slice(0, 1) + letter + after.slice(1)]) votes.set(place(slip), (votes.get(place(slip)) ?? 0) + 1);
    }
    votes.set(place(term), Infinity);
    const shards = [...votes].sort((a, b) => b[1] - a[1]).slice(0, 3).map(([shard]) => this.shard(dictionary, shard));
    return (await Promise.all(shards)).flat();
  },

  async record(entity) {
    const { index, start } = await this.within(RECORDS, entity);
    const lines = await this.parsed(`e${index}`, text => text.split("\n"));
    const fields = lines[entity - start].split("\t"), n = this.interfaces.length;
    const names = pairs(fields.slice(2 + 2 * n));
    return {
      id: fields[0], kind: this.kinds[fields[1]],
      mentions: fields.slice(2, 2 + n).map(Number),
      descriptions: fields.slice(2 + n, 2 + 2 * n),
      names: names.filter(({ lang }) => lang !== "-"),
      aliases: names.filter(({ lang }) => lang === "-").map(({ text }) => text),
    };
  },
});

// Letters to change, add, drop or swap between two texts (optimal string alignment).
function distance(a, b, limit) {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before = [], last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}

// A stretch of a text around its first mark, about 160 letters or 60 Han characters, in pieces.
const REACH = 160, DENSE_WEIGHT = 2.6;

function snippet(text, marks) {
  const weight = c => (isDense(c) ? DENSE_WEIGHT : 1);
  let [start, end] = marks[0] ?? [0, 0];
  let room = REACH - [...text.slice(start, end)].reduce((sum, c) => sum + weight(c), 0);
  // Two fifths before the mark, the rest after, and what is left over before again.
  const back = share => {
    while (start > 0 && share > 0) {
      const c = lastCharacter(text, start);
      start -= c.length;
      share -= weight(c);
      room -= weight(c);
    }
  };
  back(room * 0.4);
  for (const c of text.slice(end)) { if (room <= 0) break; end += c.length; room -= weight(c); }
  back(room);
  // Not in the middle of a word.
  const isInside = at => at > 0 && at < text.length && isLetter(lastCharacter(text, at)) && isLetter(characterAt(text, at));
  const [first] = marks[0] ?? [start];
  for (let i = 0; i < 24 && start < first && isInside(start); i++) start++;
  for (let i = 0; i < 24 && end > (marks[0]?.[1] ?? 0) && isInside(end); i++) end--;
  const pieces = [];
  const push = (from, to, isMark) => { if (to > from) pieces.push({ text: text.slice(from, to), isMark }); };
  if (start > 0) pieces.push({ text: "…" });
  let at = start;
  for (const [from, to] of marks) {
    if (from >= end) break;
    push(at, from, false);
    push(from, Math.min(to, end), true);
    at = Math.min(to, end);
  }
  push(at, end, false);
  if (end < text.length) pieces.push({ text: "…" });
  return pieces;
}

// An anchor as readers see it: 12.3 of t12p3, and nothing of that of a whole page.
const shownNumber = anchor => anchor.replace(/^(main|[tp])/, "").replace("p", ".");

// The part of an address that has the browser mark the words on the page (URL fragment text directives, WICG): with what is beside them,
// for they may stand elsewhere too. Where it does not find them, the anchor before it holds.
function directive(text, marks) {
  const code = part => encodeURIComponent(part.trim()).replaceAll("-", "%2D");
  const texts = marks.slice(0, 3).map(([start, end]) => {
    // From the beginning of a word on, to the end of one.
    const before = text.slice(Math.max(start - 24, 0), start).replace(start > 24 ? /^[^\s\p{P}]*[\s\p{P}]+/u : "", "");
    const after = text.slice(end, end + 24).replace(text.length > end + 24 ? /[\s\p{P}]+[^\s\p{P}]*$/u : "", "");
    return `text=${before.trim() && `${code(before)}-,`}${code(text.slice(start, end))}${after.trim() && `,-${code(after)}`}`;
  });
  return texts.length ? `:~:${texts.join("&")}` : "";
}

oratorySearch.reader = load => new Reader(load);
oratorySearch.snippet = snippet;
oratorySearch.dateIn = dateIn;
globalThis.oratorySearch = oratorySearch;

// ---- The page ----

// A test that asks the index alone.
if (!globalThis.document) return;

// Milliseconds after the last key.
const DELAY = 120;
const ENTITIES = 3, MOST_ENTITIES = 24;
// Pixels of a column of a chart, which two years as text fill.
const COLUMN = 56;

// Pages that let no script choose what is loaded want to know who does.
const policy = globalThis.trustedTypes?.createPolicy("oratory-search", { createScriptURL: url => url });

// By the path to the root: the page's form and the dialog's share one.
const readers = new Map();

function readerAt(root) {
  if (!readers.has(root)) {
    readers.set(root, new Reader((name, stamp) => new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const url = new URL(`${root}search/${name}.js${stamp ? `?${stamp}` : ""}`, document.baseURI).href;
      script.onload = () => { script.remove(); resolve(); };
      script.onerror = () => { script.remove(); reject(new Error(url)); };
      script.src = policy ? policy.createScriptURL(url) : url;
      document.head.append(script);
    })));
  }
  return readers.get(root);
}

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === "") continue;
    if (key in made) made[key] = value; else made.setAttribute(key, value);
  }
  made.append(...children.flat(3).filter(Boolean));
  return made;
}

function drawn(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Years with how many hits each has, as stretches of years, so few that they have room.
function stretches(years, width) {
  const known = [...years.keys()], first = Math.min(...known), last = Math.max(...known);
  const size = [1, 2, 5, 10, 20, 50, 100, 1000].find(size => Math.floor(last / size) - Math.floor(first / size) < Math.max(width / COLUMN - 1, 4));
  const bars = [];
  for (let from = Math.floor(first / size) * size; from <= last; from += size) {
    let n = 0;
    for (let year = from; year < from + size; year++) n += years.get(year) ?? 0;
    bars.push({ label: size === 1 ? `${from}` : `${from}–${two((from + size - 1) % 100)}`, n });
  }
  return bars;
}

// A form, the list below it, and what was asked last.
class Desk {
  constructor(form, { words, kinds, types }) {
    const { root, home, lang } = form.dataset;
    Object.assign(this, { form, root, home, lang, words, kinds, types });
    this.input = form.elements.q;
    // State in the address, filters; the dialog has neither.
    this.isPage = "page" in form.dataset;
    this.browse = this.isPage && document.querySelector(".ways");
    this.reader = readerAt(root);
    this.plural = new Intl.PluralRules(lang);
    this.asked = 0;
    this.build();
    this.listen();
    if (this.isPage) this.restore(); else if (this.input.value.trim()) this.run();
  }

  word(key, values = {}) {
    return (this.words[key] ?? key).replace(/{(\w+)}/g, (_, name) => values[name]);
  }

  count(key, n) {
    const forms = this.words[key] ?? { other: `{n} ${key}` };
    return (forms[this.plural.select(n)] ?? forms.other ?? forms).replace("{n}", n.toLocaleString(this.lang));
  }

  build() {
    // The page of the search has one from the start, so that nothing moves when the script is there.
    const next = this.form.nextElementSibling;
    this.status = next?.matches(".search-status") ? next : element("p", { className: "search-status", role: "status" });
    this.results = element("div", { className: "search-results" });
    if (!this.isPage) this.form.after(this.status);
    // None in the dialog, and where a theme has none.
    this.facets = this.isPage && document.querySelector(".search-facets");
    this.fields = this.facets ? [...this.facets.querySelectorAll("select, input")] : [];
    this.state = {};
    (this.facets || this.status).after(this.results);
    for (const field of this.fields) field.addEventListener("change", () => { this.state[field.name] = field.value; this.run(); });
  }

  listen() {
    const { input, form, results } = this;
    let timer = 0;
    const soon = event => {
      // While a Chinese word is being typed, its letters are no query.
      if (event.isComposing) return;
      clearTimeout(timer);
      timer = setTimeout(() => this.run(), DELAY);
    };
    input.addEventListener("input", soon);
    input.addEventListener("compositionend", soon);
    // What every query needs is there before the first is typed.
    input.addEventListener("focus", () => this.reader.prepare(/^(zh|ja|yue)/.test(this.lang) ? "中" : "").catch(() => {}), { once: true });
    form.addEventListener("submit", event => {
      // In the dialog Enter goes to the page of the search, as it does without a script.
      if (!this.isPage) return;
      event.preventDefault();
      clearTimeout(timer);
      this.run();
    });
    input.addEventListener("keydown", event => { if (event.key === "ArrowDown" && !event.isComposing) this.move(event, 0); });
    results.addEventListener("keydown", event => this.walk(event));
  }

  // Arrow keys among the links; what they do elsewhere stays.
  walk(event) {
    const links = this.links(), at = links.indexOf(document.activeElement), last = links.length - 1;
    const to = { ArrowDown: Math.min(at + 1, last), ArrowUp: at - 1, Home: 0, End: last, Escape: this.isPage ? -1 : undefined }[event.key];
    if (at >= 0 && to !== undefined) this.move(event, to);
  }

  links() {
    return [...this.results.querySelectorAll("a, button, summary")];
  }

  move(event, to) {
    const target = to < 0 ? this.input : this.links()[to];
    if (!target) return;
    event.preventDefault();
    target.focus();
  }

  restore() {
    const asked = new URLSearchParams(location.search);
    this.input.value ||= asked.get("q") ?? "";
    for (const { name } of this.fields) this.state[name] = asked.get(name) ?? "";
    // On a phone they would fill the screen.
    if (this.facets) this.facets.open = matchMedia("(min-width: 48rem)").matches || Object.values(this.state).some(Boolean);
    this.run();
  }

  // Puts into the address what is asked for.
  keep(query) {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries({ q: query, ...this.state })) {
      if (value) url.searchParams.set(name, value); else url.searchParams.delete(name);
    }
    try { if (url.href !== location.href) history.replaceState(null, "", url); } catch { /* pages from a disk may not */ }
  }

  clear() {
    this.status.textContent = "";
    this.results.replaceChildren();
    if (this.facets) this.facets.hidden = true;
    if (this.browse) this.browse.hidden = false;
  }

  async run() {
    const asked = ++this.asked, query = this.input.value.trim(), { order, kind, ...chosen } = this.state;
    if (this.isPage) this.keep(query);
    if (!query && !Object.values(chosen).some(Boolean)) return this.clear();
    if (this.browse) this.browse.hidden = true;
    this.form.setAttribute("aria-busy", "true");
    try {
      await this.look(query, () => asked === this.asked);
    } catch {
      if (asked === this.asked) { this.clear(); this.status.textContent = this.word("failed"); }
    }
    if (asked === this.asked) this.form.removeAttribute("aria-busy");
  }

  // Everything is there before any of it is shown, so that nothing moves.
  async look(query, isCurrent) {
    const { reader } = this;
    let found = await reader.find(query, this.state), near = [];
    if (query && found.isEmpty && isCurrent()) {
      near = await reader.nearest(query, reader.kind(this.state.kind));
      const corrected = await found.results.corrected();
      if (corrected && isCurrent()) found = { ...await reader.find(corrected, this.state), corrected };
      near = near.filter(({ entity }) => !found.top.some(other => other.entity === entity));
    }
    const offers = this.facets && isCurrent() ? await this.offers(found) : null;
    const names = [["did_you_mean", near], ["entities_heading", found.top], ["more_names", found.more]];
    const [first, top, more] = await Promise.all(names.map(async ([heading, all]) => ({ heading, all, records: await this.records(all) })));
    if (!isCurrent()) return;
    this.found = found;
    this.show([first, top], more);
    this.say(query);
    if (offers) this.fill(offers);
  }

  records(found, from = 0, to = ENTITIES) {
    return Promise.all(found.slice(from, to).map(({ entity }) => this.reader.record(entity)));
  }

  section(heading, ...content) {
    return element("section", {}, element("h2", {}, this.word(heading, { date: this.found.query })), content);
  }

  button(word, act) {
    const button = element("button", { type: "button", className: "search-more" }, this.word(word));
    button.addEventListener("click", () => act(button));
    return button;
  }

  show(before, after) {
    const { query, all, onDays, days, groups, results, labels } = this.found, sections = [];
    if (this.isPage && all.years.size) sections.push(this.chart(all.years));
    sections.push(...before.map(names => this.names(names)));
    if (onDays.length) sections.push(this.section("speeches_of", this.groupList(onDays, days)));
    if (groups.length || !results.isDone) {
      this.list = this.groupList(groups);
      this.last = element("div");
      sections.push(this.section(query ? "passages_heading" : "speeches_heading", this.list, this.last));
      this.offerMore();
    }
    sections.push(this.names(after));
    if (labels.n) sections.push(this.labels(results, labels, !sections.some(Boolean)));
    this.results.replaceChildren(...sections);
  }

  names({ heading, all, records }) {
    if (!records.length) return "";
    const list = element("ul", { className: "hits" }, records.map(record => this.entity(record)));
    const more = async button => {
      const rest = (await this.records(all, ENTITIES, MOST_ENTITIES)).map(record => this.entity(record));
      list.append(...rest);
      button.remove();
      rest[0].querySelector("a").focus();
    };
    return this.section(heading, list, all.length > records.length ? this.button("more_entities", more) : "");
  }

  say(query) {
    const { corrected, entities, all, labels, onDays, results } = this.found, parts = [];
    const key = this.found.query ? "passages" : "speeches", n = this.count(key, all.n);
    if (all.n) parts.push(all.is === "exact" ? n : this.word(all.is === "about" ? "about" : "at_least", { passages: n }));
    if (entities.length) parts.push(this.count("entries", entities.length));
    if (onDays.length) parts.push(this.count("speeches", onDays.length));
    if (labels.n) parts.push(this.count("labels", labels.n));
    const told = parts.join(this.word("separator")) || this.word(results.isDone ? "nothing" : "nothing_yet", { q: query });
    this.status.textContent = corrected ? this.word("instead", { q: query, word: corrected, told }) : told;
  }

  // How many hits there are by year, as columns with their values.
  chart(years) {
    const bars = stretches(years, this.results.clientWidth), most = Math.max(...bars.map(({ n }) => n)), W = COLUMN, H = 40;
    const text = (x, y, words, name) => drawn("text", { x, y, class: name }, words);
    return drawn("svg", { class: "chart by-year", role: "img", width: bars.length * W, height: H + 32, viewBox: `0 0 ${bars.length * W} ${H + 32}`,
      "aria-label": `${this.word("by_year")}: ${bars.map(({ label, n }) => `${label}: ${n.toLocaleString(this.lang)}`).join("; ")}` },
      ...bars.flatMap(({ label, n }, i) => {
        const height = n && Math.max(2, Math.round((n / most) * H)), x = i * W;
        return [drawn("rect", { class: "bar", x: x + 8, y: H + 14 - height, width: W - 16, height }),
          text(x + W / 2, H + 10 - height, n ? n.toLocaleString(this.lang) : "", "value"), text(x + W / 2, H + 28, label, "tick")];
      }));
  }

  // The labels of turns, which are many and say little, folded unless there is nothing else.
  labels(results, { n }, open) {
    const box = element("details", { open }, element("summary", {}, this.count("labels", n)));
    box.addEventListener("toggle", async () => box.append(this.groupList(await results.labels.step(), results.labels)), { once: true });
    return box;
  }

  offerMore() {
    this.last.replaceChildren();
    const { results } = this.found;
    if (results.isDone) return;
    this.last.append(this.button(results.stages[0].isOpen ? "beginnings" : "more", button => this.goOn(button)));
  }

  async goOn(button) {
    const { found } = this;
    button.setAttribute("aria-disabled", "true");
    const groups = await found.results.more().catch(() => []);
    if (found !== this.found) return;
    const first = groups.map(group => this.group(group));
    this.list.append(...first);
    found.groups.push(...groups);
    this.offerMore();
    found.all = await found.results.main.reckon();
    this.say(this.input.value.trim());
    (first[0]?.querySelector("a") ?? this.links().at(-1))?.focus();
  }

  inLanguage(lang) {
    return lang && lang !== this.lang ? { lang } : {};
  }

  own(names) {
    const primary = tag => tag.split("-")[0];
    return names.find(({ lang }) => lang === this.lang) ?? names.find(({ lang }) => primary(lang) === primary(this.lang)) ?? names[0];
  }

  entity(record) {
    const name = this.own(record.names);
    // Each spelling once; more than two would be little else.
    const others = [...new Map(record.names.map(other => [other.text, other])).values()].filter(({ lang, text }) => lang && text !== name.text);
    const rest = [...others.splice(2).map(({ text }) => text), ...record.aliases];
    const at = Math.max(this.reader.interfaces.indexOf(this.lang), 0);
    const description = record.descriptions[at] || record.descriptions[0], n = record.mentions[at];
    const href = `${this.home}${record.kind.key}/${encodeURIComponent(record.id)}.html`;
    const [one] = this.kinds[record.kind.key];
    return element("li", { className: `hit k-${record.kind.singular}` },
      element("p", { className: "hit-head" },
        element("a", { className: `ref k-${record.kind.singular}`, href, ...this.inLanguage(name.lang) }, name.text),
        others.map(({ lang, text }) => [" ", element("span", { className: "alt", lang }, text)]),
        " ", element("span", { className: `kind k-${record.kind.singular}` }, one)),
      element("p", { className: "hit-meta" }, [this.alias(rest, name, others, this.found.query), n ? this.count("mentions", n) : "", description].filter(Boolean).join(" · ")));
  }

  // The name that a query meant, if it is none of those shown.
  alias(rest, name, others, query) {
    const key = text => nameKey(this.reader.fold.text(text).folded), asked = key(query);
    const begins = text => ` ${key(text)}`.includes(` ${asked}`) || (isDense(asked) && key(text).includes(asked));
    return [name, ...others].some(({ text }) => begins(text)) ? "" : rest.find(begins) ?? "";
  }

  groupList(groups, search) {
    return element("ol", { className: "hits" }, groups.map(group => this.group(search ? Object.assign(group, { search }) : group)));
  }

  // A speech: its title leads to the first of the passages below it.
  group(group) {
    const { hits, search } = group, { version } = hits[0], lang = this.inLanguage(version.lang);
    const title = hits.find(({ anchor }) => !anchor), passages = hits.filter(({ anchor }) => anchor), { n, is } = search.size(group);
    const inAll = n - (title ? 1 : 0), told = this.count("passages", inAll);
    const item = element("li", { className: "hit" },
      element("p", { className: "hit-head" }, element("a", { href: title ? this.root + version.address : this.address(hits[0]), ...lang }, title ? this.pieces(title) : version.title)),
      element("p", { className: "hit-meta" }, [this.date(version.date), inAll > 0 && (is === "exact" ? told : this.word("about", { passages: told }))].filter(Boolean).join(" · ")),
      passages.length ? element("ol", {}, passages.map(hit => this.passage(hit, lang))) : null);
    if (inAll > passages.length) {
      item.append(this.button("all_here", async () => {
        await search.look(group, Infinity);
        const whole = this.group(group);
        item.replaceWith(whole);
        whole.querySelectorAll(".hit-number")[passages.length]?.focus();
      }));
    }
    return item;
  }

  address({ version, anchor, text, marks }) {
    return `${this.root}${version.address}${anchor && `#${encodeURIComponent(anchor)}${directive(text, marks)}`}`;
  }

  passage(hit, lang) {
    return element("li", { className: "hit-text" },
      element("a", { className: "hit-number", href: this.address(hit) }, `¶${shownNumber(hit.anchor)}`), " ",
      hit.label ? [element("span", { className: "hit-label", ...lang }, hit.label), " "] : null,
      element("span", lang, this.pieces(hit)));
  }

  pieces({ text, marks }) {
    return snippet(text, marks).map(({ text, isMark }) => (isMark ? element("mark", {}, text) : text));
  }

  // Dates as EDTF has them, as readers of the page write them: 1962~ is about then, 1962? is not sure.
  date(edtf) {
    return edtf.replace("/", " – ").replace("..", "").replace(/(\d[\d-]*)([~?%]?)/g, (_, iso, doubt) => {
      const [, month, day] = iso.split("-"), shown = { year: "numeric", month: month && "long", day: day && "numeric", timeZone: "UTC" };
      return new Date(iso).toLocaleDateString(this.lang === "en" ? "en-GB" : this.lang, shown) + doubt.replace("%", "?~");
    });
  }

  // The values of each select: with counts where all hits are known.
  async offers({ results, all }) {
    const { reader, state } = this;
    const languageName = tag => new Intl.DisplayNames([tag], { type: "language" }).of(tag);
    const label = { lang: ({ id }) => languageName(id), type: ({ id }) => this.types[id] };
    const isKnown = all.is === "exact" && !state.year;
    const offers = { year: reader.years.filter(({ year }) => year).map(({ year }) => ({ value: `${year}`, label: year, n: isKnown ? all.years.get(year) ?? 0 : undefined })) };
    for (const key of reader.keys) {
      const choices = await reader.choices(key, state[key]);
      const counts = await results.main.counts(key, choices.map(({ id }) => id));
      offers[key] = choices.map(choice => ({ value: choice.id, label: label[key]?.(choice) ?? this.own(choice.names).text, n: counts?.get(choice.id) }));
    }
    return offers;
  }

  fill(offers) {
    for (const field of this.fields) {
      const { name } = field, chosen = this.state[name] ?? "", values = offers[name];
      if (values) {
        const shown = values.filter(({ n, value }) => n !== 0 || value === chosen);
        const option = ({ value, label, n }) => element("option", { value }, n ? `${label} (${n.toLocaleString(this.lang)})` : label);
        // The first lets everything through.
        field.replaceChildren(field.options[0], ...shown.map(option));
        field.parentElement.hidden = !chosen && values.length < 2;
      }
      field.value = chosen;
    }
    this.facets.hidden = false;
  }
}

// What is said to readers comes in a file of its own: pages that nobody searches from do not carry it.
async function attach(form) {
  const text = await readerAt(form.dataset.root).file(`words.${form.dataset.lang}`);
  return new Desk(form, JSON.parse(text));
}

oratorySearch.attach = form => (form.oratorySearch ??= attach(form));
document.querySelectorAll("form[data-search]").forEach(oratorySearch.attach);
})();
