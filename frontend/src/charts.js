// How each story is drawn: rows and room → Vega-Lite. What is planned or forecast is hollow, what is questioned dashed.
import { language } from "./context.js";
import { mapOf } from "./map.js";
import { writeCount } from "./numbers.js";

const SAID = {
  en: { units: "provincial-level units", before: "had one before", added: "new in the year", percent: "share of computing power, %",
    tops: "INT8 TOPS", watts: "watts", none: "not given", parameters: "parameters", attention: "attention", contributors: "contributors",
    zb: "zettabytes a year", share: "share, %", zone: "in a pilot zone", other: "elsewhere", unsaid: "market not stated",
    powers: ["100 billion", "1 trillion", "10 trillion"] },
  zh: { units: "省级单位数", before: "此前已有", added: "当年新增", percent: "占算力比重（%）",
    tops: "INT8 TOPS", watts: "瓦", none: "未给出", parameters: "参数量", attention: "关注度", contributors: "贡献者",
    zb: "每年泽字节（ZB）", share: "份额（%）", zone: "位于先导区", other: "其他", unsaid: "未说明市场",
    powers: ["千亿", "万亿", "十万亿"] },
}[language];

const HEDGES = { "up-to": "≤ ", "at-most": "≤ ", "at-least": "≥ ", over: "> ", about: "≈ ", nearly: "≈ ", "order-of-magnitude": "~ " };
const hedge = (bound) => HEDGES[bound] ?? "";
const isExpected = (row) => ["planned", "forecast"].includes(row.modalityId);

// Hollow for what is expected; the outline stays
const HOLLOW = { condition: { test: "datum.expected", value: 0.08 }, value: 0.9 };
// A point is too small for its dashes alone to be seen
const POINT = { condition: [HOLLOW.condition, { test: "datum.questioned", value: 0.35 }], value: 0.9 };
const DASHES = { condition: { test: "datum.questioned", value: [4, 3] }, value: [1, 0] };
const mark = (type, more = {}) => ({ type, strokeWidth: 1.6, ...more });
const base = (rows, room, margin) => ({ data: { values: rows }, width: Math.max(150, room - margin), autosize: { type: "pad", contains: "padding" } });
const legend = { orient: "top", title: null };
const isNarrow = (room) => room < 560;

