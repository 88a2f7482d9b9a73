"""The target "store": a site in a bucket, under the keys that readers ask for.

What is there is known from a record of our own, an object beside the site: never from ETags, which are other digests in
other stores, and never from a listing alone. There is no moment at which all changes, so there is an order: what pages
ask for is sent before them, and nothing is removed in the release that does without it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from plugins.publish.bucket import ORDER, OWN, Bucket, Thing
from plugins.publish.model import RELEASE_NAME, File, Manifest
from plugins.publish.parse import parse_redirects
from plugins.publish.target import Promise, Sealed, Sending, TargetError, some
from plugins.publish.tree import digest_of

STATE = f"{OWN}state.json"
FORMAT = 1
UNKNOWN = ("", "")
"""Digest and fingerprint of an object of which nobody knows what it holds."""

NOTHING = digest_of(b"")
GRACE = 1
"""Releases for which an object stays that no release has any more."""


@dataclass(kw_only=True)
class Store(Bucket):
    """A site in place: a mixture of two releases is there while one is sent."""

    has_clean_keys: bool = False
    """Whether a page is there under its address too, for stores without an index document."""

    is_at_once: bool = False
    """Whether what is gone is removed without grace."""

    promise: Promise = field(
        default=Promise(is_atomic=False, can_roll_back=False, serves_headers=False, is_read_by_request=True)
    )
    _state: dict[str, Any] = field(default_factory=dict)

    # What is known

    def _read(self) -> None:
        self._state = self._read_state()
        self._honours = self._state.get("honours")

    def _read_state(self) -> dict[str, Any]:
        body = self._found(STATE)
        if body is None:
            return {"objects": {}, "gone": {}, "id": ""}
        try:
            state: dict[str, Any] = json.loads(body)
            found = int(state["format"])
        except (ValueError, KeyError, TypeError):
            raise TargetError(
                f"{self.name}: the record there, {self.prefix}{STATE}, cannot be read; to send all again,"
                f" remove it, then make send TARGET={self.name} ADOPT=1"
            ) from None
        if found > FORMAT:
            raise TargetError(
                f"{self.name}: the record there has format {found}, and this program knows {FORMAT}; update it"
            )
        return state

    def current_id(self) -> str:
        """Of the release that the record names.

        Raises:
            TargetError: there is no record but something else, and nobody said that it may be written over.
        """
        self._keep_theirs("recorded" if "format" in self._state else "")
        return str(self._state["id"])

    def plan(self, new: Manifest) -> Sending:
        if self.current_id() == new.id:
            return Sending(new.id, is_nothing=True)
        known, new = self._state["objects"], self.promise.fit(new)
        sent = [file.path for file in new.files if known.get(file.path, UNKNOWN)[0] != file.sha256]
        leads = {key for key, (found, *_) in known.items() if found == NOTHING}
        clean = {path.removesuffix("index.html") for path in new.by_path}
        gone = known.keys() - new.by_path.keys() - clean - leads - {RELEASE_NAME}
        return Sending(self.current_id(), tuple(sent), tuple(sorted(gone)))

    # Send

    def send(self, release: Sealed) -> int:
        """What pages ask for; the pages follow when it is shown.

        Written down before: what is on its way is not known, and is sent again after a kill, whatever is sent then.
        """
        self._state["objects"] |= {thing.key: UNKNOWN for thing in self._unsent(release)}
        self._put_state()
        return self._put_all(release, range(ORDER["page"]))

    def switch(self, release: Sealed) -> int:
        written = [thing.key for thing in self._unsent(release)]
        self._hold_state(written)
        count = self._put_all(release, range(ORDER["page"], len(ORDER) + 1))
        self._hold_state(written)
        wanted = {thing.key: [thing.file.sha256, thing.fingerprint] for thing in self._things(release)}
        gone = {key: self._state["gone"].get(key, 0) for key in self._state["objects"] if key not in wanted}
        more = int(release.id != self._state["id"])  # what is sent again ages nothing
        gone |= {key: age + more for key, age in self._state["gone"].items() if key not in wanted}
        self._state |= {"id": release.id, "objects": wanted, "gone": gone}
        self._put_state()
        self._hold_state(written)
        return count

    def _put_state(self) -> None:
        body = json.dumps({**self._state, "honours": self._honours, "format": FORMAT}).encode()
        self._ask("put_object", Key=STATE, Body=body, ContentType="application/json")

    def _hold_state(self, written: Sequence[str]) -> None:
        """Where the store honours no condition, two may write at once: who comes second is told.

        What was written by then may stand in the place of what the other has sent: nobody knows it any more, so whoever
        publishes next sends it again, or removes it a release later.
        """
        found = self._read_state()
        if found["id"] != self._state["id"]:
            ours = {key: UNKNOWN for key in written if key in found["objects"]}
            stray = {key: 0 for key in written if key not in ours}
            self._state = found | {"objects": found["objects"] | ours, "gone": found["gone"] | stray}
            self._put_state()
            raise TargetError(
                f"{self.name}: release {found['id']} was sent there meanwhile by somebody else; to show this one: "
                f"make send TARGET={self.name}"
            )

    def _put_all(self, release: Sealed, places: Iterable[int]) -> int:
        things = self._unsent(release)
        return sum(
            self._each(self._put, [thing for thing in things if thing.place == place]) for place in places
        )

    def _unsent(self, release: Sealed) -> list[Thing]:
        known = self._state["objects"]
        return [
            thing for thing in self._things(release) if known.get(thing.key, UNKNOWN)[1] != thing.fingerprint
        ]

    def _things(self, release: Sealed) -> list[Thing]:
        """All objects of a release."""
        moved = self._moved(release)
        found: dict[str, Thing] = {}
        for file in self.promise.fit(release.whole).files:
            thing = self._thing(file, release)
            found[file.path] = thing
            clean = file.path.removesuffix("index.html")
            if self.has_clean_keys and clean and clean != file.path:
                found[clean] = replace(thing, key=clean)
        for address, target in moved.items():
            key = address.removeprefix("/") + ("index.html" if address.endswith("/") else "")
            nothing = File(key, NOTHING, 0, "text/html; charset=utf-8", "page")
            found[key] = Thing(key, nothing, bytes, 0, leads_to=quote(target))
        return [found[key] for key in sorted(found.keys() - _folders(found))]

    def _moved(self, release: Sealed) -> Mapping[str, str]:
        path = release.tree / "_redirects"
        text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
        return {old: new for old, new in parse_redirects(text).items() if "?" not in old and old != new}

    def switch_back(self, before: str) -> bool:  # noqa: ARG002 - what was shown is sent again, by who has it
        return False

    # Look, forget

    def verify(self, release: Sealed) -> None:
        """What was sent was held against its digest when it arrived; asked for by itself, every object is read."""
        self._read()
        if self.current_id() != release.id:
            raise TargetError(f"{self.name}: release {release.id} is not the one that is there")
        if self._is_dry and (wrong := self._wrong_of(self._things(release), is_thorough=True)):
            raise TargetError(f"{self.name}: this is not what was sent: {some(wrong)}")

    def differences(self, release: Sealed, *, is_thorough: bool = True) -> tuple[str, ...]:
        wrong = {thing.key for thing in self._unsent(release)}
        wrong |= {*self._wrong_of(self._things(release), is_thorough=is_thorough)}
        self._state["objects"] |= dict.fromkeys(wrong, UNKNOWN)
        return tuple(sorted(wrong))

    def forget(self, release: Sealed, keep: int) -> None:  # noqa: ARG002 - what stays is told by its age
        over = [key for key, age in self._state["gone"].items() if age >= (0 if self.is_at_once else GRACE)]
        self._remove(over)
        if over:
            self._state["gone"] = {key: age for key, age in self._state["gone"].items() if key not in over}
            self._put_state()


def _folders(keys: Iterable[str]) -> set[str]:
    """Folders in which a key stands, without their last "/".

    An object of such a name is left out ("/feed" beside "/feed/"): stores that keep objects as files refuse it, and
    others lead from there to the index document of the folder.
    """
    return {key[:place] for key in keys for place, sign in enumerate(key) if sign == "/"}
