"""python -m plugins.publish publish | rollback [ID] | releases | nginx | due"""

from __future__ import annotations

import sys

from plugins.machine import run


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["due"]:
        from plugins.publish.due import main as due  # and nothing else: a timer asks every few minutes

        return due(arguments[1:])
    from plugins.publish.command import main as command

    return command(arguments)


if __name__ == "__main__":
    sys.exit(run(main))
