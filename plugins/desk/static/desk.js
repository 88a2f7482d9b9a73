// Reloads the page when the preview has changed. Only the devserver sends it; it is in no built file.
const { version } = document.currentScript.dataset;
const events = new EventSource("/-desk/events");

events.addEventListener("message", (event) => {
  if (event.data !== version) location.reload();
});
addEventListener("pagehide", () => events.close());

// "Edit" opens the file at what is marked, or at what stands at the top of the window.
const edit = document.querySelector("#desk-edit");

function words() {
  const marked = String(getSelection()).trim();
  if (marked) return marked;
  const blocks = [...document.querySelectorAll("main p, main li, main h2, main h3, main dd")];
  const first = blocks.find((block) => block.getBoundingClientRect().top >= 0);
  return first && scrollY > 0 ? first.innerText.trim() : "";
}

edit?.addEventListener("click", () => {
  const found = words().split("\n")[0].slice(0, 40);
  if (found) edit.href += `&words=${encodeURIComponent(found)}`;
});
