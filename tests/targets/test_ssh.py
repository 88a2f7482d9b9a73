"""A folder on another machine, over a real sshd: the same promise as public/ gives here."""

import fcntl
import os
import re
import shlex
import shutil
import signal
import stat
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from plugins.machine import name_here
from plugins.publish import outside
from plugins.publish.directory import Directory
from plugins.publish.places import read_targets
from plugins.publish.shell import Done
from plugins.publish.target import TargetError
from tests.targets.conftest import make_site
from tests.targets.kill import send_and_die


def target_of(address: str, **options):
    return read_targets({"PUBLISH_TARGETS": [address]}, Path("publishconf.py"), **options)[0]


@pytest.fixture
def far(tmp_path) -> Path:
    """The folder there: its name has all that a shell could take for something else."""
    return tmp_path / "far 'a' \"b\" $(touch x) -e;é/public"


@pytest.fixture
def target(host, far):
    return target_of(
        host.address(str(far).replace("%", "%25").replace("?", "%3f").replace("#", "%23"), name="prod")
    )


def files(tree: Path) -> dict[str, bytes]:
    return {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in sorted(tree.rglob("*"))
        if path.is_file()
    }


def test_the_folder_there_is_as_the_one_here(depot, target, far):
    """Whoever logs in finds what is known from public/."""
    # when
    said = depot.send(target)

    # then
    live = depot.public.current_id()
    there, here = Directory(far), depot.public
    assert said[0] == f"prod: {live} is live, {len(files(here.current))} files sent"
    assert there.current_id() == live
    assert files(there.current) == files(here.current)
    assert there.manifest(live) == here.manifest(live)
    assert there.ledger() == here.ledger()
    there.verify(there.manifest(live), there.current)
    assert depot.verify(target) == [f"prod: {live}, as it was sealed"]
    assert sorted(path.name for path in far.iterdir()) == [".lock", "current", "ledger.jsonl", "releases"]


