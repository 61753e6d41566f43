// Natural Earth's land, 1:110 million → src/site/pictures/land.txt. Run by hand, once:
//
//   npm install --no-save world-atlas@2 && node tools/land.mjs
//
// Reads TopoJSON (https://github.com/topojson/topojson-specification), whose arcs are shared between rings and delta-coded.
// Writes a line a ring, outer rings and holes alike: longitude and latitude of the first point in hundredths of a degree, then the step to each next one.
// Longitudes run on across 180°, so a ring around a pole does not come back to where it began; the closing step is left out.

import { readFileSync, writeFileSync } from "node:fs";

const topology = JSON.parse(readFileSync("node_modules/world-atlas/land-110m.json", "utf8"));
const { scale, translate } = topology.transform;

const arcs = topology.arcs.map((steps) => {
  let [x, y] = [0, 0];
  return steps.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
});

// A ring is a list of arcs, ~i for arc i backwards; each begins where the one before ended.
const points = (ring) =>
  ring.flatMap((index) => (index < 0 ? arcs[~index].toReversed() : arcs[index]).slice(1));

const hundredths = ([lon, lat]) => [Math.round(lon * 100), Math.round(lat * 100)];
const shortWay = (step) => ((((step + 18000) % 36000) + 36000) % 36000) - 18000;

const line = (ring) => {
  const numbers = [];
  let [x, y] = [0, 0];
  for (const [lon, lat] of points(ring).map(hundredths)) {
    const step = [numbers.length ? shortWay(lon - x) : lon, lat - y];
    if (numbers.length && !step[0] && !step[1]) continue;
    numbers.push(...step);
    [x, y] = [lon, lat];
  }
  return numbers.join(" ");
};

const rings = topology.objects.land.geometries.flatMap((geometry) => geometry.arcs.flat());
const head = "# Land at 1:110 million from Natural Earth (naturalearthdata.com), public domain, by way of the npm package world-atlas 2; written by tools/land.mjs";
writeFileSync("src/site/pictures/land.txt", `${[head, ...rings.map(line)].join("\n")}\n`);
