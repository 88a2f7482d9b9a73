"""What the check says of a header is what the build does with it: the reader of the build is the real one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pelican.settings import read_settings

from plugins.build.reader import HouseReader
from plugins.checks.parse import parse_document
from plugins.keys import KEYS
from plugins.site.settings import customs_of
from plugins.source import AuthorError, AuthorErrors

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 14, tzinfo=UTC)
NAMES = sorted({key.name for key in KEYS} | {"Draft", "Titel", "Mood", "Save_as", "title", "DATE"})
VALUES = (
    "", "A", "published", "Draft", "hidden", "2026-01-02", "2026-01-02 08:00", "2026-03-29 02:30 +02:00", "0206-01-02",
    "2026-13-01", "9999-12-31T23:59:59-12:00", "2026-01-02 08:00 EST", "Pay", "..", "++", "C++", "C#", "a, b",
    "a,\n    b",
    "[a, b]", "\n- a\n- b", '"A"', "|\n    two\n    lines", "Yes", "no", "maybe", "open", "closed 2026-03-19", "off",
    "Talk, 2", "Talk", "fr", "de-CH", "french!", "../../x", "why?", "a-b", "t" * 300, "/old/, /older", "x: y",
    "été", "a\tb",
)  # fmt: skip
LINES = st.one_of(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)).map(lambda pair: f"{pair[0]}: {pair[1]}"),
    st.tuples(st.sampled_from(NAMES), st.text(max_size=12)).map(lambda pair: f"{pair[0]}:{pair[1]}"),
    st.sampled_from(["", "Text.", "---", "    more", "\tmore", "Title A"]),
)
HEADERS = st.tuples(
    st.sampled_from(["", "---\n", "\ufeff"]),
    st.lists(LINES, max_size=5),
    st.sampled_from(["Title: A\nDate: 2026-01-02\nCategory: Pay", "Title: A", ""]),
    st.sampled_from(["\n", "\r\n"]),
).map(lambda parts: f"{parts[0]}{parts[2]}\n{chr(10).join(parts[1])}\n\nWords.\n".replace("\n", parts[3]))


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """As a build has it, for a folder of its own."""
    content = tmp_path_factory.mktemp("site") / "content"
    for folder in ("articles", "pages"):
        (content / folder).mkdir(parents=True)
    return HouseReader(read_settings(str(ROOT / "pelicanconf.py"), {"PATH": str(content), "NOW": NOW}))


@pytest.mark.parametrize("name", NAMES)
def test_each_key_with_each_value_is_alike_in_check_and_build(reader, name):
    """Dates that cannot be, choices in another case, lists of YAML: right or wrong, but in both."""
    for value in VALUES:
        assert_alike(
            reader, f"Title: A\nDate: 2026-01-02\nCategory: Pay\n{name}: {value}\n\nWords.\n", "articles"
        )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(header=HEADERS, folder=st.sampled_from(["articles", "pages"]))
def test_verdict_line_and_value_are_alike_in_check_and_build(reader, header, folder):
    """A check that passes what the build refuses, or reads otherwise, is worth nothing."""
    assert_alike(reader, header, folder)


def assert_alike(reader, header, folder):
    """Check one file both ways."""
    # given
    place, data = f"{folder}/a.md", header.encode("utf-8", "surrogatepass")
    file = Path(reader.settings["PATH"], place)
    file.write_bytes(data)
    kind = {"articles": "article", "pages": "page"}[folder]

    # when
    checked = parse_document(data, f"content/{place}", place, kind, customs_of(reader.settings, NOW)).front
    try:
        _, metadata = reader.read(str(file))
        findings = []
    except AuthorErrors as wrong:
        metadata, findings = {}, list(map(str, wrong.findings))
    except AuthorError:  # the text is no definition, though "Entry: yes" says so: the header is right
        assert checked.findings == ()
        return

    # then
    assert findings == list(map(str, checked.findings))
    if not findings:
        assert {
            name: _plain(metadata[name], name, value) for name, value in checked.values.items()
        } == checked.values


def _plain(made: object, name: str, value: object) -> object:
    """A value of the build without what Pelican wraps it in."""
    if name in ("summary", "filed-because"):
        return value  # HTML by then
    if isinstance(made, list):
        return tuple(one.name for one in made)
    return getattr(made, "name", made)
