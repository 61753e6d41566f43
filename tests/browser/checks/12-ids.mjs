// Check 12: two builds give the same bytes; and after a paragraph is put in, one reworded and one taken out, every anchor that was
// published still leads to what it did.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "parse5";
import { build, copySources, filesUnder } from "../sites.mjs";
import { attribute, readerText, walk } from "../tree.mjs";

function sameBytes(a, b) {
  const [left, right] = [filesUnder(a), filesUnder(b)];
  const odd = [...left.filter((path) => !right.includes(path)), ...right.filter((path) => !left.includes(path))];
  const changed = left.filter((path) => right.includes(path) && !readFileSync(join(a, path)).equals(readFileSync(join(b, path))));
  return [...odd, ...changed].map((page) => ({ page, what: "differs between two builds of the same sources" }));
}

// The texts of a page's elements with an id, by id.
function textsOf(file) {
  const texts = new Map();
  for (const { element, text } of walk(parse(readFileSync(file, "utf8")))) {
    const id = text === undefined && attribute(element, "id");
    if (id && /^(t|p|h)\d+\w*$/.test(id)) texts.set(id, readerText(element));
  }
  return texts;
}

// Anchors that are gone, or that name another paragraph than they did.
function* moved(before, now) {
  const words = (text) => text.replace(/\S+$/, "").trim();
  const idOf = new Map([...now].map(([id, text]) => [words(text), id]));
  for (const [id, text] of before) {
    const other = idOf.get(words(text));
    if (!now.has(id)) yield [id, "is gone after an edit"];
    else if (words(text).length > 40 && other && words(now.get(id)) !== words(text)) yield [id, `names another paragraph after an edit; its own is #${other} now`];
  }
}

// A new first answer paragraph, a word changed in the next long one, the last one gone.
function edit(text) {
  const parts = text.split("\n\n");
  const plain = parts.map((part, at) => [part, at]).filter(([part]) => part.length > 120 && !/^(---|>|#|\||-|\*\*|\[\^|```)/.test(part));
  const [, first] = plain[0];
  const [, second] = plain[1];
  const [, last] = plain.at(-1);
  parts[second] = parts[second].replace(/(\S+)(?=\S{0,3}$)/, "$1 (reworded)");
  parts.splice(last, 1);
  parts.splice(first, 0, "This paragraph was put in afterwards, before all the others, to see whether their numbers hold.");
  return parts.join("\n\n");
}

export async function check({ root, work, binary }) {
  const [source, one, two, after] = ["ids", "ids-one", "ids-two", "ids-after"].map((name) => join(work, name));
  copySources(root, source);
  build(binary, source, one);
  build(binary, source, two, "--jobs", "1");
  const found = sameBytes(one, two);
  const folder = join(source, "content/speeches");
  const speeches = readdirSync(folder).filter((name) => name.endsWith(".en.md"));
  for (const name of speeches) writeFileSync(join(folder, name), edit(readFileSync(join(folder, name), "utf8")));
  build(binary, source, after);
  for (const name of speeches.map((name) => `speeches/${name.replace(".en.md", ".html")}`)) {
    const [before, now] = [textsOf(join(one, name)), textsOf(join(after, name))];
    found.push(...[...moved(before, now)].map(([id, what]) => ({ page: name, where: `#${id}`, what })));
    if ([...now.keys()].every((id) => before.has(id))) found.push({ page: name, what: "the paragraph that was put in has no number of its own" });
  }
  return found;
}
