"""The way of a release, on a real disk."""

import os
import shutil
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.publish import release
from plugins.publish.__main__ import main
from plugins.publish.model import EMPTY, Manifest, Order, Plan, PublishError, describe, difference
from plugins.publish.write import write_manifest
from plugins.site.ledger_file import Ever

NOW = datetime(2026, 4, 1, tzinfo=UTC)
LOSE = Order(may_lose_addresses=True)


def shown(target, path="index.html"):
    return (target.current / path).read_text()


def test_what_was_built_is_what_is_shown(make_site, publish, target):
    """The first release, with its line in the ledger."""
    # when
    planned = publish(make_site({"2026/a/index.html": "a"}))

    # then
    assert shown(target, "2026/a/index.html") == "a"
    assert target.current.readlink() == Path("releases", planned.new.id)
    [line] = target.ledger()
    assert (line.action, line.id, line.previous, line.new) == ("publish", planned.new.id, "", 2)
    assert line.at == datetime(2026, 3, 1, tzinfo=UTC)
    assert line.counts["files"] == 2


def test_the_same_site_twice_is_published_once(make_site, publish, target):
    """A runner may publish every minute."""
    # given
    first = publish(make_site())

    # when
    second = publish(make_site())

    # then
    assert second.is_nothing
    assert second.new.id == first.new.id
    assert len(target.ledger()) == 1


SAME = ("same.html", "same.html.gz")


def test_unchanged_files_keep_their_time(make_site, publish, target):
    """A web server's ETag is time and size: what a browser has stays valid."""
    for front in "abcd":
        publish(make_site({"same.html": "x" * 900}, front=front))

    for name in SAME:
        kept = [(target.tree(one) / name).stat() for one in target.published()]
        assert len({found.st_mtime_ns for found in kept}) == 1
        assert len({(target.tree(one) / "index.html").stat().st_mtime_ns for one in target.sealed()}) == 4


def test_a_file_that_is_shared_with_an_older_release_keeps_the_time_of_the_live_one(
    make_site, publish, target
):
    """The older one may have the same page with another time, from before it was changed and changed back."""
    # given
    fronts = {"one": "x", "two": "y", "three": "x"}
    first, *_ = [
        publish(make_site({"a.html": text * 900}, front=front)).new.id for front, text in fronts.items()
    ]
    os.utime(target.tree(first) / "a.html", (1, 1))
    before = (target.current / "a.html").stat().st_mtime_ns

    # when
    publish(make_site({"a.html": "x" * 900}, front="new"))

    # then
    assert (target.current / "a.html").stat().st_mtime_ns == before


def test_two_releases_share_nothing_on_the_disk_and_the_others_share_with_them(make_site, publish, target):
    """One bad sector never takes both; and space is for two, and for what changed."""
    # when
    for front in "abcd":
        publish(make_site({"same.html": "x" * 900}, front=front))

    # then
    for name in SAME:
        inodes = [(target.tree(one) / name).stat().st_ino for one in target.published()]
        assert inodes[0] == inodes[2] != inodes[1] == inodes[3]


@pytest.mark.parametrize("umask", [0o077, 0o027, 0o000, 0o777])
def test_everybody_can_read_what_is_published(make_site, publish, target, umask):
    """Whatever the umask of who publishes: the server is somebody else."""
    # given
    staging = make_site({"a/b.html": "x" * 900})

    # when
    before = os.umask(umask)
    try:
        publish(staging)
    finally:
        os.umask(before)

    # then
    release_id = target.current_id()
    modes = {path: path.stat().st_mode & 0o777 for path in (target.folder, *target.folder.rglob("*"))}
    modes.pop(target.folder / ".lock")
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o755}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o644}
    assert target.tree(release_id) / "a/b.html.gz" in modes


