"""Paragraphs that only nearly begin an entry: "Lamp (n.): …", "LAMP → LANE", "LAMP [law], n. …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final
from unicodedata import digit

from plugins.glossary.headword import is_abbreviation, is_capitals
from plugins.glossary.joint import EXACT, INVERTED, split_heads, start
from plugins.glossary.parts_of_speech import INFLECTED, one_or_more, without_comma
from plugins.glossary.sentence import begins_sentence, defines, is_abbreviation_of_prose

MIXED: Final = 60
"""Characters in which several heads stand that are not all in capitals. Longer ones are a sentence."""

LIKE_A_PART: Final = re.compile(r",\s+\*?([a-z]{1,9}\.(?: ?[a-z]{1,4}\.)*)\*?(?=,?(?:\s|$))")
IN_WORDS: Final = re.compile(
    r",\s+\*?((?:plural |transitive |intransitive )?(?:noun|verb|adjective|adverb|preposition|conjunction"
    r"|interjection|pronoun|phrase|abbreviation|prefix|suffix)|(?:n|v|vt|vi|adj|adv|prep|conj|phr|abbr))\*?(?=[,:.]?\s)"
)
NO_PART: Final = re.compile(
    r"((?:\*\*[^*]{1,100}\*\*)|[^\s,.:*][^,.:*;|]{1,100}?)(, |[.:;] | [—–=|-] | ?[—–-]?(?=see [*A-Z]))(?=(.))"
)


MARKED: Final = (
    r"(?:\*{1,3}|_{1,3}|[\"“'‘`])(?P<marked>[^\W_][^*_\"“”`]{0,60}?)[,.:]?(?:\*{1,3}|_{1,3}|[\"”'’`])"
)
"""Words in italics, bold or quotation marks."""

PHRASE: Final = r"[^\W\d_][\w'’-]*(?: [\w'’-]+){0,3}"
MANY: Final = r"[^\W_][\w'’+#/&-]*(?:\.[\w.]*\.)?(?:,? [\w'’+#/&-]+){0,3}?"
"""One to four words, also with signs and commas between them."""

SMALL_WORDS: Final = frozenset(
    "a an and as at because but by for from he her his how i if in it its my no not of on or our she so that the their"
    " then there these they this those to was we what when where which who why with you your".split()
)
"""How a sentence begins, and a head with a part of speech seldom does."""

PLURAL: Final = re.compile(r"(?:pl|plur|plural)\b[.:]? ?(?P<forms>\S.*)")
ARROW: Final = re.compile(r"(?P<head>[^\n,.:]{1,60}?) ?(?:→|⇒|=>|->|-->) ?(?P<target>.*)")
RAISED: Final = r"(?:[¹²³⁴-⁹]|\^\d)"
SIGN: Final = re.compile(r"(?P<sign>[^\w\s—]{1,3}),\s")
OPENS: Final = r"(?:An?|The|To)\b"
"""How a definition begins, and a sentence does not go on."""

RUN_IN: Final = re.compile(
    rf"(?P<head>\*\*[^*]{{1,60}}\*\*|[^\W\da-z_](?:[^a-z,.:*]{{0,60}}?[^\W_])?) (?={OPENS})"
    rf"|(?P<one>(?!I)[A-Z])(?:\.| [–—=-]) (?={OPENS} [a-z])"
)
WITHOUT_STOP: Final = re.compile(r"(?P<head>[^\W\da-z_][^a-z\n,.:]{1,60}) (?P<pos>n|adj|adv) (?=[^\W\da-z_])")
APPOSITION: Final = re.compile(
    r"(?P<head>[^\W\d_][^\s,.:][^\n,.:]{0,60}), (?:an?|the|to|one who|that which) [^,.;:?!]+\."
)
ALONE: Final = re.compile(r"[^\W\d_][\w'’&-]*(?: [\w'’&-]+){0,3}")
DOUBTFUL: Final = re.compile(
    rf"(?:{MARKED}|(?P<plain>[^\W\da-z_][\w'’-]*(?: [a-z][\w'’-]*){{0,2}}))"
    r"(?::| [–—-]| =|(?<=[*_])\.|(?<=[.:][*_])) (?=[^\W\da-z_]|an? |\(1\)|to |the )"
)
ANNOUNCES: Final = frozenset(
    "a also answer antonym antonyms as b bonus but caution cf compare conclusion corollary definition"
    " etymology example examples exception finally first footnote fourth hence hint history however in"
    " incidentally joke lastly lesson line moral more motto next no nota note notes observe opposite or origin"
    " plural postscript premise proverb ps q question quote reader remark remember reminder result rule second"
    " see similarly so some source sources still story summary synonym synonyms that then there therefore third"
    " this thus tip translated translation usage use variant variants warning yes".split()
)
"""First or last words before a colon that say what comes, so that they are no head."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A paragraph that was meant to begin an entry and does not."""

    message: str
    is_doubtful: bool = False
    """Whether it may as well be a sentence: "Lamp: A thing."."""

    head: str = ""
    """In small letters, where nothing else is wrong with it."""


