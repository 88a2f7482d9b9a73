"""The templates keep the house style."""

import re
from pathlib import Path

import pytest
from jinja2.meta import find_undeclared_variables
from jinja2.nodes import FromImport, Macro

from plugins.files.assets import name_assets
from plugins.pages.render import make_environment

THEME = Path(__file__).parents[2] / "theme"
TEMPLATES = THEME / "templates"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
PAGES = [name for name in ALL if "/" not in name and name not in ("base.html", "moved.html")]


def text_of(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


@pytest.mark.parametrize("name", ALL)
def test_a_template_compiles_in_the_environment_of_the_house(name):
    """A filter or a tag that is not there would stop a build in the middle."""
    assert make_environment(TEMPLATES).get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_extends_the_base(name):
    """Directly, or by way of another page."""
    found = re.search(r'{% extends "([\w.]+)" %}', text_of(name))

    assert found is not None
    assert found[1] in ("base.html", *PAGES)


@pytest.mark.parametrize("name", ALL)
def test_a_template_says_what_it_takes(name):
    """One comment at the top is all the documentation that a template has."""
    assert text_of(name).startswith("{#")


@pytest.mark.parametrize("name", ALL)
def test_no_template_vouches_for_markup(name):
    """What is safe arrives as Markup; comments are hostile."""
    assert not re.search(r"\|\s*safe\b|autoescape", text_of(name))


@pytest.mark.parametrize("name", ALL)
def test_no_template_holds_style_or_script(name):
    """A strict content security policy must be possible, and everything works without scripts."""
    text = text_of(name).replace('<script type="application/ld+json">', "")  # data, which nothing runs
    text = re.sub(
        r'<script src="{{ site\.assets\["js/[\w.]+"\] }}" (?:defer|type="module")></script>', "", text
    )
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", text)


@pytest.mark.parametrize("name", [name for name in ALL if name.startswith("macros/")])
def test_macros_read_no_globals(name):
    """Arguments in, markup out: a macro that needs the site is given it."""
    tree = make_environment(TEMPLATES).parse(text_of(name))

    assert find_undeclared_variables(tree) == set()


@pytest.mark.parametrize("name", ["base.html", "moved.html", *PAGES])
def test_a_page_reads_its_view_and_nothing_else(name):
    """The digest of a view decides whether its page is written again, so there is no other way in."""
    tree = make_environment(TEMPLATES).parse(text_of(name))
    macros = {macro.name for macro in tree.find_all(Macro)}
    macros |= {str(imported) for line in tree.find_all(FromImport) for imported in line.names}

    assert find_undeclared_variables(tree) - macros <= {"site", "page", "view"}


def test_the_assets_that_templates_ask_for_are_there():
    """A missing one is a KeyError in the middle of a build."""
    asked = {name for template in ALL for name in re.findall(r'site\.assets\["([^"]+)"\]', text_of(template))}

    assert asked
    static = THEME / "static"
    files = {p.relative_to(static).as_posix(): p.read_bytes() for p in static.rglob("*") if p.is_file()}
    assert asked - name_assets(files).keys() == set()
