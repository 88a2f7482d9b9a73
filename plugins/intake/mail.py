"""The messages that the desk sends: what each says, and how it is put together. Pure.

What strangers wrote stands in the text of a message; of its headers only the title of an article is not the desk's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import Parser
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from textwrap import shorten
from typing import Final

from plugins.source import WrongValueError

POLICY: Final = SMTP.clone(cte_type="7bit", refold_source="none")
"""In ASCII, which every server takes; what is read again keeps its lines."""

ADDRESS: Final = re.compile(
    r"(?P<local>[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@(?P<domain>[^\s@<>()\[\],;:\"\\]{1,253})"
)
NAME: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
UNFIT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\u202a-\u202e\u2066-\u2069]+")
"""Ends a line, turns it, or is no character."""

SHOWN: Final = 20
"""Of what waits one message names so many."""

TITLE: Final = 120
"""Characters of a title in a subject."""

QUOTED: Final = 300
"""Characters of a comment that are quoted."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose messages these are."""

    site: str
    """Name of the publication, or its host."""

    address: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the queue, as a message names it."""

    author: str
    title: str
    """Of the page that it answers."""

    kind: str
    text: str
    url: str
    """Opens it at the desk; approves nothing."""


def read_address(text: str) -> str:
    """An address as mail is sent to it: its domain in small letters, in ASCII.

    Raises:
        WrongValueError: it is none.
    """
    found = ADDRESS.fullmatch(text.strip())
    try:
        domain = found["domain"].encode("idna").decode("ascii").lower() if found else ""
    except UnicodeError:
        domain = ""
    names = domain.split(".")
    if not found or len(names) < 2 or not all(map(NAME.fullmatch, names)):
        raise WrongValueError('no e-mail address; write it as "name@mail.example"')
    if found["local"].startswith(".") or found["local"].endswith(".") or ".." in found["local"]:
        raise WrongValueError('no e-mail address; write it as "name@mail.example"')
    return f"{found['local']}@{domain}"


def line(text: str) -> str:
    """`text` in one line, fit for a header."""
    return " ".join(UNFIT.sub(" ", text).split())


def waiting_message(sender: Sender, waiting: Sequence[Waiting], now: datetime) -> str:
    """To whoever decides: what came since the last one."""
    count = len(waiting)
    what = "1 comment waits" if count == 1 else f"{count:,} comments wait"
    parts = [_named(one) for one in waiting[:SHOWN]]
    if count > SHOWN:
        parts.append(f"And {count - SHOWN:,} more.")
    return _message(sender, f"{what} ({sender.site})", "\n\n".join(parts), now)


def _named(one: Waiting) -> str:
    who = f"{line(one.author)}, {line(one.kind)}, on {line(one.title)}"
    return f"{who}\n{_quoted(one.text)}\n{one.url}"


def _quoted(text: str) -> str:
    return f"> {shorten(line(text), QUOTED, placeholder=' …')}" if line(text) else "> (no words)"


def confirm_message(sender: Sender, title: str, url: str, now: datetime) -> str:
    """To an address that somebody typed: whether it wants to be told of answers."""
    text = (
        f"Somebody, probably you, asked {sender.site} to tell this address when a comment is answered.\n"
        f"It was written about “{line(title)}”.\n\n"
        f"If that is what you want, open this page and press the button:\n{url}\n\n"
        "If not, do nothing: you will not be asked again today, and nothing else is sent to you.\n"
    )
    return _message(sender, f"Tell you of answers? ({sender.site})", text, now)


def answer_message(
    sender: Sender, title: str, author: str, text: str, urls: tuple[str, str], now: datetime
) -> str:
    """To a reader: somebody answered.

    Args:
        urls: of the answer; and where these messages are stopped.
    """
    where, stop = urls
    body = (
        f"{line(author)} answered your comment on “{line(title)}”:\n\n{_quoted(text)}\n\n{where}\n\n"
        f"To get no more of these, open this page and press the button:\n{stop}\n"
    )
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    subject = f"An answer to you on “{shorten(line(title), TITLE, placeholder='…')}”"
    return _message(sender, subject, body, now, headers)


def trial_message(sender: Sender, now: datetime) -> str:
    """Says that mail works."""
    text = f"The comment desk of {sender.site} can send mail: this is it.\n"
    return _message(sender, f"Mail works ({sender.site})", text, now)


def _message(
    sender: Sender, subject: str, text: str, now: datetime, headers: Mapping[str, str] | None = None
) -> str:
    """The whole message without its To, in ASCII."""
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(line(sender.site), addr_spec=sender.address)
    message["Subject"] = line(subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=sender.address.rpartition("@")[2])
    # What other programs answer by themselves, they answer not to this.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text.encode("utf-8", "replace").decode())
    # The library would encode an address that is longer than a line, and no program would read it.
    first = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    return first + message.as_string()


def addressed(mail: str, to: str) -> EmailMessage:
    """A message as it is sent to somebody."""
    message = Parser(_class=EmailMessage, policy=POLICY).parsestr(mail)
    message["To"] = to
    return message
