// The map of a story: coastlines, a mark for what is at each point, names where there is room for them.
import { geoConicEqualArea } from "d3-geo";
import { language } from "./context.js";

const SAID = {
  en: { zone: "pilot zone", there: "compute centre", questioned: "compute centre, questioned", planned: "compute centre, planned", and: ", ", drawnAt: " (drawn at {})", disputed: " (questioned)" },
  zh: { zone: "先导区", there: "计算中心", questioned: "计算中心（存疑）", planned: "计算中心（规划）", and: "、", drawnAt: "（绘于{}）", disputed: "（存疑）" },
}[language];
// A zone's mark is wide and empty, so that a centre's fits into it
const MARKS = [SAID.zone, SAID.there, SAID.questioned, SAID.planned];
const SHAPES = ["diamond", "circle", "circle", "circle"];
const SIZES = [460, 105, 105, 105];
const PALE = "59"; // a third, as the alpha of a colour in hexadecimal
const RADIUS = 11;
const PARALLELS = [25, 40]; // of the conic: the span of the points, about a sixth in from its ends
const MARGIN = { side: 44, end: 30 };
const LINE = 15;

export async function mapOf(rows, room) {
  const { default: land } = await import("world-atlas/land-50m.json");
  const size = { width: room, height: Math.round(Math.min(600, Math.max(360, room * 1.12))) };
  const known = rows.filter((row) => row.latitude !== undefined);
  const projection = fit(known, size);
  const places = keepApart(placesOf(known, projection));
  const labels = name(places, size);
  const pixel = (field) => ({ field, type: "quantitative", scale: null, axis: null });
  const at = { x: pixel("x"), y: pixel("y") };
  const legend = { orient: "top", title: null, direction: room < 560 ? "vertical" : "horizontal" };
  const scaled = (range, type = "nominal") => ({ field: "mark", type, legend, scale: { type: "ordinal", domain: MARKS, range } });
  const { zone, centre, card, line, text } = colours();
  const outlines = [zone, centre, centre, centre];
  const fillings = [card, centre, centre + PALE, card];
  return {
    ...size, autosize: { type: "pad", contains: "padding" },
    layer: [
      { data: { values: land }, projection: settingsOf(projection),
        mark: { type: "geoshape", aria: false, clip: true, fill: line, fillOpacity: 0.35, stroke: line, strokeWidth: 0.8 } },
      { data: { values: places.filter((place) => Math.hypot(place.x - place.x0, place.y - place.y0) > 2) },
        mark: { type: "rule", aria: false, stroke: text, strokeWidth: 1 },
        encoding: { ...at, x2: { field: "x0" }, y2: { field: "y0" } } },
      { data: { values: places.flatMap((place) => place.marks.map((mark) => ({ ...mark, x: place.x, y: place.y }))) },
        mark: { type: "point", strokeWidth: 1.8, opacity: 1 },
        encoding: { ...at, shape: scaled(SHAPES), size: scaled(SIZES, "ordinal"), fill: scaled(fillings), stroke: scaled(outlines),
          strokeDash: { condition: { test: "datum.questioned", value: [4, 3] }, value: [1, 0] },
          tooltip: { field: "told", type: "nominal" } } },
      ...[{ stroke: card, strokeWidth: 3.5, strokeJoin: "round" }, {}].map((halo) => ({
        data: { values: labels },
        mark: { type: "text", baseline: "middle", fontSize: 12, fontWeight: 600, align: { expr: "datum.align" }, ...halo, ...(halo.stroke ? { fill: card } : {}) },
        encoding: { ...at, text: { field: "label" } } })),
    ],
  };
}

// All points in view, the middle meridian upright
function fit(rows, { width, height }) {
  const longitudes = rows.map((row) => row.longitude);
  const middle = (Math.min(...longitudes) + Math.max(...longitudes)) / 2;
  return geoConicEqualArea().parallels(PARALLELS).rotate([-middle, 0]).fitExtent(
    [[MARGIN.side, MARGIN.end], [width - MARGIN.side, height - MARGIN.end]],
    { type: "MultiPoint", coordinates: rows.map((row) => [row.longitude, row.latitude]) });
}

