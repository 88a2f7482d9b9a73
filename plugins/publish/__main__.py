"""python -m plugins.publish publish | rollback [ID] | releases | nginx | due"""

from __future__ import annotations

import sys
from pathlib import Path

from plugins.machine import run


def desk_listens_at(settings: Path | None) -> str:
    """Address and port of the comment desk: by its settings; by intake.toml here; by its defaults."""
    from plugins.intake.settings import DEFAULT_PATH, Settings, read_intake  # a room above this one

    if settings is None and not DEFAULT_PATH.is_file():
        return Settings().desk.listen
    return read_intake(settings or DEFAULT_PATH).desk.listen


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["due"]:
        from plugins.publish.due import main as due  # and nothing else: a timer asks every few minutes

        return due(arguments[1:])
    from plugins.publish.command import main as command

    return command(arguments, desk_listens_at)


if __name__ == "__main__":
    sys.exit(run(main))
