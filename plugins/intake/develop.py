"""The desk that `make intake` makes where nobody wrote settings: in .cache/, for this machine alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from plugins.intake.database import migrate, open_database
from plugins.intake.post import PRINTED
from plugins.intake.settings import DEFAULT_PATH, Mail, Settings, read_intake
from plugins.source import AuthorError, AuthorErrors, Source

CACHE = Path(".cache/intake")
DATABASE = "intake.db"


def for_development(path: Path) -> Settings:
    """What the settings say where there are any; the database and the secret in .cache/, mail is shown and not sent."""
    settings = read_intake(path) if path.is_file() else Settings(folder=Path.cwd())
    here = CACHE.absolute()
    site = settings.desk.site if settings.path(settings.desk.site).is_dir() else "output"
    desk = replace(
        settings.desk,
        database=f"sqlite:///{here}/{DATABASE}",
        secret=str(here / "secret"),
        site=site,
        content=settings.desk.content or "content",
        url=f"http://{settings.desk.listen}/comments/",
    )
    mail = Mail(
        host="terminal",
        security=PRINTED,
        sender="desk@develop.example",
        moderators=("moderator@develop.example",),
        pause_minutes=1,
    )
    return replace(settings, desk=desk, mail=mail)


def begin(settings: Settings) -> None:
    """The database is there, with the schema of this software."""
    engine = open_database(settings)
    migrate(engine)
    engine.dispose()


def settings_of(path: Path, *, begins: bool = False) -> Settings:
    """What a command works with: the file at `path`; where nobody wrote one, the desk of `make intake`.

    Args:
        begins: the command makes that desk where there is neither.

    Raises:
        AuthorErrors: everything that is wrong with the file; or there is neither.
    """
    if path.is_file() or path != DEFAULT_PATH:
        return read_intake(path)
    if begins and not (CACHE / DATABASE).is_file():
        begin(for_development(path))
    if (CACHE / DATABASE).is_file():
        return for_development(path)
    message = (
        "there is no such file; write it as docs/intake.md shows, or begin with make intake, which needs none"
    )
    raise AuthorErrors([AuthorError(Source(str(path)), message)])
