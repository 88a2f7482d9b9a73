"""plugins/glossary/__main__.py"""

import json
from pathlib import Path

import jsonschema
import pytest

from plugins.glossary.__main__ import main
from plugins.glossary.data import entry_from_data
from plugins.glossary.parse import read_dictionary_file
from plugins.glossary.read import read_text_file
from plugins.glossary.write import write_file

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "plugins" / "glossary" / "schema.json").read_text("utf-8"))
CONTENT = sorted((ROOT / "content").rglob("*.md"))
GOLDEN = sorted((Path(__file__).parent / "golden").glob("*/out/entries.json"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A content folder with one good file."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "content" / "dictionary" / "b.md"
    file.parent.mkdir(parents=True)
    file.write_text("Date: 2026-03-02\n\nBOSS, n. The one\nwho asks.\n", "utf-8")
    return file


def test_show_prints_a_line_for_each_entry(folder, capsys):
    assert main(["show", "content"]) == 0
    assert capsys.readouterr().out == "content/dictionary/b.md:3: BOSS: The one who asks.\n"


def test_show_prints_canonical_text(folder, capsys):
    """Of one file all of it, so that it can be written back; of several their entries."""
    assert main(["show", "content/dictionary/b.md", "--markdown"]) == 0
    assert capsys.readouterr().out == "Date: 2026-03-02\n\nBOSS, n. The one who asks.\n"

    folder.with_name("c.md").write_text("Date: 2026-03-02\n\nCHIEF, n. X.\n", "utf-8")
    assert main(["show", "content", "--markdown"]) == 0
    assert capsys.readouterr().out == "BOSS, n. The one who asks.\n\nCHIEF, n. X.\n"


def test_a_file_of_many_is_written_back_in_the_time_of_its_publication(folder, capsys):
    Path("pelicanconf.py").write_text('TIMEZONE = "Pacific/Auckland"\n', "utf-8")
    many = (
        "Date: 2026-03-02\nModified: 2026-03-03 08:30:00\n\nForms: bosses\nBOSS, n. The one.\n\n"
        "Lang: fr\n**Chef**, n. Another.\n"
    )
    folder.write_text(many, "utf-8")

    assert main(["show", "content/dictionary/b.md", "--markdown"]) == 0
    assert capsys.readouterr().out == many


def test_show_prints_data_that_is_the_entry(folder, capsys):
    assert main(["show", "content/dictionary/b.md", "--json"]) == 0

    data = json.loads(capsys.readouterr().out)
    (entry,) = read_text_file(folder.read_bytes(), "content/dictionary/b.md").entries
    assert [entry_from_data(one) for one in data["entries"]] == [entry]


def test_lint_says_nothing_when_all_is_well(folder, capsys):
    assert main(["lint"]) == 0
    assert capsys.readouterr() == ("", "")


def test_lint_tells_everything_by_place(folder, capsys):
    folder.write_text("Date: 2026-03-02\n\nBOSS, n. x. See CHEF.\n\nBAND n. y.\n\n> | z", "utf-8")
    folder.with_name("c.md").write_text("Date: 2026-03-02\n\nCHIEF, n. X.\n\n> | Z.", "utf-8")

    assert main(["lint"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        'content/dictionary/b.md:3: "See CHEF" leads nowhere; write CHIEF, define CHEF, '
        "or write [CHEF](dict:later) until it is written",
        "content/dictionary/b.md:3: warning: the text of BOSS begins with a small letter; "
        'write a capital after "n."',
        'content/dictionary/b.md:5: a comma is missing after the head; write "BAND, n."',
        'content/dictionary/c.md:5: warning: the verse has no attribution; write ">" and "> — Name" after it',
    ]


def test_a_file_that_is_not_there_is_the_callers_mistake(folder, capsys):
    assert main(["show", "nothing.md"]) == 2
    assert capsys.readouterr().err == (
        "nothing.md: No such file or directory; name files or folders that can be read\n"
    )


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parts[-3])
def test_the_published_schema_holds(path):
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(path.read_text("utf-8")))


@pytest.mark.ours
def test_the_whole_dictionary_of_this_site_is_read_and_written_back(capsys):
    """The corpus: every entry that the publication has."""
    for path in CONTENT:
        if "comments" in path.parts:
            continue
        name = path.relative_to(ROOT).as_posix()
        text = read_text_file(path.read_bytes(), name)
        assert [str(finding) for finding in text.findings] == []
        if text.file is not None:
            again = read_dictionary_file(write_file(text.file), name)
            assert (again.entries, again.commentary) == (text.file.entries, text.file.commentary)
            assert (again.published_at, again.modified_at) == (text.file.published_at, text.file.modified_at)

    main(["show", str(ROOT / "content" / "dictionary"), "--json"])
    data = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)


def test_a_thousand_mistakes_of_one_cause_are_not_a_thousand_lines(tmp_path, capsys):
    """Whoever brings in a dictionary sees what else is wrong."""
    file = tmp_path / "entries.md"
    heads = "\n\n".join(f"Word{number}, n. A thing." for number in range(1000))
    file.write_text(f"Date: 2026-01-02\n\n{heads}\n\nLAMP n. A thing.\n", "utf-8")

    assert main(["lint", str(file)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 21
    assert told[19].endswith('"**Word19**, n." (and 980 more like this below)')
    assert told[20] == f'{file}:2003: a comma is missing after the head; write "LAMP, n."'


def test_a_file_of_many_is_read_as_one_wherever_it_lies(tmp_path, capsys):
    """What has no title is no article."""
    file = tmp_path / "entries.md"
    file.write_text("Date: 2026-01-02\n\nLAMP, n. A thing.\n\nLANE, n. A way.\n", "utf-8")

    assert main(["show", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{file}:3: LAMP: A thing.", f"{file}:5: LANE: A way."]


def test_lint_refuses_an_address_that_the_site_has(folder, capsys):
    """As `make check` does, and with the line that is to be changed."""
    folder.write_text("Date: 2026-03-02\n\nSlug: index\nBOSS, n. The one who asks.\n", "utf-8")

    assert main(["lint"]) == 1
    told = 'content/dictionary/b.md:4: "index" is the address of another page; write another "Slug"\n'
    assert capsys.readouterr().err == told
