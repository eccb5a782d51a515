import { byId, el } from "./dom.js";
import { dayKey, dayLabel, fullTime, hueOf, initialOf, isOnlyEmoji, plural, splitLinks, time } from "./words.js";

/** Messages of one person this close to each other are shown as one group. */
const GROUP_MS = 5 * 60_000;

/** Older items are taken out of the page, which would otherwise grow without end. */
const MAX_ITEMS = 1_000;

/** The list of messages and notices, and below it the own messages that are not confirmed yet. */
export class MessagesView {
  #scroller = byId("scroller");
  #list = byId("messages");
  #unsent = byId("unsent");
  #empty = byId("empty");
  #jump = byId("jump");
  #onRetry;
  #onDiscard;
  #lastMessage = null;
  #lastDay = "";
  #following = true;
  #below = 0;

  constructor({ onRetry, onDiscard }) {
    this.#onRetry = onRetry;
    this.#onDiscard = onDiscard;
    this.#scroller.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    this.#jump.addEventListener("click", () => this.scrollToEnd());
    // The on-screen keyboard and a growing composer shrink the list: stay at the end if the reader was there.
    new ResizeObserver(() => this.#keepUp()).observe(this.#scroller);
  }

  reset() {
    this.#list.replaceChildren();
    this.#unsent.replaceChildren();
    this.#empty.hidden = true;
    this.#lastMessage = null;
    this.#lastDay = "";
    this.scrollToEnd();
  }

  /** Adds many without reading each of them aloud. */
  inBulk(add) {
    this.#list.setAttribute("aria-busy", "true");
    add();
    this.#list.setAttribute("aria-busy", "false");
    this.#below = 0;
    this.#showJump();
  }

  showEmptyHint() {
    this.#empty.hidden = this.#list.querySelector(".message") !== null;
  }

  addMessage({ person, text, at, own }) {
    this.#addDay(at);
    const last = this.#lastMessage;
    const grouped = last !== null && last.person.id === person.id && last.person.name === person.name
      && last.own === own && at - last.at < GROUP_MS;
    const message = el("article", {
      className: "message",
      data: { author: person.name, own, grouped },
    },
      el("span", { className: "avatar", attrs: { "aria-hidden": "true" } }, initialOf(person.name)),
      el("div", { className: "bubble" },
        el("span", { className: "author" }, person.name),
        textElement(text),
        timeElement(at),
      ),
    );
    message.style.setProperty("--hue", hueOf(person.name));
    this.#lastMessage = { person, at, own };
    this.#empty.hidden = true;
    this.#append(message);
    if (!own) this.#countBelow();
  }

  addNotice({ kind, at, text, fine = "" }) {
    this.#addDay(at);
    const notice = el("p", { className: "notice", data: { kind } }, el("span", { className: "notice-text" }, text));
    if (fine) notice.append(" ", el("span", { className: "fine" }, `(${fine})`));
    notice.append(" ", timeElement(at));
    this.#lastMessage = null;
    this.#append(notice);
  }

  /** @param connected whether a retry has a chance now */
  showUnsent(entries, name, connected) {
    this.#unsent.replaceChildren(...entries.map((entry) => this.#unsentElement(entry, name, connected)));
    this.#keepUp();
  }

  scrollToEnd() {
    this.#following = true;
    this.#below = 0;
    this.#showJump();
    this.#keepUp();
  }

  #unsentElement(entry, name, connected) {
    const state = el("span", { className: "unsent-state" }, unsentWords(entry));
    const bubble = el("div", { className: "bubble" },
      el("span", { className: "author" }, name),
      textElement(entry.text),
      state,
    );
    if (entry.state === "failed") {
      bubble.append(el("span", { className: "unsent-actions" },
        el("button", {
          type: "button",
          className: "quiet small retry",
          disabled: !connected,
          onclick: () => this.#onRetry(entry),
        }, "Retry"),
        el("button", {
          type: "button",
          className: "quiet small discard",
          onclick: () => this.#onDiscard(entry),
        }, "Discard"),
      ));
    }
    return el("article", { className: "unsent-message", data: { own: true, state: entry.state } }, bubble);
  }

  #addDay(at) {
    const key = dayKey(at);
    if (key === this.#lastDay) return;
    this.#lastDay = key;
    this.#lastMessage = null;
    this.#append(el("p", { className: "day", data: { day: key } }));
    // Yesterday's separator may still say "Today".
    for (const day of this.#list.querySelectorAll(".day")) day.textContent = dayLabel(day.dataset.day);
  }

  #append(element) {
    this.#list.append(element);
    if (this.#following) {
      while (this.#list.childElementCount > MAX_ITEMS) this.#list.firstElementChild.remove();
    }
    this.#keepUp();
  }

  #countBelow() {
    if (this.#following) return;
    this.#below += 1;
    this.#showJump();
  }

  #showJump() {
    this.#jump.hidden = this.#below === 0;
    this.#jump.textContent = `↓ ${plural(this.#below, "new message", "new messages")}`;
  }

  #onScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#following = scrollHeight - scrollTop - clientHeight < 40;
    if (this.#following && this.#below > 0) {
      this.#below = 0;
      this.#showJump();
    }
  }

  #keepUp() {
    if (this.#following) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }
}

function textElement(text) {
  const parts = splitLinks(text).map((part) => part.href
    ? el("a", { href: part.href, target: "_blank", rel: "noopener noreferrer" }, part.text)
    : part.text);
  return el("span", { className: isOnlyEmoji(text) ? "text jumbo" : "text", dir: "auto" }, ...parts);
}

function timeElement(at) {
  return el("time", { dateTime: new Date(at).toISOString(), title: fullTime(at) }, time(at));
}

function unsentWords({ state, note }) {
  if (state === "sending") return "sending…";
  if (state === "unconfirmed") return "waiting for the connection…";
  return note ? `not sent: ${note}` : "not sent";
}
