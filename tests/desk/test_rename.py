"""Another address for an article or a word: in one go or not at all."""

import os
import sys

import pytest

from plugins.desk.journal import JOURNAL, Change, carry_out, finish
from plugins.desk.model import DeskError
from tests.site.small_site import Doom, comment, thread, tree

COFFEE = "content/articles/2025/coffee.md"
CONTENT = {
    COFFEE: (
        "Title: Coffee\r\nDate: 2025-03-01 08:00\r\nCategory: Pay\r\nAliases: /2019/coffee/\r\n"
        "Id: tag:a,2025:coffee\r\n\r\nCOFFEE, n. A bribe.\r\n\r\nSee [above]({filename}coffee.md#top)."
    ),
    "content/articles/2025/tea.md": (
        "Title: Tea\nDate: 2025-04-01\nCategory: Pay\n\nAs [said]({filename}coffee.md#costs), and [twice]({filename}"
        "/articles/2025/coffee.md), [there](/2025/coffee/#costs).\n\n[Mind it](dict:gap#1). `{filename}coffee.md`\n"
    ),
    "content/dictionary/boss.md": "Date: 2025-04-01\n\nBOSS, n. Somebody's employee. See GAP and COFFEE.\n",
    "content/dictionary/gap.md": (
        "\ufeffDate: 2025-05-01\nForms: gaps\n\nGAP, n., (1) a hole; (2) a holiday. See BOSS.\n\n* * *\n\n"
        "More of [it]({filename}../articles/2025/coffee.md).\n"
    ),
    "content/dictionary/two.md": "Date: 2025-05-01\n\nONE, n. First.\n\nTWO, n. Second.\n",
    "content/ledger.txt": (
        "article\t2025-03-01T08:00:00Z\t2025-03-01T08:00:00Z\t-\ttag:a,2025:coffee\t/2025/coffee/\tcoffee.md\n"
        "word\t2025-05-01T00:00:00Z\t2025-05-01T00:00:00Z\t-\ttag:a,2025:gap\t/dictionary/gap/\tA hole\n"
    ),
    **{f"content/{path}": text for path, text in thread(
        "coffee", *(comment(n, f"2025-06-02T10:{n % 60:02}:00Z", "Nan", f"I drink {n}.") for n in range(1, 31))
    ).items()},
}  # fmt: skip


@pytest.fixture
def project(project):
    for path, text in CONTENT.items():
        target = project.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    return project


def rename(project, old, new):
    return project.run("desk", "rename", FROM=old, TO=new)


def read(project, path):
    return (project.folder / path).read_bytes().decode()


def test_an_article_moves_with_all_that_hangs_on_it(project):
    """File, thread, alias, links from everywhere; Windows line ends stay, and nothing that is code is touched."""
    # when
    done = rename(project, "coffee", "the-bribe")

    # then
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "content/articles/2025/coffee.md → content/articles/2025/the-bribe.md\n"
        "content/articles/2025/coffee.md: 1 of its links\n"
        "content/articles/2025/tea.md: 3 of its links\n"
        "content/dictionary/gap.md: 1 of its links\n"
        "/2025/coffee/ leads on to /2025/the-bribe/\n"
        "content/comments/coffee → content/comments/the-bribe\n"
        "Renamed: /2025/coffee/ is /2025/the-bribe/ now\n"
    )
    assert not (project.folder / COFFEE).exists()
    assert read(project, "content/articles/2025/the-bribe.md") == CONTENT[COFFEE].replace(
        "/2019/coffee/", "/2019/coffee/, /2025/coffee/"
    ).replace("{filename}coffee.md", "{filename}the-bribe.md")
    assert read(project, "content/articles/2025/tea.md") == (
        "Title: Tea\nDate: 2025-04-01\nCategory: Pay\n\nAs [said]({filename}the-bribe.md#costs), and [twice]"
        "({filename}/articles/2025/the-bribe.md), [there](/2025/the-bribe/#costs).\n\n[Mind it](dict:gap#1). "
        "`{filename}coffee.md`\n"
    )
    assert "{filename}../articles/2025/the-bribe.md" in read(project, "content/dictionary/gap.md")
    assert len(list((project.folder / "content/comments/the-bribe").iterdir())) == 30
    assert not (project.folder / "content/comments/coffee").exists()
    assert project.run("checks", "sources").returncode == 0

    # when
    back = rename(project, "the-bribe", "coffee")

    # then
    assert back.returncode == 0
    assert tree(project.folder / "content") == {
        path.removeprefix("content/"): text.encode() for path, text in CONTENT.items()
    } | {"articles/2026/one.md": (project.folder / "content/articles/2026/one.md").read_bytes()}


