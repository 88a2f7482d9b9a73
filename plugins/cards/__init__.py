"""Social cards: what a page looks like where somebody shares it. How: docs/sharing.md."""