def near_miss(
    text: str, names: tuple[str, ...], found: re.Match[str] | None, *, strict: bool
) -> NearMiss | None:
    """What was probably meant, for the mistakes that people make."""
    if wrong := _numbered(text, names) or _inverted(text, found):
        return wrong
    if wrong := _unknown_part(text, names, strict=strict) or _wrong_marks(text, names):
        return wrong
    if wrong := _in_brackets(text, names, strict=strict) or _without_comma(text, names, strict=strict):
        return wrong
    if not strict:
        return None
    if wrong := _in_another_dress(text, names):
        return wrong
    if found and _is_phrase(text[: found.start()]) and not text.startswith("See "):
        head = start(text[: found.start()])
        return NearMiss(
            f'the head "{head}" is not in capitals; write "{head.upper()}, {found["pos"]}" '
            f'or, if its case matters, "**{head}**, {found["pos"]}"',
            head=head,
        )
    if found and (heads := _mixed_heads(text[: found.start()])):
        return NearMiss(
            f'the heads "{start(text[: found.start()])}" are not all in capitals and joined by "or"; '
            f'write "{" or ".join(heads)}, {found["pos"]}"'
        )
    if wrong := _part_near(text, names):
        return wrong
    if begins_sentence(text):
        return None
    return _without_part(text) or _run_in(text) or _apposition(text) or _doubtful(text, names)


def _unknown_part(text: str, names: tuple[str, ...], *, strict: bool) -> NearMiss | None:
    """ "LAMP, nn. A thing.": what stands for a part of speech and is none."""
    for pattern in (LIKE_A_PART, IN_WORDS):
        like = pattern.search(text)
        if like is None or not split_heads(text[: like.start()]):
            continue
        part, rest = like[1], text[like.end() :]
        if not is_abbreviation_of_prose(part, rest) and _is_meant(part, rest, strict=strict):
            if inflected := re.fullmatch(rf"(?P<pos>n|v|adj)\. ?(?P<more>{INFLECTED})", part):
                instead = f"{inflected['pos']}. [{inflected['more']}]"
                return NearMiss(f'"{part}" is no part of speech; write "{instead}"')
            return NearMiss(f'"{part}" is no part of speech; write one of {" ".join(names)}')
    return None


def _without_comma(text: str, names: tuple[str, ...], *, strict: bool) -> NearMiss | None:
    """ "LAMP n. A thing."."""
    found = without_comma(names).search(text)
    if found is None or not _is_meant(found["pos"], text[found.end() :], strict=strict):
        return None
    before = text[: found.start()]
    if before.endswith(",") or not split_heads(before):
        return None
    return NearMiss(
        f'a comma is missing after the head; write "{start(_without_end(before))}, {found["pos"]}"'
    )


def _is_meant(part_of_speech: str, rest: str, *, strict: bool) -> bool:
    """Whether a part of speech, or what is like one, is none of a sentence: "HMRC v. Smith" is a case anywhere."""
    is_among_entries = strict and part_of_speech != "v."
    return is_among_entries or defines(part_of_speech, rest)


