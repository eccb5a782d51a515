import { byId } from "./dom.js";
import { checkName, checkRoom } from "./words.js";

/** The card at the beginning. */
export class JoinView {
  #form = byId("join-form");
  #name = byId("name");
  #room = byId("room");
  #note = byId("join-note");

  /** @param onJoin gets a valid name and room */
  constructor({ onJoin }) {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const name = checkName(this.#name.value);
      const room = checkRoom(this.#room.value);
      this.#mark(this.#name, name.problem);
      this.#mark(this.#room, room.problem);
      this.note(name.problem || room.problem, "error");
      if (name.problem) this.#name.focus();
      else if (room.problem) this.#room.focus();
      else onJoin(name.value, room.value);
    });
  }

  fill(name, room) {
    this.#name.value = name;
    this.#room.value = room;
  }

  /** @param kind "error" or "info" */
  note(text, kind) {
    this.#note.hidden = !text;
    this.#note.dataset.kind = kind;
    this.#note.textContent = text;
  }

  /** The server refused the name: the only field that helps is this one. */
  refuseName(text) {
    this.note(text, "error");
    this.#mark(this.#name, text);
    this.#name.select();
  }

  focus() {
    (this.#name.value ? byId("join") : this.#name).focus();
  }

  #mark(field, problem) {
    if (problem) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}
