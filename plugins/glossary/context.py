"""What the words beside a mention say about it: whether it is a part of a name, a verb, or a noun.

Rules, no statistics: each can be told to an author in a sentence, and docs/glossary-linking.md does. In doubt there is
no link: a wrong one costs more trust than a missing one.
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

Use: TypeAlias = Literal["noun", "verb", ""]
"""What a word is where it stands; empty where nothing tells."""

AFTER: Final = re.compile(r"[\"')]?(?: ?(& ?)|[ -])([\w’'-]+)(?: ([\w’'-]+))?")
REACH: Final = 40
"""Characters of the text on each side that are looked at: three words."""

STARTS: Final = re.compile(r"(?:\A|[\n.!?…:—]|[.!?…][\"')\]])[\"'(\[ ]*\Z")
"""Where a sentence begins; what is joined by a colon or a dash may have a capital too."""


OF_A_NAME: Final = re.compile(
    r"[\w,;] (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec|I\b)"
    r"[A-ZÀ-Þ][a-zß-ÿ]+(?<!s) \Z"
)
"""A word with a capital inside a sentence, directly before: "the Liberal candidate". Days and months make no name."""


INITIALS: Final = re.compile(r" [A-Z]{2,}\b(?!')")


INITIALS_FIRST: Final = re.compile(r"[A-Z]{2,}s?(?: [^\WA-ZÀ-Þ][^A-ZÀ-Þ]*)")
"""Initials that the words behind them only go on with: "STAR method"."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS: Final = _words(
    "a an the my your his her its our their this these no every each another any some one two three four"
    " five six seven eight nine ten which what whose last next first second third new old good bad own"
    " same few many several both either neither such more most of"
)
TO_VERB: Final = _words(
    "to can could will would shall should may might must do does did don't doesn't didn't won't can't"
    " cannot couldn't wouldn't shouldn't let's i'll you'll we'll they'll he'll she'll it'll i'd you'd we'd"
    " they'd please not never always often let help"
)
SUBJECTS: Final = _words(
    "i you we they who he she it nobody everybody everyone somebody someone anybody anyone whoever people"
)
SUBJECTS_OF_S: Final = _words(
    "he she it who nobody everybody everyone somebody someone anybody anyone whoever which"
)
OBJECT_CASE: Final = _words("them us me him")
GOVERNORS: Final = TO_VERB | SUBJECTS | OBJECT_CASE
"""Words after which a word without an ending is a verb."""

OBJECTS: Final = _words(
    "a an the my your his her its our their this these those no every each any some everything everybody"
    " nothing it them us me him you more less up off around out everyone somebody someone anybody anyone nobody"
)
CAUSES: Final = _words("make makes made making let lets help helps helped watch watched")
"""After these and "her" may stand what she does: "made her budget for it"."""

BE: Final = _words("is are was were be been am 're i'm you're we're they're he's she's it's")
THAN: Final = re.compile(r"(?: (?!more|less|rather|other|better|worse|earlier|later|sooner)[\w'-]+)? than\b")
TOWARDS: Final = _words(
    "come comes came coming get gets got getting move moves moved moving draw draws drew drawing look looks looked"
    " looking feel feels felt feeling seem seems seemed sit sits sat stand stands stood grow grows grew bring brings"
    " brought much far even slightly no any somewhat still ever"
)
"""After these a word in -er is more of something: "came closer", "no cleaner"."""

BY_THE_LETTER: Final = re.compile(r" (?:of|(?<=out )(?:an?|the|my|his|her|their|its|one))\b")
TIMES: Final = _words("day week month quarter year hour morning night")
ADVERB: Final = re.compile(
    r"(?:\w+ly|just|also|still|even|only|then|rather|sooner|either|neither|first|probably|badly|well)"
)
SERIES: Final = re.compile(
    r"([\w']+) (?:\w+ly |either |first )?([\w-]+)((?:, [\w-]+){0,4}),?(?: (?:and|or))?(?: then)? \Z"
)
"""Words of one kind before another of it: "can type, file and ", "to plan, "."""

