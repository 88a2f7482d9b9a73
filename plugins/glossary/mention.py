"""Cross-references inside a sentence: "(see LAMP)", "a plan; cf. LANE (2)". They become ordinary links to the entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from plugins.glossary.block import Head, Target
from plugins.glossary.target import NOWHERE, may_be_head, read_target

WORD: Final = r"[A-ZÀ-ÖØ-Þ0-9][A-ZÀ-ÖØ-Þ0-9&'’+#/-]*"
TARGET: Final = (
    rf"(?:\*\*[^*\[\]()]{{1,60}}\*\*|(?=\S*[A-ZÀ-ÖØ-Þ]){WORD}(?: {WORD}){{0,5}})"
    r"(?:[¹²³⁴-⁹]|\^\d)?(?: ?\(\d{1,3}\))?"
)
ITALIC: Final = rf"(?:\*{TARGET}\*|_{TARGET}_|{TARGET})"
SET: Final = rf"(?:{ITALIC}|[\"“]{TARGET}[\"”]|['‘]{TARGET}['’]|\[{TARGET}\](?![(\[:]))"
"""A head in italics, in quotation marks or in brackets."""

SEE: Final = (
    r"[Ss]ee (?:also )?(?:under|at|(?:the )?(?:entry|article|word)(?: for| on)?)|[Ss]ee(?: also)?|SEE ALSO|SEE"
    r"|[Cc]f\.?|CF\.|[Cc]ompare|[Oo]pposed to|[Vv]ide|→"
)
BEFORE: Final = r"(?:^|(?<=[(\[—])|(?<=[;:,—.?!)] ))"
MENTION: Final = re.compile(
    rf"{BEFORE}(\*\*|[*_]?)(?:{SEE}):?\1:? (?!ALSO\b)"
    rf"(?P<targets>{SET}(?:[,;] {SET})*(?:,? (?:and|or|/|&) {SET})?)(?!\w|\][(\[:])"
)
SMALL_WORD: Final = r"[A-Za-zÀ-ÖØ-öø-ÿ][a-zà-öø-ÿ'’-]*"
SMALL: Final = r"[a-zà-öø-ÿ][a-zà-öø-ÿ'’-]*(?: (?!(?:and|or) )[a-zà-öø-ÿ'’-]+){0,2}"
SMALL_TARGET: Final = rf"(?:\*{SMALL}\*|{SMALL}(?: \(\d{{1,3}}\))?)"
IN_BRACKETS: Final = re.compile(
    rf"(?<=[(\[])(\*?)(?:{SEE}):?\1:? "
    rf"(?P<targets>{SMALL_TARGET}(?:[,;] {SMALL_TARGET})*(?:,? (?:and|or) {SMALL_TARGET})?)(?=\.?(?:\)|\](?![(\[:])))"
)
IN_ITALICS: Final = re.compile(
    rf"(?<=[;,—:] )(?:[Ss]ee(?: also)?|[Cc]f\.) "
    rf"(?P<targets>(?P<mark>[*_])(?P<word>{SMALL})(?P=mark)(?: \(\d{{1,3}}\))?)(?=[,;:.)]|$| (?:or|and|for|but)\b)"
)
"""A head in italics and small letters inside a sentence: "a way; see *lane*, or ask"."""

QUOD_VIDE: Final = re.compile(
    r"(?P<target>(\*\*?)[^*\[\]()]{1,60}\2"
    rf"|(?<![\w'’-])(?:(?!(?:A|AN|THE) ){TARGET}|{SMALL_WORD}))"
    r"(?P<rest>,? (?:[(\[](?P<i>\*?)q\. ?v\.(?P=i)[)\]]|(?P<j>\*?)q\. ?v\.(?P=j)))"
)
"""The head that "q.v." follows: words in capitals, bold or italics, or the one word before it."""

QUAE_VIDE: Final = re.compile(
    rf"(?P<targets>(?<!\S)(?!(?:A|AN|THE) )(?:{TARGET}, ){{0,5}}{TARGET},? (?:and|or) {TARGET})"
    r"(?=,? [(\[]?\*?qq\. ?v\.)"
)
ONE: Final = re.compile(TARGET)
ONE_SMALL: Final = re.compile(rf"(?<![\w'’-])(?!(?:and|or)\b){SMALL}(?: \(\d{{1,3}}\))?")
BEGINNINGS: Final = re.compile(r"(?:[Ss]ee|SEE|[Cc]f|CF|ompare|pposed to|[Vv]ide)(?![a-z])|→|\bqq?\. ?v\.")
LINK: Final = re.compile(
    r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])+)\]\(<?dict:([^()<>\s]+)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)"
)
NAMED: Final = re.compile(r"\s*[^\s#/]")
BROKEN: Final = re.compile(
    r"(?:!?\[[^\[\]]{0,60}\] ?)?(?:[(\[<]\s*(?i:dict:)(?:\s*\)|[^\s()<>\[\]]{0,60}[)>\]]?)"
    r"|\b(?i:dict:)[^\s()<>\[\]]{0,59}[^\s()<>\[\].,;:])"
)
CODE: Final = re.compile(r"(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")


def link_mentions(text: str) -> str:
    """The text with each head after "see" as `[HEAD](dict:HEAD)`."""
    if not BEGINNINGS.search(text):
        return text
    if "qq" in text:
        text = QUAE_VIDE.sub(lambda found: ONE.sub(_linked, found["targets"]), text)
    linked = MENTION.sub(lambda found: _replaced(found, ONE.sub(_linked, found["targets"])), text)
    return QUOD_VIDE.sub(_quod_vide, IN_ITALICS.sub(_small, IN_BRACKETS.sub(_small, linked)))


def mentioned(text: str) -> Iterator[Target]:
    """The targets of all links to the dictionary in a text; jokes and what is not written yet too."""
    for words, name in LINK.findall(CODE.sub("", text) if "`" in text else text) if "dict:" in text else ():
        yield named_target(unquote(name), words)


def without_links(text: str) -> str:
    """The text without its links to the dictionary and without code."""
    return LINK.sub("", CODE.sub("", text))


def broken_link(text: str) -> str:
    """What was meant as a link to the dictionary and is none: "[x](dict:)", "[x] (dict:LANE)", "<dict:LANE>"."""
    if "dict:" not in text.lower():
        return ""
    text = LINK.sub(lambda found: "" if NAMED.match(unquote(found[2])) else found[0], CODE.sub("", text))
    found = BROKEN.search(text)
    return found[0] if found else ""


def named_target(name: str, words: str) -> Target:
    """What "NETWORKING#2", "nowhere" or "later" in an address stands for."""
    if name in NOWHERE:
        return Target(Head(words), is_joke=name == "nowhere", is_planned=name == "later")
    return read_target(name) or Target(Head(name))


def _replaced(found: re.Match[str], targets: str) -> str:
    return found[0][: found.start("targets") - found.start()] + targets


def _linked(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 1) : found.start()]
    end = found[0][-1] if before in ("'", "‘") and found[0][-1] in "'’" else ""
    said = found[0].removesuffix(end)
    target = read_target(said)
    if target is None:
        return found[0]
    words = said.replace("**", "")
    return f"[{words}](dict:{_address(target.name)}){end}"


def _small(found: re.Match[str]) -> str:
    targets = found["targets"]
    if not may_be_head(re.sub(r"[*,;]| (?:and|or)(?= )", "", targets)):
        return found[0]
    return _replaced(found, ONE_SMALL.sub(_linked_small, targets))


def _quod_vide(found: re.Match[str]) -> str:
    words, name = found["target"], found["target"]
    if not words.startswith("**"):
        name = words.strip("*").upper()
    target = read_target(name)
    return f"[{words.replace('**', '')}](dict:{_address(target.name)}){found['rest']}" if target else found[0]


def _linked_small(found: re.Match[str]) -> str:
    target = read_target(found[0].upper())
    return f"[{found[0]}](dict:{_address(target.name)})" if target else found[0]


def _address(name: str) -> str:
    return name.replace(" ", "%20")
