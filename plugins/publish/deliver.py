"""From public/ to the places where sites live: send what was sealed, show it, look at it, or go back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from plugins.publish import outside
from plugins.publish.directory import Directory
from plugins.publish.model import (
    EMPTY,
    Manifest,
    Order,
    Plan,
    PublishError,
    addresses,
    describe,
    difference,
)
from plugins.publish.parse import parse_redirects
from plugins.publish.release import guard
from plugins.publish.target import Sealed, Target, TargetError, some
from plugins.site.addresses import SHARES


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be delivered, and from where."""

    depot: Directory
    release: Sealed
    order: Order
    site: str
    """SITEURL."""

    now: datetime
    is_thorough: bool = False
    """Whether a target that shows the release already is read whole, also where that costs a request for each file."""

    is_news: bool = True
    """Whether this release was made just now, or a command of its own asks for it."""

    def arrival(self, site: str) -> Arrival:
        """What comes to a target that is seen at `site`."""
        release = self.release
        return Arrival(self.depot, release.manifest, release.tree, self.order, site, self.is_news)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What would take the place of the release that a target shows."""

    depot: Directory
    new: Manifest
    tree: Path
    """Of its files."""

    order: Order
    site: str
    is_news: bool

    @property
    def leading(self) -> Mapping[str, str]:
        """Old addresses, and where they lead."""
        path = self.tree / "_redirects"
        text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
        return parse_redirects(text, urlsplit(self.site).path.rstrip("/"))


def sealed(depot: Directory, release: str = "") -> Sealed:
    """The live release of the depot, or another of it.

    Raises:
        PublishError: nothing was published yet, or not that.
    """
    release = release or depot.current_id()
    if not release:
        raise PublishError("nothing was published yet, so nothing can be sent: make publish")
    manifest = depot.manifest(release)
    lines = [line for line in depot.ledger() if line.id == release]
    if not lines:
        raise PublishError(f"release {release} is not in the ledger; make publish mends that")
    return Sealed(manifest, depot.kept(release), depot.tree(release), lines[-1])


def deliver(target: Target, errand: Errand) -> Iterator[str]:
    """Send, switch, verify, and look from outside. Yields what there is to say, a line each.

    Raises:
        TargetError: it is not there, or not as it should be; what was shown before is shown again where that can be.
    """
    release, site = errand.release, target.site or errand.site
    with target.locked():
        before = target.current_id()
        is_shown = before == release.id
        if is_shown:
            wrong = target.differences(release, is_thorough=errand.is_thorough)
            if not wrong:
                target.forget(release, errand.order.keep)  # of a send that was killed after its switch
                unread = "" if errand.is_thorough else target.promise.unread
                yield f"{target.name}: {release.id} is there already{unread}"
                return
            yield f"{target.name}: this was not what was sent: {some(wrong)}"
        guard_there(target, before, errand.arrival(site))
        was_seen = bool(before) and bool(site) and outside.shown_at(site) == before
        sent = target.send(release)
        sent += target.switch(release)
        try:
            target.verify(release)
            said = [
                *_look(
                    target, errand, site, errand.depot.known(before) if before else EMPTY, was_seen=was_seen
                )
            ]
        except TargetError as error:
            raise TargetError(
                f"{error}\n  {_go_back(target, errand.depot, '' if is_shown else before)}"
            ) from error
        target.forget(release, errand.order.keep)
        yield f"{target.name}: {release.id} is live, {sent:,} files sent"
        yield from said


def guard_there(target: Target, live: str, arrival: Arrival) -> None:
    """Before a release from elsewhere gives way: the guard of a publish has not seen what goes with it.

    Args:
        live: id of the release that is shown there.

    Raises:
        TargetError: it has what the new one has not, or is newer, and nobody said that it may go.
    """
    name = target.name
    if live in ("", arrival.new.id) or any(line.id == live for line in arrival.depot.ledger()):
        return
    elsewhere = (
        f"{name}: release {live} was published there from elsewhere; get its texts (git pull), then publish"
    )
    if not arrival.is_news:
        raise TargetError(f"{elsewhere}. To show what is here all the same: make send TARGET={name}")
    sending = target.plan(arrival.new)
    gone = [describe(path, "", 0) for path in sending.gone]
    sent = {*sending.sent}
    stay = [file for file in arrival.new.files if file.path not in sent]
    lost = addresses(Manifest.of(gone), ()) - {*arrival.leading}
    if any(
        path.startswith(SHARES) for path in sending.gone
    ):  # files may have gone with a draft that was shared
        lost = {address for address in lost if address.endswith("/")}
    old = Manifest.of((*gone, *stay))
    planned = Plan(arrival.new, old, live, difference(old, arrival.new), tuple(sorted(lost)))
    try:
        guard(planned, arrival.order, f"make send TARGET={name}")
    except PublishError as error:
        raise TargetError(f"{elsewhere}. As it is, {error}") from error


def _go_back(target: Target, depot: Directory, before: str) -> str:
    """Show again what was shown before, and say so."""
    if target.switch_back(before):
        return f"release {before} is shown there again"
    if not before:
        return "it stays, for there is none to go back to"
    if target.promise.can_roll_back or not depot.is_known(before):
        return "it stays, for the one before is not here any more"
    old = sealed(depot, before)
    target.send(old)
    target.switch(old)
    return f"release {before} was sent again"


def check(target: Target, errand: Errand) -> Iterator[str]:
    """Hold a target against the live release, there and from outside. Changes nothing. Raises TargetError."""
    with target.locked(is_dry=True):
        target.verify(errand.release)
    yield f"{target.name}: {errand.release.id}, as it was sealed"
    if site := target.site or errand.site:
        # Nobody knows whether that address should show this target yet, and what was sent long ago is not waited for.
        yield from _look(target, errand, site, EMPTY, was_seen=False)


def _look(target: Target, errand: Errand, site: str, old: Manifest, *, was_seen: bool) -> Iterator[str]:
    """From outside, if the address shows this target at all: before a domain leads there it shows something else."""
    if not site:
        return
    release = errand.release
    shown = outside.wait_until_shown(site, release.id, target.promise.wait_seconds if was_seen else 0)
    if shown != release.id:
        what = {None: "nobody answers", "": "something else is shown"}.get(shown, f"release {shown} is shown")
        if was_seen and shown is not None:
            raise TargetError(f"{target.name}: {site}/release.txt: wanted {release.id}, but {what}")
        yield f"  not looked at from outside: at {site} {what}"
        return
    shown_there = replace(release, manifest=target.promise.fit(release.manifest))
    seen = outside.look(site, shown_there, old, errand.now, has_our_headers=target.promise.serves_headers)
    if seen.faults:
        raise TargetError(
            f"{target.name}: seen from outside it is not right:\n  " + "\n  ".join(seen.faults[:10])
        )
    yield f"  looked at from outside: {site}"
    if seen.stale:
        until = max(seen.stale.values())
        where = some(sorted(seen.stale), 3)
        yield f"  a cache shows the release before at {where}, until {until:%H:%M} UTC at the latest"
