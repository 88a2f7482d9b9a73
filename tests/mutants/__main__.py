"""Would the tests notice? Changes one thing at a time in a copy of the house, and runs the tests that come to it.

python tests/mutants --count 100 --seed 1 [plugins/feeds/content.py …]

A first run of the tests of these rooms notes which of them come to which place, also by way of other processes.

A mutant that no test notices is named with its line. What SURVIVE explains is not counted.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).parents[2]

SITE = (
    *("addresses", "aliases", "content", "ledger", "markup", "palette", "redirects", "related", "resolve"),
    *("scripts", "scripts_in_texts", "settings", "statics", "texts"),
)

TESTS = {
    "plugins/glossary/": ["tests/glossary"],
    "plugins/comments/": ["tests/comments"],
    "plugins/feeds/": ["tests/feeds"],
    "plugins/publish/": ["tests/publish", "tests/targets"],
    "plugins/pages/": [
        "tests/pages",
        "tests/theme",
        "tests/site/test_sharing.py",
        "tests/site/test_views.py",
        "tests/site/test_dictionary.py",
        "tests/site/test_small_sites.py",
    ],
    "plugins/site/": [
        *(f"tests/site/test_{name}.py" for name in SITE),
        "tests/feeds",
        "tests/pages",
        "tests/site/test_dictionary.py",
        "tests/site/test_small_sites.py",
    ],
    "plugins/files/": ["tests/files", "tests/theme", "tests/site/test_small_sites.py"],
    "plugins/html/": ["tests/html", "tests/glossary/test_linking.py", "tests/feeds/test_content.py"],
    "plugins/incremental/": ["tests/incremental"],
}
"""Start of a path → what tests it, the quickest first."""

DESELECTED = [
    "--deselect=tests/feeds/test_subscribers.py",
    "--deselect=tests/publish/test_whole_publish.py",
    *("-m", "not slow and not browser and not ours"),
]
"""What takes minutes for each mutant, and what looks at the whole publication."""

SECONDS = 120
"""Of a processor, for the tests of one mutant: one that never ends was noticed."""

hypothesis.settings.register_profile("brief", deadline=None, derandomize=True, max_examples=10)
"""For finding out which tests come to which place."""

WAIT_SECONDS = 3600
"""For the tests of one mutant, or of all rooms; one that waits for ever was noticed."""

HIT = """
def __hit__(number, value, seen=set()):
    import os
    test = os.environ.get("PYTEST_CURRENT_TEST", "").partition(" (")[0]
    if test and (number, test) not in seen:
        seen.add((number, test))
        with open({path!r}, "a", encoding="utf-8") as file:
            file.write(f"{{number}}\\t{{test}}\\n")
    return value
"""
"""Notes that a test came to a place. Stands at the end of each file with places to come to."""

SURVIVE: dict[str, str] = {
    "feeds/build.py: moment.month + 2 → moment.month - 2": "any three months are a quarter",
    "feeds/pieces.py: MOST_BYTES = 16 << 20: 20 → 21": "a bound on memory",
    "site/related.py: url in known and url not in found → url in known": "the next line puts it right",
    "site/related.py: after - before → after + before": "more is looked at anew, and the same is found",
    "site/related.py: yield 3, site.articles, OF_ALL: 3 → 4": "any factor tells the lists apart",
    "site/mentions.py: sorted(text.own) → list(text.own)": "texts are linked again, and come out the same",
    "glossary/keys.py: near = get_close_matches(key, FIELDS, 1): 1 → 2": "only the first is said",
    "pages/render.py: error.name or '' → error.name": "a template of ours has a name",
    'pages/editions.py: return Bundle("editions", _documents, inputs, len(files) + 1): 1 → 2': "a guess of the size",
}
"""Mutants that change nothing that anybody could see, each with its reason. A number has its line before it."""

SWAPPED: dict[type, type] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}
LEFT_OUT = ("escape", "quoted", "quote", "plain", "one_line")
"""Calls that are left out: their first argument stands in their place."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change."""

    path: str
    line: int
    line_of_code: str
    before: str
    after: str

    place: int
    """Of the expression, as `ast.walk` comes to it."""

    which: int
    """Of the changes that could be made there."""

    @property
    def source(self) -> str:
        """The whole file, changed."""
        tree = ast.parse((ROOT / self.path).read_text("utf-8"))
        node = list(ast.walk(tree))[self.place]
        _put(tree, node, list(_changes(node))[self.which])
        return ast.unparse(ast.fix_missing_locations(tree))

    @property
    def name(self) -> str:
        where = f"{self.line_of_code}: " if self.before.isdecimal() else ""
        return f"{self.path.removeprefix('plugins/')}: {where}{self.before} → {self.after}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of one file: boundaries, orders, dropped conditions, removed escapes, numbers."""
    text = path.read_text("utf-8")
    lines, relative = text.splitlines(), path.relative_to(ROOT).as_posix()
    for place, node in enumerate(ast.walk(ast.parse(text))):
        for which, changed in enumerate(_changes(node)):
            before, stands = ast.unparse(node), lines[node.lineno - 1].strip()
            yield Mutant(relative, node.lineno, stands, before, ast.unparse(changed), place, which)


