"""`mail-test ADDRESS`: whether mail works, in one line."""

from __future__ import annotations

import argparse
from urllib.parse import urlsplit

from plugins.intake.develop import settings_of
from plugins.intake.live import now
from plugins.intake.mail import Sender, addressed, read_address, trial_message
from plugins.intake.post import UndeliveredError, hand_over, server
from plugins.machine import MachineError
from plugins.source import WrongValueError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", help="where a message is sent to")


def run(options: argparse.Namespace) -> str:
    settings = settings_of(options.settings)
    mail = settings.mail
    if not mail.host or not mail.sender:
        raise MachineError(f"{options.settings}: mail.host or mail.sender is empty; the desk sends no mail")
    try:
        address = read_address(options.address)
        sender = Sender(urlsplit(settings.desk.url).hostname or "the comment desk", read_address(mail.sender))
    except WrongValueError as wrong:
        raise MachineError(str(wrong)) from None
    where = f"{mail.host}:{mail.port} ({mail.security})"
    try:
        with server(settings) as connection:
            hand_over(
                connection, addressed(trial_message(sender, now()), address), sender.address, (address,)
            )
    except UndeliveredError as wrong:
        raise MachineError(f"{where} takes no mail: {wrong}") from None
    return f"{where} has taken a message to {address}; look whether it arrives"
