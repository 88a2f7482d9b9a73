"""What is mended without asking; everything else stays as it is."""

import pytest

ARTICLE = "content/articles/2026/a.md"
BEFORE = (
    "Title: A “title”  here\r\n“Category”: “Pay”\r\nTags: “first jobs”, the “big” one; ‘pay’\r\n"
    "Date: 2026-03-02 08:00\r\nModified: 2026-03-01\r\n"
    f"Shared: {'a' * 32} until 2026-11-18\r\n"
    "Status: “draft”\r\n\r\nOFFER, n., (1) a number;  (2) less; (4) a letter.\r\n\r\n"
    "Two  blanks, `co  de`.\r\nThree   blanks.  \r\n\r\n"
    "| a  b |\r\n|---|\r\n\r\n```\r\nx  y\r\n```\r\n"
)
AFTER = (
    "Title: A “title”  here\r\nCategory: Pay\r\nTags: first jobs, the “big” one; pay\r\n"
    "Date: 2026-03-02 08:00\r\nStatus: draft\r\n"
    "Id: tag:small.example,2026-03-02:a\r\n\r\n"
    "OFFER, n., (1) a number; (2) less; (3) a letter.\r\n\r\nTwo  blanks, `co  de`.\r\nThree blanks.  \r\n\r\n"
    "| a  b |\r\n|---|\r\n\r\n```\r\nx  y\r\n```\r\n"
)


@pytest.fixture
def project(project):
    (project.folder / ARTICLE).write_bytes(BEFORE.encode())
    one = project.folder / "content/articles/2026/one.md"
    one.write_text(one.read_text().replace("\n\n", "\nId: x\n\n", 1))
    return project


def test_what_is_safe_is_mended_once(project):
    """The diff comes first; a second time there is nothing to do; what is code, a table or the end of a line stays."""
    # when
    shown = project.run("desk", "fix")

    # then
    assert shown.stdout.startswith(f"--- {ARTICLE}\n+++ {ARTICLE}\n")
    assert shown.stdout.endswith("Nothing is written yet; write make fix YES=1\n")
    assert (project.folder / ARTICLE).read_bytes() == BEFORE.encode()

    # when
    mended = project.run("desk", "fix", YES="1")
    again = project.run("desk", "fix", YES="1")
    rest = project.run("desk", "fix", YES="1")

    # then
    assert mended.stdout.endswith("Mended: 1 file\n")
    assert "Modified" not in (project.folder / ARTICLE).read_text()
    assert (project.folder / ARTICLE).read_bytes().decode() == AFTER
    assert (
        again.stdout
        == rest.stdout
        == ("Nothing to mend that can be mended safely; make check says what else there is\n")
    )


@pytest.mark.parametrize("link", ("[x](dict:OFFER#4)", "[x](/dictionary/offer/#offer-4)", "It is OFFER (4)."))
def test_a_sense_that_something_names_keeps_its_number(project, link):
    """A renumbered sense would be another one."""
    # given
    project.write(
        "content/articles/2026/b.md", f"Title: B\nDate: 2026-03-02\nCategory: Pay\nId: b\n\n{link}\n"
    )

    # when
    project.run("desk", "fix", YES="1")

    # then
    assert "(4) a letter" in (project.folder / ARTICLE).read_text()


def test_what_was_published_gets_the_id_that_it_has(project):
    """Feed readers know it by that."""
    # given
    project.write(
        "content/ledger.txt",
        "article\t2026-03-02T08:00:00Z\t2026-03-02T08:00:00Z\t-\ttag:old,2020:first\t/2026/a/\ta.md\n",
    )

    # when
    project.run("desk", "fix", YES="1")
    project.run("desk", "fix", YES="1")

    # then
    assert "Id: tag:old,2020:first\n" in (project.folder / ARTICLE).read_text()
