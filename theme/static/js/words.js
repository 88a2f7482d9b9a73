// The preview of a word that is linked in a comment or a definition, from its entry: site/tap.js.
const make = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};
export const write = async (id, href) => {
  const page = new DOMParser().parseFromString(await (await fetch(href)).text(), "text/html");
  const way = make("p", { className: "meta" }, make("a", { href }, "Go to the entry"));
  const [head, kind] = ["dfn", "dt abbr"].map((part) => page.querySelector(`.definition ${part}`)?.textContent);
  const kinds = kind ? [", ", make("i", {}, kind)] : [];
  const gloss = page.querySelector("meta[name=description]").content;
  const said = make("p", {}, make("b", { className: "head" }, head), ...kinds, ` ${gloss}`);
  const card = make("div", { id, className: "preview" }, said, way);
  card.setAttribute("popover", "hint");
  document.getElementById("main").append(card);
};
