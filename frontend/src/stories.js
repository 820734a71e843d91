// The stories page: each figure is drawn from the rows that the page holds, when it comes into view.
import "./stories.css";
import { words } from "./context.js";
import { h } from "./dom.js";
import { draw } from "./drawing.js";
import { CHARTS } from "./charts.js";

const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    show(target);
  }
}, { rootMargin: "400px" });

for (const figure of document.querySelectorAll("figure[data-chart]")) {
  if (!CHARTS[figure.dataset.chart]) continue;
  figure.querySelector("details").open = false;
  figure.prepend(h("div", { class: "paper", role: "img", "aria-label": figure.dataset.label }));
  watcher.observe(figure);
}

// What the reader has not come to yet is on paper too
addEventListener("beforeprint", () => {
  watcher.disconnect();
  for (const figure of document.querySelectorAll("figure[data-chart]:not([data-drawn])")) show(figure);
});

async function show(figure) {
  if (figure.dataset.drawing) return;
  figure.dataset.drawing = "true";
  const paper = figure.firstElementChild;
  const rows = JSON.parse(figure.dataset.rows);
  try {
    await draw(paper, (room) => CHARTS[figure.dataset.chart](rows, room));
    figure.dataset.drawn = "true";
  } catch (error) {
    paper.replaceChildren(h("p", { role: "alert" }, `${words.raised}: ${error.message}`));
  }
}
