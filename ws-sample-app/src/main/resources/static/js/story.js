/**
 * What happened to this page's connections, oldest first. Attempts that fail one after the other in the same way are
 * kept as one chapter, so that a night without a server does not bury the interesting part.
 *
 * A chapter:
 *   { url, startedAt, attemptAt, openedAt, endedAt, end, attempts, pending, wait, personId, serverSaw, notes }
 * where `attemptAt` is the start of the newest attempt, `pending` means that one is under way or the connection is
 * open, and `wait` is the pause planned after the end: { delayMs, ceilingMs }
 */

const MAX_CHAPTERS = 100;

export class Story {
  chapters = [];
  #onChange = () => {};

  onChange(listener) {
    this.#onChange = listener;
  }

  connecting(url) {
    const last = this.chapters.at(-1);
    if (last && last.end && !last.openedAt && last.url === url && last.end.by !== "user") {
      last.attempts += 1;
      last.attemptAt = Date.now();
      last.pending = true;
      this.#onChange();
      return last;
    }
    return this.#add(url);
  }

  /** A failed chapter whose newest attempt succeeds is over; the success starts a chapter of its own. */
  opened(chapter) {
    let open = chapter;
    if (chapter.end) {
      chapter.attempts -= 1;
      chapter.pending = false;
      open = this.#add(chapter.url, chapter.attemptAt);
    }
    open.openedAt = Date.now();
    this.#onChange();
    return open;
  }

  ended(chapter, end, wait = null) {
    if (end.by === "user" && chapter.end) {
      // Leaving between two attempts, or during one, must not overwrite why the connection was lost.
      if (chapter.pending) chapter.attempts -= 1;
      chapter.notes.push({ at: Date.now(), text: "You left the room." });
    } else {
      chapter.end = end;
      chapter.endedAt = Date.now();
      chapter.wait = wait;
    }
    chapter.pending = false;
    this.#onChange();
  }

  /** Remembers under which id the server knows this connection, to recognise what it says about it later. */
  identified(chapter, personId) {
    chapter.personId = personId;
  }

  /** The server told everybody how the connection `personId` ended from its side. */
  serverSaw(personId, why) {
    const chapter = this.chapters.findLast((each) => each.personId === personId && each.end);
    if (!chapter) return;
    chapter.serverSaw = why;
    this.#onChange();
  }

  note(text) {
    const chapter = this.chapters.at(-1);
    if (!chapter) return;
    chapter.notes.push({ at: Date.now(), text });
    this.#onChange();
  }

  #add(url, startedAt = Date.now()) {
    const chapter = {
      url,
      startedAt,
      attemptAt: startedAt,
      openedAt: 0,
      endedAt: 0,
      end: null,
      attempts: 1,
      pending: true,
      wait: null,
      personId: null,
      serverSaw: null,
      notes: [],
    };
    this.chapters.push(chapter);
    if (this.chapters.length > MAX_CHAPTERS) this.chapters.shift();
    this.#onChange();
    return chapter;
  }
}
