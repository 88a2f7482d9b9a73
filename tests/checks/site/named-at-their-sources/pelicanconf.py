SITENAME = "A"
FOOTER_LINKS = [
    ("About", "/about/"),
    ("Gone", "/gone/"),
]
