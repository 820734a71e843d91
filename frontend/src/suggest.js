// Suggestions under a search field (WAI-ARIA combobox): arrows move through them, Enter opens one, Escape closes.
import { language, withParameters, words } from "./context.js";
import { h, newId } from "./dom.js";

const PAUSE = 120;
const MOST = 8;

export function suggest(field) {
  const address = field.dataset.suggest;
  const list = h("ul", { id: newId("suggestions"), role: "listbox", class: "suggestions", "aria-label": words.suggestions, hidden: true });
  const said = h("span", { class: "hidden", role: "status" });
  const state = { options: [], active: -1, timer: 0, request: null };
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) field.setAttribute(name, value);
  field.form.classList.add("suggests");
  field.form.append(list, said);

  field.addEventListener("input", () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(update, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && state.options.length) {
      event.preventDefault();
      activate((state.active + step + state.options.length) % state.options.length);
    } else if (event.key === "Enter" && state.active >= 0) {
      event.preventDefault();
      location.assign(state.options[state.active].dataset.address);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show([]);
    }
  });
  field.addEventListener("blur", () => setTimeout(() => show([]), 150));

  async function update() {
    state.request?.abort();
    state.request = new AbortController();
    const wanted = field.value.trim();
    if (!wanted) return show([]);
    try {
      const response = await fetch(withParameters(address, { q: wanted, lang: language, size: MOST }), { signal: state.request.signal });
      if (response.ok) show((await response.json()).items ?? []);
    } catch (error) {
      if (error.name !== "AbortError") show([]);
    }
  }

  function show(found) {
    state.options = found.slice(0, MOST).map(option).filter(Boolean);
    state.active = -1;
    list.replaceChildren(...state.options);
    list.hidden = !state.options.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
    said.textContent = state.options.length ? words.found(state.options.length) : "";
  }

  function activate(index) {
    state.active = index;
    state.options.forEach((one, i) => one.setAttribute("aria-selected", String(i === index)));
    field.setAttribute("aria-activedescendant", state.options[index].id);
    state.options[index].scrollIntoView({ block: "nearest" });
  }
}

function option({ address, name, kinds: [kind] }) {
  return h("li", { role: "option", id: newId("suggestion"), "aria-selected": "false", "data-address": address,
    onmousedown: (event) => { event.preventDefault(); location.assign(address); } },
  h("span", {}, name), kind ? h("small", {}, kind.name) : null);
}
