"""Threads of Disqus go to the articles that they belong to."""

from tests.importer.made import OLD, disqus, item, wxr

ARTICLES = wxr(
    item(1, "Desks", post_name="desks"),
    item(2, "Lifts", post_name="lifts", guid=f"{OLD}/?p=2"),
    item(3, "Coffee", post_name="coffee"),
)


def said(number, parent=0, name="Quill", message="<p>Hm.</p>", **more):
    return number, parent, name, message, more


def test_threads_find_their_articles_by_whatever_names_them(home):
    """Address, id, old slug; a cached copy; host, scheme, slash and index.html aside."""
    # given
    home.move(ARTICLES)
    threads = (
        (11, "", "http://www.old.example/2012/05/desks/index.html?utm=1#x", "Desks", [said(1)]),
        (12, f"2 {OLD}/?p=2", "https://cache.example/copy?of=lifts", "A copy", [said(2)]),
        (13, "", "http://old.example/2011/coffee.html", "Coffee", [said(3)]),
        (14, "", f"{OLD}/nowhere/", "Nothing at all", [said(4)]),
        (15, "", f"{OLD}/2012/05/desks", "Nobody", []),
    )

    # when
    home.move(disqus(*threads))

    # then
    assert home.code == 0, home.wrong
    assert [len(home.thread(slug)) for slug in ("desks", "lifts", "coffee")] == [1, 1, 1]
    line = home.ledger()["thread", "14"]
    assert line.outcome == "skipped"
    assert line.notes[0].text.startswith('no article for the thread "Nothing at all"')
    assert "no article for the thread" in home.said
    assert home.ledger()["thread", "15"].notes[0].text == "nobody wrote in it"


def test_what_finds_no_article_is_answered_by_a_file(home):
    """With the nearest three told, an author writes a line."""
    # given
    home.move(ARTICLES)
    export = disqus((14, "", f"{OLD}/old-lift/", "About lifts", [said(4)]))
    assert "nearest: lifts" in home.move(export).said

    # when
    home.write("map.txt", f"# by hand\n{OLD}/old-lift/  lifts\n")
    home.move(export, map=home.folder / "map.txt")

    # then
    assert len(home.thread("lifts")) == 1


def test_three_threads_of_one_address_are_one_by_time_without_doubles(home):
    """Disqus made a new one for each way to write an address."""
    # given
    home.move(ARTICLES)
    threads = [
        (21, "", f"{OLD}/2012/05/desks/", "Desks", [said(5), said(7)], True),
        (22, "", f"{OLD}/2012/05/desks", "Desks", [said(3)]),
        (23, "", "http://www.old.example/2012/05/desks/?x=1", "Desks", [said(6)]),
    ]

    # when
    home.move(disqus(*threads))

    # then
    assert [text.split("Id: ")[1][:3] for text in home.thread("desks")] == ["dq3", "dq5", "dq6", "dq7"]
    notes = [note.text for note in home.ledger()["thread", "21"].notes]
    assert notes[0] == "3 threads of one article are one"
    assert notes[1].startswith("it is closed there")


def test_deleted_with_answers_is_a_tombstone_and_spam_is_nothing(home):
    """Its number and its answers stay; not a word of it does."""
    # given
    home.move(ARTICLES)
    comments = [
        said(2, 1, "Vex", "<p>Why?</p>"),
        said(1, 0, "Gone", "<p>Secret words.</p>", isDeleted="true"),
        said(3, 0, "Gone", "<p>Secret words.</p>", isDeleted="true"),
        said(4, 0, "Spam", "<p>Buy.</p>", isSpam="true"),
        said(5, 99, "Orphan", "<p>Hello?</p>"),
    ]

    # when
    home.move(disqus((31, "", f"{OLD}/2012/05/coffee/", "Coffee", comments)))

    # then
    grave, answer, orphan = home.thread("coffee")
    assert "Status: deleted" in grave
    assert "Replyto: 1" in answer
    assert "Replyto" not in orphan
    assert "Secret" not in home.everything()
    assert "mail.example" not in home.everything()
    assert (
        home.ledger()["comment", "5"].notes[0].text
        == "what it answers is not in this thread; it stands at the top"
    )


def test_threads_come_to_what_was_never_imported(home):
    """A publication that was written here, and had its threads at Disqus."""
    # given
    article = home.content / "articles/2024/own.md"
    article.parent.mkdir(parents=True)
    article.write_text(
        "Title: Own\nDate: 2024-02-01\nCategory: Pay\nAliases: /blog/own.html\n\nText.\n", "utf-8"
    )
    comment = home.content / "comments/own/0001-a1.md"
    comment.parent.mkdir(parents=True)
    comment.write_text("Number: 1\nId: a1\nDate: 2024-02-02T09:00:00Z\nAuthor: Skeptic\n\nNo.\n", "utf-8")

    # when
    home.move(disqus((41, "", "http://old.example/blog/own.html", "Own", [said(9)])))

    # then
    assert [text.split("\n")[0] for text in home.thread("own")] == ["Number: 1", "Number: 2"]
