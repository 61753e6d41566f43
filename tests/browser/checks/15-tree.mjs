// Check 15: what a screen reader is given of a speech page, held against `expected/speech.en.txt`. The page is the short speech of the
// stress site, which has every form once.

import { differs } from "../expected.mjs";

const STATES = ["level", "checked", "pressed", "expanded", "disabled", "description", "value"];
// Boxes that say nothing to anyone; text that its parent has as its name; what is drawn by lists and lines.
const SILENT = new Set(["generic", "none", "InlineTextBox", "ListMarker", "LineBreak", "LayoutTableSection", "rowgroup", "sectionheader", "LabelText", "Legend"]);

function* lines({ role, name = "", children = [], ...rest }, depth = 0, above = "") {
  const text = name.replace(/\s+/g, " ").trim();
  const isRepeated = role === "StaticText" && (text === "" || above.includes(text));
  const shown = !SILENT.has(role) && !isRepeated;
  const states = STATES.filter((state) => !(role === "listitem" && state === "level") && rest[state] !== undefined && rest[state] !== "").map((state) => ` ${state}=${rest[state]}`);
  if (shown) yield `${"  ".repeat(depth)}${role === "StaticText" ? "" : role}${text ? `${role === "StaticText" ? "" : " "}“${text}”` : ""}${states.join("")}`;
  for (const child of children) yield* lines(child, depth + (shown ? 1 : 0), role === "RootWebArea" ? "" : shown ? text : above);
}

export async function check(ctx) {
  const page = ctx.sites.stress.pages.find((page) => page.path === "speeches/2025-05-06-short.html");
  const tree = await ctx.visit(page, { apart: true }, (tab) => tab.accessibility.snapshot({ interestingOnly: false }));
  const text = [...lines(tree)].join("\n").replaceAll(page.site.origin, "https://example.org");
  return differs(ctx, "speech.en.txt", `${text}\n`);
}
