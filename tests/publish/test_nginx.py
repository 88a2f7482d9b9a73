"""What `python -m plugins.publish nginx` writes, held by nginx itself."""

import http.client
import re
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from plugins.intake.settings import Settings
from plugins.publish.__main__ import main
from plugins.publish.headers import CACHE_CONTROL, CLASS_PATTERNS, headers_file
from plugins.publish.model import PublishError, cache_class_of
from plugins.publish.nginx import nginx_conf
from plugins.site.settings import read_settings
from tests.nginx import MODULE, ROOT, configure, find_nginx, started
from tests.ports import free_port

SITE = {"SITEURL": "https://words.example"}
PATHS = (
    *(
        "index.html",
        "2026/a/index.html",
        "404.html",
        "feeds/all.atom",
        "feeds/all.json",
        "2026/a/comments.atom",
    ),
    *("feeds/feed.css", "static/css/site.0123456789.css", "static/search/x.pf_meta", "images/desk.jpg"),
    *("dictionary/index.json", "robots.txt", "release.txt", "2026/a/comments.json", "2026/b.0123/index.html"),
)


@pytest.fixture(scope="module")
def nginx():
    """The program."""
    program = find_nginx()
    if program is None:
        pytest.skip("there is no nginx; install it with apt-get install nginx-light")
    return program


