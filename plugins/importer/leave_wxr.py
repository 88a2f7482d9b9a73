"""The way out as WordPress' WXR: texts as HTML, and as the Markdown that they were written in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from html import escape
from typing import Any, Final
from xml.sax.saxutils import escape as xml_escape
from xml.sax.saxutils import quoteattr

from plugins.checks.model import Document
from plugins.checks.source_rules import address_of
from plugins.comments.body import render_body
from plugins.comments.model import Comment, Kind, Thread
from plugins.comments.moment import write_moment
from plugins.importer.leave import House, absolute
from plugins.importer.ours import OUR_COMMENT, OUR_HEADER, OUR_KEYS
from plugins.slug import slugify

NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
PRE: Final = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
QUERY: Final = re.compile(r"/\?(?:p|page_id)=(\d{1,18})")
OF_WORDPRESS: Final = re.compile(r"wordpress:(\d{1,18})")

HEAD: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<!-- Made by python -m plugins.importer export: import it with Tools, Import, WordPress. -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/"
\txmlns:house="urn:exit-interview:export">
<channel>
"""


def write_wxr(house: House) -> Iterator[str]:
    """WXR 1.2, a piece at a time. No address of anybody is in it."""
    texts = house.texts()
    numbers = _numbers(texts, house)
    comments = _comment_numbers(texts, house)
    yield HEAD
    yield f"<title>{_text(house.name)}</title>\n<link>{_text(house.site)}</link>\n<language>en</language>\n"
    yield "<wp:wxr_version>1.2</wp:wxr_version>\n"
    site = _text(house.site)
    yield f"<wp:base_site_url>{site}</wp:base_site_url>\n<wp:base_blog_url>{site}</wp:base_blog_url>\n"
    # No reader of WordPress asks for it; ours takes it, so that no old address is lost.
    redirects = "".join(f"{forward.written}\n" for forward in house.sources.redirects)
    yield f"<house:redirects>{_text(redirects)}</house:redirects>\n"
    names = dict.fromkeys(name for one in texts for name in house.authors_of(one))
    for number, name in enumerate(sorted(names), start=1):
        yield _element(
            "wp:author",
            {
                "wp:author_id": number,
                "wp:author_login": _cdata(slugify(name)),
                "wp:author_email": "",
                "wp:author_display_name": _cdata(name),
            },
        )
    categories = sorted({one.value("category") for one in texts if one.value("category")})
    for number, name in enumerate(categories, start=1):
        fields = {
            "wp:term_id": number,
            "wp:category_nicename": _text(slugify(name)),
            "wp:category_parent": "",
        }
        yield _element("wp:category", {**fields, "wp:cat_name": _cdata(name)})
    tags = sorted({tag for one in texts for tag in one.header.names("tags")})
    for number, name in enumerate(tags, start=len(categories) + 1):
        fields = {"wp:term_id": number, "wp:tag_slug": _text(slugify(name))}
        yield _element("wp:tag", {**fields, "wp:tag_name": _cdata(name)})
    for document in texts:
        yield _item(document, numbers[document.place], comments, house, sorted(names))
    yield "</channel>\n</rss>\n"


def _numbers(texts: Sequence[Document], house: House) -> dict[str, int]:
    """Of each text: the number that it had in WordPress, as its old addresses know it, or a free one."""
    # Drafts last: nothing leads to them, so that theirs are always free ones.
    ordered = sorted(texts, key=lambda one: one.status == "draft")
    return _given((one.place, _old_number(one, house)) for one in ordered)


def _old_number(document: Document, house: House) -> int:
    found = [QUERY.fullmatch(query) for query in house.queries.get(address_of(document), ())]
    return next((int(one[1]) for one in found if one), 0)