def test_documents_of_a_day_have_the_time_of_their_day(make_site, publish, target):
    """They take turns at one address, and a server answers 304 by the time: of any two it must differ."""
    # given
    days = [f"feeds/word-of-the-day/2026-03-{day:02}.atom" for day in range(1, 15)]
    publish(make_site(dict.fromkeys(days, "x" * 900)))
    times = {day: (target.current / day).stat().st_mtime for day in days}

    # when
    publish(make_site(dict.fromkeys(days[:-1], "x" * 900) | {days[-1]: "y" * 900}))
    after = {day: (target.current / day).stat().st_mtime for day in days}

    # then
    assert len(set(times.values())) == len(days)
    for day, at in times.items():
        midnight = datetime.fromisoformat(day[-15:-5]).replace(tzinfo=UTC).timestamp()
        assert midnight - 86_400 <= at < midnight
        assert (target.current / f"{day}.gz").stat().st_mtime == after[day]
        assert (after[day] == at) is (day != days[-1])


def test_what_stands_in_staging_is_never_live(make_site, publish, target):
    """The next build may empty it while readers read."""
    # given
    staging = make_site()
    publish(staging)

    # when
    (staging / "index.html").write_text("half a page")

    # then
    assert shown(target) == "front"


def test_the_last_releases_stay(make_site, publish, target):
    """There is always a way back, and the disk does not fill."""
    # when
    ids = [publish(make_site(front=str(number)), Order(keep=3)).new.id for number in range(5)]

    # then
    assert set(target.sealed()) == set(ids[-3:])
    assert {path.name for path in (target.folder / "releases").iterdir()} == {
        name for release_id in ids[-3:] for name in (release_id, f"{release_id}.json")
    }


def test_there_is_a_way_back_whatever_the_setting(make_site, publish, target):
    """Keeping one release would mean keeping none to go back to."""
    # when
    for number in range(3):
        publish(make_site(front=str(number)), Order(keep=0))

    # then
    assert len(target.sealed()) == 2


def test_rolling_back_goes_one_back_at_a_time(make_site, publish, target):
    """Twice is two releases back, not there and back again."""
    # given
    for text in ("one", "two", "three"):
        publish(make_site(front=text))

    # when
    release.rollback(target, "", NOW)
    first = shown(target)
    release.rollback(target, "", NOW)

    # then
    assert (first, shown(target)) == ("two", "one")
    assert [line.action for line in target.ledger()] == ["publish"] * 3 + ["rollback"] * 2


def test_rolling_back_to_a_release_by_its_name(make_site, publish, target):
    """Forward again as well."""
    # given
    publish(make_site(front="one"))
    last = publish(make_site(front="two")).new.id
    release.rollback(target, "", NOW)

    # when
    release.rollback(target, last, NOW)

    # then
    assert shown(target) == "two"


def test_what_was_rolled_back_can_be_published_again(make_site, publish, target):
    """Its files are there already: only the switch is made."""
    # given
    publish(make_site(front="one"))
    publish(make_site(front="two"))
    release.rollback(target, "", NOW)

    # when
    publish(make_site(front="two"))

    # then
    assert shown(target) == "two"
    release.rollback(target, "", NOW)
    assert shown(target) == "one"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("", "there is no earlier release to go back to; make releases lists what is there"),
        ("beef", "there is no release beef; make releases lists them"),
    ],
)
def test_a_rollback_to_nothing_says_so(make_site, publish, target, wanted, message):
    """And leaves what is live."""
    # given
    publish(make_site())

    # when
    with pytest.raises(PublishError) as caught:
        release.rollback(target, wanted, NOW)

    # then
    assert str(caught.value) == message
    assert shown(target) == "front"


def test_a_release_that_nobody_can_mend_is_not_rolled_back_to(make_site, publish, target):
    """Found before the switch, not by a reader; the next that is whole takes its place."""
    # given
    first, second, _ = (publish(make_site(front=front)).new.id for front in ("one", "two", "three"))
    (target.tree(second) / "index.html").write_text("tw")

    # when
    live, mended = release.rollback(target, "", NOW)

    # then
    assert (live, shown(target)) == (first, "one")
    assert mended == (f"Release {second} is damaged, and no other has what it lost",)
    assert target.ledger()[-1].action == "rollback"
    with pytest.raises(PublishError, match="there is no earlier release to go back to"):
        release.rollback(target, "", NOW)


