// The search: asks the index that the program wrote (src/site/search/) and shows what it finds.
// The index is small scripts that call oratorySearch(name, text), for a page opened from a disk may not fetch.
(function () {
"use strict";

const waiting = new Map(); // name → what to do with the text
let bytes = 0; // of all that arrived, as a reader on a slow line counts them

function oratorySearch(name, text) {
  bytes += new Blob([text]).size;
  waiting.get(name)?.(text);
}

// ---- Numbers ----

const VALUES = new Uint8Array(128);
for (let code = 33, value = 0; code < 127; code++) if (!"`\\$".includes(String.fromCharCode(code))) VALUES[code] = value++;

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
  const high = unit => (unit >= 0xe000 ? unit - 0x2000 : unit >= 0xd800 ? unit + 0x2000 : unit);
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a.charCodeAt(i), y = b.charCodeAt(i);
    if (x !== y) return high(x) < high(y);
  }
  return a.length < b.length;
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

const LONGEST_WORD = 20, LONGEST_KEY = 24; // characters of a term, of a key of a name

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
  const isCertain = asked.length === 1 && chars.length === [...asked[0].term].length;
  return { asked, rest, isCertain, isWord: kinds[0] === "letter" && !hasDense };
}

// Where a part stands in a folded text.
function places(text, part) {
  const found = [];
  for (let at = text.indexOf(part.folded); at >= 0 && part.folded; at = text.indexOf(part.folded, at + part.folded.length)) {
    if (!part.isWord || at === 0 || !isLetter(lastCharacter(text, at))) found.push(at);
  }
  return found;
}

function lastCharacter(text, end) {
  const low = text.charCodeAt(end - 1);
  return low >= 0xdc00 && low < 0xe000 ? text.slice(end - 2, end) : text[end - 1];
}

// ---- Lists of numbers ----

// The numbers of a term; of a long list only the beginning is there, and pieces that are loaded when they are needed.
class List {
  constructor(ids, refs = "") {
    Object.assign(this, { ids: [ids], firsts: [ids[0]], refs: [null], count: ids.length });
    const pieces = numbers(refs);
    for (let i = 0, first = ids[0]; i < pieces.length; i += 4) {
      this.firsts.push(first += pieces[i + 2]);
      this.refs.push({ file: pieces[i], line: pieces[i + 1] });
      this.ids.push(null);
      this.count += pieces[i + 3];
    }
  }

  static of([, head, refs]) {
    return new List(ascending(head), refs);
  }

