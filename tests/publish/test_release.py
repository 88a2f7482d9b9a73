"""The way of a release, on a real disk."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.publish import release
from plugins.publish.model import Order, PublishError

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
    assert (line.counts["articles"], line.counts["pages"]) == (1, 1)


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


def test_unchanged_files_keep_their_time_and_their_place_on_the_disk(make_site, publish, target):
    """A web server's ETag is time and size: what a browser has stays valid."""
    # given
    publish(make_site({"same.html": "x" * 900, "edited.html": "x"}))
    before = {name: (target.current / name).stat() for name in ("same.html", "same.html.gz", "edited.html")}

    # when
    publish(make_site({"same.html": "x" * 900, "edited.html": "y"}))

    # then
    after = {name: (target.current / name).stat() for name in before}
    assert after["same.html"].st_ino == before["same.html"].st_ino
    assert after["same.html"].st_mtime_ns == before["same.html"].st_mtime_ns
    assert after["same.html.gz"].st_ino == before["same.html.gz"].st_ino
    assert after["edited.html"].st_ino != before["edited.html"].st_ino


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


def test_a_damaged_release_is_not_rolled_back_to(make_site, publish, target):
    """Found before the switch, not by a reader."""
    # given
    first = publish(make_site(front="one")).new.id
    publish(make_site(front="two"))
    (target.tree(first) / "index.html").write_text("on")

    # when
    with pytest.raises(PublishError, match=r"sealed: index\.html has other bytes"):
        release.rollback(target, "", NOW)

    # then
    assert shown(target) == "two"


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


def test_a_live_site_that_was_tampered_with_is_noticed(make_site, publish, target):
    """Even when there is nothing new to publish."""
    # given
    publish(make_site())
    (target.current / "stray.html").write_text("x")

    # when
    with pytest.raises(PublishError) as caught:
        publish(make_site())

    # then
    assert "stray.html does not belong there; make rollback, then make publish" in str(caught.value)


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


def test_a_folder_in_the_place_of_current_is_not_touched(make_site, publish, target):
    """Somebody may have copied a site there by hand."""
    # given
    target.current.mkdir(parents=True)

    # then
    with pytest.raises(PublishError, match="current is no symlink; move it away and publish again"):
        publish(make_site())


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
