"""The dictionary on other devices, and the years as books: files that readers download. docs/editions.md."""
