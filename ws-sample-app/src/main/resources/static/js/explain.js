/**
 * From codes to words. Pure functions, no page.
 *
 * There are two views of an ended connection. The browser's own (`explainEnd`) knows only code, reason and whether the
 * close was clean. The server's (`explainLeft`) also knows who began and the cause, so it can tell a closed page from a
 * dead network although both may show the same code.
 */

const OWN_END = {
  1000: ["The server ended the conversation", "It closed the connection in the normal way."],
  1001: ["The server is restarting", "It said goodbye properly before it went away."],
  1002: ["The server saw a protocol error", "What this browser or something in between sent was not valid WebSocket."],
  1003: ["The server cannot use what was sent", "It does not accept this kind of data."],
  1005: ["The server closed without saying why", "It said goodbye, but the Close frame held no code."],
  1007: ["The server got garbled text", "A message was not valid UTF-8."],
  1008: ["The server cut this connection by its rules",
    "That happens when a page reads too slowly, sends too much, or is not allowed here."],
  1009: ["A message was too big for the server", "Shorter messages will get through."],
  1010: ["This browser missed an extension", "It closed because the server did not offer what it needs."],
  1011: ["The server had to give up",
    "Either an error happened in the server, or it got no answer to its pings in time."],
  1012: ["The server is restarting", "It said so itself and expects you back."],
  1013: ["The server is too busy", "It asked to try again later."],
  1014: ["A gateway got a bad answer", "A server between here and the chat could not reach it properly."],
  1015: ["The secure connection failed", "The TLS handshake did not succeed, for example because of the certificate."],
  4000: ["The server did not accept the name", "A name is needed, and not every name is allowed."],
  4001: ["You were removed from the room", "Somebody in charge ended your connection."],
};

/** @returns {{title: string, text: string, fine: string}} */
export function explainEnd(end) {
  const [title, text] = ownWords(end);
  return { title, text, fine: finePrint(end) };
}

function ownWords({ code, opened, by }) {
  if (by === "user") return ["You left the room", "This page closed the connection because you asked it to."];
  if (by === "page") {
    return opened
      ? ["The connection went silent",
        "A message got no answer for a while, so this page stopped waiting and started over."]
      : ["The server did not answer in time", "The attempt hung, so this page stopped waiting for it."];
  }
  if (code === 1006) {
    return opened
      ? ["The connection broke",
        "No goodbye arrived. The network failed, something in between cut the line, or the server process died."]
      : ["Could not connect",
        "Nobody answered, or the server refused the handshake. A browser does not tell pages which of the two."];
  }
  if (OWN_END[code]) return OWN_END[code];
  if (code >= 4000) return ["The chat closed the connection", "It used a code of its own; see the reason below."];
  if (code >= 3000) return ["The connection was closed",
    "A library or framework used a code of its own; see the reason below."];
  return ["The connection was closed", "The code has no agreed meaning."];
}

function finePrint({ code, reason, wasClean }) {
  return [
    `code ${code}`,
    reason ? `reason “${reason}”` : "no reason given",
    wasClean ? "clean" : "not clean",
  ].join(" · ");
}

/** What the server saw, by cause. The words continue a sentence that starts with the person's name. */
const CAUSES = {
  PING_TIMEOUT: "vanished: no answer to pings",
  IDLE_TIMEOUT: "was disconnected: silent for too long",
  EOF_WITHOUT_CLOSE: "lost the connection: it broke without a goodbye",
  IO_ERROR: "lost the connection: network error",
  TLS_ERROR: "lost the connection: the encryption failed",
  WRITE_TIMEOUT: "was disconnected: stopped reading",
  SEND_QUEUE_OVERFLOW: "was disconnected: read too slowly",
  PROTOCOL_ERROR: "was disconnected: broke the WebSocket rules",
  MESSAGE_TOO_BIG: "was disconnected: sent a message that is too big",
  RATE_LIMIT: "was disconnected: sent too much too fast",
  HANDLER_ERROR: "was disconnected: an error in the server",
  SHUTDOWN: "was disconnected: the server is stopping",
  KICKED: "was removed from the room",
};

/**
 * @param why the server's close event, or nothing when the server did not say
 * @returns {{text: string, fine: string}} to be shown as "text (fine)"
 */
export function explainLeft(why) {
  if (!why) return { text: "left", fine: "" };
  const reason = why.reason ? `“${why.reason}”` : "";
  if (why.cause === "CLOSE_FRAME") {
    const words = why.code === 1001 ? "closed the page" : "";
    return { text: "left", fine: join(words, why.code, reason) };
  }
  const text = CAUSES[why.cause] ?? (why.clean ? "left" : "was disconnected");
  return { text, fine: join(why.code, why.cause, reason) };
}

function join(...parts) {
  return parts.filter(Boolean).join(", ");
}
