"""What happens to a site between two builds: what authors do to it, and what befalls it.

Each step is a value, so that a sequence of them can be made up, printed, and written down as an example. Which file
a step is about is a number, taken modulo the files that there are.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import strategies as st

from plugins.incremental.store import Store
from tests.site.small_site import BASE_SETTINGS, SETTINGS, SmallSite, article, comment

ARTICLES = "articles/**/*.md"
WORDS = "dictionary/*.md"
THREADS = "comments/**/*.md"
OPENINGS = "openings/*.md"
EVERYTHING = "**/*.md"


def _choose(found: list[Path], which: int) -> Path | None:
    return found[which % len(found)] if found else None


@dataclass(frozen=True)
class Step:
    """One thing that happens; does nothing where there is nothing that it could happen to."""

    def apply(self, site: SmallSite) -> None:
        raise NotImplementedError


# Texts


@dataclass(frozen=True)
class Body(Step):
    """A paragraph more at the end of a file."""

    files: str
    which: int
    text: str

    def apply(self, site: SmallSite) -> None:
        if path := _choose(site.files(self.files), self.which):
            path.write_text(path.read_text("utf-8").rstrip("\n") + f"\n\n{self.text}\n", "utf-8")


@dataclass(frozen=True)
class Shorter(Step):
    """A file's last paragraph goes."""

    files: str
    which: int

    def apply(self, site: SmallSite) -> None:
        if path := _choose(site.files(self.files), self.which):
            kept, mark, _ = path.read_text("utf-8").rstrip("\n").rpartition("\n\n")
            if mark and "\n\n" in kept:
                path.write_text(kept + "\n", "utf-8")


@dataclass(frozen=True)
class Header(Step):
    """A line at the top: set, or taken out where the value is empty."""

    files: str
    which: int
    key: str
    value: str

    def apply(self, site: SmallSite) -> None:
        if path := _choose(site.files(self.files), self.which):
            head, _, body = path.read_text("utf-8").partition("\n\n")
            lines = [line for line in head.split("\n") if not line.startswith(f"{self.key}:")]
            lines += [f"{self.key}: {self.value}"] if self.value else []
            path.write_text("\n".join(lines) + "\n\n" + body, "utf-8")


@dataclass(frozen=True)
class SameSize(Step):
    """Two letters change places, and the file says that it is as old as it was: a tool that restores times."""

    files: str
    which: int

    def apply(self, site: SmallSite) -> None:
        if path := _choose(site.files(self.files), self.which):
            before = path.stat()
            text = path.read_text("utf-8")
            path.write_text(text[:-3] + text[-2] + text[-3] + text[-1:], "utf-8")
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@dataclass(frozen=True)
class Touched(Step):
    """New times, old content."""

    files: str
    which: int

    def apply(self, site: SmallSite) -> None:
        if path := _choose(site.files(self.files), self.which):
            path.touch()


@dataclass(frozen=True)
class Saved(Step):
    """As editors save: another file takes the name, with the old content."""

    files: str
    which: int

    def apply(self, site: SmallSite) -> None:
        if path := _choose(site.files(self.files), self.which):
            half = path.with_name(f".{path.name}.swp")
            shutil.copy2(path, half)
            half.replace(path)


# Files


@dataclass(frozen=True)
class NewArticle(Step):
    name: str
    date: str
    category: str
    body: str

    def apply(self, site: SmallSite) -> None:
        site.write(
            f"articles/2026/{self.name}.md", article(self.name.title(), self.date, self.category, self.body)
        )


@dataclass(frozen=True)
class Gone(Step):
    files: str
    which: int

    def apply(self, site: SmallSite) -> None:
        if path := _choose(site.files(self.files), self.which):
            path.unlink()


@dataclass(frozen=True)
class Renamed(Step):
    files: str
    which: int
    name: str

    def apply(self, site: SmallSite) -> None:
        if path := _choose(site.files(self.files), self.which):
            path.rename(path.with_name(self.name + path.suffix))


