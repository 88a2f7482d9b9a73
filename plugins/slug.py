"""How a name becomes a part of an address, and what cannot be one. Every room asks here."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from markupsafe import Markup
from unidecode import unidecode

SLUG: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.~-]*[A-Za-z0-9_])?")
"""Nothing that has to be quoted, that a server reads otherwise, or that leads out of a folder."""

MAX_LENGTH: Final = 200
"""Of a slug, in characters: file systems take names of 255 bytes, and endings such as ".atom.gz" follow."""

SIGNS: Final = re.compile(r"(?<=[^\W_])[+#]+(?![+#]|[^\W_])")
"""Signs that belong to a name: in "C++" and "C#", not in "1+1" or "No. #1"."""

SPOKEN: Final = {"+": "plus", "#": "sharp", "*": "star", "|": "bar"}
"""How signs are read aloud that tell one name from another. The last two do so in heads of the dictionary only."""


def speak_signs(name: str) -> str:
    """ "C++" as "C plus plus" and "C#" as "C sharp": without their signs both would be "C"."""
    return (
        SIGNS.sub(lambda found: "".join(f" {SPOKEN[sign]}" for sign in found[0]), name)
        if "+" in name or "#" in name
        else name
    )


@cache
def slugify(name: str) -> str:
    """The slug of a title, a file, a category, a tag or an author; empty where it has no letter and no figure.

    It is Pelican's with its default settings, but that names differ which differ in the signs they end with.
    """
    text = speak_signs(Markup(name).striptags())  # noqa: S704 - Pelican does so
    text = unidecode(unicodedata.normalize("NFKC", text))
    text = re.sub(r"[^\w\s-]", "", text).strip()
    return re.sub(r"[-\s]+", "-", text).lower()


def slug_of_file(place: str) -> str:
    """The slug of a file that says none: made of its name."""
    return slugify(place.rpartition("/")[2].rpartition(".")[0])


def fault_of_slug(slug: str) -> str:
    """Why `slug`, as an author wrote it, can be no part of an address, and what can; empty where it can be one."""
    if len(slug) > MAX_LENGTH:
        return f"is a slug of {len(slug)} characters; write at most {MAX_LENGTH}"
    if slug.lower() == "index.html":
        return 'is the file of a folder; write "index"'
    if SLUG.fullmatch(slug):
        return ""
    instead = slugify(slug)
    advice = f'write "{instead}"' if SLUG.fullmatch(instead) else 'write letters, figures and "-"'
    return f"cannot be a part of an address; {advice}"


def fault_of_name(name: str) -> str:
    """Why no address can be made of the name of a category, a tag or an author; empty where one can."""
    slug = slugify(name)
    if len(slug) > MAX_LENGTH:
        return f"is a name of {len(name)} characters; write a shorter one"
    return "" if SLUG.fullmatch(slug) else "has no letter that can stand in an address; write a name with one"
