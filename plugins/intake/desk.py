"""What every part of the running desk works with, and what it knows of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address

from flask import Flask, Response, current_app, make_response, render_template, request
from sqlalchemy import Engine
from werkzeug.exceptions import RequestEntityTooLarge

from plugins.intake import live
from plugins.intake.database import open_current
from plugins.intake.deciding import Decider
from plugins.intake.live import Live, folded
from plugins.intake.questions import WrongRequestError, read_fields
from plugins.intake.secret import Secret, read_secret
from plugins.intake.settings import Settings
from plugins.intake.written import highest_in

BODY_LIMIT_BYTES = 256 * 1024
"""20,000 characters of four bytes, percent-encoded, and the other fields."""


@dataclass(frozen=True, slots=True)
class Desk:
    settings: Settings
    engine: Engine
    secret: Secret
    live: Live

    @classmethod
    def open(cls, settings: Settings) -> Desk:
        """With a database that is up to date. MachineError where it is not."""
        engine = open_current(settings)
        secret = read_secret(settings.path(settings.desk.secret))
        return cls(settings, engine, secret, Live(settings.path(settings.desk.site)))

    def url(self, path: str) -> str:
        """An address of the desk, root-relative."""
        return f"{self.settings.root}{path}"

    def signs_as_author(self, name: str) -> bool:
        """Whether a name is that of an author of the release, or of the desk's own answers."""
        found = folded(name)
        return bool(found) and (
            found == folded(self.settings.desk.author) or found in self.live.threads().authors
        )

    def decider(self, who: str) -> Decider:
        """Somebody who decides now."""
        threads = self.live.threads()
        if not self.settings.desk.content:
            return Decider(who, threads)
        folder = self.settings.path(self.settings.desk.content)
        return Decider(who, threads, lambda key: highest_in(folder / "comments" / key))


def desk() -> Desk:
    """That of the application that answers."""
    found: Desk = current_app.extensions["desk"]
    return found


def attach(app: Flask, one: Desk) -> None:
    """`desk()` is this one while `app` answers."""
    app.extensions["desk"] = one


def now() -> datetime:
    """The time of the request, in whole seconds."""
    return live.now()


def seconds() -> int:
    """The same, of the epoch."""
    return int(now().timestamp())


def sender() -> str:
    """The address of whoever asks. What stands in X-Forwarded-For counts from our own proxies only."""
    proxies = desk().settings.desk.proxies
    found = request.remote_addr or ""
    if found not in proxies:
        return found
    for one in reversed(",".join(request.headers.getlist("X-Forwarded-For")).split(",")):
        address = one.strip()
        try:
            ip_address(address)
        except ValueError:
            break
        found = address
        if address not in proxies:
            break
    return found


def network() -> str:
    """What stands for the network of whoever asks."""
    return desk().secret.network(sender())


def fields() -> dict[str, str]:
    """What the form of the request says. WrongRequestError where it is none."""
    try:
        data = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise WrongRequestError(413, "This is longer than a comment can be.") from None
    return read_fields(data, request.headers.get("Content-Type", ""))


def go_to(path: str) -> Response:
    """To another page of the desk, which is asked for by GET."""
    return Response(status=303, headers={"Location": desk().url(path)}, mimetype="text/plain")


def page(
    title: str, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
) -> Response:
    """A page of the desk, in the frame of the site."""
    main = render_template(template, title=title, root=desk().settings.root, **values)
    return make_response(desk().live.page(title, main), status, dict(headers or {}))
