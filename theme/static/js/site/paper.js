// By day, by night, or as the system has it; the browser remembers: docs/theme.md.
const KEPT = "paper", inks = [...document.querySelectorAll("meta[name=theme-color]")], colours = inks.map((one) => one.content);
const papers = { "": "as the system", light: "day", dark: "night" };
const lay = (paper) => {
  document.documentElement.style.colorScheme = paper;
  inks.forEach((one, at) => { one.content = colours[paper ? +(paper == "dark") : at]; });
};
let chosen = "";
try { chosen = localStorage.getItem(KEPT) ?? ""; } catch { /* a browser that keeps nothing */ }
if (!(chosen in papers)) chosen = "";
if (chosen) lay(chosen);

const choice = document.createElement("p");
choice.className = "papers";
choice.role = "group";
choice.ariaLabel = "Paper";
choice.append("Paper: ");
for (const [paper, name] of Object.entries(papers)) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: name, ariaPressed: paper == chosen });
  button.onclick = () => {
    for (const one of choice.children) one.ariaPressed = one == button;
    lay(paper);
    try { if (paper) localStorage.setItem(KEPT, paper); else localStorage.removeItem(KEPT); } catch { /* until it leaves */ }
  };
  choice.append(button);
}
document.querySelector(".imprint")?.append(choice);
