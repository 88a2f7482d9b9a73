"""What readers do: write, see it wait, change it, take it back. GET never changes anything."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request
from markupsafe import Markup
from sqlalchemy import select

from plugins.comments.body import render_body
from plugins.comments.length import permalink
from plugins.comments.moment import moment
from plugins.intake import arriving, changing, numbers, queue, subscriptions
from plugins.intake.database import reading, writing
from plugins.intake.desk import desk, fields, go_to, network, now, page, seconds
from plugins.intake.live import Thread
from plugins.intake.mail import read_address
from plugins.intake.model import DeskError, Entry, State, moment_of
from plugins.intake.news import sender_of
from plugins.intake.questions import Fault, Typed, Words, ask, typed_of
from plugins.intake.tables import entries
from plugins.source import WrongValueError

blueprint = Blueprint("reader", __name__)

DAY = 86_400
KEY_LIMIT = 500

STATES = {
    State.NEW: "It waits for somebody to read it. Nobody else sees it until then.",
    State.APPROVED: "It was approved. The next publish shows it.",
    State.SPAM: "It was not published.",
    State.REFUSED: "It was not published.",
    State.WITHDRAWN: "You took it back. It is on no page.",
}


@blueprint.post("/")
def take() -> Response:
    """The form: a preview, the form again with what is wrong, or the private page of what was sent."""
    typed = typed_of(fields())
    thread = _thread(typed.thread)
    if thread is None:
        return _lost(typed, 404, "There is no such thread, or it moved. Your words are below: copy them.")
    if not (thread.is_open(now()) if typed.step == "send" else _is_open(thread)):
        return _closed(typed, thread)
    typed = replace(typed, thread=thread.key)
    said, faults = _ask(typed, thread)
    if said is None:
        return _form(thread, typed, 422, "This was not sent yet", faults=faults)
    if typed.step != "send":
        return _form(thread, typed, 200, "Preview", preview=said)
    return _receive(thread, typed, said)


@blueprint.get("/to/<path:key>")
def write(key: str) -> Response:
    """The form as a page of its own, with the comment that is answered."""
    thread = _thread(key.rstrip("/"))
    if thread is None:
        return _lost(Typed(), 404, "There is no such thread, or it moved.")
    if not _is_open(thread):
        return _closed(Typed(), thread)
    replyto, note = request.args.get("replyto", "")[:7], ""
    if replyto and replyto not in map(str, desk().live.said(thread)):
        replyto, note = "", f"There is no comment {replyto} here that could be answered."
    return _form(thread, Typed(replyto=replyto), 200, "Write a comment", note=note)


def _receive(thread: Thread, typed: Typed, said: Words) -> Response:
    """Into the queue, if nothing is in the way."""
    one, limits, at = desk(), desk().settings.limits, seconds()
    served = one.secret.open_form(thread.id, typed.signed, at)
    if served and at - served.at > limits.form_days * DAY:
        return _form(
            thread, typed, 422, "Press Send once more", note="This form stood open for long. Nothing is lost."
        )
    arrival = queue.Arrival(
        thread,
        said,
        network(),
        trap=bool(typed.leave_empty),
        seconds=at - served.at if served else None,
        is_second=bool(served and served.is_second),
        is_as_author=one.signs_as_author(said.author),
    )
    with writing(one.engine) as connection:
        result = arriving.receive(connection, arrival, limits, at)
    if isinstance(result, arriving.Closed):
        return _closed(typed, thread)
    if isinstance(result, arriving.Limited):
        return _limited(thread, typed, result)
    if isinstance(result, arriving.AskAgain):
        note = (
            "Something about this looks like what programs send. If you are a person, press Send once more."
        )
        return _form(
            thread, replace(typed, leave_empty=""), 422, "Press Send once more", note=note, is_second=True
        )
    return _see_private(result.entry)


def _limited(thread: Thread, typed: Typed, limited: arriving.Limited) -> Response:
    at = moment(moment_of(seconds() + limited.seconds)).text
    note = f"Too many comments came in this hour. Your words are kept in this form: send it again at {at}."
    return _form(
        thread,
        typed,
        429,
        "Not now",
        note=note,
        headers={"Retry-After": str(limited.seconds)},
        is_second=False,
    )


def _see_private(entry: Entry) -> Response:
    return go_to(f"mine/{desk().secret.token('mine', entry.comment_id)}")


def _thread(key: str) -> Thread | None:
    """By its key; by a key that it had before, where something was sent to it under that."""
    if not key or len(key) > KEY_LIMIT or "\0" in key:
        return None
    threads = desk().live.threads()
    if found := threads.by_key.get(key):
        return found
    with reading(desk().engine) as connection:
        query = select(entries.c.thread_id).where(entries.c.thread_key == key)
        identity = connection.execute(query.order_by(entries.c.id.desc()).limit(1)).scalar()
    return threads.by_id.get(identity) if identity else None


def _is_open(thread: Thread) -> bool:
    """Whether it takes comments: by the release, and by whoever closed it here."""
    if not thread.is_open(now()):
        return False
    with reading(desk().engine) as connection:
        return not numbers.is_closed_here(connection, thread.id)


def _ask(typed: Typed, thread: Thread) -> tuple[Words | None, tuple[Fault, ...]]:
    """The words, or what is wrong with them: what is answered must be there for readers."""
    answers = ask(typed)
    replyto = answers.words.replyto if answers.words else None
    if replyto is not None and replyto not in desk().live.said(thread):
        message = f"there is no comment {replyto} in this thread; write a number that stands there, or leave it empty"
        return None, (Fault("replyto", message),)
    return answers.words, answers.faults


def _form(
    thread: Thread,
    typed: Typed,
    status: int,
    title: str,
    *,
    faults: tuple[Fault, ...] = (),
    note: str = "",
    preview: Words | None = None,
    is_second: bool = False,
    headers: dict[str, str] | None = None,
) -> Response:
    one = desk()
    said = one.live.said(thread)
    answered = next((one for one in said.values() if str(one.number) == typed.replyto.strip()), None)
    return page(
        title,
        "form.html",
        status,
        headers,
        thread=thread,
        typed=typed,
        faults={fault.field: fault.message for fault in faults},
        note=note,
        preview=_shown(preview) if preview else None,
        words=preview,
        answered=answered,
        said=said.values(),
        signed=one.secret.form(thread.id, seconds(), is_second=is_second),
    )


def _shown(said: Words) -> Markup:
    """As the page will show it."""
    return render_body(said.body)


def _lost(typed: Typed, status: int, message: str, thread: Thread | None = None) -> Response:
    """It cannot be sent, and no word of it is lost."""
    return page("This cannot be sent", "lost.html", status, message=message, typed=typed, thread=thread)


def _closed(typed: Typed, thread: Thread) -> Response:
    words = " Your words are below." if typed.body else ""
    return _lost(typed, 409, f"The thread of “{thread.title}” takes no more comments.{words}", thread)


@blueprint.get("/mine/<token>")
def mine(token: str) -> Response:
    """What became of a comment, for whoever wrote it."""
    entry = _entry(token)
    return _mine(entry, token) if entry else _no_such()


@blueprint.post("/mine/<token>")
def act(token: str) -> Response:
    """Withdraw it, change it, or be told of answers."""
    said = fields()
    entry = _entry(token)
    if entry is None:
        return _no_such()
    do = said.get("do", "")
    if do == "withdraw":
        return _withdraw(entry, token)
    if do == "tell":
        return _tell(entry, token, said.get("address", ""))
    if do in ("change", "preview"):
        return _change(entry, token, typed_of(said), is_preview=do == "preview")
    return _mine(entry, token, 422, note="Nothing was done: press one of the buttons.")


def _withdraw(entry: Entry, token: str) -> Response:
    try:
        with writing(desk().engine) as connection:
            changing.withdraw(connection, entry.comment_id, seconds())
    except DeskError as wrong:
        return _mine(entry, token, 409, note=wrong.sentence)
    return _see_private(entry)


def _change(entry: Entry, token: str, typed: Typed, *, is_preview: bool) -> Response:
    answers = ask(replace(typed, replyto=str(entry.replyto or "")))
    if answers.words is None:
        return _mine(entry, token, 422, typed=typed, faults=answers.faults)
    if is_preview:
        return _mine(entry, token, 200, typed=typed, preview=answers.words)
    try:
        with writing(desk().engine) as connection:
            changing.change(
                connection,
                entry.comment_id,
                answers.words,
                desk().settings.limits,
                seconds(),
                is_as_author=desk().signs_as_author(answers.words.author),
            )
    except DeskError as wrong:
        return _mine(entry, token, 409, typed=typed, note=f"{wrong.sentence} Your words are below.")
    return _see_private(entry)


def _tell(entry: Entry, token: str, typed: str) -> Response:
    """Ask an address whether it wants to be told of answers. What is said does not depend on whose it is."""
    one = desk()
    if not one.settings.mail.host or entry.state not in (State.NEW, State.APPROVED):
        return _mine(entry, token, 409, note="Nobody can be told of answers to this comment.")
    try:
        address = read_address(typed)
    except WrongValueError as wrong:
        return _mine(entry, token, 422, faults=(Fault("address", str(wrong)),), address=typed)
    thread = one.live.threads().find(entry.thread_key, entry.thread_id)
    title, highest = (thread.title, thread.highest) if thread else (entry.thread_key, 0)
    request = subscriptions.Request(entry, title, highest, address)
    url = f"{one.settings.origin}{one.url('')}"
    try:
        with writing(one.engine) as connection:
            subscriptions.ask(connection, one.secret, request, sender_of(one), url, seconds())
    except DeskError as wrong:
        return _mine(entry, token, 429, note=wrong.sentence, address=typed)
    note = "A message is on its way to that address, if it had none today. Open the page in it, and press the button."
    return _mine(entry, token, 200, note=note)


def _entry(token: str) -> Entry | None:
    """The row that a private address opens: that one and no other."""
    name = desk().secret.open_token("mine", token) if len(token) < 200 else None
    if name is None:
        return None
    with reading(desk().engine) as connection:
        return queue.find(connection, name)


def _no_such() -> Response:
    return page("Not found", "wrong.html", 404, message="There is nothing at this address.")


def _mine(
    entry: Entry,
    token: str,
    status: int = 200,
    *,
    note: str = "",
    typed: Typed | None = None,
    faults: tuple[Fault, ...] = (),
    preview: Words | None = None,
    address: str = "",
) -> Response:
    one = desk()
    with reading(one.engine) as connection:
        entry = queue.find(connection, entry.comment_id) or entry
        revision = queue.waiting_revision(connection, entry) if entry.state is State.APPROVED else None
    thread = one.live.threads().find(entry.thread_key, entry.thread_id)
    latest = revision or entry
    if typed is None:
        typed = Typed(author=latest.author, website=latest.website or "", body=latest.body)
    return page(
        "Your comment",
        "mine.html",
        status,
        entry=entry,
        thread=thread,
        where=_where(entry, thread),
        state=_state(entry, thread),
        body=render_body(entry.body),
        revision=render_body(revision.body) if revision else None,
        received=moment(moment_of(entry.received_at)),
        may_change=changing.may_change(entry, one.settings.limits, seconds()) or bool(faults or note),
        may_withdraw=entry.state in (State.NEW, State.APPROVED) and entry.deleted_at is None,
        may_be_told=bool(one.settings.mail.host),
        address=address,
        typed=typed,
        faults={fault.field: fault.message for fault in faults},
        note=note,
        preview=_shown(preview) if preview else None,
        action=one.url(f"mine/{token}"),
    )


def _where(entry: Entry, thread: Thread | None) -> str:
    """Where it stands; empty while it stands nowhere."""
    if entry.state is not State.APPROVED or entry.number is None or entry.deleted_at or thread is None:
        return ""
    return permalink(thread.url, entry.number) if entry.number <= thread.highest else ""


def _state(entry: Entry, thread: Thread | None) -> str:
    if entry.deleted_at:
        return "You took it back. With the next publish its words are gone from the page; its number stays."
    if where := _where(entry, thread):
        return f"It stands on the page as number {entry.number}." if where else ""
    if entry.state is State.NEW and thread is None:
        return "It waits, but what it answers is not published at present."
    if entry.state is State.APPROVED and thread is None:
        return "It was approved, but what it answers is not published at present."
    return STATES.get(entry.state, "It waits.")
