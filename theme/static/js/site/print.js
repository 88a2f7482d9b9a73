// The running head of printed pages, which a sheet cannot know: docs/theme.md.
document.documentElement.style.setProperty("--running", JSON.stringify(document.title));