def test_a_release_that_others_can_mend_is_mended_and_rolled_back_to(make_site, publish, target):
    """They have the same page."""
    # given
    first = publish(make_site({"a/index.html": "a" * 900}, front="one")).new.id
    publish(make_site({"a/index.html": "a" * 900}, front="two"))
    (target.tree(first) / "a/index.html").write_text("b")
    (target.tree(first) / "a/index.html.gz").unlink()

    # when
    live, mended = release.rollback(target, "", NOW)

    # then
    assert (live, shown(target), shown(target, "a/index.html")) == (first, "one", "a" * 900)
    assert mended == (f"Release {first} was not what was sealed: a/index.html has other bytes",)
    target.verify(target.manifest(first), target.current)


def test_a_damaged_release_is_made_anew_when_it_is_published(make_site, publish, target):
    """And its damage is not linked into the next one."""
    # given
    first = publish(make_site({"a.html": "a"})).new.id
    publish(make_site({"a.html": "a"}, front="two"))
    (target.tree(first) / "a.html").write_text("b")

    # when
    publish(make_site({"a.html": "a"}))

    # then
    assert shown(target, "a.html") == "a"
    target.verify(target.manifest(first), target.current)


def link_out(path):
    path.unlink()
    path.symlink_to("/etc/hostname")


DAMAGES = {
    "other bytes": lambda tree: (tree / "a/index.html").write_text("b" * 900),
    "cut": lambda tree: os.truncate(tree / "a/index.html", 10),
    "packed": lambda tree: (tree / "a/index.html.gz").write_bytes(b"no"),
    "no packed": lambda tree: (tree / "a/index.html.gz").unlink(),
    "gone": lambda tree: (tree / "a/index.html").unlink(),
    "stray": lambda tree: (tree / "stray.html").write_text("x"),
    "packed stray": lambda tree: (tree / "stray.png.gz").write_text("x"),
    "empty folder": lambda tree: (tree / "b").mkdir(),
    "link": lambda tree: link_out(tree / "a/index.html"),
    "pipe": lambda tree: os.mkfifo(tree / "pipe"),
    "mode": lambda tree: (tree / "a/index.html").chmod(0o600),
    "mode of a folder": lambda tree: (tree / "a").chmod(0o700),
    "no tree": lambda tree: shutil.rmtree(tree),
    "no manifest": lambda tree: tree.with_suffix(".json").unlink(),
    "empty manifest": lambda tree: tree.with_suffix(".json").write_text(""),
    "another's manifest": lambda tree: tree.with_suffix(".json").write_text(write_manifest(EMPTY)),
    "no ledger": lambda tree: (tree.parents[1] / "ledger.jsonl").unlink(),
    "empty ledger": lambda tree: (tree.parents[1] / "ledger.jsonl").write_text(""),
    "bad ledger": lambda tree: (tree.parents[1] / "ledger.jsonl").write_bytes(b"\0\xff\n{}\n"),
    "no link": lambda tree: (tree.parents[1] / "current").unlink(),
    "a link elsewhere": lambda tree: link_out(tree.parents[1] / "current"),
    "manifest and tree": lambda tree: [
        tree.with_suffix(".json").write_text("{"),
        (tree / "index.html").unlink(),
    ],
}


@pytest.mark.parametrize("front", ["two", "three"], ids=["nothing new", "an edit"])
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_damaged_is_made_good_by_the_next_publish(make_site, publish, target, damage, front):
    """Whether there is something new to publish, or nothing."""
    # given
    page = {"a/index.html": "a" * 900}
    publish(make_site(page, front="one"))
    second = publish(make_site(page, front="two")).new.id
    damage(target.tree(second))

    # when
    live = publish(make_site(page, front=front)).new.id

    # then
    assert target.current_id() == live
    target.verify(target.manifest(live), target.current)
    assert target.ledger()[-1].id == live
    assert not list(target.folder.rglob(".*-*"))
    release.rollback(target, "", NOW)
    assert shown(target, "a/index.html") == page["a/index.html"]
    assert target.ledger()[-1].action == "rollback"


def test_a_file_that_was_damaged_has_another_time_afterwards(make_site, publish, target):
    """A browser that has the damaged one asks by it."""
    # given
    publish(make_site({"a.html": "a" * 900}))
    path, found = target.current / "a.html", (target.current / "a.html").stat()
    path.write_text("b" * 900)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))

    # when
    publish(make_site({"a.html": "a" * 900}))

    # then
    assert path.stat().st_mtime_ns != found.st_mtime_ns


