"""A branch that a host publishes: real git, into bare repositories, over a file and over a real sshd."""

import shutil
import signal
import socket
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from plugins.publish import branch
from plugins.publish.places import read_targets
from plugins.publish.target import Sealed, TargetError
from plugins.publish.tree import read_tree
from tests.targets.conftest import program
from tests.targets.kill import send_and_die


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch, tmp_path):
    """Repositories of ours stand under .cache of the folder in which it is published; nobody's settings count."""
    program("git")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")


@pytest.fixture
def far(tmp_path):
    """An empty repository of a host."""
    folder = tmp_path / "a host" / "site.git"
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "--bare", "-b", "pages")
    return folder


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Nan", "-c", "user.email=nan@small.example")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)
    return done.stdout.decode().strip()


def target_of(far, options="", site="https://words.example", **more):
    settings = {"PUBLISH_TARGETS": [f"git+file://{far}?name=pages{options}#pages"], "SITEURL": site}
    return read_targets(settings, Path("publishconf.py"), **more)[0]


def tree(far: Path, commit: str = "pages") -> dict[str, bytes]:
    rows = git(far, "ls-tree", "-r", "-z", commit).split("\0")
    found = {row.partition("\t")[2]: row.split()[2] for row in rows if row}
    read = {
        path: subprocess.run(["git", "cat-file", "blob", one], cwd=far, check=True, capture_output=True)
        for path, one in found.items()
    }
    return {path: done.stdout for path, done in read.items()}


def commits(far: Path) -> list[str]:
    return git(far, "log", "--format=%s", "pages").splitlines()


OWN = {".nojekyll", "CNAME", "_headers", "release.txt"}


def test_the_commit_holds_the_release_and_what_the_host_reads(depot, far):
    """Files as they were built, without packed copies; the domain; who and when from the release."""
    # when
    target = target_of(far)
    said = depot.send(target)

    # then
    live = depot.public.current_id()
    shown = tree(far)
    built = {
        file.path: (depot.public.current / file.path).read_bytes()
        for file in target.promise.fit(depot.public.manifest(live)).files
    }
    assert said == [f"pages: {live} is live, {len(built)} files sent"]
    assert {path: data for path, data in shown.items() if path not in OWN} == built
    assert shown["CNAME"] == b"words.example\n"
    assert shown["release.txt"] == f"{live}\n".encode()
    assert b"nosniff" in shown["_headers"]
    assert git(far, "log", "-1", "--format=%an <%ae> %ad", "--date=iso", "pages") == (
        "words.example <publish@words.example> 2026-03-02 00:00:00 +0000"
    )
    assert depot.verify(target) == [f"pages: {live}, as it was sealed"]


def test_the_same_release_is_the_same_commit(depot, far, tmp_path, monkeypatch):
    """From another clone too; a second send is none."""
    # given
    depot.send(target_of(far))
    first = git(far, "rev-parse", "pages")
    assert depot.send(target_of(far)) == [f"pages: {depot.public.current_id()} is there already"]

    # when
    git(far, "update-ref", "-d", "refs/heads/pages")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    depot.send(target_of(far))

    # then
    assert git(far, "rev-parse", "pages") == first


def test_only_what_changed_is_sent_and_what_pages_of_before_ask_for_stays(depot, far, tmp_path, monkeypatch):
    """Also from a fresh clone: git says what is there."""
    # given
    depot.send(target_of(far))
    depot.publish(1)
    with target_of(far).locked(is_dry=True):
        pass

    # when
    said = depot.send(target_of(far))
    monkeypatch.chdir(tmp_path / "author")
    depot.publish(2)
    again = depot.send(target_of(far))

    # then
    assert int(said[0].split()[-3]) == 6
    assert commits(far) == [f"Release {one}" for one in reversed(depot.public.published())]
    assert {f"static/css/site.{number:08x}.css" for number in range(3)} <= tree(far).keys()
    assert again[0].startswith(f"pages: {depot.public.current_id()} is live")


def test_a_dry_run_says_what_would_be_sent(depot, far):
    """And pushes nothing."""
    # given
    target = target_of(far)
    depot.send(target)
    old, new = depot.public.current_id(), depot.publish(1)

    # when
    with target.locked(is_dry=True):
        sending = target.plan(depot.public.manifest(new))

    # then
    assert sending.live == old
    assert "index.html" in sending.sent
    assert "2026/same/index.html" not in sending.sent
    assert sending.gone == ("2026/only-0/index.html", "static/css/site.00000000.css")
    assert len(commits(far)) == 1


