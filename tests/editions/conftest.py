"""A dictionary of hostile heads, and the programs that read what is made of it."""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime

import pytest
from markupsafe import Markup

from plugins.editions.model import Chapter, Imprint, WordsInputs
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.entry import AuthorWarning
from plugins.glossary.parse import read_dictionary_file
from plugins.glossary.render import render_entry
from plugins.incremental.deferred import given

IMPRINT = Imprint(
    name="The <Trial> & Error",
    stem="trial",
    description="Words & ]]> deeds.",
    author="A. Clerk",
    language="en",
    origin="https://trial.example",
    root="/magazine",
    id_authority="trial.example",
    license_name="CC BY 4.0",
    license_url="https://creativecommons.org/licenses/by/4.0/",
)
LONG = "A " + "VERY " * 17 + "LONG HEAD"
HOSTILE = rf"""Forms: bosses-in-law
BOSS, n., (1) [law] one who signs; (2) a thing's shadow. See RÉSUMÉ#1 and IT.

—**Boss**, v.i. To sign.

RÉSUMÉ, n., (1) a life, on one side; (2) a list. Cf. BOSS.

> | Fourteen deep in verse I stand,
>{" " * 30}| no
> | And 1 < 2 & not to hand.
>
> — Orton Plume, *Lines*

Homograph: 1
REASON, n. A cause, of which one is enough.

Homograph: 2
REASON, v.i. To look for another.

IT, abbr. The department that is called.

DON'T, v. A word to children.

Link: never
THE, adj. Not linked, but a head.

**Table d'Hôte**, n. One `price` for *all* of it.

CLÉ, n. With its accent.

Slug: key-of-music
CLE, n. Without.

𐐀𐐁, n. Beyond the first plane.

كتاب, n. A book.

{LONG}, n. At last.

"QUOTED", n. In its marks.

ROCK 'N' ROLL, n. With two of them.

DOT, n. .

IMPORT, n. #import "/etc/passwd" and $x$ and \\ and \* and @ref and &lt;label> and ]]> and ~ and `code`.

> HAMLET: To *be*.
>
> OPHELIA: Not.

TABLE, n. As follows.

DEEP, n. As follows.

> | A line,
> | {"  " * 14}fourteen deep.

ENDLESS, n. {"All of it, and more. " * 2_000}

""".replace(">" + " " * 30 + "| no\n", ">" + " | " + "  " * 6 + "And wonder who is who,\n")


def words_of(text, preface=()):
    """What editions are made from, of a file of the dictionary."""
    read = read_dictionary_file(f"Date: 2026-01-01\n\n{text}", "content/dictionary/x.md")
    assert not text or [one for one in read.findings if not isinstance(one, AuthorWarning)] == []
    dictionary = Dictionary.of(read.entries)

    def href(name):
        found = dictionary.find(name)
        if found is None:
            return None
        return f"/magazine/dictionary/{found.entry.slug}/" + (f"#{found.fragment}" if found.fragment else "")

    return WordsInputs(
        IMPRINT,
        datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
        {entry.slug: given(render_entry(entry, href)) for entry in dictionary.entries},
        dictionary.entries,
        "/magazine/dictionary/",
        tuple(Chapter(title, given(Markup(body))) for title, body in preface),
    )


@pytest.fixture(scope="session")
def hostile():
    """The words above."""
    text = '<p>As <a href="/magazine/about/">we</a> &amp; <a href="/magazine/dictionary/boss/#boss-2">said</a>.</p>'
    words = words_of(HOSTILE, [("How to use it", text)])
    assert len(words.entries) == 20
    return words


def needs(program):
    """Skips where a program of the system is missing, and says so."""
    return pytest.mark.skipif(
        not shutil.which(program) and not os.path.exists(f"/usr/sbin/{program}"),  # noqa: PTH110
        reason=f"needs Debian's {program}: make test installs it where it may",
    )


@pytest.fixture
def sdcv(tmp_path):
    """`sdcv(files, words)`: for each word, what an exact search finds: (row, text)."""

    def ask(files, asked):
        for name, data in files.items():
            path = tmp_path / "dic" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        done = subprocess.run(
            ["sdcv", "-n", "-e", "-j", "-0", "-1", "-x", "--data-dir", tmp_path / "dic", "--", *asked],
            env=os.environ | {"LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
            capture_output=True,
            check=True,
        )
        answers = [json.loads(line) for line in done.stdout.decode().splitlines() if line.startswith("[")]
        assert len(answers) == len(asked), done.stderr
        return [[(one["word"], one["definition"]) for one in answer] for answer in answers]

    return ask
