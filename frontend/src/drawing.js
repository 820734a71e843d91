// Draw a Vega-Lite specification as SVG in the colours of the page, with no code made from strings (strict CSP).
import { language } from "./context.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

// Draws what `specify` gives for the room there is, again when room or colours change; returns how to end it
export async function draw(element, specify) {
  const [vega, lite, { expressionInterpreter }] = await Promise.all([
    import("vega"), import("vega-lite"), import("vega-interpreter"),
  ]);
  let view;
  let room;
  const paint = async () => {
    view?.finalize();
    room = element.clientWidth;
    const specification = await specify(room);
    const { spec } = lite.compile({ ...specification, config: { ...theme(element), ...specification.config } });
    view = new vega.View(vega.parse(spec, null, { ast: true }), {
      expr: expressionInterpreter, renderer: "svg", container: element, hover: true,
      loader: vega.loader({ load: () => Promise.reject(new Error("charts load nothing")) }),
      logLevel: vega.Error, locale: undefined,
    });
    await view.runAsync();
    element.querySelector("svg")?.setAttribute("lang", language);
  };
  await paint();
  const repaint = () => paint().catch((error) => console.error(error));
  const watcher = new ResizeObserver(() => { if (Math.abs(element.clientWidth - room) > 16) repaint(); });
  watcher.observe(element);
  dark.addEventListener("change", repaint);
  return () => {
    watcher.disconnect();
    dark.removeEventListener("change", repaint);
    view.finalize();
  };
}

function theme(element) {
  const style = getComputedStyle(element);
  const colour = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const text = style.color;
  const line = colour("--line", "#c9d1d9");
  return {
    background: null,
    font: style.fontFamily,
    view: { stroke: null },
    axis: { labelColor: text, titleColor: text, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 12, titleFontSize: 12, labelLimit: 220, titleFontWeight: 600 },
    legend: { labelColor: text, titleColor: text, labelFontSize: 12, titleFontSize: 12, labelLimit: 260 },
    header: { labelColor: text, titleColor: text },
    text: { color: text, fill: text },
    title: { color: text },
    range: { category: palette() },
    mark: { color: palette()[0] },
  };
}

// Okabe and Ito's colours, told apart by readers who see few; darker or lighter with the page
const palette = () => (dark.matches
  ? ["#56b4e9", "#e69f00", "#2fbf94", "#e29ac2", "#f0e442", "#ff8a4c", "#9db7ff"]
  : ["#0067a5", "#c26a00", "#00805e", "#a8487f", "#8a7a00", "#b8421a", "#4b4fb5"]);
