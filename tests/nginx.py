"""What `python -m plugins.publish nginx` writes, in a real nginx on a port of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.publish.nginx import nginx_conf
from tests.ports import free_port

ROOT = Path(__file__).parents[1]
MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
HOST = "exit-interview.example"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
MODULE_PACKAGE = "libnginx-mod-http-brotli-static"
WHERE = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
COMPRESSED = "gzip on;\ngzip_comp_level 9;\ngzip_min_length 0;\ngzip_types *;\n"
"""For a folder without the .gz that a release has."""


def find_nginx() -> str | None:
    """The program; installed where that is allowed."""
    program = shutil.which("nginx", path=WHERE)
    if program is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False, capture_output=True)
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        command = [
            "apt-get",
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "nginx-light",
            MODULE_PACKAGE,
        ]
        subprocess.run(command, check=False, capture_output=True, env=quiet)
        program = shutil.which("nginx", path=WHERE)
    return program


@contextmanager
def serve(
    nginx: str, site: Path, folder: Path, *, compress: bool = False, desk: int = 0, logs: bool = False
) -> Iterator[int]:
    """The port at which nginx serves `site` by our sample.

    Args:
        site: the folder of files, or a link to it.
        folder: an empty one of nginx's own.
        compress: answers are compressed although no .gz lies beside them.
        desk: the port at which the comment desk answers; 0 where there is none.
        logs: requests are logged, as Debian's nginx does, into access.log.
    """
    port = free_port()
    settings = {"SITEURL": f"http://{HOST}", "COMMENT_DESK": "/comments/" if desk else None}
    listen = f"127.0.0.1:{desk}"
    server = nginx_conf(settings, str(site.parent), is_plain=True, has_brotli=MODULE.is_file(), listen=listen)
    server = server.replace("listen 80;", f"listen 127.0.0.1:{port};")
    configure(folder, server, compress=compress, logs=logs, root=site)
    with started(nginx, folder, port):
        yield port


@contextmanager
def started(nginx: str, folder: Path, port: int) -> Iterator[None]:
    """nginx runs by the configuration in `folder`, which has it listen at `port`."""
    process = subprocess.Popen([nginx, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"])
    try:
        _wait_for(port, process, folder / "error.log")
        yield
    finally:
        process.terminate()
        process.wait(180)


def configure(
    folder: Path, server: str, *, compress: bool = False, logs: bool = False, root: Path | None = None
) -> Path:
    """The whole configuration around what is written for one site; `root`: another folder of files than `current`."""
    if root:
        server = server.replace(f"{root.parent}/current", str(root))
    user = "user root;\n" if os.geteuid() == 0 else ""
    module = f"load_module {MODULE};\n" if MODULE.is_file() else ""
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in TEMPORARY)
    log = f"{folder}/access.log" if logs else "off"
    path = folder / "nginx.conf"
    path.write_text(
        f"{module}daemon off;\n{user}pid {folder}/pid;\nerror_log {folder}/error.log;\nworker_processes 1;\n"
        f"events {{}}\nhttp {{\naccess_log {log};\n{temporary}{COMPRESSED if compress else ''}{server}}}\n",
        "utf-8",
    )
    return path


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(3600):
        assert process.poll() is None, log.read_text("utf-8")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=180).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx does not answer")
