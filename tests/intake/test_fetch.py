"""plugins/intake/fetch.py, against servers on this machine that mean no good."""

import gzip
import itertools
import socket
import threading
import zlib

import pytest

from plugins.intake import fetch
from plugins.intake.fetch import ForbiddenError, Limits, Question, UnreachableError, ask
from tests.intake.certificate import certified
from tests.intake.elsewhere import HTML, Page, elsewhere, may_ask_loopback

SMALL = Limits(size_bytes=10_000)


@pytest.fixture(scope="module")
def site():
    with elsewhere() as site:
        yield site


def get(url, limits=Limits()):  # noqa: B008 - frozen
    return ask(Question(url, limits=limits, may_ask=may_ask_loopback))


def test_a_page_comes_with_its_status_headers_and_text(site):
    """What is asked for is said: HTML, packed at most by gzip."""
    # given
    site.pages["/caf%C3%A9?a=1&b=%20"] = Page(b"<p>Here.")

    # when
    answer = get(f"{site.url}/café?a=1&b=%20#there")

    # then
    assert (answer.status, answer.body, answer.is_cut) == (200, b"<p>Here.", False)
    assert answer.media_type == "text/html"
    assert answer.url == f"{site.url}/café?a=1&b=%20"
    asked = site.asked[-1].headers
    assert asked["Host"] == site.url.removeprefix("http://")
    assert (asked["Accept"], asked["Accept-Encoding"]) == ("text/html", "gzip")
    assert "Webmention" in asked["User-Agent"]


@pytest.mark.parametrize(
    "url",
    (
        *(
            "http://127.0.0.1/",
            "http://169.254.169.254/latest/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
        ),
        *("http://0x7f.1/", "http://2130706433/", "http://localhost/", "http://0/", "http://[::]/"),
    ),
)
def test_what_is_not_on_the_public_web_is_never_asked(url, monkeypatch):
    """However the address is written: the resolver says what it is."""
    monkeypatch.setattr(socket, "create_connection", None)

    with pytest.raises(ForbiddenError, match="is not on the public web"):
        ask(Question(url))


@pytest.mark.parametrize(
    "url",
    (
        "file:///etc/passwd",
        "ftp://host.example/",
        "http://user:word@host.example/",
        "//host.example",
        "http://a b/",
        "",
    ),
)
def test_only_web_addresses_are_asked(url):
    """No file, no password, no half of an address."""
    with pytest.raises(ForbiddenError, match="is no web address"):
        ask(Question(url))


