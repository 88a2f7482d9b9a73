"""The dictionary in a whole site: a link to a word works wherever text stands, and what the settings add is shown."""

import json
import re

import lxml.html
import pytest
from lxml import etree

from tests.site.small_site import SETTINGS, SmallSite, article, comment, thread

DEBT = "[{0}](dict:debt#2)"
FILES = {
    "articles/lunch.md": article(
        "Lunch", "2026-03-02", "Pay",
        "LUNCH, n. A meal that is " + DEBT.format("owed in the article's definition") + ".\n\n"
        "Text with " + DEBT.format("owed in an article") + ".\n\n- A list with " + DEBT.format("owed in a list") + ".",
        Summary="A summary with " + DEBT.format("owed in a summary") + ".",
    ),
    "articles/esprit.md": article("Wit", "2026-03-03", "Pay", "**Esprit**, n. Wit.\n\nEnglish.", Lang="fr"),
    "articles/rentree.md": article(
        "La rentrée", "2026-03-04", "Pay", "Lang: en\n**Back to work**, n. La rentrée.\n\nFrançais.", Lang="fr"
    ),
    "articles/titre.md": article("Le titre", "2026-03-05", "Pay", "Un texte.", Lang="fr"),
    "pages/a-propos.md": "Title: À propos\nLang: fr\n\nUne page.\n",
    "dictionary/d.md": "Date: 2026-03-02\n\nAlso: tab, running tab\n"
    "DEBT, n. (1) What is owed. (2) [arch.] What is remembered.\n\n"
    "Plain: a meal\nDINNER, n. (from DUST) (1) After " + DEBT.format("owed in a sense") + ". (2) In two: (a) "
    + DEBT.format("owed in a sub-sense") + "; (b) none.\n\n"
    "> | He owed " + DEBT.format("owed in verse") + "\n> | and had not met it yet.\n>\n"
    "> — Orton Plume, " + DEBT.format("owed in an attribution") + "\n\n"
    "> MANAGER: It is " + DEBT.format("owed in dialogue") + ".\n> CLERK: No.\n\n"
    "> It is " + DEBT.format("owed in a quotation") + ".\n>\n> — A book\n\n"
    "—**Dinner bell**. Over " + DEBT.format("owed in a run-on") + ".\n\n"
    "Short: A meal, " + DEBT.format("owed in short") + ".\nDISH, n.\n\n1. [arch.] One thing.\n\n    Below "
    + DEBT.format("owed below a sense") + ".\n\n    | who | what |\n    |---|---|\n    | I | "
    + DEBT.format("owed in a cell") + " |\n\n2. Another.\n",
    "dictionary/dust.md": "Date: 2026-03-02\n\nDUST, pp. It holds " + DEBT.format("owed in a file of one") + ".\n\n"
    "* * *\n\nA " + DEBT.format("owed in commentary") + ".\n",
    "dictionary/t.md": "Date: 2026-03-02\n\nSlug: thirst\nTHIRST, n. A "
    "[running tab](dict:running%20tab). See TAB and DISH.\n",
    "articles/tab.md": article("The tab", "2026-03-06", "Pay", "A tab is a [slate](dict:tab). Do a [dish](dict:dish)."),
    "openings/front.md": "Title: Front\nSummary: Blunt.\n\n**Front**, n. It is " + DEBT.format("owed in front") + ".\n",
    "openings/category-pay.md": "Title: Pay\nSummary: Of pay.\n\nIt is " + DEBT.format("owed in an opening") + ".\n",
    "pages/about.md": "Title: About\nSummary: Us.\n\nWe have " + DEBT.format("owed on a page") + ".\n",
    **thread("lunch", comment(1, "2026-03-03T10:00:00Z", "Skeptic", "It is " + DEBT.format("owed in a comment") + ".")),
}  # fmt: skip
PLAIN = {"owed in a comment", "owed in short", "owed in a summary"}
"""What is shown without links."""

