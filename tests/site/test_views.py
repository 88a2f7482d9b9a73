"""A page is a pure function of its view: templates read what is declared there, and nothing else."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

import plugins.cards.embed
import plugins.comments.model
import plugins.glossary.render
import plugins.pages.dictionary_model
import plugins.pages.model
import plugins.site.pictures
import plugins.site.records
from plugins.pages.render import make_environment
from tests.site.edits import Template
from tests.site.small_site import ROOT, SmallSite, comment

MODELS = (
    plugins.pages.model,
    plugins.pages.dictionary_model,
    plugins.site.records,
    plugins.comments.model,
    plugins.glossary.render,
    plugins.cards.embed,
    plugins.site.pictures,
)
TEMPLATES = ROOT / "theme" / "templates"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
LOOP = {"first", "last", "index", "index0", "length", "previtem", "nextitem", "changed", "revindex"}
METHODS = {"items", "values", "keys", "split"}


def declared() -> dict[str, set[str]]:
    """Name of a class that templates are given → what it declares."""
    return {
        _name(one): {field.name for field in fields(one)} | _properties(one)
        for module in MODELS
        for one in vars(module).values()
        if isinstance(one, type) and is_dataclass(one)
    }


def _name(one: type) -> str:
    """Such as "pages.ArticleView": two rooms may have a class of one name."""
    return f"{one.__module__.split('.')[1]}.{one.__name__}"


def _properties(one: type) -> set[str]:
    return {name for name, value in inspect.getmembers(one) if isinstance(value, property)}


class RecordingEnvironment(jinja2.Environment):
    """Notes which attribute of which class a template reads."""

    read: set[tuple[str, str]]

    def getattr(self, obj, attribute):
        self._note(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj, argument):
        self._note(obj, argument)
        return super().getitem(obj, argument)

    def _note(self, obj, name):
        if is_dataclass(obj):
            RECORDED.add((_name(type(obj)), str(name)))


RECORDED: set[tuple[str, str]] = set()


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> dict[str, set[str]]:
    """Name of a class → what templates read of it, while a small but rich site was built; "views" → template: class."""
    folder = tmp_path_factory.mktemp("recorded")
    site = SmallSite(folder / "site")
    (site.root / "conf.py").write_text(
        (site.root / "conf.py").read_text("utf-8")
        + "\nSITEURL = 'https://host.example/magazine'\nCOMMENT_DESK = 'https://desk.example'\n"
        + "EDITIONS = ['years', 'dmlex']\n",
        "utf-8",
    )
    for name, text in (comment(number, "2025-05-01T10:00:00Z", "Nan", "Again.") for number in range(1, 261)):
        site.write(f"comments/advert/{name}", text)  # a thread of several pages
    process = os.fork()
    if process == 0:
        _build_and_record(site, folder / "read.json")
    assert os.waitpid(process, 0)[1] == 0, (site.root / "output.log").read_text("utf-8")
    return {name: set(read) for name, read in json.loads((folder / "read.json").read_text("utf-8")).items()}


def _build_and_record(site: SmallSite, result: Path) -> None:
    """In a process of its own, and on one processor, so that all pages are rendered in it."""
    status = 1
    try:
        import plugins.pages.render as room
        from plugins.incremental.__main__ import main

        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        room.Environment = RecordingEnvironment  # type: ignore[misc]
        real, views = room.Templates.render, {}

        def render(self, name, site, page, view):
            views.setdefault(name, set()).add(_name(type(view)))
            return real(self, name, site, page, view)

        room.Templates.render = render  # type: ignore[method-assign]
        status = main(
            [
                str(site.content),
                "-o",
                str(site.output),
                "-s",
                str(site.root / "conf.py"),
                "--cache",
                str(site.cache),
            ]
        )
        found: dict[str, list[str]] = {}
        for name, attribute in sorted(RECORDED):
            found.setdefault(name, []).append(attribute)
        found |= {f"template {name}": sorted(classes) for name, classes in views.items()}
        result.write_text(json.dumps(found), "utf-8")
    finally:
        os._exit(status)


def test_templates_read_only_what_is_declared(recorded):
    """Whatever else a page showed, no digest would know of it."""
    # given
    known = declared()

    # then
    read = {name: names for name, names in recorded.items() if not name.startswith("template ")}
    undeclared = {f"{name}.{one}" for name, names in read.items() for one in names - known.get(name, set())}
    assert undeclared == set()
    assert {"site.SiteFacts", "pages.ArticleView", "site.Card", "comments.CommentView"} <= read.keys()


def test_every_page_of_the_theme_was_rendered(recorded):
    """Otherwise the test above proves nothing about it."""
    # given
    pages = {name for name in ALL if "/" not in name} - {"base.html"}

    # then
    assert {name.removeprefix("template ") for name in recorded if name.startswith("template ")} == pages


def test_what_a_view_declares_is_read_by_a_template(recorded):
    """A field that nobody shows makes pages be written again for nothing."""
    # given
    views = {one for name, classes in recorded.items() if name.startswith("template ") for one in classes}
    known = declared()

    # then
    unread = {f"{view}.{name}" for view in views for name in known[view] - recorded.get(view, set())}
    assert unread == set()


def attributes(name: str) -> Iterator[tuple[int, str, str]]:
    """Line, name before the dot ("" if that is no name) and name after it, for every dot in a template."""
    tree = make_environment(TEMPLATES).parse((TEMPLATES / name).read_text("utf-8"))
    for node in tree.find_all(nodes.Getattr):
        yield node.lineno, node.node.name if isinstance(node.node, nodes.Name) else "", node.attr


@pytest.mark.parametrize("name", ALL)
def test_no_branch_of_a_template_reads_what_is_not_declared(name, recorded):
    """Also what no page of the small site comes to: a name after a dot is one that the models have."""
    # given
    known = declared()
    roots = {
        "site": {"site.SiteFacts"},
        "page": {"pages.PageFacts"},
        "view": recorded.get(f"template {name}", set()),
    }
    anything = set().union(*known.values()) | METHODS

    # when
    faults = []
    for line, before, after in attributes(name):
        if not name.startswith("macros/") and roots.get(before):
            allowed = set.union(*(known[one] for one in roots[before]))
        else:
            allowed = LOOP if before in ("loop", "outer") else anything
        if after not in allowed:
            faults.append(
                f"{name}:{line}: {before}.{after} is declared nowhere; add it to a view of the room pages"
            )

    # then
    assert faults == []


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("view.no_such_name", "'plugins.pages.model.PageView object' has no attribute 'no_such_name'"),
        ("site.SITEURL", "'plugins.site.records.SiteFacts object' has no attribute 'SITEURL'"),
        ("articles", "'articles' is undefined"),
        ("range(3)", "'range' is undefined"),
    ],
)
def test_whoever_reads_more_is_told(tmp_path, expression, said):
    """A build that meets such a name stops; it does not leave a gap where it was."""
    # given
    site = SmallSite(tmp_path / "site", {"pages/about.md": "Title: About\n\nWords.\n"})
    assert site.build().status == 0

    # when
    Template("page.html", f"{{{{ {expression} }}}}").apply(site)
    outcome = site.build()

    # then
    assert outcome.status == 1
    assert said in outcome.said
    assert "templates/page.html" in outcome.said