JOINED: Final = (", ", " and ", " or ", " then ")
TO_NOUN: Final = re.compile(
    r"(?:\b(?:addition|due|owing|thanks|access|next|close|closer|prior|subject|similar|equal|limited|related|linked|tied"
    r"|attached|according|compared|opposed|relation|regard|respect|contrast|answer|objection)|\bfrom [\w'-]+) to\Z"
)
""" "To" that no infinitive follows: "in addition to salary", "from interview to offer"."""

REACH_OF_A_SERIES: Final = 80
THEN: Final = re.compile(r",? (?:and|or) (?:only |then |never )")
"""What joins what is done, and not what there is: "Stop, review and only then send"."""

MANNER: Final = re.compile(
    r" (?:early|often|twice|again|first|hard|well|badly|\w+ly|one|two|three|both|all|whoever|people)\b"
)
FOR: Final = re.compile(
    r" (?:for|with|before|after|against|on|in|at|by)\b(?P<rest>.*?)"
    r"(?: (?:if|when|while|because|unless|until|who|that|and)\b|[.!?…:;,\n]|\Z)"
)
FINITE: Final = re.compile(
    r"\b(?:\w+s|\w+ed|\w+n't|are|were|have|had|will|can|could|would|should|may|might|must|do|did|gets?|came|went"
    r"|made|took)\b"
)
"""What may be the verb of a sentence. Where there is none, its first word is: "Budget for the train."."""

NOT_A_VERB: Final = re.compile(
    r"(?!(?:reference|experience|influence|finance|balance|question|mention|position|station|function|condition|caution"
    r"|petition|implement|supplement|document|worship)s?\Z)\w*(?:(?<!ple)(?<!per)(?<!ocu)(?<!com)ment|ness|ity|ship|ism|ance|ence|ing|icant|idate|ager|loyer|ruiter|ultant|actor|ation|tions?)s?"
)
"""Endings of nouns that are no verbs, so that "to management" is not an infinitive."""

ARTICLES: Final = _words("a an the his her its my your our their this that no every each another any some")
FUNCTION: Final = _words(
    "and or but nor so yet if when while as because since until unless though although than about above"
    " after against among around at before behind below beneath beside between beyond by down during for"
    " from in inside into like near of off on onto out over past per plus through to toward under until up"
    " upon via with within without is are was were be been being has have had not why how where there here"
    " all both half"
)
MODIFIER: Final = re.compile(
    r"\w+(?:al|ive|ous|ful|less|able|ible|ic|ed|ly|ary|est|ish|ern|ian|'s|s')|good|bad|great|big|small|long|short|high|low|new"
    r"|old|young|early|late|fair|free|full|half|open|own|real|right|wrong|sick|unpaid|only|very|main|direct|honest|decent"
    r"|[\w-]*-\w+|\d+|job|work|office|team|company|firm|staff|salary|pay|project|client|exit|phone|video|morning|year-end"
    r"|other|less|more|better|worse|best|worst|written|current|former|previous|modern|human|silent|private|secret|nice|proper|simple|rude|kind"
)
"""What may stand between an article and a noun without making a compound of them."""


def is_in_name(text: str, start: int, end: int) -> bool:
    """Whether a mention has a capital that its sentence does not give it: "the Budget Hotel", "a game of Risk".

    At the beginning of a sentence it is a name if the next word has a capital too: "Deadline Books". Initials before
    initials are a part of them: "CC BY".
    """
    if not text[start].isupper():
        return False
    if text[start:end].isupper():
        return INITIALS.match(text, end) is not None
    if INITIALS_FIRST.fullmatch(text, start, end):
        return False
    if not STARTS.search(text, max(0, start - REACH), start):
        return True
    after = AFTER.match(text, end)
    return bool(after and after[2][0].isupper() and not after[2].isupper())


def is_comparative(text: str, start: int, end: int) -> bool:
    """Whether a word in -er names nobody: "closer to the door", "a cleaner desk than mine"."""
    if not text.endswith("er", start, end) or " " in text[start:end]:
        return False
    if THAN.match(text, end):
        return True
    before = _before(text, start)
    return bool(before) and (before[-1] in BE or before[-1] in TOWARDS)


def is_by_the_letter(text: str, start: int, end: int) -> bool:
    """Whether a phrase of a verb has a thing behind it that only the letter of it takes: "let go of the rope"."""
    return BY_THE_LETTER.match(text, end) is not None if " " in text[start:end] else False


