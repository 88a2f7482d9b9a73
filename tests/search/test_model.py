"""What stands for a bundle."""

from markupsafe import Markup

from plugins.incremental.deferred import given
from plugins.search.model import Findable, Index, Passage, Text


def document(path="a", words="Words."):
    text = Text("Title", "", "en", (Passage("", "", Markup("<p>{}</p>").format(words)),))
    return Findable(path, given(text))


def bundle(*documents):
    return Index("articles", "article", documents)


def test_a_bundle_is_another_when_one_of_its_documents_is():
    """A new text, a new address, a document more or less."""
    known = bundle(document(), document("b")).digest_by(b"maker")

    others = [
        bundle(document(words="Others."), document("b")),
        bundle(document("c"), document("b")),
        bundle(document()),
        bundle(document(), document("b"), document("c")),
    ]
    assert all(other.digest_by(b"maker") != known for other in others)
    assert bundle(document(), document("b")).digest_by(b"maker") == known


def test_a_bundle_is_another_when_it_is_made_otherwise():
    """Another template or another Pagefind."""
    assert bundle(document()).digest_by(b"one") != bundle(document()).digest_by(b"two")
