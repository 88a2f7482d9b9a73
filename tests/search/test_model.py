"""What stands for a bundle, and what a head is looked up by."""

from markupsafe import Markup

from plugins.search.model import KEY, Bundle, Document, Passage, Text, key_of


def document(path="a", digest=b"1"):
    text = Text("Title", "", "en", (), (Passage("", "", Markup("<p>Words.</p>")),))
    return Document(path, digest, lambda: text)


def bundle(*documents):
    return Bundle("articles", "article", documents)


def test_a_head_is_looked_up_however_it_is_typed():
    """Readers leave out capitals, accents and hyphens; the script of the page does the same to what they type."""
    keys = {key_of(text) for text in ("RÉSUMÉ", "résumé", "Resume", "re-sume")}

    assert keys == {f"{KEY}resume"}
    assert key_of("KING'S EVIL") == f"{KEY}kingsevil"


def test_a_bundle_is_another_when_one_of_its_documents_is():
    """A new text, a new address, a document more or less."""
    known = bundle(document(), document("b")).digest(b"maker")

    others = [
        bundle(document(digest=b"2"), document("b")),
        bundle(document("c"), document("b")),
        bundle(document()),
        bundle(document(), document("b"), document("c")),
    ]
    assert all(other.digest(b"maker") != known for other in others)
    assert bundle(document(), document("b")).digest(b"maker") == known


def test_a_bundle_is_another_when_it_is_made_otherwise():
    """Another template or another Pagefind."""
    assert bundle(document()).digest(b"one") != bundle(document()).digest(b"two")