@dataclass(frozen=True)
class Swapped(Step):
    """Two files take each other's names."""

    files: str
    which: int
    other: int

    def apply(self, site: SmallSite) -> None:
        found = site.files(self.files)
        one, other = _choose(found, self.which), _choose(found, self.other)
        if one and other and one != other:
            aside = one.with_name(".aside")
            one.rename(aside)
            other.rename(one)
            aside.rename(other)


def _keep_slug(path: Path) -> None:
    """Say in the header what the file's name says so far."""
    text = path.read_text("utf-8")
    if not re.search(r"(?im)^slug:", text.partition("\n\n")[0]):
        path.write_text(f"Slug: {path.stem}\n{text}", "utf-8")


@dataclass(frozen=True)
class RenamedUnderItsSlug(Step):
    """An article's file has another name, or stands in another folder; its address stays."""

    which: int
    folder: str
    name: str

    def apply(self, site: SmallSite) -> None:
        target = site.content / "articles" / self.folder / f"{self.name}.md"
        if (path := _choose(site.files(ARTICLES), self.which)) and not target.exists():
            _keep_slug(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)


@dataclass(frozen=True)
class SwappedUnderTheirSlugs(Step):
    """Two articles change files; their addresses stay."""

    one: int
    other: int

    def apply(self, site: SmallSite) -> None:
        found = site.files(ARTICLES)
        one, other = _choose(found, self.one), _choose(found, self.other)
        if one and other and one != other:
            _keep_slug(one)
            _keep_slug(other)
            aside = one.with_suffix(".aside")
            one.rename(aside)
            other.rename(one)
            aside.rename(other)


@dataclass(frozen=True)
class AnotherKind(Step):
    """A file becomes a page, an article or an opening."""

    files: str
    which: int
    folder: str

    def apply(self, site: SmallSite) -> None:
        path = _choose(site.files(self.files), self.which)
        target = site.content / self.folder / path.name if path else None
        if path and target and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)


@dataclass(frozen=True)
class FolderRenamed(Step):
    which: int
    name: str

    def apply(self, site: SmallSite) -> None:
        folders = sorted(path for path in (site.content / "articles").iterdir() if path.is_dir())
        if (path := _choose(folders, self.which)) and not (path.parent / self.name).exists():
            path.rename(path.parent / self.name)


@dataclass(frozen=True)
class Image(Step):
    """An image with another content; a new one where the name is new."""

    name: str
    width: int

    def apply(self, site: SmallSite) -> None:
        site.write(
            f"images/{self.name}.svg",
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="{self.width}"/></svg>\n',
        )


@dataclass(frozen=True)
class Ledger(Step):
    """content/ledger.txt: one article was published before, under this id; nothing was, where it is empty."""

    identity: str

    def apply(self, site: SmallSite) -> None:
        moment, tag = "2026-05-01T09:00:00Z", f"tag:exit-interview.example,2020:{self.identity}"
        row = "\t".join(
            ("article", moment, moment, "-", tag, "/2024/gap/", "articles/2024/gap.md", "The gap")
        )
        site.write("ledger.txt", f"{row}\n" if self.identity else "")


# Words


@dataclass(frozen=True)
class NewWord(Step):
    """A definition more, in a file that there is or in a new one."""

    head: str
    text: str
    file: str

    def apply(self, site: SmallSite) -> None:
        path = site.content / "dictionary" / f"{self.file}.md"
        before = path.read_text("utf-8") if path.exists() else "Date: 2026-04-01\n"
        path.write_text(f"{before}\n{self.head}, n. {self.text}\n", "utf-8")


@dataclass(frozen=True)
class WordMoved(Step):
    """The last definition of one file becomes the last of another."""

    which: int
    other: int

    def apply(self, site: SmallSite) -> None:
        found = site.files(WORDS)
        one, other = _choose(found, self.which), _choose(found, self.other)
        if one and other and one != other:
            kept, _, moved = one.read_text("utf-8").rstrip("\n").rpartition("\n\n")
            one.write_text(kept + "\n", "utf-8")
            other.write_text(f"{other.read_text('utf-8')}\n{moved}\n", "utf-8")


