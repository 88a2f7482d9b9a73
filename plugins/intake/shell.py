"""The programs that the desk's commands start: an editor, and make publish."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from plugins.intake.model import DeskError


def edit_text(text: str) -> str:
    """What somebody made of `text` in their editor. It is in a file that only they can read, and gone after."""
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    if not command or not shutil.which(command[0]):
        raise DeskError("there is no editor; set EDITOR to one")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "comment.md")
        path.write_text(text, "utf-8")
        if subprocess.run([*command, str(path)], check=False).returncode:
            raise DeskError("the editor ended with an error; nothing was changed")
        return path.read_text("utf-8")


def make_publish(folder: Path) -> int:
    """What `make publish` in the folder of the publication came to."""
    make = shutil.which("make")
    if make is None:
        raise DeskError("make is missing; publish by hand")
    return subprocess.run([make, "publish"], cwd=folder, check=False).returncode
