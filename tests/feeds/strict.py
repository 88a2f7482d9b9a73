"""What the W3C's validator reports at its strictest level, as rules of our own: each yields what is wrong.

Its messages are named in the comments; only those about servers and other formats are left out.
"""

import json
import re
from functools import cache
from html import unescape
from pathlib import Path

import html5lib
import jsonschema
from lxml import etree

HERE = Path(__file__).parent
ATOM_SCHEMA = etree.RelaxNG(etree.parse(HERE / "atom.rng"))
JSON_SCHEMA = jsonschema.Draft202012Validator(json.loads((HERE / "jsonfeed.schema.json").read_text()))

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "thr": "http://purl.org/syndication/thread/1.0",
}
RELATIONS = {
    "alternate",
    "current",
    "hub",
    "license",
    "next-archive",
    "prev-archive",
    "related",
    "replies",
    "self",
}
TAG = re.compile(
    r"tag:[a-z0-9.-]+\.[a-z]+,\d{4}(-\d\d(-\d\d)?)?:([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})+(#.*)?"
)
RFC3339 = re.compile(r"(19|20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
RFC822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} (19|20)\d\d \d\d:\d\d:\d\d \+0000")
URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
MARKUP = re.compile(r"</?[a-z][^>]*>|&(#\d+|#x[0-9a-f]+|[a-z]+);", re.IGNORECASE)
ID = re.compile(r"""<[^>]*?\sid="([^"]+)\"""")
ADDRESSES = ("href", "src", "poster", "cite", "data", "longdesc")
BAD_ELEMENTS = {"script", "style", "form", "object", "embed", "iframe", "link", "meta", "base", "template"}


def find_faults(path, data, origin):
    """Everything wrong with one file of a built site, as "path: what"."""
    check = {".atom": check_atom, ".rss": check_rss, ".json": check_json}[Path(path).suffix]
    return [f"{path}: {fault}" for fault in check(path, data, origin)]


def served(path):
    """Where a file is asked for: the days of the word of the day are served at the address of that feed."""
    return re.sub(r"/(?:\d{4}-\d\d-\d\d|last)\.(atom|rss|json)$", r".\1", path)


# Atom


def check_atom(path, data, origin):
    tree = etree.fromstring(data).getroottree()
    if not ATOM_SCHEMA.validate(tree):
        yield f"schema: {ATOM_SCHEMA.error_log.last_error}"
    root = tree.getroot()
    if not root.get("{http://www.w3.org/XML/1998/namespace}lang"):
        yield "MissingRecommendedElement: xml:lang"
    for name in ("subtitle", "rights", "icon", "logo", "author"):
        if root.find(f"atom:{name}", NAMES) is None:
            yield f"MissingRecommendedElement: {name}"
    yield from _namespaces(root)
    yield from _links(root, path, origin)
    yield from _history(root)
    yield from _unique(root.findall("atom:entry/atom:id", NAMES), "DuplicateEntries")
    yield from _unique(root.findall("atom:entry/atom:updated", NAMES), "DuplicateUpdated")
    yield from _anchors(root.xpath("atom:entry/atom:content/text()", namespaces=NAMES))
    for entry in root.findall("atom:entry", NAMES):
        yield from _entry(entry)


def _links(root, path, origin):
    for link in root.iter(f"{{{NAMES['atom']}}}link"):
        if link.get("rel") not in RELATIONS:  # UnregisteredAtomLinkRel
            yield f"link rel={link.get('rel')}"
        if not URL.fullmatch(link.get("href")):  # InvalidLink, RelativeSelf
            yield f"no absolute address: {link.get('href')}"
        if link.get("rel") != "hub" and not link.get("type"):  # MissingTypeAttr
            yield f"no type: {link.get('rel')}"
    own = [link.get("href") for link in root.findall("atom:link[@rel='self']", NAMES)]
    if len(own) != 1:
        yield f"MissingSelf: {own}"
    if own != [f"{origin}/{served(path)}"]:
        yield f"SelfDoesntMatchLocation: {own}"
    if len(root.findall("atom:link[@rel='alternate']", NAMES)) != 1:  # DuplicateAtomLink
        yield "not one alternate link"


def _history(root):
    is_archive = root.find("fh:archive", NAMES) is not None
    if is_archive != (root.find("atom:link[@rel='current']", NAMES) is not None):  # MissingCurrentInArchive
        yield "an archive has a current document, and nothing else has"
    if root.find("atom:link[@rel='next-archive']", NAMES) is not None and not is_archive:  # LinkPastEnd
        yield "LinkPastEnd"


def _entry(entry):
    def text(name):
        return entry.findtext(f"atom:{name}", "", NAMES)

    if not TAG.fullmatch(text("id")) and not URL.fullmatch(text("id")):  # InvalidTAG, InvalidFullLink
        yield f"InvalidTAG: {text('id')}"
    for name in ("published", "updated"):
        if not RFC3339.fullmatch(text(name)):  # InvalidRFC3339Date, ImplausibleDate
            yield f"{name}: {text(name)}"
    if text("updated") < text("published"):
        yield f"{text('id')} was changed before it was published"
    for name in ("title", "summary"):
        if MARKUP.search(text(name)) or "\n" in text(name):  # ContainsHTML
            yield f"ContainsHTML: {text(name)}"
    yield from check_html(text("content"))
    yield from _recommended(entry, text("id"))


def _recommended(entry, identity):
    for name in ("title", "content"):  # NotBlank, MissingTextualContent
        if not entry.findtext(f"atom:{name}", "", NAMES).strip():
            yield f"NotBlank: {name} of {identity}"
    for answered in entry.findall("thr:in-reply-to", NAMES):
        if set(answered.attrib) != {"ref", "href", "type"}:
            yield f"in-reply-to: {dict(answered.attrib)}"


