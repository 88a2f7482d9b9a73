"""The keys that a front matter may have: the one table.

What a value means is read in values.py, whether a header may have the key in front_matter.py.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final, Literal

Kind = Literal["article", "page", "opening", "word", "comment"]
"""What a file under content/ is. A word is a file of the dictionary, whether it has one entry or several."""

Shape = Literal[
    "text", "Markdown", "date", "name", "names", "choice", "policy", "words", "figure", "series", "language",
    "slug", "addresses", "month", "share", "number", "id", "moment", "web address", "import",
]  # fmt: skip
"""How a value is written. Those of comments are read in their own room: comments are hostile."""

TEXTS: Final[tuple[Kind, ...]] = ("article", "page", "opening")
OPENED: Final[tuple[Kind, ...]] = (*TEXTS, "word")
"""What may begin with a definition."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key, as it stands in files of some kinds."""

    name: str
    """As it is written; authors may use any case."""

    kinds: tuple[Kind, ...]
    shape: Shape
    says: str
    """One sentence for authors."""

    choices: tuple[str, ...] = ()
    """Values that it may have, in lower case; authors may use any."""

    needed: tuple[Kind, ...] = ()
    """The kinds of files that must have it."""

    default: str = ""
    """What holds where it is missing, in words."""

    example: str = ""


KEYS: Final = (
    Key("Title", TEXTS, "text", "What the text is called.", needed=TEXTS, example="What this is about"),
    Key("Date", ("article",), "date", "When it is published; a time to come is a schedule.", needed=("article",),
        example="2026-11-14 08:00"),
    Key("Date", ("page", "opening"), "date", "When it was written; the sitemap says so."),
    Key("Date", ("word",), "date", "When its entries are published.", needed=("word",), example="2026-11-14"),
    Key("Modified", OPENED, "date", "When it was last changed in a way that readers should know of."),
    Key("Checked", ("article", "page"), "month",
        "The month in which its statements of law and its figures were last looked up; readers are told.",
        example="2026-11"),
    Key("Review-By", ("article", "page"), "date",
        "From when on it is to be looked at again; readers are not told, `make status` tells its authors.",
        example="2027-11-01"),
    Key("Category", ("article",), "name", "The one heading it is filed under.", needed=("article",),
        example="Job Search"),
    Key("Filed-Because", ("article",), "Markdown", "Why it is filed there."),
    Key("Tags", ("article",), "names", "What else it speaks of.", example="first jobs, coffee"),
    Key("Authors", ("article",), "names", "Who wrote it.", default="the setting AUTHOR", example="Ann Lee, Bo Ray"),
    Key("Author", ("article",), "names", "Another name of Authors."),
    Key("Slug", TEXTS, "slug", "The last part of its address.", default="the name of the file"),
    Key("Summary", TEXTS, "Markdown", "What lists and feeds say of it.", default="its first paragraph"),
    Key("Status", TEXTS, "choice",
        "Whether readers see it: a draft is in the preview only, what is hidden is in no list.",
        ("published", "draft", "hidden"), default="published"),
    Key("Shared", ("article",), "share",
        "Until when a draft can be read at an address that nobody guesses; `make share` writes it."),
    Key("Lang", TEXTS, "language", "The language it is written in, or that of its head; its address stays.",
        default="the setting DEFAULT_LANG", example="de-CH"),
    Key("Lang", ("word",), "language", "The language of the head.", example="fr"),
    Key("Series", ("article",), "series", "The series it is a part of, and which part.", example="Pay talk, 2"),
    Key("Id", ("article",), "text", "Its permanent id in feeds; `make new` writes it."),
    Key("Comments", ("article",), "policy", "Whether readers may comment, and until which day.",
        ("open", "closed", "off"), default="the setting COMMENTS", example="closed 2026-03-19"),
    Key("Comments", ("word",), "choice", "Whether readers may comment.", ("open", "closed"),
        default="the setting COMMENTS"),
    Key("Terms", TEXTS, "choice", "Whether words in it lead to the dictionary.", ("yes", "no"), default="yes"),
    Key("Aliases", OPENED, "addresses", "Addresses that it had before ([how](addresses.md#when-something-moves)).",
        example="/2019/old-name/, /old.php"),
    Key("Forms", OPENED, "words", "Other forms of the head, linked as it is.", example="leaves, leaving, left"),
    Key("Link", OPENED, "choice",
        "Whether articles are linked to the entry: in any case, in this case only, only by `dict:`, not at all.",
        ("auto", "exact", "explicit", "never"), default="auto, and a check tells of many links"),
    Key("Homograph", OPENED, "figure", "Which of the entries with one head it is, 1 to 9.", example="2"),
    Key("Entry", OPENED, "choice", "Whether the head stands without a part of speech.", ("yes", "no"), default="no"),
    Key("Short", OPENED, "Markdown", "What stands for the entry where there is room for a line."),
    Key("Also", TEXTS, "words",
        "Other words and questions that the search finds it by; of an opening, those of its list.",
        example="fired, sacked, can my boss fire me"),
    Key("Also", ("word",), "words", "Other words that readers may look for.", example="e-mail, e-mails"),
    Key("Plain", OPENED, "Markdown", "What the word means, said plainly."),
    Key("Unlike", OPENED, "words", "Words in which it means something else, so that they are no mention of it.",
        example="pay attention"),
    Key("Slug", ("word",), "slug", "The last part of its address.", default="the head", example="c-sharp"),
    Key("Number", ("comment",), "number", "Its number in the thread, given at approval.", needed=("comment",),
        example="3"),
    Key("Id", ("comment",), "id", "How feeds and imports know it.", needed=("comment",), example="01J8ZC5T9R8M"),
    Key("Date", ("comment",), "moment", "When it was written.", needed=("comment",), example="2026-11-14T16:41:00Z"),
    Key("Author", ("comment",), "text", "The name as printed.", needed=("comment",), example="Skeptic"),
    Key("Website", ("comment",), "web address", "Where the name leads."),
    Key("Role", ("comment",), "choice", "Who speaks.", ("reader", "author"), default="reader"),
    Key("Kind", ("comment",), "choice", "What it is.", ("comment", "pingback", "trackback", "webmention"),
        default="comment"),
    Key("Replyto", ("comment",), "number", "The number of the comment that it answers."),
    Key("Source", ("comment",), "web address", "The page that a ping came from."),
    Key("Status", ("comment",), "choice", "Whether it is shown; what is deleted leaves its number.",
        ("published", "deleted"), default="published"),
    Key("Modified", ("comment",), "moment", "When it was last edited."),
    Key("Imported-From", ("comment",), "import", "Where an import found it.", example="wordpress:8812"),
    Key("Markup", ("comment",), "choice", "How its body is written.", ("markdown", "html"), default="markdown"),
)  # fmt: skip

