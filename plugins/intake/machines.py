"""What programs ask: whether the desk is well; and for the author's machine, what was approved."""

from __future__ import annotations

import hmac
import json
from typing import Any

from flask import Blueprint, Response, jsonify, request

from plugins.comments.values import ID
from plugins.intake import numbers, queue
from plugins.intake.database import reading, schema_of, writing
from plugins.intake.desk import desk, seconds
from plugins.intake.model import DeskError
from plugins.intake.questions import WrongRequestError
from plugins.intake.written import approved_of, as_data

blueprint = Blueprint("machines", __name__)

MOST = 200
"""Comments in one answer: what is left comes after these were written."""


@blueprint.get("/health")
def health() -> Response:
    """The number of the schema, from the database."""
    with reading(desk().engine) as connection:
        return jsonify(schema=schema_of(connection))


@blueprint.get("/api/approved")
def approved() -> Response:
    """What has a number and no file yet."""
    if refusal := _refusal():
        return refusal
    threads = desk().live.threads()
    with reading(desk().engine) as connection:
        waiting = list(queue.unwritten(connection))[:MOST]
    rows = []
    for entry in waiting:
        thread = threads.find(entry.thread_key, entry.thread_id)
        rows.append(as_data(approved_of(entry, thread.key if thread else entry.thread_key)))
    return jsonify(approved=rows)


@blueprint.post("/api/written")
def written() -> Response:
    """A file is there."""
    if refusal := _refusal():
        return refusal
    said = _json()
    identity, number, version = said.get("id"), said.get("number"), said.get("version")
    if (
        not isinstance(identity, str)
        or not ID.fullmatch(identity)
        or not isinstance(version, str)
        or not isinstance(number, int)
        or not 0 < number < 10_000_000
    ):
        return _problem(422, "send id, number and version of a comment")
    try:
        with writing(desk().engine) as connection:
            is_final = numbers.written(connection, identity, number, version, seconds())
    except DeskError as wrong:
        return _problem(404, str(wrong))
    return jsonify(final=is_final)


def _refusal() -> Response | None:
    """None where the request holds the token."""
    name = desk().settings.desk.token_file
    path = desk().settings.path(name)
    token = path.read_bytes().strip() if name and path.is_file() else b""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    is_right = hmac.compare_digest(given.strip().encode("utf-8", "replace"), token)
    if token and kind.lower() == "bearer" and is_right:
        return None
    refusal = _problem(401, "this needs the token of the author's machine")
    refusal.headers["WWW-Authenticate"] = "Bearer"
    return refusal


def _json() -> dict[str, Any]:
    try:
        said = json.loads(request.get_data(cache=False).decode("utf-8"))
    except (ValueError, RecursionError):
        raise WrongRequestError(400, "Send JSON.") from None
    if not isinstance(said, dict):
        raise WrongRequestError(400, "Send an object.")
    return said


def _problem(status: int, message: str) -> Response:
    answer = jsonify(error=message)
    answer.status_code = status
    return answer
