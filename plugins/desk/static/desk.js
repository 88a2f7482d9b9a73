// Reloads the page when the preview has changed. Only the devserver sends it; it is in no built file.
const { version } = document.currentScript.dataset;
const events = new EventSource("/-desk/events");

events.addEventListener("message", (event) => {
  if (event.data !== version) location.reload();
});
addEventListener("pagehide", () => events.close());
