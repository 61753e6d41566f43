// Writes the stress site: a speech of 20,000 words that names 300 entities, one short speech with every form, and three languages, one from right to left.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { chance } from "./chance.mjs";
import { FIGURE, PORTRAIT, RECORDING, mediaFiles } from "./media.mjs";
import { entities } from "./names.mjs";
import { exchanges } from "./texts.mjs";

const N_EXCHANGES = 130;
const LANGUAGES = ["en", "zh", "ar"];

const CONFIG = `title = {en = "Stress", zh = "压力", ar = "اختبار"}
description = {en = "Invented speeches, longer and odder than real ones.", zh = "虚构的讲话，比真实的更长、更怪。", ar = "خطب مختلقة"}
base_url = "https://example.org/stress"
languages = ["en", "zh", "ar"]
license = "CC-BY-4.0"
report = "https://example.org/report?page={url}"

[kinds.organizations]
singular = "organization"
label = {en = "Organizations", zh = "机构", ar = "منظمات"}
`;

const TITLES = {
  long: { en: "An invented press conference of twenty thousand words, held to see what a page can bear", zh: "为了看看一个网页能承受多少而虚构的长篇记者会", ar: "مؤتمر صحفي مختلق طويل" },
  short: { en: "Every form on one page", zh: "一页之中的各种形式", ar: "كل الأشكال في صفحة" },
};

const ABOUT = {
  en: "---\ntitle: About this stress\n---\n\nNothing here was ever said.\n",
  zh: "---\ntitle: 关于本站\n---\n\n这里的话没有人说过。\n",
  ar: "---\ntitle: حول\n---\n\nلم يقل أحد هذا.\n",
};

const SHORT = {
  en: `An editor wrote this before the first question.

**Reporter 1:** Is [Varo Lenko](@varo-lenko) in [[lenstad|Lenstad]] today?

**Varo Lenko:** He is, and the *Quiet Plan* goes on. See [the record](https://example.org/record).[^1]

- One thing is certain.
- The other is not.

> (laughter)

> [!NOTE]
> The recording stops here for a minute.

**Reporter 2:** And the numbers?

**Varo Lenko:** They stand in the table.

| Year | Ships |
| --- | --- |
| 2024 | 12 |
| 2025 | 15 |

${FIGURE}
[^1]: Kept in the archive.
`,
  zh: `第一个问题之前，编者写了这一段。

**第1位记者：** [瓦罗·伦科](@varo-lenko)今天在[[lenstad|伦镇]]吗？

**瓦罗·伦科：** 他在，*安静计划*也在继续。见[记录](https://example.org/record)。[^1]

- 有一件事是确定的。
- 另一件不是。

> （笑声）

> [!NOTE]
> 录音在此中断一分钟。

**第2位记者：** 数字呢？

**瓦罗·伦科：** 都在表里。

| 年份 | 船只 |
| --- | --- |
| 2024 | 12 |
| 2025 | 15 |

[^1]: 存于档案馆。
`,
  ar: `كتب المحرر هذا قبل السؤال الأول.

**الصحفي 1:** هل [فارو لنكو](@varo-lenko) في [[lenstad|لنستاد]] اليوم؟

**فارو لنكو:** نعم، وتستمر *الخطة الهادئة* في 2025.

> (ضحك)

- أمر واحد مؤكد.
- والآخر غير مؤكد.
`,
};

const KNOWN = [
  { kind: "people", id: "varo-lenko", name: { en: "Varo Lenko", zh: "瓦罗·伦科", ar: "فارو لنكو" } },
  { kind: "places", id: "lenstad", name: { en: "Lenstad", zh: "伦镇", ar: "لنستاد" } },
  { kind: "initiatives", id: "quiet-plan", name: { en: "Quiet Plan", zh: "安静计划", ar: "الخطة الهادئة" } },
];

const yaml = (value) => JSON.stringify(value);

function record(entity, random) {
  const lines = [`name: ${yaml(entity.name)}`, `description: ${yaml({ en: `Invented, of the ${entity.kind}`, zh: "虚构" })}`];
  if (entity.kind === "places") lines.push(`coordinates: [${random.below(340) - 170}.5, ${random.below(120) - 50}.25]`);
  if (entity.id === "varo-lenko") lines.push(PORTRAIT);
  if (entity.kind === "initiatives") lines.push(`started: ${1990 + random.below(30)}`);
  return `---\n${lines.join("\n")}\n---\n\n## en\n\nInvented for a test.\n\n## zh\n\n为测试而虚构。\n`;
}

function head(title, lang, listed, more = "") {
  const kinds = [...new Set(listed.map((entity) => entity.kind))];
  const lists = kinds.map((kind) => `${kind}: ${yaml(listed.filter((entity) => entity.kind === kind).map((entity) => entity.id))}`);
  const reporters = Array.from({ length: 9 }, (_, i) => [`Reporter ${i + 1}`, `第${i + 1}位记者`, `الصحفي ${i + 1}`][LANGUAGES.indexOf(lang)]);
  const speaker = KNOWN[0].name[lang];
  const used = lang === "ar" ? reporters.slice(0, 1) : more ? reporters.slice(0, 2) : reporters;
  const speakers = [...used.map((label) => `  ${yaml(label)}: {as: reporter, turn: question}`), `  ${yaml(speaker)}: {person: varo-lenko, turn: answer}`];
  const sources = 'sources: [{url: "https://example.org/record", retrieved: 2025-05-06, note: invented}]';
  return `---\ntitle: ${yaml(title)}\ndate: 2025-05-0${more ? 6 : 5}\ntype: press-conference\nlocation: lenstad\nspeaker: varo-lenko\n${lists.join("\n")}\nspeakers:\n${speakers.join("\n")}\n${sources}\n${more}---\n\n`;
}

// The files of the site by path.
export function stressFiles() {
  const random = chance(7);
  const named = entities();
  const files = new Map([["oratory.toml", CONFIG], ...mediaFiles()]);
  for (const entity of [...KNOWN, ...named]) files.set(`content/${entity.kind}/${entity.id}.md`, record(entity, random));
  for (const lang of LANGUAGES) {
    files.set(`content/about.${lang}.md`, ABOUT[lang]);
    const n = lang === "ar" ? 8 : N_EXCHANGES;
    const listed = lang === "ar" ? named.slice(0, 30) : named;
    files.set(`content/speeches/2025-05-05-long.${lang}.md`, `${head(TITLES.long[lang], lang, [KNOWN[0], ...listed])}${exchanges(lang, n, listed, 11)}\n`);
    const moved = lang === "en" ? `redirects: [/old/every-form.html]\n${RECORDING}` : "text_status: verbatim\n";
    files.set(`content/speeches/2025-05-06-short.${lang}.md`, head(TITLES.short[lang], lang, KNOWN, moved) + SHORT[lang]);
    files.set(`content/speeches/2025-05-07-gone.${lang}.md`, head(TITLES.short[lang], lang, KNOWN, `withdrawn: {date: 2025-06-01, reason: {en: At her own wish., zh: 应本人要求。, ar: بناءً على طلبها.}}\n`));
  }
  return files;
}

export function writeStressSite(folder) {
  for (const [path, text] of stressFiles()) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