def _changes(node: ast.AST) -> Iterator[ast.expr]:
    """What could stand in the place of an expression."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPPED:
        yield ast.Compare(node.left, [SWAPPED[type(node.ops[0])](), *node.ops[1:]], node.comparators)
    elif isinstance(node, ast.BinOp) and type(node.op) in SWAPPED and not _has_text(node):
        yield ast.BinOp(node.left, SWAPPED[type(node.op)](), node.right)
    elif isinstance(node, ast.BoolOp):
        yield from (_without(node, dropped) for dropped in node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
    elif isinstance(node, ast.Call) and node.args:
        yield from _changes_of_call(node)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield ast.Constant(node.value + 1)


def _without(node: ast.BoolOp, dropped: ast.expr) -> ast.expr:
    kept = [one for one in node.values if one is not dropped]
    return kept[0] if len(kept) == 1 else ast.BoolOp(node.op, kept)


def _changes_of_call(node: ast.Call) -> Iterator[ast.expr]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in LEFT_OUT:
        yield node.args[0]
    elif name == "sorted":
        yield ast.Call(ast.Name("list", ast.Load()), node.args[:1], [])
    for keyword in node.keywords:
        if keyword.arg == "reverse":
            yield ast.Call(node.func, node.args, [one for one in node.keywords if one is not keyword])


def _has_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(one, ast.JoinedStr) or (isinstance(one, ast.Constant) and isinstance(one.value, str))
        for one in ast.walk(node)
    )


def _put(tree: ast.AST, target: ast.AST, changed: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, changed)
            elif isinstance(value, list) and any(one is target for one in value):
                value[:] = [changed if one is target else one for one in value]


def with_hits(path: Path, mutants: Mapping[int, Mutant], notes: Path) -> str:
    """A file that notes when a test comes to one of its mutants."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes, hit = list(ast.walk(tree)), ast.Name("__hit__", ast.Load())
    functions = [one for one in nodes if isinstance(one, ast.FunctionDef)]
    for place in {one.place for one in mutants.values()}:
        numbers = [number for number, one in mutants.items() if one.place == place]
        noted: Any = nodes[place]
        for number in numbers:
            noted = ast.Call(hit, [ast.Constant(number), noted], [])
        _put(tree, nodes[place], noted)
        if not _is_in_a_function(tree, nodes[place]):  # met when the module is imported, before any test
            for one in functions:
                notes_at_start = [
                    ast.Expr(ast.Call(hit, [ast.Constant(number), ast.Constant(None)], []))
                    for number in numbers
                ]
                one.body[0:0] = notes_at_start
    start = int(ast.get_docstring(tree) is not None)
    start += sum(isinstance(one, ast.ImportFrom) and one.module == "__future__" for one in tree.body)
    tree.body[start:start] = ast.parse(HIT.format(path=str(notes))).body
    return ast.unparse(ast.fix_missing_locations(tree))


def _is_in_a_function(tree: ast.AST, node: ast.AST) -> bool:
    functions = (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))
    return any(node is inner for one in functions for line in one.body for inner in ast.walk(line))


