// Cut the coastlines that the map shows out of Natural Earth's land, when the bundle is made: 28 kB compressed of 150.
import { readFile } from "node:fs/promises";
import { geoIdentity } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import { feature } from "topojson-client";

// Degrees, wide enough that no cut edge comes into the map's view: west, south, east, north
const WINDOW = [[62, 4], [152, 60]];
const DIGITS = 2;

export const land = {
  name: "land",
  setup(build) {
    build.onLoad({ filter: /world-atlas[\\/]land-50m\.json$/ }, async ({ path }) => {
      const atlas = JSON.parse(await readFile(path, "utf8"));
      const whole = feature(atlas, atlas.objects.land);
      return { contents: JSON.stringify(round(geoProject(whole, geoIdentity().clipExtent(WINDOW)))), loader: "json" };
    });
  },
};

// Neighbouring points that became one are one; a ring of less than four points has become nothing
function round({ features: [{ geometry: { coordinates } }] }) {
  const cut = (number) => Number(number.toFixed(DIGITS));
  const rings = coordinates.map((polygon) => polygon.map((ring) => ring
    .map(([east, north]) => [cut(east), cut(north)])
    .filter(([east, north], i, all) => !i || east !== all[i - 1][0] || north !== all[i - 1][1]))
    .filter((ring) => ring.length > 3));
  return { type: "MultiPolygon", coordinates: rings.filter((polygon) => polygon.length) };
}