def test_the_file_in_the_documentation_is_what_the_command_writes():
    """Nobody edits it by hand."""
    settings = read_settings(ROOT / "publishconf.py")
    written = (ROOT / "docs/nginx.conf").read_text("utf-8")
    assert nginx_conf(settings, "/srv/exit-interview/public") == written
    command = ["make", "-s", "nginx", "FOLDER=/srv/exit-interview/public"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == written


@pytest.mark.parametrize("path", PATHS)
def test_servers_keep_a_file_as_its_class_says(path):
    """The patterns by address, and what the manifest says of the path, are one thing."""
    address = "/" + path.removesuffix("index.html")
    found = next((name for pattern, name in CLASS_PATTERNS if re.search(pattern, address)), "file")
    assert found == cache_class_of(path)


def test_hosts_that_read_headers_are_told_the_same():
    """No line twice, each below the addresses that it is for."""
    text = headers_file()
    assert f"/static/*\n  Cache-Control: {CACHE_CONTROL['immutable']}\n" in text
    assert f"/feeds/*\n  Cache-Control: {CACHE_CONTROL['feed']}\n" in text
    assert text.startswith("/*\n  X-Content-Type-Options: nosniff\n")
    assert text.count("Content-Security-Policy") == 1


@pytest.mark.parametrize(
    ("site", "folder", "said"),
    [
        ("", "/srv/x", 'SITEURL names no host; write SITEURL = "https://host.example" into the settings'),
        (
            "https://a.example/magazine",
            "/srv/x",
            "SITEURL has the path /magazine; this file is for a site with a host of its own",
        ),
        *(
            (
                "https://a.example",
                folder,
                f"{folder} cannot be written into nginx's file; name a folder such as /srv/site/public",
            )
            for folder in ("public", "/srv/my site", "/srv/$(x)", "/srv/a;b", '/srv/"')
        ),
    ],
)
def test_what_cannot_be_written_into_it_is_refused(site, folder, said):
    """Nothing else can get into the configuration of a server."""
    with pytest.raises(PublishError) as caught:
        nginx_conf({"SITEURL": site}, folder)
    assert str(caught.value) == said


def test_a_desk_elsewhere_may_get_forms_and_one_here_is_passed_on():
    """`COMMENT_DESK` decides."""
    elsewhere = nginx_conf(SITE | {"COMMENT_DESK": "https://desk.example/c/"}, "/srv/x")
    here = nginx_conf(SITE | {"COMMENT_DESK": "/comments/"}, "/srv/x")

    assert "form-action 'self' https://desk.example;" in elsewhere
    assert "proxy_pass" not in elsewhere
    assert "form-action 'self';" in here
    assert "location ^~ /comments/ {" in here


def test_the_desk_is_found_where_its_settings_say(tmp_path, monkeypatch, capsys):
    """By `--desk`, by intake.toml here, by its defaults."""
    # given
    monkeypatch.chdir(tmp_path)
    Path("publishconf.py").write_text(f"SITEURL = {SITE['SITEURL']!r}\nCOMMENT_DESK = '/comments/'\n")

    def passed_on_to(*arguments):
        assert main(["nginx", *arguments]) == 0
        return re.findall(r"proxy_pass (\S+);", capsys.readouterr().out)

    # then
    assert passed_on_to() == [f"http://{Settings().desk.listen}"]
    assert f"proxy_pass http://{Settings().desk.listen};" in nginx_conf(
        SITE | {"COMMENT_DESK": "/c/"}, "/srv/x"
    )
    Path("intake.toml").write_text('[desk]\nlisten = "0.0.0.0:8200"\n')
    assert passed_on_to() == ["http://127.0.0.1:8200"]
    Path("other.toml").write_text('[desk]\nlisten = "[::1]:8300"\n')
    assert passed_on_to("--desk", "other.toml") == ["http://[::1]:8300"]
    assert main(["nginx", "--desk", "none.toml"]) == 1
    assert "none.toml:1: there is no such file" in capsys.readouterr().err


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    """A folder with a certificate that nobody else has signed."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=words.example",
    ]
    subprocess.run(
        [*command, "-keyout", "privkey.pem", "-out", "fullchain.pem"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="module")
def tls(nginx, certified, tmp_path_factory):
    """Ports of http and https at which a small site is served as the file says, desk and all."""
    folder = tmp_path_factory.mktemp("nginx")
    current = folder / "public/current"
    current.mkdir(parents=True)
    (current / "index.html").write_text("front")
    (current / "404.html").write_text("not here")
    (current / "2019").mkdir()
    (current / "2019/index.html").write_text("2019")
    (current / "_redirects.queries.map").write_text(
        '"/?p=123" "/2019/";\n"/?p=123&cpage=2" "/2019/offer/";\n'
    )
    (current / "2019/offer").mkdir()
    (current / "2019/offer/index.html").write_text("offer")
    settings = SITE | {"COMMENT_DESK": "/comments/", "WEBMENTIONS": True}
    text = nginx_conf(settings, f"{folder}/public", has_brotli=MODULE.is_file())
    ports = free_port(), free_port()
    for port, plain in zip(ports, ("80", "443"), strict=True):
        text = text.replace(f"listen {plain}", f"listen 127.0.0.1:{port}")
        text = re.sub(rf"    listen \[::\]:{plain}.*\n", "", text)
    text = text.replace("/etc/letsencrypt/live/words.example", str(certified))
    path = configure(folder, text)
    with started(nginx, folder, ports[0]):
        yield nginx, path, ports


def ask(port: int, host: str, path: str, *, is_tls: bool) -> tuple[int, str | None, http.client.HTTPMessage]:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = (
        http.client.HTTPSConnection("127.0.0.1", port, timeout=180, context=context)
        if is_tls
        else http.client.HTTPConnection("127.0.0.1", port, timeout=180)
    )
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers["Location"], answer.headers


def test_nginx_has_nothing_to_say_about_it(tls):
    """No error, and no warning."""
    program, path, _ = tls
    done = subprocess.run(
        [program, "-t", "-q", "-c", path, "-e", path.with_name("error.log")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("is_tls", "host"), [(False, "words.example"), (False, "www.words.example"), (True, "www.words.example")]
)
def test_there_is_one_address(tls, is_tls, host):
    """Path and query go with it."""
    status, location, _ = ask(tls[2][is_tls], host, "/2019/?q=a", is_tls=is_tls)
    assert (status, location) == (301, "https://words.example/2019/?q=a")


def test_pages_with_threads_say_where_to_tell_of_mentions(tls):
    """In a header too: who tells of a mention need not read the page. Others say nothing."""
    found = [
        ask(tls[2][True], "words.example", path, is_tls=True)[2]["Link"]
        for path in ("/2019/offer/", "/2019/", "/")
    ]

    assert found == ['</comments/webmention>; rel="webmention"', None, None]


def test_what_is_there_answers(tls):
    """A page; its file by name leads to it, once; an address with a query leads on; a file of ours is no page."""
    port = tls[2][1]
    answers = {
        path: ask(port, "words.example", path, is_tls=True)[:2]
        for path in (
            "/",
            "/2019/index.html?a=b",
            "/index.html",
            "/?p=123",
            "/?p=123&utm_source=letter&x=1",
            "/?p=123&cpage=2",
            "/?p=1234&utm_source=letter",
            "/?p=124",
            "/_redirects.queries.map",
            "/no/",
        )
    }
    site = f"https://words.example:{port}"
    answers = {
        path: (status, (where or "").replace(site, "").replace("https://words.example", ""))
        for path, (status, where) in answers.items()
    }
    assert answers == {
        "/": (200, ""),
        "/2019/index.html?a=b": (301, "/2019/?a=b"),
        "/index.html": (301, "/"),
        "/?p=123": (301, "/2019/"),
        "/?p=123&utm_source=letter&x=1": (301, "/2019/"),
        "/?p=123&cpage=2": (301, "/2019/offer/"),
        "/?p=1234&utm_source=letter": (200, ""),
        "/?p=124": (200, ""),
        "/_redirects.queries.map": (404, ""),
        "/no/": (404, ""),
    }


def test_every_answer_says_how_it_may_be_used(tls):
    """Also the one that says that nothing is there."""
    for path in ("/", "/no/"):
        headers = ask(tls[2][1], "words.example", path, is_tls=True)[2]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert (
        Path(ROOT / "docs/nginx.conf").read_text("utf-8").count("# add_header Strict-Transport-Security") == 1
    )
