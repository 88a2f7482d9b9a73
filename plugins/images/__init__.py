"""Images of the texts: made smaller, in the formats of today, without what a camera notes. How: docs/images.md."""
