// Comfort for a thread, asked for where there is use for it: site/thread.js, docs/comment-format.md, "With scripts on".
const thread = document.querySelector("[data-thread]");
const comments = [...thread.querySelectorAll(".comment")];
const numberOf = (comment) => Number(comment.id.split("-")[1]);
const make = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};
const button = (text, onclick, more) => make("button", { type: "button", onclick, ...more }, text);

const markNew = (fresh) => {
  let at = -1;
  const next = () => {
    const comment = fresh[(at = (at + 1) % fresh.length)];
    comment.tabIndex = -1;
    comment.focus({ preventScroll: true });
    comment.scrollIntoView();
  };
  const follow = () => (at = Math.max(at, fresh.findIndex((comment) => `#${comment.id}` === location.hash)));
  addEventListener("hashchange", follow);
  for (const [index, comment] of fresh.entries()) {
    comment.querySelector(".p-author").after(make("span", { className: "badge" }, "new"));
    const after = fresh[index + 1];
    if (after) {
      const link = make("a", { href: `#${after.id}` }, `Next new comment: ${numberOf(after)}`);
      comment.append(make("p", { className: "meta steps" }, link));
    }
  }
  const words = `${fresh.length} new since your last visit. `;
  const jump = button("Next new comment", next, { accessKey: "n" });
  thread.querySelector("h2").after(make("p", { className: "meta steps" }, words, jump));
};

// One pair of buttons for all comments: it is where the pointer is, or where the address leads.
const offerTools = () => {
  const said = make("output");
  const here = () => tools.closest(".comment");
  const tools = make("span", { className: "meta steps tools" });
  if (navigator.clipboard) {
    // The publication's address, whichever host shows the page.
    const base = document.querySelector("link[rel=canonical]")?.href ?? location;
    const copy = async (words) => {
      await navigator.clipboard.writeText(words + new URL(here().querySelector(".number").getAttribute("href"), base));
      said.textContent = "copied";
    };
    const words = () => ["bdi", ".e-content"].map((part) => here().querySelector(part)?.innerText.trim());
    tools.append(button("Copy", () => copy(`${words().filter(Boolean).join(": ")}\n`)), " ",
      button("Copy link", () => copy("")), " ", said);
  }
  const place = (comment) => {
    if (!comment || comment === here()) return;
    said.textContent = "";
    const [whole, link] = tools.children, number = numberOf(comment);
    whole.ariaLabel = `Copy comment ${number}`;
    link.ariaLabel = `Copy link to comment ${number}`;
    comment.querySelector("header").append(tools);
  };
  const placeAtTarget = () => place(comments.find((comment) => `#${comment.id}` === location.hash));
  if (!tools.firstChild) return;
  thread.addEventListener("pointerover", (event) => place(event.target.closest(".comment")));
  addEventListener("hashchange", placeAtTarget);
  placeAtTarget();
  place(thread.querySelector(".comment:hover"));
};

// Where the form is on this page, no other is asked for.
const answerHere = (field) => {
  const answer = (event) => {
    const link = event.target.closest(".comment .reply a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    field.value = numberOf(link.closest(".comment"));
    thread.querySelector("textarea").focus();
  };
  thread.addEventListener("click", answer);
};

const before = Number(thread.dataset.before);
const isNew = (comment) => before && numberOf(comment) > before && comment.querySelector(".p-author");
const fresh = comments.filter(isNew);
if (fresh.length) markNew(fresh);
offerTools();
const field = thread.querySelector("[name=replyto]");
if (field) answerHere(field);