export const CHARTS = {
  data: (rows, room) => bars(rows.map((row) => ({ ...row, name: String(row.year), label: `${hedge(row.boundId)}${row.value}\u202fZB`, expected: isExpected(row) })), room, SAID.zb),

  platforms: (rows, room) => ({
    ...base(rows.flatMap((row) => [
      { year: row.year, kind: SAID.before, order: 0, units: row.units - row.added },
      { year: row.year, kind: SAID.added, order: 1, units: row.added },
    ]), room, 70),
    height: 260,
    layer: [
      { mark: mark("bar", { size: Math.min(48, room / 12) }), encoding: {
        x: { field: "year", type: "ordinal", title: null, axis: { labelAngle: 0 } }, y: { field: "units", type: "quantitative", title: SAID.units },
        color: { field: "kind", type: "nominal", legend, sort: [SAID.before, SAID.added] }, order: { field: "order" } } },
      { data: { values: rows }, mark: { type: "text", dy: -8, fontWeight: 600 }, encoding: {
        x: { field: "year", type: "ordinal" }, y: { field: "units", type: "quantitative" }, text: { field: "units" } } },
    ],
  }),

  structure: (rows, room) => ({
    ...base(rows.map((row) => ({ ...row, label: hedge(row.boundId) + row.printed, ...spanOf(row, rows) })), room, 90),
    height: { step: 64 },
    layer: [
      { mark: mark("bar", { size: 42, stroke: "currentColor" }), encoding: {
        y: { field: "year", type: "ordinal", title: null }, x: { field: "value", type: "quantitative", stack: "zero", title: SAID.percent, scale: { domain: [0, 100] } },
        color: { field: "share", type: "nominal", legend: { ...legend, columns: isNarrow(room) ? 1 : 2 } }, strokeDash: DASHES } },
      { transform: [{ filter: "datum.value > 8" }], mark: { type: "text", fill: isDark() ? "#0c1a20" : "white", fontWeight: 700 }, encoding: {
        y: { field: "year", type: "ordinal" }, x: { field: "middle", type: "quantitative" }, text: { field: "label" } } },
      { transform: [{ filter: "datum.value <= 8" }], mark: { type: "text", align: "left", dx: 5, fontWeight: 700 }, encoding: {
        y: { field: "year", type: "ordinal" }, x: { field: "end", type: "quantitative" }, text: { field: "label" } } },
    ],
  }),

  chips: (rows, room) => {
    const narrow = isNarrow(room);
    const each = narrow ? room - 130 : (room - 170) / 2;
    const order = rows.map((row) => row.chip);
    const panel = (value, title, named) => ({
      width: Math.max(110, each - 45), height: { step: 34 }, title: { text: title, anchor: "start", fontSize: 13 },
      layer: [
        { mark: mark("bar", { size: 20, fillOpacity: 0.85 }), encoding: {
          y: { field: "chip", type: "nominal", sort: null, scale: { domain: order }, title: null, axis: named ? {} : null },
          x: { field: value, type: "quantitative", title: null, axis: { tickCount: 4 } } } },
        { transform: [{ calculate: `isValid(datum.${value}) ? datum.${value} : 0`, as: "at" }], mark: { type: "text", align: "left", dx: 5, fontWeight: 600 }, encoding: {
          y: { field: "chip", type: "nominal", sort: null }, x: { field: "at", type: "quantitative" }, text: { field: `${value}Label` } } },
      ],
    });
    const values = rows.map((row) => ({ ...row, topsLabel: hedge(row.topsBoundId) + row.tops, wattsLabel: row.watts === undefined ? SAID.none : hedge(row.wattsBoundId) + row.watts }));
    return { data: { values }, [narrow ? "vconcat" : "hconcat"]: [panel("tops", SAID.tops, true), panel("watts", SAID.watts, narrow)], resolve: { scale: { x: "independent" } } };
  },

  shares: (rows, room) => bars(rows.map((row) => ({ ...row, name: row.holder, label: hedge(row.boundId) + row.printed, expected: isExpected(row),
    group: `${row.market ?? SAID.unsaid} · ${row.period}` })), room, SAID.share, { field: "group", type: "nominal", sort: null, title: null, legend: { orient: "top", columns: 1, title: null, labelLimit: room - 40 } }),

  centres: (rows, room) => ({
    ...base(rows.map((row) => ({ ...row, zone: row.pilotZone ? SAID.zone : SAID.other, expected: row.statusId !== "built" })), room, 120),
    height: { step: 25 },
    mark: mark("point", { size: 190, filled: false }),
    encoding: {
      y: { field: "city", type: "nominal", sort: null, title: null, axis: { grid: true } },
      x: { field: "status", type: "nominal", sort: null, title: null, axis: { labelAngle: 0, orient: "top" } },
      shape: { field: "zone", type: "nominal", legend: { ...legend, orient: "bottom" }, scale: { domain: [SAID.zone, SAID.other], range: ["diamond", "circle"] } },
      ...painted({ value: accent() }),
      fillOpacity: POINT, strokeDash: DASHES,
    },
  }),

  map: (rows, room) => mapOf(rows, room),

  // On a phone the number stands below the name
  models: (rows, room) => labelled(keepApart(rows, isNarrow(room) ? 25 : 13).map((row) => ({ ...row, when: `${row.month}-15`, label: `${row.model}${isNarrow(room) ? "\n" : " · "}${hedge(row.boundId)}${writeCount(row.parameters)}`, left: row.month > "2021-05", expected: row.boundId === "order-of-magnitude" || isExpected(row) })), room, {
    x: { field: "when", type: "temporal", title: null, axis: { format: "%Y-%m", labelAngle: isNarrow(room) ? -45 : 0, tickCount: isNarrow(room) ? 4 : 8 }, scale: { domain: ["2020-05-01", "2022-01-01"] } },
    y: { field: "parameters", type: "quantitative", title: SAID.parameters, scale: { type: "log", domain: [5e10, 2e13] }, axis: { values: [1e11, 1e12, 1e13], labelExpr: `{"100000000000": "${SAID.powers[0]}", "1000000000000": "${SAID.powers[1]}", "10000000000000": "${SAID.powers[2]}"}[datum.value]` } },
  }, isNarrow(room) ? 450 : 360),

  frameworks: (rows, room) => labelled(rows.map((row) => ({ ...row, label: row.framework, left: row.attention > 1e5, expected: false })), room, {
    x: { field: "attention", type: "quantitative", title: SAID.attention, scale: { type: "log", domain: [1500, 3e5] }, axis: { format: ",", values: [2e3, 1e4, 1e5] } },
    y: { field: "contributors", type: "quantitative", title: SAID.contributors, scale: { type: "log", domain: [10, 6000] }, axis: { values: [10, 100, 1000], format: "," } },
    colour: { field: "country", type: "nominal", legend },
  }, 320),

  policies: (rows, room) => ({
    ...base(rows.map((row) => ({ ...row, whose: isNarrow(room) ? inTwoLines(row.whose) : row.whose, when: `${row.month}-15`, expected: false })), room, isNarrow(room) ? 170 : 300),
    height: { step: isNarrow(room) ? 36 : 26 },
    mark: mark("point", { size: 150, filled: false }),
    encoding: {
      y: { field: "whose", type: "nominal", sort: null, title: null, axis: { grid: true, labelLimit: isNarrow(room) ? 160 : 290, labelExpr: "split(datum.label, '\\n')" } },
      x: { field: "when", type: "temporal", title: null, scale: { domain: ["2019-04-01", "2021-08-01"] }, axis: { format: "%Y-%m", labelAngle: isNarrow(room) ? -45 : 0, tickCount: isNarrow(room) ? 4 : 8 } },
      ...painted({ value: accent() }), fillOpacity: POINT, strokeDash: DASHES,
    },
  }),
};

