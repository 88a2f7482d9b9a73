// Whoever points at the next page or the one before finds it there: docs/theme.md. The server's policy knows this very text by its digest.
if (HTMLScriptElement.supports?.("speculationrules") && document.querySelector("main [rel=next], main [rel=prev]")) {
  const rules = Object.assign(document.createElement("script"), { type: "speculationrules" });
  rules.textContent = '{"prefetch":[{"where":{"selector_matches":"main [rel=next], main [rel=prev]"},"eagerness":"moderate"}]}';
  document.head.append(rules);
}
