// Golden files: what is found is held against what a person has read and accepted.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

// Problems with `text` as the content of `expected/<name>`; with ORATORY_ACCEPT=1 it becomes that content.
export function differs({ here, accept }, name, text) {
  const file = join(here, "expected", name);
  if (accept) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return [];
  }
  const [was, is] = [existsSync(file) ? readFileSync(file, "utf8").split("\n") : [], text.split("\n")];
  const at = is.findIndex((line, i) => line !== was[i]);
  if (at === -1 && was.length === is.length) return [];
  const line = at === -1 ? is.length : at;
  return [{ page: `expected/${name}:${line + 1}`, what: `expected “${was[line] ?? "the end"}”, found “${is[line] ?? "the end"}” (ORATORY_ACCEPT=1 takes what is found)` }];
}
