import { byId } from "./dom.js";

const MAX_LENGTH = 2_000;
const COUNT_FROM = 1_800;

/** Where a message is written. Writing goes on without a connection; only sending has to wait. */
export class ComposerView {
  #form = byId("composer");
  #text = byId("text");
  #send = byId("send");
  #hint = byId("composer-hint");
  #counter = byId("counter");
  #onSend;
  #onInput;
  #ready = false;

  /** @param onSend gets the text; @param onInput is told after each change, with the text */
  constructor({ onSend, onInput }) {
    this.#onSend = onSend;
    this.#onInput = onInput;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#text.addEventListener("keydown", (event) => {
      // During composition (Chinese, Japanese, ...) Enter picks a candidate and does not send.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    this.#text.addEventListener("input", () => {
      this.#adapt();
      this.#onInput(this.#text.value);
    });
  }

  setRoom(room, draft) {
    this.#text.placeholder = `Message #${room}`;
    this.#text.value = draft;
    this.#adapt();
  }

  focus() {
    this.#text.focus();
  }

  /** @param problem why nothing can be sent now; empty if it can */
  setReady(problem) {
    this.#ready = !problem;
    this.#form.dataset.ready = this.#ready;
    // The text stays enabled: disabling it would take the focus away and close an on-screen keyboard.
    this.#send.disabled = !this.#ready;
    this.#hint.textContent = problem || "Enter sends, Shift + Enter starts a new line.";
  }

  #submit() {
    const text = this.#text.value.trim();
    if (!text || !this.#ready) return;
    this.#text.value = "";
    this.#adapt();
    this.#onSend(text);
    this.#text.focus();
  }

  #adapt() {
    const length = this.#text.value.length;
    this.#counter.hidden = length < COUNT_FROM;
    this.#counter.textContent = `${length} / ${MAX_LENGTH}`;
    this.#counter.dataset.full = length >= MAX_LENGTH;
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight + this.#text.offsetHeight - this.#text.clientHeight}px`;
  }
}