# Threads


@dataclass(frozen=True)
class NewComment(Step):
    folder: str
    author: str
    text: str

    def apply(self, site: SmallSite) -> None:
        number = len(site.files(f"comments/{self.folder}/*.md")) + 1
        name, text = comment(number, f"2026-05-{number % 28 + 1:02}T12:00:00Z", self.author, self.text)
        site.write(f"comments/{self.folder}/{name}", text)


# The house


@dataclass(frozen=True)
class Template(Step):
    """A template gains a line where it is sure to be seen; a macro in its outermost element."""

    name: str
    text: str

    def apply(self, site: SmallSite) -> None:
        path = site.theme / "templates" / self.name
        text = path.read_text("utf-8")
        changed = re.sub(r"(</(?:main|dl|article|ol|section|ul|nav|p)>)", rf"<!-- {self.text} -->\1", text)
        path.write_text(changed, "utf-8")


@dataclass(frozen=True)
class Static(Step):
    """A file of the theme: a stylesheet with a rule more, or a new file."""

    name: str
    text: str

    def apply(self, site: SmallSite) -> None:
        path = site.theme / "static" / self.name
        before = path.read_text("utf-8") if path.exists() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{before}{self.text}\n", "utf-8")


@dataclass(frozen=True)
class StaticGone(Step):
    name: str

    def apply(self, site: SmallSite) -> None:
        (site.theme / "static" / self.name).unlink(missing_ok=True)


@dataclass(frozen=True)
class Setting(Step):
    """The settings are the usual ones, and these lines."""

    lines: str

    def apply(self, site: SmallSite) -> None:
        (site.root / SETTINGS).write_text(f"{BASE_SETTINGS}{self.lines}\n", "utf-8")


@dataclass(frozen=True)
class Helper(Step):
    """The settings import a file beside them, which says what they are."""

    name: str

    def apply(self, site: SmallSite) -> None:
        (site.root / "helper.py").write_text(f"def name():\n    return {self.name!r}\n", "utf-8")
        lines = f"sys.path.insert(0, {str(site.root)!r})\nimport helper\nSITENAME = helper.name()\n"
        (site.root / SETTINGS).write_text(BASE_SETTINGS + lines, "utf-8")


@dataclass(frozen=True)
class Clock(Step):
    """The next builds are at this moment."""

    moment: str

    def apply(self, site: SmallSite) -> None:
        site.clock = int(datetime.fromisoformat(self.moment).replace(tzinfo=UTC).timestamp())


# What befalls


@dataclass(frozen=True)
class CacheLost(Step):
    """Somebody deletes from the cache what has this ending: "" is all of it."""

    ending: str

    def apply(self, site: SmallSite) -> None:
        for path in _kept(site, self.ending):
            path.unlink()


