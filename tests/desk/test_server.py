"""What is served, with the addresses that a reader will see: real requests on a real port."""

import errno
import fcntl
import http.client
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import termios
import threading
from urllib.parse import urlsplit

import pytest

from plugins.desk.server import address_of, answer_from, handler_of, path_of
from plugins.desk.server import start as listen
from tests.desk.conftest import ROOT, get


@pytest.fixture
def site(tmp_path):
    files = {
        "index.html": "front",
        "404.html": "our own page",
        "a/index.html": "page a",
        "feeds/all.atom": "<feed/>",
        "résumé/index.html": "page é",
        "static/x.css": "p {}",
    }
    for path, text in files.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_text(text)
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "site" / "empty").mkdir()
    return tmp_path / "site"


@pytest.mark.parametrize(
    ("address", "status", "media_type", "body"),
    [
        ("/", 200, "text/html; charset=utf-8", b"front"),
        ("/?utm=1", 200, "text/html; charset=utf-8", b"front"),
        ("/a/", 200, "text/html; charset=utf-8", b"page a"),
        ("/a/index.html", 200, "text/html; charset=utf-8", b"page a"),
        ("/r%C3%A9sum%C3%A9/", 200, "text/html; charset=utf-8", "page é".encode()),
        ("/feeds/all.atom", 200, "application/atom+xml", b"<feed/>"),
        ("/static/x.css", 200, "text/css; charset=utf-8", b"p {}"),
        ("/a", 301, "text/html; charset=utf-8", b""),
        ("/none", 404, "text/html; charset=utf-8", b"our own page"),
        ("/empty/", 404, "text/html; charset=utf-8", b"our own page"),
        ("/feeds/all.atom/", 404, "text/html; charset=utf-8", b"our own page"),
        ("/../secret.txt", 404, "text/html; charset=utf-8", b"our own page"),
        ("/%2e%2e/secret.txt", 404, "text/html; charset=utf-8", b"our own page"),
        ("/a%00b", 404, "text/html; charset=utf-8", b"our own page"),
        ("//etc/passwd", 404, "text/html; charset=utf-8", b"our own page"),
        ("/" + "x" * 5000, 404, "text/html; charset=utf-8", b"our own page"),
    ],
)
def test_an_address_is_answered_as_a_reader_will_see_it(site, address, status, media_type, body):
    """Folders by their index.html, what is missing by our 404.html, nothing from outside."""
    # when
    answer = answer_from(site, address)

    # then
    assert (answer.status, answer.media_type, answer.body) == (status, media_type, body)


def test_a_folder_without_its_slash_is_sent_there(site):
    """Relative links on the page depend on it."""
    assert answer_from(site, "/résumé").location == "/r%C3%A9sum%C3%A9/"


@pytest.mark.parametrize(
    ("address", "status", "location", "body"),
    [
        ("/my%20mag/", 200, "", b"front"),
        ("/my%20mag/static/x.css", 200, "", b"p {}"),
        ("/my%20mag/a", 301, "/my%20mag/a/", b""),
        ("/", 302, "/my%20mag/", b""),
        ("/my%20mag", 302, "/my%20mag/", b""),
        ("/static/x.css", 404, "", b"our own page"),
        ("/my%20magazine/", 404, "", b"our own page"),
        ("/my%20mag/../../secret.txt", 404, "", b"our own page"),
    ],
)
def test_a_site_below_a_path_is_served_there(site, address, status, location, body):
    """As at its host: its pages name their stylesheet by that path. The front page is found without it."""
    # given
    (site / "manifest.webmanifest").write_text('{"scope": "/my%20mag/"}')

    # when
    answer = answer_from(site, address, path_of(site))

    # then
    assert (answer.status, answer.location, answer.body) == (status, location, body)


@pytest.mark.parametrize("manifest", ['{"scope": "/"}', "{}", "[]", "no JSON", '{"scope": 3}'])
def test_a_site_that_names_no_path_is_served_at_the_top(site, manifest):
    (site / "manifest.webmanifest").write_text(manifest)

    # when, then
    assert path_of(site) == ""


def test_what_is_published_while_serving_is_shown(site, tmp_path):
    """`current` is a symlink; nobody restarts a server after a publish."""
    # given
    (tmp_path / "new").mkdir()
    (tmp_path / "new/index.html").write_text("new front")
    (tmp_path / "current").symlink_to("site")
    before = answer_from(tmp_path / "current", "/").body

    # when
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to("new")

    # then
    assert (before, answer_from(tmp_path / "current", "/").body) == (b"front", b"new front")


