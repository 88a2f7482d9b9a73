"""What authors do, each by the documented commands, through to what readers see.

`Walk.publish` holds what is live against a clean build every time; what is asked here besides is what the author wants.
"""

import re
import shutil

import pytest
from PIL import Image

from tests.site.small_site import article, comment
from tests.walks.walk import Walk

ZONES = ("UTC", "Asia/Tokyo", "America/New_York")
NUMBER = "articles/2025/number.md"
COFFEE = "articles/2025/coffee.md"
NEWEST = "articles/2026/newest.md"


def every_zone(first):
    """Before every commit in one zone, where most could go wrong; in the others by `make test-full`."""
    zones = [zone if zone == first else pytest.param(zone, marks=pytest.mark.slow) for zone in ZONES]
    return pytest.mark.parametrize("zone", zones)


@pytest.fixture(scope="session")
def begun(tmp_path_factory):
    """A published site in UTC, and a copy of it."""
    folder = tmp_path_factory.mktemp("begun")
    walk = begin(folder)
    shutil.copytree(walk.root, folder / "copy", symlinks=True)
    return walk


@pytest.fixture
def walk(begun):
    """A published site in UTC, as if nobody had touched it since. Its folder is always the same: settings name it."""
    shutil.rmtree(begun.root)
    shutil.copytree(begun.root.with_name("copy"), begun.root, symlinks=True)
    begun.at("2026-03-02 09:00")
    return begun


def begin(folder, zone="UTC", at="2026-03-02 09:00"):
    walk = Walk(folder / "site", zone, at)
    outcome = walk.try_to_publish()
    assert outcome.status == 0, outcome.said
    return walk


def draw(walk, name, colour="red"):
    """An image in content/images/."""
    path = walk.content / "images" / name
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (40, 30), colour).save(path)


def text_of(walk, path):
    return (walk.content / path).read_text("utf-8")


@every_zone("Asia/Tokyo")
def test_an_article_is_begun_written_and_published(tmp_path, zone):
    """With a definition on top, an image and a place in a series; every list and feed has it."""
    # given
    walk = begin(tmp_path, zone)
    made = walk.run(
        "plugins.desk", "new", "--settings", "conf.py", "--title", "The offer", "--category", "Pay"
    )
    path = "articles/2026/the-offer.md"
    assert made.said == f"content/{path}: write it, then delete its line Status: draft\n"

    # when
    draw(walk, "offer.png")
    head = "\n".join(
        line
        for line in text_of(walk, path).splitlines()
        if line.startswith(("Title", "Date", "Category", "Id"))
    )
    walk.write(
        path,
        f"{head}\nSeries: Money, 1\n\nOFFER, n., (1) a number; (2) less.\n\n"
        "Take your time over it.\n\n![A letter](/images/offer.png)\n",
    )
    walk.publish()

    # then
    page = walk.read("2026/the-offer/index.html")
    assert 'id="offer-2"' in page
    assert 'alt="A letter"' in page
    assert walk.has("images/offer.png")
    assert "The offer" in walk.text("")
    assert "/2026/the-offer/" in walk.read("pay/index.html")
    assert walk.has("dictionary/offer/index.html")
    assert "/2026/the-offer/" in walk.read("feeds/all.atom")
    assert "The offer" in walk.read("feeds/pay.rss")

    # when
    walk.write(
        "articles/2026/answer.md",
        article("The answer", "2026-03-02 08:30", "Pay", "Ask for more.", Series="Money, 2"),
    )
    walk.publish()

    # then
    assert "/2026/answer/" in walk.read("2026/the-offer/index.html")


def test_a_draft_is_published_when_its_line_goes(walk):
    """Until then nobody sees a word of it."""
    # given
    walk.write(
        NEWEST, article("Quokka", "2026-03-01", "Pay", "About quokkas.", Status="draft", Tags="marsupials")
    )
    walk.publish()
    assert walk.where("uokka") == walk.where("arsupial") == []

    # when
    walk.change(NEWEST, "Status: draft\n", "")
    walk.publish()

    # then
    assert walk.has("2026/newest/index.html")
    assert walk.has("tag/marsupials/index.html")


@every_zone("America/New_York")
def test_a_correction_is_told_with_its_day(tmp_path, zone):
    """The page, the feeds and the sitemap say when; the article stays where it was."""
    # given
    walk = begin(tmp_path, zone)
    walk.change(NUMBER, "Then be silent.", "Then wait.")
    walk.change(NUMBER, "Category:", "Modified: 2026-03-02 08:00\nCategory:")

    # when
    walk.publish()

    # then
    told = {
        "UTC": "2026-03-02T08:00:00Z",
        "Asia/Tokyo": "2026-03-01T23:00:00Z",
        "America/New_York": "2026-03-02T13:00:00Z",
    }
    assert "Then wait." in walk.text("2025/number")
    assert f"<updated>{told[zone]}</updated>" in walk.read("feeds/pay.atom")


