"""A sender that dies before its n-th word to a target, and a network that goes before it."""

import os
import signal
import subprocess
import sys
import traceback
from pathlib import Path
from types import SimpleNamespace

from plugins.publish import shell
from plugins.publish.target import TargetError


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


def send_apart(depot, target, wanted: str = "", folder: str | Path = ".") -> str:
    """Send in a process of its own, as make does in `folder`. Returns what it ended with; empty where all went well."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        said = ""
        try:
            os.chdir(folder)
            depot.send(target, wanted)
        except TargetError as error:
            said = str(error)
        except BaseException:
            said = traceback.format_exc()
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read().decode()
    os.waitpid(child, 0)
    return said


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


OVER_THE_NETWORK = {"rsync", "ls-remote", "fetch", "push"}


def cut_before(step: int, patched) -> None:
    """From the n-th word on that goes to another machine, nobody is there any more."""
    seen = 0

    def is_gone() -> bool:
        nonlocal seen
        seen += 1
        return seen >= step

    write, run = shell.Talk._write, subprocess.run

    def said(talk, text):
        if is_gone():
            talk._process.kill()
            talk._process.wait()
        return write(talk, text)

    def started(command, **options):
        if OVER_THE_NETWORK & {*map(str, command)} and is_gone():
            return subprocess.CompletedProcess(command, 255, b"", b"fatal: the connection is gone\n")
        return run(command, **options)

    patched.setattr(shell.Talk, "_write", said)
    patched.setattr(shell.subprocess, "run", started)
    try:
        from botocore import endpoint
        from botocore.exceptions import EndpointConnectionError
        from botocore.httpsession import URLLib3Session
    except ImportError:
        return
    asked = URLLib3Session.send

    def sent(session, request):
        if is_gone():
            raise EndpointConnectionError(endpoint_url=request.url)
        return asked(session, request)

    patched.setattr(URLLib3Session, "send", sent)
    patched.setattr(endpoint, "time", SimpleNamespace(sleep=lambda _: None))  # nobody waits between attempts
