"""The ledger of an import: every thing of the source once, and sums that are the source's own. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from plugins.importer.model import Line, Outcome, Weight

SEVERAL: Final = 20
"""Lines that are shown of what must be looked at; the file has all."""

TITLES: Final = {
    Weight.LOSS: "Look at these first: something of the old site is not here",
    Weight.DOUBT: "Look at these: they may not be as you want them",
}


@dataclass(slots=True)
class Sums:
    """Grows with each line."""

    outcomes: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    """Kind and outcome → lines."""

    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Kind and note, of what was skipped."""

    marks: Counter[str] = field(default_factory=Counter)
    """Mark of another program → texts that it stands in."""

    heavy: dict[Weight, list[Line]] = field(default_factory=dict)
    counted: Counter[Weight] = field(default_factory=Counter)

    def add(self, line: Line) -> None:
        self.outcomes[line.kind, line.outcome] += 1
        if line.outcome is Outcome.SKIPPED:
            self.reasons[line.kind, line.notes[-1].text if line.notes else ""] += 1
        self.marks.update(note.mark for note in line.notes if note.mark)
        if line.weight >= Weight.DOUBT:
            self.counted[line.weight] += 1
            some = self.heavy.setdefault(line.weight, [])
            if len(some) < SEVERAL:
                some.append(line)

    def of(self, kinds: Iterable[str]) -> int:
        """Lines of these kinds."""
        wanted = frozenset(kinds)
        return sum(count for (kind, _), count in self.outcomes.items() if kind in wanted)


def faults(sums: Sums, counts: Mapping[str, int]) -> list[str]:
    """Where the lines are not what the source has. `counts`: kind → things; "item" is all that nothing else counts."""
    others = counts.keys() - {"item"}
    found = {kind: sums.of([kind]) for kind in others}
    if "item" in counts:
        found["item"] = sum(sums.outcomes.values()) - sum(found.values())
    return [
        f"the source has {counts[kind]:,} of the kind {kind}, the ledger {found[kind]:,}"
        for kind in sorted(counts)
        if counts[kind] != found[kind]
    ]


def table(sums: Sums) -> str:
    """What became of each kind."""
    kinds = sorted({kind for kind, _ in sums.outcomes}, key=_rank)
    width = max((len(kind) for kind in kinds), default=4)
    rows = [f"{'':{width}}  {'kept':>8} {'changed':>8} {'skipped':>8}"]
    for kind in kinds:
        numbers = " ".join(f"{sums.outcomes[kind, outcome]:>8,}" for outcome in Outcome)
        rows.append(f"{kind:{width}}  {numbers}")
    return "\n".join(rows)


def _rank(kind: str) -> tuple[int, str]:
    order = ("post", "page", "thread", "comment", "attachment", "author", "category", "tag", "term")
    return (order.index(kind) if kind in order else len(order), kind)


def reasons(sums: Sums) -> str:
    """Why things were skipped, the most frequent reason first."""
    rows = (
        f"  {count:>6,} {kind}: {reason}"
        for (kind, reason), count in sorted(sums.reasons.items(), key=_by_count)
    )
    return "\n".join(rows)


def marks(sums: Sums) -> str:
    """What another program would fill in, and stands in texts as it was typed: the most frequent first."""
    counted = sorted(sums.marks.items(), key=lambda one: (-one[1], one[0]))
    rows = [f"  {count:>6,} texts: {mark}" for mark, count in counted[:SEVERAL]]
    more = [f"  and {len(counted) - SEVERAL:,} others"] if len(counted) > SEVERAL else []
    return (
        "\n".join(["Of other programs, and standing in texts as it was typed:", *rows, *more]) if rows else ""
    )


def _by_count(reason: tuple[tuple[str, str], int]) -> tuple[int, tuple[str, str]]:
    return -reason[1], reason[0]


def to_look_at(sums: Sums) -> str:
    """What a person must look at, the worst first."""
    told: list[str] = []
    for weight in (Weight.LOSS, Weight.DOUBT):
        lines = sums.heavy.get(weight, [])
        if not lines:
            continue
        told.append(f"{TITLES[weight]}:")
        told += [f"  {line.source}: {line.kind} {line.id}: {_heaviest(line, weight)}" for line in lines]
        if (more := sums.counted[weight] - len(lines)) > 0:
            told.append(f"  and {more:,} more in the ledger")
    return "\n".join(told)


def _heaviest(line: Line, weight: Weight) -> str:
    return "; ".join(note.text for note in line.notes if note.weight >= weight)
