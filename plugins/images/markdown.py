"""Python-Markdown extension: an image that stands alone, with a title, is a figure with a caption.

![A desk by the lift](/images/desk.jpg "The desk that I was promised")
"""

from __future__ import annotations

from html import unescape
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.treeprocessors import Treeprocessor

AFTER_INLINE = 15
"""Priority: images are elements by then."""


class FigureTreeprocessor(Treeprocessor):
    """Paragraphs that are one image become figures."""

    def run(self, root: Element) -> None:
        """Change `root` in place."""
        for paragraph in root.iter("p"):
            image = _only_image(paragraph)
            if image is not None and (caption := image.attrib.pop("title", "")):
                paragraph.tag = "figure"
                SubElement(paragraph, "figcaption").text = unescape(caption)


def _only_image(element: Element) -> Element | None:
    """The image that is all of `element`; it may be a link."""
    children = list(element)
    if len(children) != 1 or (element.text or "").strip() or (children[0].tail or "").strip():
        return None
    child = children[0]
    return _only_image(child) if child.tag == "a" else child if child.tag == "img" else None


class FigureExtension(markdown.Extension):
    """For images that stand alone."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Connect to `md`."""
        md.treeprocessors.register(FigureTreeprocessor(md), "figures", AFTER_INLINE)


def makeExtension(**settings: object) -> FigureExtension:  # noqa: N802 - the name is Python-Markdown's
    """What `Markdown(extensions=["plugins.images.markdown"])` calls."""
    return FigureExtension(**settings)