def test_a_word_moves_with_its_head_and_what_refers_to_it(project):
    """Its byte order mark stays, and so do its other forms."""
    # when
    done = rename(project, "gap", "Career break")

    # then
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "content/dictionary/gap.md → content/dictionary/career-break.md\n"
        "content/articles/2025/tea.md: its references\n"
        "content/dictionary/boss.md: its references\n"
        "/dictionary/gap/ leads on to /dictionary/career-break/\n"
        "Renamed: /dictionary/gap/ is /dictionary/career-break/ now\n"
    )
    assert read(project, "content/dictionary/career-break.md").startswith(
        "\ufeffDate: 2025-05-01\nAliases: /dictionary/gap/\nForms: gaps\n\nCAREER BREAK, n., (1) a hole;"
    )
    assert "See CAREER BREAK and COFFEE." in read(project, "content/dictionary/boss.md")
    assert "[Mind it](dict:CAREER%20BREAK#1)" in read(project, "content/articles/2025/tea.md")
    assert project.run("checks", "sources").returncode == 0


@pytest.mark.parametrize(("head", "slug"), (("R&D", "r-and-d"), ("x", "the-letter-x")))
def test_a_word_goes_where_its_head_will_be_read(project, head, slug):
    """Its thread too: signs are read aloud in addresses of words, and a letter has a page of its own."""
    # given
    for path, text in thread(
        "dictionary/gap", comment(1, "2025-06-02T10:00:00Z", "Nan", "No.", Id="g1")
    ).items():
        project.write(f"content/{path}", text)

    # when
    done = rename(project, "gap", head)

    # then
    assert done.stdout.endswith(f"Renamed: /dictionary/gap/ is /dictionary/{slug}/ now\n"), done.stderr
    assert len(list((project.folder / f"content/comments/dictionary/{slug}").iterdir())) == 1


@pytest.mark.parametrize("slug", ["Green-Tea", "tea-2.0", "Tea"])
def test_a_slug_that_no_file_gives_is_written_down(project, slug):
    """What is said is where it is."""
    # when
    done = rename(project, "tea", slug)

    # then
    assert done.stdout.endswith(f"Renamed: /2025/tea/ is /2025/{slug}/ now\n"), done.stderr
    assert f"\nSlug: {slug}\n" in read(project, f"content/articles/2025/{slug}.md")
    assert rename(project, slug, "tea").returncode == 0


def test_a_draft_has_no_old_address(project):
    """Nobody was ever sent there."""
    # given
    project.run("desk", "new", TITLE="Idea", CATEGORY="Pay")

    # when
    done = rename(project, "idea", "better-idea")

    # then
    assert done.returncode == 0
    assert "leads on" not in done.stdout
    assert "Aliases" not in read(project, "content/articles/2026/better-idea.md")


def test_a_page_leads_on_too(project):
    """The ledger does not name it: what is no draft was published, as far as anybody knows."""
    # given
    project.write("content/pages/us.md", "Title: Us\n\nWe.\n")
    project.write("content/pages/them.md", "Title: Them\nStatus: draft\n\nThey.\n")

    # when
    done = rename(project, "us", "about-us")
    draft = rename(project, "them", "they")

    # then
    assert done.stdout == (
        "content/pages/us.md → content/pages/about-us.md\n"
        "/us/ leads on to /about-us/\nRenamed: /us/ is /about-us/ now\n"
    )
    assert read(project, "content/pages/about-us.md") == "Title: Us\nAliases: /us/\n\nWe.\n"
    assert "leads on" not in draft.stdout


