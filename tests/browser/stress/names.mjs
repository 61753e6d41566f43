// Three hundred invented entities: most with plain names in three scripts, some with the longest and oddest that an editor may bring.

import { chance } from "./chance.mjs";
import { en, syllables } from "./words.mjs";

const HOW_MANY = { people: 120, places: 90, initiatives: 60, organizations: 30 };
const LONG = "Intergovernmental Programme for the Gradual Renewal of Wooden Harbours, Seasonal Ferries and Public Reading Rooms in the Northern and Outer Isles";

// Names that break layouts: without a place to break, with quotes and brackets, with a second direction, with signs only.
const ODD = [
  ["people", "odd-long-word", { en: "Taumatawhakatangihangakoauauotamateaturipukakapikimaungahoro", zh: "塔乌马塔瓦卡坦吉杭阿科阿乌阿乌奥塔马特阿图里普卡卡皮基毛恩加霍罗" }],
  ["people", "odd-marks", { en: "Ann-Marie “Mo” O’Dell-d’Arcy (the Younger)", zh: "安-玛丽·“莫”·奥德尔-达西（小）" }],
  ["people", "odd-short", { en: "Ng", zh: "吴氏" }],
  ["places", "odd-accents", { en: "Þórshöfn í Ærø–Łódź", zh: "索尔斯港" }],
  ["places", "odd-arabic", { en: "Qasr al-Bahr (قصر البحر)", zh: "海堡", ar: "قصر البحر" }],
  ["initiatives", "odd-length", { en: LONG, zh: "北方与外海诸岛木结构港口、季节性渡轮及公共阅览室逐步更新政府间合作规划纲要（试行）" }],
  ["initiatives", "odd-number", { en: "7/15 Agreement & Annex “B”", zh: "“七·一五”协议及附件乙" }],
  ["organizations", "odd-ampersand", { en: "Fisk & Søn & Co. – “Trade”", zh: "菲斯克父子贸易行" }],
];

const capital = (word) => word[0].toUpperCase() + word.slice(1);

function spoken(random, n) {
  const parts = Array.from({ length: n }, () => random.one(syllables));
  return { en: capital(parts.map((part) => part.en).join("")), zh: parts.map((part) => part.zh).join(""), ar: parts.map((part) => part.ar).join("") };
}

const make = {
  people(random) {
    const [given, family] = [spoken(random, 2), spoken(random, 3)];
    return { en: `${given.en} ${family.en}`, zh: `${given.zh}·${family.zh}`, ar: `${given.ar} ${family.ar}` };
  },
  places(random) {
    const name = spoken(random, 3);
    return { en: `${name.en}stad`, zh: `${name.zh}镇`, ar: `بلدة ${name.ar}` };
  },
  initiatives(random) {
    const [name, noun] = [spoken(random, 2), capital(random.one(en.noun))];
    return { en: `${name.en} ${noun} Plan`, zh: `${name.zh}计划`, ar: `خطة ${name.ar}` };
  },
  organizations(random) {
    const name = spoken(random, 3);
    return { en: `${name.en} Union`, zh: `${name.zh}联合会`, ar: `اتحاد ${name.ar}` };
  },
};

// All entities by kind: {kind, id, name}, the odd ones first. No two names are alike.
export function entities() {
  const random = chance(300);
  const seen = new Set();
  const all = ODD.map(([kind, id, name]) => ({ kind, id, name }));
  for (const [kind, n] of Object.entries(HOW_MANY)) {
    let number = all.filter((entity) => entity.kind === kind).length;
    while (number < n) {
      const name = make[kind](random);
      if (seen.has(name.en) || seen.has(name.zh)) continue;
      seen.add(name.en).add(name.zh);
      number += 1;
      all.push({ kind, id: `${kind.slice(0, 2)}-${String(number).padStart(3, "0")}`, name });
    }
  }
  return all;
}
