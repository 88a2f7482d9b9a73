"""`PUBLISH_TARGETS`: addresses of places to send releases to, read into targets. All that is wrong is told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from plugins.publish.branch import Branch
from plugins.publish.folder import Folder
from plugins.publish.model import PublishError
from plugins.publish.pointer import Pointer
from plugins.publish.ssh import Ssh
from plugins.publish.store import Store
from plugins.publish.target import Target
from plugins.source import AuthorError, AuthorErrors, Source

SETTING, HOOK = "PUBLISH_TARGETS", "AFTER_PUBLISH"
HOST = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*|\[[0-9a-fA-F:.]+\]")
USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]*[A-Za-z0-9_]|[A-Za-z0-9_]")
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
KEPT = Path(".cache/targets")
SITE = re.compile(r"https?://[^/\s?#]+(?:/[^\s?#]*)?")
ADDRESSES = (
    "write ssh://user@host/folder, git+ssh://git@host/site.git#branch, s3://bucket/prefix or file:///folder"
)


@dataclass(frozen=True, slots=True)
class Address:
    """One address, taken apart."""

    parts: SplitResult
    options: Mapping[str, str]
    may_adopt: bool
    public_site: str
    """SITEURL."""

    source: Source
    """Where the settings name it."""

    is_at_once: bool = False
    """Whether what is gone is removed without grace."""

    @property
    def host(self) -> str:
        return (
            self.parts.netloc.rpartition("@")[2].partition(":")[0]
            if "[" not in self.parts.netloc
            else (f"[{self.parts.hostname}]")
        )

    @property
    def user(self) -> str:
        return self.parts.username or ""

    @property
    def name(self) -> str:
        last = self.parts.path.rstrip("/").rpartition("/")[2].removesuffix(".git")
        return self.options.get("name") or self.parts.hostname or last

    @property
    def site(self) -> str:
        return self.options.get("site", "").rstrip("/")


def read_targets(
    settings: Mapping[str, Any], path: Path, *, may_adopt: bool = False, is_at_once: bool = False
) -> tuple[Target, ...]:
    """The targets that the settings in the file at `path` name, in that order.

    Raises:
        AuthorErrors: everything that is wrong with them.
    """
    found = settings.get(SETTING, [])
    findings: list[AuthorError] = []
    targets: list[Target] = []
    if not isinstance(found, list | tuple):
        findings.append(
            AuthorError(_line(path, SETTING), f'{SETTING} is no list; write ["ssh://user@host/folder"]')
        )
        found = ()
    for address in found:
        site = str(settings.get("SITEURL") or "").rstrip("/")
        source = _line(path, str(address))
        faults, target = _read(address, site, source, may_adopt=may_adopt, is_at_once=is_at_once)
        findings += [AuthorError(source, fault) for fault in faults]
        if target and any(target.name == one.name for one in targets):
            fault = f'{address} has the name "{target.name}" of another target; add ?name=…'
            findings.append(AuthorError(source, fault))
        elif target:
            targets.append(target)
    findings += [AuthorError(_line(path, HOOK), fault) for fault in _hook_faults(settings.get(HOOK))]
    if findings:
        raise AuthorErrors(findings)
    return tuple(targets)


def chosen(targets: tuple[Target, ...], name: str) -> tuple[Target, ...]:
    """The target of that name; all where none is named.

    Raises:
        PublishError: there is none.
    """
    if not targets:
        raise PublishError(f"{SETTING} in the settings names no target; docs/publishing.md says how")
    some = tuple(target for target in targets if name in ("", target.name))
    if not some:
        raise PublishError(
            f"there is no target {name}; there is {', '.join(target.name for target in targets)}"
        )
    return some


def _read(
    address: object, site: str, source: Source, *, may_adopt: bool, is_at_once: bool
) -> tuple[list[str], Target | None]:
    if not isinstance(address, str):
        return [f"{address!r} is no address; {ADDRESSES}"], None
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        return [f"{address} is no address ({error}); {ADDRESSES}"], None
    if parts.scheme not in KINDS:
        return [f"{address} is no address of a target; {ADDRESSES}"], None
    known, faults_of, make = KINDS[parts.scheme]
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    taken = Address(parts, options, may_adopt, site, source, is_at_once)
    shown = address.replace(f":{parts.password}@", ":…@") if parts.password else address
    faults = [f"{shown}: {fault}" for fault in (*_faults(taken, known), *faults_of(taken))]
    return faults, None if faults else make(taken)


def _faults(address: Address, known: frozenset[str]) -> Iterator[str]:
    """What may be wrong with an address of any kind."""
    if address.parts.password is not None:
        yield "there is a password in it; take it out, and give it where the program looks for it (docs/publishing.md)"
    for option in address.options.keys() - known - COMMON:
        allowed = ", ".join(sorted(known | COMMON))
        yield f'"{option}" is no option of such an address; there is {allowed}'
    if "name" in address.options and not NAME.fullmatch(address.name):
        yield f'"{address.name}" cannot be a name; write ?name= with letters, digits and hyphens'
    if address.site and not SITE.fullmatch(address.site):
        yield f'"{address.site}" is no address of a site; write ?site=https://host.example'
    if address.user and not USER.fullmatch(address.user):
        yield f'"{address.user}" cannot be a user'


def _ssh_faults(address: Address) -> Iterator[str]:
    if not HOST.fullmatch(address.host):
        yield f'"{address.host}" cannot be a host'
    if not _is_folder(address):
        yield "it names no folder; write the whole path of one there, ssh://user@host/srv/site"


def _ssh(address: Address) -> Target:
    user = f"{address.user}@" if address.user else ""
    return Ssh(
        name=address.name,
        host=f"{user}{address.host}",
        port=address.parts.port,
        folder=unquote(address.parts.path).rstrip("/"),
        site=address.site,
        config=address.options.get("config", ""),
        may_adopt=address.may_adopt,
    )


def _is_folder(address: Address) -> bool:
    folder = unquote(address.parts.path)
    return bool(folder.strip("/")) and "\n" not in folder and not {".", ".."} & {*folder.split("/")}


def _folder_faults(address: Address) -> Iterator[str]:
    if address.parts.netloc:
        yield f'"{address.parts.netloc}" is a host; of a folder of this machine write file:///srv/site'
    if not _is_folder(address):
        yield "it names no folder; write the whole path of one, file:///srv/site"


def _folder(address: Address) -> Target:
    folder = Path(unquote(address.parts.path).rstrip("/"))
    place = f"{address.source}: {address.parts.geturl()}"
    return Folder(address.name, folder, address.site, address.may_adopt, place)


def _branch_faults(address: Address) -> Iterator[str]:
    is_file = address.parts.scheme == "git+file"
    if not is_file and not HOST.fullmatch(address.host):
        yield f'"{address.host}" cannot be a host'
    if not address.parts.path.strip("/"):
        yield "it names no repository; write git+ssh://git@host/me/site.git#pages"
    if not BRANCH.fullmatch(address.parts.fragment) or ".." in address.parts.fragment:
        yield 'it names no branch; write its name after a "#", as in git+ssh://git@host/me/site.git#pages'
    keep = address.options.get("keep", "2")
    if not keep.isdecimal() or int(keep) < 2:
        yield f"keep={keep} is no number of commits; write 2 or more, so that the last one can be reverted"


def _branch(address: Address) -> Target:
    parts = address.parts
    keep = address.options.get("keep")
    return Branch(
        name=address.name,
        url=f"{parts.scheme.removeprefix('git+')}://{parts.netloc}{parts.path}",
        branch=parts.fragment,
        keep=int(keep) if keep else None,
        folder=KEPT,
        site=address.site,
        public_site=address.public_site,
        config=address.options.get("config", ""),
        may_adopt=address.may_adopt,
    )


def _store_faults(address: Address) -> Iterator[str]:
    options = address.options
    if not BUCKET.fullmatch(address.host):
        yield f'"{address.host}" cannot be a bucket; its name has 3 to 63 small letters, digits, hyphens and full stops'
    if (endpoint := options.get("endpoint")) and not SITE.fullmatch(endpoint):
        yield f"endpoint={endpoint} is no address; write ?endpoint=https://host.example"
    if options.get("clean", "1") != "1":
        yield f"clean={options['clean']} is not known; write clean=1, or leave it out"
    if options.get("mode", "pointer") != "pointer":
        yield f"mode={options['mode']} is not known; write mode=pointer, or leave it out"
    if "mode" in options and "clean" in options:
        yield "clean=1 is not for mode=pointer, where the proxy knows addresses; leave one of them out"
    if options.get("encoding", "br") != "br":
        yield f"encoding={options['encoding']} is not known; write encoding=br, or leave it out"


def _store(address: Address) -> Target:
    options, prefix = address.options, unquote(address.parts.path).strip("/")
    shared: dict[str, Any] = {
        "name": address.name,
        "bucket": address.host,
        "prefix": f"{prefix}/" if prefix else "",
        "endpoint": options.get("endpoint", "").rstrip("/"),
        "region": options.get("region", ""),
        "ca": options.get("ca", ""),
        "encoding": options.get("encoding", ""),
        "site": address.site,
        "may_adopt": address.may_adopt,
    }
    if "mode" in options:
        return Pointer(**shared)
    return Store(**shared, has_clean_keys="clean" in options, is_at_once=address.is_at_once)


def _hook_faults(hook: object) -> Iterator[str]:
    is_right = isinstance(hook, list | tuple) and hook and all(isinstance(one, str) and one for one in hook)
    if hook is not None and not is_right:
        yield f'{HOOK} is no list of a program and its arguments; write ["program", "argument"]'


def _line(path: Path, sign: str) -> Source:
    lines = path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []
    places = [
        number for number, line in enumerate(lines, 1) if sign in line and not line.lstrip().startswith("#")
    ]
    places += [number for number, line in enumerate(lines, 1) if line.startswith(SETTING)]
    return Source(str(path), places[0] if places else 1)


COMMON = frozenset({"name", "site"})
Kind = tuple[frozenset[str], Callable[[Address], Iterator[str]], Callable[[Address], Target]]
KINDS: Mapping[str, Kind] = {
    "ssh": (frozenset({"config"}), _ssh_faults, _ssh),
    "file": (frozenset(), _folder_faults, _folder),
    "s3": (frozenset({"endpoint", "region", "ca", "clean", "encoding", "mode"}), _store_faults, _store),
    **dict.fromkeys(
        ("git+ssh", "git+https", "git+http", "git+file"),
        (frozenset({"config", "keep"}), _branch_faults, _branch),
    ),
}
"""Scheme → options besides the common ones, what can be wrong, and how the target is made."""