def test_images_of_a_draft_go_with_it(project):
    """Those in a folder of its own that nothing else shows; addresses that were published are permanent."""
    # given
    text = "Title: Idea\nDate: 2026-03-01\nCategory: Pay\n{}\n![A desk](/images/{}/desk.png) ![It](/images/x.png)\n"
    project.write("content/articles/2026/idea.md", text.format("Status: draft\n", "idea"))
    project.write("content/articles/2026/shown.md", text.format("Status: draft\n", "shown"))
    project.write("content/pages/us.md", "Title: Us\n\n![A desk](/images/shown/desk.png)\n")
    (project.folder / COFFEE).write_text(text.format("", "coffee").replace("2026-03-01", "2025-03-01 08:00"))
    for name in ("idea/desk.png", "idea/other.png", "shown/desk.png", "coffee/desk.png", "x.png"):
        project.write(f"content/images/{name}", "png")

    # when
    said = rename(project, "idea", "plan").stdout
    rename(project, "shown", "seen")
    rename(project, "coffee", "cup")

    # then
    assert "content/images/idea → content/images/plan\n" in said
    assert read(project, "content/articles/2026/plan.md") == text.format("Status: draft\n", "plan")
    assert sorted(path for path in tree(project.folder / "content") if path.startswith("images")) == [
        *("images/coffee/desk.png", "images/plan/desk.png", "images/plan/other.png", "images/shown/desk.png"),
        "images/x.png",
    ]

    # when
    rename(project, "plan", "coffee-2")
    project.write("content/images/tree/x.png", "png")
    refused = rename(project, "coffee-2", "tree")

    # then
    assert refused.stderr == "content/images/tree/ is there already; write another TO\n"
    assert (project.folder / "content/articles/2026/coffee-2.md").exists()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    (
        ("", "", 'write make rename FROM="old-slug" TO="new-slug"'),
        (
            "cofee",
            "x",
            'there is no article, page, word, category, tag or author "cofee"; write the slug as it stands in its '
            "address",
        ),
        ("tea", "coffee", 'content/articles/2025/coffee.md has the slug "coffee" already; write another TO'),
        ("tea", "tea", '"tea" is what it is called already; write another TO'),
        ("tea", "a b", 'TO: "a b" cannot be a part of an address; write "a-b"'),
        ("tea", "../x", 'TO: "../x" cannot be a part of an address; write "x"'),
        ("tea", "x" * 201, f'TO: "{"x" * 201}" is a slug of 201 characters; write at most 200'),
        ("gap", "boss", "content/dictionary/boss.md:3: BOSS has this address already; write another TO"),
        ("gap", "🙂", 'TO: no address can be made of "🙂"; write a word with a letter'),
        ("gap", "index", "TO: /dictionary/index/ is the address of another page; write another word"),
        ("gap", "x" * 300, f'TO: "{"x" * 300}" is a slug of 300 characters; write at most 200'),
        ("gap", "<b>hole</b>", 'TO:1: an entry does not begin here; write "HEAD, n. Its text."'),
        ("gap", "Gap", '"GAP" is what it is called already; write another TO'),
        ("two", "three", "content/dictionary/two.md holds 2 words; give TWO a file of its own first"),
        (
            "dictionary/coffee",
            "x",
            "content/articles/2025/coffee.md:7: COFFEE opens this text; change its head there",
        ),
    ),
)
def test_what_cannot_be_is_refused_and_nothing_changes(project, old, new, fault):
    """With what to write instead."""
    # given
    before = tree(project.folder / "content")

    # when
    done = rename(project, old, new)

    # then
    assert (done.returncode, done.stderr) == (1, f"{fault}\n")
    assert tree(project.folder / "content") == before


def test_a_rename_that_is_killed_is_done_or_not_begun(tmp_path):
    """Killed before each step: whoever comes next finds one of two states, and a second kill changes nothing."""
    # given
    before = {"a.md": b"A", "b.md": b"see a", "comments/a/1.md": b"1", "comments/a/2.md": b"2"}
    after = {"c.md": b"C", "b.md": b"see c", "comments/c/1.md": b"1", "comments/c/2.md": b"2"}
    change = Change((("a.md", "c.md"), ("comments/a", "comments/c")), (("c.md", b"C"), ("b.md", b"see c")))
    seen = []
    for step in range(1, 40):
        content = tmp_path / str(step)
        for path, data in before.items():
            (content / path).parent.mkdir(parents=True, exist_ok=True)
            (content / path).write_bytes(data)

        # when
        is_killed = in_a_child(step, lambda content=content: carry_out(content, change))
        in_a_child(2, lambda content=content: finish(content))
        finish(content)

        # then
        left = {
            path: data for path, data in tree(content).items() if not path.rpartition("/")[2].startswith(".")
        }
        assert left in (before, after), step
        assert not (content / JOURNAL).exists()
        seen.append(left == after)
        if not is_killed:
            break
    assert not seen[0]
    assert seen[-1]
    assert len(seen) > 8


def in_a_child(step, work):
    """Run it, and cut its power before it changes its so-manieth file. Whether it was cut."""
    process = os.fork()
    if process == 0:
        os.setsid()
        sys.addaudithook(Doom(step))
        work()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(process, 0)[1])