# RSS


def check_rss(path, data, origin):
    root = etree.fromstring(data)
    channel = root.find("channel")
    names = [child.tag for child in channel if child.tag is not etree.Comment]
    items = [child for child in channel if child.tag == "item"]
    for name in ("title", "link", "description", "language", "copyright", "lastBuildDate", "image"):
        if names.count(name) != 1:  # MissingElement, DuplicateElement, MissingDCLanguage
            yield f"{name}: {names.count(name)}"
    if names[len(names) - len(items) :] != ["item"] * len(items):  # MisplacedItem
        yield "MisplacedItem"
    yield from _channel(channel)
    yield from _namespaces(root)
    yield from _unique(channel.findall("item/guid"), "DuplicateValue")
    yield from _anchors(channel.xpath("item/content:encoded/text()", namespaces=NAMES))
    for item in items:
        yield from _item(item)
    own = [link.get("href") for link in channel.findall("atom:link[@rel='self']", NAMES)]
    if own != [f"{origin}/{served(path)}"]:  # MissingAtomSelfLink, SelfDoesntMatchLocation
        yield f"SelfDoesntMatchLocation: {own}"


def _channel(channel):
    for name, other in (("title", "ImageTitleDoesntMatch"), ("link", "ImageLinkDoesntMatch")):
        if channel.findtext(f"image/{name}") != channel.findtext(name):
            yield other
    if not re.search(r"\.(png|gif|jpe?g)$", channel.findtext("image/url")):  # ImageUrlFormat
        yield "ImageUrlFormat"
    if not (
        0 < int(channel.findtext("image/width")) <= 144 and 0 < int(channel.findtext("image/height")) <= 400
    ):
        yield "InvalidWidth"
    if not RFC822.fullmatch(channel.findtext("lastBuildDate")):
        yield "InvalidRFC2822Date"


def _item(item):
    names = [child.tag for child in item]
    encoded = f"{{{NAMES['content']}}}encoded"
    for name in ("title", "link", "guid", "pubDate", encoded):
        if names.count(name) != 1:
            yield f"{name}: {names.count(name)}"
    if item.find("guid").get("isPermaLink") != "false":  # InvalidHttpGUID
        yield "guid is no address and must say so"
    if not RFC822.fullmatch(item.findtext("pubDate")):  # InvalidRFC2822Date, IncorrectDOW
        yield f"InvalidRFC2822Date: {item.findtext('pubDate')}"
    if "description" in names and names.index("description") > names.index(encoded):
        yield "NeedDescriptionBeforeContent"
    if not item.findall("dc:creator", NAMES):
        yield "no dc:creator"
    yield from _texts(item)
    yield from check_html(item.findtext(encoded))


def _texts(item):
    for name in ("title", "description", "category"):
        text = item.findtext(name, "")
        # A title that speaks of markup has it escaped once more: the validator warns of that, and of raw markup too.
        if MARKUP.search(text) and not (name == "title" and MARKUP.search(unescape(text))):
            yield f"ContainsHTML: {item.findtext(name)}"
    for name in ("link", "comments"):
        address = item.findtext(name, None, NAMES)
        if address is not None and not URL.fullmatch(address):
            yield f"InvalidFullLink: {name} {address}"


# JSON


def check_json(path, data, origin):
    feed = json.loads(data)
    for error in JSON_SCHEMA.iter_errors(feed):
        yield f"schema: {error.json_path}: {error.message}"
    if feed["feed_url"] != f"{origin}/{served(path)}":
        yield f"feed_url: {feed['feed_url']}"
    ids = [item["id"] for item in feed["items"]]
    if len(set(ids)) < len(ids):
        yield "two items with one id"
    yield from _anchors([item.get("content_html", "") for item in feed["items"]])
    for item in feed["items"]:
        yield from check_html(item.get("content_html", ""))


# Any


@cache
def check_html(html):
    """NotHtml, SecurityRisk, SecurityRiskAttr, DangerousStyleAttr, ContainsRelRef, SameDocumentReference."""
    return tuple(_html(html))


def _html(html):
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    fragment = parser.parseFragment(html)
    yield from (f"NotHtml: {code}" for _, code, _ in parser.errors)
    for top in fragment:
        for element in top.iter() if not isinstance(top, str) else ():
            if not isinstance(element.tag, str):
                continue
            if element.tag in BAD_ELEMENTS:
                yield f"SecurityRisk: {element.tag}"
            for name, value in element.attrib.items():
                if name == "style" or name.startswith(("on", "data-", "aria-", "popover")):
                    yield f"SecurityRiskAttr: {name}"
                if name in ADDRESSES and not re.match(r"[a-z][a-z0-9+.-]*:", value):
                    yield f"ContainsRelRef: {name}={value}"
                if name == "srcset" and any(not URL.match(part.strip()) for part in value.split(",")):
                    yield f"ContainsRelRef: srcset={value}"


def _anchors(texts):
    """Ids that two items have: a reader that keeps them would lead from one text into another."""
    ids = [identity for text in texts for identity in ID.findall(text)]
    yield from (
        f"two elements have the id {one}" for one in sorted({one for one in ids if ids.count(one) > 1})
    )


def _namespaces(root):
    """NonstdPrefix, UnknownNamespace."""
    for element in root.iter("*"):
        for prefix, address in element.nsmap.items():
            if NAMES.get(prefix or "atom") != address:
                yield f"NonstdPrefix: {prefix} {address}"


def _unique(elements, name):
    texts = [element.text for element in elements]
    yield from (f"{name}: {text}" for text in sorted({text for text in texts if texts.count(text) > 1}))
