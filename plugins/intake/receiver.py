"""W3C Webmention, the receiving end: other sites tell of pages of theirs that link to ours."""

from __future__ import annotations

from flask import Blueprint, Response

from plugins.comments.length import permalink
from plugins.comments.values import ID
from plugins.intake import queue, webmention
from plugins.intake.database import reading, writing
from plugins.intake.desk import desk, fields, network, page, seconds
from plugins.intake.model import Entry, State
from plugins.intake.webmention import KIND, RefusedError, TooManyError

blueprint = Blueprint("receiver", __name__)

TITLE = "Webmention"

STATES = {
    State.FETCH: "Its page is still to be looked at.",
    State.NEW: "It waits for somebody to read it.",
    State.APPROVED: "It was approved. The next publish shows it.",
    State.SPAM: "It was not published.",
    State.REFUSED: "It was not published.",
    State.WITHDRAWN: "Its page is gone, or links here no more.",
}


@blueprint.post("/webmention")
def take() -> Response:
    """202, and where to look what became of it; 400 with the reason."""
    one = desk()
    if not one.settings.mentions.are_taken:
        return _say(404, "Mentions are not taken here.")
    said = fields()
    try:
        told = webmention.read_told(
            said.get("source", ""), said.get("target", ""), one.live.threads(), one.settings.origin
        )
        with writing(one.engine) as connection:
            limit = one.settings.mentions.per_hour
            entry = webmention.receive(connection, told, network(), limit, seconds())
    except RefusedError as wrong:
        return _say(400, f"This was not taken: {wrong}.")
    except TooManyError:
        return _say(
            429, "Too many mentions came from your network in this hour. Send it again in the next.", 3600
        )
    answer = _say(202, "Taken. Its page is looked at, then a person reads it.")
    answer.headers["Location"] = f"{one.settings.origin}{one.url(f'webmention/{entry.comment_id}')}"
    return answer


@blueprint.get("/webmention")
def explain() -> Response:
    """For whoever follows the link."""
    return _say(200, "Programs tell this address of pages that mention ours, by a POST of source and target.")


@blueprint.get("/webmention/<identity>")
def look(identity: str) -> Response:
    """What became of one."""
    with reading(desk().engine) as connection:
        entry = queue.find(connection, identity) if ID.fullmatch(identity) else None
    if entry is None or entry.kind != KIND or entry.revises is not None:
        return _say(404, "There is no such mention.")
    return _say(200, _state(entry))


def _state(entry: Entry) -> str:
    thread = desk().live.threads().find(entry.thread_key, entry.thread_id)
    if entry.deleted_at is not None:
        return STATES[State.WITHDRAWN]
    if entry.fault is not None:
        return "Its page could not be read, or has no link here."
    if entry.state is State.APPROVED and thread and entry.number and entry.number <= thread.highest:
        return f"It stands at {desk().settings.origin}{permalink(thread.url, entry.number)}."
    return STATES[entry.state]


def _say(status: int, message: str, retry_seconds: int = 0) -> Response:
    headers = {"Retry-After": str(retry_seconds)} if retry_seconds else {}
    return page(TITLE, "wrong.html", status, headers, message=message)