def test_a_rename_that_was_interrupted_is_finished_by_the_next_command(project):
    """And said."""
    # given
    carry_out_nothing = '{"moves": [["articles/2025/tea.md", "articles/2025/mate.md"]], "texts": []}'
    (project.folder / "content" / JOURNAL).write_text(carry_out_nothing)

    # when
    done = project.run("desk", "status")

    # then
    assert done.stdout.startswith("A rename that was interrupted is done now\n")
    assert (project.folder / "content/articles/2025/mate.md").exists()


def test_a_move_that_can_never_be_is_taken_back(tmp_path):
    """No later command is to fail over it again."""
    # given
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(name)
    before = tree(tmp_path)

    # when
    with pytest.raises(DeskError) as refused:
        carry_out(
            tmp_path, Change((("a.md", "new/c.md"), ("b.md", f"{'x' * 300}.md")), (("new/c.md", b"changed"),))
        )

    # then
    assert (
        str(refused.value)
        == f"Nothing is changed. {tmp_path}/{'x' * 300}.md: File name too long; write a shorter name"
    )
    assert tree(tmp_path) == before
    assert not finish(tmp_path)


LISTED = {
    "content/articles/2025/coffee.md": (
        "Title: Coffee\nDate: 2025-03-01 08:00\nCategory: Pay\nTags: first jobs,\n  habits\nAuthors: Clerk, A.; Bo\n\n"
        "COFFEE, n. Bribe.\n\nMore on [pay](/pay/), [2024](/2024/pay/), [habits]({tag}habits#x), [me](/by/clerk-a/).\n"
    ),
    "content/articles/2025/tea.md": "Title: Tea\r\nDate: 2025-04-01\r\nCategory: Raises\r\nTags: habits\r\n\r\nHot.",
}


@pytest.mark.parametrize(
    ("old", "new", "changed", "said"),
    (
        (
            "pay",
            "Money talk",
            {
                "content/articles/2025/coffee.md": (
                    ("Category: Pay\n", "Category: Money talk\n"),
                    ("(/pay/)", "(/money-talk/)"),
                ),
                "content/articles/2026/one.md": (("Category: Pay\n", "Category: Money talk\n"),),
                "content/openings/category-money-talk.md": "Title: Money talk\nAliases: /pay/\n",
            },
            "content/articles/2025/coffee.md: its category\ncontent/articles/2026/one.md: its category\n"
            "content/articles/2025/coffee.md: its links\n"
            "/pay/ leads on to /money-talk/\nRenamed: /pay/ is /money-talk/ now\n",
        ),
        (
            "tag/habits",
            "Customs",
            {
                "content/articles/2025/coffee.md": (
                    ("first jobs,\n  habits\n", "first jobs, Customs\n"),
                    ("{tag}habits#x", "{tag}customs#x"),
                ),
                "content/articles/2025/tea.md": (("Tags: habits\r", "Tags: Customs\r"),),
                "content/openings/tag-customs.md": "Title: Customs\nAliases: /tag/habits/\n",
            },
            "content/articles/2025/coffee.md: its tag\ncontent/articles/2025/tea.md: its tag\n"
            "content/articles/2025/coffee.md: its links\n"
            "/tag/habits/ leads on to /tag/customs/\nRenamed: /tag/habits/ is /tag/customs/ now\n",
        ),
        (
            "author/Clerk, A.",
            "Ann Clerk",
            {
                "content/articles/2025/coffee.md": (
                    ("Authors: Clerk, A.; Bo\n", "Authors: Ann Clerk; Bo\n"),
                    ("/by/clerk-a/", "/by/ann-clerk/"),
                ),
                "content/openings/author-ann-clerk.md": "Title: Ann Clerk\nAliases: /by/clerk-a/\n",
            },
            "content/articles/2025/coffee.md: its author\ncontent/articles/2025/coffee.md: its links\n"
            "/by/clerk-a/ leads on to /by/ann-clerk/\nRenamed: /by/clerk-a/ is /by/ann-clerk/ now\n",
        ),
        (
            "raises",
            "Pay",
            {"content/articles/2025/tea.md": (("Category: Raises\r", "Category: Pay\r"),)},
            "content/articles/2025/tea.md: its category\nRenamed: /raises/ is /pay/ now\n",
        ),
    ),
)
def test_a_category_a_tag_and_an_author_get_another_name(project, old, new, changed, said):
    """In each text that names it; what was published leads on from the opening of its page; other bytes stay."""
    # given
    for path, text in LISTED.items():
        (project.folder / path).write_bytes(text.encode())
    before = tree(project.folder / "content")

    # when
    done = rename(project, old, new)

    # then
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")
    expected = {f"content/{path}": data for path, data in before.items()}
    for path, changes in changed.items():
        text = changes if isinstance(changes, str) else expected[path].decode()
        for one, other in changes if not isinstance(changes, str) else ():
            assert one in text
            text = text.replace(one, other)
        expected[path] = text.encode()
    assert {f"content/{path}": data for path, data in tree(project.folder / "content").items()} == expected


