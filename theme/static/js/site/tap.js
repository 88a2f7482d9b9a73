// Where there is no room for a preview beside it, a tapped word opens its gloss under its line: docs/theme.md.
let open;
const close = () => { open?.gloss.remove(); open?.link.removeAttribute("aria-expanded"); open = null; };

// Words in comments and definitions have a preview as those in a text have, once somebody comes near.
const BARE = ":is(.comment, .definition) a:not([interestfor], .mark a, dt a)";
const isWord = (link) => link.origin == location.origin && /\/dictionary\/[^/]{2,}\/$/.test(link.pathname) && link.pathname != location.pathname;
const cards = {};
const write = async (id, href) => (await import("./words.js")).write(id, href);
const prepare = async (link) => {
  const href = link.href.split("#")[0], id = `word-${href.split("/").at(-2)}`;
  if (!document.getElementById(id)) await (cards[id] ??= write(id, href));
  link.setAttribute("interestfor", id);
};
for (const type of ["pointerover", "focusin"]) addEventListener(type, ({ target }) => {
  for (const link of target.closest?.(".comment, .definition")?.querySelectorAll(BARE) ?? []) if (isWord(link)) prepare(link).catch(() => {});
});

addEventListener("click", async (event) => {
  if (event.target.closest(".tapped")) return;
  const found = event.target.closest(`a[interestfor], ${BARE}`), link = found && isWord(found) ? found : null, was = open?.link;
  close();
  // The second tap goes there, as the keyboard does, which has the preview.
  if (!link || link == was || !event.detail || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!matchMedia("(hover: none), (max-width: 61.9rem)").matches) return;
  event.preventDefault();
  try { await prepare(link); } catch { location = link.href; return; }
  const card = document.getElementById(link.getAttribute("interestfor"));
  card.hidePopover?.();
  const gloss = Object.assign(document.createElement("span"), { className: "gloss tapped", role: "note" });
  gloss.append(...card.querySelector("p").cloneNode(true).childNodes);
  const head = gloss.querySelector(".head"), way = Object.assign(document.createElement("a"), { href: link.href });
  head.replaceWith(way);
  way.append(head);
  link.after(gloss);
  link.ariaExpanded = "true";
  open = { link, gloss };
});
addEventListener("keydown", (event) => { if (event.key == "Escape") close(); });
