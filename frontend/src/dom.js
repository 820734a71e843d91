// Build elements. Text only ever becomes text: nothing in these sources writes HTML from a string.

export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null));
  return element;
}

let made = 0;

// An id that no other element has
export const newId = (stem) => `${stem}-${(made += 1)}`;
