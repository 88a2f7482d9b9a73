"""The target "ssh": a folder on another machine with the layout of public/, reached by the programs ssh and rsync.

One shell over there is asked for everything but the files, and holds the lock, which is that of public/: when the shell
ends, for whatever reason, the lock ends with it. What it is asked is one compound command: cut off in the middle, it is
not run at all.
"""

from __future__ import annotations

import os
import re
import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from plugins.machine import is_running, name_here
from plugins.publish.directory import ID, UNFINISHED
from plugins.publish.model import (
    EMPTY,
    RELEASE_NAME,
    Manifest,
    PublishError,
    in_order_of_publication,
    time_of,
)
from plugins.publish.parse import FORMAT, parse_ledger, parse_manifest
from plugins.publish.shell import Talk, find_program, run_program
from plugins.publish.target import Promise, Sealed, Sending, TargetError, compare, some
from plugins.publish.tree import digest, walk
from plugins.publish.write import write_kept, write_manifest, write_release

SAFE = (
    *("-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", "ConnectTimeout=20"),
    *("-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4", "-o", "ClearAllForwardings=yes"),
)
"""Nothing is asked, no unknown host is taken for the one that is meant, and a connection that is gone is noticed."""

UNKNOWN = 8
FAR = f"""
F={{folder}}
LC_ALL=C; export LC_ALL; umask 022
check() {{{{ case "$1" in *[!0-9a-f]*|"") exit {UNKNOWN};; ????????????????) ;; *) exit {UNKNOWN};; esac; }}}}
look() {{{{
  for p in rsync flock find; do
    command -v $p >/dev/null || {{{{ echo "$p is not installed there; install it"; return 1; }}}}
  done
  d="$F"; while [ ! -e "$d" ]; do d=$(dirname "$d"); done
  [ -d "$d" ] || {{{{ echo "$d: File exists"; return 1; }}}}
  [ -w "$d" ] || {{{{ echo "$d: Permission denied"; return 1; }}}}
  [ ! -L "$F/releases" ] || {{{{ echo "$F/releases is a symlink; put a folder in its place"; return 1; }}}}
}}}}
take() {{{{
  look
  mkdir -p "$F"
  mkdir -p "$F/releases"
  chmod 755 "$F/releases"
  [ ! -L "$F/.lock" ] || rm -f "$F/.lock"  # of an edition before
  : >>"$F/.lock"
}}}}
show() {{{{ check "$1"; rm -f "$F/.current"; ln -s "releases/$1" "$F/.current"; mv -T "$F/.current" "$F/current"; }}}}
drop() {{{{ check "$1"; rm -f "$F/releases/$1.json" "$F/releases/$1.kept"; rm -rf "$F/releases/$1"; }}}}
settle() {{{{ sync -f "$F" 2>/dev/null || sync; }}}}
"""
"""All that runs there. Ids are held against their form before anything is removed."""

LOCK = """{{
exec 9>>"$F/.lock" && if flock -n 9; then echo "$$"{who} >"$F/.lock"; else cat "$F/.lock"; false; fi
}}"""
"""Run by the shell itself, and not by one below it: whose file is open holds the lock. `who` is on this side."""

HELD = re.compile(r"(?P<process>\d+), for process (?P<ours>\d+) of (?P<machine>.+)")
FREE_SECONDS = 20
"""How long a shell whose publisher is gone may take to end what it was about to do."""

AGAIN = "look at the network, and whether there is room there, then send again"
CURES = {
    **dict.fromkeys(
        (
            "onnection closed by",
            "onnection unexpectedly closed",
            "closed by remote host",
            "connection is gone",
        ),
        AGAIN,
    ),
    **dict.fromkeys(("Broken pipe", "Connection reset", "not responding", "timed out"), AGAIN),
    "Connection refused": "look at the address, and whether a server of ssh runs there",
    "Permission denied": "let whoever is named in the address read and write there",
    "No space left": "make room there, then send again",
    "Read-only": "it must be possible to write there",
    "File exists": "a file stands where the folder should be; move it away, or name another folder",
    "Not a directory": "a file stands where the folder should be; move it away, or name another folder",
    "Host key verification failed": "its host key is not known here; look at it once by hand: ssh {host}",
    "IDENTIFICATION HAS CHANGED": "its host key is another than the known one: find out why before you trust it",
    "Permission denied (": "no key opens it without a question; ssh-add one, or name it in ~/.ssh/config",
    "Could not resolve": "the name leads nowhere from here; look at the address and the network",
    "command not found": "install it there",
}
"""What ssh, rsync and the shell there say → what to do. The last that fits is the nearest."""

