import { byId } from "./dom.js";

/** Senders repeat the message every two seconds while they type. */
const SHOWN_FOR_MS = 4_000;

/** "Ada is typing" */
export class TypingView {
  #line = byId("typing");
  #timers = new Map();
  #names = new Map();

  reset() {
    for (const id of [...this.#timers.keys()]) this.stopped(id);
  }

  typing({ id, name }) {
    clearTimeout(this.#timers.get(id));
    this.#names.set(id, name);
    this.#timers.set(id, setTimeout(() => this.stopped(id), SHOWN_FOR_MS));
    this.#render();
  }

  stopped(id) {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#names.delete(id);
    this.#render();
  }

  #render() {
    const names = [...this.#names.values()];
    this.#line.dataset.active = names.length > 0;
    this.#line.textContent = words(names);
  }
}

function words(names) {
  if (names.length === 0) return "";
  if (names.length === 1) return `${names[0]} is typing`;
  if (names.length === 2) return `${names[0]} and ${names[1]} are typing`;
  return "Several people are typing";
}