@every_zone("America/New_York")
def test_a_scheduled_article_falls_due_at_its_minute(tmp_path, zone):
    """On the day after the clocks change, where they do: its author's clock decides."""
    # given
    walk = begin(tmp_path, zone, "2026-03-07 12:00")
    walk.write(NEWEST, article("Wombat", "2026-03-08 12:00", "Pay", "WOMBAT, n. Patience.\n\nDig."))
    walk.publish()
    assert walk.where("ombat") == []

    # when
    walk.at("2026-03-08 11:59")
    walk.publish()
    early = walk.where("ombat"), walk.run("plugins.publish", "due")
    walk.at("2026-03-08 12:00")
    tick = walk.run("plugins.publish", "due")
    said = walk.publish()
    after = walk.run("plugins.publish", "due")

    # then
    assert early[0] == []
    assert [(one.status, one.said) for one in (early[1], after)] == [(1, ""), (1, "")]
    assert (tick.status, tick.said[:9]) == (0, "Due since")
    assert "Next falls due" not in said
    assert (walk.content / "ledger.txt").read_text("utf-8").count("/2026/newest/\t") == 1
    assert walk.has("2026/newest/index.html")
    assert walk.has("dictionary/wombat/index.html")


@every_zone("Asia/Tokyo")
def test_a_word_waits_for_its_day(tmp_path, zone):
    """A day begins at midnight where the author is; also when the clocks go back."""
    # given
    walk = begin(tmp_path, zone, "2026-10-31 12:00")
    walk.write("dictionary/numbat.md", "Date: 2026-11-01\n\nNUMBAT, n. What eats the small print.\n")
    walk.publish()
    assert walk.where("umbat") == []

    # when
    walk.at("2026-11-01 00:00")
    walk.publish()

    # then
    assert walk.has("dictionary/numbat/index.html")


def test_a_renamed_article_is_found_at_its_old_address(walk):
    """With an alias, as docs/addresses.md says, and nothing else; its thread and its card too."""
    # when
    walk.change(NUMBER, "Category:", "Aliases: /2025/number/\nCategory:")
    walk.move(NUMBER, "articles/2025/figure.md")
    walk.change("articles/2026/notice.md", "number.md", "figure.md")
    walk.publish()

    # then
    redirects = walk.redirects()
    assert redirects["/2025/number/"] == "/2025/figure/"
    assert redirects["/2025/number/card.png"] == "/2025/figure/card.png"
    assert redirects["/2025/number/comments.atom"] == "/2025/figure/comments.atom"
    assert "/2025/figure/" in walk.read("2025/number/index.html")


def test_a_renamed_word_is_found_at_its_old_address(walk):
    """The same for a file of one word."""
    # when
    walk.change("dictionary/gap.md", "GAP, n.", "HOLE, n.")
    walk.change("dictionary/gap.md", "Date:", "Aliases: /dictionary/gap/\nDate:")
    walk.publish()

    # then
    redirects = walk.redirects()
    assert redirects["/dictionary/gap/"] == "/dictionary/hole/"
    assert redirects["/dictionary/gap.json"] == "/dictionary/index.json"
    assert redirects["/dictionary/gap/card.png"] == "/dictionary/hole/card.png"


@pytest.mark.parametrize(
    ("key", "old", "new", "opening", "was", "now"),
    [
        ("Category", "Pay", "Wages", "category-wages", "pay/", "/wages/"),
        ("Tags", "first jobs", "beginnings", "tag-beginnings", "tag/first-jobs/", "/tag/beginnings/"),
        ("Authors", "The Clerk", "The Scribe", "author-the-scribe", "by/the-clerk/", "/by/the-scribe/"),
    ],
)
def test_a_renamed_place_is_found_at_its_old_address(walk, key, old, new, opening, was, now):
    """A category, a tag, an author: its feeds too."""
    # given
    known = feed_id(walk, f"/feeds/{was.rstrip('/')}")

    # when
    for path in walk.files("articles/**/*.md"):
        text = path.read_text("utf-8")
        path.write_text(
            re.sub(rf"^({key}:.*){re.escape(old)}", rf"\g<1>{new}", text, flags=re.MULTILINE), "utf-8"
        )
    walk.write(f"openings/{opening}.md", f"Title: {new}\nSummary: So called.\nAliases: /{was}\n\nWords.\n")
    walk.publish()

    # then
    redirects = walk.redirects()
    assert redirects[f"/{was}"] == now
    before, after = f"/feeds/{was.rstrip('/')}", f"/feeds{now.rstrip('/')}"
    for form in ("atom", "rss", "json"):
        same = form if walk.has(f"{after.lstrip('/')}.{form}") else "atom"
        assert redirects[f"{before}.{form}"] == f"{after}.{same}"
    assert walk.has(f"{after.lstrip('/')}.rss") == (key == "Category")
    assert feed_id(walk, after) == known


