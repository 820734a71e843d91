// On every page: "/" goes to the search field, which suggests while one types; a graph where a page has room for one.
import "./parts.css";
import "./site.css";
import { suggest } from "./suggest.js";

const field = document.querySelector("[data-suggest]");
const TYPING = /^(?:input|textarea|select)$/i;

if (field) {
  suggest(field);
  addEventListener("keydown", (event) => {
    const { target, key, ctrlKey, metaKey, altKey } = event;
    if (key !== "/" || ctrlKey || metaKey || altKey || TYPING.test(target.tagName) || target.isContentEditable || target.shadowRoot) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

const sections = document.querySelectorAll("[data-graph]");
if (sections.length) {
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      import("./neighbours.js").then(({ showNeighbours }) => showNeighbours(target));
    }
  }, { rootMargin: "300px" });
  for (const section of sections) {
    section.hidden = false; // it says nothing without scripts
    watcher.observe(section);
  }
}
