"""What the world sees, fetched from a real nginx or from a host that does as it likes."""

import gzip
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import unquote

import pytest

from plugins.publish import outside
from plugins.publish.directory import Directory
from plugins.publish.headers import CACHE_CONTROL
from plugins.publish.model import EMPTY, cache_class_of, media_type_of
from plugins.publish.target import Promise, TargetError
from plugins.publish.tree import digest_of
from tests.nginx import MODULE
from tests.ports import free_port
from tests.targets.conftest import START, make_site, program
from tests.targets.test_ssh import target_of


def test_a_release_is_seen_as_it_was_sealed(depot, serve):
    """By our own nginx there is nothing to say, whatever is asked for: names with accents too."""
    with serve(depot.public.folder) as port:
        site = f"http://127.0.0.1:{port}"
        release = depot.errand().release
        assert outside.shown_at(site) == release.id
        assert outside.look(site, release, EMPTY, START, has_our_headers=True) == outside.Seen()


def test_a_feed_of_a_day_is_any_of_its_documents(depot, serve):
    """Our nginx chooses by its clock; a host that has none of the documents shows the last, and nothing else."""
    # given
    feeds = make_site(depot.folder / "v1", 1) / "feeds"
    (feeds / "word-of-the-day.atom").write_text("<feed>the last</feed>")
    for days in (0, 1):  # midnight may pass
        day = datetime.now(UTC) + timedelta(days=days)
        (feeds / f"word-of-the-day/{day:%Y-%m-%d}.atom").write_text("<feed>of this day</feed>")
    depot.publish(1)
    release = depot.errand().release
    without_days = replace(release, manifest=Promise(False, False, False).fit(release.manifest))

    # when
    with serve(depot.public.folder) as port:
        site = f"http://127.0.0.1:{port}"
        by_date = outside.look(site, release, EMPTY, START, has_our_headers=True)
        by_name = outside.look(site, without_days, EMPTY, START, has_our_headers=True)

    # then
    assert by_date == outside.Seen()
    fault = f"{site}/feeds/word-of-the-day.atom: wanted feeds/word-of-the-day.atom of this release, got other bytes"
    assert by_name.faults == (fault,)


def test_what_is_packed_unpacks_to_the_page_once(depot, serve):
    """And caches are told that there are several."""
    page = depot.public.manifest(depot.public.current_id()).by_path["2026/a/index.html"]
    with serve(depot.public.folder) as port:
        answers = {
            encoding: outside.fetch(f"http://127.0.0.1:{port}/2026/a/", {"Accept-Encoding": encoding})
            for encoding in ("br", "gzip", "identity")
        }
    assert {answer.headers["Vary"] for answer in answers.values()} == {"Accept-Encoding"}
    assert {digest_of(answer.body) for answer in answers.values()} == {page.sha256}
    assert answers["gzip"].headers["Content-Encoding"] == "gzip"
    if MODULE.is_file():
        assert answers["br"].headers["Content-Encoding"] == "br"


class Host(BaseHTTPRequestHandler):
    """Serves what is live in `public`, and lets `change` have its way with each answer."""

    public: Directory

    def do_GET(self):
        path = unquote(self.path.partition("?")[0])
        file = self.public.current / (f"{path[1:]}index.html" if path.endswith("/") else path[1:])
        status = 200 if file.is_file() else 404
        file = file if status == 200 else self.public.current / "404.html"
        name = file.relative_to(self.public.current).as_posix()
        headers = {"Content-Type": media_type_of(name), "Cache-Control": CACHE_CONTROL[cache_class_of(name)]}
        headers["ETag"] = f'"{digest_of(file.read_bytes())[:8]}"'
        body = file.read_bytes()
        if self.headers["If-None-Match"] == headers["ETag"]:
            status, body = 304, b""
        status, headers, body = self.change(path, status, headers, body)
        self.send_response(status)
        for header, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body)

    def change(self, *answer):
        return answer[1:]

    def log_message(self, *_):
        pass


@contextmanager
def host(public, change=None):
    """The address of such a host."""
    names = {"public": public}
    if change:
        names["change"] = lambda _, *answer: change(*answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Changed", (Host,), names))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def other_bytes(path, status, headers, body):
    return status, headers, body + b"<script>" if path == "/2026/a/" else body


def finds_everything(path, status, headers, body):
    return 200 if status == 404 else status, headers, body


def own_page(path, status, headers, body):
    return status, headers, b"Oops" if status == 404 else body


def packed_twice(path, status, headers, body):
    encoded = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return (
        (status, headers | encoded, gzip.compress(gzip.compress(body)))
        if path == "/"
        else (status, headers, body)
    )


def silent_about_packing(path, status, headers, body):
    return (
        (status, headers | {"Content-Encoding": "gzip"}, gzip.compress(body))
        if path == "/"
        else (status, headers, body)
    )


def a_year(path, status, headers, body):
    return status, headers | {"Cache-Control": "max-age=31536000"} if path == "/" else headers, body


def no_time(path, status, headers, body):
    return status, headers | {"Cache-Control": "no-cache"} if path.startswith("/static/") else headers, body


def another_type(path, status, headers, body):
    return status, headers | {"Content-Type": "text/plain"} if path.endswith(".css") else headers, body


def always_new(path, status, headers, body):
    return (200, headers, b"x") if status == 304 else (status, headers, body)


def forgets(path, status, headers, body):
    return (404, headers, body) if path == "/2019/old/" else (status, headers, body)


def leads_astray(path, status, headers, body):
    return (301, headers | {"Location": "/"}, b"") if path == "/2019/old/" else (status, headers, body)


def leads_on(path, status, headers, body):
    return (
        (301, headers | {"Location": "/2026/a/?from=old"}, b"")
        if path == "/2019/old/"
        else (status, headers, body)
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (other_bytes, ["/2026/a/: wanted 2026/a/index.html of this release, got other bytes"]),
        (finds_everything, ["/there-is-nothing-at-this-address/: wanted 404, got 200"]),
        (own_page, ["/there-is-nothing-at-this-address/: wanted our page 404.html, got another"]),
        (packed_twice, ["/: wanted index.html of this release, got other bytes"]),
        (silent_about_packing, ["/: wanted Vary: Accept-Encoding, for it is packed; got none"]),
        (a_year, ["/: wanted to be kept for minutes, got max-age=31536000"]),
        (
            no_time,
            [
                "/static/css/site.00000000.css: wanted to be kept for a year, got no-cache",
                "/static/fonts/v.0123456789.woff2: wanted to be kept for a year, got no-cache",
            ],
        ),
        (another_type, ["/static/css/site.00000000.css: wanted text/css, got text/plain"]),
        (always_new, ["/feeds/all.atom: wanted 304 when asked again, got 200"]),
        (
            forgets,
            ["/2019/old/: wanted to be led to /2026/a/, got 404"],
        ),
        (leads_astray, ["/2019/old/: wanted to be led to /2026/a/, got 301 /"]),
        (leads_on, []),
    ],
)
def test_what_is_not_right_is_named_with_what_came(depot, change, said):
    """Address, wanted, got."""
    with host(depot.public, change) as site:
        seen = outside.look(site, depot.errand().release, EMPTY, START, has_our_headers=True)
        plain = outside.look(site, depot.errand().release, EMPTY, START, has_our_headers=False)
    assert [fault.removeprefix(site) for fault in seen.faults] == said
    if change in (silent_about_packing, a_year, no_time):  # the host's own affair
        assert plain.faults == ()