def feed_id(walk, base):
    """By which a subscriber's program knows the feed."""
    return re.search("<id>(.*?)</id>", walk.read(f"{base.lstrip('/')}.atom"))[1]


def test_a_deleted_article_is_given_up_by_hand(walk):
    """Its address is named first; then every list, feed and word is without it."""
    # given
    walk.delete(COFFEE)
    for path in walk.files("comments/coffee/*"):
        path.unlink()

    # when
    refused = walk.refused()
    walk.publish("--allow-lost")

    # then
    assert "\n  /2025/coffee/\n" in refused
    assert not walk.has("2025/coffee/index.html")
    assert not walk.has("dictionary/coffee/index.html")
    assert walk.where("/2025/coffee/") == []


def test_a_comment_is_approved_answered_and_taken_down(walk):
    """A file is a comment; one that is taken down keeps its number, and no word of it is anywhere."""
    # given
    _, text = comment(1, "2026-03-01T10:00:00Z", "Nan", "Echidnas know.", Id="b1")
    _, answer = comment(2, "2026-03-02T08:00:00Z", "Ed", "@Nan: They do.", Id="b2", Replyto="1")

    # when
    walk.write("comments/number/0001-b1.md", text)
    walk.write("comments/number/0002-b2.md", answer)
    walk.publish()
    approved = walk.text("2025/number")
    walk.write("comments/number/0001-b1.md", text.replace("Author:", "Status: deleted\nAuthor:"))
    walk.publish()

    # then
    assert "Echidnas know." in approved
    assert walk.where("chidna") == []
    assert 'id="comment-1"' in walk.read("2025/number/index.html")
    assert "They do." in walk.text("2025/number")


def test_a_footnote_in_the_first_paragraph_of_the_newest_article_is_no_fault(walk):
    """The front page shows the paragraph, and the note is elsewhere."""
    # given
    walk.write(
        NEWEST,
        article("Newest", "2026-03-02 08:00", "Pay", "Said once.[^1] Then again.\n\nMore.\n\n[^1]: By whom?"),
    )

    # when
    walk.publish()

    # then
    assert "Said once. Then again." in walk.text("")
    assert "#fn:" not in walk.read("index.html")


def test_an_image_is_public_when_something_public_shows_it(walk):
    """Not while only a draft does; and no longer when nothing does."""
    # given
    draw(walk, "bilby.png")
    walk.write(NEWEST, article("Bilby", "2026-03-01", "Pay", "![Ears](/images/bilby.png)", Status="draft"))
    walk.publish()
    assert not walk.has("images/bilby.png")
    assert walk.where("bilby") == []

    # when
    walk.change(NEWEST, "Status: draft\n", "")
    walk.publish()
    shown = walk.has("images/bilby.png")
    walk.change(NEWEST, "![Ears](/images/bilby.png)", "No ears.")
    walk.publish("--allow-lost")

    # then
    assert shown
    assert walk.where("bilby.png") == []


STRAYS = (
    "Articles/stray.md",
    "articles/2026/stray.MD",
    "articles/2026/stray.docx",
    "articles/2026/stray.md.txt",
    "posts/stray.md",
    "stray.md",
)


def test_stray_files_are_told_and_not_published(walk):
    """A text in a place that is none is a mistake, not an article; all are named at once."""
    # given
    for stray in STRAYS:
        walk.write(stray, article("Stray", "2026-03-01", "Pay", "About dingoes."))

    # when
    said = walk.refused()
    for stray in STRAYS:
        walk.delete(stray)
    walk.publish()

    # then
    told = re.findall(r"^content/(.+):1: ", said, re.MULTILINE)
    assert sorted(set(told)) == sorted(STRAYS), said
    assert walk.where("dingoes") == []


