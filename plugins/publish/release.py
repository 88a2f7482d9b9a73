"""The way of a release: compare, guard, install, switch, verify, record, forget the oldest."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from plugins.publish.directory import Directory
from plugins.publish.model import (
    EMPTY,
    Action,
    Manifest,
    Order,
    Plan,
    PublishError,
    Release,
    addresses,
    deletion_limit,
    difference,
    in_order_of_publication,
)
from plugins.publish.parse import parse_redirects
from plugins.publish.tree import read_tree

SHOWN = 10
"""How many addresses an error names."""


def plan(staging: Path, target: Directory) -> Plan:
    """Hold what was built against what is live. Changes nothing."""
    new = read_tree(staging)
    if "index.html" not in new.by_path:
        raise PublishError(f"{staging} holds no index.html; build the site first")
    live = target.current_id()
    old_id = live if live in target.sealed() else ""
    old = target.manifest(old_id)
    redirects = staging / "_redirects"
    answered = addresses(new, parse_redirects(redirects.read_text("utf-8") if redirects.is_file() else ""))
    known = addresses(old, parse_redirects(target.redirects(old_id)))
    return Plan(new, old, old_id, difference(old, new), tuple(sorted(known - answered)))


def guard(planned: Plan, order: Order) -> None:
    """Refuse what an author can hardly mean.

    Raises:
        PublishError: too many pages would go, or a published address would answer 404.
    """
    pages = sum(file.cache == "page" for file in planned.old.files)
    going = sum(planned.old.by_path[path].cache == "page" for path in planned.change.gone)
    if going > deletion_limit(pages, order):
        raise PublishError(
            f"this would remove {going} of {pages} published pages; to allow it: make publish ALLOW_DELETES=1"
        )
    if planned.lost and not order.may_lose_addresses:
        more = f"\n  and {len(planned.lost) - SHOWN} more" if len(planned.lost) > SHOWN else ""
        listed = "".join(f"\n  {address}" for address in planned.lost[:SHOWN])
        raise PublishError(
            "published addresses would answer 404; keep them (`Slug:` keeps an address), let what took their"
            f" place answer (`Aliases:`), or give them up: make publish ALLOW_LOST=1{listed}{more}"
        )


def publish(staging: Path, target: Directory, planned: Plan, order: Order, now: datetime) -> None:
    """Make what was planned live.

    The caller holds the lock. `now` is aware.

    Raises:
        PublishError: nothing was published, or what was published proved wrong and the old release is back.
    """
    recover(target, now)
    if planned.is_nothing:
        _expect_intact(target, planned.new)
        return
    guard(planned, order)
    if not _is_ready(target, planned.new):
        target.install(staging, planned.new)
    _go_live(target, planned.new, planned.old_id)
    target.record(_line(now, "publish", planned.new, planned.old, planned.old_id))
    forget(target, order.keep)


def _expect_intact(target: Directory, manifest: Manifest) -> None:
    try:
        target.verify(manifest, target.current)
    except PublishError as error:
        raise PublishError(f"{error}; make rollback, then make publish") from error


def _is_ready(target: Directory, manifest: Manifest) -> bool:
    """Whether the release is there already, whole; a damaged one is removed."""
    if manifest.id not in target.sealed():
        return False
    try:
        target.verify(manifest, target.tree(manifest.id))
    except PublishError:
        target.remove(manifest.id)
        return False
    return True


def rollback(target: Directory, wanted: str, now: datetime) -> str:
    """Make an earlier release live again: `wanted`, or the one published before the live one. Returns its id.

    Raises:
        PublishError: there is none, or it is no longer what was sealed.
    """
    recover(target, now)
    live = target.current_id()
    release = wanted or _before(target, live)
    if release == live:
        raise PublishError(f"release {release} is live already")
    manifest = target.manifest(release)
    target.verify(manifest, target.tree(release))
    _go_live(target, manifest, live)
    old = target.manifest(live) if live in target.sealed() else EMPTY
    target.record(_line(now, "rollback", manifest, old, live))
    return release


def recover(target: Directory, now: datetime) -> None:
    """Write the line that a publish killed after its switch could not write."""
    live, ledger = target.current_id(), target.ledger()
    if live in target.sealed() and (not ledger or ledger[-1].id != live):
        previous = ledger[-1].id if ledger else ""
        old = target.manifest(previous) if previous in target.sealed() else EMPTY
        target.record(_line(now, "recover", target.manifest(live), old, previous))


def forget(target: Directory, keep: int) -> None:
    """Remove all but the last `keep` releases; never the live one nor the one before it."""
    order = [release for release in in_order_of_publication(target.ledger()) if release in target.sealed()]
    stay = {*order[-max(keep, 2) :], target.current_id()}
    for release in target.sealed():
        if release not in stay:
            target.remove(release)


def _before(target: Directory, live: str) -> str:
    order = [release for release in in_order_of_publication(target.ledger()) if release in target.sealed()]
    earlier = order[: order.index(live)] if live in order else order
    if not earlier:
        raise PublishError("there is no earlier release to go back to; make releases lists what is there")
    return earlier[-1]


def _go_live(target: Directory, manifest: Manifest, old_id: str) -> None:
    target.switch(manifest.id)
    try:
        target.verify(manifest, target.current)
    except PublishError as error:
        if not old_id:
            target.current.unlink()
            raise PublishError(f"{error}; nothing is live") from error
        target.switch(old_id)
        raise PublishError(f"{error}; release {old_id} is live again") from error


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
