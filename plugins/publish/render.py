"""What the author sees of a release, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from rich.table import Table
from rich.text import Text

from plugins.publish.model import Kind, Manifest, Plan, Release, address_of

SHOWN = 10
"""How many addresses of each kind of change are named."""


def render_counts(counts: Mapping[Kind, int], size_bytes: int) -> str:
    """ "33 articles, 126 entries, 98 pages, 13 feeds, 9 assets, 4.1 MB"."""
    words = [f"{count:,} {_noun(kind, count)}" for kind, count in counts.items() if count]
    return ", ".join([*words, render_size(size_bytes)])


def _noun(kind: Kind, count: int) -> str:
    if count != 1:
        return "other files" if kind == "others" else kind
    return {"entries": "entry", "others": "other file"}.get(kind, kind.removesuffix("s"))


def render_size(size_bytes: int) -> str:
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:.0f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def render_change(plan: Plan) -> Iterator[Text]:
    """What is new, changed and gone since the live release: up to ten of each."""
    if not plan.old_id:
        yield Text("The first release")
        return
    yield Text(f"Since release {plan.old_id}:")
    for name, style, paths in (
        ("new", "green", plan.change.new),
        ("changed", "yellow", plan.change.changed),
        ("gone", "red", plan.change.gone),
    ):
        yield from _render_paths(name, style, paths)


def _render_paths(name: str, style: str, paths: tuple[str, ...]) -> Iterator[Text]:
    for path in _worth_reading(paths)[:SHOWN]:
        yield Text.assemble((f"  {name:>7} ", style), address_of(path))
    if len(paths) > SHOWN:
        yield Text.assemble((f"  {name:>7} ", style), f"and {len(paths) - SHOWN} more")


def _worth_reading(paths: Iterable[str]) -> list[str]:
    """Articles first: a new article changes fifty lists, and the author looks for the article."""
    return sorted(paths, key=lambda path: (not path[:4].isdigit(), not path.endswith(".html"), path))


def render_published(plan: Plan, current: str, port: int) -> Iterator[Text]:
    """The last words of a publish."""
    yield Text.assemble(("Published ", "bold green"), (plan.new.id, "bold"), f": {_what(plan.new)}")
    yield from render_change(plan)
    yield Text.assemble("In ", (current, "bold"), f"; make serve shows it at http://127.0.0.1:{port}/")


def render_nothing(plan: Plan, current: str, port: int) -> Iterator[Text]:
    yield Text.assemble(
        "Nothing to publish: ", (plan.new.id, "bold"), f" is live already ({_what(plan.new)})"
    )
    yield Text.assemble("In ", (current, "bold"), f"; make serve shows it at http://127.0.0.1:{port}/")


def render_plan(plan: Plan) -> Iterator[Text]:
    """What a dry run prints."""
    if plan.is_nothing:
        yield Text(f"Nothing would be published: {plan.new.id} is live already")
        return
    yield Text(f"Would publish {plan.new.id}: {_what(plan.new)}")
    yield from render_change(plan)
    for address in plan.lost:
        yield Text.assemble(("     lost ", "bold red"), address)


def _what(manifest: Manifest) -> str:
    return render_counts(manifest.counts(), manifest.size_bytes)


def render_ledger(ledger: Iterable[Release], live: str, kept: Iterable[str]) -> Table:
    """What happened, newest last."""
    there = set(kept)
    table = Table(
        "release", "when (UTC)", "what", "articles", "entries", "new", "changed", "gone", "", box=None
    )
    for line in ledger:
        state = "live" if line.id == live else "kept" if line.id in there else ""
        numbers = (line.counts["articles"], line.counts["entries"], line.new, line.changed, line.gone)
        table.add_row(line.id, _when(line.at), line.action, *map(str, numbers), state)
    return table


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
