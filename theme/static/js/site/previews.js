// Previews where popovers are known and interestfor is not: docs/theme.md.
if ("popover" in HTMLElement.prototype && !("interestForElement" in HTMLAnchorElement.prototype)) {
  let shown, timer;
  const hide = () => { if (shown) shown.hidePopover(); shown = 0; };
  const later = (act) => { clearTimeout(timer); timer = setTimeout(act, 300); };
  const on = (types, act) => types.forEach((type) => addEventListener(type, ({ target }) => {
    const link = target.closest?.("a[interestfor]");
    const card = link ? document.getElementById(link.getAttribute("interestfor")) : target.closest?.(".preview");
    if (card) later(() => act(card, link));
  }));
  on(["mouseover", "focusin"], (card, source) => { if (shown != card && !source?.ariaExpanded) { hide(); (shown = card).showPopover({ source }); } });
  on(["mouseout", "focusout"], hide);
  addEventListener("keydown", (event) => { if (event.key == "Escape") later(hide, hide()); });
}
