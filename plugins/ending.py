"""How a command that runs on is ended: by Ctrl-C, a signal, a closed terminal, the end of its make."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

LOOK_SECONDS = 0.5
ENDS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


def end_as_by_ctrl_c() -> None:
    """Each of these signals is a KeyboardInterrupt from now on."""
    for one in ENDS:
        # A job in the background inherits an ignored SIGINT, and would pass it on: `nohup make devserver &`.
        if one != signal.SIGHUP or signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, signal.default_int_handler)


def end_with_make() -> None:
    """Where make has started this command: end when make does.

    GNU make hands on SIGTERM alone. After another signal it waits for what it has started, which knows nothing of it;
    and from then on it does not catch that signal any more, by which it is seen here.
    """
    if os.environ.get("MAKELEVEL"):
        make = os.getppid()
        threading.Thread(target=_follow, args=(make, _caught_by(make)), daemon=True).start()


def _follow(make: int, caught: int) -> None:
    wait = threading.Event().wait
    while os.getppid() == make and _caught_by(make) & caught == caught:
        wait(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _caught_by(process: int) -> int:
    """Signals that a make catches, a bit each; none where nobody says so, or it is no make."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    said = dict(line.partition(":\t")[::2] for line in lines)
    if said.get("Name") not in ("make", "gmake"):
        return 0
    return int(said.get("SigCgt", "0"), 16) & sum(1 << one - 1 for one in ENDS)
