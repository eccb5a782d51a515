import { ComposerView } from "./composer-view.js";
import { byId } from "./dom.js";
import { explainEnd } from "./explain.js";
import { JoinView } from "./join-view.js";
import { memory } from "./memory.js";
import { MessagesView } from "./messages-view.js";
import { PeopleView } from "./people-view.js";
import { Room } from "./room.js";
import { connectSharePanel } from "./share-panel.js";
import { StatusView } from "./status-view.js";
import { Story } from "./story.js";
import { TitleView } from "./title-view.js";
import { TypingView } from "./typing-view.js";
import { checkName, checkRoom } from "./words.js";

const DEFAULT_ROOM = "lobby";

let current = null;
let wsPort = null;

const story = new Story();
const join = new JoinView({ onJoin: enter });
const views = {
  title: new TitleView(),
  people: new PeopleView(),
  typing: new TypingView(),
  status: new StatusView(story, { onReconnect: () => current?.reconnectNow() }),
  messages: new MessagesView({
    onRetry: (entry) => current?.retry(entry),
    onDiscard: (entry) => current?.discard(entry),
  }),
  composer: new ComposerView({
    onSend: (text) => current?.say(text),
    onInput: (text) => current?.typed(text),
  }),
};

async function enter(name, room) {
  try {
    wsPort ??= await fetchWsPort();
  } catch (error) {
    join.note(`The server did not tell where to connect (${error.message}). Please try again.`, "error");
    return;
  }
  current?.detach();
  memory.setName(name);
  memory.setJoined({ name, room });
  // The address becomes the link to the room; a reload joins again because the tab remembers.
  history.replaceState(null, "", `${location.pathname}#${encodeURIComponent(room)}`);
  join.fill(name, room);
  show("chat");
  current = new Room({ name, room, url: urlOf(name, room), views, story, onEnded });
  current.enter();
  views.composer.focus();
}

async function fetchWsPort() {
  const response = await fetch("config.json");
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()).wsPort;
}

function urlOf(name, room) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${location.hostname}:${wsPort}/chat/${encodeURIComponent(room)}?name=${encodeURIComponent(name)}`;
}

function leave() {
  const { room } = current;
  current.leave();
  showJoin();
  join.note(`You left #${room}.`, "info");
  join.focus();
}

/** The connection is over for good. After `leave` the card is shown already. */
function onEnded(end) {
  if (end.by === "user") return;
  const { title, text } = explainEnd(end);
  showJoin();
  join.refuseName(end.reason ? `${title}: ${end.reason}` : `${title}. ${text}`);
}

function showJoin() {
  memory.setJoined(null);
  views.title.setRoom("");
  show("join");
}

function show(screen) {
  byId("join-screen").hidden = screen !== "join";
  byId("chat").hidden = screen !== "chat";
  byId("room-actions").hidden = screen !== "chat";
}

function roomOfHash() {
  try {
    return checkRoom(decodeURIComponent(location.hash)).value;
  } catch {
    return ""; // not a valid percent encoding
  }
}

function listen() {
  byId("leave").addEventListener("click", leave);
  window.addEventListener("hashchange", () => {
    const { value: room, problem } = checkRoom(roomOfHash());
    const joined = memory.joined();
    if (problem) return;
    if (!joined) join.fill(byId("name").value, room);
    else if (joined.room !== room) {
      current.leave();
      enter(joined.name, room);
    }
  });
  window.addEventListener("offline", () => {
    story.note("The browser says that this device is offline.");
    views.status.networkChanged();
  });
  window.addEventListener("online", () => {
    story.note("The browser says that this device is online again.");
    views.status.networkChanged();
    current?.reconnectNow();
  });
  // Browsers slow down the timers of hidden pages, so the pause may be over long ago.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) current?.reconnectNow();
  });
}

function begin() {
  const query = new URLSearchParams(location.search);
  const joined = memory.joined();
  const room = checkRoom(query.get("room") || roomOfHash() || DEFAULT_ROOM);
  const name = checkName(query.get("name") || joined?.name || memory.name());
  join.fill(name.value, room.value);
  listen();

  const asked = query.has("name") && (query.has("room") || location.hash !== "");
  const reloaded = joined !== null && joined.room === room.value;
  if ((asked || reloaded) && !name.problem && !room.problem) {
    enter(name.value, room.value);
    return;
  }
  show("join");
  if (asked) join.note(name.problem || room.problem, "error");
  join.focus();
}

connectSharePanel(() => `${location.origin}${location.pathname}#${encodeURIComponent(current.room)}`);
begin();
