"""A publication of somebody's own: what is asked, what is refused, what is written."""

import os
import pty
import re
import subprocess
import sys

import pytest

from plugins.desk.begin import QUESTIONS

SAID = {
    "FOLDER": "mine",
    "NAME": 'The "Other" Paper & $5',
    "ADDRESS": "https://paper.test/magazine/",
    "AUTHOR": "A. Nother",
    "LICENSE": "all rights reserved",
}
ONE_OF = (
    "write one of CC0 1.0, CC BY 4.0, CC BY-SA 4.0, CC BY-NC 4.0, CC BY-NC-SA 4.0, CC BY-ND 4.0, CC BY-NC-ND 4.0 "
    "or all rights reserved, or a name and its address"
)
CLEAN = {question.variable: "" for question in QUESTIONS}


def begin(project, **said):
    return project.run("desk", "begin", **CLEAN | SAID | said)


def test_what_is_begun_is_said_with_what_is_permanent(project):
    """Before the first publish makes it so."""
    # when
    done = begin(project)

    # then
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "mine: a publication with one article, two words and three pages\n"
        "Permanent from the first publish on, in mine/pelicanconf.py; look at it now:\n"
        '  ID_AUTHORITY = "paper.test"   part of the id of everything in a feed; keep it when you move\n'
        "  FEED_SIZE = 20   items in one archive of a feed\n"
        "  addresses: https://paper.test/magazine/<year>/<name of the file>/\n"
        "Next: cd mine && make publish, then make serve. mine/content/articles/2026/a-first-article.md "
        "is there to be changed.\n"
    )
    files = sorted(
        path.relative_to(project.folder / "mine").as_posix() for path in (project.folder / "mine").rglob("*")
    )
    assert [path for path in files if "/" not in path] == [
        *(".gitattributes", ".gitignore", "Makefile", "content", "pelicanconf.py", "publishconf.py")
    ]
    ignored = (project.folder / "mine/.gitignore").read_text().splitlines()
    assert {"/intake.toml", "/intake.db*", "/intake.secret"} <= set(ignored)
    settings = (project.folder / "mine/pelicanconf.py").read_text()
    assert 'SITENAME = "The \\"Other\\" Paper & $5"\n' in settings
    assert 'FEED_ORIGIN = "https://paper.test/magazine"' in settings
    assert len((project.folder / "mine/Makefile").read_text().splitlines()) == 3
    assert [path.name for path in project.folder.glob(".begin-*")] == []


