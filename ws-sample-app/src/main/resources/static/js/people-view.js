import { byId, el } from "./dom.js";
import { hueOf, initialOf } from "./words.js";

/** Who is in the room. */
export class PeopleView {
  #list = byId("people");
  #count = byId("people-count");

  /** @param ownIds all ids under which this page is or was known; `me` is the present one */
  show(people, me, ownIds) {
    const sorted = people.toSorted((a, b) => (b.id === me?.id) - (a.id === me?.id) || a.name.localeCompare(b.name));
    this.#list.replaceChildren(...sorted.map((person) => {
      const item = el("li", { data: { name: person.name, id: person.id } },
        el("span", { className: "avatar", attrs: { "aria-hidden": "true" } }, initialOf(person.name)),
        el("span", { className: "person-name" }, person.name),
      );
      // Until the server notices that an old connection is dead, the same person is in the room twice.
      if (person.id === me?.id) item.append(el("span", { className: "muted" }, "(you)"));
      else if (ownIds.has(person.id) && person.name === me?.name) {
        item.append(el("span", { className: "muted" }, "(you, earlier)"));
      }
      item.style.setProperty("--hue", hueOf(person.name));
      return item;
    }));
    this.#count.textContent = people.length || "";
  }
}