PLACES = set(re.findall(r"\[(owed [^\]]+)\]", " ".join(FILES.values()))) - PLAIN


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Built once."""
    site = SmallSite(tmp_path_factory.mktemp("words") / "site", FILES)
    with (site.root / SETTINGS).open("a", encoding="utf-8") as settings:
        settings.write('PARTS_OF_SPEECH = {"pp.": "participle"}\nLABELS = {"arch.": "archaic"}\n')
        settings.write('SITEURL = "https://exit-interview.example"\n')
    outcome = site.build()
    assert outcome.status == 0, outcome.said
    return site


def links(html):
    """Words → where they lead, of all links in some HTML."""
    found = lxml.html.fromstring(f"<div>{html}</div>").iterfind(".//a[@href]")
    return {" ".join(link.text_content().replace("’", "'").split()): link.get("href") for link in found}


def test_a_link_to_a_word_works_wherever_text_stands(site):
    """On pages: senses, sub-senses, verse, quotations, dialogue, run-on entries, cells, commentary, openings, lists."""
    found = {}
    for path in site.output.rglob("*.html"):
        found |= {words: href for words, href in links(path.read_text("utf-8")).items() if words in PLACES}

    assert {words: href for words, href in found.items() if href != "/dictionary/debt/#debt-2"} == {}
    assert found.keys() == PLACES


def test_nothing_that_is_made_has_a_link_that_only_the_sources_understand(site):
    """Pages, feeds, the index of the search, descriptions. (The data of an entry is its source.)"""
    suffixes = {".html", ".atom", ".rss", ".xml", ".txt", ".css", ".webmanifest"}
    made = [path for path in site.output.rglob("*") if path.suffix in suffixes]

    assert len(made) > 20
    assert [str(path) for path in made if "dict:" in path.read_text("utf-8")] == []


def test_feeds_lead_to_the_word_from_anywhere(site):
    """Whole addresses, for a feed is read elsewhere."""
    feed = etree.parse(str(site.output / "feeds" / "all.atom"))
    contents = feed.iterfind(".//{http://www.w3.org/2005/Atom}content")
    found = {words: href for content in contents for words, href in links(content.text).items()}

    assert found["owed in an article"] == "https://exit-interview.example/dictionary/debt/#debt-2"
    assert (
        found["owed in the article's definition"] == "https://exit-interview.example/dictionary/debt/#debt-2"
    )


def test_a_comment_is_text_of_strangers_and_has_no_links_to_words(site):
    """Its words stay. Who wants to lead to an entry writes its address."""
    page = lxml.html.parse(site.output / "2026" / "lunch" / "index.html").getroot()
    (said,) = page.xpath("//*[@id='comments']//p[contains(., 'owed in a comment')]")

    assert said.text_content().strip() == "It is owed in a comment."
    assert said.findall(".//a") == []


def test_what_stands_for_an_entry_is_plain(site):
    """Cards, descriptions and previews have no marks of Markdown in them."""
    page = lxml.html.parse(site.output / "dictionary" / "dish" / "index.html").getroot()
    (description,) = page.xpath("//meta[@name='description']/@content")

    assert description == "A meal, owed in short."


def test_words_under_also_lead_to_their_entry_and_are_no_links_where_they_stand(site):
    """From texts, from entries, after See."""
    debt = "/dictionary/debt/"
    article = links((site.output / "2026/tab/index.html").read_text("utf-8"))
    thirst = links((site.output / "dictionary/thirst/index.html").read_text("utf-8"))

    assert (article["slate"], thirst["running tab"], thirst["TAB"]) == (debt, debt, debt)
    assert "tab" not in article


def test_short_is_what_stands_for_an_entry_where_there_is_one_line(site):
    """In the index, the feed of words, the preview of a link to it, the data."""
    short = "A meal, owed in short."
    text = {
        name: " ".join(lxml.html.parse(site.output / name).getroot().text_content().split())
        for name in ("dictionary/index.html", "2026/tab/index.html", "dictionary/thirst/index.html")
    }
    (feed,) = site.output.rglob("dictionary.atom")
    summaries = etree.parse(str(feed)).xpath("//*[local-name()='summary']/text()")
    data = json.loads((site.output / "dictionary/index.json").read_text("utf-8"))

    assert [name for name, said in text.items() if short not in said] == []
    assert short in summaries
    assert short in [entry["gloss"] for entry in data["entries"]]


def test_parts_of_speech_and_labels_of_the_publication_are_told_in_words(site):
    """As its own are."""
    dust = lxml.html.parse(site.output / "dictionary" / "dust" / "index.html").getroot()
    dish = lxml.html.parse(site.output / "dictionary" / "dish" / "index.html").getroot()

    assert dust.xpath("//dt/abbr[.='pp.']/@title") == ["participle"]
    assert dish.xpath("//i[@class='label']/abbr[.='arch.']/@title") == ["archaic"]


def test_the_data_of_a_word_holds_what_stands_below_its_senses(site):
    """For programs that show it otherwise."""
    data = json.loads((site.output / "dictionary" / "index.json").read_text("utf-8"))
    (senses,) = next(entry for entry in data["entries"] if entry["slug"] == "dish")["parts"][0]["blocks"]

    assert [block["kind"] for block in senses["senses"][0]["blocks"]] == ["prose", "table"]


@pytest.mark.parametrize(
    ("slug", "of_text", "of_head"), [("esprit", None, "fr"), ("rentree", "fr", "en"), ("titre", "fr", None)]
)
def test_the_language_of_a_head_is_not_that_of_its_article(site, slug, of_text, of_head):
    """Nor does a language move an address."""
    page = lxml.html.parse(site.output / "2026" / slug / "index.html").getroot()
    heads = page.xpath("//article//dfn/@lang")

    assert (page.find(".//article").get("lang"), heads) == (of_text, [of_head] if of_head else [])


def test_a_page_says_its_language_and_its_frame_that_of_the_site(site):
    """What surrounds the text is in the publication's."""
    page = lxml.html.parse(site.output / "a-propos" / "index.html").getroot()

    assert (page.get("lang"), page.find(".//article").get("lang")) == ("en", "fr")


def test_a_definition_leads_to_the_page_that_opens_with_it(site):
    """An article, or a list."""
    homes = {}
    for slug in ("front", "lunch", "debt"):
        page = lxml.html.parse(site.output / f"dictionary/{slug}/index.html")
        homes[slug] = page.xpath("string(//*[@id='defined-in']/a/@href)")

    assert homes == {"front": "/", "lunch": "/2026/lunch/", "debt": ""}


def test_a_category_names_the_words_that_its_articles_use(site):
    """And no other place does."""
    (author,) = (site.output / "by").glob("*/index.html")
    category, author = (
        lxml.html.parse(page).xpath("//section[@aria-labelledby='words']//a/@href")
        for page in (site.output / "pay/index.html", author)
    )

    assert (category, author) == (["/dictionary/debt/", "/dictionary/dish/"], [])
