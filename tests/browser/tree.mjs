// Reading HTML without a browser: elements in order, each with the language that holds for it.

export const attribute = (node, name) => node.attrs?.find((attr) => (attr.prefix ? `${attr.prefix}:${attr.name}` : attr.name) === name)?.value;

// Every element and text of a parsed page: {element, text?, lang, ancestors}.
export function* walk(node, lang = "", ancestors = []) {
  for (const child of node.content?.childNodes ?? node.childNodes ?? []) {
    if (child.nodeName === "#text") yield { element: node, text: child.value, lang, ancestors };
    if (!child.tagName) continue;
    const inner = attribute(child, "lang") ?? lang;
    yield { element: child, lang: inner, ancestors };
    yield* walk(child, inner, [...ancestors, child]);
  }
}

// What a reader reads: all text but that of scripts and styles, white space as one space.
export function readerText(tree) {
  const parts = [];
  for (const { element, text } of walk(tree)) {
    if (text !== undefined && !["script", "style", "template"].includes(element.tagName)) parts.push(text);
    else if (text === undefined && !INLINE.has(element.tagName)) parts.push(" ");
  }
  return parts.join("").replace(/\s+/g, " ").trim();
}

const INLINE = new Set("a abbr b bdi bdo cite code em i kbd mark q rp rt ruby s small span strong sub sup time u del ins text tspan title".split(" "));

// A short way to find an element again: tag, id or classes, and the parent's.
export function selector(element) {
  const one = (node) => `${node.tagName}${attribute(node, "id") ? `#${attribute(node, "id")}` : (attribute(node, "class") ?? "").split(/\s+/).filter(Boolean).map((name) => `.${name}`).join("")}`;
  return element.parentNode?.tagName ? `${one(element.parentNode)} > ${one(element)}` : one(element);
}
