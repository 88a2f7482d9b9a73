"""What machines ask for, mostly once: the sitemap, data, files at customary places, the theme's files and pictures."""
