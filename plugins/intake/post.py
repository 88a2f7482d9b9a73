"""Handing messages to the server that takes mail."""

from __future__ import annotations

import smtplib
import ssl
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from typing import Final

from plugins.intake.settings import Mail, Settings
from plugins.machine import MachineError

TIMEOUT_SECONDS: Final = 30


PRINTED: Final = "printed"
"""The security of no server: what would be sent is shown (`make intake`). No settings file can say it."""


class Terminal:
    """In place of a server: shows messages, which go nowhere."""

    def send_message(self, message: EmailMessage, _sender: str, to: tuple[str, ...]) -> None:
        text = f"To: {', '.join(to)}\nSubject: {message['Subject']}\n\n{message.get_content()}"
        sys.stdout.write("\n".join(f"    {line}".rstrip() for line in ("", *text.splitlines(), "")) + "\n")
        sys.stdout.flush()

    def rset(self) -> None:
        """Nothing was begun."""


class UndeliveredError(Exception):
    """A message was not taken. The message says why in words without an address: "550", "ConnectionRefusedError"."""


@contextmanager
def server(settings: Settings) -> Iterator[smtplib.SMTP | Terminal]:
    """A server that is ready to take mail.

    Raises:
        UndeliveredError: there is none at present.
    """
    if settings.mail.security == PRINTED:
        yield Terminal()
        return
    mail, password = settings.mail, _password(settings)
    try:
        connection = _connected(mail)
    except (OSError, smtplib.SMTPException) as wrong:
        raise UndeliveredError(_reason(wrong)) from None
    try:
        try:
            if mail.user:
                connection.login(mail.user, password)
        except (OSError, smtplib.SMTPException, UnicodeError) as wrong:
            raise UndeliveredError(_reason(wrong)) from None
        yield connection
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


def _connected(mail: Mail) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT_SECONDS, context=context)
    connection = smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT_SECONDS)
    if mail.security == "starttls":
        try:
            connection.starttls(context=context)
        except BaseException:
            connection.close()
            raise
    return connection


def _password(settings: Settings) -> str:
    """From its file. MachineError where others may read it."""
    if not settings.mail.user:
        return ""
    path = settings.path(settings.mail.password_file)
    if not settings.mail.password_file or not path.is_file():
        raise MachineError("mail.user needs mail.password_file, a file that holds the password")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise MachineError(f"{path}: others may read it; chmod 600 {path}")
    return path.read_text("utf-8").strip()


def hand_over(
    connection: smtplib.SMTP | Terminal, message: EmailMessage, sender: str, to: tuple[str, ...]
) -> None:
    """One message.

    Raises:
        UndeliveredError: it was taken for none of the addresses.
    """
    try:
        connection.send_message(message, sender, to)
    except (OSError, smtplib.SMTPException, ValueError) as wrong:
        with suppress(OSError, smtplib.SMTPException):
            connection.rset()
        raise UndeliveredError(_reason(wrong)) from None


def _reason(wrong: Exception) -> str:
    """What a server says may repeat the address: only its number is kept."""
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        return str(next(iter(wrong.recipients.values()))[0])
    if isinstance(wrong, smtplib.SMTPResponseException):
        return str(wrong.smtp_code)
    return type(wrong).__name__
