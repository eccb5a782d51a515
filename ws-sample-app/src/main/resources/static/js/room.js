import { ReconnectingSocket } from "./connection.js";
import { explainEnd, explainLeft } from "./explain.js";
import { memory } from "./memory.js";
import { Outbox } from "./outbox.js";
import { duration } from "./words.js";

const TYPING_EVERY_MS = 2_000;

/** An echo usually takes milliseconds. */
const ECHO_LIMIT_MS = 10_000;

/** How many messages are remembered to recognise repeated ones; the server repeats far fewer. */
const MAX_KNOWN = 2_000;

/** One stay in one room: turns what the connection reports into what the views show. */
export class Room {
  #name;
  #room;
  #url;
  #views;
  #story;
  #onEnded;
  #socket;
  #outbox;
  #chapter = null;
  #me = null;
  #welcomed = false;
  #early = [];
  #people = new Map();
  #known = new Set();
  #ownIds = new Set(memory.ids());
  #lost = null;
  #typingSentAt = 0;
  #detached = false;

  constructor({ name, room, url, views, story, onEnded }) {
    this.#name = name;
    this.#room = room;
    this.#url = url;
    this.#views = views;
    this.#story = story;
    this.#onEnded = onEnded;
    this.#socket = new ReconnectingSocket(url, {
      onState: (state) => this.#onState(state),
      onMessage: (data) => this.#onMessage(data),
    });
    this.#outbox = new Outbox(() => this.#showUnsent());
  }

  get room() {
    return this.#room;
  }

  enter() {
    const { messages, composer, typing, people, status, title } = this.#views;
    messages.reset();
    typing.reset();
    status.reset();
    people.show([], null, this.#ownIds);
    title.setRoom(this.#room);
    composer.setRoom(this.#room, memory.draft(this.#room));
    this.#outbox.restore(memory.unsent(this.#room));
    this.#socket.start();
  }

  leave() {
    this.#socket.stop();
  }

  /** Another room has taken over the page: what still happens here goes to the story only. */
  detach() {
    this.#detached = true;
  }

  reconnectNow() {
    this.#socket.retryNow();
  }

  say(text) {
    memory.setDraft(this.#room, "");
    this.#deliver(this.#outbox.add(text));
    this.#views.messages.scrollToEnd();
  }

  retry(entry) {
    this.#outbox.retry(entry);
    this.#deliver(entry);
  }

  discard(entry) {
    this.#outbox.discard(entry);
  }

  typed(text) {
    memory.setDraft(this.#room, text);
    const now = Date.now();
    if (!text.trim() || !this.#welcomed || now - this.#typingSentAt < TYPING_EVERY_MS) return;
    this.#typingSentAt = now;
    this.#socket.send({ type: "typing" });
  }

  #deliver(entry) {
    const { text, sentAt } = entry;
    if (!this.#socket.send({ type: "say", text })) {
      this.#outbox.fail(entry);
      return;
    }
    setTimeout(() => {
      const stillWaiting = this.#outbox.entries.includes(entry) && entry.state === "sending" && entry.sentAt === sentAt;
      if (!stillWaiting) return;
      this.#outbox.fail(entry, "no answer");
      // Nothing at all since then: the line is dead, although neither side has noticed. A browser cannot ping.
      if (this.#socket.lastHeardAt < sentAt) this.#socket.abandon();
    }, ECHO_LIMIT_MS);
  }

  #onState(state) {
    this.#tellStory(state);
    if (state.name === "waiting" || state.name === "ended") this.#connectionLost(state.end);
    if (this.#detached) return;
    this.#views.status.show(state);
    this.#showReadiness(state.name);
    if (state.name === "ended") this.#onEnded(state.end);
  }

  #tellStory(state) {
    switch (state.name) {
      case "connecting":
        this.#chapter = this.#story.connecting(this.#url);
        break;
      case "open":
        this.#chapter = this.#story.opened(this.#chapter);
        break;
      case "waiting":
        this.#story.ended(this.#chapter, state.end, { delayMs: state.delayMs, ceilingMs: state.ceilingMs });
        break;
      case "ended":
        this.#story.ended(this.#chapter, state.end);
        break;
    }
  }

  #connectionLost(end) {
    if (this.#welcomed) this.#lost = { at: Date.now(), end };
    this.#welcomed = false;
    this.#early = [];
    this.#outbox.connectionLost();
  }

  #showReadiness(stateName) {
    const problem = this.#welcomed ? "" : {
      connecting: "Connecting… You can write already.",
      open: "Entering the room…",
      waiting: "Not connected. You can go on writing; sending works again after the reconnect.",
      ended: "Not connected.",
    }[stateName];
    this.#views.composer.setReady(problem);
    this.#showUnsent();
  }

  #showUnsent() {
    const entries = this.#outbox.entries;
    memory.setUnsent(this.#room, entries.map(({ text, sentAt }) => ({ text, sentAt })));
    if (!this.#detached) this.#views.messages.showUnsent(entries, this.#name, this.#welcomed);
  }

  #onMessage(data) {
    if (this.#detached) return;
    const message = parse(data);
    if (!message) return;
    // What is said between joining and the welcome belongs behind the history that the welcome brings.
    if (!this.#welcomed && message.type !== "welcome" && message.type !== "error") this.#early.push(message);
    else this.#dispatch(message);
  }

  #dispatch(message) {
    switch (message.type) {
      case "welcome": return this.#onWelcome(message);
      case "joined": return this.#onJoined(message);
      case "left": return this.#onLeft(message);
      case "said": return this.#onSaid(message);
      case "typing": return this.#onTyping(message);
      case "error": return this.#onError(message);
      // Other types are from a newer server; an older page does without them.
    }
  }

  #onWelcome({ you, people, recent = [] }) {
    this.#me = you;
    this.#ownIds.add(you.id);
    memory.setIds([...this.#ownIds].slice(-20));
    this.#story.identified(this.#chapter, you.id);
    this.#people = new Map(people.map((person) => [person.id, person]));
    this.#showPeople();
    this.#views.messages.inBulk(() => this.#catchUp(recent));
    this.#views.messages.showEmptyHint();
    this.#welcomed = true;
    this.#showReadiness("open");
    const early = this.#early;
    this.#early = [];
    early.forEach((message) => this.#dispatch(message));
  }

  #catchUp(recent) {
    const fresh = recent.filter((message) => message.type === "said" && !this.#known.has(keyOf(message)));
    if (this.#lost) this.#noticeReturn(fresh.length > 0 && fresh.length === recent.length && this.#known.size > 0);
    fresh.forEach((message) => this.#show(message));
    this.#outbox.settle(fresh.filter((message) => this.#isOwn(message.person)));
  }

  #noticeReturn(gap) {
    const { at, end } = this.#lost;
    this.#lost = null;
    this.#views.messages.addNotice({
      kind: "connection",
      at: Date.now(),
      text: `${explainEnd(end).title}. Back after ${duration(Date.now() - at)}`
        + (gap ? "; some messages may be missing here" : ""),
      fine: `${end.code}`,
    });
  }

  #onJoined({ person, at }) {
    const news = !this.#people.has(person.id);
    this.#people.set(person.id, person);
    this.#showPeople();
    if (news && person.id !== this.#me.id) {
      this.#views.messages.addNotice({ kind: "joined", at, text: `${person.name} joined` });
    }
  }

  #onLeft({ person, at, why }) {
    this.#people.delete(person.id);
    this.#views.typing.stopped(person.id);
    this.#showPeople();
    const { text, fine } = explainLeft(why);
    const own = this.#isOwn(person);
    if (own) this.#story.serverSaw(person.id, { ...why, name: person.name });
    const name = own ? `Your earlier connection (${person.name})` : person.name;
    this.#views.messages.addNotice({ kind: "left", at, text: `${name} ${text}`, fine });
  }

  #onSaid(message) {
    this.#views.typing.stopped(message.person.id);
    if (message.person.id === this.#me.id) this.#outbox.confirm(message.text);
    if (this.#known.has(keyOf(message))) return;
    this.#show(message);
    if (!this.#isOwn(message.person)) this.#views.title.messageArrived();
  }

  #onTyping({ person }) {
    if (!this.#isOwn(person)) this.#views.typing.typing(person);
  }

  #onError({ message }) {
    // The server answers in order, so an error is about the oldest message without an answer.
    const entry = this.#outbox.oldestSending();
    if (entry) this.#outbox.fail(entry, message);
    this.#views.messages.addNotice({ kind: "error", at: Date.now(), text: message });
  }

  #show(message) {
    this.#remember(keyOf(message));
    this.#views.messages.addMessage({ ...message, own: this.#isOwn(message.person) });
  }

  #remember(key) {
    this.#known.add(key);
    if (this.#known.size > MAX_KNOWN) this.#known.delete(this.#known.values().next().value);
  }

  /** Ids start again when the server does, so an id alone proves nothing. */
  #isOwn(person) {
    return this.#ownIds.has(person.id) && person.name === this.#me.name;
  }

  #showPeople() {
    this.#views.people.show([...this.#people.values()], this.#me, this.#ownIds);
    this.#views.title.setPeople(this.#people.size);
  }
}

function keyOf({ person, at, text }) {
  return JSON.stringify([person.id, at, text]);
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    console.warn("The server sent something that is not JSON:", data);
    return null;
  }
}
