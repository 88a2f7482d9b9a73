"""The folder, which the other targets are held against: killed at every change to the disk; disks that are full."""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
import traceback
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from plugins.publish import release
from plugins.publish.directory import Directory
from plugins.publish.places import read_targets
from plugins.publish.target import TargetError
from tests.publish.test_kill import kill_before
from tests.targets.conftest import ORDER, START, make_site
from tests.targets.test_ssh import files, link_elsewhere, unknown


def target_of(far: Path, **options):
    return read_targets({"PUBLISH_TARGETS": [f"file://{far}?name=disk"]}, Path("publishconf.py"), **options)[
        0
    ]


def test_the_folder_there_is_as_the_one_here(depot, tmp_path):
    """Files, packed copies, records and times."""
    # given
    far = tmp_path / "far"
    depot.send(target_of(far))
    depot.publish(1)

    # when
    said = depot.send(target_of(far))

    # then
    there, here = Directory(far), depot.public
    live = here.current_id()
    assert said[0].startswith(f"disk: {live} is live, ")
    assert files(there.current) == files(here.current)
    assert there.manifest(live) == here.manifest(live)
    assert there.kept(live) == here.kept(live)
    assert there.ledger() == here.ledger()
    same = "2026/same/index.html"
    first = there.tree(here.published()[0]) / same
    assert (there.current / same).stat().st_mtime_ns == first.stat().st_mtime_ns
    assert depot.verify(target_of(far)) == [f"disk: {live}, as it was sealed"]


def by_hand(far):
    (far / "current").mkdir(parents=True)
    (far / "current/index.html").write_text("made by hand")


@pytest.mark.parametrize("make", [by_hand, link_elsewhere, unknown])
def test_a_site_that_nobody_knows_is_set_aside_when_that_is_said(depot, tmp_path, make):
    """It may be the only copy."""
    # given
    far = tmp_path / "far"
    make(far)
    with pytest.raises(TargetError) as caught:
        depot.send(target_of(far))

    # when
    depot.send(target_of(far, may_adopt=True))

    # then
    assert str(caught.value).endswith("to put ours in its place: make send TARGET=disk ADOPT=1")
    assert Directory(far).current_id() == depot.public.current_id()
    if make is by_hand:
        assert (far / "current-set-aside/index.html").read_text() == "made by hand"


def test_what_is_no_folder_is_told(depot, tmp_path):
    """In one line, at that of the settings; a dry run says the same."""
    (tmp_path / "a-file").write_text("")
    (tmp_path / "far").mkdir()
    (tmp_path / "far/releases").symlink_to("elsewhere")
    for far, said in (
        (
            tmp_path / "a-file/site",
            f"{tmp_path}/a-file is a file; move it away, or name another folder",
        ),
        (tmp_path / "far", f"{tmp_path}/far/releases is a symlink; put a folder in its place"),
    ):
        with pytest.raises(TargetError) as planned, target_of(far).locked(is_dry=True):
            pass
        with pytest.raises(TargetError) as caught:
            depot.send(target_of(far))
        assert str(planned.value) == str(caught.value) == f"publishconf.py:1: file://{far}?name=disk: {said}"


def test_a_folder_that_nobody_can_make_is_told(depot):
    """There is none in what the kernel shows of itself, whoever asks."""
    far = Path("/proc/a-site")
    with pytest.raises(TargetError) as caught:
        depot.send(target_of(far))
    assert str(caught.value) in (
        f"publishconf.py:1: file://{far}?name=disk: {far} cannot be made (No such file or directory); name a folder on"
        " a disk",
        f"publishconf.py:1: file://{far}?name=disk: /proc may not be written to; let yourself write there, or name"
        " another folder",
    )


@contextmanager
def small_disk(folder: Path):
    """A disk of one megabyte at `folder`."""
    folder.mkdir()
    mount = shutil.which("mount") or "mount"
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "none", folder], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield
    finally:
        subprocess.run([shutil.which("umount"), folder], check=True)


def fill(disk: Path) -> Path:
    """Leave no room there."""
    path = disk / "fill"
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            return path