def test_head_has_no_body_and_the_same_headers(site):
    """Link checkers ask so."""
    # given
    server = listen("127.0.0.1", 0, handler_of(site), "serve")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=180)

    # when
    connection.request("HEAD", "/a/")
    response = connection.getresponse()

    # then
    assert (response.status, response.read(), response.headers["Content-Length"]) == (200, b"", "6")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_serve_shows_what_is_published_until_it_is_stopped(project, start, how):
    """Ctrl-C is how one stops a server: no traceback, no complaint."""
    # given
    project.write("public/current/index.html", "published")
    project.write("output/index.html", "built only")
    running = start("serve", "--port", "0")

    # when
    shown = running.get("/")
    code = running.stop(how)

    # then
    assert shown == (200, "published")
    assert code == 0
    assert running.said.startswith("Serving public/current at http://127.0.0.1:")
    assert running.said.endswith("\nStopped.\n")


def hang_up(make, terminal):
    """The window is closed."""
    os.close(terminal)


def send(which):
    return lambda make, _: make.send_signal(which)


def _in_a_terminal():
    """As a shell starts a program: nohup may have started these tests, and what it ignores is inherited."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.mark.parametrize("end", [send(signal.SIGTERM), send(signal.SIGHUP), hang_up, send(signal.SIGKILL)])
def test_what_make_serves_ends_with_make(project, until, end):
    """A signal to make alone, and a window that is closed: nothing is left that listens."""
    # given
    project.write("output/index.html", "<!doctype html><title>Here</title>")
    terminal, inner = pty.openpty()
    said = project.folder / "said.txt"
    with said.open("wb") as file:
        make = subprocess.Popen(
            [
                "make",
                "-f",
                f"{ROOT}/Makefile",
                "SITE=",
                f"PY={sys.executable}",
                "PORT=0",
                "OUTPUT=output",
                "serve",
            ],
            cwd=project.folder,
            env={name: text for name, text in project.environment().items() if not name.startswith("MAKE")},
            stdin=inner,
            stdout=file,
            stderr=file,
            start_new_session=True,
            preexec_fn=_in_a_terminal,
        )
    os.close(inner)
    until(lambda: "http://" in said.read_text())
    address = re.search(r"http://\S+/", said.read_text())[0]
    assert get(address)[0] == 200

    # when
    end(make, terminal)

    # then
    until(lambda: is_refused(address), f"the end of {address}")
    assert make.wait(timeout=180)


def is_refused(address):
    """Whether nobody listens there."""
    found = urlsplit(address)
    with socket.socket() as asking:
        return asking.connect_ex((found.hostname, found.port)) == errno.ECONNREFUSED


def test_serve_before_the_first_publish_says_what_to_do(project):
    """Not an empty page."""
    # when
    done = project.run("desk", "serve", "--port", "0")

    # then
    assert done.returncode == 1
    assert done.stderr == "there is no public/current yet; write make publish, then make serve\n"


def test_a_port_that_is_taken_is_named_with_another(project, start):
    """The usual cause is the author's own other window."""
    # given
    project.write("public/current/index.html", "published")
    port = int(start("serve", "--port", "0").address.rstrip("/").rpartition(":")[2])

    # when
    done = project.run("desk", "serve", "--port", str(port))

    # then
    assert done.returncode == 1
    assert done.stderr == f"port {port} is taken; write make serve PORT={port + 1}\n"


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_what_is_no_port_is_said_to_be_none(project, port):
    """Before anything is built or served."""
    # when
    done = project.run("desk", "serve", f"--port={port}")

    # then
    assert done.returncode == 1
    assert done.stderr == f'"{port}" is no port; write PORT=8000, or another number below 65536\n'


def test_an_address_of_another_machine_is_refused(project):
    """192.0.2.1 is nobody's."""
    # given
    project.write("public/current/index.html", "published")

    # when
    done = project.run("desk", "serve", "--port", "0", "--server", "192.0.2.1")

    # then
    assert done.returncode == 1
    assert done.stderr.startswith('cannot listen on "192.0.2.1" (')


def test_the_address_is_one_to_click_on(site):
    """With IPv6 as well, where there is one."""
    server = listen("::1", 0, handler_of(site), "serve")
    assert address_of(server).startswith("http://[::1]:")
    server.server_close()
