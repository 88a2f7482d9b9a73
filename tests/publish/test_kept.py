"""A page that a browser or a proxy has kept still finds its stylesheet, its images and its part of the search."""

import pytest

from plugins.publish import release
from plugins.publish.model import Kept, Manifest, Order, describe, keep
from plugins.publish.parse import parse_kept
from plugins.publish.write import write_kept
from tests.publish.conftest import NOW


def sheet(number: int) -> str:
    return f"static/css/site.{number:08x}.css"


def site(make_site, number: int):
    return make_site({sheet(number): f"p {{ top: {number}px }} " * 60}, front=str(number))


def shown(target) -> set[str]:
    return {path.name for path in (target.current / "static/css").iterdir() if path.suffix == ".css"}


def test_a_stylesheet_answers_for_five_releases_more(make_site, publish, target):
    """And then it is gone, whatever else was kept."""
    # when
    for number in range(8):
        publish(site(make_site, number), Order(keep=2, may_lose_addresses=True))

    # then
    assert shown(target) == {sheet(number).rpartition("/")[2] for number in range(2, 8)}
    target.verify(target.manifest(target.current_id()), target.current)


def test_the_release_is_the_same_with_and_without(make_site, publish, target, tmp_path):
    """What stays is in no manifest: the id says what was built."""
    # given
    publish(site(make_site, 0))
    planned = publish(site(make_site, 1))

    # then
    assert sheet(0) not in planned.new.by_path
    assert planned.new.id == target.current_id()
    assert (target.current / "release.txt").read_text() == f"{planned.new.id}\n"
    assert (target.current / f"{sheet(0)}.gz").is_file()
    assert publish(site(make_site, 1)).is_nothing


def test_a_rollback_keeps_what_pages_of_the_later_release_ask_for(make_site, publish, target):
    """They are in as many browsers."""
    # given
    for number in range(2):
        publish(site(make_site, number))

    # when
    with target.locked():
        release.rollback(target, "", NOW)

    # then
    assert shown(target) == {sheet(number).rpartition("/")[2] for number in range(2)}
    target.verify(target.manifest(target.current_id()), target.current)


def test_what_stays_is_held_and_made_good(make_site, publish, target):
    """A damaged stylesheet of before is a damaged page of before; the other release has it."""
    # given
    for number in range(3):
        publish(site(make_site, number))
    (target.current / sheet(1)).write_text("damaged")

    # when
    publish(site(make_site, 2))

    # then
    assert (target.current / sheet(1)).read_text().startswith("p { top: 1px }")


def test_from_nothing_nothing_stays(make_site, publish, target):
    """What must not be public any more goes with the publish that takes it away: `FRESH=1`."""
    # given
    publish(site(make_site, 0))

    # when
    with target.locked():
        planned = release.plan(staging := site(make_site, 1), target)
        release.publish(staging, target, planned, Order(), NOW, is_fresh=True)

    # then
    assert shown(target) == {sheet(1).rpartition("/")[2]}


@pytest.mark.parametrize("path", ["static/a.0123456789.js", "static/a.0123456789.js/x"])
def test_what_the_new_release_has_in_its_place_wins(path):
    """A file, or a folder of that name."""
    old = Manifest.of([describe("static/a.0123456789.js", "0" * 64, 9)])
    new = Manifest.of([describe(path, "1" * 64, 9)])
    assert keep(old, (), new) == ()


def test_the_record_reads_back_and_damage_of_it_is_noticed():
    """A damaged one is none: then the release is put together again."""
    kept = (Kept(describe(sheet(1), "0" * 64, 9), 3),)
    text = write_kept(kept)
    assert parse_kept(text) == kept
    assert parse_kept(text.replace("3", "4", 1)) == parse_kept("") == parse_kept("[]") == ()
