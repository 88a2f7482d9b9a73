"""A sender that dies before its n-th word to a target."""

import os
import signal
import sys
import traceback

from plugins.publish import shell


def send_and_die(depot, target, step: int) -> int:
    """Send in a process that kills itself before its n-th step; 0 where it came to its end, else the signal."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        die_before(step)
        depot.send(target)
        os._exit(0)
    except BaseException:
        traceback.print_exc(file=sys.stderr)
        os._exit(1)


def die_before(step: int) -> None:
    """Whatever goes to another program or machine is a step."""
    seen = 0

    def counting(name, owner):
        real = getattr(owner, name)

        def counted(*arguments, **options):
            nonlocal seen
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **options)

        setattr(owner, name, counted)

    counting("_write", shell.Talk)
    counting("run", shell.subprocess)
    try:
        from botocore.httpsession import URLLib3Session
    except ImportError:
        return
    counting("send", URLLib3Session)
