// A definition as it is printed, with its address; a script as it is said or sent, without: docs/theme.md.
const said = (part) => part.matches("figure") ? `\n${part.innerText}\n` : part.textContent.replace(/\s+/g, " ").trim();
const listed = (part) => part.matches("ol") ? [...part.children].map((item, index) => `${index + 1}. ${item.innerText}`).join("\n") : part.innerText;
const offer = (place, what, words) => {
  const copy = async () => {
    await navigator.clipboard.writeText(words());
    button.textContent = "Copied";
    button.ariaLabel = `Copied${what}`;
  };
  const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", onclick: copy, textContent: "Copy" });
  button.ariaLabel = `Copy${what}`;
  button.ariaLive = "polite";
  place.append(button);
};
if (navigator.clipboard) {
  for (const one of document.querySelectorAll("main .definition[id]")) {
    const body = one.querySelector("dd"), at = document.querySelector("link[rel=canonical]")?.href ?? location.href.split("#")[0];
    const words = () => [...one.querySelectorAll("dt, dd > :not(button)")].map(said).join(" ").trim().replace(/ *\n+ */g, "\n");
    const address = one.closest(".entry") ? at : `${at}#${one.id}`;
    if (one.closest(".prose, .entry") && !one.closest(".opening, .reply")) offer(body, ` the definition of ${one.querySelector("dfn").textContent}`, () => `${words()}\n${address}`);
  }
  for (const one of document.querySelectorAll("main .script")) {
    offer(one, `: ${one.ariaLabel ?? one.previousElementSibling.firstChild.textContent}`, () => [...one.querySelectorAll(":scope > :not(button)")].map(listed).join("\n\n").replaceAll("\u00a0", " "));
  }
  for (const pre of document.querySelectorAll("main .code > pre")) offer(pre.parentElement, ` the code “${pre.innerText.split("\n")[0]}…”`, () => pre.innerText);
}