RSYNC = {
    11: "files cannot be written; look whether there is room there, then send again",
    12: "the rsync there ended early; look whether there is room there, then send again",
    23: "not all files could be sent; look whether there is room there, then send again",
    30: "the connection was silent for too long; send again",
}
"""How rsync ends where it says nothing: over a full disk, what the other end would say may be lost."""


@dataclass
class Ssh:
    """A folder of releases on another machine."""

    name: str
    host: str
    """With the user, if one is named."""

    port: int | None
    folder: str
    """Absolute."""

    site: str = ""
    config: str = ""
    """A file with settings of ssh, in place of ~/.ssh/config."""

    may_adopt: bool = False
    """Whether a site there that nobody knows may be set aside."""

    promise: Promise = field(
        default=Promise(is_atomic=True, can_roll_back=True, serves_headers=True, serves_by_date=True)
    )
    _talk: Talk | None = None

    # Reach

    @contextmanager
    def locked(self, *, is_dry: bool = False) -> Iterator[None]:
        for program in ("ssh", "rsync"):
            find_program(program, f"{self.name} is reached with it")
        with Talk((*self._ssh(), "--", self.host, "exec sh -s")) as talk:
            self._talk = talk
            try:
                talk.tell(FAR.format(folder=shlex.quote(self.folder)))
                self._ask("look")
                if not is_dry:
                    self._take()
                yield
            finally:
                self._talk = None

    def _ssh(self) -> tuple[str, ...]:
        port = ("-p", str(self.port)) if self.port else ()
        return ("ssh", "-T", *SAFE, *port, *(("-F", self.config) if self.config else ()))

    def _take(self) -> None:
        self._ask("take")
        held = self._lock()
        if process := _left(held):  # its connection is gone, and the machine there has not noticed
            self._answer(f"kill {process}")
            held = self._lock_within(FREE_SECONDS)
        if held:
            raise TargetError(
                f"{self.name}: somebody is publishing there (process {held});"
                f" wait, or if nobody is, end that process on {self.host}"
            )

    def _lock_within(self, seconds: int) -> str:
        held = self._lock()
        for _ in range(seconds if held else 0):
            time.sleep(1)
            if not (held := self._lock()):
                break
        return held

    def _lock(self) -> str:
        """Take the lock. Returns who holds it, or nothing where it is ours."""
        who = shlex.quote(f", for process {os.getpid()} of {name_here()}")
        code, said = self._told(LOCK.format(who=who))
        return said.strip() or "unknown" if code else ""

    def _ask(self, command: str) -> str:
        code, said = self._answer(command)
        if code:
            raise self._error(said)
        return said

    def _answer(self, command: str) -> tuple[int, str]:
        return self._told(f"( set -eu\n{command}\n)")

    def _told(self, command: str) -> tuple[int, str]:
        assert self._talk  # noqa: S101 - whoever asks holds the lock
        answer = self._talk.ask(command)
        if answer is None:
            raise self._error(self._talk.complaint() or "the connection is gone")
        return answer

    def _error(self, said: str) -> TargetError:
        lines = [line for line in said.splitlines() if line.strip()]
        cures = [cure for sign, cure in CURES.items() if sign in said]
        telling = [line for line in lines if not line.startswith("rsync error:")] or lines
        what = telling[-1].strip() if telling else "it does not answer"
        cure = f"; {cures[-1].format(host=self.host)}" if cures else ""
        return TargetError(f"{self.name}: {what}{cure}")

    # What is there

    def current_id(self) -> str:
        """Of the release that is shown.

        Raises:
            TargetError: something is shown that no manifest knows, and nobody said that it may be set aside.
        """
        shown = self._ask('readlink "$F/current" || ! [ -e "$F/current" ] || echo ?').strip()
        if not shown:
            return ""
        folder, _, release = shown.rpartition("/")
        if folder == "releases" and ID.fullmatch(release) and release in self._sealed():
            return release
        if self.may_adopt:
            return ""
        raise TargetError(
            f"{self.name}: {self.folder}/current is no release of ours; to put ours in its place:"
            f" make send TARGET={self.name} ADOPT=1"
        )

    def _sealed(self) -> tuple[str, ...]:
        """Ids of the releases there, the last that were published first."""
        listed = self._ask('[ ! -d "$F/releases" ] || ls "$F/releases"').split()
        sealed = {name.removesuffix(".json") for name in listed if name.endswith(".json")} & {*listed}
        ledger, _ = parse_ledger(self._ask('cat "$F/ledger.jsonl" 2>/dev/null || true'))
        order = [one for one in in_order_of_publication(ledger) if one in sealed]
        return (*reversed(order), *sorted(sealed - {*order}))

    def _manifest(self, release: str) -> Manifest:
        """Of a release there; the empty one where it is damaged, for then everything is held by its bytes.

        Raises:
            TargetError: a newer program has written it.
        """
        text = self._ask(f'cat "$F/releases/{release}.json"') if release else ""
        found = re.search(r'^ "format": (\d+)', text, re.MULTILINE)
        if found and int(found[1]) > FORMAT:
            raise TargetError(
                f"{self.name}: release {release} has format {found[1]}, and this program knows {FORMAT}; update it"
            )
        try:
            return parse_manifest(text)
        except PublishError:
            return EMPTY

    def plan(self, new: Manifest) -> Sending:
        live = self.current_id()
        return compare(live, self._manifest(live), new)

    # Send

    def send(self, release: Sealed) -> int:
        live, sealed = self.current_id(), self._sealed()
        self._manifest(live)  # refused where a newer program publishes, too
        self._ask(f'rm -rf "$F/releases/{UNFINISHED}old"')
        if release.id in sealed and not self._differences(release, f"releases/{release.id}"):
            return 0
        half = f"{UNFINISHED}{release.id}"
        sent = self._copy(release, half, (live, *sealed))
        self._set_times(release, half)
        self._put(f"releases/{half}.json", write_manifest(release.manifest))
        self._put(f"releases/{half}.kept", write_kept(release.kept) if release.kept else "")
        self._install(release.id, half, is_live=live == release.id)
        return sent

    def _copy(self, release: Sealed, half: str, known: tuple[str, ...]) -> int:
        links = [f"--link-dest=../{one}" for one in dict.fromkeys(known) if one][:5]
        remote = shlex.join(self._ssh())
        where = f"{self.host}:{self.folder}/releases/{half}/"
        # Whole: by differences, with --checksum and --link-dest, rsync 3.2.7 makes files that it then refuses.
        how = ("-rcpizs", "--whole-file", "--no-times", "--delete", "--chmod=D755,F644")
        command = ("rsync", *how, *links, "-e", remote)
        done = run_program((*command, "--", f"{release.tree}/", where))
        if done.code:
            reason = RSYNC.get(done.code, "its manual says what that is")
            raise self._error(done.complaint or f"rsync ended with {done.code}: {reason}")
        return sum(line.startswith("<f") for line in done.text.splitlines())

    def _set_times(self, release: Sealed, half: str) -> None:
        """Documents of a day take turns at one address, and have times by which servers tell them apart."""
        lines = []
        for file in release.manifest.files:
            if (at := time_of(file)) is not None:
                stamp = datetime.fromtimestamp(at, UTC)
                names = shlex.join(f"{file.path}{ending}" for ending in ("", ".gz", ".br"))
                lines.append(f"TZ=UTC touch -c -t {stamp:%Y%m%d%H%M.%S} {names}")
        if lines:
            self._ask("\n".join((f'cd "$F/releases/{half}"', *lines)))

    def _put(self, path: str, text: str) -> None:
        mark = "EXIT_INTERVIEW_END"
        lines = f"{text.rstrip()}\n" if text.strip() else ""
        self._ask(f"cat > \"$F/{path}\" <<'{mark}'\n{lines}{mark}")

    def _install(self, release: str, half: str, *, is_live: bool) -> None:
        """The tree gets its name when it is on the disk, then its manifest. One of that name gives way."""
        place, old = f'"$F/releases/{release}"', f'"$F/releases/{UNFINISHED}old"'
        new = f'"$F/releases/{half}"'
        steps = ["settle", f"rm -rf {old}"]
        if (
            is_live
        ):  # what is shown may have no name for a moment: another of the same content is shown meanwhile
            steps += [
                f'rm -f "$F/.current"; ln -s "releases/{half}" "$F/.current"; mv -T "$F/.current" "$F/current"'
            ]
            steps += [f"mv {place} {old}", f"cp -al {new} {place}", f"show {release}", f"rm -rf {new}"]
        else:
            steps += [f"if [ -e {place} ]; then mv {place} {old}; fi", f"mv {new} {place}"]
        steps += [f'mv "$F/releases/{half}{end}" "$F/releases/{release}{end}"' for end in (".kept", ".json")]
        steps += [f'[ -s "$F/releases/{release}.kept" ] || rm -f "$F/releases/{release}.kept"']
        steps += [f"rm -rf {old}", "settle"]
        self._ask("\n".join(steps))

    # Show

    def switch(self, release: Sealed) -> int:
        self._set_aside()
        self._ask(f"show {release.id}\nsettle")
        return 0

    def _set_aside(self) -> None:
        """A folder where the link should be."""
        self._ask(
            'if [ -d "$F/current" ] && [ ! -L "$F/current" ]; then n="$F/current-set-aside"\n'
            'while [ -e "$n" ]; do n="$n-"; done; mv -T "$F/current" "$n"; fi'
        )

    def switch_back(self, before: str) -> bool:
        if before:
            self._ask(f"show {before}\nsettle")
        return bool(before)

    def verify(self, release: Sealed) -> None:
        if self.current_id() != release.id:
            raise TargetError(f"{self.name}: release {release.id} is not the one that is shown there")
        if wrong := self.differences(release):
            raise TargetError(f"{self.name}: {self.folder}/current is not what was sent: {some(wrong)}")

    def differences(self, release: Sealed, *, is_thorough: bool = True) -> tuple[str, ...]:  # noqa: ARG002
        return self._differences(release, "current")

    def _differences(self, release: Sealed, place: str) -> tuple[str, ...]:
        """Paths of files there that are not as they are here."""
        said = self._ask(
            f'cd -P "$F/{place}"\nfind . -type f -exec sha256sum {{}} +\n'
            'find . ! -type d ! -type f -exec printf "odd  %s\\n" {} \\;\n'
            'find . \\( -type f ! -perm 644 -o -type d ! -perm 755 \\) -exec printf "mode  %s\\n" {} \\;'
        )
        there = dict(_row(line) for line in said.splitlines() if "  " in line)
        sealed = {path: file.sha256 for path, file in release.whole.by_path.items()}
        here = {path: sealed.get(path) or digest(release.tree / path) for path in walk(release.tree)}
        here |= {path: found for path, found in sealed.items() if path != RELEASE_NAME}
        return tuple(sorted(path for path in here.keys() | there.keys() if here.get(path) != there.get(path)))

    def forget(self, release: Sealed, keep: int) -> None:
        text = self._ask('cat "$F/ledger.jsonl" 2>/dev/null || true')
        line = write_release(release.line)
        if not text.endswith(line):
            self._put(".ledger", f"{text}{line}")
            self._ask('mv "$F/.ledger" "$F/ledger.jsonl"')
        stay = {*self._sealed()[: max(keep, 2)], release.id, release.line.previous}
        gone = [one for one in self._sealed() if one not in stay]
        left = self._ask(f'ls -A "$F/releases" | grep "^{UNFINISHED}" || true').split()
        steps = [f"drop {one}" for one in gone] + [f'rm -rf "$F/releases/"{shlex.quote(one)}' for one in left]
        if steps:
            self._ask("\n".join(steps))


def _left(held: str) -> str:
    """The process there that holds the lock, where it serves one of this machine that has ended."""
    found = HELD.fullmatch(held)
    is_left = found and found["machine"] == name_here() and not is_running(int(found["ours"]))
    return found["process"] if found and is_left else ""


def _row(line: str) -> tuple[str, str]:
    """Path and digest, of a line of sha256sum."""
    found, _, path = line.partition("  ")
    if found.startswith("\\"):
        found, path = found[1:], path.replace("\\n", "\n").replace("\\\\", "\\")
    return path.removeprefix("./"), found
