"""A queue as `moderate` walks it: the database of this machine, or a desk elsewhere, signed in as in a browser."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

from plugins.comments.body import render_body
from plugins.comments.moment import moment
from plugins.intake import deciding, queue
from plugins.intake.database import reading, writing
from plugins.intake.desk import Desk
from plugins.intake.hosts import hosts_of
from plugins.intake.live import Threads, now
from plugins.intake.model import DeskError, Entry, State, moment_of
from plugins.intake.questions import Typed, Words, ask
from plugins.intake.remote import AT_HOME, NoRedirects
from plugins.intake.verdict import Point, unpack

SECONDS = 60
MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Item:
    """One that waits, as somebody decides about it."""

    row: int
    author: str
    website: str
    replyto: int | None
    body: str
    title: str
    at: str
    points: tuple[Point, ...]
    revises: int | None

    seen: str
    """Of the words: others are not approved."""

    leads_to: tuple[str, ...]
    """The hosts of its links, in ASCII."""

    @classmethod
    def of(cls, entry: Entry, threads: Threads) -> Item:
        """From a row."""
        thread = threads.find(entry.thread_key, entry.thread_id)
        return cls(
            entry.id,
            entry.author,
            entry.website or "",
            entry.replyto,
            entry.body,
            thread.title if thread else f"{entry.thread_key} (not published)",
            moment(moment_of(entry.received_at)).text,
            unpack(entry.verdict),
            entry.revises,
            entry.text_hash,
            leads_to(entry),
        )


def leads_to(entry: Entry) -> tuple[str, ...]:
    """The hosts of a row's links, in ASCII."""
    has_links = "]" in entry.body or "<" in entry.body
    return hosts_of(render_body(entry.body) if has_links else "", entry.website)


class Queue(Protocol):
    """What is asked of either. DeskError where something cannot be done."""

    def after(self, row: int) -> tuple[Item | None, int]:
        """The next that waits after that row, and how many wait in all."""

    def approve(self, item: Item) -> str:
        """Says which number it got."""

    def refuse(self, item: Item, state: State) -> str:
        """Spam, or refused."""

    def edit(self, item: Item, body: str) -> str:
        """Other words, before it is decided."""

    def reply(self, item: Item, body: str) -> str:
        """The author's answer; what it answers is approved first."""


@dataclass(frozen=True, slots=True)
class Here:
    """The database of this machine."""

    desk: Desk
    who: str

    def after(self, row: int) -> tuple[Item | None, int]:
        with reading(self.desk.engine) as connection:
            found = queue.waiting(connection, row, 1)
            count = queue.counts(connection).get(State.NEW, 0)
        return (Item.of(found[0], self.desk.live.threads()) if found else None), count

    def approve(self, item: Item) -> str:
        with writing(self.desk.engine) as connection:
            decider = self.desk.decider(self.who)
            done = deciding.approve(connection, item.row, decider, _seconds(), text_hash=item.seen)
        return f"Number {done.number}"

    def refuse(self, item: Item, state: State) -> str:
        with writing(self.desk.engine) as connection:
            deciding.refuse(connection, item.row, state, self.who, _seconds(), text_hash=item.seen)
        return state.capitalize()

    def edit(self, item: Item, body: str) -> str:
        words = _words(
            Typed(author=item.author, website=item.website, replyto=str(item.replyto or ""), body=body)
        )
        with writing(self.desk.engine) as connection:
            deciding.edit(connection, item.row, words, self.who, _seconds(), text_hash=item.seen)
        return "Corrected"

    def reply(self, item: Item, body: str) -> str:
        words = _words(Typed(author=self.desk.settings.desk.author, body=body))
        with writing(self.desk.engine) as connection:
            decider = self.desk.decider(self.who)
            answered, reply = deciding.answer(
                connection, item.row, words, decider, _seconds(), text_hash=item.seen
            )
        return f"Number {answered.number}, answered by {reply.number}"


def _words(typed: Typed) -> Words:
    answers = ask(typed)
    if answers.words is None:
        raise DeskError("; ".join(fault.message for fault in answers.faults))
    return answers.words


def _seconds() -> int:
    return int(now().timestamp())


class Elsewhere:
    """A desk over https. The session ends with the command; of one that is killed, when its hours are over."""

    def __init__(self, url: str, name: str, password: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in AT_HOME:
            raise DeskError(f"{url} is not https: a password does not go there in the open")
        self._url, self._session = url.rstrip("/"), ""
        self._opener = build_opener(NoRedirects, HTTPCookieProcessor())
        self._ask("desk/login", {"name": name, "password": password})

    def after(self, row: int) -> tuple[Item | None, int]:
        said = self._ask(f"desk/queue.json?after={row}")
        try:
            self._session = str(said["session"])
            rows = [_item(one) for one in said["waiting"]]
            return (rows[0] if rows else None), int(said["count"])
        except (KeyError, TypeError, ValueError):
            raise DeskError(
                "the desk answered something else than its queue; is it the same version?"
            ) from None

    def approve(self, item: Item) -> str:
        return self._decide(item, do="approve")

    def refuse(self, item: Item, state: State) -> str:
        return self._decide(item, do="spam" if state is State.SPAM else "refuse")

    def edit(self, item: Item, body: str) -> str:
        fields = {"author": item.author, "website": item.website, "replyto": str(item.replyto or "")}
        return self._decide(item, do="edit", body=body, **fields)

    def reply(self, item: Item, body: str) -> str:
        return self._decide(item, do="reply", reply=body)

    def leave(self) -> None:
        """Sign out."""
        if self._session:
            self._ask("desk/logout", {"session": self._session})

    def _decide(self, item: Item, **fields: str) -> str:
        said = self._ask(f"desk/{item.row}", fields | {"session": self._session, "seen": item.seen})
        return str(said.get("said", "Done"))

    def _ask(self, path: str, fields: Mapping[str, str] | None = None) -> dict[str, Any]:
        data = urlencode(fields).encode() if fields is not None else None
        headers = {"Accept": "application/json"}
        request = Request(f"{self._url}/{path}", data, headers)  # noqa: S310 - http and https, asked above
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                said = json.loads(answer.read(MOST_BYTES))
        except HTTPError as wrong:
            raise DeskError(_said(wrong)) from None
        except (URLError, OSError) as wrong:
            raise DeskError(f"{self._url}: {getattr(wrong, 'reason', wrong)}; try again") from None
        except ValueError:
            raise DeskError(f"{self._url}: the answer is no JSON; is desk.url right?") from None
        return said if isinstance(said, dict) else {}


def _said(wrong: HTTPError) -> str:
    """What the desk says is wrong, in its words where it has some."""
    try:
        return str(json.loads(wrong.read(MOST_BYTES))["error"])
    except (ValueError, KeyError, TypeError, OSError):
        return f"the desk answered {wrong.code}; is desk.url right?"


def _item(data: Mapping[str, Any]) -> Item:
    points = tuple(Point(int(points), str(reason)) for points, reason in data["points"])
    leads_to = tuple(map(str, data["leads_to"]))
    return Item(**{**data, "points": points, "leads_to": leads_to, "row": int(data["row"])})
