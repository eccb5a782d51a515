import { byId } from "./dom.js";

/** @param linkOfRoom says what to share */
export function connectSharePanel(linkOfRoom) {
  const link = byId("share-link");
  const note = byId("share-note");

  byId("share-panel").addEventListener("toggle", ({ newState }) => {
    if (newState !== "open") return;
    link.value = linkOfRoom();
    note.textContent = "";
    link.select();
  });

  byId("copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.value);
      note.textContent = "Copied.";
    } catch {
      // Browsers offer the clipboard only on secure pages, that is with https or on localhost.
      link.select();
      note.textContent = "This browser does not let the page copy; the link is selected, press Ctrl + C.";
    }
  });
}
