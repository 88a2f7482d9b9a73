"""What the author sees of a release, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from rich.table import Table
from rich.text import Text

from plugins.publish.model import Difference, Kind, Manifest, Plan, Release
from plugins.publish.target import Sending
from plugins.site.addresses import SHARES, address_of, retired
from plugins.site.texts import Text as SiteText
from plugins.site.texts import say_count

SHOWN = 10
"""How many things of each kind of change are named."""


def render_counts(counts: Mapping[Kind, int], size_bytes: int) -> str:
    """ "63 articles, 690 words, 478 comments, 7 pages; 3,666 files, 58.1 MB"."""
    written = [say_count(number, kind[:-1]) for kind, number in counts.items() if kind != "files" and number]
    made = f"{say_count(counts['files'], 'file')}, {render_size(size_bytes)}"
    return f"{', '.join(written)}; {made}" if written else made


def render_size(size_bytes: int) -> str:
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:.0f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def render_change(plan: Plan) -> Iterator[Text]:
    """First what the author did, up to SHOWN of each kind; then what follows from it, in a line."""
    if not plan.old_id:
        yield Text("The first release")
        return
    yield Text(f"Since release {plan.old_id}:")
    texts = plan.texts
    if texts:
        yield from _render_some("new", "green", map(_name, texts.new))
        yield from _render_some("changed", "yellow", map(_name, texts.changed))
        yield from _render_some("gone", "red", map(_name, texts.gone))
    moved = (f"{old} → {new}" for old, new in plan.moved.items() if _is_written(old, plan.moved))
    yield from _render_some("moved", "cyan", moved)
    shares = tuple(_shares(plan.change))
    yield from _render_some("shared", "magenta", shares)
    if texts is not None and not texts and not shares:
        yield Text("  no text; the settings, the theme, the program or the calendar")
    yield Text(f"  in the site: {_render_difference(plan.change)}")


def _shares(change: Difference) -> Iterator[str]:
    """Drafts that are shown to whoever has the address, as far as that changes."""
    for what, paths in (("", (*change.new, *change.changed)), ("no more: ", change.gone)):
        yield from (f"{what}{address_of(path)}" for path in paths if path.startswith(SHARES))


def _name(text: SiteText) -> str:
    return f"{text.kind} {text.name}"


def _is_written(address: str, moved: Mapping[str, str]) -> bool:
    """Whether an author wrote this address: it neither hangs on another that moved, nor is a form made no more."""
    above = (address[: end + 1] for end, sign in enumerate(address[:-1]) if sign == "/")
    stems = moved[address], f"{address.removesuffix('.json')}/"
    is_retired = any(move.old == address for move in retired(stems))
    return not (is_retired or address.startswith("/feeds/") or any(one in moved for one in above))


def _render_some(name: str, style: str, said: Iterable[str]) -> Iterator[Text]:
    lines = list(said)
    yield from (Text.assemble((f"  {name:>7} ", style), line) for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield Text.assemble((f"  {name:>7} ", style), f"and {len(lines) - SHOWN} more")


def _render_difference(change: Difference) -> str:
    numbers = (("new", change.new), ("changed", change.changed), ("gone", change.gone))
    said = [f"{len(paths):,} {name}" for name, paths in numbers if paths]
    count = len(change.new) + len(change.changed) + len(change.gone)
    return f"{say_count(count, 'file')}, {', '.join(said)}" if said else "nothing"


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


def say_sending(sending: Sending) -> str:
    """What a target would get, in a line."""
    if sending.is_nothing:
        return f"nothing, {sending.live} is there already"
    gone = f", {len(sending.gone):,} gone" if sending.gone else ""
    before = f"in place of {sending.live}" if sending.live else "the first release there"
    return f"{say_count(len(sending.sent), 'file')}{gone}, {before}"


def _what(manifest: Manifest) -> str:
    return render_counts(manifest.counts(), manifest.size_bytes)


def render_ledger(ledger: Iterable[Release], live: str, kept: Iterable[str]) -> Table:
    """What happened, newest last."""
    there = set(kept)
    table = Table(
        "release", "when (UTC)", "what", "articles", "words", "new", "changed", "gone", "", box=None
    )
    for line in ledger:
        state = "live" if line.id == live else "kept" if line.id in there else ""
        numbers = (line.counts["articles"], line.counts["words"], line.new, line.changed, line.gone)
        table.add_row(line.id, _when(line.at), line.action, *map(str, numbers), state)
    return table


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