MEANT: Final = {
    "draft": 'write "Status: draft"',
    "published": 'write "Date:" for the day, or "Status: draft"',
    "save_as": 'delete the line, an address follows from the slug; write "Slug:" to choose that',
    "url": 'delete the line, an address follows from the slug; write "Slug:" to choose that',
    "permalink": 'delete the line, an address follows from the slug; write "Slug:" to choose that',
    "template": "delete the line; all texts of a kind are set alike",
    "layout": "delete the line; all texts of a kind are set alike",
    "translation": "delete the line; a text in two languages is two texts",
    "description": 'write "Summary:"',
    "excerpt": 'write "Summary:"',
    "keywords": 'write "Tags:"',
    "categories": 'write "Category:", and other names in "Tags:"',
    "updated": 'write "Modified:"',
    "update": 'write "Modified:"',
    "lastmod": 'write "Modified:"',
    "visibility": 'write "Status: draft", or "Status: hidden"',
    "language": 'write "Lang:"',
}
"""What authors who come from elsewhere mean by a key that is not ours."""


@cache
def keys_of(kind: Kind) -> Mapping[str, Key]:
    """The keys that a file of this kind may have, by their names in lower case."""
    return {key.name.lower(): key for key in KEYS if kind in key.kinds}


def advise(name: str, kind: Kind, extra_keys: Iterable[str] = (), there: Container[str] = ()) -> str:
    """What to write in place of a key that means nothing in a file of this kind.

    Args:
        there: names in lower case that the file has already, so that none of them is meant.
    """
    known = keys_of(kind)
    name = name.lower()
    advice = MEANT.get(name, "")
    wanted = [found.lower() for found in advice.split('"') if found.endswith(":")]
    if advice and all(found.removesuffix(":") in known for found in wanted):
        return advice
    names = {**{key.lower(): key for key in extra_keys}, **{key: known[key].name for key in known}}
    names = {key: names[key] for key in names if key not in there}
    close = get_close_matches(name.replace(" ", "-"), names, n=1, cutoff=0.7)
    if close:
        return f'write "{names[close[0]]}:"'
    kinds = sorted({one for key in KEYS if key.name.lower() == name for one in key.kinds} - {"comment"})
    if kinds:
        return f"delete the line, it is for {' and '.join(f'{one}s' for one in kinds)}"
    return "delete the line, or allow the key in EXTRA_KEYS (pelicanconf.py)"
