"""`work`: one round of what waits for others, pages that mention us and mail. A timer runs it every minute."""

from __future__ import annotations

import argparse

from plugins.intake import looking, news, sending
from plugins.intake.desk import Desk
from plugins.intake.develop import settings_of
from plugins.intake.live import now


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> str:
    desk = Desk.open(settings_of(options.settings))
    try:
        return "; ".join(work(desk, int(now().timestamp())))
    finally:
        desk.engine.dispose()


def work(desk: Desk, at: int) -> list[str]:
    """One round. Returns what was done, without a name and without an address; nothing where nothing was."""
    looked_at = looking.look_at_pages(desk, at)
    news.tell_moderators(desk, at)
    news.tell_readers(desk, at)
    sent, failed = sending.send(desk.engine, desk.settings, at)
    said = [f"{looked_at:,} looked at"] if looked_at else []
    said += [f"{sent:,} sent"] if sent else []
    return [*said, f"{failed:,} not taken, and tried again later"] if failed else said