def is_in_compound(text: str, start: int, end: int) -> bool:
    """Whether the word before makes another word of a noun: "the gas pipeline", "the Liberal candidate"; or the
    word behind, if it is a time: "a calendar month".

    An adjective does not, nor what has to do with work; nor a word that no article stands before, which may be a verb.
    """
    if " " in text[start:end]:
        return False
    after = AFTER.match(text, end)
    if after and after[2].casefold().removesuffix("s") in TIMES and text[start:end].islower():
        return True
    before = _before(text, start)
    if not before or before[-1] in DETERMINERS:
        return False
    is_name = OF_A_NAME.search(text, max(0, start - REACH), start) is not None
    if MODIFIER.fullmatch(before[-1]) and not is_name:
        return False
    return len(before) > 1 and before[-2] in ARTICLES and before[-1] not in TO_VERB


def use_at(text: str, start: int, end: int) -> Use:
    """Whether a word is a verb or a noun where it stands, as far as its neighbours tell."""
    words = text[start:end].casefold()
    before = _before(text, start)
    after = AFTER.match(text, end)
    following = after[2].casefold() if after else ""
    beyond = (after[3] or "").casefold() if after else ""
    if before and ADVERB.fullmatch(before[-1]):
        before = before[:-1]
    last = before[-1] if before else ""
    is_after_preposition = last == "to" and following not in OBJECTS and TO_NOUN.search(" ".join(before))
    is_doing = last == "her" and not CAUSES.isdisjoint(before)
    if (last in DETERMINERS and not is_doing) or last.endswith("'s") or is_after_preposition:
        return "noun"
    if last in BE and words.endswith("ing"):
        return "verb"
    is_s = words.endswith("s") and not words.endswith("ss")
    if " " in words or NOT_A_VERB.fullmatch(words):
        return ""
    if is_doing or last in (SUBJECTS_OF_S if is_s else GOVERNORS):
        return "verb"
    if _is_in_series(text, start, end, is_s=is_s) or (not (before or is_s) and _is_command(text, start, end)):
        return "verb"
    takes_object = following in OBJECTS and not (
        following in ("a", "an", "every", "each", "this") and beyond in TIMES
    )
    if takes_object and (last or not is_s):
        return "verb"
    if len(before) > 1 and before[-2] in ARTICLES and MODIFIER.fullmatch(last):
        return "noun"
    if not is_s and last.endswith("s") and len(before) == 1 and last not in FUNCTION:
        return "verb"
    return ""


def _is_in_series(text: str, start: int, end: int, *, is_s: bool) -> bool:
    """Whether other verbs stand before a word, side by side with it: "can type, file and budget"."""
    if not text.endswith(JOINED, 0, start):
        return False
    if not is_s and text.endswith(", ", 0, start) and THEN.match(text, end):
        return True
    found = SERIES.search(text[max(0, start - REACH_OF_A_SERIES) : start].casefold())
    if found is None:
        return False
    governor, verbs = found[1], [found[2], *found[3].split(", ")[1:]]
    if not DETERMINERS.isdisjoint(verbs) or not FUNCTION.isdisjoint(verbs):
        return False
    if is_s and governor in BE and MODIFIER.fullmatch(verbs[-1]):  # "the trade is small and gossips"
        return True
    if is_s:
        return governor in SUBJECTS_OF_S and all(verb.endswith("s") for verb in verbs)
    return governor in GOVERNORS and not (governor == "to" and TO_NOUN.search(found.string, 0, found.end(1)))


def _is_command(text: str, start: int, end: int) -> bool:
    """Whether a word begins a sentence that tells somebody to do it: "Invoice early", "Budget for a slow winter."."""
    if not STARTS.search(text, max(0, start - REACH), start):
        return False
    after = FOR.match(text, end)
    return MANNER.match(text, end) is not None or (after is not None and FINITE.search(after["rest"]) is None)


def _before(text: str, start: int) -> list[str]:
    """The words of the sentence before a place, at most three, folded; none beyond a comma."""
    near = text[max(0, start - REACH) : start]
    clause = re.split(r"[\n.!?…;:,—()\"]", near)[-1]
    return [word for word in clause.casefold().split() if word][-3:]