def test_a_tag_that_becomes_another_takes_its_spelling(project):
    """One tag with two spellings would stop the next publish."""
    # given
    tea = "content/articles/2025/tea.md"
    project.write(tea, "Title: Tea\nDate: 2025-04-01\nCategory: Pay\nTags: Brine, tide\n\nHot.")

    # when
    rename(project, "tag/tide", "BRINE")

    # then
    assert "Tags: Brine\n" in read(project, tea)


def test_a_category_is_one_name_whatever_stands_in_it(project):
    """No part of it is a category."""
    # given
    tea = "content/articles/2025/tea.md"
    project.write(tea, "Title: Tea\nDate: 2025-04-01\nCategory: Harbour, life\n\nHot.")

    # when
    part = rename(project, "category/life", "Harbours")
    unchanged = read(project, tea)
    rename(project, "category/harbour-life", "Harbours")

    # then
    assert part.returncode == 1
    assert "Category: Harbour, life\n" in unchanged
    assert "Category: Harbours\n" in read(project, tea)


def test_an_author_whom_only_the_settings_name_is_renamed_by_hand(project):
    """There is no text to write it into."""
    # given
    settings = project.folder / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8") + 'AUTHOR = "Ann Lee"\n', "utf-8")

    # when
    done = rename(project, "author/ann-lee", "Ann Clerk")

    # then
    assert done.stderr == (
        'no text names "Ann Lee", only AUTHOR in pelicanconf.py: change it there, and write'
        ' content/openings/author-ann-clerk.md with the lines "Title: Ann Clerk" and'
        ' "Aliases: /by/ann-lee/"\n'
    )


def test_an_opening_moves_with_its_list_and_settings_are_told(project):
    """Its title, too; who renames twice keeps both addresses."""
    # given
    for path, text in LISTED.items():
        (project.folder / path).write_bytes(text.encode())
    project.write(
        "content/openings/category-pay.md",
        "Title: Pay\nSummary: Of it.\nAliases: /wages/\n\nPAY, n. No.\n",
    )
    settings = project.folder / "pelicanconf.py"
    settings.write_text(settings.read_text() + 'CATEGORY_ORDER = ["Pay"]\n')

    rename(project, "coffee", "cup")

    # when
    done = rename(project, "category/pay", "Money")

    # then
    assert done.stdout == (
        'CATEGORY_ORDER in pelicanconf.py names "Pay" still; change it there\n'
        "content/articles/2025/cup.md: its category\ncontent/articles/2026/one.md: its category\n"
        "content/articles/2025/cup.md: its links\n"
        "content/openings/category-pay.md → content/openings/category-money.md\n"
        "/pay/ leads on to /money/\nRenamed: /pay/ is /money/ now\n"
    )
    assert not (project.folder / "content/openings/category-pay.md").exists()
    assert read(project, "content/openings/category-money.md") == (
        "Title: Money\nSummary: Of it.\nAliases: /wages/, /pay/\n\nPAY, n. No.\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    (
        ("category/pay", "Pay", '"Pay" is what it is called already; write another TO'),
        ("category/pay", "!?", 'TO: "!?" has no letter that can stand in an address; write a name with one'),
        (
            "tag/pay",
            "hunt; tag",
            'TO: "hunt; tag" has a ";", which parts one name from the next; write one name',
        ),
        ("tag/pay", "a, b", 'TO: "a, b" has a ",", which parts one name from the next; write one name'),
        ("category/pay", "Search", "the address /search/ belongs to the house; write another TO"),
        ("category/pay", "Mo\u200bney", "TO: U+200B cannot be seen; delete it"),
        ("pay", "x", '"pay" is a category and a tag; write "category/pay", or "tag/…"'),
    ),
)
def test_a_list_that_cannot_be_called_so_stays(project, old, new, fault):
    """Nothing is written."""
    # given
    project.write(
        "content/articles/2025/three.md", "Title: 3\nDate: 2025-04-01\nCategory: Pay\nTags: pay\n\nHot.\n"
    )
    before = tree(project.folder / "content")

    # when
    done = rename(project, old, new)

    # then
    assert (done.returncode, done.stderr) == (1, f"{fault}\n")
    assert tree(project.folder / "content") == before
