"""The way of a release: compare, guard, mend, install, switch, verify, record, forget the oldest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from plugins.publish.directory import Directory, say
from plugins.publish.install import Sources
from plugins.publish.model import (
    EMPTY,
    RELEASE_NAME,
    Action,
    Kept,
    Manifest,
    Order,
    Plan,
    PublishError,
    Release,
    addresses,
    deletion_limit,
    difference,
    keep,
)
from plugins.publish.parse import parse_redirects
from plugins.publish.tree import read_tree
from plugins.site.addresses import MAY_GO, OF_A_LIST, SHARES
from plugins.site.ledger_file import NO_ADDRESSES, Ever
from plugins.site.texts import Text

SHOWN = 10
"""How many addresses an error names."""


def plan(
    staging: Path,
    target: Directory,
    root: str = "",
    texts: tuple[Text, ...] = (),
    ever: Ever = NO_ADDRESSES,
) -> Plan:
    """Hold what was built of `texts` against what is live. Changes nothing.

    Args:
        root: the site's path prefix.
        ever: addresses that were published at any time, and those that were given up.
    """
    new = replace(read_tree(staging), texts=texts)
    if "index.html" not in new.by_path:
        raise PublishError(f"{staging} holds no index.html; build the site first")
    if RELEASE_NAME in new.by_path:
        raise PublishError(
            f"/{RELEASE_NAME} is where a publish says which release is shown; name that file otherwise"
        )
    old_id = _live(target)
    old = target.known(old_id)
    file = staging / "_redirects"
    leading = parse_redirects(file.read_text("utf-8") if file.is_file() else "", root)
    led = parse_redirects(target.redirects(old_id), root)
    known = addresses(old, led) | {address for address in ever.published if not MAY_GO.fullmatch(address)}
    for later in target.published_after(old_id):
        known |= addresses(target.known(later), parse_redirects(target.redirects(later), root))
    answering = addresses(new, leading)
    lost = known - answering - ever.given_up
    lost = {one for one in lost if not ((page := OF_A_LIST.fullmatch(one)) and page["list"] in answering)}
    lost -= _shown_by_shares(lost, old, target.tree(old_id))
    moved = {address: leading[address] for address in leading if address not in led}
    back = tuple(sorted(answering & ever.given_up))
    return Plan(new, old, old_id, difference(old, new), tuple(sorted(lost)), moved, back)


def _shown_by_shares(lost: set[str], old: Manifest, tree: Path) -> set[str]:
    """Those of `lost` that no page has shown but drafts that were shared: files that went with them."""
    shares = [file.path for file in old.files if file.path.startswith(SHARES)] if lost else []
    shown = {address for address in lost if "." in address and _names(address, shares, tree)}
    pages = [file.path for file in old.files if file.cache == "page" and not file.path.startswith(SHARES)]
    return {address for address in shown if not _names(address, pages, tree)}


def _names(address: str, paths: Iterable[str], tree: Path) -> bool:
    """Whether one of these pages shows the file, or another of its sizes."""
    stem = quote(address.rpartition(".")[0]).encode() + b"."
    return any(stem in (tree / path).read_bytes() for path in paths if (tree / path).is_file())


def guard(planned: Plan, order: Order, command: str = "make publish") -> None:
    """Refuse what an author can hardly mean.

    Args:
        command: what allows it when that is said with it.

    Raises:
        PublishError: too many pages would go, or a published address would answer 404.
    """
    pages = sum(file.cache == "page" for file in planned.old.files)
    going = sum(planned.old.by_path[path].cache == "page" for path in planned.change.gone)
    if going > deletion_limit(pages, order):
        raise PublishError(
            f"this would remove {going} of {pages} published pages; to allow it: {command} ALLOW_DELETES=1"
        )
    if planned.lost and not order.may_lose_addresses:
        more = f"\n  and {len(planned.lost) - SHOWN} more" if len(planned.lost) > SHOWN else ""
        listed = "".join(f"\n  {address}" for address in planned.lost[:SHOWN])
        raise PublishError(
            "published addresses would answer 404; keep them (`Slug:` keeps an address), let what took their"
            f" place answer (`Aliases:`), or give them up: {command} ALLOW_LOST=1{listed}{more}"
        )


def publish(
    staging: Path, target: Directory, planned: Plan, order: Order, now: datetime, *, is_fresh: bool = False
) -> tuple[str, ...]:
    """Make what was planned live, and make good what is damaged.

    The caller holds the lock. `now` is aware.

    Args:
        is_fresh: whether no file of another release is used, and none stays.

    Returns:
        What was made good, a line each.

    Raises:
        PublishError: nothing was published, or what was published proved wrong and the old release is back.
        OSError: the machine could not; what is live is as it was.
    """
    guard(planned, order)
    mended = mend(target, now)
    new, shown = planned.new, target.current_id()
    live = target.look(planned.old_id, new if planned.is_nothing else planned.old) if planned.old_id else None
    if live and live.spoilt:
        mended += (f"Release {planned.old_id} was not what was sealed: {say(live.spoilt)}",)
    there = live if planned.is_nothing else target.look(new.id, new) if new.id in target.sealed() else None
    is_made = is_fresh or there is None or bool(there.spoilt)
    if is_made:
        kept = target.kept(new.id) if planned.is_nothing else _kept_beside(target, new, planned.old_id)
        target.install(new, Sources(live, staging, there, is_fresh=is_fresh), () if is_fresh else kept)
    elif not target.is_known(new.id):
        target.seal(new)
    if is_made or shown != new.id:
        _go_live(target, new, shown)
    if not planned.is_nothing:
        target.record(_line(now, "publish", new, planned.old, planned.old_id))
    elif shown != new.id:
        mended += (f"{target.current} did not lead to a release", *mend(target, now))
    forget(target, order.keep)
    return mended


def rollback(target: Directory, wanted: str, now: datetime) -> tuple[str, tuple[str, ...]]:
    """Make an earlier release live again: `wanted`, or the last before the live one that is whole or can be made so.

    Returns:
        Its id, and what was made good, a line each.

    Raises:
        PublishError: there is none.
        OSError: the machine could not; what is live is as it was.
    """
    mended = mend(target, now)
    shown, live = target.current_id(), _live(target)
    if wanted and wanted not in target.sealed():
        raise PublishError(f"there is no release {wanted}; make releases lists them")
    for release in (wanted,) if wanted else _before(target, shown):
        faults = _make_whole(target, release, live)
        if faults is None:
            mended += (f"Release {release} is damaged, and no other has what it lost",)
            continue
        if release == shown and not faults:
            raise PublishError(f"release {release} is live already")
        mended += faults
        manifest, old = target.manifest(release), target.known(live)
        with suppress(OSError):  # a way back is worth more than what browsers have kept: the disk may be full
            _keep(target, manifest, live)
        _go_live(target, manifest, shown)
        target.record(_line(now, "rollback", manifest, old, live))
        return release, mended
    message = "there is no earlier release to go back to; make releases lists what is there"
    raise PublishError("\n".join((*mended, message)))


def _make_whole(target: Directory, release: str, live: str) -> tuple[str, ...] | None:
    """Mend a release from the others. Returns what was made good; None where they do not have what it lost."""
    if not target.is_known(release):
        return None
    there = target.look(release)
    if not there.spoilt:
        return ()
    looked = there if release == live else target.look(live) if live else None
    if target.install(target.known(release), Sources(looked, own=there), target.kept(release)):
        return None
    return (f"Release {release} was not what was sealed: {say(there.spoilt)}",)


def _kept_beside(target: Directory, new: Manifest, live: str) -> tuple[Kept, ...]:
    """What stays of earlier releases when `new` takes the place of the release `live`."""
    return keep(target.known(live), target.kept(live), new)


def _keep(target: Directory, manifest: Manifest, live: str) -> None:
    """Before the release `live` gives way to an earlier one: what pages of it ask for stays there."""
    kept = _kept_beside(target, manifest, live)
    if live != manifest.id and {one.file for one in kept} - {one.file for one in target.kept(manifest.id)}:
        target.install(manifest, Sources(target.look(live), own=target.look(manifest.id)), kept)


def mend(target: Directory, now: datetime) -> tuple[str, ...]:
    """Make good what tells of the releases: manifests that their trees prove, and the ledger. Says what, a line each.

    What a killed publish left goes.

    Among the lines of the ledger is the one that a publish killed after its switch could not write.
    """
    target.clear_unfinished()
    mended = [*_mend_manifests(target)]
    live = target.current_id()
    ledger, bad = target.read_ledger()
    is_behind = live in target.sealed() and (not ledger or ledger[-1].id != live)
    if not bad and not is_behind:
        return tuple(mended)
    if bad:
        mended.append(f"Of the ledger, {bad} lines were damaged; what the releases say takes their place")
    known = {live, *(line.id for line in ledger)}
    lost = [release for release in target.sealed() if release not in known]
    rows = [_line(target.sealed_at(one), "recover", target.known(one), EMPTY, "") for one in lost]
    rows = sorted((*ledger, *rows), key=lambda line: line.at) if rows else [*ledger]
    previous = rows[-1].id if rows else ""
    if live in target.sealed() and previous != live:
        rows.append(_line(now, "recover", target.known(live), target.known(previous), previous))
    target.write_ledger(rows)
    return tuple(mended)


def _mend_manifests(target: Directory) -> Iterator[str]:
    live = target.current_id()
    for release in target.sealed():
        if target.is_known(release):
            continue
        found = target.known(release)
        if found.files:
            target.seal(found)
            yield f"The manifest of release {release} was damaged"
        elif release != live:
            target.remove(release)
            yield f"Release {release} was damaged, and its manifest too: it is gone"


def forget(target: Directory, keep: int) -> None:
    """Remove all but the last `keep` releases; never the live one nor the one before it."""
    order = target.published()
    stay = {*order[-max(keep, 2) :], target.current_id()}
    for release in target.sealed():
        if release not in stay:
            target.remove(release)


def _live(target: Directory) -> str:
    """Id of the release that is live; where nothing is, of the one that was published last; or empty."""
    live, order = target.current_id(), target.published()
    return live if live and target.known(live).files else order[-1] if order else ""


def _before(target: Directory, shown: str) -> tuple[str, ...]:
    """Ids of the releases to go back to, the nearest first."""
    order = target.published()
    return order[: order.index(shown) if shown in order else None][::-1]


def _go_live(target: Directory, manifest: Manifest, shown: str) -> None:
    target.switch(manifest.id)
    try:
        target.verify(manifest, target.current)
    except PublishError as error:
        if shown == manifest.id:
            raise PublishError(f"{error}; the disk does not keep what is written to it") from error
        if not shown:
            target.current.unlink()
            raise PublishError(f"{error}; nothing is live") from error
        target.switch(shown)
        raise PublishError(f"{error}; release {shown} is live again") from error


def _line(at: datetime, action: Action, new: Manifest, old: Manifest, previous: str) -> Release:
    change = difference(old, new)
    return Release(
        at.replace(microsecond=0),
        action,
        new.id,
        previous,
        new.counts(),
        new.size_bytes,
        len(change.new),
        len(change.changed),
        len(change.gone),
    )
