// Comfort for threads; nothing is lost without it (docs/comment-format.md, "With scripts on").
"use strict";

{
  const thread = document.querySelector("[data-thread]");
  const comments = thread ? [...thread.querySelectorAll(".comment")] : [];

  const numberOf = (comment) => Number(comment.id.split("-")[1]);
  const make = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const button = (text, onclick, more) => make("button", { type: "button", onclick, ...more }, text);

  // Keeps the highest number that was seen; what was seen before this visit holds until the tab is closed.
  const seenBefore = () => {
    const key = `thread ${thread.dataset.thread}`;
    try {
      const seen = Number(localStorage.getItem(key));
      const before = Number(sessionStorage.getItem(key) ?? seen);
      sessionStorage.setItem(key, before);
      localStorage.setItem(key, Math.max(seen, ...comments.map(numberOf)));
      return before;
    } catch {
      return 0; // a browser that keeps nothing
    }
  };

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
    const field = thread.querySelector("[name=replyto]");
    if (field) {
      const reply = () => {
        field.value = numberOf(here());
        thread.querySelector("textarea").focus();
      };
      tools.append(button("Reply", reply), " ");
    }
    if (navigator.clipboard) {
      const copy = async () => {
        await navigator.clipboard.writeText(here().querySelector(".number").href);
        said.textContent = "copied";
      };
      tools.append(button("Copy link", copy), " ", said);
    }
    const place = (comment) => {
      if (!comment || comment === here()) return;
      said.textContent = "";
      comment.querySelector("header").append(tools);
    };
    const placeAtTarget = () => place(comments.find((comment) => `#${comment.id}` === location.hash));
    if (!tools.firstChild) return;
    thread.addEventListener("pointerover", (event) => place(event.target.closest(".comment")));
    addEventListener("hashchange", placeAtTarget);
    placeAtTarget();
  };

  if (comments.length) {
    const before = seenBefore();
    const isNew = (comment) => before && numberOf(comment) > before && comment.querySelector(".p-author");
    const fresh = comments.filter(isNew);
    if (fresh.length) markNew(fresh);
    offerTools();
  }
}
