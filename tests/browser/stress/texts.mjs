// Sentences of the invented languages, with names in them; and whole speeches of questions and answers.

import { chance } from "./chance.mjs";
import * as words from "./words.mjs";

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const nameOf = (entity, lang) => entity.name[lang] ?? entity.name.en;

const SENTENCE = {
  en(random, entity) {
    const made = () => random.one(words.en.first) + random.one(words.en.last);
    const noun = () => (random.next() < 0.8 ? made() : random.word(words.en.noun));
    const adjective = () => (random.next() < 0.6 ? `${random.one(words.en.first)}-${random.one(words.en.like)}` : random.word(words.en.adjective));
    const who = () => (random.next() < 0.6 ? `the ${adjective()} ${random.one(words.en.role)}` : random.word(words.en.subject));
    const count = () => `${2 + random.below(97)} of the ${1 + random.below(12)}${random.below(1000)} ${noun()}s`;
    const thing = () => (random.next() < 0.2 ? count() : `the ${adjective()} ${noun()}`);
    const named = entity ? random.one([` beside ${nameOf(entity, "en")}`, `, as ${nameOf(entity, "en")} shows`, ` together with ${nameOf(entity, "en")}`]) : "";
    const opener = random.next() < 0.25 ? `${random.word(words.en.opener)}, ` : "";
    const tail = random.next() < 0.3 ? `, ${random.word(words.en.tail)}` : "";
    const body = `${who()} ${random.word(words.en.verb)} ${thing()}${random.next() < 0.5 ? ` and ${thing()}` : ""}`;
    return capital(`${opener}${body}${named}${tail}. `);
  },
  zh(random, entity) {
    const made = () => random.one(words.zh.first) + random.one(words.zh.last);
    const thing = () => (random.next() < 0.2 ? `${2 + random.below(997)}份` : random.word(words.zh.adjective)) + (random.next() < 0.85 ? made() : random.word(words.zh.noun));
    const named = entity ? random.one(["，", "，还有"]) + `“${nameOf(entity, "zh")}”也在其中` : "";
    const opener = random.next() < 0.25 ? `${random.word(words.zh.opener)}，` : "";
    const tail = random.next() < 0.3 ? `，${random.word(words.zh.tail)}` : "";
    return `${opener}${random.word(words.zh.subject)}${random.word(words.zh.verb)}${thing()}${random.next() < 0.5 ? `和${thing()}` : ""}${named}${tail}。`;
  },
  ar(random, entity) {
    const named = entity ? ` مع ${nameOf(entity, "ar")}` : "";
    return `${random.word(words.ar.opener)} ${random.word(words.ar.verb)} ${random.word(words.ar.subject)} ${random.word(words.ar.noun)} ${random.word(words.ar.adjective)}${named} ${random.word(words.ar.tail)}. `;
  },
};

// Two names in three paragraphs or so: as dense as a press conference.
function paragraph(random, lang, take) {
  const n = 2 + random.below(3);
  return Array.from({ length: n }, (_, i) => SENTENCE[lang](random, i === 1 && random.next() < 0.8 ? take() : undefined)).join("").trim();
}

const LABELS = {
  en: { asks: (n) => `Reporter ${n}`, answers: "Varo Lenko" },
  zh: { asks: (n) => `第${n}位记者`, answers: "瓦罗·伦科" },
  ar: { asks: (n) => `الصحفي ${n}`, answers: "فارو لنكو" },
};

// The text of a speech: `n` exchanges of one question and two to four paragraphs of answer. Every entity is named in turn.
export function exchanges(lang, n, entities, seed) {
  const random = chance(seed);
  const plan = chance(seed + 1);
  const [label, colon] = [LABELS[lang], lang === "zh" ? "：" : ":"];
  let next = 0;
  const take = () => entities[next++ % entities.length];
  const parts = [];
  for (let i = 0; i < n; i++) {
    const asked = lang === "zh" || lang === "en" ? label.asks((i % 9) + 1) : label.asks(1);
    parts.push(`**${asked}${colon}** ${paragraph(random, lang, take)}`);
    const answers = Array.from({ length: 2 + plan.below(3) }, () => paragraph(random, lang, take));
    parts.push(`**${label.answers}${colon}** ${answers.join("\n\n")}`);
  }
  return parts.join("\n\n");
}