const settingsOf = (projection) => ({
  type: "conicEqualArea", parallels: projection.parallels(), rotate: projection.rotate(), center: projection.center(),
  scale: projection.scale(), translate: projection.translate(),
});

// One place for each point, with one mark for all of a kind that is there; questioned where each of them is
function placesOf(rows, projection) {
  const places = new Map();
  for (const row of rows) {
    const [x, y] = projection([row.longitude, row.latitude]);
    const place = places.get(row.pointId) ?? { name: row.point, x, y, x0: x, y0: y, marks: new Map() };
    places.set(row.pointId, place);
    const mark = row.kindId.endsWith("PilotZone") ? SAID.zone : row.relationId.endsWith("plannedLocation") ? SAID.planned : SAID.there;
    const found = place.marks.get(mark) ?? { mark, questioned: true, sites: new Set() };
    place.marks.set(mark, found);
    found.questioned &&= row.questioned;
    found.sites.add(row.site + (row.questioned ? SAID.disputed : "") + (row.cityId === row.pointId ? "" : SAID.drawnAt.replace("{}", row.point)));
  }
  return [...places.values()].map((place) => ({ ...place, marks: [...place.marks.values()]
    .sort((a, b) => MARKS.indexOf(a.mark) - MARKS.indexOf(b.mark))
    .map(({ mark, questioned, sites }) => ({ mark: questioned && mark === SAID.there ? SAID.questioned : mark, questioned,
      number: sites.size, told: `${place.name} · ${mark}: ${[...sites].join(SAID.and)}` })) }));
}

// Points too near each other give way by half each; a line leads back to where they were
function keepApart(places) {
  const apart = 2 * RADIUS + 4;
  for (let round = 0; round < 50; round++) {
    for (const [i, one] of places.entries()) {
      for (const other of places.slice(i + 1)) {
        const distance = Math.hypot(other.x - one.x, other.y - one.y) || 0.01;
        if (distance >= apart) continue;
        const push = (apart - distance) / 2 / distance;
        const [dx, dy] = [(other.x - one.x) * push, (other.y - one.y) * push];
        one.x -= dx; one.y -= dy; other.x += dx; other.y += dy;
      }
    }
  }
  return places;
}

// Each name beside its mark, on the side where it covers least of marks and other names
function name(places, { width, height }) {
  const taken = places.map(({ x, y }) => boxOf(x, y, 2 * RADIUS, 2 * RADIUS));
  return places.map((place, i) => {
    const centres = place.marks.filter((mark) => mark.mark !== SAID.zone).reduce((sum, mark) => sum + mark.number, 0);
    const label = centres > 1 ? `${place.name} ×${centres}` : place.name;
    const wide = [...label].reduce((sum, letter) => sum + (letter > "\u2fff" ? 12.5 : 7.2), 0);
    const { box, x, y, align } = leastOf([[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [-1, -1], [1, 1], [-1, 1]].map(([right, down]) => {
      const away = right && down ? RADIUS * 0.8 : RADIUS + 3;
      const at = { x: place.x + right * away, y: place.y + down * (right ? away : RADIUS + LINE / 2 + 1) };
      const box = boxOf(at.x + right * wide / 2, at.y, wide, LINE);
      const outside = Math.max(0, -box.left, box.right - width) + Math.max(0, -box.top, box.bottom - height);
      return { ...at, box, align: right > 0 ? "left" : right < 0 ? "right" : "center",
        cost: outside * LINE * 4 + taken.reduce((sum, other, j) => sum + (j === i ? 0 : overlap(box, other)), 0) };
    }));
    taken.push(box);
    return { label, x, y, align };
  });
}

const leastOf = (choices) => choices.reduce((least, choice) => (choice.cost < least.cost ? choice : least));
const boxOf = (x, y, wide, high) => ({ left: x - wide / 2, right: x + wide / 2, top: y - high / 2, bottom: y + high / 2 });
const overlap = (a, b) => Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

function colours() {
  const style = getComputedStyle(document.body);
  const of = (variable, otherwise) => style.getPropertyValue(variable).trim() || otherwise;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  return { zone: dark ? "#ff8a4c" : "#b8421a", centre: dark ? "#56b4e9" : "#0067a5", card: of("--card", "#fff"), line: of("--line", "#c9d1d9"), text: style.color };
}