def _numbered(text: str, names: tuple[str, ...]) -> NearMiss | None:
    """ "LEAVE², n. …", "LEAVE (2), n. …", "LEAVE, n.^2 …": a homograph, whose number stands above it."""
    found = re.match(
        rf"(?P<head>\*\*[^*]{{1,100}}\*\*|[^\n,]{{1,100}}?)(?P<raised>{RAISED}| ?\(\d\))?, "
        rf"\*?(?P<pos>{one_or_more(names)})\*?(?P<after>{RAISED})?(?=[,:.]?\s)",
        text,
    )
    number = (found["raised"] or found["after"]) if found else None
    if found is None or not number or not split_heads(found["head"]):
        return None
    homograph = "".join(str(digit(sign)) for sign in number if sign.isdigit())
    return NearMiss(
        f'the number of a homograph stands beside "{start(found["head"])}"; '
        f'write "{start(found["head"])}, {found["pos"]} …" and above it "Homograph: {homograph}"'
    )


def _inverted(text: str, found: re.Match[str] | None) -> NearMiss | None:
    """ "BLUES, THE, n. …": as an index has it."""
    head = INVERTED.fullmatch(text[: found.start()]) if found else None
    if found is None or head is None or not is_capitals(head["head"]):
        return None
    return NearMiss(
        f'"{head["article"]}" stands behind its head; write "{start(head["head"])}, {found["pos"]} …", '
        f'and above it "Also: {head["article"].lower()} {head["head"].lower()}"'
    )


def _mixed_heads(text: str) -> list[str]:
    """ "LAMP, lantern" as LAMP and LANTERN; nothing where the words are a sentence."""
    first, *others = re.split(r", (?:and |or )?| and ", text)
    if not others or len(text) > MIXED or not is_capitals(first) or sum(map(str.isupper, first)) < 2:
        return []
    return [first, *map(str.upper, others)] if all(len(one.split()) == 1 for one in others) else []


def _without_end(head: str) -> str:
    """The head without the mark that stands where a comma should."""
    stripped = head.removesuffix(" -").rstrip(" :;–—=/|")
    return stripped if is_abbreviation(stripped) else stripped.rstrip(".")


def _wrong_marks(text: str, names: tuple[str, ...]) -> NearMiss | None:
    """ "BOSS (n.) …", "BOSS,n. …", "**Boss, n.** …": a head and its part of speech, otherwise joined."""
    parts = rf"(?P<pos>{one_or_more(names)})"
    for pattern in (
        rf"(?P<head>[^\n]{{1,100}}?),? [(\[]\*?{parts}\*?[)\]]",
        rf"(?P<head>[^\n,]{{1,100}}?),{parts}(?=,?\s)",
        rf"(?P<head>\*\*[^*,]{{1,100}}), {parts}\*\*",
        rf"(?P<head>\*\*[^*,]{{1,100}}),\*\* \*?{parts}\*?(?=,?\s)",
        rf"(?P<head>[^\n,]{{1,100}}?), \*?{parts}\*?(?=[:;–—-]|[^\W\d_])",
    ):
        found = re.match(pattern, text)
        if found is None:
            continue
        head = found["head"] + "**" * (found["head"].count("**") == 1)
        head = head if "**" in head else head.strip("*")
        if split_heads(head):
            return NearMiss(
                f'the part of speech of "{start(head)}" stands otherwise than in print; '
                f'write "{start(head)}, {found["pos"]} …"'
            )
    return None


def _in_brackets(text: str, names: tuple[str, ...], *, strict: bool) -> NearMiss | None:
    """ "LAMP (pl. lamps), n.", "LAMP [law], n.": what belongs behind the part of speech, or above the head."""
    found = re.match(
        r"(?P<head>[^\n()\[\],]{1,100}?) (?P<note>\((?P<said>[^()]{1,60})\)|\[(?P<label>[^\[\]]{1,60})\]),? "
        rf"\*?(?P<pos>{one_or_more(names)})\*?(?=,?(?:\s|$))",
        text,
    )
    if found is None or not (split_heads(found["head"]) or (strict and re.fullmatch(PHRASE, found["head"]))):
        return None
    said, pos = found["said"] or found["label"], found["pos"]
    if plural := PLURAL.fullmatch(said):
        forms = plural["forms"].strip(" .")
        above = f' and above it "Forms: {forms}"'
        return NearMiss(
            f'a plural stands between "{found["head"]}" and "{pos}"; {_write(found["head"], pos)}{above}'
        )
    behind = f"{pos} [{said}]"
    message = (
        f'"{found["note"]}" stands between "{found["head"]}" and "{pos}"; {_write(found["head"], behind)}'
    )
    return NearMiss(message)


