"""A bucket of S3, or of what speaks it: how it is asked, who may write there, and what an object is.

The two kinds of target that keep a site there are in store.py and pointer.py.
"""

from __future__ import annotations

import base64
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from plugins.machine import is_running, name_here
from plugins.publish.headers import CACHE_CONTROL
from plugins.publish.model import RELEASE_NAME, CacheClass, File, release_line
from plugins.publish.packed import unpacked
from plugins.publish.target import Promise, Sealed, TargetError, some
from plugins.publish.tree import digest_of

OWN = "_exit-interview/"
LOCK = f"{OWN}lock"
STALE_SECONDS = 900
"""A lock that nobody has refreshed for so long is nobody's."""

REFRESH_SECONDS = 120
CONNECT_SECONDS, ANSWER_SECONDS = 20, 60
ATTEMPTS = 6
WORKERS = 8
MANY = 1000
"""Objects that one request may delete."""

ORDER: Mapping[CacheClass, int] = {"immutable": 0, "file": 1, "page": 2, "feed": 3}
LAST = ("index.html", "sitemap.xml", RELEASE_NAME)

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
    size_bytes: int
    """Of the body."""

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


@dataclass(kw_only=True)
class Bucket:
    """A bucket, or a part of it."""

    name: str
    bucket: str
    prefix: str
    """Empty, or with a "/" at its end."""

    endpoint: str = ""
    region: str = ""
    ca: str = ""
    encoding: str = ""
    site: str = ""
    may_adopt: bool = False
    """Whether what is there and was not sent by us may be written over."""

    promise: Promise
    _client: Any = None
    _token: str = ""
    _is_dry: bool = False
    _refreshed_at: float = 0
    _honours: bool | None = None
    """Whether the store honours conditions; None where nobody has tried."""

    # Reach

    @contextmanager
    def locked(self, *, is_dry: bool = False) -> Iterator[None]:
        self._client, self._is_dry = self._connected(), is_dry
        self._read()
        if is_dry:
            yield
            return
        self._take()
        try:
            yield
        finally:
            with suppress(TargetError):
                self._ask("delete_object", Key=LOCK)

    def _read(self) -> None:
        """Find out what is there. Raises TargetError."""
        raise NotImplementedError

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
            retries={"mode": "standard", "max_attempts": ATTEMPTS},
            connect_timeout=CONNECT_SECONDS,
            read_timeout=ANSWER_SECONDS,
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
            raise self._error(error, arguments.get("Key", "")) from error
        except RecursionError:  # botocore asks for the region, is led on, and asks again
            raise StoreError(
                f"{self.name}: it leads from address to address without end; look at the endpoint and the region",
                "TooManyRedirects",
                301,
            ) from None

    def _error(self, error: Exception, key: str = "") -> TargetError:
        answer = getattr(error, "response", None) or {}
        code = str(answer.get("Error", {}).get("Code") or type(error).__name__)
        status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
        said = answer.get("Error", {}).get("Message") or str(error)
        sign = next((sign for sign in CURES if sign in code or sign in str(error)), "")
        cure = f"; {CURES[sign]}" if sign else f" ({key})" if key else ""
        return StoreError(f"{self.name}: {code}: {said}{cure}", code, status)

    def _found(self, key: str) -> bytes | None:
        """What an object holds; None where there is none."""
        try:
            body: bytes = self._ask("get_object", Key=key)["Body"].read()
        except StoreError as error:
            if error.code in ("NoSuchKey", "404"):
                return None
            raise
        return body

    # Keep others out

    def _take(self) -> None:
        self._token = f"{name_here()} {os.getpid()} {time.time_ns()}"
        if not self._put_lock():
            holder = self._ask("get_object", Key=LOCK)["Body"].read().decode(errors="replace")
            if not _is_gone(holder):
                raise TargetError(
                    f"{self.name}: somebody is publishing there ({holder.rpartition(' ')[0]}); wait, or if nobody is,"
                    f" remove the object {self.prefix}{LOCK}"
                )
            self._ask("put_object", Key=LOCK, Body=self._token.encode())
        elif self._honours is None:
            self._honours = not self._put_lock()
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

    # Objects

    def _thing(self, file: File, release: Sealed) -> Thing:
        path = release.tree / file.path
        packed = path.with_name(f"{path.name}.br")
        if file.path == RELEASE_NAME:
            return Thing(file.path, file, lambda: release_line(release.id), file.size_bytes)
        if self.encoding == "br" and file.cache == "page" and packed.is_file():
            return Thing(file.path, file, packed.read_bytes, packed.stat().st_size, "br")
        return Thing(file.path, file, path.read_bytes, file.size_bytes)

    def _put(self, thing: Thing, folder: str = "") -> bool:
        """Send an object; it was sent then."""
        body = thing.body()
        more = {"ContentEncoding": thing.encoding} if thing.encoding else {}
        more |= {"WebsiteRedirectLocation": thing.leads_to} if thing.leads_to else {}
        self._ask(
            "put_object",
            Key=folder + thing.key,
            Body=body,
            ContentType=thing.file.media_type,
            CacheControl=CACHE_CONTROL[thing.file.cache],
            ContentMD5=base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode(),
            Metadata={"sha256": thing.file.sha256},
            **more,
        )
        return True

    def _each(self, do: Callable[[Thing], bool], things: Iterable[Thing]) -> int:
        """Do it with all of them, several at a time. Returns how often it said that something was sent."""
        count = 0
        with ThreadPoolExecutor(WORKERS) as workers:
            for is_sent in workers.map(do, things):
                count += is_sent
                self._refresh()
        return count

    def _wrong_of(self, things: Sequence[Thing], folder: str = "", *, is_thorough: bool) -> tuple[str, ...]:
        """Keys of objects that are not there, or not as they were sent; of others than these nothing is said.

        Args:
            is_thorough: all are read; else they are listed, which tells only their sizes.
        """
        sizes = self._sizes(folder)
        there = [thing for thing in things if sizes.get(folder + thing.key) == thing.size_bytes]
        wrong = {thing.key for thing in things} - {thing.key for thing in there}
        if is_thorough:
            with ThreadPoolExecutor(WORKERS) as workers:
                right = workers.map(lambda thing: self._is_right(thing, folder), there)
                wrong |= {thing.key for thing, is_right in zip(there, right, strict=True) if not is_right}
        return tuple(sorted(wrong))

    def _sizes(self, folder: str = "") -> dict[str, int]:
        """Key → size of all that is there."""
        return {
            one["Key"].removeprefix(self.prefix): one["Size"]
            for page in self._pages(folder)
            for one in page.get("Contents", ())
        }

    def _pages(self, folder: str = "") -> Iterator[Mapping[str, Any]]:
        """A listing comes in parts."""
        more: dict[str, str] = {}
        while True:
            page = self._ask("list_objects_v2", Prefix=self.prefix + folder, **more)
            yield page
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def _is_right(self, thing: Thing, folder: str = "") -> bool:
        answer = self._ask("get_object", Key=folder + thing.key)
        if answer.get("WebsiteRedirectLocation", "") != thing.leads_to:
            return False
        body, encoding = answer["Body"].read(), answer.get("ContentEncoding") or ""
        if encoding != thing.encoding:
            return False
        try:
            return digest_of(unpacked(body, ".br") if encoding else body) == thing.file.sha256
        except ValueError:
            return False

    def _remove(self, keys: Sequence[str]) -> None:
        for start in range(0, len(keys), MANY):
            some_keys = [{"Key": self.prefix + key} for key in keys[start : start + MANY]]
            answer = self._ask("delete_objects", Delete={"Objects": some_keys, "Quiet": True})
            if answer.get("Errors"):
                wrong = answer["Errors"][0]
                cure = CURES.get(wrong.get("Code", ""), "")
                what = f"{wrong.get('Code')}: {wrong.get('Key')} cannot be removed"
                raise TargetError(f"{self.name}: {what}; {cure or 'look at the bucket'}")

    def _keep_theirs(self, known: str) -> None:
        """Raises TargetError: there is something, nothing of ours is there, and nobody said that it may go."""
        if known or self.may_adopt:
            return
        listed = self._ask("list_objects_v2", Prefix=self.prefix, MaxKeys=10).get("Contents", ())
        keys = [one["Key"] for one in listed if not one["Key"].startswith(self.prefix + OWN)]
        if keys:
            raise TargetError(
                f"{self.name}: {self.bucket}/{self.prefix} holds what is no release of ours ({some(keys, 2)});"
                f" to write over it: make send TARGET={self.name} ADOPT=1"
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
    if host == name_here() and not is_running(int(process)):
        return True
    return time.time_ns() - int(at) > STALE_SECONDS * 1_000_000_000