def test_what_did_not_change_is_not_sent_and_keeps_its_time(depot, target, far, tmp_path):
    """A clone of today has other times: by them everything would be sent again, and every browser's copy be void."""
    # given
    depot.send(target)
    same = far / "current/2026/same/index.html"
    before = same.stat()

    # when
    for path in depot.folder.rglob("*.html"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    depot.publish(1)
    for path in (depot.public.current).rglob("*.html"):
        os.utime(path, (1_750_000_000, 1_750_000_000))
    said = depot.send(target)

    # then
    after = same.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    sent = int(said[0].split()[-3])
    assert sent <= 20, said
    day = "feeds/word-of-the-day/2026-03-01.atom"
    assert int((far / "current" / day).stat().st_mtime) == int((depot.public.current / day).stat().st_mtime)


def test_a_stylesheet_of_before_still_answers_there(depot, target, far):
    """A page that was kept asks for it."""
    for version in range(3):
        depot.publish(version)
        depot.send(target)
    sheets = {path.name for path in (far / "current/static/css").glob("*.css")}
    assert sheets == {f"site.{version:08x}.css" for version in range(3)}
    assert depot.verify(target)


def test_nothing_changed_nothing_is_written(depot, target, far):
    """Not even a time."""
    # given
    depot.send(target)
    before = {path: path.lstat().st_mtime_ns for path in (far, *far.rglob("*")) if path.name != ".lock"}

    # when
    said = depot.send(target)

    # then
    assert said == [f"prod: {depot.public.current_id()} is there already"]
    assert {path: path.lstat().st_mtime_ns for path in before} == before


def test_a_rollback_is_a_switch_there(depot, target, far):
    """What was shown is shown again without being sent."""
    # given
    first = depot.public.current_id()
    depot.send(target)
    depot.publish(1)
    depot.send(target)

    # when
    depot.rollback()
    said = depot.send(target)

    # then
    assert said == [f"prod: {first} is live, 0 files sent"]
    assert Directory(far).current_id() == first
    assert (far / "current/static/css/site.00000001.css").is_file()


def test_the_last_releases_stay_there(depot, target, far):
    """And half of one that was killed goes."""
    # given
    for version in range(1, 5):
        depot.publish(version)
        depot.send(target, keep=3)
    (far / "releases/.unfinished-0123456789abcdef").mkdir()

    # when
    depot.publish(5)
    depot.send(target, keep=3)

    # then
    there = Directory(far)
    assert set(there.sealed()) == set(depot.public.published()[-3:])
    assert len(list((far / "releases").iterdir())) == 9


def test_damage_there_is_told_and_made_good(depot, target, far):
    """Also in what is shown, without a moment in which nothing is."""
    # given
    depot.send(target)
    live = depot.public.current_id()
    page = far / "current/2026/a/index.html"
    page.write_text("damaged")
    (far / "current/stray.txt").write_text("stray")
    with pytest.raises(TargetError) as caught:
        depot.verify(target)

    # when
    depot.publish(1)
    depot.send(target)
    depot.send(target, wanted=live)

    # then
    assert "is not what was sent: 2026/a/index.html, stray.txt" in str(caught.value)
    assert files(far / "current") == files(depot.public.tree(live))


def test_a_send_mends_what_is_damaged_there(depot, target, far):
    """The release is there already, but not as it was sealed."""
    # given
    depot.send(target)
    live = depot.public.current_id()
    (far / "current/2026/a/index.html").write_text("damaged")
    (far / "current/images/desk.jpg").unlink()

    # when
    said = depot.send(target)

    # then
    assert said == [
        "prod: this was not what was sent: 2026/a/index.html, images/desk.jpg",
        f"prod: {live} is live, 2 files sent",
    ]
    assert files(far / "current") == files(depot.public.tree(live))
    assert depot.verify(target)


def test_an_rsync_that_fails_without_a_word_is_told_by_its_code(depot, target, monkeypatch):
    """Over a full disk the other end's last words may be lost."""
    monkeypatch.setattr("plugins.publish.ssh.run_program", lambda *_, **__: Done(11, "", ""))
    with pytest.raises(TargetError) as caught:
        depot.send(target)
    assert str(caught.value).startswith(
        "prod: rsync ended with 11: files cannot be written; look whether there"
    )


def test_a_dry_run_reaches_it_and_writes_nothing(depot, target, far):
    """It says what a publish would do, or the error that it would end with."""
    # given
    depot.send(target)
    before = sorted(far.rglob("*"))
    old, new = depot.public.current_id(), depot.publish(1)

    # when
    with target.locked(is_dry=True):
        sending = target.plan(depot.public.manifest(new))

    # then
    assert sending.live == old
    assert "index.html" in sending.sent
    assert sending.gone == ("2026/only-0/index.html", "static/css/site.00000000.css")
    assert sorted(far.rglob("*")) == before


def test_two_authors_at_once(depot, target, far, host):
    """The second is told; the lock goes with its process."""
    # given
    other = target_of(host.address(far, name="prod"))

    # when
    with target.locked(), pytest.raises(TargetError) as caught, other.locked():
        pass
    with other.locked():
        pass

    # then
    assert str(caught.value).startswith("prod: somebody is publishing there (process ")
    assert is_free(far)


def test_a_lock_of_a_process_that_is_gone_is_none(depot, target, far):
    """The machine there was started again, the network was cut, or an edition before left its own."""
    far.mkdir(parents=True)
    (far / ".lock").symlink_to("4194305")
    assert depot.send(target)
    (far / ".lock").write_text("4194305\n")
    depot.publish(1)
    assert depot.send(target)
    assert not (far / "4194305").exists()


def test_what_a_silent_connection_left_is_ended_by_who_left_it(depot, target, far):
    """The machine there believes in it for hours. One of another machine, or whose publisher runs, is left alone."""
    # given
    depot.send(target)
    gone = subprocess.Popen(["true"])
    gone.wait()
    place = shlex.quote(str(far / ".lock"))
    command = "exec 9>>{} && flock -n 9 && echo $$, for process {} of {} >&9 && exec sleep 600"

    def hold(process: int, machine: str) -> subprocess.Popen:
        (far / ".lock").write_text("")
        holder = subprocess.Popen(["sh", "-c", command.format(place, process, machine)])
        wait_until(lambda: "of" in (far / ".lock").read_text())
        return holder

    for process, machine, is_left in (
        (gone.pid, name_here(), True),
        (os.getpid(), name_here(), False),
        (gone.pid, "another-machine", False),
    ):
        # when
        holder = hold(process, machine)
        try:
            depot.send(target)
            said = ""
        except TargetError as error:
            said = str(error)
        holder.kill()
        holder.wait()

        # then
        told = f"prod: somebody is publishing there (process {holder.pid}, for process {process} of {machine}); wait,"
        assert said.startswith(told) is not is_left
        assert bool(said) is not is_left


def test_a_folder_is_reached_over_ssh_and_as_a_folder_in_turn(depot, target, far):
    """One lock, one layout: neither way shuts the other out, and neither sends again what the other has sent."""
    # given
    near = target_of(f"file://{quote(str(far))}?name=disk")
    turns = (target, near, target, near)

    # when
    for version, one in enumerate(turns, 1):
        depot.publish(version)
        depot.send(one, keep=2)
        both = [depot.send(other) for other in (target, near)]

        # then
        live = depot.public.current_id()
        assert both == [[f"prod: {live} is there already"], [f"disk: {live} is there already"]]
    assert Directory(far).kept(live) == depot.public.kept(live) != ()
    assert len([*(far / "releases").iterdir()]) == 6


@pytest.mark.parametrize("is_ssh_first", [True, False])
def test_over_ssh_and_as_a_folder_at_once(depot, target, far, is_ssh_first):
    """The second is told, whichever it is."""
    near = target_of(f"file://{quote(str(far))}?name=disk")
    first, second = (target, near) if is_ssh_first else (near, target)
    with first.locked(), pytest.raises(TargetError) as caught, second.locked():
        pass
    with second.locked():
        pass
    assert re.search(
        r"(disk|prod): somebody is publishing (there|already) \(process \d+(, for process \d+ of .+)?\)",
        str(caught.value),
    )


def by_hand(far):
    (far / "current").mkdir(parents=True)
    (far / "current/index.html").write_text("made by hand")


def link_elsewhere(far):
    (far / "site").mkdir(parents=True)
    (far / "current").symlink_to("site")


def unknown(far):
    (far / "releases/0123456789abcdef").mkdir(parents=True)
    (far / "current").symlink_to("releases/0123456789abcdef")


@pytest.mark.parametrize("make", [by_hand, link_elsewhere, unknown])
def test_a_site_that_nobody_knows_is_set_aside_when_that_is_said(depot, target, far, host, make):
    """It may be the only copy."""
    # given
    make(far)
    with pytest.raises(TargetError) as caught:
        depot.send(target)

    # when
    adopting = target_of(host.address(str(far), name="prod"), may_adopt=True)
    depot.send(adopting)

    # then
    assert str(caught.value).endswith("to put ours in its place: make send TARGET=prod ADOPT=1")
    assert Directory(far).current_id() == depot.public.current_id()
    if make is by_hand:
        assert (far / "current-set-aside/index.html").read_text() == "made by hand"


def a_file(far):
    far.parent.mkdir(parents=True)
    far.write_text("")


def a_link(far):
    far.mkdir(parents=True)
    (far / "releases").symlink_to("elsewhere")


def a_newer_one(far):
    (far / "releases/0123456789abcdef").mkdir(parents=True)
    (far / "releases/0123456789abcdef.json").write_text('{\n "format": 2\n}')
    (far / "current").symlink_to("releases/0123456789abcdef")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            a_file,
            "File exists; a file stands where the folder should be; move it away, or name another folder",
        ),
        (a_link, "is a symlink; put a folder in its place"),
    ],
)
def test_what_is_wrong_there_is_told(depot, target, far, make, said):
    """In one line, by the name of the target."""
    make(far)
    with pytest.raises(TargetError) as caught:
        depot.send(target)
    assert str(caught.value).startswith("prod: ")
    assert said in str(caught.value)


