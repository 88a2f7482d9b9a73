"""The desk itself: what waits, and what is done with it, in any browser, with scripts off and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, request
from sqlalchemy import Connection

from plugins.comments.body import render_body
from plugins.comments.moment import moment
from plugins.intake import deciding, passwords, queue, verdict
from plugins.intake.database import reading, writing
from plugins.intake.desk import desk, fields, go_to, network, page, seconds
from plugins.intake.model import DeskError, Entry, State, moment_of
from plugins.intake.moderating import Item, leads_to
from plugins.intake.questions import Fault, Typed, ask, typed_of
from plugins.intake.secret import Secret

P = ParamSpec("P")

blueprint = Blueprint("moderator", __name__)

COOKIE = "desk"
ON_A_PAGE = 20
EXCERPT = 400


def _signed_in(view: Callable[Concatenate[str, P], Response]) -> Callable[P, Response]:
    """The view is given who asks; others are led to the door."""

    @wraps(view)
    def guarded(*arguments: P.args, **named: P.kwargs) -> Response:
        token = request.cookies.get(COOKIE, "")
        with reading(desk().engine) as connection:
            account = passwords.account_of(connection, token, seconds()) if token else None
        if account is None and _wants_json():
            return _json(401, error="sign in again: nothing was done")
        if account is None:
            return (
                go_to(f"desk/login?row={named['row']}" if "row" in named else "desk/login")
                if request.method == "GET"
                else _login(401, "Sign in again: nothing was done.")
            )
        return view(account, *arguments, **named)

    return guarded


def _wants_json() -> bool:
    """It is `moderate` that asks, and no browser."""
    return request.headers.get("Accept", "") == "application/json"


def _json(status: int = 200, **said: object) -> Response:
    answer = jsonify(said)
    answer.status_code = status
    return answer


def _mark(secret: Secret) -> str:
    """What a form of this session holds: another site cannot know it."""
    return secret.mark("session", request.cookies.get(COOKIE, ""))


def _checked(said: dict[str, str]) -> None:
    """DeskError where the form was not served to this session."""
    if said.get("session") != _mark(desk().secret):
        raise DeskError("this form is of another session; do it again")


@blueprint.get("/desk/login")
def door() -> Response:
    return _login(row=_digits(request.args.get("row", "")))


def _digits(said: str) -> str:
    """The number of a row, as it was sent; empty for anything else."""
    return said if said.isascii() and said.isdigit() and len(said) < 18 else ""


def _login(status: int = 200, note: str = "", name: str = "", row: str = "", **headers: str) -> Response:
    if _wants_json():
        return _json(status, error=note)
    given = {key.replace("_", "-"): value for key, value in headers.items()}
    return page("Sign in", "login.html", status, given, note=note, name=name, row=row)


@blueprint.post("/desk/login")
def sign_in() -> Response:
    """A name and a password."""
    said, one, at = fields(), desk(), seconds()
    name, password = said.get("name", "").strip(), said.get("password", "")
    if not 0 < len(name) <= passwords.NAME_LIMIT or not 0 < len(password) <= 1000 or "\0" in name:
        return _login(422, "Write your name and your password.")
    row = _digits(said.get("row", ""))
    prefix, mark = network(), passwords.account_mark(one.secret, name)
    with reading(one.engine) as connection:
        wait = passwords.wait_for(connection, prefix, mark, one.settings.limits, at)
        known = passwords.hash_of(connection, name)
    if wait:
        until = moment(moment_of(at + wait)).text
        return _login(429, f"Too many wrong passwords. Try again at {until}.", Retry_After=str(wait))
    was_right = passwords.is_right(password, known)
    with writing(one.engine) as connection:
        passwords.note_attempt(connection, prefix, mark, at, was_right=was_right)
        if not was_right:
            return _login(401, "This name and this password do not belong together.", name, row)
        token = passwords.begin_session(connection, name, one.settings.limits.session_hours, at)
        queue.note(connection, name, "sign in", None, at)
    answer = _json() if _wants_json() else go_to(f"desk/{row}")
    answer.set_cookie(
        COOKIE,
        token,
        max_age=3600 * one.settings.limits.session_hours,
        path=one.url("desk/"),
        secure=urlsplit(one.settings.desk.url).scheme == "https",
        httponly=True,
        # Lax: a link in a message leads to its row. Nothing is changed by following one.
        samesite="Lax",
    )
    return answer


@blueprint.post("/desk/logout")
@_signed_in
def sign_out(_who: str) -> Response:
    try:
        _checked(fields())
    except DeskError as wrong:
        return _login(409, wrong.sentence)
    with writing(desk().engine) as connection:
        passwords.end_session(connection, request.cookies.get(COOKIE, ""))
    answer = _json() if _wants_json() else go_to("desk/login")
    answer.delete_cookie(COOKIE, path=desk().url("desk/"))
    return answer


@blueprint.get("/desk/")
@_signed_in
def look(who: str) -> Response:
    """What waits, oldest first."""
    return _queue(who)


@blueprint.get("/desk/queue.json")
@_signed_in
def as_data(_who: str) -> Response:
    """The next that waits, for `moderate` on another machine."""
    start = int(_digits(request.args.get("after", "")) or 0)
    with reading(desk().engine) as connection:
        found = queue.waiting(connection, start, 1)
        count = queue.counts(connection).get(State.NEW, 0)
    items = [asdict(Item.of(entry, desk().live.threads())) for entry in found]
    return _json(waiting=items, count=count, session=_mark(desk().secret))


def _queue(who: str, status: int = 200, note: str = "") -> Response:
    one = desk()
    start = int(_digits(request.args.get("after", "")) or 0)
    threads = one.live.threads()
    with reading(one.engine) as connection:
        found = queue.waiting(connection, start, ON_A_PAGE + 1)
        counts = queue.counts(connection)
    items = [_item(entry, threads.find(entry.thread_key, entry.thread_id)) for entry in found[:ON_A_PAGE]]
    return page(
        "What waits",
        "queue.html",
        status,
        who=who,
        items=items,
        counts=counts,
        more=found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else None,
        done=_digits(request.args.get("done", "")),
        note=note,
        session=_mark(one.secret),
    )


def _item(entry: Entry, thread: object) -> dict[str, object]:
    points = verdict.unpack(entry.verdict)
    return {
        "entry": entry,
        "thread": thread,
        "received": moment(moment_of(entry.received_at)),
        "excerpt": entry.body[:EXCERPT],
        "is_cut": len(entry.body) > EXCERPT,
        "leads_to": leads_to(entry),
        "points": sorted(points, key=lambda point: -abs(point.points)),
    }


@blueprint.get("/desk/<int:row>")
@_signed_in
def see(who: str, row: int) -> Response:
    """One row, whole, with all that may be done."""
    return _row(who, row)


def _row(
    who: str,
    row: int,
    status: int = 200,
    *,
    note: str = "",
    typed: Typed | None = None,
    faults: tuple[Fault, ...] = (),
    reply: str = "",
) -> Response:
    one = desk()
    with reading(one.engine) as connection:
        entry = queue.find_row(connection, row)
        if entry is None:
            return page("Not found", "wrong.html", 404, message="There is nothing at this address.")
        original = queue.find_row(connection, entry.revises) if entry.revises else None
        after = queue.waiting(connection, row, 1)
    thread = one.live.threads().find(entry.thread_key, entry.thread_id)
    answered = one.live.said(thread).get(entry.replyto) if thread and entry.replyto else None
    return page(
        f"Row {row}",
        "row.html",
        status,
        who=who,
        item=_item(entry, thread),
        entry=entry,
        thread=thread,
        answered=answered,
        original=render_body(original.body) if original else None,
        body=render_body(entry.body),
        following=after[0].id if after else None,
        is_stranded=deciding.is_stranded(entry, one.live.threads()),
        typed=typed
        or Typed(
            author=entry.author,
            website=entry.website or "",
            replyto=str(entry.replyto or ""),
            body=entry.body,
        ),
        faults={fault.field: fault.message for fault in faults},
        note=note,
        reply=reply,
        session=_mark(one.secret),
    )


@blueprint.post("/desk/<int:row>")
@_signed_in
def act(who: str, row: int) -> Response:
    """Decide. The words that were seen are named by their digest: others are not approved unseen."""
    said = fields()
    try:
        _checked(said)
        return _carry_out(who, row, said)
    except DeskError as wrong:
        if _wants_json():
            return _json(409, error=str(wrong))
        typed = typed_of(said) if said.get("do") == "edit" else None
        return _row(who, row, 409, note=wrong.sentence, typed=typed, reply=said.get("reply", ""))


def _carry_out(who: str, row: int, said: dict[str, str]) -> Response:
    one, at, seen = desk(), seconds(), said.get("seen", "")
    do = said.get("do", "")
    if do in ("approve", "spam", "refuse", "edit") and not seen:
        raise DeskError("this form does not say which words were read; do it again")
    if do == "edit":
        return _edit(who, row, said)
    if do == "reply":
        return _reply(who, row, said)
    with writing(one.engine) as connection:
        if do == "approve":
            deciding.approve(connection, row, one.decider(who), at, text_hash=seen)
        elif do in ("spam", "refuse"):
            state = State.SPAM if do == "spam" else State.REFUSED
            deciding.refuse(connection, row, state, who, at, text_hash=seen, threads=one.live.threads())
        elif do == "back":
            deciding.put_back(connection, row, who, at)
        else:
            raise DeskError("press one of the buttons")
        return _next(connection, said, row)


def _next(connection: Connection, said: dict[str, str], row: int) -> Response:
    """To the next that waits, where one goes from row to row; else back to the list."""
    if _wants_json():
        entry = queue.find_row(connection, row)
        return _json(said=f"Number {entry.number}" if entry and entry.number else "Done")
    if said.get("from") == "row" and (after := queue.waiting(connection, row, 1)):
        return go_to(f"desk/{after[0].id}?done={row}")
    return go_to(f"desk/?done={row}")


def _edit(who: str, row: int, said: dict[str, str]) -> Response:
    typed = typed_of(said)
    answers = ask(typed)
    if answers.words is None and _wants_json():
        return _json(422, error="; ".join(fault.message for fault in answers.faults))
    if answers.words is None:
        return _row(who, row, 422, typed=typed, faults=answers.faults)
    with writing(desk().engine) as connection:
        deciding.edit(connection, row, answers.words, who, seconds(), text_hash=said.get("seen", ""))
    return _json(said="Corrected") if _wants_json() else go_to(f"desk/{row}")


def _reply(who: str, row: int, said: dict[str, str]) -> Response:
    """The author's answer: what it answers is approved first."""
    one, text = desk(), said.get("reply", "")
    answers = ask(Typed(author=one.settings.desk.author, body=text))
    if answers.words is None and _wants_json():
        return _json(422, error=answers.faults[0].message)
    if answers.words is None:
        return _row(who, row, 422, faults=(Fault("reply", answers.faults[0].message),), reply=text)
    with writing(one.engine) as connection:
        deciding.answer(
            connection, row, answers.words, one.decider(who), seconds(), text_hash=said.get("seen", "")
        )
        return _next(connection, said, row)