def test_a_cache_may_show_the_release_before_until_its_time_is_over(depot):
    """That is a warning; the same bytes without a time are a fault."""
    # given
    old = depot.public.manifest(depot.public.current_id())
    page = (depot.public.current / "2026/a/index.html").read_bytes()
    depot.publish(1)
    age = ["240"]

    def keeps(path, status, headers, body):
        return (status, headers | {"Age": age[0]}, page) if path == "/2026/a/" else (status, headers, body)

    # when
    with host(depot.public, keeps) as site:
        warned = outside.look(site, depot.errand().release, old, START, has_our_headers=True)
        age[0] = "300"
        failed = outside.look(site, depot.errand().release, old, START, has_our_headers=True)

    # then
    assert warned == outside.Seen((), {f"{site}/2026/a/": START + timedelta(seconds=60)})
    assert failed.faults == (
        f"{site}/2026/a/: wanted 2026/a/index.html of this release, got the release before",
    )


def test_what_is_wrong_outside_switches_back(depot, host_folder):
    """The world saw the release before, and sees it again."""
    # given
    far, address = host_folder
    is_broken = []

    def change(path, status, headers, body):
        return other_bytes(path, status, headers, body) if is_broken else (status, headers, body)

    with host(Directory(far), change) as site:
        target = target_of(f"{address}&name=prod&site={site}")
        first = depot.public.current_id()
        assert depot.send(target)[-1] == f"  looked at from outside: {site}"
        assert depot.verify(target)[-1] == f"  looked at from outside: {site}"
        depot.publish(1)

        # when
        is_broken.append(True)
        with pytest.raises(TargetError) as caught:
            depot.send(target)

    # then
    assert str(caught.value).splitlines() == [
        "prod: seen from outside it is not right:",
        f"  {site}/2026/a/: wanted 2026/a/index.html of this release, got other bytes",
        f"  release {first} is shown there again",
    ]
    assert Directory(far).current_id() == first


def test_an_address_that_shows_something_else_is_no_fault_yet(depot, host_folder, serve, tmp_path):
    """A domain leads there when its owner says so."""
    _, address = host_folder
    other = tmp_path / "other"
    (other / "current").mkdir(parents=True)
    with serve(other) as port:
        said = depot.send(target_of(f"{address}&site=http://127.0.0.1:{port}"))
    assert said[-1] == f"  not looked at from outside: at http://127.0.0.1:{port} something else is shown"
    depot.publish(1)
    said = depot.send(target_of(f"{address}&site=http://127.0.0.1:{port}"))
    assert said[-1] == f"  not looked at from outside: at http://127.0.0.1:{port} nobody answers"


@pytest.mark.parametrize(("scheme", "branch"), [("file", ""), ("git+file", "#pages")])
def test_a_look_at_a_target_says_what_its_address_shows_and_waits_for_nothing(
    depot, serve, tmp_path, monkeypatch, scheme, branch
):
    """Neither for a forge, which was sent to long ago, nor for a domain that leads elsewhere."""
    # given
    far = tmp_path / "far"
    if branch:
        subprocess.run([program("git"), "init", "-q", "--bare", far], check=True)
    target = target_of(f"{scheme}://{far}?name=prod&site=http://127.0.0.1:{free_port()}{branch}")
    live = depot.public.current_id()
    depot.send(target)
    other = tmp_path / "other"
    (other / "current").mkdir(parents=True)
    clock = {"time_ns": time.time_ns, "monotonic": time.monotonic, "sleep": lambda _: pytest.fail("it waits")}
    monkeypatch.setattr(outside, "time", SimpleNamespace(**clock))

    # when
    unanswered = depot.verify(target)
    with serve(other) as port:
        target.site = site = f"http://127.0.0.1:{port}"
        elsewhere = depot.verify(target)

    # then
    assert unanswered[0] == elsewhere[0] == f"prod: {live}, as it was sealed"
    assert unanswered[1].endswith(" nobody answers")
    assert elsewhere[1] == f"  not looked at from outside: at {site} something else is shown"
