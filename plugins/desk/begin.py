"""A publication of somebody's own, beside the software: what has to be known, and the files that it begins with."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.comments.characters import fault_in_header
from plugins.desk.model import DeskError
from plugins.desk.write import tag_of
from plugins.slug import fault_of_name
from plugins.values import LANGUAGE

HOUSE = Path(__file__).parents[2]
FILES = Path(__file__).parent / "publication"
ENDING = ".jinja"
ARTICLE = "a-first-article.md"

HALF = ".Makefile.part"
"""The Makefile, until all else is there: a folder that has it was begun by a command that was killed."""

SHORT = 16
"""Characters of SHORT_NAME."""

HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
SCHEME = re.compile(r"^(?:[A-Za-z]+:)?/+")
PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*/?")
"""Of an address: nothing that has to be quoted, and nothing that leads out of a folder."""

SEEN = re.compile(r"[^\s<>\"'`\\]+")
"""An address as it can stand in a page."""

MAKEABLE = re.compile(r"[\w./~+@,-]+")
"""A path that make can read in a Makefile."""

MARKDOWN = re.compile(r"[\\`*_{}\[\]#!]")
RESERVED = "all rights reserved"
LICENSES: Mapping[str, str] = {
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    **{
        f"CC {kind.upper()} 4.0": f"https://creativecommons.org/licenses/{kind}/4.0/"
        for kind in ("by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd")
    },
}


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is to be known."""

    variable: str
    """Of make."""

    asks: str
    example: str
    default: str | None = None
    """None where there is none: whoever begins must say it."""


