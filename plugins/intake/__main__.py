"""python -m plugins.intake COMMAND: the comment desk (docs/intake.md)."""

from __future__ import annotations

import sys

from plugins.ending import end_as_by_ctrl_c
from plugins.intake.commands import parse
from plugins.intake.model import DeskError
from plugins.machine import run
from plugins.source import AuthorError, AuthorErrors


def main() -> int:
    end_as_by_ctrl_c()
    options = parse(sys.argv[1:])
    try:
        said = options.run(options)
    except (AuthorError, AuthorErrors, DeskError) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    if said:
        print(said)
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