def _in_another_dress(text: str, names: tuple[str, ...]) -> NearMiss | None:
    """ "Lamp (n.): A thing.", "*Lamp*, n. A thing.", "Lamp n. A thing.", "&, n. And.": surely meant, in any case."""
    one = one_or_more(names)
    words = "noun|verb|adjective|adverb|n|v|adj|adv"
    head = rf"(?:{MARKED}|(?P<plain>{PHRASE}))"
    roe = r"(?!v\. (?!To\b))"  # "Roe v. Wade" is a case
    for pattern in (
        rf"{head},? [(\[]\*?(?P<pos>{one}|{words})\*?[)\]](?:[:.,]| [–—-])? (?=[^\W\da-z_]|[(\[\"“/])",
        rf"{MARKED}(?:, | {roe})\*?(?P<pos>{one})\*?(?=[,:]?(?:\s|$))",
        rf"(?P<plain>(?!See )[^\W\d_][\w'’-]*) {roe}\*?(?P<pos>{one})\*?[,:]? (?=[^\W\da-z_]|[(\[\"“/])",
    ):
        if found := re.match(pattern, text):
            named = found.groupdict()
            word, pos = named.get("marked") or named.get("plain") or "", found["pos"]
            pos = pos if pos.endswith(".") else f"{next((n for n in names if n.startswith(pos[:1])), pos)}"
            return NearMiss(
                f'the part of speech of "{word}" stands otherwise than in print; {_write(word, pos)}'
            )
    if (sign := SIGN.match(text)) and (part := re.match(rf"\*?({one})\*?\s", text[sign.end() :])):
        return NearMiss(
            f'the head "{sign["sign"]}" has no letter and no figure; write its name, "NAME, {part[1]} …", '
            f'and above it "Also: {sign["sign"]}"'
        )
    return None


def _part_near(text: str, names: tuple[str, ...]) -> NearMiss | None:
    """A few words, and then something like a part of speech, with any marks between and around them."""
    found = _anywhere(names).match(text)
    if found is None:
        return None
    head, said, pos = found["marked"] or found["linked"] or found["plain"], found["said"], found["pos"]
    opens = re.match(r"(?:[^\W\da-z_]|[\d(\[\"“*/]|an? |the |to |what )", text[found.end() :]) is not None
    first = head.split()[0].casefold()
    is_printed = not found["plain"] or is_capitals(head)
    is_set_apart = bool(found["open"]) or bool(found["note"])
    is_word = not pos.endswith(".")
    is_sentence = first in ANNOUNCES or (first in SMALL_WORDS and not (opens and is_set_apart))
    if is_sentence and not is_printed:
        return None
    if pos.casefold() == "v." and not found["open"] and not re.match("[Tt]o |[(]", text[found.end() :]):
        return None
    if not is_set_apart and not (
        _joins_head(said, is_alone=is_printed or " " not in head) and (opens or not is_word)
    ):
        return None
    name = next((name for name in names if name.startswith(pos[:1].casefold())), names[0])
    name = pos if pos in names else name
    return NearMiss(
        f'the part of speech of "{start(head)}" stands otherwise than in print; {_write(head, name)}'
    )


def _joins_head(said: str, *, is_alone: bool) -> bool:
    """Whether what stands between words and a part of speech is more than between the words of a sentence."""
    mark = said.strip()
    return mark in (",", ":", ";", "|", "—", "–", "-", "--") or (mark in ("", ".") and is_alone)