def test_a_send_mends_what_was_amended_there(depot, far, tmp_path):
    """By its message it is the release, by its tree it is not."""
    # given
    depot.send(target_of(far))
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "-b", "pages", str(far), str(clone))
    (clone / "index.html").write_text("damaged")
    git(clone, "commit", "-q", "-a", "--amend", "--no-edit")
    git(clone, "push", "-q", "-f", "origin", "pages")

    # when
    said = depot.send(target_of(far))

    # then
    assert said == [
        "pages: this was not what was sent: index.html",
        f"pages: {depot.public.current_id()} is live, 0 files sent",
    ]
    assert depot.verify(target_of(far))


def test_a_dry_run_and_a_look_write_nothing_here(depot, far):
    """Neither where nothing was sent yet, nor after a send; what was fetched for them goes with them."""
    # when
    target, folder = target_of(far), Path(".cache/targets")
    with target.locked(is_dry=True):
        target.plan(depot.errand().release.manifest)
    assert not folder.exists()
    depot.send(target)
    before = {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}
    looked = depot.verify(target)
    with target.locked(is_dry=True):
        sending = target.plan(depot.public.manifest(depot.publish(1)))

    # then
    assert looked
    assert "2026/same/index.html" not in sending.sent
    assert {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")} == before


def test_history_is_cut_and_the_last_release_can_still_be_reverted(depot, far, tmp_path):
    """A branch that grows by every picture for ever is the common complaint; one without history has no way back."""
    # given
    for version in range(6):
        depot.publish(version)
        depot.send(target_of(far, "&keep=3"))

    # when
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "-b", "pages", str(far), str(clone))
    git(clone, "revert", "--no-edit", "HEAD")

    # then
    published = depot.public.published()
    assert commits(far) == [f"Release {one}" for one in reversed(published[-3:])]
    assert (clone / "release.txt").read_text() == f"{published[-2]}\n"
    assert tree(far)["CNAME"] == b"words.example\n"


@pytest.mark.slow
def test_five_hundred_publishes_leave_twenty(depot, far, tmp_path, monkeypatch):
    """There and here: what no commit has any more is forgotten."""
    # given
    settings = tmp_path / "gitconfig"
    settings.write_text("[gc]\n auto = 300\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    first = depot.errand().release
    site = tmp_path / "site"
    site.mkdir()
    target = target_of(far, "&keep=20")

    # when
    for version in range(500):
        (site / "index.html").write_text(f"<h1>{version}</h1>")
        (site / f"picture.{version:08x}.png").write_bytes(bytes([version % 256]) * 2000 + b"%d" % version)
        (site / f"picture.{version - 1:08x}.png").unlink(missing_ok=True)
        manifest = read_tree(site)
        line = replace(first.line, id=manifest.id, at=first.line.at + timedelta(hours=version))
        release = Sealed(manifest, (), site, line)
        with target.locked():
            target.send(release)
            target.switch(release)
            target.forget(release, 5)

    # then
    assert len(commits(far)) == 20
    git(far, "gc", "-q", "--prune=now")
    assert int(git(far, "count-objects", "-v").split("in-pack: ")[1].split()[0]) < 20 * 8
    (ours,) = Path(".cache/targets").iterdir()
    counts = dict(line.split(": ") for line in git(ours, "count-objects", "-v").splitlines())
    assert int(counts["count"]) + int(counts["in-pack"]) < 600

    # when
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "-b", "pages", str(far), str(clone))
    git(clone, "revert", "--no-edit", "HEAD")

    # then
    assert (clone / "index.html").read_text() == "<h1>498</h1>"


def test_what_git_has_forgotten_here_is_given_to_it_again(depot, far):
    """The record of what it calls what says that it is there."""
    # given
    depot.send(target_of(far))
    depot.publish(1)
    depot.send(target_of(far))
    (ours,) = Path(".cache/targets").iterdir()
    for path in (ours / "objects").glob("[0-9a-f][0-9a-f]/*"):
        path.unlink()
    for name in ("objects/pack", "refs/exit-interview"):
        shutil.rmtree(ours / name)

    # when
    depot.rollback()
    depot.send(target_of(far))

    # then
    assert tree(far)["release.txt"] == f"{depot.public.current_id()}\n".encode()
    assert depot.verify(target_of(far))


def test_the_last_release_can_be_shown_again(depot, far):
    """A commit with the tree of before."""
    first = depot.public.current_id()
    depot.send(target_of(far))
    depot.publish(1)
    depot.send(target_of(far))
    depot.rollback()
    said = depot.send(target_of(far))
    assert said == [f"pages: {first} is live, 0 files sent"]
    assert tree(far)["release.txt"] == f"{first}\n".encode()