@dataclass(frozen=True)
class CacheCut(Step):
    """A file of the cache keeps only so many percent of its bytes."""

    ending: str
    percent: int

    def apply(self, site: SmallSite) -> None:
        for path in _kept(site, self.ending):
            os.truncate(path, path.stat().st_size * self.percent // 100)


@dataclass(frozen=True)
class CacheGarbage(Step):
    """A stretch of a file of the cache is overwritten with noise."""

    ending: str
    percent: int
    seed: int

    def apply(self, site: SmallSite) -> None:
        for path in _kept(site, self.ending):
            with path.open("r+b") as file:
                file.seek(path.stat().st_size * self.percent // 100)
                file.write(random.Random(self.seed).randbytes(5000))  # noqa: S311 - noise


@dataclass(frozen=True)
class CacheOfAnotherVersion(Step):
    """The store names another code than ours."""

    def apply(self, site: SmallSite) -> None:
        for path in _kept(site, ".sqlite"):
            try:
                store = Store(path)
                store.keep_fact("identity", b"")
                store.close()
            except sqlite3.DatabaseError:
                pass
        for path in _kept(site, ".manifest"):
            path.unlink()


def _kept(site: SmallSite, ending: str) -> list[Path]:
    return (
        sorted(path for path in site.cache.rglob(f"*{ending}") if path.is_file())
        if site.cache.exists()
        else []
    )


@dataclass(frozen=True)
class OutputLost(Step):
    """A built file goes."""

    which: int

    def apply(self, site: SmallSite) -> None:
        if path := _choose(_built(site), self.which):
            path.unlink()


@dataclass(frozen=True)
class OutputTampered(Step):
    """A built file gets another content."""

    which: int

    def apply(self, site: SmallSite) -> None:
        if path := _choose(_built(site), self.which):
            path.write_bytes(path.read_bytes()[:-1] + b"?")


@dataclass(frozen=True)
class OutputGone(Step):
    """The whole output folder goes, or one in it."""

    folder: str

    def apply(self, site: SmallSite) -> None:
        shutil.rmtree(site.output / self.folder, ignore_errors=True)


@dataclass(frozen=True)
class OutputStray(Step):
    """Somebody puts a file into the output folder, or a folder of them."""

    path: str

    def apply(self, site: SmallSite) -> None:
        if site.output.is_dir():
            target = site.output / self.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("stray", "utf-8")


def _built(site: SmallSite) -> list[Path]:
    return sorted(path for path in site.output.rglob("*") if path.is_file()) if site.output.exists() else []


@dataclass(frozen=True)
class Killed(Step):
    """A build that dies when it is about to change its so-manieth file."""

    at: int

    def apply(self, site: SmallSite) -> None:
        site.build(die_at=self.at)


@dataclass(frozen=True)
class KilledLater(Step):
    """A build that dies after so many milliseconds, wherever it is then."""

    milliseconds: int

    def apply(self, site: SmallSite) -> None:
        site.build(die_after=self.milliseconds / 1000)


@dataclass(frozen=True)
class Built(Step):
    """A build, and no look at what came of it: what it left is where the next one starts."""

    def apply(self, site: SmallSite) -> None:
        site.build()


# Made up


def evenly(*kinds: st.SearchStrategy[Step]) -> st.SearchStrategy[Step]:
    """One of these, each as often as another; `st.one_of` would count the parts of each that has parts."""
    return st.sampled_from(kinds).flatmap(lambda kind: kind)


which = st.integers(0, 40)
any_file = st.sampled_from([ARTICLES, ARTICLES, WORDS, THREADS, OPENINGS, "pages/*.md", EVERYTHING])
kinds = st.sampled_from(["pages", "articles", "articles/2026", "openings", "dictionary"])
names = st.sampled_from(["alpha", "beta", "gap", "newest", "coffee", "zeta", "scheduled"])
texts = st.sampled_from(
    [
        "Another paragraph, with *emphasis* and a word: WORK.",
        "See [the gap]({filename}/articles/2024/gap.md).",
        "See [the newest]({filename}/articles/2026/newest.md) and [an image]({static}/images/unused.svg).",
        "A [boss](dict:BOSS), [work](dict:WORK), [alpha](dict:ALPHA).",
        "A [draft]({filename}/articles/2026/draft.md), [one not due]({filename}/articles/2026/scheduled.md).",
        "Filed under [Pay]({category}Pay), tagged [scripts]({tag}scripts), by [a clerk]({author}The Night Clerk).",
        "A [reference][r].\n\n[r]: https://second.example/",
        "A footnote[^1].\n\n[^1]: The same mark.",
        "*[HTML]: Something else\n\nHTML again.",
        "## Costs\n\nThe same heading {#costs}.",
        "Bosses give advice at work about gaps, a gap year, the agenda and an agenda item; workers take notice.",
        "An [élan](dict:ÉLAN) of alpha and zeal, over coffee, in the beta of the boss's gap.",
        "> [!letter] To answer\n> See [the gap]({filename}/articles/2024/gap.md), and *ask*.",
        "BETA, n. Defined in the middle of a text. See WORK.",
    ]
)
DATES = (
    "2024-03-01",
    "2024-12-31 23:30",
    "2025-01-10",
    "2026-05-02",
    "2026-07-01",
    "2026-06-01",
    "2030-01-01",
    "2023-02-03",
)
dates = st.sampled_from(DATES)
CATEGORIES = ("Pay", "Bosses", "Leaving", "A New Shelf", "Job Search")
categories = st.sampled_from(CATEGORIES)
lines = texts.map(lambda text: text.partition("\n")[0])
statics = st.sampled_from(["css/site.css", "css/feed.css", "js/new.js"])
heads = st.sampled_from(
    ["ALPHA", "BETA", "GAP", "ZEAL", "COFFEE", "NOTICE", "WORKING", "ÉLAN", "GAP YEAR", "AGENDA ITEM"]
)
folders = st.sampled_from(
    ["coffee", "newest", "advert", "draft", "scheduled", "dictionary/gap", "dictionary/work", "nobody"]
)
templates = st.sampled_from(
    ["base.html", "article.html", "list.html", "front.html", "entry.html", "macros/articles.html", "macros/thread.html",
     "macros/definition.html", "macros/words.html"]
)  # fmt: skip
ANY_TYPES = (
    ("datetime", "date", ("date(2026, 1, 1)", "date(2026, 1, 2)")),
    ("datetime", "timedelta", ("timedelta(1)", "timedelta(2)")),
    ("decimal", "Decimal", ("Decimal('1.0')", "Decimal('1.00')")),
    ("enum", "Enum", ("Enum('Shade', 'LIGHT DARK')", "Enum('Shade', 'LIGHT DARK').DARK")),
    ("fractions", "Fraction", ("Fraction(1, 3)",)),
    ("operator", "itemgetter", ("itemgetter(1)", "itemgetter(1, 2)")),
    ("pathlib", "Path", ("Path('a')", "Path('b')")),
    ("types", "SimpleNamespace", ("SimpleNamespace(a=1)",)),
    ("builtins", "range", ("{'a': (1, 2.5, None, b'x', frozenset({1}), range(3), ...)}",)),
    ("zoneinfo", "ZoneInfo", ("ZoneInfo('Pacific/Auckland')",)),
)  # fmt: skip
"""Of settings that nothing asks for: whether they are as they were is asked all the same."""

ANCHORS = (
    "MARKDOWN = {{**MARKDOWN, 'extension_configs': {{**MARKDOWN['extension_configs'], "
    "'markdown.extensions.toc': {{'permalink': False, 'slugify': {}}}}}}}"
)
"""A setting that shows: what makes the anchors of headings."""

settings_lines = st.sampled_from(
    [
        "",
        "DEFAULT_PAGINATION = 5",
        "SITENAME = 'Another name'",
        "SITEURL = 'https://host.example/magazine'",
        "SITEURL = 'https://host.example'\nSHOW_DRAFTS = False",
        "SHOW_DRAFTS = False",
        "COMMENTS = 'closed'",
        "COMMENTS_CLOSE_AFTER_DAYS = 45",
        "COMMENTS_CLOSE_AFTER_DAYS = 45\nCOMMENT_DESK = 'https://desk.example'",
        "COMMENTS = 'off'",
        "COMMENT_DESK = 'https://desk.example'",
        "COMMENTS_CLOSE_AFTER_DAYS = 100",
        "FEED_SIZE = 3",
        "TIMEZONE = 'Pacific/Auckland'",
        "CATEGORY_ORDER = ['Pay']\nFOOTER_LINKS = [('About', '/about/')]",
        "TYPOGRIFY = False",
        "AUTHOR = 'Somebody'",
        "PLUGINS = ['plugins.build']",
        "SEARCH_INDEX = True",
        "from functools import partial\nJINJA_FILTERS = {'a': partial(str.replace, 'a')}",
        "from functools import partial\nJINJA_FILTERS = {'a': partial(str.replace, 'b')}",
        "import re\nOF_NO_USE = [re.compile('a'), {'b'}, lambda text: text + SITENAME]",
        "class Odd:\n    pass\n\nOF_NO_USE = Odd()",
        *(
            f"from {module} import {name}\nOF_NO_USE = {value}"
            for module, name, values in ANY_TYPES
            for value in values
        ),
        *(
            f"def slugify(text, separator, word={word!r}):\n    return {made}\n{ANCHORS.format('slugify')}"
            for word, made in (("a", "word + str(len(text))"), ("b", "word + str(len(text))"), ("b", "word"))
        ),
        f"class Maker:\n    def make(self, text, separator): return 'w'\n{ANCHORS.format('Maker().make')}",
        f"from functools import partial\ndef anchor(text, separator, word): return word + text\n"
        f"{ANCHORS.format('partial(anchor, word=SITENAME[:1])')}",
    ]
)


def _header(files: str, key: str, *values: str) -> st.SearchStrategy[Step]:
    return st.builds(Header, st.just(files), which, st.just(key), st.sampled_from(values))


headers = st.one_of(
    _header(ARTICLES, "Title", "Another title", "A & B <i>", "The gap"),
    _header(ARTICLES, "Category", *CATEGORIES),
    _header(ARTICLES, "Tags", "", "scripts", "new, scripts", "networking"),
    _header(ARTICLES, "Slug", "", "moved", "elsewhere", "gap"),
    _header(ARTICLES, "Date", *DATES),
    _header(ARTICLES, "Modified", "", "2026-05-20"),
    _header(ARTICLES, "Authors", "", "The Night Clerk", "A New Hand; The Editor"),
    _header(ARTICLES, "Status", "", "draft", "hidden", "published", "skip"),
    _header(ARTICLES, "Comments", "", "off", "closed", "closed 2026-05-05", "open"),
    _header(ARTICLES, "Series", "", "Pay talk, 4", "Another, 1"),
    _header(ARTICLES, "Summary", "", "In *short*: WORK."),
    _header(ARTICLES, "Aliases", "", "/old/", "/old/, /2019/older.html", "/2024/gap/", "/older.php"),
    _header("dictionary/gap.md", "Aliases", "", "/dictionary/hole/"),
    _header(WORDS, "Date", "2026-03-02", "2026-05-01", "2026-07-15"),
    _header("dictionary/gap.md", "Forms", "", "gaps, gapped", "bosses"),
    _header("dictionary/gap.md", "Comments", "", "off", "closed"),
    _header("dictionary/gap.md", "Link", "", "explicit", "first"),
    _header(THREADS, "Status", "", "deleted"),
    _header(THREADS, "Author", "Skeptic", "Another"),
    _header(THREADS, "Modified", "", "2026-05-21T10:00:00Z"),
    _header(OPENINGS, "Summary", "Another.", "Short & sweet."),
    _header("pages/*.md", "Status", "", "draft", "hidden"),
    _header("pages/*.md", "Title", "About us", "Us"),
)
mistakes = st.sampled_from(
    [
        Header(ARTICLES, 3, "Date", "yesterday-ish"),
        Header(ARTICLES, 4, "Series", "No number"),
        Header(THREADS, 1, "Number", ""),
        Header(THREADS, 2, "Email", "a@b.example"),
        Body(ARTICLES, 2, "[nowhere]({filename}nowhere.md)"),
        Body(ARTICLES, 5, "[nothing](dict:NOTHING)"),
        Body(WORDS, 0, "GAP, n. Twice."),
        NewWord("ONE", "a; (3) c.", "wrong"),
        Ledger("\n"),
        Template("base.html", "{{ view.no_such_name }}"),
        Setting("SITENAME = undefined_name"),
    ]
)
edits = evenly(
    st.builds(Body, any_file, which, texts),
    st.builds(Shorter, any_file, which),
    headers,
    headers,
    headers,
    st.builds(SameSize, any_file, which),
    st.builds(Touched, any_file, which),
    st.builds(Saved, any_file, which),
    st.builds(NewArticle, names, dates, categories, texts),
    st.builds(Gone, any_file, which),
    st.builds(Renamed, st.sampled_from([ARTICLES, WORDS, "openings/*.md", "images/*.svg"]), which, names),
    st.builds(Swapped, st.sampled_from([ARTICLES, WORDS, "images/*.svg"]), which, which),
    st.builds(SwappedUnderTheirSlugs, which, which),
    st.builds(RenamedUnderItsSlug, which, st.sampled_from(["2024", "2026", "elsewhere"]), names),
    st.builds(SwappedUnderTheirSlugs, which, which),
    st.builds(RenamedUnderItsSlug, which, st.sampled_from(["2024", "2026", "elsewhere"]), names),
    st.builds(AnotherKind, st.sampled_from([ARTICLES, "pages/*.md", OPENINGS, WORDS]), which, kinds),
    st.builds(AnotherKind, st.sampled_from([ARTICLES, "pages/*.md"]), which, st.sampled_from(["pages", "articles"])),
    st.builds(Helper, st.sampled_from(["Helped", "Otherwise helped"])),
    st.builds(Helper, st.sampled_from(["Helped", "Otherwise helped", "Helped again"])),
    st.builds(FolderRenamed, which, st.sampled_from(["2027", "old"])),
    st.builds(Image, st.sampled_from(["squares", "unused", "new"]), st.integers(1, 3)),
    st.builds(Gone, st.just("images/*.svg"), which),
    st.builds(Ledger, st.sampled_from(["gap", "another", ""])),
    st.builds(NewWord, heads, lines, st.sampled_from(["a", "gap", "b", "work"])),
    st.builds(WordMoved, which, which),
    st.builds(NewComment, folders, st.sampled_from(["Skeptic", "Nan", "The Editor"]), texts),
    st.builds(NewComment, folders, st.sampled_from(["Skeptic", "Nan"]), texts),
    st.builds(Template, templates, st.sampled_from(["one", "two"])),
    st.builds(Static, statics, st.sampled_from(["/* one */", "/* two */"])),
    st.builds(StaticGone, st.just("js/new.js")),
    st.builds(Setting, settings_lines),
    st.builds(Setting, settings_lines),
)  # fmt: skip
moments = st.sampled_from(
    [
        "2026-06-01",
        "2026-06-30 23:59:59",
        "2026-07-01",
        "2026-06-15 12:00",
        "2026-08-16",
        "2026-09-01",
        "2023-06-01",
    ]
)
endings = st.sampled_from(["", ".sqlite", ".manifest"])
accidents = evenly(
    st.builds(Clock, moments),
    st.builds(Clock, moments),
    st.builds(CacheLost, endings),
    st.builds(CacheCut, endings, st.integers(0, 99)),
    st.builds(CacheGarbage, endings, st.integers(0, 100), st.integers(0, 9)),
    st.just(CacheOfAnotherVersion()),
    st.builds(OutputLost, st.integers(0, 200)),
    st.builds(OutputTampered, st.integers(0, 200)),
    st.builds(OutputStray, st.sampled_from(["stray.html", "2024/stray.html", "new/folder/stray.html"])),
    st.builds(OutputGone, st.sampled_from(["", "feeds", "images", "2024"])),
)
deaths = st.one_of(
    st.builds(Killed, st.integers(1, 30)),
    st.builds(Killed, st.integers(1, 400)),
    st.builds(KilledLater, st.integers(1, 800)),
)
moves = evenly(
    edits.map(lambda edit: (edit,)),
    edits.map(lambda edit: (edit,)),
    edits.map(lambda edit: (edit,)),
    st.tuples(edits, edits),
    st.lists(edits, min_size=2, max_size=4).map(tuple),
    accidents.map(lambda accident: (accident,)),
    st.tuples(edits, accidents),
    st.tuples(edits, deaths),
    st.tuples(edits, deaths, edits),
    st.tuples(edits, deaths, deaths),
    st.tuples(mistakes),
    st.tuples(edits, mistakes),
)
"""What happens between two looks at the site: mostly one edit; sometimes several; sometimes an accident."""
