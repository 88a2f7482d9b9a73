"""Who may decide in the browser: accounts, their passwords, and how often somebody may guess."""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, distinct, func, insert, select, update

from plugins.intake.secret import Secret, digest_of
from plugins.intake.settings import Limits
from plugins.intake.tables import accounts, attempts, sessions

HASHER = PasswordHasher(time_cost=5, memory_cost=7_168, parallelism=1)
"""7 MiB and about 30 ms a guess."""

ONE_AT_A_TIME = threading.Lock()
"""Guesses take memory: however many come at once, one is looked at."""

QUARTER = 900
FEWEST = 12
"""Letters of a password."""

NAME_LIMIT = 64


def hash_password(password: str) -> str:
    return HASHER.hash(password)


_NOBODY = HASHER.hash(secrets.token_hex())
"""An account that does not exist takes as long as one that does."""


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether it is the password of that hash; None for an account that is not there."""
    with ONE_AT_A_TIME:
        try:
            HASHER.verify(password_hash or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def keep_account(connection: Connection, name: str, password: str, now: int) -> None:
    """Make an account, or give it another password: whoever is signed in with the old one is signed out."""
    values = {"password_hash": hash_password(password)}
    if connection.execute(select(accounts.c.name).where(accounts.c.name == name)).first():
        connection.execute(update(accounts).where(accounts.c.name == name).values(values))
        connection.execute(delete(sessions).where(sessions.c.account == name))
    else:
        connection.execute(insert(accounts).values(name=name, created_at=now, **values))


def hash_of(connection: Connection, name: str) -> str | None:
    """Of the password of an account; None where there is none of that name."""
    found: str | None = connection.execute(
        select(accounts.c.password_hash).where(accounts.c.name == name)
    ).scalar()
    return found


def wait_for(connection: Connection, prefix: str, account: str, limits: Limits, now: int) -> int:
    """Seconds until this network may guess for this account again; 0 for now.

    A network that guessed wrong too often waits. Where many networks guess at one account, each has one guess: whoever
    knows the password needs no more.
    """
    # Later than in a quarter of an hour is by a clock that was wrong: nobody is locked out until it is right.
    is_counted = attempts.c.at.between(now - QUARTER + 1, now + QUARTER) & attempts.c.was_right.is_(False)
    wrong = select(func.count(), func.min(attempts.c.at)).where(is_counted)
    of_network, first = connection.execute(wrong.where(attempts.c.prefix == prefix)).one()
    if of_network >= limits.wrong_passwords:
        return max(1, int(first) + QUARTER - now)
    of_account = connection.execute(wrong.where(attempts.c.account == account)).one()[0]
    networks = select(func.count(distinct(attempts.c.prefix))).where(
        is_counted, attempts.c.account == account
    )
    is_hunted = of_account >= limits.wrong_passwords and connection.execute(networks).scalar_one() > 1
    return max(1, int(first) + QUARTER - now) if is_hunted and of_network else 0


def note_attempt(connection: Connection, prefix: str, account: str, now: int, *, was_right: bool) -> None:
    """A guess; older ones are forgotten."""
    connection.execute(delete(attempts).where(attempts.c.at < now - 96 * QUARTER))
    connection.execute(insert(attempts).values(at=now, prefix=prefix, account=account, was_right=was_right))


def account_mark(secret: Secret, name: str) -> str:
    """Stands for what was typed as a name: it may have been a password."""
    return secret.mark("account", name)


def begin_session(connection: Connection, account: str, hours: int, now: int) -> str:
    """A new one. Its token is kept by the browser alone."""
    token = secrets.token_urlsafe(32)
    connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
    connection.execute(
        insert(sessions).values(
            token_hash=digest_of(token), account=account, created_at=now, expires_at=now + 3600 * hours
        )
    )
    return token


def account_of(connection: Connection, token: str, now: int) -> str | None:
    """Who is signed in with this token. One from the future, of a clock that was set back, holds too."""
    query = select(sessions.c.account).where(
        sessions.c.token_hash == digest_of(token), sessions.c.expires_at > now
    )
    found: str | None = connection.execute(query).scalar()
    return found


def end_session(connection: Connection, token: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.token_hash == digest_of(token)))