def test_a_commit_by_hand_is_told_and_followed_when_that_is_said(depot, far, tmp_path):
    """Somebody had a reason."""
    # given
    depot.send(target_of(far))
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "-b", "pages", str(far), str(clone))
    (clone / "by-hand.txt").write_text("hello")
    git(clone, "add", ".")
    git(clone, "commit", "-qm", "By hand")
    git(clone, "push", "-q", "origin", "pages")
    depot.publish(1)

    # when
    with pytest.raises(TargetError) as caught:
        depot.send(target_of(far))
    depot.send(target_of(far, may_adopt=True))

    # then
    assert "pages: the last commit of pages is no release (" in str(caught.value)
    assert str(caught.value).endswith(
        "by Nan: By hand); to put ours after it: make send TARGET=pages ADOPT=1"
    )
    assert commits(far)[1] == "By hand"
    assert "by-hand.txt" not in tree(far)


def test_who_comes_second_is_told(depot, far):
    """Nothing of the first is overwritten."""
    # given
    depot.send(target_of(far))
    depot.publish(1)
    slow, quick = target_of(far), target_of(far)
    release = depot.errand().release

    # when
    with slow.locked():
        slow.send(release)
        with quick.locked():
            quick.send(depot.errand(depot.public.published()[0]).release)
            quick.switch(release)
        with pytest.raises(TargetError) as caught:
            slow.switch(release)

    # then
    assert "somebody else has pushed there meanwhile; look at what, then send again" in str(caught.value)


@pytest.mark.parametrize(
    ("site", "name"),
    [
        ("https://me.github.io/site", None),
        ("http://127.0.0.1:8000", None),
        ("https://www.words.example", b"www.words.example\n"),
    ],
)
def test_a_domain_is_named_where_it_is_ones_own(depot, far, site, name):
    """The host knows its own."""
    depot.send(target_of(far, site=""))
    depot.publish(1)
    target = target_of(far, site=site)
    with target.locked():
        target.send(release := depot.errand().release)
        target.switch(release)
    assert tree(far).get("CNAME") == name


def test_over_ssh(depot, far, host):
    """As hosts take it."""
    address = f"git+ssh://127.0.0.1:{host.port}{far}?name=pages&config={host.config}#pages".replace(
        " ", "%20"
    )
    target = read_targets({"PUBLISH_TARGETS": [address]}, Path("publishconf.py"))[0]
    assert depot.send(target)
    assert tree(far)["release.txt"] == f"{depot.public.current_id()}\n".encode()


def test_a_repository_that_is_not_there_is_told(depot, tmp_path):
    """With what to do."""
    with pytest.raises(TargetError) as caught:
        depot.send(target_of(tmp_path / "nowhere.git"))
    assert str(caught.value) == (
        f"pages: '{tmp_path}/nowhere.git' does not appear to be a git repository;"
        " look at the address, and make an empty repository there first"
    )


def test_a_host_that_says_nothing_is_told(depot, monkeypatch):
    """It is waited for, and not for ever."""
    monkeypatch.setattr(branch, "SILENT_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        address = f"git+http://127.0.0.1:{port}/site.git?name=pages#pages"
        target = read_targets({"PUBLISH_TARGETS": [address]}, Path("publishconf.py"))[0]
        with pytest.raises(TargetError) as caught:
            depot.send(target)
    assert str(caught.value).startswith(
        f"pages: unable to access 'http://127.0.0.1:{port}/site.git/': Operation"
    )
    assert str(caught.value).endswith("said nothing for too long; look at the network, then send again")


def killed_at(depot, far, step) -> bool:
    before = git(far, "rev-parse", "pages")
    ended = send_and_die(depot, target_of(far), step)
    assert ended in (0, -signal.SIGKILL)
    assert (
        git(far, "rev-parse", "pages") == before
        or tree(far)["release.txt"] == depot.errand().release.id.encode() + b"\n"
    )
    depot.send(target_of(far))
    assert depot.verify(target_of(far))
    return ended == 0


@pytest.mark.parametrize("step", [5, 8, 11])
def test_killed_between_two_steps_the_branch_is_the_old_or_the_new_one(depot, far, step):
    """And the next send finishes."""
    depot.send(target_of(far))
    depot.publish(1)
    killed_at(depot, far, step)


@pytest.mark.slow
def test_killed_at_any_step_the_branch_is_the_old_or_the_new_one(depot, far):
    """All of them."""
    step, is_done = 0, False
    while not is_done:
        step += 1
        depot.send(target_of(far)) if step == 1 else None
        depot.publish(step)
        is_done = killed_at(depot, far, step)
    assert step > 8
