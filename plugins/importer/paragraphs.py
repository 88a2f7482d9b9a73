"""WordPress' paragraph rule: what it makes of line breaks in a text that was written without paragraphs. Pure."""

from __future__ import annotations

import re
from typing import Final

BLOCKS: Final = (
    "(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address"
    "|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details"
    "|menu|summary|iframe|script|video|audio)"
)
KEPT: Final = re.compile(r"<(pre|script|style|textarea|svg)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
TAG: Final = re.compile(r"<(?:[a-zA-Z/!](?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
MARK: Final = "\x02{}\x02"
MARKED: Final = re.compile("\x02(\\d+)\x02")


def paragraphs(text: str) -> str:
    """`text` with its paragraphs and line breaks as elements."""
    if not text.strip():
        return ""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\n\n<pre>{MARK.format(len(kept) - 1)}</pre>\n\n"

    text = KEPT.sub(keep, text.replace("\x02", "").replace("\r\n", "\n").replace("\r", "\n"))
    text = TAG.sub(lambda tag: tag[0].replace("\n", " "), text)
    text = re.sub(r"<br\s*/?>\s*<br\s*/?>", "\n\n", text, flags=re.IGNORECASE)
    text = re.sub(rf"(<{BLOCKS}(?=[\s/>])[^>]*>)", r"\n\n\1", text, flags=re.IGNORECASE)
    text = re.sub(rf"(</{BLOCKS}\s*>)", r"\1\n\n", text, flags=re.IGNORECASE)
    text = re.sub(r"(<hr\b[^>]*>)", r"\1\n\n", text, flags=re.IGNORECASE)
    parts = (part.strip() for part in re.split(r"\n\s*\n", text))
    text = "".join(f"<p>{part}</p>\n" for part in parts if part)
    text = _unwrapped(text)
    text = re.sub(r"(?<!<br>)[ \t]*\n", "<br>\n", text.replace("</p>\n", "</p>\x03"))
    text = text.replace("\x03", "\n")
    text = re.sub(rf"(</?{BLOCKS}(?=[\s/>])[^>]*>)\s*<br\s*/?>", r"\1", text, flags=re.IGNORECASE)
    text = re.sub(rf"<br\s*/?>(\s*</?{BLOCKS}(?=[\s/>])[^>]*>)", r"\1", text, flags=re.IGNORECASE)
    return re.sub(f"<pre>{MARKED.pattern}</pre>", lambda found: kept[int(found[1])], text)


def _unwrapped(text: str) -> str:
    """No paragraph around an element that is a block."""
    text = re.sub(rf"<p>\s*(</?{BLOCKS}(?=[\s/>])[^>]*>)\s*</p>", r"\1", text, flags=re.IGNORECASE)
    text = re.sub(r"<p>(<li.+?)</p>", r"\1", text, flags=re.IGNORECASE | re.DOTALL)
    text = re.sub(r"<p>(<blockquote[^>]*>)", r"\1<p>", text, flags=re.IGNORECASE)
    text = re.sub(r"</blockquote></p>", "</p></blockquote>", text, flags=re.IGNORECASE)
    text = re.sub(rf"<p>\s*(</?{BLOCKS}(?=[\s/>])[^>]*>)", r"\1", text, flags=re.IGNORECASE)
    return re.sub(rf"(</?{BLOCKS}(?=[\s/>])[^>]*>)\s*</p>", r"\1", text, flags=re.IGNORECASE)
