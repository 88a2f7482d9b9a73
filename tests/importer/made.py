"""Exports as other systems write them, made of a few words: all that a test does not care about is as usual."""

from xml.sax.saxutils import escape, quoteattr

OLD = "https://old.example"

CHANNEL = """\
<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>The Brindle Post</title>
<link>{old}</link>
<pubDate>Tue, 06 Oct 2020 08:00:00 +0000</pubDate>
<language>en</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{old}</wp:base_site_url>
<wp:base_blog_url>{old}</wp:base_blog_url>
{authors}{terms}{items}</channel>
</rss>
"""


def cdata(text):
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def author(login="tamsin", name="Tamsin Varrow", number=3):
    return (
        f"<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{cdata(login)}</wp:author_login>"
        f"<wp:author_email>{cdata(f'{login}@brindle.example')}</wp:author_email>"
        f"<wp:author_display_name>{cdata(name)}</wp:author_display_name></wp:author>\n"
    )


def comment(number, body="A glimmer of sense.", **fields):
    usual = {
        "comment_id": number,
        "comment_author": "Quill",
        "comment_author_email": f"reader{number}@mail.example",
        "comment_author_url": "",
        "comment_author_IP": "203.0.113.77",
        "comment_date": f"2012-05-03 1{number % 10}:00:00",
        "comment_date_gmt": f"2012-05-03 1{number % 10}:00:00",
        "comment_content": body,
        "comment_approved": "1",
        "comment_type": "comment",
        "comment_parent": 0,
        "comment_user_id": 0,
    }
    lines = "".join(f"<wp:{name}>{cdata(str(value))}</wp:{name}>" for name, value in (usual | fields).items())
    return f"<wp:comment>{lines}</wp:comment>\n"


def item(
    number,
    title="Moved in",
    body="A plain text.",
    comments="",
    terms=(("category", "pay", "Pay"),),
    meta=None,
    **fields,
):
    """`terms`: domain, slug, name. `meta`: further fields of the text."""
    slug = fields.get("post_name", f"text-{number}")
    usual = {
        "post_id": number,
        "post_date": "2012-05-03 09:12:44",
        "post_date_gmt": "2012-05-03 09:12:44",
        "post_modified": "2012-05-03 09:12:44",
        "post_modified_gmt": "2012-05-03 09:12:44",
        "comment_status": "open",
        "ping_status": "open",
        "post_name": slug,
        "status": "publish",
        "post_parent": 0,
        "menu_order": 0,
        "post_type": "post",
        "post_password": "",
        "is_sticky": 0,
    }
    link = fields.pop("link", f"{OLD}/2012/05/{slug}/")
    guid = fields.pop("guid", f"{OLD}/?p={number}")
    excerpt = fields.pop("excerpt", "")
    creator = fields.pop("creator", "tamsin")
    lines = "".join(
        f"<wp:{name}>{cdata(str(value))}</wp:{name}>\n" for name, value in (usual | fields).items()
    )
    filed = "".join(
        f"<category domain={quoteattr(d)} nicename={quoteattr(s)}>{cdata(n)}</category>\n"
        for d, s, n in terms
    )
    more = "".join(
        f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>\n"
        for key, value in (meta or {}).items()
    )
    return (
        f"<item>\n<title>{cdata(title)}</title>\n<link>{escape(link)}</link>\n"
        f'<dc:creator>{cdata(creator)}</dc:creator>\n<guid isPermaLink="false">{escape(guid)}</guid>\n'
        f"<content:encoded>{cdata(body)}</content:encoded>\n<excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>\n"
        f"{lines}{filed}{more}{comments}</item>\n"
    )


def attachment(number, parent=0, name=None, **fields):
    address = f"{OLD}/wp-content/uploads/2012/05/{name or f'image-{number}.jpg'}"
    return item(
        number, f"image-{number}", "", terms=(), post_type="attachment", status="inherit",
        post_parent=parent, attachment_url=address, **fields,
    )  # fmt: skip


def wxr(*items, authors=None, terms="", old=OLD):
    return CHANNEL.format(
        old=old, authors=author() if authors is None else authors, terms=terms, items="".join(items)
    )


def disqus(*threads):
    """Each thread: (number, identifier, link, title, comments); each comment: (number, parent, name, message, more)."""
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com"'
        ' xmlns:dsq="http://disqus.com/disqus-internals">\n'
        '<category dsq:id="1"><forum>brindle</forum><title>General</title><isDefault>true</isDefault></category>\n'
    )
    made, posts = "", ""
    for number, identifier, link, title, comments, *closed in threads:
        made += (
            f'<thread dsq:id="{number}"><id>{escape(identifier)}</id><forum>brindle</forum><category dsq:id="1" />'
            f"<link>{escape(link)}</link><title>{escape(title)}</title><message />"
            f"<createdAt>2012-05-03T09:12:44Z</createdAt><author><name>Tamsin</name><isAnonymous>false</isAnonymous>"
            f"<username>tamsin</username></author><isClosed>{str(bool(closed)).lower()}</isClosed>"
            "<isDeleted>false</isDeleted></thread>\n"
        )
        for one, parent, name, message, more in comments:
            told = {
                "isDeleted": "false",
                "isSpam": "false",
                "createdAt": f"2012-05-04T{one % 24:02}:00:00Z",
            } | more
            fields = "".join(f"<{key}>{value}</{key}>" for key, value in told.items())
            above = f'<parent dsq:id="{parent}" />' if parent else ""
            posts += (
                f'<post dsq:id="{one}"><id /><message>{cdata(message)}</message>{fields}'
                f"<author><email>{name.lower()}@mail.example</email><name>{escape(name)}</name>"
                f"<isAnonymous>true</isAnonymous></author><ipAddress>203.0.113.9</ipAddress>"
                f'<thread dsq:id="{number}" />{above}</post>\n'
            )
    return f"{head}{made}{posts}</disqus>\n"
