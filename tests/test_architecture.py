"""The walls of the house. Each test names what to do when it fails."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from plugins.checks import rules as sources
from plugins.checks import site_rules

ROOT = Path(__file__).parents[1]
PLUGINS = ROOT / "plugins"
ROOMS = sorted(path.name for path in PLUGINS.iterdir() if (path / "__init__.py").is_file())
MODULES = sorted(path for path in PLUGINS.rglob("*.py") if "__pycache__" not in path.parts)
CLOSED = {"shell", "__main__"}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc"}
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *PLUGINS.glob("*.md")])


def imports_of(module: Path) -> Iterator[str]:
    """Full names of everything that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: write the whole name, from plugins.<room>"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def room_of(module: Path) -> str:
    return module.relative_to(PLUGINS).parts[0]


def named(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_only_one_room_imports_pelican(module):
    """Everything else can be tested, run and reused without a build."""
    if room_of(module) != "build":
        assert not [name for name in imports_of(module) if name.split(".")[0] == "pelican"]


def test_no_other_room_needs_pelican():
    """Also not by a detour: a command that imports pelican starts half a second later."""
    # given
    modules = [
        ".".join(module.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for module in MODULES
        if module.name != "__main__.py" and (room_of(module) != "build" or module.name == "__init__.py")
    ]
    load = f"[importlib.import_module(name) for name in {modules}]"
    program = f"import sys, importlib; {load}; print('pelican' in sys.modules)"

    # when
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    # then
    assert done.stdout == "False\n"


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_room_enters_another_by_its_open_doors(module):
    """What a room is and says is for all; how it meets the shell and the terminal is its own."""
    for name in imports_of(module):
        parts = name.split(".")
        if parts[0] == "plugins" and len(parts) > 2 and parts[1] != room_of(module):
            assert parts[2] not in CLOSED, f"{named(module)} imports {name}"


MAX_NAMES_BETWEEN_ROOMS = 25
"""That rooms import from each other, counted in each module, in a thousand lines of code: 21 while `pages` was three
rooms in one (docs/decisions/0006-rooms-of-the-second-edition.md). Lower it when there are fewer."""


def test_rooms_lean_on_each_other_no_more_than_they_did():
    """A name that crosses a wall ties two rooms together: first look whether it stands in the wrong one."""
    crossing = [
        name
        for module in MODULES
        for name in imports_of(module)
        if name.startswith("plugins.") and name.split(".")[1] not in (room_of(module).removesuffix(".py"), "")
    ]
    lines = sum(module.read_text("utf-8").count("\n") for module in MODULES)
    assert len(crossing) * 1_000 <= MAX_NAMES_BETWEEN_ROOMS * lines, f"{len(crossing)} in {lines} lines"


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_one_module_knows_a_serialisation(module):
    """What reads bytes of ours says in one place what it does about bytes that nobody wrote."""
    if named(module) != "plugins/incremental/codec.py":
        assert not {"marshal", "pickle", "shelve"} & {name.split(".")[0] for name in imports_of(module)}


def test_rooms_do_not_import_each_other_in_a_circle():
    """In a circle no room can be understood, tested or taken out alone. A command stands above them all."""
    # given
    graph: dict[str, set[str]] = {room: set() for room in ROOMS}
    for module in (module for module in MODULES if module.name != "__main__.py"):
        for name in imports_of(module):
            parts = name.split(".")
            if parts[0] == "plugins" and parts[1] in ROOMS and room_of(module) in ROOMS:
                graph[room_of(module)] |= {parts[1]} - {room_of(module)}

    # then
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"these rooms import each other: {' → '.join(error.args[1])}")


@pytest.mark.parametrize("module", [path for path in MODULES if path.name == "model.py"], ids=named)
def test_a_model_touches_nothing(module):
    """No file, no clock, no program: a model is what it is."""
    forbidden = {"os", "pathlib", "shutil", "socket", "subprocess", "time", "urllib.request"}
    assert not forbidden & {name.rpartition(".")[0] or name for name in imports_of(module)}


def test_every_room_has_its_row():
    """The next engineer finds out which room to open."""
    rows = re.findall(r"^\| `(\w+)` \|", (PLUGINS / "README.md").read_text("utf-8"), re.MULTILINE)

    assert rows == ROOMS


def test_every_room_has_its_tests():
    """tests/ mirrors plugins/."""
    assert [room for room in ROOMS if not list((ROOT / "tests" / room).glob("test_*.py"))] == []


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_has_a_name(module):
    """What is put under "utils" is never found again."""
    assert not NAMELESS & {module.stem, *module.relative_to(PLUGINS).parts}


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_says_what_it_is(module):
    """One sentence, before the first line of code."""
    assert ast.get_docstring(ast.parse(module.read_text("utf-8")))


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_long_module_says_why(module):
    """Over 400 lines there are two ideas in it, or a reason in its first lines."""
    text = module.read_text("utf-8")
    assert text.count("\n") <= 400 or "Over 400 lines because" in text.partition('"""\n\n')[0]


def test_text_is_trusted_in_one_place_only():
    """Everywhere else Jinja escapes: comments are hostile."""
    templates = [*ROOT.glob("theme/templates/**/*.html"), *PLUGINS.glob("*/templates/**/*.html")]
    unsafe = [named(path) for path in templates if re.search(r"\|\s*safe\b", path.read_text("utf-8"))]

    assert [path for path in unsafe if path != "theme/templates/macros/trusted.html"] == []


def targets() -> dict[str, str]:
    """Targets of the Makefile that people type, with what `make help` says of them."""
    text = (ROOT / "Makefile").read_text("utf-8")
    return dict(re.findall(r"^([a-z][a-z-]*):[^=\n]*?(?:## (.*))?$", text, re.MULTILINE))


def make(*arguments: str) -> str:
    done = subprocess.run(
        ["make", "--no-print-directory", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_make_help_says_what_each_target_is_for():
    """The front door explains itself."""
    # when
    said = make("help")

    # then
    for target, text in targets().items():
        if text:
            assert re.search(rf"^  make {target} +{re.escape(text)}$", said, re.MULTILINE), target
    assert [line for line in said.splitlines() if len(line) > 80] == []
    assert [target for target, text in targets().items() if not text] == [
        *("browser", "readers", "servers", "postgres"),
    ]


@pytest.mark.parametrize(
    "target",
    (
        *("publish", "html", "serve", "devserver", "regenerate", "clean", "check", "lint", "lock"),
        *("test", "test-quick", "test-full", "bench", "new", "define", "status"),
    ),
)
def test_what_is_promised_can_be_made(target):
    """And what Pelican's users type keeps its meaning."""
    assert make("--dry-run", target)


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_documents_mention_only_targets_that_exist(document):
    """A command that was renamed is renamed in the text too."""
    text = document.read_text("utf-8")
    in_code = re.findall(r"`([^`\n]+)`", text) + re.findall(r"^(?:\$ )?(make .*)$", text, re.MULTILINE)
    mentioned = {found for code in in_code for found in re.findall(r"\bmake ([a-z][a-z-]*)", code)}

    assert mentioned <= targets().keys()


def test_titles_reach_the_desk_as_they_were_typed():
    """Quotes, dollars and backticks are nothing to the shell."""
    # given
    title = """A "quoted" $5 `thing`; it's $(HOME) 100%"""

    # when
    said = make("--dry-run", "new", f"TITLE={title}", "CATEGORY=Pay")
    shown = make("--eval=show: ; @printenv TITLE", "show", f"TITLE={title}")

    # then
    assert title not in said
    assert shown == f"{title}\n"


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[.*?\])?==(\S+)", text, re.MULTILINE))


def test_the_site_is_tested_and_measured_with_what_it_is_published_with():
    """Five locks, one version of each thing."""
    site, intake, moving = pins("site.txt"), pins("intake.txt"), pins("import.txt")

    assert site.items() <= pins("publish.txt").items() <= pins("tests.txt").items()
    assert site.items() <= pins("bench.txt").items()
    assert site.items() <= moving.items()
    assert intake.items() | moving.items() <= pins("tests.txt").items()


def test_locks_say_what_and_not_from_where():
    """Every file is pinned by its hash, and may come from any index."""
    for name in (
        "site.txt",
        "publish.txt",
        "intake.txt",
        "import.txt",
        "editions.txt",
        "tests.txt",
        "bench.txt",
    ):
        text = (ROOT / "requirements" / name).read_text("utf-8")
        assert text.count("==") <= text.count("--hash=sha256:")
        assert not re.search(r"https?://|--index-url|--find-links", text)


def test_every_dependency_has_its_reason():
    """Whoever adds one says why; whoever wants to drop one finds out what for."""
    wanted = {
        re.match(r"[A-Za-z0-9._-]+", line)[0]
        for name in ("site.in", "publish.in", "intake.in", "import.in", "editions.in", "tests.in", "bench.in")
        for line in (ROOT / "requirements" / name).read_text("utf-8").splitlines()
        if line[:1].isalpha()
    }
    reasons = set(
        re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs/dependencies.md").read_text("utf-8"), re.MULTILINE)
    )

    assert reasons == wanted


def test_every_rule_is_described():
    """docs/checks.md names the rules as the code does."""
    text = (ROOT / "docs/checks.md").read_text("utf-8")
    described = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    rules = (*sources.EVERY, *site_rules.RULES, *site_rules.WARNINGS)

    assert described == {rule.__name__ for rule in rules}


def test_continuous_integration_runs_what_people_run():
    """One command, one result."""
    run = ROOT / ".ci/run"

    assert os.access(run, os.X_OK)
    assert "set -euo pipefail" in run.read_text("utf-8")
    assert run.read_text("utf-8").rstrip().endswith("\nmake test")
