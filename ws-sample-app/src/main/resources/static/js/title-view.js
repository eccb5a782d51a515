import { byId } from "./dom.js";

const APP = "WebSocket chat";

/** The headline of the page and the title of its window, which counts what came while nobody looked. */
export class TitleView {
  #headline = byId("title");
  #subtitle = byId("subtitle");
  #room = "";
  #unread = 0;

  constructor() {
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#unread = 0;
      this.#render();
    });
  }

  /** @param room empty when in none */
  setRoom(room) {
    this.#room = room;
    this.#unread = 0;
    this.#headline.textContent = room ? `#${room}` : APP;
    this.#subtitle.hidden = true;
    this.#render();
  }

  setPeople(count) {
    this.#subtitle.hidden = count === 0;
    this.#subtitle.textContent = `${count} here`;
  }

  messageArrived() {
    if (!document.hidden) return;
    this.#unread += 1;
    this.#render();
  }

  #render() {
    const name = this.#room ? `#${this.#room} · ${APP}` : APP;
    document.title = this.#unread ? `(${this.#unread}) ${name}` : name;
  }
}