def test_settings_helpers_beside_them_and_templates_take_effect(walk):
    """Each changes pages, though no text did."""
    # when
    walk.set('SITENAME = "The Second Name"')
    walk.publish()
    named = walk.text("")
    (walk.root / "words.py").write_text('SUBTITLE = "Said by a helper."\n', "utf-8")
    walk.set(f"sys.path.insert(0, {str(walk.root)!r})\nimport words\nSITESUBTITLE = words.SUBTITLE")
    walk.publish()
    helped = walk.text("")
    (walk.root / "words.py").write_text('SUBTITLE = "Said by another helper."\n', "utf-8")
    walk.publish()
    template = walk.theme / "templates/base.html"
    template.write_text(
        template.read_text("utf-8").replace("</body>", "<p>Of a template.</p></body>"), "utf-8"
    )
    walk.publish()

    # then
    assert "The Second Name" in named
    assert "Said by a helper." in helped
    assert "Said by another helper." in walk.text("")
    assert "Of a template." in walk.text("2025/coffee")


def test_a_word_moves_to_another_file(walk):
    """From an article into the dictionary, and from one file of it into another; its address stays."""
    # when
    walk.change(COFFEE, "COFFEE, n. An interview unpaid.\n\n", "")
    walk.write("dictionary/coffee.md", "Date: 2025-03-01\n\nCOFFEE, n. An interview unpaid.\n")
    walk.publish()
    walk.delete("dictionary/coffee.md")
    walk.change("dictionary/boss.md", "employee.\n", "employee.\n\nCOFFEE, n. An interview unpaid.\n")
    walk.publish()

    # then
    assert "interview unpaid" in walk.text("dictionary/coffee")
    assert "An interview unpaid" not in walk.text("2025/coffee")


def test_two_files_are_swapped(walk):
    """Names and what they hold: nothing is mistaken for unchanged."""
    # given
    pairs = (
        ("articles/2025/coffee.md", "articles/2025/number.md"),
        ("dictionary/boss.md", "dictionary/gap.md"),
    )

    # when
    for one, other in pairs:
        walk.move(one, "aside")
        walk.move(other, one)
        walk.move("aside", other)
    walk.publish()

    # then
    assert "The number" in walk.text("2025/coffee")
    assert "The coffee" in walk.text("2025/number")


def test_after_a_rollback_what_is_written_can_be_published(walk):
    """The way back, and the way on."""
    # given
    before = walk.live_files()
    walk.change(NUMBER, "Then be silent.", "Then speak.")
    walk.publish()

    # when
    walk.rollback()
    back = walk.live_files()
    walk.publish()

    # then
    assert back == before
    assert "Then speak." in walk.text("2025/number")


def test_a_publish_tells_what_the_author_did_and_status_counts_the_same(walk):
    """In the author's words: an address that leads on is no article, what waits is named with its day."""
    # given
    walk.write(NEWEST.replace("newest", "later"), article("Later", "2026-04-01", "Pay", "Not yet."))
    walk.write(
        NEWEST.replace("newest", "unready"), article("Unready", "2026-03-01", "Pay", "x", Status="draft")
    )
    walk.write(
        "articles/2025/renamed.md", text_of(walk, NUMBER).replace("\n", "\nAliases: /2025/number/\n", 1)
    )
    walk.delete(NUMBER)
    walk.change("articles/2026/notice.md", "2025/number.md", "2025/renamed.md")

    # when
    said = walk.publish()
    status = walk.run("plugins.desk", "status", "--settings", "conf.py").said
    lines = [line.strip().split(maxsplit=1) for line in status.splitlines()]
    counted = {what.rstrip("s"): number for number, what in lines if number.isdecimal()}

    # then
    told = re.search(r"^Published \w+: (\d+) articles, (\d+) words, (\d+) comments?", said, re.MULTILINE)
    assert told.groups() == (counted["article"], counted["word"], counted["comment"])
    lines = [line.split() for line in said.splitlines()]
    assert ["new", "article", "content/articles/2025/renamed.md"] in lines
    assert ["gone", "article", f"content/{NUMBER}"] in lines
    assert ["moved", "/2025/number/", "→", "/2025/renamed/"] in lines
    assert "draft  content/articles/2026/unready.md" in status
    assert "due  content/articles/2026/later.md, on Wednesday 2026-04-01 at 00.00 UTC" in status


def test_answers_by_mail_and_mentions_are_offered_and_published(walk):
    """Each is one setting; the address is for readers, and nobody's in a comment."""
    # when
    walk.set('COMMENT_MAIL = "answers@walks.example"')
    walk.publish()
    by_mail = walk.read("2025/coffee/index.html")
    walk.set('COMMENT_MAIL = None\nCOMMENT_DESK = "/comments/"\nWEBMENTIONS = True')
    walk.publish()
    by_desk = walk.read("2025/coffee/index.html")

    # then
    assert "mailto:answers@walks.example" in by_mail
    assert 'action="/comments/"' in by_desk
    assert 'rel="webmention"' in by_desk
