"""What is printed otherwise than our grammar has it. It is told, so that nothing becomes prose in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from plugins.glossary.counting import counted, is_counted_behind
from plugins.glossary.joint import start
from plugins.glossary.mention import ITALIC, SMALL
from plugins.glossary.note import NO_LABEL
from plugins.glossary.target import may_be_head

SAID: Final = r"See also|SEE ALSO|See|SEE|Cf\.|CF\.|Compare|COMPARE|Opposed to|OPPOSED TO"
"""What begins a cross-reference."""

TITLE: Final = r"[A-ZÀ-Þ][a-zà-öø-ÿ'’-]+"
IN_TITLE_CASE: Final = re.compile(
    r"(?:(?:^|(?<=[.?!] ))[*_]{0,2}(?:See(?: also)?|SEE(?: ALSO)?|Cf\.|Compare)|(?<=\()(?:[Ss]ee(?: also)?|[Cc]f\.))"
    rf"[*_]{{0,2}}:? [*_\[\"“‘«{{`]{{0,2}}(?P<head>{TITLE}(?: [a-zà-öø-ÿ'’-]+){{0,2}})"
    rf"(?:[*_]{{0,2}}(?=\.?\)|\.[*_]{{0,2}}$|, [*_]{{0,2}}{TITLE}[*_]{{0,2}}\.$)|[*_\]\"”’»}}`.]{{1,3}}(?=\)|\.?$))"
)
"""What may be a head or a name: "See Lane.", "(see *Lane*)", "See Lane, Loft.", "See [Lane]."."""

END: Final = r"(?=[*_]{0,2}(?:\.?[*_]?$|\.?\)|\. ))"
OTHER_WORDS: Final = (
    r"(?i:(?P<compare>confer|c(?:om)?p\.|compare (?:to|with))"
    r"|(?P<opposed>opp\.(?: of)?|opposite of|ant\.|antonyms?|contrast(?: with| to)?)"
    r"|vid\.|syn\.|synonyms?(?: of| for)?|same as|(?:another|alternative|variant|older) (?:name|word|form|spelling)"
    r" (?:for|of)|var(?:\.|iant)(?: of| for)?|(?:plural|form|diminutive|contraction) of|called also|also"
    r"(?: called| spelt| termed| known as|(?=:))"
    r"|more at|refer to|related(?: to)?|equals|equivalent (?:to|of)|q\. ?v\.)|[=≈≡]"
)
OTHER_REFERENCE: Final = re.compile(
    rf"(?:^|(?<=[(\[])|(?<=[.?!:;,–—-] ))[*_]{{0,2}}(?P<said>{OTHER_WORDS})(?:[*_]{{1,2}})?:? ?"
    rf"(?P<target>(?=[*_]{{0,2}}[^\W\d_a-z]{{2}}){ITALIC}|\*\*[^*\[\]()]{{1,60}}\*\*|[*_](?:{TITLE}|{SMALL})[*_]{END}"
    rf"|(?:(?<=\. )|(?<=[=≈≡] )|(?<=[Cc]onfer )|(?<=[Cc]onfer\* ))[*_]?(?:{TITLE}|{SMALL})[*_]?{END})"
)
"""What points to another head in other words than ours."""

IN_WORDS: Final = (
    r"[*_]{0,2}(?: is)?:? [*_]{0,2}(?P<forms>(?:-|[^\W\d_A-Z])[\w, '’-]{0,60})[*_]{0,2}[.;][*_]{0,2} "
)
PLURAL_IN_WORDS: Final = re.compile(rf"[*_]{{0,2}}(?:Plural|Pl(?:ur)?\.){IN_WORDS}")
PLURAL_BESIDE: Final = re.compile(rf"[ ,]*[*_]{{0,2}}(?:plural|pl(?:ur)?\.){IN_WORDS}")
PLURAL_ALONE: Final = re.compile(
    r"[ ,]*[*_]{0,2}(?P<forms>[a-zà-öø-ÿ][\w'’-]{1,40}(?:,? (?:or )?[\w'’-]{2,40})?)[*_]{0,2}[.;,][*_]{0,2} "
    r"(?=[^\W\da-z_(\[])"
)
"""Behind "n." and behind "n. pl."."""

PLURAL: Final = re.compile(
    r"[(\[][*_]{0,2}(?:pl|plur|plural)\b[.:]?[*_]{0,2}:? ?(?P<forms>[^()\[\]]{1,60})[)\]]"
)
FORMS: Final = re.compile(
    r"\((?=[*_]{0,2}(?:past|p\. ?t\.|p\. ?p\.|pres\.|comp(?:ar)?\.|superl\.|-[a-z]+-?[,;)])"
    r"|[a-z’'-]{1,40}(?:ing|ed|er|est)[,;])(?P<forms>[^()]{2,80})\)"
)
"""Other forms in brackets: "(putting, put)", "(-tt-)", "(past put)"."""

CUT_SHORT: Final = re.compile(r"(?:^|[\s*_])-")
GRAMMAR: Final = re.compile(
    r"\b(?:past(?: tense| participle| part\.)?|p\. ?[tp]\.|pres(?:ent|\.)(?: participle| part\.)?|comp(?:ar)?\."
    r"|superl\.|or|also|and)[ ,]*|[*_]"
)
"""Words between forms that are none."""

OTHER_BRACKETS: Final = re.compile(
    r"(?:\{(?!\d+\})[^{}]{1,80}\}|<(?![a-z]+:|\d+>|[^<>]*@)[^<>]{1,80}>|«[^«»]{1,80}»)\s"
)
SENSE_IN_WORDS: Final = re.compile(
    rf"\b(?:{SAID}|see|cf\.)[*_]* [*_]*(?P<head>[^\W\da-z_][^\Wa-z_'’-]+)[*_]*"
    r"(?:,? \(?(?:(?:sense|def\.|no\.) |§ ?)|, (?=\d\.?$))(?P<number>\d)"
)
"""A reference to "LANE, sense 2", "LANE §2", "LANE, 2."."""

SMALL_SEE: Final = re.compile(
    r"(?:^|(?<=[;,.?!–—-] ))(?:see|[Cc]f\.?|[Ss]ee (?:also )?under|[Ss]ee s\.v\.) "
    rf"[*_'‘]?(?P<head>{SMALL})[*_]?(?=\.?$|[.;] \(\d{{1,3}}\) )"
)
"""A head in small letters that no bracket sets apart from a sentence: "A way; see lane."."""

ARROW: Final = re.compile(
    rf"(?P<said>→|⇒|->|=>) ?(?P<target>(?=[*_]{{0,2}}[^\W\d_a-z]{{2}}){ITALIC}|(?:{TITLE}|{SMALL}){END})"
)
SYNONYMS: Final = re.compile(
    r"(?:^|(?<=[.?!;] ))[*_]{0,2}(?P<said>(?:(?P<opposed>Ant)|Syn)(?:\.|onyms?))[*_]{0,2}(?::| ?--| ?—)[*_]{0,2} "
    r"(?P<first>[^\W\d_][^\W\d_A-ZÀ-Þ'’-]*(?: [^\W\d_]+)?)[,;]"
)
SYNONYMS_SEE: Final = re.compile(
    r"(?:^|(?<=[.?!;] ))[*_]{0,2}(?P<said>(?i:syn(?:onym)?s?))[.:,]?[*_]{0,2},? [*_]?(?i:see)[*_]? "
    rf"(?P<target>{ITALIC}|[*_]?{SMALL}[*_]?(?=\.?$))"
)
DERIVED: Final = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3})(?P<first>[\w'’-]{1,40})(?P=mark)(?:,| and| or|;) (?P=mark)[\w'’-]{1,40}(?P=mark),? "
    r"[*_]?(?P<pos>n|v|adj|adv)s?[.]?s?\.?[*_]?(?=[.;,]?$)"
)
"""Derived words at the end of a text: "*abetment*, *abettor* ns."."""

DRESSED: Final = re.compile(
    r"(?<=[.?!;] )\*\*(?P<head>[\w'’-]{1,40})\*\*,? [*_](?P<pos>n|v|adj|adv)\.?[*_](?=[.;,]?(?:$| ))"
)
""" "A jar. **vasely** *adv*.": a derived word, and no text of its own."""

GLUED: Final = re.compile(r"(?<=[\w.?!;])—\*(?P<pos>(?:n|v|adj|adv)\.(?:[a-z]{1,3}\.)?)\*(?=\s)")

ORIGIN_FIRST: Final = re.compile(r"(?:Etym(?:ology|\.)|Origin)[:.]{0,2} |< [A-Z]")
SECTION: Final = re.compile(
    r"(?:^|(?<=[.?!] ))(?:[—–-]{1,2} ?)?(?:(?P<origin>ORIGIN|ETYMOLOGY|HISTORY|(?:Origin|Etymology|Etym\.)(?=:))"
    r"|(?P<words>DERIVATIVES?|PHRASES?|IDIOMS?|(?:Derivatives?|Phrases?|Idioms?)(?=:)))(?<=[\w.])[.:]? "
)
"""What begins a section of an entry in capitals: "– ORIGIN Old French", "DERIVATIVES vasely adverb"."""

ORIGIN_LAST: Final = re.compile(r"(?<=\S )\[(?P<said>[^\[\]]{3,200})\]\.?$")
USES: Final = re.compile(
    r"[*_]{0,2}(?P<said>(?i:obs|arch|colloq|dial|hist|poet|slang|vulg|joc|derog|inf|naut|myth|mus|med|mil|bot|zool|brit"
    r"|amer|austral|scot|u\.s|orig|esp|usu|fig|lit|transf|techn|pop|fam|abusive|euph))\.[*_]{0,2} (?=[^\W\d_])"
)
"""How other dictionaries begin with a note on usage."""

FIELD_WORDS: Final = r"[^\W\d_][\w'’-]*\.?(?:,? (?:and |or |& )?[^\W\d_][\w'’-]*\.?){0,3}"
FIELD: Final = re.compile(
    rf"(?P<marks>[*_]{{1,3}})(?!(?:an?|the|of|to|in|no|not|yes|or|and|for)\b)\(?(?P<set>{FIELD_WORDS})\)?(?P=marks) ?"
    r"(?=[(\[*_]{0,3}[^\W\da-z_]|an? |the |to )"
    r"|(?P<use>(?:[Cc]hiefly|[Ee]sp(?:ecially|\.)|[Uu]su(?:ally|\.)|[Oo]rig(?:inally|\.)|[Nn]ow) "
    rf"{FIELD_WORDS})(?<=\.) "
    r"(?=[^\W\da-z_])"
    r"|(?P<loud>[A-Z]{2,}\.?):? (?=(?:An?|The|To|One) )"
    r"|(?P<known>Law|Medicine|Music|Physics|Chemistry|Biology|Botany|Zoology|Geology|Grammar|Logic|Finance|Computing"
    r"|Mathematics|Maths?|Military|Nautical|Sports?|Slang|Informal|Formal|Archaic|Obsolete|Dated|Literary|Figurative"
    r"|Rare|British|American|Scottish|Chem|Phys|Biol|Geol|Geom|Gram|Comput|Econ|Eccles|Philos|Psych|Archit|Her)\. "
    r"(?=(?:[Aa]n?|[Tt]he|[Tt]o|One) )"
)
"""A field or a use that is set apart from the text otherwise than by brackets: "*Law.* A …", "chiefly Brit. A …"."""

SPOKEN_LOUD: Final = re.compile(
    r"^\[(?=[A-Z]{4})(?P<said>[A-Z]*(?:AY|EE|OO|OH|AH|UH|EH|IH|EYE|OW|OY|AW|ZH|KW)[A-Z]*)\] "
)
""" "[VAYZ]", where other dictionaries have a pronunciation, and ours a label."""

LOST_SENSES: Final = re.compile(r"(?<!\\)\(1\)\s+\S.*\s\(2\)\s+\S")
LOST: Final = (
    '"(1) … (2) …" stands within a sentence; write a colon before "(1)" and "; " before "(2)" for senses, '
    'or "\\(1)" if none are meant'
)
ONE_LOST: Final = re.compile(r"(?<=[.?!;] )\((?P<number>[12])\) \S")
ONE: Final = '"({0})" stands within a text; write "(1) …; (2) …" for senses, or "\\({0})" if none are meant'
LOST_KINDS: Final = re.compile(r"(?<=[:,.?!] )\(a\) \S.*[;,.?!] (?:and |or )?\(b\) \S")
KINDS: Final = (
    '"(a) … (b) …" stands within a sentence; write "(1) …; (2) …" for senses, or "\\(a)" if none are meant'
)
KINDS_WITHIN: Final = tuple(
    (
        re.compile(rf"(?<=\w )(?<!\\)a{mark} (?!(?:and|or|nor|to)\b)\S"),
        re.compile(rf"(?<=[\w;,.] )b{mark} \S"),
    )
    for mark in (":", r"\)")
)
"""Kinds in the middle of a sentence: "such as a: one b: two", "of a) books and b) bones"."""

ALONE: Final = re.compile(r"[*_]{0,2}\(?1[.)][*_]{0,2} \S")
SIGNS: Final = r"(?:[•·‣◆♦◊■▪►▶◦●○‖]|\|\|)"
WORDS: Final = r"(?:[Ss]ense|[Mm]eaning|[Dd]ef(?:inition|\.)?)"
NO_FIGURE: Final = (
    r"(?<!\b[Ff]ig\.\s)(?<!\b[Nn]o\.\s)(?<!\b[Tt]ab\.\s)"
    r"(?<!\b[Vv]ol\.\s)(?<!\b[Cc]h\.\s)(?<!\b[Pp]\.\s)(?<!\bpp\.\s)"
)
""" "See Fig. 2. See Table 3." has no senses."""

OTHER_NUMBERS: Final = tuple(
    (re.compile(first), re.compile(second))
    for first, second in (
        (r"^\(1\.?a\) \S", r"(?<=\s)\(1\.?b\) \S"),
        (r"^1(?:[°º]|st),? \S", r"(?<=[.;] )2(?:[°º]|nd),? \S"),
        (r"^1(?:\.1\.?|\.?a[.)]?) \S", r"(?<=[.;] )1(?:\.2\.?|\.?b[.)]?) \S"),
        (r"^1, ", r"(?:(?<=[;,.] )|(?<=^1, ))(?:and )?2\b"),
        (rf"^{WORDS} 1\b", rf"(?<=[.;] ){WORDS} 2\b"),
        (r"^１", "２"),
        (rf"^{SIGNS} ?\S", rf"(?<=\s){SIGNS} ?\S"),
        (r"(?<=[.;] )(?:[•‣◆♦◊■▪►▶●○‖]|\|\|) \S", ""),
        (r"^[^()]*?[.;]\s", rf"(?:(?<=;\s)|(?<=\.\s){NO_FIGURE}(?=\S+ [^a-z]))(?:\(2\)|2[.)]|b\)) \S"),
    )
)
"""How the first and the second sense begin where neither a number nor a letter alone counts them."""

ANNOUNCED: Final = tuple(
    (re.compile(rf"(?<=[:,] ){one}[.)] \S"), re.compile(rf"(?<=[.;,] ){two}[.)] \S"))
    for one, two in (("1", "2"), ("I", "II"), (r"\(i", r"\(ii"))
)
"""Numbers after words that announce them, which in a later paragraph may be steps of something."""

OTHERWISE: Final = 'the senses are numbered otherwise than in print; write "(1) …; (2) …"'
WITH_KINDS: Final = (
    'the senses and their kinds are numbered otherwise than in print; write "(1) …: (a) …; (b) …; (2) …"'
)
NUMBERED_BEHIND: Final = 'the numbers stand behind their senses; write "(1) …; (2) …"'

VERSE_LINE: Final = re.compile(r"[\"“”'‘’«»(\[*_… —–]*[^\W\d_a-z].{0,70}")
BROKEN_OFF: Final = re.compile(r"(?:[,;:—–]| {2,}|\\)$")
GOES_ON: Final = re.compile(
    r"[\"“‘*_]*(?:And|But|Or|Nor|For|The|An?|To|Of|In|On|At|By|With|From|As|If|That|Who|Which|When|Where|While|Then|So|Yet"
    r"|Till|Until|He|She|They|We|It|His|Her|Their|My|Your|Our) "
)
"""A small word in a capital, which after half a sentence only verse has."""

ON_ONE_LINE: Final = re.compile(
    r"[\"“‘*_]*[^\W\d_a-z][^/|]{12,70}(?: (?:/{1,2}|\|) [\"“‘]?[^\W\d_a-z][^/|]{12,70})+"
)
LINES_OF_VERSE: Final = 'lines of verse in a paragraph, which makes one of them; write "> | " before each'
NAME: Final = r"[^\W\d_a-z][\w.'’-]*(?: (?:[^\W\d_a-z][\w.'’-]*|de|du|of|the|van|von)){0,5}"
QUOTED: Final = re.compile(
    rf"(?:\"[^\"“”]+\"|“[^\"“”]+”|«[^«»]+»)(?:,?\s?(?:[—–-]{{1,2}}\s?|\()(?P<name>[*_]?{NAME})[^.]{{0,60}})?"
)
SIGNED: Final = re.compile(
    rf"(?:^|[.?!…,;][\"”’»)*_]*\s?)(?:—|–|--)\s?(?P<name>{NAME}(?:, [^.?!]{{1,60}})?)$"
)
LAST_STOP: Final = re.compile(r"(?<=\w\w)\.$")
IN_QUOTATION_MARKS: Final = 'a quotation in a paragraph of text; write "> " before it'
SIGNS_TEXT: Final = (
    '"{0}" signs a paragraph of text; write "> " before the quotation, and below it ">" and "> — {0}"'
)


def otherwise_numbered(text: str, *, is_first: bool) -> str:
    """What is wrong where senses are counted by other signs than "(1)"; `is_first` for the text beside a head."""
    if is_counted_behind(text):
        return NUMBERED_BEHIND
    if row := counted(text):
        return WITH_KINDS if row.has_kinds else OTHERWISE
    kinds = (*OTHER_NUMBERS, *ANNOUNCED) if is_first else OTHER_NUMBERS
    is_told = any(
        (found := first.search(text)) and second.search(text, found.end()) for first, second in kinds
    )
    return OTHERWISE if is_told else ""


def misplaced(text: str, whole: str, *, is_first: bool) -> Iterator[str]:
    """What is read as text, and there is a better place for; `whole` is the text with the notes before it."""
    if is_first:
        yield from before_text(text, whole)
    if is_first and text.startswith((": ", "= ")):
        yield f'"{text[0]}" stands before the text; leave it out'
    last = SECTION.search(text)
    if last is not None and is_first and last.start() == 0:
        last = None
    if last and last["origin"]:
        yield f'"{last["origin"]}" stands behind the text; write "[from …]" directly after the part of speech'
    elif last:
        yield f'"{last["words"]}" stands within the text; write "—**Word**, adj. Its text." for each as a paragraph'
    if is_first and ORIGIN_FIRST.match(text):
        yield 'the origin stands in the text; write "[from …]" before it'
    if (last := ORIGIN_LAST.search(text)) and NO_LABEL.search(last["said"].removeprefix("< ")):
        yield f'"[{start(last["said"])}]" stands behind the text; write it directly after the part of speech'
    if is_first and (other := OTHER_BRACKETS.match(text)):
        said = other[0].strip()
        yield f'"{said}" stands in brackets of no meaning; write "[{said[1:-1]}]" for origin, use or label'
    yield from _pointing(text)


def before_text(text: str, whole: str) -> Iterator[str]:
    """What stands where labels and notes do, beside a head or the number of a sense, and is read as text."""
    if plural := PLURAL.match(text) or PLURAL.match(whole) or PLURAL_IN_WORDS.match(text):
        yield f"a plural stands in the text; {forms_of(plural['forms'])}"
    elif other := FORMS.match(text) or FORMS.match(whole):
        yield f"other forms stand in the text; {forms_of(other['forms'])}"
    if loud := SPOKEN_LOUD.search(whole):
        said = loud["said"]
        yield f'"[{said}]" is read as a label; write "/{said}/" for a pronunciation, or "[{said.capitalize()}]"'
    if use := USES.match(text):
        yield f'"{use["said"]}." stands in the text; write "[{use["said"].lower()}.]"'
    elif use := FIELD.match(text):
        said = (use["set"] or use["use"] or use["loud"] or use["known"]).strip()
        yield f'"{said}" stands before the text like a label; write "[{said}]", or set it as the other words'


def plural_after(names: tuple[str, ...], head: str, rest: str) -> str:
    """The plural that stands between a part of speech and the text: "n. pl. vases. A …", "n., pl. vases. A …"."""
    if found := PLURAL_BESIDE.match(rest):
        return found["forms"]
    found = PLURAL_ALONE.match(rest) if names == ("n.pl.",) else None
    return found["forms"] if found and found["forms"][0] == head[0].casefold() else ""


def forms_of(printed: str) -> str:
    """What to write for other forms of a head as they are printed: "-os", "cacti or cactuses"."""
    if printed.strip(" .*_") in ("same", "unchanged", "the same"):
        return "leave it out"
    if CUT_SHORT.search(printed):
        return 'write "Forms:" and the whole words above the head'
    words = re.split(r"\s*[,;/]\s*", GRAMMAR.sub(", ", printed).strip(" .,*_"))
    return f'write "Forms: {", ".join(word.strip() for word in words if word.strip())}" above the head'


def _pointing(text: str) -> Iterator[str]:
    """What points to another head and makes no reference."""
    for other in OTHER_REFERENCE.finditer(text):
        said, target = other["said"], other["target"]
        ours = "Cf." if other["compare"] else "Opposed to" if other["opposed"] else "See"
        exact = target if target.startswith("**") else target.strip("*_").upper()
        yield f'"{said}" before "{target.strip("*_")}" makes no reference; write "{ours} {exact}"'
    for synonym in SYNONYMS_SEE.finditer(text):
        target = synonym["target"].strip("*_").upper()
        yield f'"{synonym["said"]}" before "see {target}" makes no reference; write "See {target}" alone'
    if derived := DERIVED.search(text):
        told = f'write "—**{derived["first"]}**, {derived["pos"]}. Its text." for each as a paragraph'
        yield f"derived words stand within the text; {told}"
    for word in DRESSED.finditer(text):
        yield f'a head stands within a text; write "—**{word["head"]}**, {word["pos"]}. Its text." as a paragraph'
    for part in GLUED.finditer(text):
        yield f'"{part["pos"]}" stands otherwise than in print; write " —*{part["pos"]}* " after a space'
    for arrow in ARROW.finditer(text):
        if arrow["said"] != "→" or arrow["target"][:2].upper() != arrow["target"][:2]:
            target = arrow["target"].strip("*_")
            yield f'"{arrow["said"]}" before "{target}" makes no reference; write "See {target.upper()}"'
    for listed in SYNONYMS.finditer(text):
        ours, first = "Opposed to" if listed["opposed"] else "See", listed["first"]
        instead = f'write "{ours} {first.upper()}" of an entry, or above the head "Also: {first}"'
        yield f'"{listed["said"]}" before "{first}" makes no reference; {instead}'
    for sense in SENSE_IN_WORDS.finditer(text):
        head, number = sense["head"], sense["number"]
        yield f'a sense of {head} is named in words; write "{head} ({number})"'


def in_title_case(text: str) -> str:
    """What is wrong with the head of a reference that may as well be a name."""
    named = IN_TITLE_CASE.search(text) or SMALL_SEE.search(text)
    if named is None or not may_be_head(named["head"].casefold()):
        return ""
    head = named["head"]
    return f'"{head}" after "see" is no reference; write {head.upper()}, or another word before it'


KINDS_OF: Final = (
    'the kinds of sense ({}) are lettered otherwise than in print; write ": (a) …; (b) …", '
    'or "\\(a)" if none are meant'
)
KINDS_OTHERWISE: Final = tuple(
    (re.compile(first), re.compile(rf"(?<=[;.] )(?:and |or )?{second} \S"))
    for first, second in ((r"(?<=\s)\(a\) \S", r"\(b\)"), (r"^(?!.*\\\(a\))", r"\(b\)"))
)


def are_kinds_within(text: str) -> bool:
    """Whether letters count in the middle of a sentence."""
    return any(
        (found := first.search(text)) and second.search(text, found.end()) for first, second in KINDS_WITHIN
    )


def are_kinds_otherwise(text: str) -> bool:
    """Whether a sense has kinds that are lettered by other signs than ": (a) …; (b) …"."""
    if are_kinds_within(text):
        return True
    return counted(text, is_within=True) is not None or any(
        (found := first.search(text)) and second.search(text, found.end())
        for first, second in KINDS_OTHERWISE
    )


def is_bare_verse(lines: Sequence[str]) -> bool:
    """Whether lines of prose are rather verse: all are short and begin with a capital, or a sign parts them."""
    if len(lines) == 1:
        return ON_ONE_LINE.fullmatch(lines[0].strip()) is not None
    if any(line.endswith(("  ", "\\")) for line in lines[:-1]):
        return True
    rhymes = lines[1:] if len(lines) > 3 and not VERSE_LINE.fullmatch(lines[0].strip()) else lines
    is_broken = len(rhymes) > 2 or BROKEN_OFF.search(lines[0]) or _goes_on(lines)
    return bool(is_broken) and all(VERSE_LINE.fullmatch(line.strip()) for line in rhymes)


def _goes_on(lines: Sequence[str]) -> bool:
    """Whether the second of two lines goes on with the sentence of the first, in a capital all the same."""
    return lines[0].rstrip()[-1:].isalpha() and GOES_ON.match(lines[1].strip()) is not None


def signature(text: str, *, is_first: bool) -> str:
    """The name that signs a paragraph of text, as only a quotation is signed."""
    quoted = None if is_first else QUOTED.fullmatch(text)
    found = SIGNED.search(text) or quoted
    name = found["name"] if found else ""
    is_reference = re.match(rf"(?:{SAID}) ", name or "") is not None
    return "" if not name or name.isupper() or is_reference else LAST_STOP.sub("", name)


def is_bare_quotation(before: str, text: str, after: str) -> bool:
    """Whether words in quotation marks are the whole paragraph, and nobody beside it is telling or speaking."""
    is_told = any(sign in f"{before}{after}" for sign in '"“”«»') or before.endswith((":", ","))
    return not is_told and QUOTED.fullmatch(text) is not None