@cache
def _anywhere(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    dotted = "|".join(re.escape(name).replace(r"\.", r"\. ?").removesuffix(" ?") for name in longest)
    return re.compile(
        rf"(?:{MARKED}|\[(?P<linked>[^\[\]]{{1,60}})\](?:\([^()]*\))?|(?P<plain>{MANY}))"
        r"(?P<said>\s*[,:;.|]\s*|\s+(?:[—–-]{1,2}\s+)?)"
        r"(?P<note>(?:\([^()]{1,40}\)|\[[^\[\]]{1,40}\]|/[^/\s][^/]{0,40}/),? )?"
        r"(?P<open>[(\[*_]{1,4}|<i>)?"
        rf"(?P<pos>(?i:{dotted}|vb\.|subst\.)|(?:noun|verb|adjective|adverb)\b\.?|(?:n|v|adj|adv)(?=[:)\]*_]))"
        r"(?:[)\]*_]{1,4}|</i>)?[,:;.|]?(?: [—–-]{1,2})?(?:\s+|$)"
    )


def _run_in(text: str) -> NearMiss | None:
    """ "**LAMP** A thing.", "LAMP A thing.", "LAMP → LANE", "LAMP": a head, and nothing that says so."""
    if (arrow := ARROW.fullmatch(text)) and (is_capitals(arrow["head"]) or EXACT.fullmatch(arrow["head"])):
        target = arrow["target"].rstrip(".")
        see = f"See {target}." if is_capitals(target) else "…"
        return NearMiss(f'an arrow after "{arrow["head"]}"; write "{arrow["head"]}, n. {see}"')
    if (bare := WITHOUT_STOP.match(text)) and split_heads(bare["head"]):
        head, name = bare["head"], bare["pos"] + "."
        return NearMiss(
            f'the part of speech of "{head}" stands otherwise than in print; {_write(head, name)}'
        )
    found = RUN_IN.match(text)
    is_alone = ALONE.fullmatch(text) and is_capitals(text) and len(text) > 1
    head = (found["head"] or found["one"]) if found else text if is_alone else ""
    is_head = any(map(str.isalpha, head)) and split_heads(head) is not None
    return NearMiss(_no_part(head)) if is_head else None


def _apposition(text: str) -> NearMiss | None:
    """ "LAMP, a thing that is left on.": nothing is said of a lamp but what it is, as no sentence would."""
    found = APPOSITION.fullmatch(text)
    if found is None or not is_capitals(found["head"]) or not split_heads(found["head"]):
        return None
    return NearMiss(_no_part(found["head"]), is_doubtful=True)


def _doubtful(text: str, names: tuple[str, ...]) -> NearMiss | None:
    """ "Lamp: A thing.", "*Lamp* – a thing.", "Lamp": a head, or a sentence."""
    if (bold := EXACT.match(text)) and re.match(r",? (?:[^\W\da-z_]|an? |the |to )", text[bold.end() :]):
        return NearMiss(_no_part(bold[0]), is_doubtful=True)
    found = DOUBTFUL.match(text)
    head = (found["marked"] or found["plain"]) if found else text if ALONE.fullmatch(text) else ""
    words = head.casefold().split()
    most = 3 if found and found["plain"] else 1 if found else 2
    if not words or len(words) > most or {words[0], words[-1]} & ANNOUNCES or f"{head}." in names:
        return None
    return NearMiss(_no_part(head), is_doubtful=True)


def _no_part(head: str) -> str:
    return (
        f'"{start(head)}" stands like a head but has no part of speech; {_write(head, "n.")}, '
        "or begin the paragraph with another word"
    )


def _write(head: str, part_of_speech: str) -> str:
    """What to write for a head in any dress."""
    if is_capitals(head) or EXACT.fullmatch(head):
        return f'write "{start(head)}, {part_of_speech} …"'
    return (
        f'write "{start(head.upper())}, {part_of_speech} …" or, if its case matters, '
        f'"**{start(head)}**, {part_of_speech} …"'
    )


def _without_part(text: str) -> NearMiss | None:
    """ "MEETING. A gathering": capitals like a head, but no part of speech."""
    bare = NO_PART.match(text)
    if bare is None or split_heads(bare[1]) is None:
        return None
    if sum(sign.isupper() for sign in bare[1]) < 2 and not bare[1].startswith("**"):
        return None
    is_reference = text.startswith("see ", bare.end())
    if bare[2] == ", " and (bare[3].islower() or bare[3].isdigit()) and not is_reference:
        return None
    if bare[1].startswith("**") and bare[2] == ". ":
        return None
    return NearMiss(_no_part(bare[1]))


def _is_phrase(text: str) -> bool:
    """Whether `text` could be a head in the wrong case, and not the beginning of a sentence."""
    return 0 < len(text) <= 60 and "," not in text and len(text.split()) <= 5 and text[0].isalnum()
