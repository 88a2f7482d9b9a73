"""intake.toml: what there is to say about a desk. Each key is a field here, and a row in docs/intake.md."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from plugins.intake.mail import read_address
from plugins.source import AuthorError, AuthorErrors, Source, WrongValueError

DEFAULT_PATH = Path("intake.toml")

KINDS = {
    "str": "text",
    "int": "a whole number",
    "bool": "true or false",
    "tuple[str, ...]": "a list of texts",
}


def _key(default: Any, meaning: str, least: int | None = None) -> Any:
    """A key of the settings file.

    Args:
        meaning: one sentence, as the documentation has it.
        least: the lowest that a number may be.
    """
    return field(default=default, metadata={"meaning": meaning, "least": least})


@dataclass(frozen=True, slots=True)
class Desk:
    """`[desk]`: where things are."""

    database: str = _key(
        "sqlite:///intake.db",
        "SQLAlchemy's URL, `sqlite:///…` or `postgresql+psycopg://…`; empty on an author's machine",
    )
    secret: str = _key(
        "intake.secret", "File of the secret that signs; made at the first start, with mode 0600"
    )
    site: str = _key(
        "public/current", "Folder of the live release: the desk reads `comments/` and threads in it"
    )
    content: str = _key("", "Folder content/, where it is on this machine; empty where it is not")
    url: str = _key(
        "http://127.0.0.1:8100/comments/", "Where readers find the desk; its path is where it answers"
    )
    listen: str = _key("127.0.0.1:8100", "Address and port of the program itself, behind the proxy")
    proxies: tuple[str, ...] = _key(("127.0.0.1", "::1"), "Addresses whose `X-Forwarded-For` is believed")
    threads: int = _key(8, "Requests that one process answers at a time", 1)
    author: str = _key("The Editor", "Name under which the desk's own answers are published")
    token_file: str = _key(
        "", "File of the token with which a machine of the author fetches what was approved; empty: none may"
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """`[limits]`: windows, counted in the database."""

    network_per_hour: int = _key(60, "Comments from one network (/24, /48) in an hour", 1)
    desk_per_hour: int = _key(600, "Comments from everybody in an hour", 1)
    form_days: int = _key(2, "How long a form that the desk served can be sent; later it is asked again", 1)
    change_minutes: int = _key(
        30, "How long after its arrival an approved comment can be changed by its writer", 0
    )
    asks_again: int = _key(
        50, "Points against a comment from which its writer is asked to press once more", 1
    )
    wrong_passwords: int = _key(
        10, "Wrong passwords, for one account or one network, in a quarter of an hour", 1
    )
    session_hours: int = _key(72, "How long a moderator stays signed in", 1)


@dataclass(frozen=True, slots=True)
class Keep:
    """`[keep]`: what is erased when."""

    days: int = _key(
        30, "Days after a decision until networks, refused words and unconfirmed addresses go", 1
    )
    backups: int = _key(7, "Copies that `backup` leaves in a folder", 1)


@dataclass(frozen=True, slots=True)
class Mail:
    """`[mail]`: optional. Without a host no mail is sent."""

    host: str = _key("", "Server that takes mail; empty: the desk sends none")
    port: int = _key(587, "Its port", 1)
    security: str = _key("starttls", "`starttls`, `tls`, or `none` for a server on the same machine")
    user: str = _key("", "Name to sign in with; empty: without")
    password_file: str = _key("", "File that holds the password, with mode 0600")
    sender: str = _key("", "Address that mail comes from")
    moderators: tuple[str, ...] = _key((), "Addresses that are told what waits")
    pause_minutes: int = _key(15, "At most one message about the queue in so many minutes", 1)


@dataclass(frozen=True, slots=True)
class Mentions:
    """`[mentions]`: webmentions from other sites."""

    are_taken: bool = _key(False, "Whether mentions are taken")
    per_hour: int = _key(60, "Mentions from one network in an hour", 1)
    seconds: int = _key(10, "Seconds that another site has to answer", 1)
    kilobytes: int = _key(1024, "Most that is read of a page", 1)


@dataclass(frozen=True, slots=True)
class Settings:
    """All of the file."""

    desk: Desk = field(default_factory=Desk)
    limits: Limits = field(default_factory=Limits)
    keep: Keep = field(default_factory=Keep)
    mail: Mail = field(default_factory=Mail)
    mentions: Mentions = field(default_factory=Mentions)

    folder: Path = Path()
    """That of the file: relative paths begin there. No key."""

    @property
    def root(self) -> str:
        """The path under which the desk answers, with a slash at both ends."""
        return urlsplit(self.desk.url).path.rstrip("/") + "/"

    @property
    def origin(self) -> str:
        """Scheme and host under which readers see it."""
        parts = urlsplit(self.desk.url)
        return f"{parts.scheme}://{parts.netloc}"

    def path(self, name: str) -> Path:
        """A path of the settings, from the folder of their file."""
        return self.folder / Path(name).expanduser()


SECTIONS: dict[str, type[Any]] = {
    "desk": Desk,
    "limits": Limits,
    "keep": Keep,
    "mail": Mail,
    "mentions": Mentions,
}


def read_intake(path: Path) -> Settings:
    """The settings in the file at `path`.

    Raises:
        AuthorErrors: everything that is wrong with it.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise AuthorErrors(
            [AuthorError(Source(str(path)), "there is no such file; write it as docs/intake.md shows")]
        ) from None
    except UnicodeDecodeError:
        raise AuthorErrors([AuthorError(Source(str(path)), "not UTF-8; save it as UTF-8")]) from None
    return parse_intake(text, str(path), path.resolve().parent)


