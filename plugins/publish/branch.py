"""The target "branch": a commit whose tree is the release, pushed to a branch that a host publishes.

It is made without a work tree, in a repository of its own under .cache: what was pushed before is not hashed or sent
again. Losing that costs one fetch.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from plugins.publish.headers import headers_file
from plugins.publish.model import EMPTY, RELEASE_NAME, File, Manifest, release_line
from plugins.publish.shell import Done, find_program, run_program
from plugins.publish.ssh import SAFE
from plugins.publish.target import Promise, Sealed, Sending, TargetError, compare
from plugins.seal import keep_file, kept_file

TRAILER = re.compile(r"^Release: ([0-9a-f]{16})$", re.MULTILINE)
OF_HOSTS = (".github.io", ".gitlab.io", ".codeberg.page", ".pages.dev", ".netlify.app")
"""Hosts whose own names are no domain that somebody has brought along."""

IDS = "exit-interview-ids"
"""The file in our repository that says what git calls what."""

HOST_SECONDS = 300.0
"""How long a host may take until it shows what was pushed."""

SILENT_SECONDS = 60
"""How long a host may say nothing over https; over ssh the connection itself is asked."""

AGAIN = "look at the address and the network, then send again"
CURES = {
    "stale info": "somebody else has pushed there meanwhile; look at what, then send again",
    "fetch first": "somebody else has pushed there meanwhile; look at what, then send again",
    "Permission denied": "let whoever pushes write there",
    "not found": "look at the address, and make an empty repository there first",
    "does not appear to be a git repository": "look at the address, and make an empty repository there first",
    "Host key verification failed": "its host key is not known here; look at it once by hand with ssh",
    "Could not resolve": "the name leads nowhere from here; look at the address and the network",
    "Operation too slow": "the host has said nothing for too long; look at the network, then send again",
    "could not read Username": "give git a way to log in without a question: a key, or a credential helper",
    **dict.fromkeys(
        ("onnection closed", "closed by remote host", "Broken pipe", "onnection reset", "not responding"),
        AGAIN,
    ),
    **dict.fromkeys(("hung up", "early EOF", "onnection refused", "Could not read from remote"), AGAIN),
    "protected branch": "the host forbids rewriting that branch; take another, or leave out ?keep=",
}


@dataclass
class Branch:
    """A branch of a repository elsewhere."""

    name: str
    url: str
    branch: str
    keep: int | None
    """How many commits stay; None for all."""

    folder: Path
    """Where repositories of ours may stand."""

    site: str = ""
    public_site: str = ""
    """SITEURL, for the name of the domain."""

    config: str = ""
    may_adopt: bool = False
    promise: Promise = field(
        default=Promise(is_atomic=True, can_roll_back=False, serves_headers=False, wait_seconds=HOST_SECONDS)
    )
    _made: str = ""
    """The commit that `send` made."""

    _before: str = ""
    """What the branch was, or empty."""

    _apart: Path | None = None
    """The repository of a dry run."""

    @property
    def _repository(self) -> Path:
        return self._apart or self.folder / f"{blake2b(self.url.encode(), digest_size=6).hexdigest()}.git"

    @property
    def _ref(self) -> str:
        return f"refs/heads/{self.branch}"

    @contextmanager
    def locked(self, *, is_dry: bool = False) -> Iterator[None]:
        """A push is its own lock."""
        find_program("git", f"{self.name} is a branch of git")
        with self._set_apart() if is_dry else nullcontext():
            self._make_repository()
            self._before = self._tip()
            yield

    @contextmanager
    def _set_apart(self) -> Iterator[None]:
        """A repository that knows what ours does; what is fetched and made in it goes with it."""
        ours = self._repository
        with TemporaryDirectory() as folder:
            self._apart = Path(folder)
            try:
                self._make_repository()
                for name in (IDS, "shallow"):
                    if (ours / name).is_file():
                        copyfile(ours / name, self._apart / name)
                if ours.is_dir():
                    (self._apart / "objects/info/alternates").write_text(
                        f"{ours.resolve()}/objects\n", "utf-8"
                    )
                yield
            finally:
                self._apart = None

    def _make_repository(self) -> None:
        if not (self._repository / "HEAD").is_file():
            self._repository.mkdir(parents=True, exist_ok=True)
            self._git("init", "-q", "--bare")

    def _tip(self) -> str:
        """The commit there, fetched; empty where there is no such branch."""
        listed = self._git("ls-remote", "--", self.url, self._ref).text.split()
        if not listed:
            return ""
        known = self._git("cat-file", "-e", f"{listed[0]}^{{tree}}", may_fail=True)
        if known.code:
            depth = f"--depth={(self.keep or 1) + 1}"
            self._git("fetch", "-q", "--no-tags", depth, "--", self.url, f"+{self._ref}:refs/remotes/there")
        return listed[0]

    def current_id(self) -> str:
        """Of the release whose commit is the branch's last one.

        Raises:
            TargetError: the last commit is nobody's release, and nobody said that ours may follow it.
        """
        if not self._before:
            return ""
        message = self._git("log", "-1", "--format=%B", self._before).text
        found = TRAILER.search(message)
        if found:
            return found[1]
        if self.may_adopt:
            return ""
        who = self._git("log", "-1", "--format=%h by %an: %s", self._before).text.strip()
        raise TargetError(
            f"{self.name}: the last commit of {self.branch} is no release ({who}); to put ours after it:"
            f" make send TARGET={self.name} ADOPT=1"
        )

    def plan(self, new: Manifest) -> Sending:
        live = self.current_id()
        if live == new.id:
            return Sending(live, is_nothing=True)
        new = self.promise.fit(new)
        if not self._before:
            return compare(live, EMPTY, new)
        listed = self._git("ls-tree", "-r", "-z", "--name-only", self._before).text.split("\0")
        ids = self._ids()
        there = self._git("ls-tree", "-r", "-z", self._before).text.split("\0")
        by_path = {row.partition("\t")[2]: row.split()[2] for row in there if row}
        sent = [file.path for file in new.files if by_path.get(file.path) != ids.get(file.sha256, "?")]
        needed = {*new.by_path, *self._own(new)}
        gone = [path for path in listed if path and path not in needed]
        return Sending(live, tuple(sent), tuple(gone))

    # Send

    def send(self, release: Sealed) -> int:
        tree, sent = self._tree(release)
        commits = self._kept_commits()
        parent = ""
        if self.keep and len(commits) >= self.keep:
            for commit in reversed(commits[: self.keep - 1]):
                parent = self._again(commit, parent)
        else:
            parent = self._before
        counts = ", ".join(f"{number} {kind}" for kind, number in release.manifest.counts().items())
        message = f"Release {release.id}\n\n{counts}\n\nRelease: {release.id}\n"
        at = f"{int(release.line.at.timestamp())} +0000"
        host = urlsplit(self.site or self.public_site).hostname or "publish"
        who = {"NAME": host, "EMAIL": f"publish@{host}", "DATE": at}
        self._made = self._commit(tree, parent, message, who, who)
        return sent

    def _tree(self, release: Sealed) -> tuple[str, int]:
        """The tree of all that is sent, and how many files of it git did not have yet."""
        files = [file for file in self.promise.fit(release.whole).files if file.path != RELEASE_NAME]
        known = self._ids()
        tree = self._written(release, files, known)
        if not tree:  # git has pruned files that no commit had any more
            known = {}
            tree = self._written(release, files, known)
        if not tree:
            raise TargetError(f"{self.name}: {self._repository} is damaged; remove it, then send again")
        return tree, sum(file.sha256 not in known for file in files)

    def _written(self, release: Sealed, files: Sequence[File], known: Mapping[str, str]) -> str:
        """The tree of these files; empty where git lacks one that it is said to have."""
        new = [file for file in files if file.sha256 not in known]
        ids = {**known, **self._hash(new, release.tree)}
        if new:
            keep_file(self._repository / IDS, json.dumps(ids).encode())
        rows = {file.path: ids[file.sha256] for file in files}
        for path, data in self._own(release.manifest).items():
            rows.setdefault(path, self._git("hash-object", "-w", "--stdin", data=data).text.strip())
        index = {"GIT_INDEX_FILE": str((self._repository / "exit-interview-index").resolve())}
        Path(index["GIT_INDEX_FILE"]).unlink(missing_ok=True)
        text = "".join(f"100644 {identity}\t{path}\0" for path, identity in sorted(rows.items()))
        self._git("update-index", "-z", "--index-info", data=text.encode(), environment=index)
        return self._git("write-tree", environment=index, may_fail=True).text.strip()

    def _ids(self) -> dict[str, str]:
        """Digest → id of what git has already: it names files by another digest."""
        kept = kept_file(self._repository / IDS)
        ids: dict[str, str] = json.loads(kept) if kept else {}
        return ids

    def _hash(self, files: Sequence[File], tree: Path) -> dict[str, str]:
        paths = "".join(f"{(tree / file.path).resolve()}\n" for file in files)
        said = self._git("hash-object", "-w", "--no-filters", "--stdin-paths", data=paths.encode())
        return dict(zip((file.sha256 for file in files), said.text.split(), strict=True))

    def _own(self, manifest: Manifest) -> dict[str, bytes]:
        """What the host reads, on every push: a push without CNAME would lose the domain."""
        host = urlsplit(self.site or self.public_site).hostname or ""
        own = {".nojekyll": b"", "_headers": headers_file().encode(), RELEASE_NAME: release_line(manifest.id)}
        if "." in host and not host.endswith(OF_HOSTS) and not host.replace(".", "").isdecimal():
            own["CNAME"] = f"{host}\n".encode()
        return own

    def _kept_commits(self) -> list[str]:
        """The last ones of the branch, the newest first, as far as they matter."""
        if not self._before or not self.keep:
            return []
        said = self._git("rev-list", "--first-parent", f"--max-count={self.keep}", self._before)
        return said.text.split()

    def _again(self, commit: str, parent: str) -> str:
        """The same commit after another one."""
        form = "%T%n%an%n%ae%n%ad%n%cn%n%ce%n%cd%n%B"
        said = self._git("log", "-1", "--date=raw", f"--format={form}", commit).text
        tree, *people, message = said.split("\n", 7)
        author, committer = (
            dict(zip(("NAME", "EMAIL", "DATE"), some, strict=True)) for some in (people[:3], people[3:])
        )
        return self._commit(tree, parent, message.rstrip("\n") + "\n", author, committer)

    def _commit(
        self, tree: str, parent: str, message: str, author: Mapping[str, str], committer: Mapping[str, str]
    ) -> str:
        environment = {f"GIT_AUTHOR_{name}": value for name, value in author.items()}
        environment |= {f"GIT_COMMITTER_{name}": value for name, value in committer.items()}
        parents = ("-p", parent) if parent else ()
        done = self._git("commit-tree", tree, *parents, data=message.encode(), environment=environment)
        return done.text.strip()

    # Show

    def switch(self, release: Sealed) -> int:  # noqa: ARG002 - it was made of it
        self._push(self._made, self._before)
        return 0

    def _push(self, commit: str, expected: str) -> None:
        lease = f"--force-with-lease={self._ref}:{expected}"
        self._git("push", "-q", lease, "--", self.url, f"{commit}:{self._ref}")

    def switch_back(self, before: str) -> bool:
        if before and self._made:
            self._push(self._before, self._made)
        return bool(before)

    def differences(self, release: Sealed, *, is_thorough: bool = True) -> tuple[str, ...]:  # noqa: ARG002
        made = self._tree(release)[0]
        said = self._git("diff-tree", "-r", "-z", "--name-only", f"{self._before}^{{tree}}", made).text
        return tuple(path for path in said.split("\0") if path)

    def verify(self, release: Sealed) -> None:
        tip = self._tip()
        if not tip or self._git("rev-parse", f"{tip}^{{tree}}").text.strip() != self._tree(release)[0]:
            raise TargetError(f"{self.name}: the last commit of {self.branch} is not release {release.id}")

    def forget(self, release: Sealed, keep: int) -> None:  # noqa: ARG002 - ?keep= says how much stays
        if not self._made:
            return
        self._git("update-ref", "refs/exit-interview/last", self._made)
        self._git("-c", "gc.pruneExpire=now", "gc", "--auto", "-q", may_fail=True)

    # Git

    def _git(
        self,
        *arguments: str,
        data: bytes = b"",
        environment: Mapping[str, str] | None = None,
        may_fail: bool = False,
    ) -> Done:
        ssh = " ".join(("ssh", *SAFE, *(("-F", f"'{self.config}'") if self.config else ())))
        around = {
            "GIT_DIR": str(self._repository.resolve()),
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_SSH_COMMAND": ssh,
        }
        settings = {
            "core.quotePath": "false",
            "gc.autoDetach": "false",
            "http.lowSpeedLimit": "1",
            "http.lowSpeedTime": str(SILENT_SECONDS),
        }
        set_so = (word for name, value in settings.items() for word in ("-c", f"{name}={value}"))
        command = ("git", *set_so, *arguments)
        done = run_program(command, data, environment={**around, **(environment or {})})
        if done.code and not may_fail:
            lines = [line.removeprefix("fatal: ") for line in done.complaint.splitlines() if line.strip()]
            telling = (
                [line for line in lines if any(sign in line for sign in CURES)]
                or lines
                or [f"git {arguments[0]} failed"]
            )
            cures = [cure for sign, cure in CURES.items() if sign in done.complaint]
            raise TargetError(f"{self.name}: {telling[0].strip()}{f'; {cures[0]}' if cures else ''}")
        return done
