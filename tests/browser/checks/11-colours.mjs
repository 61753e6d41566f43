// Check 11: the colours of the theme: text has contrast 4.5 with every ground, lines 3, in both schemes; the three kinds keep apart by
// ΔE 20 for every kind of colour vision. Also: the style sheet has nothing that Chromium cannot read, but for what is listed.

const TEXT = ["ink", "muted", "link", "person", "place", "initiative"];
const LINES = ["rule", "focus"];
const GROUNDS = ["bg", "surface", "hit"];
const KINDS = ["person", "place", "initiative"];

// Full loss of one cone, in linear RGB: Machado, Oliveira, Fernandes 2009, table for severity 1.0.
const VISION = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const linear = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
const luminance = (hex) => linear(hex).reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);

function ratio(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

// CIELAB of linear sRGB under D65.
function lab([r, g, b]) {
  const xyz = [(0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047, 0.2126 * r + 0.7152 * g + 0.0722 * b, (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883];
  const [x, y, z] = xyz.map((value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seen(hex, vision) {
  const colour = linear(hex);
  return lab(VISION[vision].map((row) => Math.min(1, Math.max(0, row.reduce((sum, factor, i) => sum + factor * colour[i], 0)))));
}

const distance = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]));

// The colours of `--name: light-dark(#…, #…)`, by scheme.
function tokens(css) {
  const schemes = { light: {}, dark: {} };
  for (const [, name, light, dark] of css.matchAll(/--([a-z]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)) {
    schemes.light[name] ??= light;
    schemes.dark[name] ??= dark;
  }
  return schemes;
}

function* contrasts(scheme, colours) {
  for (const ground of GROUNDS) {
    for (const name of TEXT) {
      const found = ratio(colours[name], colours[ground]);
      if (found < 4.5) yield { page: scheme, where: `--${name} on --${ground}`, what: `contrast ${found.toFixed(2)}, less than 4.5` };
    }
  }
  for (const name of LINES) {
    const found = ratio(colours[name], colours.bg);
    if (found < 3) yield { page: scheme, where: `--${name} on --bg`, what: `contrast ${found.toFixed(2)}, less than 3` };
  }
}

function* distances(scheme, colours) {
  for (const vision of Object.keys(VISION)) {
    for (const [a, b] of [[0, 1], [0, 2], [1, 2]].map((pair) => pair.map((i) => KINDS[i]))) {
      const found = distance(seen(colours[a], vision), seen(colours[b], vision));
      if (found < 20) yield { page: `${scheme}, ${vision}`, where: `--${a}, --${b}`, what: `ΔE ${found.toFixed(0)}, less than 20` };
    }
  }
}

// Declarations that Chromium does not know yet and that are asked for on purpose, for other browsers.
const AHEAD = ["text-decoration-inset", "hanging-punctuation", "-webkit-text-size-adjust", "text-size-adjust", "scrollbar-width", "navigation"];

// The declarations of a style sheet of which Chromium keeps nothing; those of faces are no properties, and check 24 sees their effect.
const unread = (css) => {
  const lone = css.replace(/\/\*[\s\S]*?\*\/|@font-face\s*\{[^}]*\}/g, "").matchAll(/(?<=[{;]\s*)([a-z-]+)\s*:\s*([^;{}]+?)\s*(?=[;}])/g);
  return [...lone].filter(([, name, value]) => !name.startsWith("--") && !CSS.supports(name, value.replace(/\s*!important/, ""))).map(([, name, value]) => `${name}: ${value}`);
};

export async function check({ sites, browser }) {
  const css = sites.real.text("assets/theme.css");
  const schemes = tokens(css);
  const missing = [...TEXT, ...LINES, ...GROUNDS].filter((name) => !schemes.light[name]);
  if (missing.length) return missing.map((name) => ({ where: `--${name}`, what: "no such colour as light-dark(#…, #…)" }));
  const found = Object.entries(schemes).flatMap(([scheme, colours]) => [...contrasts(scheme, colours), ...distances(scheme, colours)]);
  const page = await browser.newPage();
  const strange = await page.evaluate(unread, css);
  await page.close();
  const listed = (text) => AHEAD.some((name) => text.startsWith(`${name}:`));
  return [...found, ...[...new Set(strange)].filter((text) => !listed(text)).map((what) => ({ page: "theme.css", what: `Chromium does not read \`${what}\`` }))];
}