const isDark = () => matchMedia("(prefers-color-scheme: dark)").matches;
const accent = () => (isDark() ? "#56b4e9" : "#0067a5");

// Of two models nearly as large, the label of one goes up and that of the other down
function keepApart(rows, shift) {
  const near = (a, b) => Math.abs(Math.log10(a.parameters / b.parameters)) < 0.1;
  return rows.map((row) => {
    const other = rows.find((candidate) => candidate !== row && near(candidate, row));
    return { ...row, dy: other ? (row.parameters > other.parameters ? -shift : shift) : 0 };
  });
}

// A long name broken at the space nearest to its middle
function inTwoLines(name, longest = 20) {
  if (name.length <= longest) return name;
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index);
  const at = spaces.sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0];
  return at === undefined ? name : `${name.slice(0, at)}\n${name.slice(at + 1)}`;
}

// Outline and filling in one colour, so that one may be left out
const painted = (colour) => ({ fill: colour, stroke: colour });

// Where a stacked share lies
function spanOf(row, rows) {
  const year = rows.filter((other) => other.year === row.year).sort((a, b) => a.share.localeCompare(b.share));
  const before = year.slice(0, year.indexOf(row)).reduce((sum, other) => sum + other.value, 0);
  return { middle: before + row.value / 2, end: before + row.value };
}

// Lying bars with their printed figures; hollow ones are expected
function bars(rows, room, title, colour) {
  return {
    ...base(rows, room, isNarrow(room) ? 130 : 220),
    height: { step: 38 },
    layer: [
      { mark: mark("bar", { size: 22 }), encoding: {
        y: { field: "name", type: "nominal", sort: null, title: null }, x: { field: "value", type: "quantitative", title },
        ...painted(colour ?? { value: accent() }),
        fillOpacity: HOLLOW, strokeDash: DASHES } },
      { transform: [{ calculate: "datum.label + (datum.expected ? ' · ' + datum.modality : '')", as: "said" }],
        mark: { type: "text", align: "left", dx: 6, fontWeight: 600 }, encoding: {
          y: { field: "name", type: "nominal", sort: null }, x: { field: "value", type: "quantitative" }, text: { field: "said" } } },
    ],
  };
}

// Points with their names beside them
function labelled(rows, room, { x, y, colour = { value: accent() } }, height) {
  return {
    ...base(rows, room, 110), height,
    layer: [
      { mark: mark("point", { size: 110 }), encoding: { x, y, ...painted(colour), fillOpacity: POINT, strokeDash: DASHES } },
      { mark: { type: "text", fontSize: 12, baseline: "middle", lineBreak: "\n", align: { expr: "datum.left ? 'right' : 'left'" }, dx: { expr: "datum.left ? -10 : 10" }, dy: { expr: "datum.dy || 0" } },
        encoding: { x, y, text: { field: "label" } } },
    ],
  };
}