@pytest.mark.parametrize("kind", ["folder", "ssh"])
def test_a_disk_that_is_full_or_may_only_be_read(depot, tmp_path, request, kind):
    """Told with what to do; what is shown stays, and is followed when there is room."""
    disk = tmp_path / "disk"
    with small_disk(disk):
        # given
        far = disk / "site"
        address = f"file://{far}?name=disk"
        if kind == "ssh":
            address = request.getfixturevalue("host").address(far, name="disk")
        target = read_targets({"PUBLISH_TARGETS": [address]}, Path("publishconf.py"))[0]
        depot.send(target)
        old, before = depot.public.current_id(), files(far / "current")
        for version in (1, 2):
            make_site(depot.folder / f"v{version}", version)
            (depot.folder / f"v{version}/images/desk.jpg").write_bytes(os.urandom(90_000))
        depot.publish(1)

        # when
        filling = fill(disk)
        with pytest.raises(TargetError) as full:
            depot.send(target)
        shown = Directory(far).current_id(), files(far / "current")
        filling.unlink()
        depot.send(target)
        depot.publish(2)
        subprocess.run([shutil.which("mount"), "-o", "remount,ro", disk], check=True)
        with pytest.raises(TargetError) as read_only:
            depot.send(target)

    # then
    assert str(full.value).startswith("disk: ")
    assert "room" in str(full.value)
    assert shown == (old, before)
    assert str(read_only.value).startswith("disk: " if kind == "ssh" else "publishconf.py:1: file://")
    assert "write" in str(read_only.value)


def die_at(depot, far, step) -> bool:
    """One trial. Whether the sender came to its end before that step."""
    old, new = Directory(far).current_id(), depot.public.current_id()
    child = os.fork()
    if not child:
        try:
            kill_before(step)
            depot.send(target_of(far))
            os._exit(0)
        except BaseException:
            traceback.print_exc(file=sys.stderr)
            os._exit(1)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in (0, -signal.SIGKILL)
    live = Directory(far).current_id()
    assert live in (old, new)
    assert files(far / "current") == files(depot.public.tree(live))
    depot.send(target_of(far), keep=2)
    assert depot.verify(target_of(far))
    assert len([*(far / "releases").glob("[0-9a-f]*[0-9a-f]")]) == 2
    return ended == 0


@pytest.mark.parametrize("steps", [range(3, 120, 40), pytest.param(None, marks=pytest.mark.slow)])
def test_killed_at_any_step_the_old_or_the_new_release_is_there_whole(depot, tmp_path, steps):
    """And the next send needs no help from anybody."""
    far, step = tmp_path / "far", 0
    depot.send(target_of(far))
    while steps is None or step < len(steps):
        step += 1
        depot.publish(step)
        if die_at(depot, far, steps[step - 1] if steps else step):
            break
    assert steps or step > 50


@pytest.mark.slow
def test_five_hundred_publishes_leave_what_five_leave(depot, tmp_path):
    """Here and there: the last releases, what their pages ask for, a line of the ledger for each. Time is steady."""
    # given
    site, far = make_site(depot.folder / "site", 0), tmp_path / "far"
    sheet, seconds = site / "static/css/site.00000000.css", []

    # when
    for version in range(1, 501):
        start = time.process_time()
        (site / "2026/a/index.html").write_text(f"<p>{version}</p>" * 40)
        sheet = sheet.rename(sheet.with_name(f"site.{version:08x}.css"))
        sheet.write_text(f"p {{ top: {version}px }} " * 60)
        with depot.public.locked():
            planned = release.plan(site, depot.public)
            release.publish(site, depot.public, planned, ORDER, START + timedelta(hours=version))
        depot.send(target_of(far))
        seconds.append(time.process_time() - start)

    # then
    for there in (depot.public, Directory(far)):
        assert len(there.ledger()) == 500 + (there == depot.public)
        assert there.published() == depot.public.published()
        names = {f"{one}{end}" for one in there.published() for end in ("", ".json", ".kept")}
        assert {path.name for path in (there.folder / "releases").iterdir()} == names
        assert len(names) == 15
        assert {path.name for path in there.folder.iterdir()} == {
            ".lock",
            "current",
            "ledger.jsonl",
            "releases",
        }
        assert len([*there.current.glob("static/css/*.css")]) == 6
    early, late = (statistics.median(some) for some in (seconds[20:70], seconds[-50:]))
    assert late < 2 * early