def _given(wanted: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    given: dict[Any, int] = {}
    without: list[Any] = []
    taken: set[int] = set()
    for key, number in wanted:
        if number and number not in taken:
            given[key] = number
            taken.add(number)
        else:
            without.append(key)
    free = max(taken, default=0)
    for key in without:
        free += 1
        given[key] = free
    return given


def _comment_numbers(texts: Sequence[Document], house: House) -> dict[tuple[str, int], int]:
    def old(comment: Comment) -> int:
        found = OF_WORDPRESS.fullmatch(comment.imported_from or "")
        return int(found[1]) if found else 0

    return _given(
        ((one.slug, comment.number), old(comment))
        for one in texts
        if one.kind == "article" and one.slug in house.threads
        for comment in house.threads[one.slug].comments
    )


def _item(
    document: Document,
    number: int,
    comments: Mapping[tuple[str, int], int],
    house: House,
    names: Sequence[str],
) -> str:
    modified = document.front.values.get("modified") or document.date
    address = f"{house.site}{address_of(document)}"
    authors = house.authors_of(document)
    policy = document.front.values.get("comments", ("open", None))
    meta = _kept_header(document, house)
    fields: dict[str, object] = {
        "title": _cdata(escape(document.value("title"), quote=False)),
        "link": _text(address),
        "dc:creator": _cdata(slugify(authors[0]) if authors else ""),
        "content:encoded": _cdata(_body(document, house)),
        "excerpt:encoded": _cdata(_summary(document, house)),
        "wp:post_id": number,
        "wp:post_date": _moment(document.date),
        "wp:post_date_gmt": _moment(document.date, UTC),
        "wp:post_modified": _moment(modified),
        "wp:post_modified_gmt": _moment(modified, UTC),
        "wp:comment_status": "open" if policy[0] == "open" else "closed",
        "wp:ping_status": "closed",
        "wp:post_name": _text(document.slug),
        "wp:status": "draft" if document.status == "draft" else "publish",
        "wp:post_parent": 0,
        "wp:menu_order": 0,
        "wp:post_type": "post" if document.kind == "article" else "page",
        "wp:post_password": "",
        "wp:is_sticky": 0,
    }
    guid = _text(house.id_of(document))
    parts = [f'<guid isPermaLink="false">{guid}</guid>\n']
    parts += [_filed("category", name) for name in (document.value("category"),) if name]
    parts += [_filed("post_tag", name) for name in document.header.names("tags")]
    parts += [_filed("author", name) for name in authors if len(authors) > 1]
    if meta:
        pair = {"wp:meta_key": _cdata(OUR_HEADER), "wp:meta_value": _cdata(meta)}
        parts.append(_element("wp:postmeta", pair))
    if document.kind == "article" and document.slug in house.threads:
        parts += _comments(document.slug, house.threads[document.slug], comments, names)
    return f"<item>\n{''.join(_lines(fields))}{''.join(parts)}</item>\n"


def _moment(at: datetime | None, zone: tzinfo | None = None) -> str:
    """Zeros where there is none, as WordPress has it."""
    return f"{at.astimezone(zone) if zone else at:%Y-%m-%d %H:%M:%S}" if at else "0000-00-00 00:00:00"


def _kept_header(document: Document, house: House) -> str:
    """The lines of the header that WordPress has nothing like."""
    names = OUR_KEYS | house.extra_keys
    fields = sorted((one for one in document.header.fields if one.name in names), key=lambda one: one.name)
    lines = [f"{field.key}: {field.value}" for field in fields if field.value]
    return "\n".join(line for line in lines if line != "Status: draft")


def _body(document: Document, house: House) -> str:
    """In a block that WordPress knows: its HTML for everybody, its Markdown for whoever wants to go on writing."""
    markdown = document.header.body.strip("\n")
    html = absolute(house.render(markdown), document, house)
    data = json.dumps({"source": markdown}, ensure_ascii=False)
    # As WordPress does: nothing in the data of a block may end its comment.
    for sign in ("--", "<", ">", "&"):
        data = data.replace(sign, "".join(f"\\u{ord(one):04x}" for one in sign))
    return (
        f"<!-- wp:jetpack/markdown {data} -->\n"
        f'<div class="wp-block-jetpack-markdown">{html}</div>\n<!-- /wp:jetpack/markdown -->'
    )


def _summary(document: Document, house: House) -> str:
    text = document.value("summary")
    return (
        absolute(house.render(text), document, house).removeprefix("<p>").removesuffix("</p>") if text else ""
    )


def _comments(
    key: str, thread: Thread, numbers: Mapping[tuple[str, int], int], names: Sequence[str]
) -> Iterator[str]:
    for comment in _answered(thread):
        at = f"{comment.posted_at:%Y-%m-%d %H:%M:%S}"
        is_ours = comment.is_by_author and comment.author in names
        kind = "" if comment.kind is Kind.COMMENT else str(comment.kind)
        yield _element(
            "wp:comment",
            {
                "wp:comment_id": numbers[key, comment.number],
                "wp:comment_author": _cdata(comment.author),
                "wp:comment_author_email": "",
                "wp:comment_author_url": _text(comment.source_url or comment.website or ""),
                "wp:comment_author_IP": "",
                "wp:comment_date": at,
                "wp:comment_date_gmt": at,
                "wp:comment_content": _cdata(_said(comment)),
                "wp:comment_approved": 1,
                "wp:comment_type": kind or "comment",
                "wp:comment_parent": numbers[key, comment.replyto] if comment.replyto else 0,
                "wp:comment_user_id": names.index(comment.author) + 1 if is_ours else 0,
                "wp:commentmeta": f"<wp:meta_key>{_cdata(OUR_COMMENT)}</wp:meta_key>"
                f"<wp:meta_value>{_cdata(_file_of(comment))}</wp:meta_value>",
            },
        )


def _answered(thread: Thread) -> list[Comment]:
    """Without tombstones that nobody answers."""
    needed: set[int] = set()
    kept: list[Comment] = []
    for comment in reversed(thread.comments):
        if not comment.is_deleted or comment.number in needed:
            kept.append(comment)
            needed |= {comment.replyto} if comment.replyto else set()
    return kept[::-1]


def _file_of(comment: Comment) -> str:
    """What its file says that WordPress has no field for."""
    data = {
        "Number": str(comment.number),
        "Id": comment.id,
        "Status": str(comment.status),
        "Role": "author" if comment.is_by_author else "",
        "Imported-From": comment.imported_from or "",
        "Modified": write_moment(comment.modified_at) if comment.modified_at else "",
        "Markup": str(comment.notation),
        "body": "" if comment.is_deleted else comment.body,
    }
    return json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False)


def _said(comment: Comment) -> str:
    """The body as readers see it: in one line, but for code."""
    if comment.is_deleted:
        return ""
    html = str(render_body(comment.body, comment.notation))
    parts = PRE.split(html)
    return "".join(part if number % 2 else " ".join(part.split()) for number, part in enumerate(parts))


def _filed(domain: str, name: str) -> str:
    return f"<category domain={quoteattr(domain)} nicename={quoteattr(slugify(name))}>{_cdata(name)}</category>\n"


def _element(name: str, fields: Mapping[str, object]) -> str:
    inside = "".join(f"<{key}>{value}</{key}>" for key, value in fields.items())
    return f"<{name}>{inside}</{name}>\n"


def _lines(fields: Mapping[str, object]) -> Iterator[str]:
    for key, value in fields.items():
        yield f"<{key}>{value}</{key}>\n"


def _text(text: str) -> str:
    return xml_escape(NO_XML.sub("", text))


def _cdata(text: str) -> str:
    return f"<![CDATA[{NO_XML.sub('', text).replace(']]>', ']]]]><![CDATA[>')}]]>"
