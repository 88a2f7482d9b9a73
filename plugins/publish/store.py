"""The target "store": a bucket of S3, or of what speaks it, from which a site is served.

What is there is known from a record of our own, an object beside the site: never from ETags, which are other digests in
other stores, and never from a listing alone. There is no moment at which all changes, so there is an order: what pages
ask for is sent before them, and nothing is removed in the release that does without it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from plugins.publish.headers import CACHE_CONTROL
from plugins.publish.model import RELEASE_NAME, CacheClass, File, Manifest, release_line
from plugins.publish.packed import unpacked
from plugins.publish.parse import parse_redirects
from plugins.publish.target import Promise, Sealed, Sending, TargetError, some
from plugins.publish.tree import digest_of

OWN = "_exit-interview/"
STATE, LOCK = f"{OWN}state.json", f"{OWN}lock"
FORMAT = 1
STALE_SECONDS = 900
"""A lock that nobody has refreshed for so long is nobody's."""

REFRESH_SECONDS = 120
WORKERS = 8
MANY = 1000
"""Objects that one request may delete."""

ORDER: Mapping[CacheClass, int] = {"immutable": 0, "file": 1, "page": 2, "feed": 3}
LAST = ("index.html", "sitemap.xml", RELEASE_NAME)
GRACE = 1
"""Releases for which an object stays that no release has any more."""

CURES = {
    "NoSuchBucket": "make the bucket first",
    "AccessDenied": "let the key read, write and delete in that bucket (docs/publishing.md)",
    "InvalidAccessKeyId": "look at the key",
    "SignatureDoesNotMatch": "look at the secret key",
    "RequestTimeTooSkewed": "the clock of this machine is wrong; set it",
    "PermanentRedirect": "the bucket is in another region; write it as ?region=",
    "AuthorizationHeaderMalformed": "the bucket is in another region; write it as ?region=",
    "NoCredentialsError": "give a key where AWS programs look for it: AWS_ACCESS_KEY_ID, or ~/.aws/credentials",
    "SSLError": "its certificate is signed by nobody known; name the file of who signed it: ?ca=/path/ca.pem",
    "EndpointConnectionError": "look at the endpoint and the network",
}
"""What a store or its client answers → what to do."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One object as it is to be."""

    key: str
    """Without the prefix."""

    file: File
    body: Callable[[], bytes]
    encoding: str = ""
    leads_to: str = ""
    """Where the address leads; such an object is empty."""

    @property
    def fingerprint(self) -> str:
        """Of all that is sent."""
        file = self.file
        sent = (file.sha256, file.media_type, CACHE_CONTROL[file.cache], self.encoding, self.leads_to)
        return digest_of("\0".join(sent).encode())[:16]

    @property
    def place(self) -> int:
        """When it is sent: what pages ask for first, what names all pages last."""
        return len(ORDER) if self.key in LAST else ORDER[self.file.cache]


