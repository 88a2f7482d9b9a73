// Comfort for threads; nothing is lost without it (docs/comment-format.md, "With scripts on").
const thread = document.querySelector("[data-thread]");
const numbers = [...thread?.querySelectorAll(".comment") ?? []].map(({ id }) => Number(id.split("-")[1]));

// Keeps the highest number that was seen; what was seen before this visit holds until the tab is closed.
const seenBefore = () => {
  const key = `thread ${thread.dataset.thread}`;
  try {
    const seen = Number(localStorage.getItem(key));
    const before = Number(sessionStorage.getItem(key) ?? seen);
    sessionStorage.setItem(key, before);
    localStorage.setItem(key, Math.max(seen, ...numbers));
    return before;
  } catch {
    return 0; // a browser that keeps nothing
  }
};
if (numbers.length) {
  const before = thread.dataset.before = seenBefore(), load = () => import("./thread.js");
  thread.addEventListener("pointerover", load, { once: true });
  addEventListener("hashchange", load, { once: true });
  if (location.hash.startsWith("#comment-") || before && Math.max(...numbers) > before) load();
}
