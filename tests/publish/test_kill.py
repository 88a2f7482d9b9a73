"""A publish that is killed at any step leaves the old site or the new one, whole."""

import gzip
import os
import shutil
import signal
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from plugins.publish import release
from plugins.publish.directory import Directory
from plugins.publish.model import Order

ORDER = Order(keep=2, may_lose_addresses=True)
NOW = datetime(2026, 3, 2, tzinfo=UTC)
CHANGES = {"os.rename", "os.link", "os.symlink", "os.mkdir", "os.remove", "os.rmdir", "os.truncate"}


def publish(staging: Path, public: Path, step: int = 0) -> int:
    """Publish in a process that kills itself before its n-th change to the disk. Returns 0, or the signal."""
    child = os.fork()
    if not child:
        try:
            kill_before(step)
            target = Directory(public)
            with target.locked():
                planned = release.plan(staging, target)
                release.publish(staging, target, planned, ORDER, NOW)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill_before(step: int) -> None:
    """Python announces every change to the disk to audit hooks before it happens."""
    seen = 0

    def count(event: str, arguments: tuple) -> None:
        nonlocal seen
        if event not in CHANGES and not (event == "open" and is_for_writing(arguments[2])):
            return
        seen += 1
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)

    if step:
        sys.addaudithook(count)


def is_for_writing(flags: object) -> bool:
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def make_site(folder: Path, name: str) -> Path:
    texts = {
        "index.html": f"<h1>{name}</h1>" + "word " * 200,
        "2026/a/index.html": "the same in all",
        f"2026/{name}/index.html": name,
        "feeds/all.atom": f"<feed>{name}</feed>",
        "static/site.0123456789.css": "p { color: red }",
    }
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def site_shown(public: Path) -> dict[str, bytes]:
    current = public / "current"
    return {
        path.relative_to(current).as_posix(): path.read_bytes()
        for path in sorted(current.rglob("*"))
        if path.is_file() and path.suffix not in (".gz", ".br") and path.name != "release.txt"
    }


def built(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_killed_at_any_step_the_live_site_is_the_old_or_the_new_one(tmp_path):
    """A reader never sees half of a release, and the next publish needs no help from anybody."""
    # given
    old, new = make_site(tmp_path / "old", "old"), make_site(tmp_path / "new", "new")
    publish(make_site(tmp_path / "older", "older"), tmp_path / "before")
    publish(old, tmp_path / "before")
    step, ended = 0, -signal.SIGKILL
    shown_new = False

    while ended == -signal.SIGKILL:
        # when
        step += 1
        public = shutil.copytree(tmp_path / "before", tmp_path / f"public-{step}", symlinks=True)
        ended = publish(new, public, step)

        # then
        shown = site_shown(public)
        assert shown in (built(old), built(new)), f"killed at step {step}"
        assert shown_new <= (shown == built(new)), "once switched, always switched"
        shown_new = shown == built(new)

        # and then
        assert publish(new, public) == 0, f"the publish after a kill at step {step}"
        assert site_shown(public) == built(new)
        assert not list((public / "releases").glob(".unfinished-*"))
        target = Directory(public)
        assert target.ledger()[-1].id == target.current_id()
        target.verify(target.manifest(target.current_id()), target.current)

    assert ended == 0
    assert step > 20, "the sweep went through every change to the disk"


def test_killed_at_the_first_publish_nothing_is_live_or_everything(tmp_path):
    """The first release has no old one to fall back to."""
    # given
    new = make_site(tmp_path / "new", "new")
    step, ended = 0, -signal.SIGKILL

    while ended == -signal.SIGKILL:
        # when
        step += 1
        public = tmp_path / f"public-{step}"
        ended = publish(new, public, step)

        # then
        assert site_shown(public) in ({}, built(new)), f"killed at step {step}"
        assert publish(new, public) == 0
        assert site_shown(public) == built(new)


def test_compressed_copies_unpack_to_the_page(tmp_path):
    """A server that sends .gz files sends the same page."""
    # given
    new = make_site(tmp_path / "new", "new")

    # when
    publish(new, tmp_path / "public")

    # then
    packed = tmp_path / "public/current/index.html.gz"
    assert gzip.decompress(packed.read_bytes()) == (new / "index.html").read_bytes()
