"""The network is cut or silent in the middle of a transfer, or what serves there is killed with SIGKILL."""

import os
import subprocess
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import pytest

from plugins.publish import branch, ssh
from plugins.publish import bucket as bucket_module
from tests.targets.conftest import Bucket, make_site, program
from tests.targets.kill import send_apart
from tests.targets.test_contract import Place, is_whole
from tests.targets.test_ssh import wait_until_free
from tests.targets.test_store import target_of
from tests.targets.wire import kill_below, wired

POINTS = 30
OVER_SSH = ["ssh", "branch"]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch, tmp_path):
    """Nobody waits for a minute until a silent connection is told; nobody's settings of git count."""
    monkeypatch.chdir(tmp_path)
    for name in ("GLOBAL", "SYSTEM"):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", "/dev/null")
    monkeypatch.setattr(bucket_module, "ANSWER_SECONDS", 1)
    monkeypatch.setattr(bucket_module, "ATTEMPTS", 2)


@contextmanager
def hasty():
    """Over ssh a silence of seconds is one, not of a minute. Not for what must succeed: the machine may be busy."""
    quick = tuple(one.replace("Interval=15", "Interval=1").replace("Max=4", "Max=2") for one in ssh.SAFE)
    with pytest.MonkeyPatch.context() as patched:
        for module in (ssh, branch):
            patched.setattr(module, "SAFE", quick)
        yield


def publish(depot, version: int) -> str:
    """Release a version with a picture that is long on its way. Returns its id."""
    staging = make_site(depot.folder / f"v{version}", version)
    (staging / "images/desk.jpg").write_bytes(os.urandom(60_000))
    return depot.publish(version)


def over_ssh(kind: str, host, far) -> Place:
    """A folder or a branch of that host."""
    if kind == "ssh":
        return Place(kind, host.address(far, name="place"), far, port=host.port)
    address = f"git+ssh://127.0.0.1:{host.port}{far}?name=place&config={host.config}#pages"
    return Place(kind, address, far, port=host.port)


def sweep(depot, place, behind, points, fault, kill=lambda: None) -> list[str]:
    """Send through a wire that fails at so many points; then send again. Returns what was said of each failure.

    Args:
        behind: the same place through a wire at a port.
    """
    depot.send(place.target())
    old = publish(depot, 100)
    with wired(place.port) as wire:
        assert send_apart(depot, behind(wire.port).target()) == ""
        total = wire.passed_bytes
    errors = []
    for point in range(points):
        new = publish(depot, 101 + point)
        with wired(place.port, fault, total * point // points, kill) as wire:
            with hasty():
                said = send_apart(depot, behind(wire.port).target())
            errors += [said] if said else []
            assert is_sound(depot, place, (old, new)), (point, said)
            if fault != "silent" and place.kind == "ssh":
                wait_until_free(place.far)
            assert send_apart(depot, place.target()) == "", point
        assert is_whole(depot, place), point
        assert depot.verify(place.target())
        old = new
    return errors


def is_sound(depot, place, releases) -> bool:
    """Whether one of these is shown; in a store in place, whether its front page has its stylesheet."""
    if place.kind != "store":
        return any(is_whole(depot, place, one) for one in releases)
    shown = place.shown()
    return shown["index.html"].decode().partition('href="/')[2].partition('"')[0] in shown


def long_ones(errors: list[str]) -> list[str]:
    """Those that are not a line or two by the name of the target."""
    return [
        one for one in errors if not one.startswith("place: ") or "Traceback" in one or one.count("\n") > 2
    ]


def without_cure(errors: list[str]) -> list[str]:
    """Those that do not say what to do."""
    return [one for one in errors if "; " not in one]


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["cut", "silent", "killed"])
@pytest.mark.parametrize("kind", OVER_SSH)
def test_over_ssh_the_old_or_the_new_release_is_there_whole(depot, host, tmp_path, kind, fault):
    """Told in a line; the next send needs no help, also where the host still believes in the silent connection."""
    far = tmp_path / "far"
    if kind == "branch":
        subprocess.run([program("git"), "init", "-q", "--bare", "-b", "pages", far], check=True)
    place = over_ssh(kind, host, far)
    points = POINTS if fault != "silent" else POINTS // 3
    errors = sweep(
        depot,
        place,
        lambda port: over_ssh(kind, host.behind(port), far),
        points,
        fault,
        lambda: kill_below(host.daemon),
    )
    assert len(errors) > points // 2
    assert long_ones(errors) == without_cure(errors) == []


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["cut", "silent"])
@pytest.mark.parametrize("mode", ["", "pointer"])
def test_to_a_store_no_page_lacks_what_it_asks_for(depot, moto_bucket, mode, fault, monkeypatch):
    """In place readers see a mixture, in which every page has its stylesheet; behind a pointer the old or the new."""
    kind, more = mode or "store", {"mode": mode} if mode else {}
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None))

    def at(port: int) -> Place:
        there = replace(moto_bucket, endpoint=f"http://127.0.0.1:{port}")
        return Place(kind, there.address(name="place", **more), depot.folder, moto_bucket, port)

    place = at(int(moto_bucket.endpoint.rpartition(":")[2]))
    errors = sweep(depot, place, at, POINTS if fault == "cut" else POINTS // 3, fault)
    assert errors
    assert long_ones(errors) == []


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["", "pointer"])
def test_a_store_that_is_killed_and_started_again(depot, keys, rclone_program, tmp_path, mode, monkeypatch):
    """It keeps files: what was on its way is gone or whole, and the next send sends what is missing."""
    more = {"mode": mode} if mode else {}
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None))
    folder, total, errors = tmp_path / "store", 0, []
    (folder / "words").mkdir(parents=True)
    for point in range(-1, POINTS // 3):
        publish(depot, 101 + point)
        fault, limit = "killed" if total else "", total * point // (POINTS // 3)
        with rclone_program(folder) as (port, process), wired(port, fault, limit, process.kill) as wire:
            there = Bucket(f"http://127.0.0.1:{wire.port}", "words", honours=False)
            errors += filter(None, [send_apart(depot, target_of(there, **more))])
            total = total or wire.passed_bytes
        with rclone_program(folder) as (port, _):
            there = Bucket(f"http://127.0.0.1:{port}", "words", honours=False)
            assert send_apart(depot, target_of(there, **more)) == "", point
            # By its bytes: where an empty object leads, rclone keeps in its memory.
            assert is_whole(depot, Place(mode or "store", there.address(**more), folder, there)), point
    assert len(errors) > POINTS // 6
    assert [one for one in errors if not one.startswith("store: ") or "Traceback" in one] == []
