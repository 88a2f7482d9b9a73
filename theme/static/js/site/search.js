// The way to the search, and its field. What searches is loaded when the field is used: docs/search.md.
const form = document.querySelector("[data-index]");
const KEPT = "search key";
const isOff = () => { try { return localStorage.getItem(KEPT) == "off"; } catch { return false; } };

// The key / leads there from every page, unless it is switched off (WCAG 2.1.4).
addEventListener("keydown", (event) => {
  if (event.key != "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || isOff()) return;
  const link = document.querySelector(".services a[href$='/search/']");
  if (!form && !link) return;
  event.preventDefault();
  if (form) form.elements.q.select();
  else location = `${link.href}#q`;
});

if (form) {
  const field = form.elements.q;
  const use = () => import(form.dataset.script).catch(() => {
    document.getElementById("status").textContent = "The search could not be loaded. The lists below need none.";
  });
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: !isOff() });
  box.onchange = () => { try { localStorage.setItem(KEPT, box.checked ? "on" : "off"); } catch { box.checked = true; } };
  const label = document.createElement("label");
  label.append(box, " The key / leads here from every page.");
  document.getElementById("hint").replaceChildren("Down and up go through what is found, Escape leads back. ", label);
  field.disabled = false;
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("focus", use);
  form.addEventListener("submit", (event) => { event.preventDefault(); use(); });
  if (field.value) use();
  if (location.hash == "#q") field.focus();
}
