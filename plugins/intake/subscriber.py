"""The pages that messages to readers lead to. GET never changes anything: scanners of mail open every link."""

from __future__ import annotations

import re

from flask import Blueprint, Response, request
from sqlalchemy import select

from plugins.intake import subscriptions
from plugins.intake.database import reading, writing
from plugins.intake.desk import desk, fields, page, seconds
from plugins.intake.live import Thread
from plugins.intake.subscriptions import Subscription
from plugins.intake.tables import entries

blueprint = Blueprint("subscriber", __name__)

TOKEN_LIMIT = 200
ONE_CLICK = re.compile(rb"List-Unsubscribe=One-Click|name=\"?List-Unsubscribe\"?\s+One-Click", re.IGNORECASE)
"""What a mail program posts when its own button is pressed (RFC 8058), as either kind of form."""


@blueprint.get("/mail/<token>")
def ask(token: str) -> Response:
    """What this address asked for, and what may be done about it."""
    found = _find(token)
    return _page(found, token) if found else _no_such()


@blueprint.post("/mail/<token>")
def act(token: str) -> Response:
    """Confirm, or stop."""
    found = _find(token)
    if found is None:
        return _no_such()
    do = "stop" if ONE_CLICK.search(request.get_data()) else fields().get("do", "")
    with writing(desk().engine) as connection:
        if do == "confirm":
            subscriptions.confirm(connection, found.person, seconds())
        elif do in ("stop", "all"):
            subscriptions.stop(connection, found, seconds(), all_of_them=do == "all")
    note = {
        "confirm": "Confirmed: a message comes when somebody answers.",
        "stop": "Stopped: nothing more is sent about this comment.",
        "all": "Stopped: nothing more is sent to this address, and it is erased within two days.",
    }.get(do, "Nothing was done: press one of the buttons.")
    return _page(_find(token) or found, token, note)


def _find(token: str) -> Subscription | None:
    if len(token) > TOKEN_LIMIT or desk().secret.open_token("mail", token) is None:
        return None
    with reading(desk().engine) as connection:
        return subscriptions.find(connection, token)


def _no_such() -> Response:
    message = "There is nothing at this address, or nothing any more."
    return page("Not found", "wrong.html", 404, message=message)


def _page(found: Subscription, token: str, note: str = "") -> Response:
    with reading(desk().engine) as connection:
        rows = subscriptions.of_person(connection, found.person)
    return page(
        "Answers by e-mail",
        "mail.html",
        note=note,
        found=found,
        waiting=[thread for one in rows if not one.is_confirmed and (thread := _thread(one))],
        confirmed=[thread for one in rows if one.is_confirmed and (thread := _thread(one))],
        can_confirm=any(not one.is_confirmed for one in rows),
        can_stop_all=bool(rows),
        action=desk().url(f"mail/{token}"),
    )


def _thread(one: Subscription) -> Thread | None:
    """Where the comment is; None where nothing of it is published."""
    with reading(desk().engine) as connection:
        query = select(entries.c.thread_key, entries.c.thread_id).where(
            entries.c.comment_id == one.comment_id
        )
        row = connection.execute(query).first()
    return desk().live.threads().find(*row) if row else None
