import { explainEnd, explainLeft } from "./explain.js";
import { announce, byId, el } from "./dom.js";
import { clock, duration } from "./words.js";

const WORDS = { connecting: "connecting…", open: "connected", ended: "ended" };

/** The status pill, the banner above the composer, and the panel with the connection's story. */
export class StatusView {
  #pill = byId("status");
  #pillText = byId("status-text");
  #banner = byId("banner");
  #bannerTitle = byId("banner-title");
  #bannerText = byId("banner-text");
  #reconnect = byId("reconnect");
  #panel = byId("story");
  #now = byId("story-now");
  #url = byId("story-url");
  #list = byId("story-list");
  #story;
  #state = null;
  #lastEnd = null;
  #panelOpen = false;
  #ticker = 0;

  constructor(story, { onReconnect }) {
    this.#story = story;
    this.#reconnect.addEventListener("click", onReconnect);
    this.#panel.addEventListener("beforetoggle", ({ newState }) => this.#onToggle(newState === "open"));
    story.onChange(() => this.#renderStory());
  }

  reset() {
    this.#lastEnd = null;
  }

  show(state) {
    const before = this.#state?.name;
    this.#state = state;
    // While attempts fail, the reason that matters is still the one that ended the last real connection.
    if (state.end && (state.end.opened || !this.#lastEnd)) this.#lastEnd = explainEnd(state.end);
    if (state.name === "open") this.#lastEnd = null;
    this.#pill.hidden = false;
    this.#pill.dataset.state = state.name;
    this.#reconnect.disabled = state.name !== "waiting";
    this.#renderMoment();
    this.#renderStory();
    this.#tick();
    if (before !== state.name) this.#announce();
  }

  /** Browsers report this independently of any connection. */
  networkChanged() {
    this.#renderMoment();
  }

  #onToggle(open) {
    this.#panelOpen = open;
    this.#renderStory();
    this.#tick();
  }

  /** Runs only while something on the page counts seconds. */
  #tick() {
    clearInterval(this.#ticker);
    if (this.#state?.name === "waiting" || this.#panelOpen) {
      this.#ticker = setInterval(() => this.#renderMoment(), 250);
    }
  }

  #renderMoment() {
    if (!this.#state) return;
    const { name } = this.#state;
    const seconds = name === "waiting" ? Math.max(1, Math.ceil((this.#state.until - Date.now()) / 1000)) : 0;
    setText(this.#pillText, name === "waiting" ? `reconnecting in ${seconds} s` : WORDS[name]);

    this.#banner.hidden = this.#lastEnd === null || name === "ended";
    if (this.#lastEnd) {
      const next = name === "waiting" ? `Reconnecting in ${seconds}\u00a0s…` : "Reconnecting…";
      const offline = navigator.onLine ? "" : "This device is offline. ";
      setText(this.#bannerTitle, `${this.#lastEnd.title}.`);
      setText(this.#bannerText, offline + next);
    }
    if (this.#panelOpen) setText(this.#now, this.#nowWords(seconds));
  }

  #nowWords(seconds) {
    const chapter = this.#story.chapters.at(-1);
    switch (this.#state.name) {
      case "open": return `Connected for ${duration(Math.floor((Date.now() - chapter.openedAt) / 1000) * 1000)}.`;
      case "waiting": return `Not connected. Next attempt in ${seconds} s.`;
      case "connecting": return "Connecting…";
      default: return "Not connected, and not trying again.";
    }
  }

  #announce() {
    if (this.#state.name === "open") announce("Connected");
    if (this.#state.name === "ended") announce(explainEnd(this.#state.end).title);
    if (this.#state.name === "waiting") announce(`${this.#lastEnd.title}. Reconnecting.`);
  }

  #renderStory() {
    if (!this.#panelOpen || !this.#state) return;
    this.#renderMoment();
    const { chapters } = this.#story;
    this.#url.textContent = chapters.at(-1).url;
    this.#list.replaceChildren(...chapters.toReversed().map((each) => chapterElement(each, chapters.at(-1).url)));
  }
}

/** Setting an equal text again would disturb a selection and wake screen readers. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param usualUrl need not be repeated */
function chapterElement(chapter, usualUrl) {
  const { end, openedAt } = chapter;
  const item = el("li", { className: "chapter", data: { outcome: outcomeOf(chapter), code: end?.code ?? "" } });
  item.append(el("p", { className: "chapter-when muted" }, whenWords(chapter)));
  if (end) {
    const { title, text, fine } = explainEnd(end);
    item.append(
      el("p", { className: "chapter-title" }, title),
      el("p", {}, text),
      el("p", { className: "fine" }, fine),
    );
  } else {
    item.append(el("p", { className: "chapter-title" }, openedAt ? "Connected" : "Connecting…"));
  }
  if (chapter.url !== usualUrl) item.append(el("p", { className: "fine" }, chapter.url));
  if (chapter.serverSaw) {
    const { text, fine } = explainLeft(chapter.serverSaw);
    item.append(el("p", {},
      `What the server told the room about it: “${chapter.serverSaw.name} ${text}” `,
      el("span", { className: "fine" }, `(${fine})`),
    ));
  }
  for (const note of chapter.notes) item.append(el("p", { className: "muted" }, `${clock(note.at)} ${note.text}`));
  if (chapter.wait) {
    const { delayMs, ceilingMs } = chapter.wait;
    item.append(el("p", { className: "muted" },
      `Next attempt planned after ${duration(delayMs)}, picked at random from 0 to ${duration(ceilingMs)}.`));
  }
  return item;
}

function whenWords({ attempts, startedAt, openedAt, endedAt }) {
  if (attempts > 1) return `${clock(startedAt)} to ${clock(endedAt)} · ${attempts} attempts`;
  if (!openedAt) return clock(startedAt);
  const lasted = endedAt ? ` · lasted ${duration(endedAt - openedAt)}` : "";
  return `${clock(startedAt)} · opened in ${openedAt - startedAt} ms${lasted}`;
}

function outcomeOf({ end, openedAt }) {
  if (!end) return openedAt ? "open" : "connecting";
  return end.wasClean ? "clean" : "broken";
}
