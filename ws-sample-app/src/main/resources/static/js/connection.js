/**
 * A WebSocket that comes back. It knows nothing of the page: it reports states and messages to a listener.
 *
 * States, in the order in which they follow each other:
 *   { name: "connecting", attempt }                        attempt 0 is the first one
 *   { name: "open" }
 *   { name: "waiting", end, delayMs, ceilingMs, until }    the next attempt starts at `until`
 *   { name: "ended", end }                                 for good
 *
 * `end` says how the last connection ended:
 *   { code, reason, wasClean, opened, by }
 * where `opened` tells whether the handshake had succeeded and `by` is "user" (stop was called), "page" (this class
 * gave up waiting) or "line" (everything else: a Close frame of the server, or a broken network).
 */

const BASE_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;
const HANDSHAKE_LIMIT_MS = 10_000;
const CLOSE_LIMIT_MS = 2_000;

/** A connection that lasts less than this does not count as recovery: otherwise a server that accepts and then
 *  closes at once would be called again and again without any pause. */
const STABLE_AFTER_MS = 5_000;

/** Codes after which trying again with the same address cannot help. */
const FINAL_CODES = new Set([4000]);

export class ReconnectingSocket {
  #url;
  #listener;
  #random;
  #socket = null;
  #state = null;
  #attempt = 0;
  #opened = false;
  #stopped = false;
  #timer = 0;
  #stableTimer = 0;

  /** When the last message arrived (milliseconds since 1970). */
  lastHeardAt = 0;

  constructor(url, listener, { random = Math.random } = {}) {
    this.#url = url;
    this.#listener = listener;
    this.#random = random;
  }

  get isOpen() {
    return this.#state?.name === "open";
  }

  start() {
    this.#connect();
  }

  /** Closes with 1000 and never comes back. */
  stop() {
    if (this.#stopped) return;
    this.#stopped = true;
    clearTimeout(this.#timer);
    if (!this.#socket) {
      this.#finish({ code: 1000, reason: "", wasClean: true });
      return;
    }
    // The close event tells whether the server answered; a dead line never produces one in reasonable time.
    this.#timer = setTimeout(() => this.#drop({ code: 1006, reason: "", wasClean: false }), CLOSE_LIMIT_MS);
    this.#socket.close(1000);
  }

  /** Skips the rest of the pause. */
  retryNow() {
    if (this.#state?.name !== "waiting") return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  /** Gives up on a connection that looks open but is silent, and starts over. */
  abandon() {
    if (this.isOpen && !this.#stopped) this.#drop({ code: 1006, reason: "", wasClean: false, by: "page" });
  }

  /** Returns false when there is no open connection. True does not mean that the message arrived. */
  send(message) {
    if (!this.isOpen || this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #connect() {
    this.#opened = false;
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onopen = () => this.#onOpen();
    socket.onmessage = (event) => this.#onMessage(event);
    socket.onclose = ({ code, reason, wasClean }) => this.#finish({ code, reason, wasClean });
    this.#timer = setTimeout(
      () => this.#drop({ code: 1006, reason: "", wasClean: false, by: "page" }),
      HANDSHAKE_LIMIT_MS,
    );
    this.#become({ name: "connecting", attempt: this.#attempt });
  }

  #onOpen() {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#opened = true;
    this.lastHeardAt = Date.now();
    this.#stableTimer = setTimeout(() => { this.#attempt = 0; }, STABLE_AFTER_MS);
    this.#become({ name: "open" });
  }

  #onMessage(event) {
    if (this.#stopped) return;
    this.lastHeardAt = Date.now();
    this.#listener.onMessage(event.data);
  }

  /** Ends a connection without waiting for its close event. */
  #drop(end) {
    const socket = this.#socket;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.#finish(end);
  }

  #finish({ code, reason, wasClean, by = "line" }) {
    clearTimeout(this.#timer);
    clearTimeout(this.#stableTimer);
    this.#socket = null;
    const end = { code, reason, wasClean, opened: this.#opened, by: this.#stopped ? "user" : by };
    if (this.#stopped || FINAL_CODES.has(code)) {
      this.#stopped = true;
      this.#become({ name: "ended", end });
      return;
    }
    // "Full jitter": anywhere between nothing and the ceiling, so that a whole room does not return in one moment.
    const ceilingMs = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** this.#attempt);
    const delayMs = Math.round(this.#random() * ceilingMs);
    this.#attempt += 1;
    this.#timer = setTimeout(() => this.#connect(), delayMs);
    this.#become({ name: "waiting", end, delayMs, ceilingMs, until: Date.now() + delayMs });
  }

  #become(state) {
    this.#state = state;
    this.#listener.onState(state);
  }
}