  // The least number from `n` on, or this list where a piece is missing to say so.
  seek(n) {
    const at = lower(this.firsts, n + 1) - 1;
    if (at < 0) return this.firsts[0];
    const ids = this.ids[at];
    if (!ids) {
      this.missing = at;
      return this.firsts[at] === n ? n : this;
    }
    const place = lower(ids, n);
    return place < ids.length ? ids[place] : this.firsts[at + 1] ?? Infinity;
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
}

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

const STEP = 180_000; // bytes that one step may load
const WIDE = 4; // shards of one term from which on others are asked first
const PAGE = 10; // hits that a step looks for

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
    this.languages = words(1);
    this.interfaces = words(2);
    this.kinds = [];
    for (let i = 0; i < words(3).length; i += 2) this.kinds.push({ key: words(3)[i], singular: words(3)[i + 1] });
    this.readVersions(numbers(lines[4]), numbers(lines[5]));
    this.texts = ascending(lines[6]);
    this.words = { separators: words(7), letter: "w", pieces: "p" };
    this.names = { separators: words(8), letter: "n", pieces: "m" };
    this.records = ascending(lines[9]);
    [this.nSpeakers] = numbers(lines[10]);
    [this.nSimplified] = numbers(lines[11]);
  }

  readVersions(versions, runs) {
    this.starts = [0];
    this.langs = [];
    this.speakers = [];
    this.years = [];
    for (let i = 0; i < versions.length;) {
      this.starts.push(this.starts.at(-1) + versions[i++]);
      const both = versions[i++], n = Math.floor(both / this.languages.length);
      this.langs.push(both % this.languages.length);
      this.speakers.push(versions.slice(i, i += n));
    }
    for (let i = 0; i < runs.length; i += 2) for (let k = 0; k < runs[i]; k++) this.years.push(runs[i + 1]);
  }

  // The place of the version in which a number stands.
  version(number) {
    return lower(this.starts, number + 1) - 1;
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

  // The lines of some shards that a term asks for.
  async lines(dictionary, ask, [first, end]) {
    const shards = await Promise.all(Array.from({ length: end - first }, (_, i) => this.shard(dictionary, first + i)));
    const { term, isBeginning } = ask;
    // A pair of a letter and a dense character ends a word and does not begin one.
    const isPair = found => [...term].length === 1 && isLetter(term) && isDense([...found][1] ?? "");
    return shards.flat().filter(([found]) => (isBeginning ? found.startsWith(term) && !isPair(found) : found === term));
  }

  async piece(dictionary, list) {
    const { file, line } = list.refs[list.missing];
    const lines = await this.parsed(dictionary.pieces + file, text => text.split("\n"));
    const first = list.firsts[list.missing];
    list.ids[list.missing] = [first, ...ascending(lines[line], first)];
  }

  // The paragraphs of the file of texts in which a number stands, by number.
  async paragraph(number) {
    const chunk = lower(this.texts, number + 1) - 1;
    const paragraphs = await this.parsed(`t${chunk}`, text => {
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
    return paragraphs[number - this.texts[chunk]];
  }

  search(query, filters = {}) {
    return new Search(this, query, filters);
  }

  async speaker(place) {
    const lines = await this.parsed(`s${place >> 6}`, text => text.split("\n"));
    const [id, ...names] = lines[place & 63].split("\t");
    return { id, names: pairs(names) };
  }

  // The place of the speaker with this id; -1 if there is none.
  async speakerPlace(id) {
    for (let place = 0; place < this.nSpeakers; place++) if ((await this.speaker(place)).id === id) return place;
    return -1;
  }
}

function pairs(fields) {
  return Array.from({ length: fields.length / 2 }, (_, i) => ({ lang: fields[2 * i], text: fields[2 * i + 1] }));
}

// ---- Passages ----

// One query over the paragraphs: each step finds some more, newest first.
class Search {
  // `filters`: year, lang and speaker (places in the reader's lists), each undefined if any will do.
  constructor(reader, query, filters) {
    Object.assign(this, { reader, query, filters, hits: [], n: 0, isDone: false, nVerified: 0, seen: new Set() });
  }

  async start() {
    const { reader } = this;
    await reader.prepare(this.query);
    await this.ask(parts(this.query));
    // What was copied from a text may hold spaces that part nothing.
    if (this.parts.length > 1 && isDense(this.query)) this.whole = this.query.replace(/["“”„「」『』]/g, "");
  }

  async ask(texts) {
    const { reader } = this;
    this.parts = texts.map(part => reader.fold.text(part).folded).filter(Boolean).map(folded => ({ folded, ...terms(folded) }));
    Object.assign(this, { n: 0, isDone: false, nVerified: 0 });
    const asked = this.parts.flatMap(part => part.asked).map(ask => ({ ...ask, span: reader.span(reader.words, ask) }));
    const width = ({ span }) => span[1] - span[0];
    asked.sort((a, b) => width(a) - width(b));
    this.isCertain = this.parts.every(part => part.isCertain);
    this.rest = this.parts.flatMap(part => part.rest).map(ask => ({ ...ask, span: reader.span(reader.words, ask) }));
    if (!asked.length || !reader.words.separators.length) {
      this.isDone = true;
      this.streams = [];
      return;
    }
    const narrow = asked.filter(ask => width(ask) <= WIDE);
    if (narrow.length < asked.length && narrow.length) this.isCertain = false;
    // A beginning of many terms alone is read window by window: newest first within each.
    this.wide = narrow.length ? null : asked[0];
    if (this.wide && asked.length > 1) this.isCertain = false;
    if (this.wide) await this.nextWindow(); else this.streams = await this.open(narrow);
  }

  // The lists of terms, the shortest first.
  async open(asked) {
    const found = await Promise.all(asked.map(ask => this.reader.lines(this.reader.words, ask, ask.span)));
    if (found.some(lines => !lines.length)) this.isDone = true;
    const streams = found.map(lines => new Union(lines.map(List.of)));
    return streams.sort((a, b) => a.count - b.count);
  }

  async nextWindow() {
    const [first, end] = this.wide.span, to = Math.min(first + 2 * WIDE, end);
    this.wide.span = [to, end];
    this.hasMore = to < end;
    const lines = await this.reader.lines(this.reader.words, this.wide, [first, to]);
    this.streams = [new Union(lines.map(List.of))];
    this.n = 0;
  }

  get filter() {
    const { reader } = this;
    return {
      seek: n => {
        let version = reader.version(n);
        if (version >= reader.years.length) return Infinity;
        if (this.passes(version)) return n;
        while (++version < reader.years.length && !this.passes(version));
        return version < reader.years.length ? reader.starts[version] : Infinity;
      },
    };
  }

  passes(version, except) {
    const { year, lang, speaker } = this.filters, { reader } = this;
    return (except === "year" || year === undefined || reader.years[version] === year)
      && (except === "lang" || lang === undefined || reader.langs[version] === lang)
      && (except === "speaker" || speaker === undefined || reader.speakers[version].includes(speaker));
  }

  // Looks for another page of hits, but no further than the budget of bytes goes; gives the new ones.
  async step(wanted = PAGE, budget = STEP) {
    const start = bytes, had = this.hits.length;
    if (!this.parts) await this.start();
    const isSpent = () => bytes - start > budget;
    while (this.hits.length - had < wanted && !isSpent()) {
      if (this.isDone && this.whole && !this.hits.length) {
        const { whole } = this;
        this.whole = null;
        await this.ask([whole]);
      }
      if (this.isDone) break;
      const candidates = await this.candidates(this.isCertain ? wanted - (this.hits.length - had) : wanted, isSpent);
      // A few texts at a time: one of them may be all that is needed.
      for (let i = 0; i < candidates.length && this.hits.length - had < wanted; i += 4) {
        if (isSpent() && i > 0) break;
        await this.verify(candidates.slice(i, i + 4), had + wanted);
      }
      if (!this.isDone && this.rest.length && this.nVerified >= 4 && this.hits.length * 2 < this.nVerified) {
        this.streams.push(...await this.open(this.rest.splice(0)));
      }
    }
    return this.hits.slice(had);
  }

  // The next numbers that every list holds, without moving on.
  async candidates(limit, isSpent) {
    const found = [], streams = [...this.streams, this.filter];
    let n = this.n;
    while (found.length < limit) {
      const next = meet(streams, n);
      if (typeof next !== "number") {
        if (isSpent()) break;
        await this.reader.piece(this.reader.words, next);
      } else if (next === Infinity) {
        if (!found.length) {
          if (this.hasMore && !isSpent()) { await this.nextWindow(); return []; }
          this.isDone = !this.hasMore;
        }
        break;
      } else {
        found.push(next);
        n = next + 1;
      }
    }
    return found;
  }

  async verify(candidates, limit) {
    const paragraphs = await Promise.all(candidates.map(number => this.reader.paragraph(number)));
    for (let i = 0; i < candidates.length && this.hits.length < limit; i++) {
      this.n = candidates[i] + 1;
      if (this.seen.has(candidates[i])) continue;
      this.seen.add(candidates[i]);
      this.nVerified++;
      const marks = this.marks(paragraphs[i].text);
      if (marks) this.hits.push({ number: candidates[i], ...paragraphs[i], marks });
    }
  }

  // Where the parts stand in a text, half-open and apart; null unless all do.
  marks(text) {
    const { folded, starts, ends } = this.reader.fold.text(text);
    const all = [];
    for (const part of this.parts) {
      const found = places(folded, part);
      if (!found.length) return null;
      all.push(...found.map(at => [starts[at], ends[at + part.folded.length - 1]]));
    }
    all.sort((a, b) => a[0] - b[0]);
    const apart = [];
    for (const mark of all) {
      const last = apart.at(-1);
      if (last && mark[0] <= last[1]) last[1] = Math.max(last[1], mark[1]); else apart.push([...mark]);
    }
    return apart;
  }

  // How many passages there are: exactly, about, or at least.
  total() {
    if (this.isDone && !this.hasMore) return { n: this.hits.length, is: "exact" };
    const counts = this.counts();
    if (counts) return { n: counts.n, is: this.isCertain ? "exact" : "about" };
    const isFree = Object.values(this.filters).every(value => value === undefined);
    const [only] = this.streams;
    if (isFree && this.isCertain && !this.hasMore && this.streams.length === 1 && only.lists.length === 1) return { n: only.count, is: "exact" };
    return { n: this.hits.length, is: "least" };
  }

  // Passages by year, language and speaker, each as the other filters leave them; null where the lists are not all there.
  counts() {
    if (this.hasMore || !this.streams.length) return null;
    const { reader } = this, counts = { n: 0, year: new Map(), lang: new Map(), speaker: new Map() };
    const add = (map, value) => map.set(value, (map.get(value) ?? 0) + 1);
    for (let n = 0; ; n++) {
      n = meet(this.streams, n);
      if (typeof n !== "number") return null;
      if (n === Infinity) return counts;
      const version = reader.version(n);
      if (this.passes(version)) counts.n++;
      if (this.passes(version, "year")) add(counts.year, reader.years[version]);
      if (this.passes(version, "lang")) add(counts.lang, reader.langs[version]);
      if (this.passes(version, "speaker")) for (const speaker of reader.speakers[version]) add(counts.speaker, speaker);
    }
  }
}

// ---- Entities ----

const CLASSES = 5; // name, inside a name, pinyin, inside pinyin, initials
const KEY_SHARDS = 3; // shards of names that one key may load

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

function rank(found, asked, keyClass) {
  if (keyClass === 0) return found === asked ? 0 : 1;
  if (keyClass === 4) return found === asked ? 5 : 6;
  return keyClass === 1 ? 2 : found === asked && keyClass === 2 ? 3 : 4;
}

Object.assign(Reader.prototype, {
  // Entities that a query names, best first: {entity, rank}. `kind` is a place in the reader's list of kinds.
  async entities(query, kind) {
    await this.prepare(query);
    if (!this.names.separators.length) return [];
    const key = nameKey(this.fold.text(query).folded);
    const whole = await this.ranked(typedKeys(key), kind, 6);
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
    const [first] = this.span(this.names, { term: key, isBeginning: false });
    const limit = Math.max(1, Math.floor(key.length / 3));
    const near = (await this.shard(this.names, first)).filter(([name]) => name.length > 1 && name[0] === key[0]);
    const found = near.map(line => ({ line, far: distance(key, line[0], limit) })).filter(({ far }) => far <= limit).sort((a, b) => a.far - b.far);
    const entities = found.flatMap(({ line }) => this.meant(line, kind)).filter(({ keyClass }) => keyClass < 3).map(({ entity }) => entity);
    return [...new Set(entities)].slice(0, 3);
  },

  async record(entity) {
    const chunk = lower(this.records, entity + 1) - 1;
    const lines = await this.parsed(`e${chunk}`, text => text.split("\n"));
    const fields = lines[entity - this.records[chunk]].split("\t"), n = this.interfaces.length;
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
  const isInside = at => at > 0 && at < text.length && isLetter(lastCharacter(text, at)) && isLetter(String.fromCodePoint(text.codePointAt(at)));
  const [first] = marks[0] ?? [start];
  for (let i = 0; i < 24 && start < first && isInside(start); i++) start++;
  for (let i = 0; i < 24 && end > (marks[0]?.[1] ?? 0) && isInside(end); i++) end--;
  const pieces = [];
  const push = (from, to, isMark) => { if (to > from) pieces.push({ text: text.slice(from, to), isMark }); };
  if (start > 0) pieces.push({ text: "…", isMark: false });
  let at = start;
  for (const [from, to] of marks) {
    if (from >= end) break;
    push(at, from, false);
    push(from, Math.min(to, end), true);
    at = Math.min(to, end);
  }
  push(at, end, false);
  if (end < text.length) pieces.push({ text: "…", isMark: false });
  return pieces;
}

// An anchor as readers see it: 12.3 of t12p3.
function shownNumber(anchor) {
  const rest = anchor.replace(/^t/, ""), at = rest.indexOf("p");
  return at < 0 ? rest : at === 0 ? rest.slice(1) : `${rest.slice(0, at)}.${rest.slice(at + 1)}`;
}

oratorySearch.reader = load => new Reader(load);
oratorySearch.snippet = snippet;
oratorySearch.bytes = () => bytes;
globalThis.oratorySearch = oratorySearch;

// ---- The page ----

if (!globalThis.document) return; // a test that asks the index alone

const DELAY = 120; // milliseconds after the last key
const ENTITIES = 6, MOST_ENTITIES = 24, OPTIONS = 40;
const FACETS = ["kind", "lang", "speaker", "year"]; // as in the address

// Pages that let no script choose what is loaded want to know who does.
const policy = globalThis.trustedTypes?.createPolicy("oratory-search", { createScriptURL: url => url });

const readers = new Map(); // by the path to the root: the page's form and the dialog's share one

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
    if (value === undefined || value === null || value === "") continue;
    if (key in made) made[key] = value; else made.setAttribute(key, value);
  }
  made.append(...children.flat(3).filter(child => child !== null && child !== undefined && child !== ""));
  return made;
}

// A form, the list below it, and what was asked last.
class Desk {
  constructor(form, { words, kinds }) {
    const { root, home, lang } = form.dataset;
    Object.assign(this, { form, root, home, lang, words, kinds });
    this.input = form.elements.q;
    this.isPage = "page" in form.dataset; // state in the address, filters; the dialog has neither
    this.reader = readerAt(root);
    this.plural = new Intl.PluralRules(lang || "en");
    this.number = new Intl.NumberFormat(lang || "en");
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
    return (forms[this.plural.select(n)] ?? forms.other).replace("{n}", this.number.format(n));
  }

  build() {
    // The page of the search has one from the start, so that nothing moves when the script is there.
    const next = this.form.nextElementSibling;
    this.status = next?.matches(".search-status") ? next : element("p", { className: "search-status", role: "status" });
    this.facets = element("div", { className: "search-facets", hidden: true });
    this.results = element("div", { className: "search-results" });
    this.form.append(this.facets);
    this.form.after(this.status, this.results);
    this.selects = {};
    if (!this.isPage) return;
    for (const facet of FACETS) {
      const select = element("select", { name: facet });
      select.addEventListener("change", () => this.run());
      this.selects[facet] = select;
      this.facets.append(element("label", {}, element("span", {}, this.word(facet)), select));
    }
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
    return [...this.results.querySelectorAll("a, button")];
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
    this.state = Object.fromEntries(FACETS.map(facet => [facet, asked.get(facet) ?? ""]));
    if (this.input.value.trim() || Object.values(this.state).some(Boolean)) this.run(); else this.clear();
  }

  // Puts into the address what is asked for.
  keep(query) {
    if (!this.isPage) return;
    const url = new URL(location.href);
    const set = (name, value) => { if (value) url.searchParams.set(name, value); else url.searchParams.delete(name); };
    set("q", query);
    for (const facet of FACETS) set(facet, this.state[facet]);
    try { if (url.href !== location.href) history.replaceState(null, "", url); } catch { /* pages from a disk may not */ }
  }

  clear() {
    this.status.textContent = "";
    this.results.replaceChildren();
    this.facets.hidden = true;
  }

  async run() {
    const asked = ++this.asked, query = this.input.value.trim();
    if (this.isPage && !this.facets.hidden) for (const facet of FACETS) this.state[facet] = this.selects[facet].value;
    this.state ??= {};
    this.keep(query);
    if (!query) return this.clear();
    this.form.setAttribute("aria-busy", "true");
    try {
      await this.look(query, () => asked === this.asked);
    } catch {
      if (asked === this.asked) { this.clear(); this.status.textContent = this.word("failed"); }
    }
    if (asked === this.asked) this.form.removeAttribute("aria-busy");
  }

  async look(query, isCurrent) {
    const { reader } = this;
    await reader.open();
    const filters = await this.filters();
    const [entities, search] = await Promise.all([
      reader.entities(query, filters.kind).then(async found => ({ found, shown: await this.records(found, ENTITIES) })),
      this.begin(query, filters),
    ]);
    if (!isCurrent()) return;
    this.search = search;
    this.show(query, entities, search, filters.kind);
    if (!entities.found.length && !search.hits.length && search.isDone) await this.suggest(query, filters.kind, isCurrent);
    if (this.isPage && isCurrent()) await this.offer(filters.speaker, isCurrent);
  }

  async begin(query, { year, lang, speaker }) {
    const search = this.reader.search(query, { year, lang, speaker });
    await search.step();
    return search;
  }

  // The filters of the page as the index knows them; what it does not know filters nothing.
  async filters() {
    const { reader, state } = this, place = found => (found < 0 ? undefined : found);
    return {
      kind: place(reader.kinds.findIndex(kind => kind.key === state.kind)),
      lang: place(reader.languages.indexOf(state.lang)),
      year: state.year ? Number(state.year) : undefined,
      speaker: state.speaker ? place(await reader.speakerPlace(state.speaker)) : undefined,
    };
  }

  records(found, n) {
    return Promise.all(found.slice(0, n).map(({ entity }) => this.reader.record(entity)));
  }

  show(query, { found, shown }, search) {
    this.results.replaceChildren();
    this.more = null;
    if (shown.length) {
      const list = element("ul", { className: "hits hits-entities" }, shown.map(record => this.entity(record, query)));
      const section = element("section", { className: "search-entities" }, element("h2", {}, this.word("entities_heading")), list);
      if (found.length > shown.length) section.append(this.moreEntities(found, list, query));
      this.results.append(section);
    }
    if (search.hits.length || !search.isDone) {
      this.list = element("ol", { className: "hits hits-passages" }, search.hits.map(hit => this.passage(hit)));
      this.results.append(element("section", { className: "search-passages" }, element("h2", {}, this.word("passages_heading")), this.list));
      this.offerMore();
    }
    this.say(query, found.length);
  }

  say(query, nEntities) {
    const { n, is } = this.search.total(), parts = [];
    if (n) parts.push(is === "exact" ? this.count("passages", n) : this.word(is === "about" ? "about" : "at_least", { passages: this.count("passages", n) }));
    if (nEntities) parts.push(this.count("entries", nEntities));
    this.nEntities = nEntities;
    const none = this.search.isDone ? "nothing" : "nothing_yet";
    this.status.textContent = parts.join(this.words.separator ?? ", ") || this.word(none, { q: query });
  }

  offerMore() {
    this.more?.remove();
    const { search } = this, { n, is } = search.total();
    if (search.isDone || (is === "exact" && n <= search.hits.length)) return;
    this.more = element("button", { type: "button", className: "search-more" }, this.word(search.hits.length && search.hits.length % PAGE === 0 ? "more" : "further"));
    this.more.addEventListener("click", () => this.goOn());
    this.list.after(this.more);
  }

  async goOn() {
    const { search, more } = this;
    more.setAttribute("aria-disabled", "true");
    const hits = await search.step().catch(() => []);
    if (search !== this.search) return;
    const first = hits.map(hit => this.passage(hit));
    this.list.append(...first);
    this.offerMore();
    this.say(search.query, this.nEntities);
    (first[0]?.querySelector("a") ?? this.more ?? this.links().at(-1))?.focus();
  }

  moreEntities(found, list, query) {
    const button = element("button", { type: "button", className: "search-more" }, this.word("more_entities"));
    button.addEventListener("click", async () => {
      const rest = (await this.records(found, MOST_ENTITIES)).slice(ENTITIES).map(record => this.entity(record, query));
      list.append(...rest);
      button.remove();
      rest[0]?.querySelector("a")?.focus();
    });
    return button;
  }

  inLanguage(lang) {
    return lang && lang !== this.lang ? { lang } : {};
  }

  own(names) {
    const primary = tag => tag.split("-")[0];
    return names.find(({ lang }) => lang === this.lang) ?? names.find(({ lang }) => primary(lang) === primary(this.lang)) ?? names[0];
  }

  entity(record, query) {
    const name = this.own(record.names);
    const others = record.names.filter(({ lang, text }) => lang && text !== name.text);
    const at = Math.max(this.reader.interfaces.indexOf(this.lang), 0);
    const description = record.descriptions[at] || record.descriptions[0], n = record.mentions[at];
    const href = `${this.home}${record.kind.key}/${encodeURIComponent(record.id)}.html`;
    const [one] = this.kinds[record.kind.key] ?? [record.kind.singular];
    return element("li", { className: `hit k-${record.kind.singular}` },
      element("p", { className: "hit-head" },
        element("a", { className: `ref k-${record.kind.singular}`, href, ...this.inLanguage(name.lang) }, name.text),
        others.map(({ lang, text }) => [" ", element("span", { className: "alt", lang }, text)]),
        " ", element("span", { className: `kind k-${record.kind.singular}` }, one)),
      element("p", { className: "hit-meta" }, [this.alias(record, name, others, query), n ? this.count("mentions", n) : "", description].filter(Boolean).join(" · ")));
  }

  // The name that a query meant, if it is none of those shown.
  alias(record, name, others, query) {
    const key = text => nameKey(this.reader.fold.text(text).folded), asked = key(query);
    const begins = text => ` ${key(text)}`.includes(` ${asked}`) || (isDense(asked) && key(text).includes(asked));
    return [name, ...others].some(({ text }) => begins(text)) ? "" : record.aliases.find(begins) ?? "";
  }

  passage({ version, anchor, label, text, marks }) {
    const lang = this.inLanguage(version.lang);
    const href = this.root + version.address + (anchor && `#${encodeURIComponent(anchor)}`);
    const title = anchor ? [version.title] : this.pieces(version.title, marks);
    const meta = [element("time", { dateTime: version.date }, this.date(version.date))];
    if (label) meta.push(" · ", element("span", lang, label));
    return element("li", { className: "hit" },
      element("p", { className: "hit-head" },
        element("a", { href }, element("span", lang, title), anchor ? [" ", element("span", { className: "hit-number" }, `¶${shownNumber(anchor)}`)] : null)),
      element("p", { className: "hit-meta" }, meta),
      anchor ? element("p", { className: "hit-text", ...lang }, this.pieces(text, marks)) : null);
  }

  pieces(text, marks) {
    return snippet(text, marks).map(({ text, isMark }) => (isMark ? element("mark", {}, text) : text));
  }

  // A day, a month or a year as readers of the page write it.
  date(iso) {
    const [year, month = 0, day = 0] = iso.split("-").map(Number);
    const date = new Date(Date.UTC(2000, month && month - 1, day || 1));
    date.setUTCFullYear(year);
    const shown = { year: "numeric", month: month ? "long" : undefined, day: day ? "numeric" : undefined, timeZone: "UTC" };
    return date.toLocaleDateString(this.lang === "en" ? "en-GB" : this.lang, shown);
  }

  async suggest(query, kind, isCurrent) {
    const near = await this.reader.nearest(query, kind);
    const records = await Promise.all(near.map(entity => this.reader.record(entity)));
    if (!isCurrent() || !records.length) return;
    const list = element("ul", { className: "hits hits-entities" }, records.map(record => this.entity(record, "")));
    this.results.append(element("section", { className: "search-near" }, element("h2", {}, this.word("did_you_mean")), list));
  }

  // Fills the filters: with counts where all passages are known.
  async offer(chosen, isCurrent) {
    const { reader } = this, counts = this.search.counts();
    const speakers = await this.speakers(counts?.speaker, chosen);
    if (!isCurrent()) return;
    const languageName = tag => new Intl.DisplayNames([tag], { type: "language" }).of(tag);
    const values = {
      kind: reader.kinds.map(({ key }) => ({ value: key, label: this.kinds[key]?.[1] ?? key })),
      lang: reader.languages.map((tag, place) => ({ value: tag, label: languageName(tag), n: counts && (counts.lang.get(place) ?? 0) })),
      speaker: speakers,
      year: [...new Set(reader.years)].sort((a, b) => b - a).map(year => ({ value: String(year), label: String(year), n: counts && (counts.year.get(year) ?? 0) })),
    };
    for (const facet of FACETS) this.fill(facet, values[facet]);
    this.facets.hidden = false;
  }

  fill(facet, values) {
    const select = this.selects[facet], chosen = this.state[facet] ?? "";
    const shown = values.filter(({ n, value }) => n !== 0 || value === chosen);
    const option = ({ value, label, n }) => element("option", { value, selected: value === chosen }, n ? `${label} (${this.number.format(n)})` : label);
    select.replaceChildren(new Option(this.word("any"), ""), ...shown.map(option));
    select.parentElement.hidden = !shown.length || (values.length < 2 && !chosen);
  }

  // Those who speak most in the passages, or at all.
  async speakers(counts, chosen) {
    const { reader } = this;
    let places = counts ? [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b) : Array.from({ length: reader.nSpeakers }, (_, place) => place);
    places = places.slice(0, OPTIONS);
    if (chosen !== undefined && !places.includes(chosen)) places.push(chosen);
    return Promise.all(places.map(async place => {
      const { id, names } = await reader.speaker(place);
      return { value: id, label: this.own(names).text, n: counts && (counts.get(place) ?? 0) };
    }));
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
