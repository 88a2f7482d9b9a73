"""python -m plugins.intake COMMAND: the comment desk (docs/intake.md)."""

from __future__ import annotations

import signal
import sys

from plugins.intake.commands import parse
from plugins.intake.model import DeskError
from plugins.machine import run
from plugins.source import AuthorError, AuthorErrors


def main() -> int:
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.default_int_handler)
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