def test_a_manifest_of_a_newer_program_is_not_touched(depot, target, far):
    """Somebody publishes there with more than we know of."""
    a_newer_one(far)
    said = "prod: release 0123456789abcdef has format 2, and this program knows 1; update it"
    with target.locked(is_dry=True), pytest.raises(TargetError) as caught:
        target.plan(depot.public.manifest(depot.public.current_id()))
    assert str(caught.value) == said
    with pytest.raises(TargetError) as caught:
        depot.send(target)
    assert str(caught.value) == said


def test_a_connection_that_is_gone_is_told(depot, target, far):
    """Nothing that was half said is done there."""
    depot.send(target)
    with target.locked():
        target._talk._process.kill()
        with pytest.raises(TargetError) as caught:
            target.switch(depot.errand().release)
    assert str(caught.value) == (
        "prod: the connection is gone; look at the network, and whether there is room there, then send again"
    )
    wait_until_free(far)
    assert Directory(far).current_id() == depot.public.current_id()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("known", "its host key is another than the known one: find out why before you trust it"),
        ("unknown", "its host key is not known here; look at it once by hand: ssh 127.0.0.1"),
        ("key", "no key opens it without a question; ssh-add one, or name it in ~/.ssh/config"),
        ("port", "Connection refused; look at the address, and whether a server of ssh runs there"),
    ],
)
def test_a_host_that_is_not_the_one_or_lets_nobody_in(depot, host, far, tmp_path, change, said):
    """Nothing is asked, nothing is trusted."""
    # given
    config = tmp_path / "config"
    text = host.config.read_text()
    port = host.port
    if change == "known":
        other = (host.folder / "user.pub").read_text().rsplit(" ", 1)[0]
        (tmp_path / "known").write_text(f"[127.0.0.1]:{port} {other}\n")
        text = text.replace(str(host.folder / "known_hosts"), str(tmp_path / "known"))
    elif change == "unknown":
        text = text.replace(str(host.folder / "known_hosts"), "/dev/null")
    elif change == "key":
        keygen = shutil.which("ssh-keygen")
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "a secret", "-f", tmp_path / "user"], check=True)
        text = text.replace(str(host.folder / "user"), str(tmp_path / "user"))
    else:
        port = 1
    config.write_text(text)

    # when
    target = target_of(f"ssh://127.0.0.1:{port}/x?config={config}&name=prod")
    with pytest.raises(TargetError) as caught:
        depot.send(target)

    # then
    assert str(caught.value).startswith("prod: ")
    assert said in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(depot, target, far):
    """Told with what to do."""
    far.parent.mkdir(parents=True)
    far.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(TargetError) as caught:
        depot.send(target)
    assert "let whoever is named in the address read and write there" in str(caught.value)


