"""Each rule has a folder: what an author wrote or a build left, and what the command prints of it.

A new case is a new folder, no Python. `pytest --update-golden` rewrites findings.txt; read the difference.
"""

from pathlib import Path

import pytest

from plugins.checks import __main__, habit_rules, link_rules, markdown_rules, rules, site_rules, source_rules

HERE = Path(__file__).parent
SOURCES = sorted((HERE / "sources").iterdir())
SITES = sorted((HERE / "site").iterdir())


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796000000")  # November 2026


@pytest.mark.parametrize("case", SOURCES, ids=lambda case: case.name)
def test_sources(case, monkeypatch, capsys, check_golden):
    """sources/<case>/content becomes sources/<case>/findings.txt."""
    # given
    monkeypatch.chdir(case)

    # when
    code = __main__.main(["sources"])

    # then
    said = capsys.readouterr().out
    assert code == (0 if "\nNothing wrong in" in f"\n{said}" else 1)
    check_golden(said.encode(), case / "findings.txt")


@pytest.mark.parametrize("case", SITES, ids=lambda case: case.name)
def test_site(case, monkeypatch, capsys, check_golden):
    """site/<case>/site becomes site/<case>/findings.txt."""
    # given
    monkeypatch.chdir(case)

    # when
    content = ["--content", "content"] if Path("content").is_dir() else []
    code = __main__.main(["site", "site", *content])

    # then
    assert code == (0 if case.name == "clean" else 1)
    check_golden(capsys.readouterr().out.encode(), case / "findings.txt")


@pytest.mark.parametrize(("declared", "cases"), [(rules.EVERY, SOURCES), (site_rules.RULES, SITES)])
def test_every_rule_has_a_case(declared, cases):
    """A rule that never fires in a test may never fire at all."""
    assert {rule.__name__.replace("_", "-") for rule in declared} <= {case.name for case in cases}


def test_every_rule_is_in_the_list():
    """A generator that nobody calls finds nothing."""
    finds = [
        ("sources", "Sources", "Iterator[Finding]"),
        ("site", "Site", "Iterator[Finding]"),
        ("text", "Text", "Found"),
    ]
    signatures = [{name: kind, "return": found} for name, kind, found in finds]
    for module in (source_rules, link_rules, markdown_rules, habit_rules, site_rules):
        is_rule = {
            name
            for name, thing in vars(module).items()
            if callable(thing)
            and not name.startswith("_")
            and getattr(thing, "__annotations__", {}) in signatures
        }
        rules = {rule.__name__ for rule in (*module.RULES, *getattr(module, "WARNINGS", ()))}
        assert is_rule - {"every_finding", "every_warning"} == rules
