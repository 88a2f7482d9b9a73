"""What every kind of target keeps, whatever it is: the folder is the reference, the others are held against it."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from plugins.publish.model import OF_A_DAY
from plugins.publish.places import read_targets
from plugins.publish.target import Target, TargetError
from tests.targets import kill
from tests.targets.conftest import Depot, make_site, program
from tests.targets.test_branch import tree as tree_of_branch
from tests.targets.test_store import objects

KINDS = [
    "folder",
    "ssh",
    "branch",
    *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("store", "pointer")),
]
OF_BRANCHES = {".nojekyll", "CNAME", "_headers"}
PACKED = (".gz", ".br")


@dataclass
class Place:
    """One target, and what stands there."""

    kind: str
    address: str
    far: Path
    bucket: object = None
    port: int = 0
    """Of the server there."""

    def target(self, **options) -> Target:
        settings = {"PUBLISH_TARGETS": [self.address], "SITEURL": ""}
        return read_targets(settings, Path("publishconf.py"), **options)[0]

    def shown(self) -> dict[str, bytes]:
        """What readers get: path → bytes, without packed copies."""
        if self.kind in ("folder", "ssh"):
            root = self.far / "current"
            found = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
            return {path: file.read_bytes() for path, file in found.items() if not path.endswith(PACKED)}
        if self.kind == "branch":
            try:
                found = tree_of_branch(self.far)
            except subprocess.CalledProcessError:
                return {}
            return {path: data for path, data in found.items() if path not in OF_BRANCHES}
        found = {key: one["bytes"] for key, one in objects(self.bucket).items()}
        if self.kind == "pointer":
            live = found.get("current", b"").decode().strip()
            return {
                key.removeprefix(f"releases/{live}/"): data
                for key, data in found.items()
                if live and key.startswith(f"releases/{live}/")
            }
        return {key: data for key, data in found.items() if not key.startswith("_exit-interview/")}

    def everything(self) -> dict[str, object]:
        """All that stands there, shown or not."""
        if self.bucket:
            return {key: one["bytes"] for key, one in objects(self.bucket).items()}
        paths = sorted(self.far.rglob("*")) if self.far.exists() else []
        return {str(path): path.lstat().st_mtime_ns for path in paths if path.name != ".lock"}

    def damage(self, path: str, data: bytes | None) -> None:
        """Put other bytes there, or take the file away."""
        if self.kind in ("folder", "ssh"):
            file = self.far / "current" / path
            file.write_bytes(data) if data is not None else file.unlink()
            return
        live = objects(self.bucket).get("current", {"bytes": b""})["bytes"].decode().strip()
        key = f"releases/{live}/{path}" if self.kind == "pointer" else path
        if data is None:
            self.bucket.client.delete_object(Bucket=self.bucket.name, Key=key)
        else:
            self.bucket.client.put_object(Bucket=self.bucket.name, Key=key, Body=data)


def wanted(depot, place, release: str = "") -> dict[str, bytes]:
    """What readers should get of the live release, or of another, of those of earlier releases too."""
    sealed = depot.errand(release).release
    by_date = place.target().promise.serves_by_date
    found = {
        path: (sealed.tree / path).read_bytes()
        for path in sealed.whole.by_path
        if by_date or not OF_A_DAY.fullmatch(path)
    }
    if place.kind == "store":
        found["2019/old/index.html"] = b""  # an object that leads on
    return found


def is_whole(depot, place, release: str = "") -> bool:
    """Whether exactly that is shown; a store in place has more for a while."""
    shown, right = place.shown(), wanted(depot, place, release)
    return right.items() <= shown.items() if place.kind == "store" else shown == right


@pytest.fixture(params=KINDS)
def place(request, tmp_path, monkeypatch):
    """An empty one of each kind."""
    kind, far = request.param, tmp_path / "far"
    monkeypatch.chdir(tmp_path)
    if kind == "folder":
        return Place(kind, f"file://{far}?name=place", far)
    if kind == "ssh":
        return Place(kind, request.getfixturevalue("host").address(far, name="place"), far)
    if kind == "branch":
        program("git")
        for name in ("GLOBAL", "SYSTEM"):
            monkeypatch.setenv(f"GIT_CONFIG_{name}", "/dev/null")
        subprocess.run(["git", "init", "-q", "--bare", "-b", "pages", far], check=True)
        return Place(kind, f"git+file://{far}?name=place#pages", far)
    request.getfixturevalue("keys")
    bucket = request.getfixturevalue("moto_bucket")
    more = {"mode": "pointer"} if kind == "pointer" else {}
    return Place(kind, bucket.address(name="place", **more), far, bucket)


def test_what_is_shown_is_the_release_and_nothing_else(depot, place):
    """The first, an edit, a page that went, a rollback: at every target the same."""
    # when
    first = depot.public.current_id()
    depot.send(place.target())
    is_first = is_whole(depot, place)
    depot.publish(1)
    said = depot.send(place.target())
    is_second = is_whole(depot, place)
    assert depot.verify(place.target())[0].startswith("place: ")
    depot.rollback()
    back = depot.send(place.target())

    # then
    assert (is_first, is_second, is_whole(depot, place)) == (True, True, True)
    assert said[0].startswith(f"place: {depot.public.published()[1]} is live, ")
    assert back[0].startswith(f"place: {first} is live, ")
    if place.target().promise.can_roll_back:
        assert back == [f"place: {first} is live, 0 files sent"]


def test_names_that_programs_trip_over(depot, place):
    """Accents, blanks, signs of addresses, and two that differ in their case alone: the same file everywhere."""
    depot.send(place.target())
    shown = place.shown()
    assert shown["2026/é 50%+1/index.html"].startswith(b"<p>a name that")
    assert shown["images/Desk.jpg"] != shown["images/desk.jpg"]


def test_documents_of_a_day_are_sent_where_a_server_chooses_by_date(depot, place):
    """Elsewhere nobody asks for them."""
    depot.send(place.target())
    days = [path for path in place.shown() if OF_A_DAY.fullmatch(path)]
    new, target = depot.publish(1), place.target()
    with target.locked(is_dry=True):
        planned = [path for path in target.plan(depot.public.manifest(new)).sent if OF_A_DAY.fullmatch(path)]
    assert bool(days) is bool(planned) is target.promise.serves_by_date


def test_nothing_changed_nothing_is_written_there(depot, place):
    """Whatever a publish looks at."""
    # given
    depot.send(place.target())
    before = place.everything()

    # when
    said = depot.publish_again(place.target())

    # then
    assert said[0].startswith(f"place: {depot.public.current_id()} is there already")
    assert place.everything() == before


def test_a_dry_run_writes_nothing_there_and_says_the_same_error(depot, place):
    """What would be sent, and what a publish would end with."""
    # given
    depot.send(place.target())
    before = place.everything()
    new = depot.publish(1)

    # when
    target = place.target()
    with target.locked(is_dry=True):
        sending = target.plan(depot.public.manifest(new))

    # then
    assert "index.html" in sending.sent
    assert "2026/same/index.html" not in sending.sent
    assert "2026/only-0/index.html" in sending.gone
    assert place.everything() == before


def test_a_publish_makes_good_what_is_lost_there(depot, place):
    """As make send does; bytes that changed in a bucket of the same size only that one reads."""
    if place.kind == "branch":
        pytest.skip("git holds its own bytes; what was amended is in test_branch.py")
    # given
    depot.send(place.target())
    place.damage("images/desk.jpg", None)
    place.damage("2026/a/index.html", b"damaged")

    # when
    said = depot.publish_again(place.target())

    # then
    assert said[0] == "place: this was not what was sent: 2026/a/index.html, images/desk.jpg"
    assert is_whole(depot, place)
    assert depot.publish_again(place.target())[0].endswith(
        "; its objects were listed, not read (make send reads them)" if place.bucket else "is there already"
    )


def test_the_last_releases_stay_there(depot, place):
    """And no more than that."""
    if not place.target().promise.can_roll_back:
        pytest.skip("it holds one release, or as many commits as ?keep= says")
    for version in range(1, 5):
        depot.publish(version)
        depot.send(place.target(), keep=3)
    kept = {one for one in depot.public.published() if any(one in path for path in place.everything())}
    assert kept == set(depot.public.published()[-3:])


@pytest.fixture
def clone(tmp_path):
    """Another author, who has not got the texts of the first."""
    found = Depot(tmp_path / "another author")
    found.folder.mkdir()
    found.publish(1)
    return found


def test_a_release_from_elsewhere_does_not_lose_its_pages_unseen(depot, clone, place):
    """The guard of a publish compares with what was live here; there it is what another clone has published."""
    # given
    depot.send(place.target())
    first, before = depot.public.current_id(), place.everything()
    told = (
        f"place: release {first} was published there from elsewhere; get its texts (git pull), then publish. As it is,"
        " published addresses would answer 404; keep them (`Slug:` keeps an address), let what took their place answer"
        " (`Aliases:`), or give them up: make send TARGET=place ALLOW_LOST=1\n  /2026/only-0/"
    )

    # when
    with pytest.raises(TargetError) as caught:
        clone.send(place.target())
    after = place.everything()
    clone.send(place.target(), may_lose_addresses=True)

    # then
    assert str(caught.value) == told
    assert after == before
    assert is_whole(clone, place)

    # when
    with pytest.raises(TargetError) as caught:
        depot.publish_again(place.target())

    # then
    live = clone.public.current_id()
    assert str(caught.value) == (
        f"place: release {live} was published there from elsewhere; get its texts (git pull), then publish."
        " To show what is here all the same: make send TARGET=place"
    )
    assert is_whole(clone, place)


def test_a_release_from_elsewhere_that_has_all_of_it_takes_its_place(depot, clone, place):
    """Two authors take turns: each has the texts of both."""
    depot.send(place.target())
    make_site(clone.folder / "v2", 0)
    make_site(clone.folder / "v2", 2)
    clone.publish(2)
    clone.send(place.target())
    assert is_whole(clone, place)


def test_what_went_with_a_shared_draft_is_nothing_lost(depot, clone, place):
    """Nobody kept its address, nor those of its pictures."""
    site = make_site(depot.folder / "v9", 1)
    for path in ("preview/0123456789abcdef/index.html", "images/of-the-draft.jpg"):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text("a draft")
    depot.publish(9)
    depot.send(place.target())
    clone.send(place.target())
    assert is_whole(clone, place)


def test_no_more_pages_go_there_than_the_limit_says(depot, clone, place):
    """A quarter of them, or ten."""
    # given
    for number in range(12):
        make_site(depot.folder / "v100", number)
    depot.publish(100)
    depot.send(place.target())

    # when
    with pytest.raises(TargetError) as caught:
        clone.send(place.target(), may_lose_addresses=True)

    # then
    said = re.search(r"this would remove (\d+) of \d+ published pages; to allow it: (.*)$", str(caught.value))
    assert said.groups() == ("11", "make send TARGET=place ALLOW_DELETES=1")
    assert clone.send(place.target(), may_lose_addresses=True, max_deletes=11)


@pytest.mark.parametrize("turns", [2, pytest.param(12, marks=pytest.mark.slow)])
def test_two_authors_send_at_once(depot, place, turns, tmp_path):
    """One of the two releases is there, whole; who came second is told, and nobody sees a mixture."""
    depot.send(place.target())
    clones = [tmp_path / "one clone", tmp_path / "another clone"]
    for one in clones:
        one.mkdir()
    for turn in range(turns):
        # given
        wanted = [depot.publish(2 * turn + number) for number in (1, 2)]

        # when
        with ThreadPoolExecutor(2) as authors:
            send = partial(kill.send_apart, depot, place.target())
            said = [*authors.map(send, wanted, clones)]

        # then
        shown = [one for one in wanted if is_whole(depot, place, one)]
        assert shown
        assert [one for one in said if one and not one.startswith("place: ")] == []
        assert any(not one for one in said)
        assert kill.send_apart(depot, place.target()) == ""
        assert is_whole(depot, place)


# Whoever sends is killed, or the network goes


@pytest.mark.slow
@pytest.mark.parametrize("place", ["folder", "ssh", "branch", "store", "pointer"], indirect=True)
def test_the_network_goes_at_any_step(depot, place, monkeypatch):
    """Told in a line by the name of the target, never with a traceback; the next send finishes."""
    if place.kind == "folder":
        pytest.skip("there is no network to it; tests/publish/test_kill.py has its steps")
    depot.send(place.target())
    old, step, errors = depot.public.current_id(), 0, []
    while True:
        step += 1
        new = depot.publish(step)
        with monkeypatch.context() as patched:
            kill.cut_before(step, patched)
            try:
                depot.send(place.target())
            except TargetError as error:
                errors.append(str(error))
            else:
                break
        free(place)
        if place.kind != "store":
            assert is_whole(depot, place, old) or is_whole(depot, place, new), step
        depot.send(place.target())
        assert is_whole(depot, place), step
        old = new
    assert step > 3  # a push of git is few
    assert [error for error in errors if not error.startswith("place: ")] == []


def free(place) -> None:
    """The shell there notices that nobody speaks to it any more; a lock object is that of this process."""
    if place.kind == "ssh":
        from tests.targets.test_ssh import wait_until_free

        wait_until_free(place.far)
    if place.bucket:
        place.bucket.client.delete_object(Bucket=place.bucket.name, Key="_exit-interview/lock")