def wait_until_free(far):
    """The shell there notices that nobody speaks to it any more."""
    wait_until(lambda: is_free(far))


def wait_until(is_so) -> None:
    """For minutes, if need be."""
    for _ in range(3600):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("it stays as it is")


def is_free(far) -> bool:
    """Whether nobody holds the lock there."""
    if not far.is_dir():
        return True
    with (far / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def die_at(depot, target, far, step) -> bool:
    """One trial. Whether the sender came to its end before that step."""
    old = Directory(far).current_id()
    new = depot.public.current_id()
    ended = send_and_die(depot, target, step)
    assert ended in (0, -signal.SIGKILL)
    wait_until_free(far)
    live = Directory(far).current_id()
    assert live in (old, new)
    assert files(far / "current") == files(depot.public.tree(live))
    depot.send(target)
    assert depot.verify(target)
    assert not [path for path in (far / "releases").iterdir() if path.name.startswith(".unfinished")]
    return ended == 0


@pytest.mark.parametrize("step", [6, 8, 11])
def test_killed_between_two_steps_the_old_or_the_new_release_is_there_whole(depot, target, far, step):
    """And the next send needs no help from anybody."""
    depot.send(target)
    depot.publish(1)
    die_at(depot, target, far, step)


@pytest.mark.slow
def test_killed_at_any_step_the_old_or_the_new_release_is_there_whole(depot, target, far):
    """All steps, and of the first send too."""
    for version in (0, 1):
        step, is_done = 0, False
        while not is_done:
            step += 1
            shutil.rmtree(far, ignore_errors=True)
            if version:
                depot.publish(0)
                depot.send(target)
                depot.publish(1)
                is_done = die_at(depot, target, far, step)
            else:
                is_done = send_and_die(depot, target, step) == 0
                wait_until_free(far)
                live = Directory(far).current_id()
                assert not live or files(far / "current") == files(depot.public.tree(live))
                depot.send(target)
                assert depot.verify(target)
        assert step > 12


def read_while(port: int, bodies: set[bytes], stop: threading.Event) -> list[str]:
    """Read the front page and its stylesheet until the end. Returns what was wrong."""
    wrong = []
    while not stop.is_set():
        front = outside.fetch(f"http://127.0.0.1:{port}/")
        if front.status != 200 or front.body not in bodies:
            wrong.append(f"front {front.status}")
            continue
        sheet = re.search(rb'href="([^"]+)"', front.body)[1].decode()
        answer = outside.fetch(f"http://127.0.0.1:{port}{sheet}")
        if answer.status != 200:
            wrong.append(f"{sheet} {answer.status}")
        time.sleep(0.01)  # readers read
    return wrong


@pytest.mark.parametrize("releases", [4, pytest.param(15, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", ["ssh", pytest.param("folder", marks=pytest.mark.slow)])
def test_readers_see_whole_releases_while_others_come(depot, host_folder, serve, releases, kind):
    """Four readers, releases one after the other, rollbacks: no error, no torn page, no page without its stylesheet."""
    # given
    far, address = host_folder
    target = target_of(address if kind == "ssh" else f"file://{far}?name=disk")
    depot.send(target)
    for version in range(1, releases + 1):
        make_site(depot.folder / f"v{version}", version)
    bodies = {(depot.folder / f"v{version}/index.html").read_bytes() for version in range(releases + 1)}
    stop = threading.Event()

    # when
    with serve(far) as port, ThreadPoolExecutor(4) as readers:
        reading = [readers.submit(read_while, port, bodies, stop) for _ in range(4)]
        try:
            for version in range(1, releases + 1):
                depot.publish(version)
                depot.send(target)
                if version % 4 == 0:
                    depot.rollback()
                    depot.send(target)
        finally:
            stop.set()

    # then
    assert [reader.result() for reader in reading] == [[], [], [], []]
