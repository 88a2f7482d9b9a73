"""The target "pointer": releases side by side in a bucket, and one small object that says which is shown.

    current               the id of the release that is shown, in its text and as x-amz-meta-release
    releases/<id>/        the files
    releases/<id>.json    what was sent of it; a release without one was not finished and counts as absent
    ledger.jsonl          one line for everything that happened

Readers come through a proxy that asks for `current` first (docs/publishing.md). What a release shares with the one that
is shown is copied by the store itself: a request for each file, and no bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from plugins.publish.bucket import Bucket, StoreError, Thing
from plugins.publish.directory import ID
from plugins.publish.model import RELEASE_NAME, Manifest, in_order_of_publication, release_line
from plugins.publish.parse import parse_ledger
from plugins.publish.target import Promise, Sealed, Sending, TargetError, some
from plugins.publish.write import write_release

CURRENT, LEDGER = "current", "ledger.jsonl"
FORMAT = 1
Sent = Mapping[str, tuple[str, str]]
"""Key below the release → digest and fingerprint."""


def folder_of(release: str) -> str:
    return f"releases/{release}/"


def record_of(release: str) -> str:
    return f"releases/{release}.json"


@dataclass(kw_only=True)
class Pointer(Bucket):
    """A bucket of releases, read through a proxy."""

    promise: Promise = field(
        default=Promise(is_atomic=True, can_roll_back=True, serves_headers=False, is_read_by_request=True)
    )
    _live: str = ""
    _wrong: tuple[str, ...] = ()
    """Keys of the release that is shown, found not to be as they were sent."""

    # What is known

    def _read(self) -> None:
        self._live, self._wrong = self._pointed(), ()

    def _pointed(self) -> str:
        return (self._found(CURRENT) or b"").decode(errors="replace").strip()

    def current_id(self) -> str:
        """Of the release that the pointer names.

        Raises:
            TargetError: there is something else, and nobody said that it may be written over.
        """
        if self._live and not ID.fullmatch(self._live):
            self._keep_theirs("")
            return ""
        self._keep_theirs(self._live or self._first_record())
        return self._live

    def _first_record(self) -> str:
        """Of a send that a kill has ended before it showed anything."""
        listed = self._ask("list_objects_v2", Prefix=f"{self.prefix}releases/", MaxKeys=1).get("Contents", ())
        return listed[0]["Key"] if listed else ""

    def _sent(self, release: str) -> Sent:
        """What was sent of a release; nothing where it is not there, or its record is damaged."""
        body = self._found(record_of(release)) if release else None
        try:
            data = json.loads(body or b"{}")
            if int(data.get("format", FORMAT)) > FORMAT:
                raise TargetError(
                    f"{self.name}: release {release} has format {data['format']}, and this program knows {FORMAT};"
                    " update it"
                )
            return {key: (row[0], row[1]) for key, row in data.get("objects", {}).items()}
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            return {}

    def plan(self, new: Manifest) -> Sending:
        live = self.current_id()
        if live == new.id:
            return Sending(live, is_nothing=True)
        known, fit = self._sent(live), self.promise.fit(new).by_path
        sent = sorted(path for path, file in fit.items() if known.get(path, ("",))[0] != file.sha256)
        return Sending(live, tuple(sent), tuple(sorted(known.keys() - fit.keys() - {RELEASE_NAME})))

    # Send

    def send(self, release: Sealed) -> int:
        live, things = self.current_id(), self._things(release)
        shown = self._sent(live)  # refused where a newer program publishes
        put = partial(self._put, folder=folder_of(release.id))
        wanted: Sent = {thing.key: (thing.file.sha256, thing.fingerprint) for thing in things}
        own = self._sent(release.id)
        wrong = self._wrong or (
            self._wrong_of(things, folder_of(release.id), is_thorough=False) if own else ()
        )

        def place(thing: Thing) -> bool:
            if own.get(thing.key) == wanted[thing.key] and thing.key not in wrong:
                return False
            is_same = live not in ("", release.id) and shown.get(thing.key) == wanted[thing.key]
            return not (is_same and self._copied(thing.key, live, release.id)) and put(thing)

        count = self._each(place, things)
        if own != wanted:
            body = json.dumps({"format": FORMAT, "objects": wanted}).encode()
            self._ask("put_object", Key=record_of(release.id), Body=body, ContentType="application/json")
        return count

    def _things(self, release: Sealed) -> list[Thing]:
        """All objects of a release. Redirects are pages here: a proxy does not see where an object would lead."""
        return [self._thing(file, release) for file in self.promise.fit(release.whole).files]

    def _copied(self, key: str, live: str, release: str) -> bool:
        """Have the store copy an object from the release that is shown. Whether it was there."""
        source = {"Bucket": self.bucket, "Key": f"{self.prefix}{folder_of(live)}{key}"}
        try:
            self._ask("copy_object", Key=folder_of(release) + key, CopySource=source)
        except StoreError as error:
            if error.code in ("NoSuchKey", "404"):
                return False
            raise
        return True

    # Show

    def switch(self, release: Sealed) -> int:
        self._hold(self._live, release.id)
        self._point(release.id)
        self._hold(release.id, release.id)
        return 0

    def _point(self, release: str) -> None:
        self._ask(
            "put_object",
            Key=CURRENT,
            Body=release_line(release),
            ContentType="text/plain; charset=utf-8",
            CacheControl="no-cache",
            Metadata={"release": release},
        )
        self._live = release

    def _hold(self, shown: str, release: str) -> None:
        """Where the store honours no condition, two may write at once: who comes second is told."""
        if (found := self._pointed()) not in (shown, release):
            raise TargetError(
                f"{self.name}: release {found} was sent there meanwhile by somebody else; to show this one: "
                f"make send TARGET={self.name}"
            )

    def switch_back(self, before: str) -> bool:
        if before:
            self._point(before)
        return bool(before)

    # Look, forget

    def verify(self, release: Sealed) -> None:
        """What was sent was held against its digest when it arrived; asked for by itself, every object is read."""
        if self._pointed() != release.id:
            raise TargetError(f"{self.name}: release {release.id} is not the one that is shown there")
        things = self._things(release)
        if wrong := self._wrong_of(things, folder_of(release.id), is_thorough=self._is_dry):
            raise TargetError(f"{self.name}: this is not what was sent: {some(wrong)}")

    def differences(self, release: Sealed, *, is_thorough: bool = True) -> tuple[str, ...]:
        self._wrong = self._wrong_of(self._things(release), folder_of(release.id), is_thorough=is_thorough)
        return self._wrong

    def forget(self, release: Sealed, keep: int) -> None:
        text = (self._found(LEDGER) or b"").decode(errors="replace")
        line = write_release(release.line)
        if not text.endswith(line):
            text += line
            self._ask("put_object", Key=LEDGER, Body=text.encode(), ContentType="application/x-ndjson")
        keys = [*self._sizes("releases/")]
        sealed = {
            key.split("/")[1].removesuffix(".json")
            for key in keys
            if key.endswith(".json") and key.count("/") == 1
        }
        order = [one for one in in_order_of_publication(parse_ledger(text)[0]) if one in sealed]
        stay = {*order[-max(keep, 2) :], release.id, release.line.previous} & sealed
        over = [key for key in keys if key.split("/")[1].removesuffix(".json") not in stay]
        self._remove(sorted(over, key=lambda key: key.count("/")))  # records first: half a release is none


def _release(key: str) -> str:
    """Of which an object is."""
    return key.split("/")[1].removesuffix(".json")
