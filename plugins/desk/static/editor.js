// What the text area does besides: the line that was meant, keys, images that are dropped. Without it, everything can be typed.
const form = document.querySelector("#editor");
const area = document.querySelector("#text");
const said = document.querySelector("#said");
const back = document.querySelector("#back");
const before = "unsaved" in form.dataset ? null : area.value; // what is in the file, as far as is known

function goTo(line) {
  const start = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start);
  area.scrollTop = (line - 3) * parseFloat(getComputedStyle(area).lineHeight);
}

goTo(Number(area.dataset.line));
for (const link of document.querySelectorAll("[data-goto]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    goTo(Number(link.dataset.goto));
  });
}
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Escape" && back && area.value === before) {
    location.assign(back.href);
  } else if (event.key === "Escape") {
    said.textContent = "There is something that is not saved: save it, or close the page.";
  }
});
addEventListener("beforeunload", (event) => {
  if (area.value !== before && !form.dataset.sent) event.preventDefault();
});
form.addEventListener("submit", () => { form.dataset.sent = "yes"; });

area.addEventListener("dragover", (event) => event.preventDefault());
async function keepImages(files) {
  for (const file of files) {
    const answer = await fetch("/-desk/image", {
      method: "POST",
      headers: { "X-Desk-Token": form.elements.token.value, "X-Desk-Name": encodeURIComponent(file.name) },
      body: file,
    });
    if (answer.ok) {
      area.setRangeText((await answer.json()).markdown, area.selectionStart, area.selectionEnd, "end");
      said.textContent = `${file.name} is saved. Write between the brackets what it shows.`;
    } else {
      said.textContent = await answer.text();
    }
  }
}
area.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  keepImages(event.dataTransfer.files);
});
document.querySelector("#image").addEventListener("change", async (event) => {
  await keepImages(event.target.files);
  event.target.value = "";
  area.focus();
});
