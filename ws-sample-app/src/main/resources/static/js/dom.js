/** Building elements. Text always becomes a text node, so nothing that people write is ever read as HTML. */

export const byId = (id) => document.getElementById(id);

/**
 * @param tag      element name
 * @param props    properties of the element; `data` holds data attributes, `attrs` plain attributes
 * @param children elements or text
 */
export function el(tag, { data = {}, attrs = {}, ...props } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), props);
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(attrs)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const announcer = byId("announce");

/** Says something to screen readers. */
export function announce(text) {
  announcer.textContent = text;
}
