"""From what was measured to tables: on a terminal, and in docs/performance.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

from cases import CASES, EACH, FILES_EACH, KB_EACH, MB, PEAK, USER, WALL, WRITTEN, Goal
from rich.console import Console
from rich.table import Table

Results: TypeAlias = dict[str, Any]
"""What bench.py keeps as JSON."""

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
HEADINGS = (
    "case",
    "program",
    "runs",
    "wall s",
    "user s",
    "peak MB",
    "files written",
    "an article",
    "ours ÷ it",
    "user",
    "goals",
)
ROOM_HEADINGS = ("room", "measured", "goal")
NAMES = {
    WALL: "wall",
    PEAK: "peak",
    WRITTEN: "files",
    EACH: "an article",
    FILES_EACH: "files an article",
    KB_EACH: "kB an article",
}
BUSY = 1.5
"""Processes that want to run, for each processor; above, wall times say little."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, as it is printed."""

    cells: tuple[str, ...]
    is_first: bool
    """Whether a case begins here."""


def show(results: Results, console: Console) -> None:
    """Print both tables."""
    console.print(_table(results))
    console.print(f"[dim]{_machine(results)}[/]")
    if remark := _busy(results):
        console.print(f"[yellow]{remark}[/]")
    if results["rooms"]:
        rooms = Table(title="Rooms by themselves, one process", title_justify="left")
        for heading in ROOM_HEADINGS:
            rooms.add_column(heading)
        for cells in _room_rows(results):
            rooms.add_row(*cells[:-1], _coloured(cells[-1]))
        console.print(rooms)


def _table(results: Results) -> Table:
    table = Table(
        title=f"{results['size']:,} articles, seed {results['seed']}: medians", title_justify="left"
    )
    for heading in HEADINGS:
        table.add_column(heading, justify="right" if heading not in {"case", "program", "goals"} else "left")
    for row in _rows(results):
        if row.is_first:
            table.add_section()
        table.add_row(*row.cells[:-1], _coloured(row.cells[-1]))
    return table


def _coloured(goals: str) -> str:
    return goals.replace("NOT MET", "[red]NOT MET[/]").replace("met", "[green]met[/]")


def medians(results: Results) -> dict[tuple[str, str], dict[str, float]]:
    """Case and program → the median of each quantity, and how often it was run."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for one in results["runs"]:
        runs = one["runs"]
        values = {quantity: float(median(run[quantity] for run in runs)) for quantity in runs[0]}
        size = 1000 if one["program"] == "ours at 1,000" else results["size"]
        found[one["case"], one["program"]] = values | {
            EACH: values[WALL] / size,
            FILES_EACH: values["files"] / size,
            KB_EACH: values["output_bytes"] / 1000 / size,
            "runs": len(runs),
        }
    return found


def _rows(results: Results) -> Iterator[Row]:
    found = medians(results)
    for case in CASES:
        programs = [program for name, program in found if name == case.name]
        for number, program in enumerate(sorted(programs, key=_order)):
            it = found[case.name, program]
            of = "" if program == "ours" else program
            goals = [goal for goal in case.goals if goal.of == of and results["size"] <= goal.up_to]
            ours = found.get((case.name, "ours"), {})
            cells = (
                case.name if number == 0 else "",
                program,
                str(int(it["runs"])),
                f"{it[WALL]:.2f}",
                f"{it[USER]:.2f}",
                f"{it[PEAK] / MB:.0f}",
                f"{it[WRITTEN]:,.0f}",
                f"{it[FILES_EACH]:.1f} files, {it[KB_EACH]:.0f} kB" if case.is_cold else "",
                *(
                    _ratio(ours, it, quantity) if of in {"Pelican", "Hugo"} else ""
                    for quantity in (WALL, USER)
                ),
                "; ".join(judge(goal, ours, it, results["size"]) for goal in goals if ours),
            )
            yield Row(cells, number == 0)


def _ratio(ours: dict[str, float], it: dict[str, float], quantity: str) -> str:
    return f"{ours[quantity] / it[quantity]:.3g} ×" if ours and it[quantity] else ""


def _order(program: str) -> int:
    return ("ours", "ours at 1,000", "Pelican", "Hugo").index(program)


def judge(goal: Goal, ours: dict[str, float], other: dict[str, float], size: int) -> str:
    """What the goal says, and whether it is met; in brackets where it is set for another size."""
    value = ours[goal.quantity] / (other[goal.quantity] if goal.of else 1)
    unit = {WALL: " s", PEAK: " MB"}.get(goal.quantity, "") if not goal.of else " ×"
    limit = goal.at_most / MB if goal.quantity == PEAK else goal.at_most
    words = f"{NAMES[goal.quantity]} ≤ {limit:g}{unit}"
    if size < goal.size:
        return f"({words} at {goal.size:,})"
    is_shown = goal.quantity in {EACH, FILES_EACH, KB_EACH}
    return f"{words}: {'met' if value <= goal.at_most else 'NOT MET'}{f' ({value:.2f})' if is_shown else ''}"


def _room_rows(results: Results) -> Iterator[tuple[str, str, str]]:
    for room in results["rooms"]:
        goal = ""
        if room["at_most"] is not None:
            verdict = "met" if room["value"] <= room["at_most"] else "NOT MET"
            goal = f"≤ {room['at_most']:g} {room['unit']}: {verdict}"
        yield room["name"], f"{room['value']:.3g} {room['unit']}", goal


def _machine(results: Results) -> str:
    return "; ".join(f"{name}: {value}" for name, value in results["machine"].items())


def _busy(results: Results) -> str:
    processors = int(results["machine"]["processors"].partition(" ")[0])
    load = max(results["load"])
    if load <= BUSY * processors:
        return ""
    return f"The machine did other work meanwhile (load {load} on {processors} processors): compare user s."


def write_docs(kept: Path, page: Path) -> None:
    """Put the last figures of each size between the markers of the page; the rest of it stays."""
    newest: dict[int, Path] = {}
    for path in sorted(kept.glob("*-*.json")):
        newest[int(path.stem.partition("-")[0])] = path
    sections = [_section(json.loads(newest[size].read_text("utf-8"))) for size in sorted(newest)]
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n" + "\n\n".join(sections) + f"\n\n{END}{after}", "utf-8")


def _section(results: Results) -> str:
    lines = [f"### {results['size']:,} articles", "", f"{results['day']}; {_machine(results)}.", ""]
    if remark := _busy(results):
        lines += [remark, ""]
    lines += _markdown(HEADINGS, [row.cells for row in _rows(results)], "llrrrrrrrrl")
    if results["rooms"]:
        lines += ["", *_markdown(ROOM_HEADINGS, list(_room_rows(results)), "lll")]
    return "\n".join(lines)


def _markdown(headings: tuple[str, ...], rows: list[tuple[str, ...]], sides: str) -> list[str]:
    rule = ["---:" if side == "r" else "---" for side in sides]
    return [f"| {' | '.join(cells)} |" for cells in (headings, rule, *rows)]
