/**
 * The messages that the server has not echoed yet. Nothing that was typed is dropped silently: a message leaves the
 * outbox when its echo arrives, or when the user discards it.
 *
 * An entry is { text, sentAt, state, note } with state
 *   "sending"      handed to an open connection
 *   "unconfirmed"  the connection ended before the echo; the next welcome tells whether it got through
 *   "failed"       did not get through; the user may retry
 */

/** Clocks of server and browser differ a little. */
const CLOCK_SLACK_MS = 5_000;

export class Outbox {
  entries = [];
  #onChange;

  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Takes over what an earlier visit of this tab left behind. */
  restore(messages) {
    for (const { text, sentAt } of messages) this.#push(text, sentAt, "unconfirmed");
    this.#onChange();
  }

  add(text) {
    const entry = this.#push(text, Date.now(), "sending");
    this.#onChange();
    return entry;
  }

  retry(entry) {
    entry.state = "sending";
    entry.note = "";
    entry.sentAt = Date.now();
    this.#onChange();
  }

  discard(entry) {
    this.entries = this.entries.filter((each) => each !== entry);
    this.#onChange();
  }

  fail(entry, note = "") {
    entry.state = "failed";
    entry.note = note;
    this.#onChange();
  }

  /** The echo of a message of this connection arrived. Without an equal text (the server may have tidied it up) the
   *  oldest one is meant, because the server answers in order. */
  confirm(text) {
    const entry = this.#find(text) ?? this.oldestSending();
    if (entry) this.discard(entry);
  }

  oldestSending() {
    return this.entries.find((each) => each.state === "sending");
  }

  connectionLost() {
    for (const entry of this.entries) {
      if (entry.state === "sending") entry.state = "unconfirmed";
    }
    this.#onChange();
  }

  /** After a new welcome: `arrived` are this user's messages in it that were not shown before. */
  settle(arrived) {
    for (const { text, at } of arrived) {
      const entry = this.#find(text);
      if (entry && at >= entry.sentAt - CLOCK_SLACK_MS) this.discard(entry);
    }
    for (const entry of this.entries) {
      if (entry.state === "unconfirmed") entry.state = "failed";
    }
    this.#onChange();
  }

  #find(text) {
    return this.entries.find((each) => each.text === text);
  }

  #push(text, sentAt, state) {
    const entry = { text, sentAt, state, note: "" };
    this.entries.push(entry);
    return entry;
  }
}
