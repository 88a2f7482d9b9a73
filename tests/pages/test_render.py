"""plugins/pages/render.py"""

import pytest

from plugins.pages.render import Templates, make_environment
from plugins.source import AuthorError


@pytest.fixture
def folder(tmp_path):
    """Three templates: a page, what it extends, and another page."""
    (tmp_path / "templates").mkdir()
    for name, text in {
        "base.html": "<main>{% block main %}{% endblock %}</main>",
        "page.html": '{% extends "base.html" %}{% block main %}{{ 6 * 7 }}{% endblock %}',
        "other.html": "Other.",
    }.items():
        (tmp_path / "templates" / name).write_text(text)
    return tmp_path / "templates"


def render(folder, compiled):
    """One page, in an environment of its own."""
    return make_environment(folder, compiled).get_template("page.html").render()


def test_a_key_changes_with_all_that_a_template_takes(folder):
    """And with nothing else."""
    # given
    before = Templates(folder).keys()

    # when
    (folder / "base.html").write_text("<main class='x'>{% block main %}{% endblock %}</main>")

    # then
    after = Templates(folder).keys()
    assert {name for name in after if after[name] != before[name]} == {"base.html", "page.html"}
    assert Templates(folder).digest != before


def test_a_template_is_rendered_as_its_key_has_it(folder):
    """Whoever edits one during a build, and takes it back, must not find the edit on a page for ever."""
    # given
    templates = Templates(folder)

    # when
    (folder / "page.html").write_text("edited")

    # then
    assert templates._environment.get_template("page.html").render() == "<main>42</main>"


def test_compiled_templates_are_kept(folder, tmp_path):
    """Compiling takes longer than rendering a hundred pages."""
    # given
    compiled = tmp_path / "compiled"
    first = render(folder, compiled)

    # then
    assert len(list(compiled.iterdir())) == 2
    assert first == render(folder, compiled) == "<main>42</main>"


@pytest.mark.parametrize(
    "damage", [lambda _: b"", lambda data: data[:100], lambda data: data[:-9] + b"?" * 9]
)
def test_damaged_ones_are_compiled_again(folder, tmp_path, damage):
    """What is safe to delete is safe to damage."""
    # given
    compiled = tmp_path / "compiled"
    render(folder, compiled)
    for path in compiled.iterdir():
        path.write_bytes(damage(path.read_bytes()))

    # then
    assert render(folder, compiled) == "<main>42</main>"


def test_those_of_another_jinja_are_compiled_again(folder, tmp_path, monkeypatch):
    """Its code may call what this one does not have."""
    # given
    compiled = tmp_path / "compiled"
    monkeypatch.setattr("plugins.pages.render.version", lambda _: "1.0")
    render(folder, compiled)
    before = {path: path.read_bytes() for path in compiled.iterdir()}
    monkeypatch.undo()

    # when
    render(folder, compiled)

    # then
    assert all(path.read_bytes() != data for path, data in before.items())


def test_what_is_wrong_with_a_template_is_told_at_its_line(folder):
    """Of the file in which it is, however many others take that one."""
    # given
    (folder / "base.html").write_text("<main>\n{% if %}\n</main>")

    # then
    with pytest.raises(AuthorError, match=r"/templates/base\.html:2: .*; mend the template"):
        Templates(folder).render("page.html", None, None, None)