def test_a_publish_from_nothing_takes_no_file_of_another_release(make_site, publish, target):
    """Only its times."""
    # given
    publish(make_site({"a.html": "a" * 900}))
    before = {name: (target.current / name).stat() for name in ("a.html", "a.html.gz")}

    # when
    with target.locked():
        staging = make_site({"a.html": "a" * 900})
        release.publish(staging, target, release.plan(staging, target), Order(), NOW, is_fresh=True)

    # then
    for name, found in before.items():
        after = (target.current / name).stat()
        assert after.st_ino != found.st_ino
        assert name.endswith(".gz") or after.st_mtime_ns == found.st_mtime_ns


def test_a_lost_page_stops_the_publish(make_site, publish, target):
    """A published address must not answer 404."""
    # given
    publish(make_site({"2026/a/index.html": "a", "feeds/x.atom": "x"}))

    # when
    with pytest.raises(PublishError) as caught:
        publish(make_site())

    # then
    assert "make publish ALLOW_LOST=1" in str(caught.value)
    assert str(caught.value).endswith("\n  /2026/a/\n  /feeds/x.atom")
    assert shown(target, "2026/a/index.html") == "a"


def test_a_lost_page_with_a_redirect_is_not_lost(make_site, publish):
    """A redirect answers: in `_redirects`, or as a page at the old address."""
    # given
    publish(make_site({"2026/a/index.html": "a"}))

    # when
    publish(make_site({"_redirects": "/2026/a/ /2026/b/ 301\n"}))

    # then
    with pytest.raises(PublishError, match="/2026/a/"):
        publish(make_site(front="the redirect is gone too"))


def test_the_author_may_give_addresses_up(make_site, publish, target):
    """On purpose, once."""
    # given
    publish(make_site({"2026/a/index.html": "a"}))

    # when
    publish(make_site(), LOSE)

    # then
    assert not (target.current / "2026").exists()


def test_a_mass_deletion_is_refused(make_site, publish, target):
    """An empty content/ folder is a mistake, not a decision."""
    # given
    publish(make_site({f"2026/{number}/index.html": "x" for number in range(40)}))

    # when
    with pytest.raises(PublishError) as caught:
        publish(make_site(), LOSE)

    # then
    message = "this would remove 40 of 41 published pages; to allow it: make publish ALLOW_DELETES=1"
    assert str(caught.value) == message
    assert len(target.sealed()) == 1


@pytest.mark.parametrize(("gone", "is_refused"), [(3, False), (4, True)])
def test_as_many_pages_as_an_order_allows_may_go(gone, is_refused):
    """And not one more."""
    # given
    pages = [describe(f"2026/{number}/index.html", "aa", 2) for number in range(10, 50)]
    before, after = Manifest(tuple(pages)), Manifest(tuple(pages[gone:]))
    planned = Plan(after, before, "0123456789abcdef", difference(before, after), (), {})

    # then
    with pytest.raises(PublishError, match="would remove 4 of 40") if is_refused else nullcontext():
        release.guard(planned, Order(max_deletes=3))


def test_a_site_without_a_front_page_is_no_site(make_site, publish, target):
    """A build that wrote nothing must not empty the publication."""
    # given
    staging = make_site()
    (staging / "index.html").unlink()

    # when
    with pytest.raises(PublishError, match=r"holds no index\.html; build the site first"):
        publish(staging)

    # then
    assert target.current_id() == ""


def test_a_link_in_the_built_site_is_refused(make_site, publish, tmp_path):
    """It may point at anything, and at something else tomorrow."""
    # given
    staging = make_site()
    (staging / "secret").symlink_to(tmp_path)

    # then
    with pytest.raises(PublishError, match="secret is no ordinary file; put a copy in its place"):
        publish(staging)


def test_a_folder_in_the_place_of_current_is_set_aside(make_site, publish, target):
    """Somebody may have copied a site there by hand."""
    # given
    target.current.mkdir(parents=True)
    (target.current / "mine.html").write_text("mine")

    # when
    publish(make_site())

    # then
    assert shown(target) == "front"
    assert (target.folder / "current-set-aside/mine.html").read_text() == "mine"