QUESTIONS = (
    Question("FOLDER", "Where it is to lie, beside this software", "../my-magazine"),
    Question("NAME", "Its name", "My Magazine"),
    Question("ADDRESS", "Where it will be published (permanent)", "https://my-magazine.org"),
    Question("AUTHOR", "Who writes what names nobody", "Ann Lee"),
    Question("LICENSE", f"Licence of its texts, {', '.join(LICENSES)} or {RESERVED}", "CC BY 4.0"),
    Question("SITESUBTITLE", "What it is, in one sentence", "", "Articles, and a dictionary of their words."),
    Question("TIMEZONE", "In which its dates are told", "Europe/Berlin", "UTC"),
    Question("DEFAULT_LANG", "Language of its texts", "de", "en"),
    Question("ID_AUTHORITY", "First part of the ids in its feeds (permanent)", "my-magazine.org", ""),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was said, and is right."""

    folder: Path
    name: str
    address: str
    """Without its last "/"."""

    author: str
    license_name: str
    license_url: str
    subtitle: str
    zone: ZoneInfo
    language: str
    authority: str


def read_facts(said: Mapping[str, str]) -> Facts:
    """Take the answers apart.

    Args:
        said: variable → what was typed for it; what was not typed is not in it.

    Raises:
        DeskError: all that is missing or wrong, one thing a line.
    """
    typed = {name: text.strip() for name, text in said.items() if text.strip()}
    answers = {one.variable: typed.get(one.variable, one.default or "") for one in QUESTIONS}
    wrong = [*_missing(typed), *(f"{name}: {fault}" for name, fault in _faults(answers))]
    if wrong:
        raise DeskError("\n".join(wrong))
    address = answers["ADDRESS"].rstrip("/")
    license_name, license_url = _license(answers["LICENSE"]) or ("", "")
    return Facts(
        folder=Path(answers["FOLDER"]),
        name=answers["NAME"],
        address=address,
        author=answers["AUTHOR"],
        license_name=license_name,
        license_url=license_url,
        subtitle=answers["SITESUBTITLE"],
        zone=ZoneInfo(answers["TIMEZONE"]),
        language=answers["DEFAULT_LANG"],
        authority=answers["ID_AUTHORITY"] or urlsplit(address).hostname or "",
    )


def fault_of(question: Question, text: str) -> str:
    """What is wrong with one answer; nothing where it is right."""
    if not text:
        return f'write one, such as "{question.example}"' if question.default is None else ""
    return next((fault for _, fault in _faults({question.variable: text})), "")


def _missing(typed: Mapping[str, str]) -> Iterator[str]:
    for one in QUESTIONS:
        if one.default is None and one.variable not in typed:
            yield f'{one.variable} is missing. {one.asks}: write {one.variable}="{one.example}"'


def _faults(answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, text in answers.items():
        if "\n" in text:
            yield name, "has a new line in it; write one line"
        elif fault := fault_in_header(text) or (name in CHECKS and text and CHECKS[name](text)):
            yield name, fault


def _fault_of_folder(text: str) -> str:
    folder, house = Path(text).resolve(), HOUSE.resolve()
    if folder.is_relative_to(house):
        return f'"{text}" is within the software; write one beside it: "../my-magazine"'
    if not MAKEABLE.fullmatch(os.path.relpath(house, folder)):
        return f'the software lies in "{house}", and make reads no path with such a sign; move it'
    try:
        names = {path.name for path in folder.iterdir()}
    except FileNotFoundError:
        return ""
    except NotADirectoryError:
        return f'"{text}" is a file, or lies in one; write the name of a new folder'
    except OSError as problem:
        return f'"{text}" cannot be read: {problem.strerror}'
    is_free = HALF in names or names <= {".git"}
    return "" if is_free else f'"{text}" is not empty; write the name of a new folder'


def _fault_of_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return f'"{text}" is no address; write one such as "https://my-magazine.org"'
    if not text.startswith(("https://", "http://")):
        return f'"{text}" does not begin with "https://"; write "https://{SCHEME.sub("", text)}"'
    if not HOST.fullmatch(host) or parts.username is not None or parts.netloc != parts.netloc.lower():
        return f'"{text}" names no host; write one in small letters, such as "https://my-magazine.org"'
    if "?" in text or "#" in text:
        return f'"{text}" has a "?" or "#"; write the address of the front page alone'
    if not PATH.fullmatch(parts.path):
        names = 'names of letters, figures, "-", "_" and "." with one "/" between them'
        return f'"{text}" has a path that no site has; write {names}: "https://my-magazine.org/notes"'
    if parts.path.endswith((".html", ".htm", ".php")):
        return f'"{text}" is the address of a file; write that of its folder, "{text.rpartition("/")[0]}"'
    return ""


def _fault_of_author(text: str) -> str:
    fault = fault_of_name(text)
    return f'"{text}" {fault}' if fault else ""


def _fault_of_license(text: str) -> str:
    if _license(text):
        return ""
    known = f"write one of {', '.join(LICENSES)} or {RESERVED}"
    return f'"{text}" is not known; {known}, or a name and its address: "My Licence https://…"'


def _fault_of_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        near = get_close_matches(text, available_timezones(), n=1, cutoff=0.8)
        return f'"{text}" names no zone; write ' + (f'"{near[0]}"' if near else 'one such as "Europe/Berlin"')
    return ""


def _fault_of_language(text: str) -> str:
    is_one = LANGUAGE.fullmatch(text)
    return "" if is_one else f'"{text}" is no language; write a code such as "fr" or "de-CH"'


def _fault_of_authority(text: str) -> str:
    is_one = HOST.fullmatch(text)
    return "" if is_one else f'"{text}" is no domain; write one that is yours: "my-magazine.org"'


CHECKS: Mapping[str, Callable[[str], str]] = {
    "FOLDER": _fault_of_folder,
    "ADDRESS": _fault_of_address,
    "AUTHOR": _fault_of_author,
    "LICENSE": _fault_of_license,
    "TIMEZONE": _fault_of_zone,
    "DEFAULT_LANG": _fault_of_language,
    "ID_AUTHORITY": _fault_of_authority,
}


def _license(text: str) -> tuple[str, str] | None:
    """Name and address; both empty where all rights are reserved, None where nobody knows what is meant."""
    if text.lower() == RESERVED:
        return "", ""
    for name, address in LICENSES.items():
        if _letters(text) == _letters(name):  # SPDX says CC-BY-4.0
            return name, address
    name, _, address = text.rpartition(" ")
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return None
    is_one = address.startswith(("https://", "http://")) and HOST.fullmatch(host) and SEEN.fullmatch(address)
    return (name.strip(), address) if name and is_one else None


def _letters(name: str) -> str:
    return re.sub("[ -]", "", name).lower()


def begin_publication(facts: Facts, now: datetime) -> Path:
    """Write the files of a publication, all or none. Returns the article that it begins with.

    Where it is killed, it is done again from the start.

    Raises:
        DeskError: the folder cannot be written.
    """
    folder, was_there = facts.folder, facts.folder.exists()
    way = os.path.relpath(HOUSE.resolve(), folder.resolve())
    local = now.astimezone(facts.zone)
    article = f"content/articles/{local:%Y}/{ARTICLE}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / HALF).touch()
        _write_all(folder, facts, local, way, article)
        (folder / HALF).replace(folder / "Makefile")
    except OSError as problem:
        _clear(folder, was_there=was_there)
        raise DeskError(f'FOLDER: "{folder}" cannot be written: {problem.strerror}') from None
    return folder / article


def _clear(folder: Path, *, was_there: bool) -> None:
    """Take away what was written."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and path.name != ".git":
                shutil.rmtree(path)
            elif path.name != ".git":
                path.unlink()
        if not was_there:
            folder.rmdir()


def _write_all(folder: Path, facts: Facts, local: datetime, way: str, article: str) -> None:
    slug = ARTICLE.removesuffix(".md")
    values = {
        "house": way,
        "name": facts.name,
        "short_name": _short(facts.name),
        "subtitle": facts.subtitle,
        "address": facts.address,
        "author": facts.author,
        "authority": facts.authority,
        "license_name": facts.license_name,
        "license_url": facts.license_url,
        "language": facts.language,
        "zone": str(facts.zone),
        "category": "Notes",
        "date": f"{local:%Y-%m-%d %H:%M}",
        "day": f"{local:%Y-%m-%d}",
        "id": tag_of(facts.authority, local, slug),
        "article": article,
    }
    for source in sorted(FILES.rglob(f"*{ENDING}")):
        place = source.relative_to(FILES).as_posix()
        name = HALF if place == f"Makefile{ENDING}" else place.removesuffix(ENDING)
        target = folder / name.replace(f"articles/{ARTICLE}", f"articles/{local:%Y}/{ARTICLE}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_templates().get_template(place).render(values), "utf-8")
    (folder / "content/images").mkdir(exist_ok=True)


def _short(name: str) -> str:
    """As many words as fit; a word that does not fit is cut."""
    return name if len(name) <= SHORT else name[: SHORT + 1].rpartition(" ")[0] or name[:SHORT]


@cache
def _templates() -> Environment:
    environment = Environment(  # noqa: S701 - Markdown and Python, no HTML
        loader=FileSystemLoader(FILES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["python"] = lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    environment.filters["markdown"] = lambda text: MARKDOWN.sub(r"\\\g<0>", text).replace("<", "&lt;")
    return environment
