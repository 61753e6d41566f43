// Problems as lines: what is wrong once (numbers aside), with the pages and views in which it shows.

const EXAMPLES = 4;
const SHOWN = 30;

// A problem is {what, page?, view?, where?, alike?}. `page` is a page of a site or any name; `view` says how it was looked at; those with
// the same `alike` are one, of which the first is shown.
export function print(name, ms, problems) {
  const groups = new Map();
  for (const problem of problems) {
    const key = problem.alike ?? `${problem.what}\n${problem.where ?? ""}`.replace(/\d[\d.]*/g, "0");
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  console.log(`${groups.size === 0 ? "ok  " : "FAIL"} ${name.padEnd(16)} ${(ms / 1000).toFixed(1).padStart(6)} s${groups.size ? `  ${groups.size} problems` : ""}`);
  for (const group of [...groups.values()].slice(0, SHOWN)) {
    const [first] = group;
    const places = [...new Set(group.map(place).filter(Boolean))];
    const more = places.length > EXAMPLES ? ` and ${places.length - EXAMPLES} more` : "";
    console.log(`     ${first.where ? `${first.where}: ` : ""}${first.what}`);
    if (places.length) console.log(`       in ${places.slice(0, EXAMPLES).join(", ")}${more}`);
  }
  if (groups.size > SHOWN) console.log(`     and ${groups.size - SHOWN} more`);
  return groups.size;
}

function place({ page, view }) {
  const name = page?.site ? `${page.site.name}/${page.path}` : page;
  return [name, view].filter(Boolean).join(" ");
}
