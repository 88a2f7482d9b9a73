// Previews where popovers are known and interestfor is not: docs/theme.md.
if ("popover" in HTMLElement.prototype && !("interestForElement" in HTMLAnchorElement.prototype)) {
  let shown, timer;
  const hide = () => { if (shown) shown.hidePopover(); shown = 0; };
  const later = (act) => { clearTimeout(timer); timer = setTimeout(act, 300); };
  for (const link of document.querySelectorAll("a[interestfor]")) {
    const card = document.getElementById(link.getAttribute("interestfor"));
    const show = () => { if (shown != card) { hide(); (shown = card).showPopover({ source: link }); } };
    for (const one of [link, card]) {
      for (const type of ["mouseenter", "focusin"]) one.addEventListener(type, () => later(show));
      for (const type of ["mouseleave", "focusout"]) one.addEventListener(type, () => later(hide));
    }
  }
  addEventListener("keydown", (event) => { if (event.key == "Escape") later(hide, hide()); });
}