class Stopwatch:
    """Notes how long each test takes that passes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{report.nodeid}\t{report.duration}\n")


def tests_of(chosen: Sequence[Mutant], house: Path) -> dict[int, list[str]]:
    """Number of a mutant → the tests that come to it, the quickest first."""
    notes, numbered = house / "hits.txt", dict(enumerate(chosen))
    before = {one.path: (house / one.path).read_text("utf-8") for one in chosen}
    for path in before:
        of_file = {number: one for number, one in numbered.items() if one.path == path}
        (house / path).write_text(with_hits(ROOT / path, of_file, notes), "utf-8")
    rooms = [start for start in TESTS if any(one.path.startswith(start) for one in chosen)]
    tests, times = dict.fromkeys(test for start in rooms for test in TESTS[start]), house / "times.txt"
    _run(house, list(tests), ["--hypothesis-profile=brief"], sys.maxsize, Stopwatch(times))
    for path, text in before.items():
        (house / path).write_text(text, "utf-8")
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for number, test in _rows(notes):
        found[int(number)][test] = None
    seconds = {test: float(time) for test, time in _rows(times)}
    # What fails anyway notices nothing.
    return {
        number: sorted(tests.keys() & seconds.keys(), key=lambda test: (seconds[test], test))
        for number, tests in found.items()
    }


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]


def is_noticed(mutant: Mutant, tests: Sequence[str], house: Path) -> bool:
    """Whether one of these tests fails in the copy `house`."""
    target = house / mutant.path
    before = target.read_text("utf-8")
    target.write_text(mutant.source, "utf-8")
    try:
        return _run(house, tests, ["-x"], SECONDS) != 0
    finally:
        target.write_text(before, "utf-8")


def _run(house: Path, tests: Sequence[str], options: Sequence[str], seconds: int, *plugins: object) -> int:
    """Run tests in a process that has imported all but the house already."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            signal.alarm(WAIT_SECONDS)
            resource.setrlimit(resource.RLIMIT_CPU, (min(seconds, 1 << 30), resource.RLIM_INFINITY))
            os.chdir(house)
            sys.path[0] = str(house)
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            status = pytest.main(["-q", "-p", "no:cacheprovider", *DESELECTED, *options, *tests], plugins)
        finally:
            os._exit(status)
    return os.waitpid(process, 0)[1]


def main() -> int:
    """Name those that survive. 1 if more than a tenth do."""
    parser = argparse.ArgumentParser(description="Would the tests notice?")
    parser.add_argument(
        "paths", nargs="*", type=Path, help="files; all that TESTS names where there are none"
    )
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only those whose name has this in it")
    options = parser.parse_args()
    paths = [path.resolve() for path in options.paths]
    paths = paths or sorted(path for start in TESTS for path in (ROOT / start).glob("*.py"))
    every = [one for path in paths for one in mutants_of(path) if options.only in one.name]
    every = [one for one in every if one.name not in SURVIVE]
    chosen = random.Random(options.seed).sample(every, min(options.count, len(every)))  # noqa: S311 - no secret
    survived = 0
    with tempfile.TemporaryDirectory() as folder:
        house = Path(folder, "house")
        left_out = (".git", ".venv", "output", "public", ".cache", "__pycache__")
        shutil.copytree(ROOT, house, ignore=shutil.ignore_patterns(*left_out))
        tests = tests_of(chosen, house)
        print(f"{len(tests)} of {len(chosen)} mutants have tests that come to them", flush=True)
        for number, mutant in enumerate(chosen):
            noticed = bool(tests.get(number)) and is_noticed(mutant, tests[number], house)
            survived += not noticed
            if noticed:
                print(f"{mutant.path}:{mutant.line}: noticed", flush=True)
            else:
                came = f"{len(tests.get(number, ()))} tests came to it"
                print(
                    f"{mutant.path}:{mutant.line}: survived: {mutant.before} → {mutant.after} ({came})",
                    flush=True,
                )
    print(f"{len(chosen) - survived} of {len(chosen)} mutants were noticed")
    return int(survived * 10 > len(chosen))


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.exit(main())
