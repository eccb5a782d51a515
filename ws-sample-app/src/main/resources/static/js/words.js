/** Small pure helpers for text: dates, durations, names, links, colours. */

const TIME = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit", second: "2-digit" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });
const DAY_AND_YEAR = new Intl.DateTimeFormat("en", { day: "numeric", month: "long", year: "numeric" });

export const time = (at) => TIME.format(at);
export const clock = (at) => CLOCK.format(at);
export const fullTime = (at) => FULL.format(at);

/** A key that is equal for two moments of the same local day. */
export function dayKey(at) {
  return new Date(at).toDateString();
}

export function dayLabel(key, now = new Date()) {
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (key === now.toDateString()) return "Today";
  if (key === yesterday.toDateString()) return "Yesterday";
  const day = new Date(key);
  return day.getFullYear() === now.getFullYear() ? DAY.format(day) : DAY_AND_YEAR.format(day);
}

export function duration(ms) {
  if (ms < 50) return "a moment";
  if (ms < 10_000) return `${Math.round(ms / 100) / 10} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function plural(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}

/** @returns {{value: string, problem: string}} */
export function checkName(input) {
  const value = input.trim().replace(/\s+/g, " ");
  if (!value) return { value, problem: "Please enter a name." };
  if (value.length > 30) return { value, problem: "A name has at most 30 characters." };
  // Emoji are made with zero-width joiners, so these are fine.
  if (/\p{C}/u.test(value.replace(/\u200d/g, ""))) {
    return { value, problem: "The name holds characters that cannot be shown." };
  }
  return { value, problem: "" };
}

/** @returns {{value: string, problem: string}} */
export function checkRoom(input) {
  const value = input.trim().replace(/^#/, "").replace(/\s+/g, "-");
  if (!value) return { value, problem: "Please enter a room." };
  if (!/^[\p{L}\p{N}_-]{1,40}$/u.test(value)) {
    return { value, problem: "A room is made of letters, digits, “-” and “_”, 40 at most." };
  }
  return { value, problem: "" };
}

/** A hue (0 to 359) that is always the same for a name. */
export function hueOf(name) {
  let hash = 2166136261;
  for (const char of name) hash = Math.imul(hash ^ char.codePointAt(0), 16777619) >>> 0;
  return hash % 360;
}

export function initialOf(name) {
  return [...name][0].toUpperCase();
}

/**
 * Splits text into plain parts and links.
 * @returns {Array<{text: string, href?: string}>}
 */
export function splitLinks(text) {
  const parts = [];
  let done = 0;
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"“”]+/gi)) {
    const candidate = trimLink(match[0]);
    const href = safeHref(candidate);
    if (!href) continue;
    if (match.index > done) parts.push({ text: text.slice(done, match.index) });
    parts.push({ text: candidate, href });
    done = match.index + candidate.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

/** Punctuation after a link belongs to the sentence; a closing bracket only if the link has no opening one. */
function trimLink(link) {
  let trimmed = link;
  for (;;) {
    const last = trimmed.at(-1);
    const unbalanced = last === ")" && trimmed.split("(").length < trimmed.split(")").length;
    if (!unbalanced && !/[.,;:!?'\]}*_~]/.test(last)) return trimmed;
    trimmed = trimmed.slice(0, -1);
  }
}

function safeHref(link) {
  const url = URL.canParse(link) ? new URL(link) : null;
  return url && (url.protocol === "https:" || url.protocol === "http:") ? url.href : null;
}

/** One to three pictures and nothing else: shown large. */
export function isOnlyEmoji(text) {
  return /^(\p{Extended_Pictographic}[\p{Emoji_Modifier}\u200d\ufe0f\p{Extended_Pictographic}]*\s*){1,3}$/u.test(text)
    && [...text].length <= 24;
}
