// Views of one thing behind tabs (WAI-ARIA: arrows move, a panel is made when it is first opened).
import { h, newId } from "./dom.js";

export function showTabs(label, views) {
  const panels = views.map(() => h("div", { role: "tabpanel", id: newId("panel"), hidden: true }));
  const tabs = views.map(([name], i) =>
    h("button", { type: "button", role: "tab", id: newId("tab"), "aria-controls": panels[i].id, onclick: () => choose(i) }, name));
  panels.forEach((panel, i) => panel.setAttribute("aria-labelledby", tabs[i].id));
  const list = h("div", { role: "tablist", "aria-label": label, onkeydown: move }, tabs);

  function choose(chosen) {
    tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === chosen));
      tab.tabIndex = i === chosen ? 0 : -1;
      panels[i].hidden = i !== chosen;
    });
    if (!panels[chosen].hasChildNodes()) panels[chosen].append(views[chosen][1]());
  }

  function move(event) {
    const here = tabs.indexOf(event.target);
    const target = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (here < 0 || target === undefined) return;
    event.preventDefault();
    const next = (target + tabs.length) % tabs.length;
    choose(next);
    tabs[next].focus();
  }

  choose(0);
  return h("div", { class: "tabs" }, list, panels);
}