def test_a_name_of_both_kinds_of_addresses_is_not_asked(monkeypatch):
    """One of them is the door; which one a connection takes is chance."""
    # given
    rows = [(0, 0, 0, "", (address, 80)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    monkeypatch.setattr(socket, "create_connection", None)

    # then
    with pytest.raises(ForbiddenError):
        ask(Question("http://two-faced.example/"))


def test_the_connection_goes_to_the_address_that_was_judged(site, monkeypatch):
    """A name server may answer otherwise the second time; it is not asked a second time."""
    # given
    port = int(site.url.rpartition(":")[2])
    answers = iter(([(0, 0, 0, "", ("127.0.0.1", port))],))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: next(answers))
    seen = []
    connect = socket.socket.connect

    def dial(place, _seconds):
        seen.append(place)
        tcp = socket.socket()
        connect(tcp, place)
        return tcp

    monkeypatch.setattr(fetch.socket, "create_connection", dial)
    site.pages["/once"] = Page(b"here")

    # when
    answer = get(f"http://rebound.example:{port}/once")

    # then
    assert answer.body == b"here"
    assert seen == [("127.0.0.1", port)]
    assert site.asked[-1].headers["Host"] == f"rebound.example:{port}"


def test_redirects_are_followed_and_each_is_judged_anew(site):
    """The last says what it is."""
    # given
    site.leads("/a", "b", 301)
    site.leads("/b", f"{site.url}/c#part", 307)
    site.pages["/c"] = Page(b"arrived")

    # then
    assert (get(f"{site.url}/a").url, get(f"{site.url}/a").body) == (f"{site.url}/c", b"arrived")


@pytest.mark.parametrize(
    "to", ("file:///etc/passwd", "http://169.254.169.254/", "http://[::1]/", "gopher://host.example")
)
def test_a_redirect_to_where_nobody_may_ask_is_refused(site, to):
    """The guard stands at each step, not at the first."""
    site.leads("/out", to)

    with pytest.raises(ForbiddenError):
        get(f"{site.url}/out")


def test_redirects_have_an_end(site):
    """Five."""
    # given
    for number in range(7):
        site.leads(f"/{number}", f"/{number + 1}")
    site.pages["/7"] = Page(b"too far")

    # then
    assert get(f"{site.url}/2").body == b"too far"
    with pytest.raises(UnreachableError, match="leads on more than 5 times"):
        get(f"{site.url}/1")


def test_a_post_that_is_led_elsewhere_is_not_repeated_there(site):
    """Who posts wants to know; a GET that succeeds says nothing."""
    # given
    site.leads("/told", "/other", 301)
    question = Question(f"{site.url}/told", form=b"a=1", limits=Limits(redirects=0), may_ask=may_ask_loopback)

    # when
    answer = ask(question)

    # then
    assert (answer.status, answer.leads_to) == (301, f"{site.url}/other")
    assert (site.asked[-1].method, site.asked[-1].path, site.asked[-1].body) == ("POST", "/told", b"a=1")


def test_html_that_never_ends_is_cut(site):
    """The rest is not read."""
    site.pages["/endless"] = Page(itertools.repeat(b"<p>And another thing.\n"))

    answer = get(f"{site.url}/endless", SMALL)

    assert (len(answer.body), answer.is_cut) == (10_000, True)


@pytest.mark.parametrize("coding", ("gzip", "deflate"))
def test_a_bomb_is_unpacked_no_further_than_the_limit(site, coding):
    """A hundred megabytes of blanks are a hundred kilobytes on the wire."""
    # given
    packer = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
    bomb = b"".join((*(packer.compress(bytes(1_000_000)) for _ in range(100)), packer.flush()))
    site.pages["/bomb"] = Page(bomb, headers=(("Content-Type", HTML), ("Content-Encoding", coding)))

    # when
    answer = get(f"{site.url}/bomb", SMALL)

    # then
    assert (len(answer.body), answer.is_cut) == (10_000, True)


def test_what_is_packed_honestly_is_unpacked(site):
    """It saves both sides something."""
    packed = gzip.compress("<p>Größe".encode())
    site.pages["/packed"] = Page(packed, headers=(("Content-Type", HTML), ("Content-Encoding", "gzip")))

    assert get(f"{site.url}/packed").body.decode() == "<p>Größe"


@pytest.mark.parametrize("coding", ("br", "gzip, gzip", "gzip"))
def test_what_is_packed_otherwise_or_badly_is_no_answer(site, coding):
    """Nobody asked for it."""
    site.pages["/odd"] = Page(b"no such thing", headers=(("Content-Encoding", coding),))

    with pytest.raises(UnreachableError, match="cannot be read"):
        get(f"{site.url}/odd")


def test_a_trickle_ends_when_time_is_up(site):
    """Each byte would begin a socket's timeout anew."""
    # given
    stop = threading.Event()
    site.pages["/trickle"] = Page(b"x" for _ in iter(lambda: stop.wait(0.02), True))

    # then
    with pytest.raises(UnreachableError, match="too slow"):
        get(f"{site.url}/trickle", Limits(seconds=0.4))
    stop.set()


def test_a_server_that_says_nothing_ends_when_time_is_up():
    """Neither a status nor a byte."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"

        with pytest.raises(UnreachableError, match="too slow"):
            get(url, Limits(seconds=0.3))
        with pytest.raises(UnreachableError, match="too slow"):  # nor a handshake
            get(url.replace("http:", "https:"), Limits(seconds=0.3))


def test_half_an_answer_is_none(site):
    """A page that was cut off on its way may have had the link in its other half."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            caller, _ = server.accept()
            with caller:
                caller.recv(4096)
                caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(UnreachableError, match="ends before its end"):
            get(f"http://127.0.0.1:{server.getsockname()[1]}/")
        thread.join()


def test_what_is_no_http_is_no_answer():
    """A mail server, for one."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            caller, _ = server.accept()
            with caller:
                caller.sendall(b"220 mail.example ESMTP\r\n")
                caller.recv(4096)

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(UnreachableError, match="cannot be read"):
            get(f"http://127.0.0.1:{server.getsockname()[1]}/")
        thread.join()


def test_a_name_that_is_nobodys_is_said(monkeypatch):
    """In one line."""

    def fail(*args, **kinds):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)

    with pytest.raises(UnreachableError, match=r"http://gone\.example/ cannot be read \(no such host: .*\)"):
        ask(Question("http://gone.example/"))


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    """A server with a certificate for post.example that nobody else has signed: its port, and the certificate."""
    context, certificate = certified(tmp_path_factory.mktemp("certificate"), "post.example")
    with elsewhere(context) as server:
        server.pages["/post"] = Page(b"<p>Secret.")
        yield int(server.url.rpartition(":")[2]), certificate


def test_a_certificate_is_that_of_the_name_and_not_of_the_address(secure, monkeypatch):
    """The connection goes to an address; who answers there has to prove the name."""
    # given
    port, certificate = secure
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)

    # then
    with pytest.raises(UnreachableError, match="CERTIFICATE_VERIFY_FAILED"):
        get(f"https://post.example:{port}/post")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert get(f"https://post.example:{port}/post").body == b"<p>Secret."
    with pytest.raises(UnreachableError, match="Hostname mismatch"):
        get(f"https://other.example:{port}/post")