def test_two_cannot_publish_at_once(target):
    """The second waits for nothing and breaks nothing."""
    with target.locked(), pytest.raises(PublishError) as caught, target.locked():
        pass

    assert str(caught.value) == f"somebody is publishing already (process {os.getpid()}); wait for it"


def test_a_release_that_proves_wrong_is_taken_back(make_site, publish, target, monkeypatch):
    """A disk that lies is found out at the verification after the switch."""
    # given
    publish(make_site(front="one"))
    switch = type(target).switch

    def switch_and_spoil(self, release_id):
        switch(self, release_id)
        if shown(self) == "two":
            (self.current / "index.html").write_text("spoilt")

    monkeypatch.setattr(type(target), "switch", switch_and_spoil)

    # when
    with pytest.raises(PublishError, match="is live again"):
        publish(make_site(front="two"))

    # then
    assert shown(target) == "one"
    assert len(target.ledger()) == 1


@pytest.mark.parametrize("command", ["publish", "rollback"])
@pytest.mark.parametrize("name", [".lock", "releases"])
def test_what_is_in_the_way_is_told_in_one_line(target, command, name, capsys):
    """A folder in the place of a file, a file in that of a folder: nobody deletes what is not ours."""
    # given
    target.folder.mkdir()
    if name == "releases":
        (target.folder / name).write_text("mine")
    else:
        (target.folder / name).mkdir()

    # when
    status = main([command, "--public", str(target.folder)])

    # then
    said = capsys.readouterr().err
    assert status == 1
    assert len(said.splitlines()) == 1
    assert str(target.folder / name) in said


def test_an_address_that_a_rollback_took_away_is_not_forgotten(make_site, publish, target):
    """It was published: it may be in somebody's bookmarks although the live release does not have it."""
    # given
    publish(make_site())
    publish(make_site({"2026/b/index.html": "b"}))
    with target.locked():
        release.rollback(target, "", datetime(2026, 3, 20, tzinfo=UTC))

    # when
    with pytest.raises(PublishError) as caught:
        publish(make_site(front="new"))

    # then
    assert str(caught.value).endswith("\n  /2026/b/")
    publish(make_site({"2026/b/index.html": "b"}, front="new"))
    publish(make_site({"2026/b/index.html": "b"}, front="newer"))


def test_the_addresses_of_the_release_before_count_where_the_live_one_is_gone(make_site, publish, target):
    """Its link leads nowhere and its manifest is lost: what was published before it is still published."""
    # given
    publish(make_site({"2026/a/index.html": "a", "2026/b/index.html": "b"}))
    live = publish(make_site({"2026/a/index.html": "a", "2026/b/index.html": "b"}, front="two")).new.id
    shutil.rmtree(target.tree(live))
    target.tree(live).with_suffix(".json").unlink()

    # when
    with pytest.raises(PublishError) as caught:
        publish(make_site({"2026/a/index.html": "a"}, front="new"))

    # then
    assert str(caught.value).endswith("\n  /2026/b/")


def test_a_page_of_a_list_goes_when_the_list_is_shorter(make_site, target, publish):
    """Nobody can do anything about it; a list that goes whole is another matter."""
    # given
    pages = {f"{name}/page/1/index.html": "" for name in ("pay", "notes")}
    publish(make_site({"pay/index.html": "", "notes/index.html": "", **pages}))

    # when
    with target.locked():
        planned = release.plan(make_site({"pay/index.html": "fewer"}), target)

    # then
    assert planned.lost == ("/notes/", "/notes/page/1/")


def test_an_address_of_years_ago_is_not_forgotten(make_site, target):
    """The ledger of publication knows it when no release has it any more, and which were given up."""
    # given
    ever = Ever(
        frozenset(("/2026/b/", "/2019/a/", "/feeds/pay/2.atom")), frozenset(("/2026/c/", "/2026/d/", "/"))
    )

    # when
    with target.locked():
        planned = release.plan(
            make_site({"2026/b/index.html": "", "2026/d/index.html": ""}), target, ever=ever
        )

    # then
    assert planned.lost == ("/2019/a/",)
    assert planned.back == ("/", "/2026/d/")
