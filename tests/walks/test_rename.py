"""An article and a word get other addresses, by the documented command, and readers and subscribers lose nothing."""

import re

import pytest

from tests.site.small_site import comment, thread
from tests.walks.test_walks import COFFEE, begin


@pytest.fixture
def walk(tmp_path):
    """A published site with a long thread."""
    walk = begin(tmp_path)
    comments = [
        comment(n, f"2025-06-{2 + n // 24:02}T{n % 24:02}:00:00Z", "Nan", f"I drink {n}.", Id=f"c{n}")
        for n in range(2, 301)
    ]
    for path, text in thread("coffee", *comments).items():
        name = re.sub(r"\d{4}-\w+", lambda found: found[0][:5] + f"c{int(found[0][:4])}", path)
        walk.write(name, text)
    said = (
        "I [said](https://walks.example/2025/coffee/#comment-1) so, "
        "and [again](https://walks.example/2025/coffee/comments/2/#comment-300)."
    )
    answer = comment(1, "2025-06-20T10:00:00Z", "Skeptic", said, Id="n1")
    walk.write("comments/number/0001-n1.md", *thread("number", answer).values())
    walk.change(
        "articles/2025/number.md",
        "Then be silent.",
        "[Then]({filename}coffee.md) be [silent](/2025/coffee/).",
    )
    walk.publish()
    return walk


def ids(walk):
    return re.findall("<id>(.*?)</id>", walk.read("feeds/all.atom"))


def test_an_article_with_a_thread_is_renamed(walk):
    """One alias, no broken link, the ids the same, the thread under the new address; the old ones answer.

    A comment that names one of the old thread stays as it was written, and stops no publish.
    """
    # given
    known = ids(walk)

    # when
    said = walk.run(
        "plugins.desk", "rename", "--settings", "conf.py", "--from", "coffee", "--to", "the-cup"
    ).said
    walk.at("2026-03-03 09:00")
    walk.publish()

    # then
    assert said.endswith("Renamed: /2025/coffee/ is /2025/the-cup/ now\n")
    assert not (walk.content / COFFEE).exists()
    assert ids(walk) == known
    assert "I drink 300." in walk.text("2025/the-cup/comments/2")
    assert walk.redirects()["/2025/coffee/"] == "/2025/the-cup/"
    assert walk.redirects()["/2025/coffee/comments.atom"] == "/2025/the-cup/comments.atom"
    assert 'href="/2025/coffee/' not in walk.read("2025/number/index.html")

    # when
    said = walk.run("plugins.desk", "rename", "--settings", "conf.py", "--from", "boss", "--to", "Chief").said
    walk.publish()

    # then
    assert said.endswith("Renamed: /dictionary/boss/ is /dictionary/chief/ now\n")
    assert walk.redirects()["/dictionary/boss/"] == "/dictionary/chief/"
    assert "See Chief" in walk.text("dictionary/gap") or "See CHIEF" in walk.text("dictionary/gap")

    # when
    known = re.search("<id>(.*?)</id>", walk.read("feeds/pay.atom"))[1]
    said = walk.run("plugins.desk", "rename", "--settings", "conf.py", "--from", "pay", "--to", "Money").said
    walk.publish()

    # then
    assert said.endswith("/pay/ leads on to /money/\nRenamed: /pay/ is /money/ now\n")
    assert walk.redirects()["/pay/"] == "/money/"
    assert walk.redirects()["/feeds/pay.rss"] == "/feeds/money.rss"
    assert re.search("<id>(.*?)</id>", walk.read("feeds/money.atom"))[1] == known
