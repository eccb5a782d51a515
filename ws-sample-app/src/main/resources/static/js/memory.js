/** What this browser remembers. Storage may be forbidden; then the page simply remembers nothing. */

function read(storage, key) {
  try {
    return JSON.parse(window[storage].getItem(`chat.${key}`));
  } catch {
    return null;
  }
}

function write(storage, key, value) {
  try {
    if (value === null) window[storage].removeItem(`chat.${key}`);
    else window[storage].setItem(`chat.${key}`, JSON.stringify(value));
  } catch {
    // Forbidden or full: nothing to do about it.
  }
}

/** The name lives as long as the browser profile; everything else belongs to the tab and survives a reload. */
export const memory = {
  name: () => read("localStorage", "name") ?? "",
  setName: (name) => write("localStorage", "name", name),

  /** { name, room } while this tab is in a room. */
  joined: () => read("sessionStorage", "joined"),
  setJoined: (joined) => write("sessionStorage", "joined", joined),

  /** The ids under which this tab was known, to recognise its own messages after a reload. */
  ids: () => read("sessionStorage", "ids") ?? [],
  setIds: (ids) => write("sessionStorage", "ids", ids),

  draft: (room) => read("sessionStorage", `draft.${room}`) ?? "",
  setDraft: (room, text) => write("sessionStorage", `draft.${room}`, text || null),

  unsent: (room) => read("sessionStorage", `unsent.${room}`) ?? [],
  setUnsent: (room, messages) => write("sessionStorage", `unsent.${room}`, messages.length ? messages : null),
};