def parse_intake(text: str, path: str = "intake.toml", folder: Path = Path()) -> Settings:
    """As `read_intake`, of the file's text."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        line = int(found[1]) if (found := re.search(r"at line (\d+)", str(wrong))) else 1
        raise AuthorErrors(
            [AuthorError(Source(path, line), f"{wrong}; write it as TOML: key = value")]
        ) from None
    findings: list[AuthorError] = []
    settings = Settings(folder=folder)

    def fail(section: str, key: str, message: str) -> None:
        findings.append(AuthorError(Source(path, _line_of(text, section, key)), message))

    for section, values in data.items():
        if section not in SECTIONS or not isinstance(values, dict):
            fail(section, "", f'unknown section "{section}"; {_nearest(section, SECTIONS, "write [{}]")}')
            continue
        known = {one.name: one for one in fields(SECTIONS[section])}
        said: dict[str, Any] = {}
        for key, value in values.items():
            if key not in known:
                fail(section, key, f'unknown key "{key}" in [{section}]; {_nearest(key, known, "write {}")}')
            elif fault := _fault(known[key], value):
                fail(section, key, f'"{key}" {fault}')
            else:
                said[key] = tuple(value) if isinstance(value, list) else value
        settings = replace(settings, **{section: SECTIONS[section](**said)})
    findings += _faults_together(settings, path, text)
    if findings:
        raise AuthorErrors(findings)
    return settings


def _fault(one: Field[Any], value: Any) -> str:
    """What is wrong with a value; empty when nothing is."""
    kind = cast(str, one.type)
    assert one.default is not MISSING  # noqa: S101 - every key has one
    fits = {
        "str": isinstance(value, str),
        "bool": isinstance(value, bool),
        "int": isinstance(value, int) and not isinstance(value, bool),
        "tuple[str, ...]": isinstance(value, list) and all(isinstance(part, str) for part in value),
    }[kind]
    if not fits:
        return f"is of another kind; write {KINDS[kind]}"
    least = one.metadata["least"]
    if least is not None and not least <= value <= 2**31:
        return f"cannot be {value}; write {least} or more"
    return ""


def _faults_together(settings: Settings, path: str, text: str) -> Iterator[AuthorError]:
    parts = urlsplit(settings.desk.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        line = _line_of(text, "desk", "url")
        yield AuthorError(Source(path, line), '"url" is no web address; write "https://…/comments/"')
    if not re.fullmatch(r"(?:[\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}", settings.desk.listen):
        line = _line_of(text, "desk", "listen")
        yield AuthorError(Source(path, line), '"listen" is no address; write "127.0.0.1:8100"')
    if settings.mail.security not in ("starttls", "tls", "none"):
        line = _line_of(text, "mail", "security")
        yield AuthorError(Source(path, line), '"security" is unknown; write starttls, tls or none')
    yield from _faults_of_mail(settings, path, text)
    if settings.desk.database and not settings.desk.database.startswith(("sqlite:", "postgresql")):
        line = _line_of(text, "desk", "database")
        yield AuthorError(
            Source(path, line),
            '"database" is of another kind; write "sqlite:///file" or "postgresql+psycopg://…"',
        )


def _faults_of_mail(settings: Settings, path: str, text: str) -> Iterator[AuthorError]:
    addresses = [("moderators", address) for address in settings.mail.moderators]
    for key, address in [("sender", settings.mail.sender), *addresses] if settings.mail.host else ():
        try:
            read_address(address)
        except WrongValueError as wrong:
            yield AuthorError(Source(path, _line_of(text, "mail", key)), f'"{key}" is {wrong}')


def _nearest(name: str, known: Any, how: str) -> str:
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return how.format(near[0]) if near else f"write one of {', '.join(known)}"


def _line_of(text: str, section: str, key: str) -> int:
    """Where a key stands, for messages; the section's line where it cannot be seen."""
    inside, line_of_section = "", 1
    for number, line in enumerate(text.split("\n"), start=1):
        if found := re.match(r"\s*\[\s*([\w-]+)\s*\]", line):
            inside = found[1]
            line_of_section = number if inside == section else line_of_section
        elif inside == section and key and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
            return number
    return line_of_section
