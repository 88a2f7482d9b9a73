"""Which files an edition has, and what makes each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from plugins.editions import dictd, dmlex, stardict
from plugins.editions.archive import tar_gz, zipped
from plugins.editions.book import book_of
from plugins.editions.model import WordsInputs
from plugins.editions.year import YearInputs, year_of

Maker: TypeAlias = Callable[[WordsInputs, bytes], bytes]
"""Words and the cover of a book → the file."""


def _stardict(words: WordsInputs, _cover: bytes) -> bytes:
    return tar_gz(stardict.files_of(words))


def _stardict_zip(words: WordsInputs, _cover: bytes) -> bytes:
    return zipped(stardict.files_of(words))


def _dictd(words: WordsInputs, _cover: bytes) -> bytes:
    return tar_gz(dictd.files_of(words))


def _print(words: WordsInputs, _cover: bytes) -> bytes:
    from plugins.editions.typeset import typeset  # only now: Typst is there only where it is wanted

    return typeset(words, is_for_print=True)


def _screen(words: WordsInputs, _cover: bytes) -> bytes:
    from plugins.editions.typeset import typeset

    return typeset(words, is_for_print=False)


def _dmlex(words: WordsInputs, _cover: bytes) -> bytes:
    return dmlex.file_of(words)


FILES: Final[Mapping[str, Mapping[str, Maker]]] = {
    "stardict": {"{stem}.stardict.tar.gz": _stardict, "{stem}.stardict.zip": _stardict_zip},
    "dictd": {"{stem}.dictd.tar.gz": _dictd},
    "epub": {"{stem}-dictionary.epub": book_of},
    "pdf": {"{stem}-dictionary.pdf": _print, "{stem}-dictionary-screen.pdf": _screen},
    "dmlex": {"dictionary.dmlex.json": _dmlex},
}
"""Kind → name of a file, and what makes it."""


def names(kind: str, stem: str) -> Iterator[str]:
    """Of the files of a kind; none of the years, of which each has its own."""
    return (name.format(stem=stem) for name in FILES.get(kind, ()))


def make(kind: str, name: str, of: WordsInputs | YearInputs, cover: Callable[[], bytes]) -> bytes:
    """The file `name`, of the words or of a year."""
    if isinstance(of, YearInputs):
        return year_of(of, cover())
    made = {known.format(stem=of.imprint.stem): maker for known, maker in FILES[kind].items()}
    return made[name](of, cover() if kind == "epub" else b"")