@dataclass
class Store:
    """A bucket, or a part of it."""

    name: str
    bucket: str
    prefix: str
    """Empty, or with a "/" at its end."""

    endpoint: str = ""
    region: str = ""
    ca: str = ""
    has_clean_keys: bool = False
    """Whether a page is there under its address too, for stores without an index document."""

    encoding: str = ""
    is_at_once: bool = False
    """Whether what is gone is removed without grace."""

    site: str = ""
    may_adopt: bool = False
    """Whether what is there and was not sent by us may be written over."""

    promise: Promise = field(default=Promise(is_atomic=False, can_roll_back=False, serves_headers=False))
    _client: Any = None
    _state: dict[str, Any] = field(default_factory=dict)
    _token: str = ""
    _is_dry: bool = False
    _refreshed_at: float = 0

    # Reach

    @contextmanager
    def locked(self, *, is_dry: bool = False) -> Iterator[None]:
        self._client, self._is_dry = self._connected(), is_dry
        self._state = self._read_state()
        if is_dry:
            yield
            return
        self._take()
        try:
            yield
        finally:
            with suppress(TargetError):
                self._ask("delete_object", Key=LOCK)

    def _connected(self) -> Any:
        try:
            import boto3  # only here: it takes half a second, and is there when a target needs it
            from botocore.config import Config
            from botocore.exceptions import BotoCoreError
        except ImportError:
            raise TargetError(
                f"{self.name}: boto3 is not installed; make does it where PUBLISH_TARGETS is set"
            ) from None
        settings = Config(
            retries={"mode": "standard", "max_attempts": 6},
            connect_timeout=20,
            read_timeout=60,
            max_pool_connections=WORKERS,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path"} if self.endpoint else {},
        )
        options = {"region_name": self.region or "us-east-1", "config": settings, "verify": self.ca or None}
        try:
            return boto3.session.Session().client("s3", endpoint_url=self.endpoint or None, **options)
        except (BotoCoreError, ValueError) as error:
            raise self._error(error) from error

    def _ask(self, verb: str, **arguments: Any) -> Any:
        if "Key" in arguments:
            arguments["Key"] = self.prefix + arguments["Key"]
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(self._client, verb)(Bucket=self.bucket, **arguments)
        except (BotoCoreError, ClientError) as error:
            raise self._error(error) from error

    def _error(self, error: Exception) -> TargetError:
        answer = getattr(error, "response", None) or {}
        code = str(answer.get("Error", {}).get("Code") or type(error).__name__)
        status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
        said = answer.get("Error", {}).get("Message") or str(error)
        sign = next((sign for sign in CURES if sign in code or sign in str(error)), "")
        cure = f"; {CURES[sign]}" if sign else ""
        return StoreError(f"{self.name}: {code}: {said}{cure}", code, status)

    # What is known

    def _read_state(self) -> dict[str, Any]:
        try:
            body = self._ask("get_object", Key=STATE)["Body"].read()
        except StoreError as error:
            if error.code in ("NoSuchKey", "404"):
                return {"objects": {}, "gone": {}, "id": ""}
            raise
        try:
            state: dict[str, Any] = json.loads(body)
            if state["format"] != FORMAT:
                raise TargetError(
                    f"{self.name}: the record there has format {state['format']}; this program reads {FORMAT}"
                )
        except (ValueError, KeyError, TypeError):
            raise TargetError(
                f"{self.name}: the record there, {self.prefix}{STATE}, cannot be read; to send all again,"
                f" remove it, then make send TARGET={self.name} ADOPT=1"
            ) from None
        return state

    def current_id(self) -> str:
        """Of the release that the record names.

        Raises:
            TargetError: there is no record but something else, and nobody said that it may be written over.
        """
        if not self._is_recorded and not self.may_adopt:
            listed = self._ask("list_objects_v2", Prefix=self.prefix, MaxKeys=10).get("Contents", ())
            keys = [one["Key"] for one in listed if not one["Key"].startswith(self.prefix + OWN)]
            if keys:
                raise TargetError(
                    f"{self.name}: {self.bucket}/{self.prefix} holds what is no release of ours ({some(keys, 2)});"
                    f" to write over it: make send TARGET={self.name} ADOPT=1"
                )
        return str(self._state["id"])

    @property
    def _is_recorded(self) -> bool:
        """Whether a send, finished or not, has written down what is there."""
        return "format" in self._state

    def plan(self, new: Manifest) -> Sending:
        if self.current_id() == new.id:
            return Sending(new.id, is_nothing=True)
        known = self._state["objects"]
        sent = [file.path for file in new.files if known.get(file.path, [""])[0] != file.sha256]
        return Sending(
            self.current_id(), tuple(sent), tuple(sorted(known.keys() - new.by_path.keys() - {RELEASE_NAME}))
        )

    # Keep others out

    def _take(self) -> None:
        self._token = f"{socket.gethostname()} {os.getpid()} {time.time_ns()}"
        if not self._put_lock():
            holder = self._ask("get_object", Key=LOCK)["Body"].read().decode(errors="replace")
            if not _is_gone(holder):
                raise TargetError(
                    f"{self.name}: somebody is publishing there ({holder.rpartition(' ')[0]}); wait, or if nobody is,"
                    f" remove the object {self.prefix}{LOCK}"
                )
            self._ask("put_object", Key=LOCK, Body=self._token.encode())
        elif "honours" not in self._state:
            self._state["honours"] = not self._put_lock()
        self._refreshed_at = time.monotonic()

    def _put_lock(self) -> bool:
        """Whether the store let us write it. Some do not honour the condition: whatever is there is overwritten."""
        try:
            self._ask("put_object", Key=LOCK, Body=self._token.encode(), IfNoneMatch="*")
        except StoreError as error:
            if error.status in (409, 412):
                return False
            raise
        return True

    def _refresh(self) -> None:
        if time.monotonic() - self._refreshed_at > REFRESH_SECONDS:
            self._refreshed_at = time.monotonic()
            self._token = f"{self._token.rpartition(' ')[0]} {time.time_ns()}"
            self._ask("put_object", Key=LOCK, Body=self._token.encode())

    # Send

    def send(self, release: Sealed) -> int:
        """What pages ask for; the pages follow when it is shown. What a kill would leave is written down before."""
        new = {thing.key for thing in self._things(release)} - self._state["objects"].keys()
        self._state["gone"] = {**dict.fromkeys(new, 0), **self._state["gone"]}
        self._put_state()
        return self._put_all(release, range(ORDER["page"]))

    def switch(self, release: Sealed) -> int:
        count = self._put_all(release, range(ORDER["page"], len(ORDER) + 1))
        self._hold_state()
        wanted = {thing.key: [thing.file.sha256, thing.fingerprint] for thing in self._things(release)}
        gone = {key: self._state["gone"].get(key, 0) for key in self._state["objects"] if key not in wanted}
        more = int(release.id != self._state["id"])  # what is sent again ages nothing
        gone |= {key: age + more for key, age in self._state["gone"].items() if key not in wanted}
        self._state |= {"id": release.id, "objects": wanted, "gone": gone}
        self._put_state()
        self._hold_state()
        return count

    def _put_state(self) -> None:
        body = json.dumps({**self._state, "format": FORMAT}).encode()
        self._ask("put_object", Key=STATE, Body=body, ContentType="application/json")

    def _hold_state(self) -> None:
        """Where the store honours no condition, two may write at once: who comes second is told."""
        found = self._read_state()
        if found["id"] != self._state["id"]:
            raise TargetError(
                f"{self.name}: release {found['id']} was sent there meanwhile by somebody else; to show this one: "
                f"make send TARGET={self.name}"
            )

    def _put_all(self, release: Sealed, places: Iterable[int]) -> int:
        known, count = self._state["objects"], 0
        things = [
            thing for thing in self._things(release) if known.get(thing.key, ["", ""])[1] != thing.fingerprint
        ]
        with ThreadPoolExecutor(WORKERS) as workers:
            for place in places:
                for _ in workers.map(self._put, [thing for thing in things if thing.place == place]):
                    count += 1
                    self._refresh()
        return count

    def _things(self, release: Sealed) -> list[Thing]:
        """All objects of a release."""
        moved = self._moved(release)
        found: dict[str, Thing] = {}
        for file in release.whole.files:
            thing = self._thing(file, release)
            found[file.path] = thing
            clean = file.path.removesuffix("index.html")
            if self.has_clean_keys and clean and clean != file.path:
                found[clean] = Thing(clean, file, thing.body, thing.encoding)
        for address, target in moved.items():
            key = address.removeprefix("/") + ("index.html" if address.endswith("/") else "")
            nothing = File(key, digest_of(b""), 0, "text/html; charset=utf-8", "page")
            found[key] = Thing(key, nothing, bytes, leads_to=quote(target))
        return [found[key] for key in sorted(found)]

    def _moved(self, release: Sealed) -> Mapping[str, str]:
        path = release.tree / "_redirects"
        text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
        return {old: new for old, new in parse_redirects(text).items() if "?" not in old and old != new}

    def _thing(self, file: File, release: Sealed) -> Thing:
        path = release.tree / file.path
        packed = path.with_name(f"{path.name}.br")
        if file.path == RELEASE_NAME:
            return Thing(file.path, file, lambda: release_line(release.id))
        if self.encoding == "br" and file.cache == "page" and packed.is_file():
            return Thing(file.path, file, packed.read_bytes, "br")
        return Thing(file.path, file, path.read_bytes)

    def _put(self, thing: Thing) -> None:
        body = thing.body()
        more = {"ContentEncoding": thing.encoding} if thing.encoding else {}
        more |= {"WebsiteRedirectLocation": thing.leads_to} if thing.leads_to else {}
        self._ask(
            "put_object",
            Key=thing.key,
            Body=body,
            ContentType=thing.file.media_type,
            CacheControl=CACHE_CONTROL[thing.file.cache],
            ContentMD5=base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode(),
            Metadata={"sha256": thing.file.sha256},
            **more,
        )

    def switch_back(self, before: str) -> bool:  # noqa: ARG002 - what was shown is sent again, by who has it
        return False

    # Look, forget

    def verify(self, release: Sealed) -> None:
        """What was sent was held against its digest when it arrived; asked for by itself, every object is read."""
        self._state = self._read_state()
        if self.current_id() != release.id:
            raise TargetError(f"{self.name}: release {release.id} is not the one that is there")
        if self._is_dry and (wrong := self._wrong(release)):
            raise TargetError(f"{self.name}: this is not what was sent: {some(wrong)}")

    def differences(self, release: Sealed) -> tuple[str, ...]:
        wrong = self._wrong(release)
        for key in wrong:
            self._state["objects"].pop(key, None)
        return wrong

    def _wrong(self, release: Sealed) -> tuple[str, ...]:
        """Keys of objects that are not there, or not as they were sent: all are read."""
        listed = {
            one["Key"].removeprefix(self.prefix) for page in self._pages() for one in page.get("Contents", ())
        }
        things = self._things(release)
        wrong = [thing.key for thing in things if thing.key not in listed]
        with ThreadPoolExecutor(WORKERS) as workers:
            there = [thing for thing in things if thing.key in listed]
            wrong += [
                thing.key
                for thing, is_right in zip(there, workers.map(self._is_right, there), strict=True)
                if not is_right
            ]
        return tuple(sorted(wrong))

    def _pages(self) -> Iterator[Mapping[str, Any]]:
        """A listing comes in parts."""
        more: dict[str, str] = {}
        while True:
            page = self._ask("list_objects_v2", Prefix=self.prefix, **more)
            yield page
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def _is_right(self, thing: Thing) -> bool:
        answer = self._ask("get_object", Key=thing.key)
        if answer.get("WebsiteRedirectLocation", "") != thing.leads_to:
            return False
        body, encoding = answer["Body"].read(), answer.get("ContentEncoding") or ""
        if encoding != thing.encoding:
            return False
        try:
            return digest_of(unpacked(body, ".br") if encoding else body) == thing.file.sha256
        except ValueError:
            return False

    def forget(self, release: Sealed, keep: int) -> None:  # noqa: ARG002 - what stays is told by its age
        over = [key for key, age in self._state["gone"].items() if age >= (0 if self.is_at_once else GRACE)]
        for start in range(0, len(over), MANY):
            some_keys = [{"Key": self.prefix + key} for key in over[start : start + MANY]]
            answer = self._ask("delete_objects", Delete={"Objects": some_keys, "Quiet": True})
            if answer.get("Errors"):
                wrong = answer["Errors"][0]
                cure = CURES.get(wrong.get("Code", ""), "")
                what = f"{wrong.get('Code')}: {wrong.get('Key')} cannot be removed"
                raise TargetError(f"{self.name}: {what}; {cure or 'look at the bucket'}")
        if over:
            self._state["gone"] = {key: age for key, age in self._state["gone"].items() if key not in over}
            self._ask(
                "put_object", Key=STATE, Body=json.dumps(self._state).encode(), ContentType="application/json"
            )


class StoreError(TargetError):
    """With what the store called it."""

    def __init__(self, message: str, code: str, status: int | None) -> None:
        super().__init__(message)
        self.code, self.status = code, status


def _is_gone(holder: str) -> bool:
    """Whether who held the lock is no more: a process of this machine that ended, or one that was silent for long."""
    host, process, at = [*holder.split(" "), "", "", ""][:3]
    if not (process.isdecimal() and at.isdecimal()):
        return True
    if host == socket.gethostname():
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return True
        except OSError:
            pass
    return time.time_ns() - int(at) > STALE_SECONDS * 1_000_000_000
