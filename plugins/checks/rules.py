"""All rules over the sources, and what they find. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plugins.checks import habit_rules, link_rules, markdown_rules, source_rules
from plugins.checks.model import Finding, Sources
from plugins.checks.text import Rule, texts_of
from plugins.source import Source

RULES = (*source_rules.RULES, *link_rules.RULES)
TEXT_RULES = (*markdown_rules.RULES, *habit_rules.RULES)

WARNINGS = (*source_rules.WARNINGS, *link_rules.WARNINGS)
TEXT_WARNINGS = (*markdown_rules.WARNINGS, *habit_rules.WARNINGS)
"""Shown, and nothing fails: what is doubtful may be meant."""

EVERY = (*RULES, *TEXT_RULES, *WARNINGS, *TEXT_WARNINGS)


def every_finding(sources: Sources) -> list[Finding]:
    """All that is wrong, sorted by file and line, each once."""
    found = {finding for rule in RULES for finding in rule(sources)}
    return sorted({*found, *_in_texts(TEXT_RULES, sources), *sources.findings})


def every_warning(sources: Sources) -> list[Finding]:
    """All that is doubtful, in the same order."""
    found = {finding for rule in WARNINGS for finding in rule(sources)}
    return sorted({*found, *_in_texts(TEXT_WARNINGS, sources)})


def _in_texts(rules: Iterable[Rule], sources: Sources) -> Iterator[Finding]:
    for text in texts_of(sources):
        for rule in rules:
            for line, message in rule(text):
                yield Finding(Source(text.path, text.line + line), message)