def ask_in_a_terminal(project, typed):
    """`begin` where somebody sits and types this: its exit code, and all that was said."""
    terminal, inner = pty.openpty()
    os.write(terminal, typed.encode())
    process = subprocess.Popen(
        [sys.executable, "-m", "plugins.desk", "begin"],
        cwd=project.folder,
        env=project.environment(),
        stdin=inner,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    os.close(inner)
    said, _ = process.communicate(timeout=180)
    os.close(terminal)
    return process.returncode, said


def test_in_a_terminal_it_asks_and_asks_again(project):
    """What is wrong with an answer is said at once, and the others need not be typed again."""
    # given
    answers = (
        *(
            "mine",
            "",
            "The Paper",
            "paper.test",
            "https://paper.test",
            "A. Nother",
            "CC",
            "all rights reserved",
        ),
        *("", "Mars/Base", "", "", ""),
    )

    # when
    code, said = ask_in_a_terminal(project, "".join(f"{answer}\n" for answer in answers))

    # then
    assert (code, re.findall('write (?:one|its|"https).*', said)) == (
        0,
        [
            'write one, such as "My Magazine"',
            'write "https://paper.test"',
            f'{ONE_OF}: "My Licence https://…"',
            'write one such as "Europe/Berlin"',
        ],
    )
    assert 'SITENAME = "The Paper"' in (project.folder / "mine/pelicanconf.py").read_text()

    # when
    code, said = ask_in_a_terminal(project, "other\n\x04")

    # then
    assert (code, said.splitlines()[-1]) == (0, "Stopped.")
    assert not (project.folder / "other").exists()


def test_all_that_is_missing_is_said_at_once(project):
    """With an example for each; and nothing is written."""
    # when
    done = project.run("desk", "begin", **CLEAN)

    # then
    assert done.returncode == 1
    assert done.stderr == (
        'FOLDER is missing. Where it is to lie, beside this software: write FOLDER="../my-magazine"\n'
        'NAME is missing. Its name: write NAME="My Magazine"\n'
        'ADDRESS is missing. Where it will be published (permanent): write ADDRESS="https://my-magazine.org"\n'
        'AUTHOR is missing. Who writes what names nobody: write AUTHOR="Ann Lee"\n'
        "LICENSE is missing. Licence of its texts, CC0 1.0, CC BY 4.0, CC BY-SA 4.0, CC BY-NC 4.0, "
        'CC BY-NC-SA 4.0, CC BY-ND 4.0, CC BY-NC-ND 4.0 or all rights reserved: write LICENSE="CC BY 4.0"\n'
    )


@pytest.mark.parametrize(
    ("said", "fault"),
    (
        (
            {"ADDRESS": "paper.test"},
            'ADDRESS: "paper.test" does not begin with "https://"; write "https://paper.test"',
        ),
        (
            {"ADDRESS": "https://Pa per"},
            'ADDRESS: "https://Pa per" names no host; write one in small letters, such as "https://my-magazine.org"',
        ),
        (
            {"ADDRESS": "https://a.test/?x"},
            'ADDRESS: "https://a.test/?x" has a "?" or "#"; write the address of the front page alone',
        ),
        (
            {"ADDRESS": "https://a.test:port"},
            'ADDRESS: "https://a.test:port" is no address; write one such as "https://my-magazine.org"',
        ),
        *(
            (
                {"ADDRESS": f"https://a.test/{path}"},
                f'ADDRESS: "https://a.test/{path}" has a path that no site has; write names of letters, figures, "-", '
                '"_" and "." with one "/" between them: "https://my-magazine.org/notes"',
            )
            for path in ("my notes", "a//b", "../a", "a,")
        ),
        (
            {"ADDRESS": "HTTPS:/a.test"},
            'ADDRESS: "HTTPS:/a.test" does not begin with "https://"; write "https://a.test"',
        ),
        (
            {"ADDRESS": "https://A.test"},
            'ADDRESS: "https://A.test" names no host; write one in small letters, such as "https://my-magazine.org"',
        ),
        (
            {"ADDRESS": "https://a.test/b/index.html"},
            'ADDRESS: "https://a.test/b/index.html" is the address of a file; write that of its folder, '
            '"https://a.test/b"',
        ),
        (
            {"FOLDER": "content", "LICENSE": "MIT-ish"},
            'FOLDER: "content" is not empty; write the name of a new folder\n'
            f'LICENSE: "MIT-ish" is not known; {ONE_OF}: "My Licence https://…"',
        ),
        (
            {"AUTHOR": "!!!"},
            'AUTHOR: "!!!" has no letter that can stand in an address; write a name with one',
        ),
        ({"NAME": "One\nTwo"}, "NAME: has a new line in it; write one line"),
        ({"NAME": "One\u200b"}, "NAME: U+200B cannot be seen; delete it"),
        ({"LICENSE": "Do as\nyou like"}, "LICENSE: has a new line in it; write one line"),
        (
            {"TIMEZONE": "Europe/Nowhere"},
            'TIMEZONE: "Europe/Nowhere" names no zone; write one such as "Europe/Berlin"',
        ),
        (
            {"TIMEZONE": "Pacific/Aukland"},
            'TIMEZONE: "Pacific/Aukland" names no zone; write "Pacific/Auckland"',
        ),
        ({"TIMEZONE": "../etc"}, 'TIMEZONE: "../etc" names no zone; write one such as "Europe/Berlin"'),
        (
            {"DEFAULT_LANG": "English please"},
            'DEFAULT_LANG: "English please" is no language; write a code such as "fr" or "de-CH"',
        ),
        (
            {"LICENSE": "MIT-ish"},
            f'LICENSE: "MIT-ish" is not known; {ONE_OF}: "My Licence https://…"',
        ),
        (
            {"LICENSE": "Mine https://"},
            f'LICENSE: "Mine https://" is not known; {ONE_OF}: "My Licence https://…"',
        ),
        (
            {"ID_AUTHORITY": "my house"},
            'ID_AUTHORITY: "my house" is no domain; write one that is yours: "my-magazine.org"',
        ),
        ({"FOLDER": "content"}, 'FOLDER: "content" is not empty; write the name of a new folder'),
        (
            {"FOLDER": "pelicanconf.py"},
            'FOLDER: "pelicanconf.py" is a file, or lies in one; write the name of a new folder',
        ),
    ),
)
def test_what_cannot_be_is_refused(project, said, fault):
    """Nothing is written then."""
    # given
    before = sorted(project.folder.rglob("*"))

    # when
    done = begin(project, **said)

    # then
    assert (done.returncode, done.stderr) == (1, f"{fault}\n")
    assert sorted(project.folder.rglob("*")) == before


def test_no_publication_begins_within_the_software(project):
    """It would be lost with the next update."""
    from tests.desk.conftest import ROOT

    done = begin(project, FOLDER=str(ROOT / "mine"))

    assert done.returncode == 1
    assert done.stderr == (
        f'FOLDER: "{ROOT}/mine" is within the software; write one beside it: "../my-magazine"\n'
    )


def test_a_folder_that_a_forge_has_given_is_empty(project):
    """A repository without a commit has nothing but .git; and another licence has its own address."""
    # given
    (project.folder / "mine/.git").mkdir(parents=True)

    # when
    done = begin(project, LICENSE="The Unlicence https://unlicence.test/", ID_AUTHORITY="elsewhere.test")

    # then
    assert done.returncode == 0, done.stderr
    assert (project.folder / "mine/.git").is_dir()
    settings = (project.folder / "mine/pelicanconf.py").read_text()
    assert 'LICENSE_NAME = "The Unlicence"' in settings
    assert 'ID_AUTHORITY = "elsewhere.test"' in settings
    assert (
        "Id: tag:elsewhere.test,2026-"
        in (project.folder / "mine/content/articles/2026/a-first-article.md").read_text()
    )


@pytest.mark.skipif(not os.access("/proc/self", os.R_OK), reason="there is no /proc")
def test_a_folder_that_cannot_be_written_is_told(project):
    """In the words of the system."""
    # when
    done = begin(project, FOLDER="/proc/mine")

    # then
    assert (done.returncode, done.stderr) == (
        1,
        'FOLDER: "/proc/mine" cannot be written: No such file or directory\n',
    )


def test_a_folder_with_blanks_is_quoted_where_it_is_to_be_typed(project):
    """A shell takes the line as it is printed. SPDX writes licences with "-"."""
    # when
    done = begin(project, FOLDER="my 'own' mine", LICENSE="cc-by-sa-4.0")

    # then
    next_line = done.stdout.splitlines()[-1]
    assert next_line.startswith("""Next: cd 'my '"'"'own'"'"' mine' && make publish, then make serve. """)
    assert 'LICENSE_NAME = "CC BY-SA 4.0"' in (project.folder / "my 'own' mine/pelicanconf.py").read_text()


def test_a_name_that_looks_like_markup_is_text(project):
    """In the pages that are begun, and in what lists say of them."""
    # given
    marked = {
        "NAME": "Soup <Daily> *9*",
        "SITESUBTITLE": "All <odd> *x*",
        "LICENSE": "Odd [1] https://l.test/a_(b)",
    }

    # when
    done = begin(project, **marked)

    # then
    assert done.returncode == 0, done.stderr
    content = project.folder / "mine/content"
    about = (content / "pages/about.md").read_text()
    assert r"Summary: What Soup &lt;Daily> \*9\* is, and who makes it." in about
    assert r"[Odd \[1\]](<https://l.test/a_(b)>)" in about
    assert r"Summary: All &lt;odd> \*x\*" in (content / "openings/front.md").read_text()
    checked = project.run("checks", "sources", "mine/content")
    assert checked.stdout == "Nothing wrong in 6 texts and 2 files of the dictionary\n", checked.stderr
