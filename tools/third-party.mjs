// The packages and data in a release of the program → THIRD-PARTY.md, their notices. Run whenever Cargo.lock changes:
//
//   node tools/third-party.mjs
//
// Reads `cargo metadata` for every platform that releases are made for, and the texts of licences that lie in the packages. Where a
// package has a choice of licences, MIT is taken, for its text is the shortest. A package without a text is given that of a package
// from the same repository, else the usual text with the names of its authors. Texts that are the same are printed once.
// The same Cargo.lock gives the same bytes.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

// The same as in deny.toml.
const PLATFORMS = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "x86_64-apple-darwin", "aarch64-apple-darwin", "x86_64-pc-windows-msvc"];

// What is in the program and is no package.
const DATA = [
  { name: "mimalloc", of: "libmimalloc-sys", file: "c_src/mimalloc/v2/LICENSE", licence: "MIT", what: "the allocator, in C, inside libmimalloc-sys" },
  { name: "jieba", licence: "MIT", by: "2013 Sun Junyi", what: "the dictionary of Chinese words and their frequencies, inside jieba-rs" },
  { name: "fast2s 0.3.1", licence: "MIT", by: "The fast2s authors", what: "the table of traditional and simplified characters in `src/base/letters/traditional.txt`" },
  { name: "pinyin-data", of: "pinyin", file: "LICENSE", licence: "MIT", what: "readings of Han characters, inside pinyin" },
  { name: "Packages of Sublime Text", licence: "the text below", text: SUBLIME(), what: "grammars for code blocks, inside syntect" },
  { name: "Natural Earth", licence: "public domain", what: "coasts, 1:110 million, in `src/site/pictures/land.txt`; made with Natural Earth, naturalearthdata.com" },
  { name: "world-atlas 2", licence: "ISC", text: ISC("2013-2019 Michael Bostock"), what: "the form in which these coasts were taken over" },
  { name: "The Rust standard library", licence: "MIT OR Apache-2.0", by: "The Rust Project contributors", what: "part of every program that is written in Rust" },
];

const read = (path) => readFileSync(path, "utf8").replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n").trim();
const ours = { MIT: read(join(ROOT, "LICENSE-MIT")), "Apache-2.0": read(join(ROOT, "LICENSE-APACHE")) };
const mit = (by) => ours.MIT.replace(/^Copyright .*$/m, `Copyright (c) ${by}`);

function SUBLIME() {
  return `Permission to copy, use, modify, sell and distribute this software is granted.
This software is provided "as is" without express or implied warranty, and with
no claim as to its suitability for any purpose.`;
}

function ISC(by) {
  return `Copyright ${by}

Permission to use, copy, modify, and/or distribute this software for any purpose
with or without fee is hereby granted, provided that the above copyright notice
and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.`;
}

// The packages that the program is linked with, sorted.
function linked() {
  const platforms = PLATFORMS.flatMap((platform) => ["--filter-platform", platform]);
  const output = execFileSync("cargo", ["metadata", "--format-version", "1", "--locked", "--features", "full", ...platforms], { cwd: ROOT, maxBuffer: 1 << 28 });
  const { packages, resolve } = JSON.parse(output);
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const seen = new Set([resolve.root]);
  for (const id of seen) {
    const normal = nodes.get(id).deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null));
    normal.forEach(({ pkg }) => seen.add(pkg));
  }
  seen.delete(resolve.root);
  // Without a source are the packages of this repository.
  const found = packages.filter(({ id, source }) => seen.has(id) && source !== null);
  const key = ({ name, version }) => `${name} ${version}`;
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const folder = (pkg) => dirname(pkg.manifest_path);
const offersMit = (pkg) => /(^|[^-])\bMIT\b(?!-)/.test(pkg.license ?? "") && !/ AND /.test(pkg.license);

// The texts that lie in a package, of which one is enough where it says MIT.
function textsIn(pkg) {
  const names = readdirSync(folder(pkg)).filter((name) => /^(licen[cs]e|copying|unlicense|notice|copyright)/i.test(name)).sort();
  if (pkg.license_file && !names.includes(pkg.license_file)) names.push(pkg.license_file);
  const files = names.map((name) => join(folder(pkg), name)).filter((path) => existsSync(path));
  const texts = files.flatMap((path) => { try { return [read(path)]; } catch { return []; } }).filter(Boolean);
  const short = texts.filter((text) => /Permission is hereby granted, free of charge/.test(text) && text.length < 4000);
  return offersMit(pkg) && short.length > 0 ? short : texts;
}

function textsOf(pkg, all) {
  const own = textsIn(pkg);
  if (own.length > 0) return own;
  const sibling = all.find((other) => pkg.repository && other.repository === pkg.repository && other.license === pkg.license && textsIn(other).length > 0);
  if (sibling) return textsIn(sibling);
  const authors = pkg.authors.map((author) => author.replace(/ *<.*>/, "")).join(", ");
  if (offersMit(pkg)) return [mit(authors || `The authors of ${pkg.name}`)];
  if (/Apache-2\.0/.test(pkg.license)) return [ours["Apache-2.0"]];
  const alike = all.find((other) => other.license === pkg.license && textsIn(other).length > 0);
  if (!alike) throw new Error(`${pkg.name} ${pkg.version} (${pkg.license}): no text of its licence is known`);
  return textsIn(alike);
}

// Numbers texts as they come; those that differ in white space alone are one.
const numbered = new Map();
function numberOf(text) {
  const key = text.replace(/\s+/g, " ");
  if (!numbered.has(key)) numbered.set(key, { number: numbered.size + 1, text });
  return numbered.get(key).number;
}

const links = (texts) => texts.map((text) => numberOf(text)).filter((number, at, all) => all.indexOf(number) === at).map((number) => `[${number}](#text-${number})`).join(", ");

const all = linked();
const packages = all.map((pkg) => {
  const source = /MPL/.test(pkg.license) ? `; its source: <https://crates.io/crates/${pkg.name}/${pkg.version}>` : "";
  return `- ${pkg.name} ${pkg.version}: ${pkg.license}; text ${links(textsOf(pkg, all))}${source}`;
});
const data = DATA.map(({ name, of, file, licence, by, text, what }) => {
  const holder = of && all.find((pkg) => pkg.name === of);
  const texts = holder ? [read(join(folder(holder), file))] : [text ?? (by && mit(by))].filter(Boolean);
  return `- ${name}: ${licence}; ${what}${texts.length > 0 ? `; text ${links(texts)}` : ""}`;
});
// A fence that no text holds.
const texts = [...numbered.values()].map(({ number, text }) => `### Text ${number}\n\n~~~~~text\n${text.replace(/[ \t]+$/gm, "")}\n~~~~~\n`);

const page = `# Third-party notices

What is in a release of Oratory beside its own code, under which licence, and the texts that these licences ask to be given on.
Written by \`node tools/third-party.mjs\` from Cargo.lock; a test holds that it names every package.

## Packages

${packages.join("\n")}

## Data, and code that is no package

${data.join("\n")}

## Texts

${texts.join("\n")}`;
writeFileSync(join(ROOT, "THIRD-PARTY.md"), page);
