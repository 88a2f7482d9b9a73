"""Real sshd, git, stores and nginx on ports of this machine, and a depot with a few small releases to send there."""

import getpass
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path

import pytest

from plugins.publish import disk, release
from plugins.publish.deliver import Errand, check, deliver, sealed
from plugins.publish.directory import Directory
from plugins.publish.model import Order
from tests.nginx import find_nginx
from tests.nginx import serve as serve_by
from tests.ports import free_port

ORDER = Order(may_lose_addresses=True)
START = datetime(2026, 3, 1, tzinfo=UTC)
PACKAGES = {"sshd": "openssh-server", "rsync": "rsync", "git": "git"}


@pytest.fixture(autouse=True)
def _has_power(monkeypatch):
    """Nobody waits for the disk here: tests/damage cuts the power."""
    for module, name in ((os, "fsync"), (disk, "sync_all"), (disk, "sync_folder")):
        monkeypatch.setattr(module, name, lambda _: None)


def program(name: str) -> str:
    """Where a program of Debian's is; without it the test is skipped."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        pytest.skip(f"there is no {name}; install it with apt-get install {PACKAGES[name]}")
    return found


def make_site(folder: Path, version: int) -> Path:
    """What a build leaves, in small: of each kind of file one or two."""
    texts = {
        "index.html": f"<h1>{version}</h1>" + f'<link href="/static/css/site.{version:08x}.css">' * 20,
        "2026/long/index.html": "".join(f"<p>line {line}</p>\n" for line in range(2000))
        + f"<p>{version}</p>",
        "404.html": "<h1>Nothing here</h1>" * 40,
        "2026/same/index.html": "the same in all " * 60,
        "2026/a/index.html": f"<p>{version} of this page</p>" * 40,
        f"2026/only-{version}/index.html": f"<p>{version}</p>",
        "2019/old/index.html": '<meta http-equiv="refresh" content="0; url=/2026/a/">',
        "2026/é 50%+1/index.html": "<p>a name that has to be written otherwise in an address</p>",
        "feeds/all.atom": f"<feed>{version}</feed>" * 60,
        "feeds/word-of-the-day/2026-03-01.atom": f"<feed>{version % 2}</feed>",
        "images/desk.jpg": "JPEG" * 300,
        "images/Desk.jpg": "another picture" * 80,
        f"static/css/site.{version:08x}.css": f"p {{ top: {version}px }} " * 60,
        "static/fonts/v.0123456789.woff2": "WOFF" * 300,
        "_redirects": "/2019/old/ /2026/a/ 301\n/2019/old /2026/a/ 301\n/ p=123 /2026/a/ 301\n",
        "_redirects.map": '"/2019/old/" "/2026/a/";\n',
    }
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


@dataclass
class Depot:
    """public/ of an author, and how they publish."""

    folder: Path
    site: str = ""
    day: int = 0

    @property
    def public(self) -> Directory:
        return Directory(self.folder / "public")

    def publish(self, version: int) -> str:
        """Release a version here. Returns its id."""
        staging = self.folder / f"v{version}"
        if not staging.exists():
            make_site(staging, version)
        self.day += 1
        with self.public.locked():
            planned = release.plan(staging, self.public)
            release.publish(staging, self.public, planned, ORDER, START + timedelta(days=self.day))
        return planned.new.id

    def rollback(self) -> str:
        """Go back here to the release before. Returns its id."""
        self.day += 1
        with self.public.locked():
            return release.rollback(self.public, "", START + timedelta(days=self.day))[0]

    def errand(self, wanted: str = "", keep: int = 5, **allowed: object) -> Errand:
        now = START + timedelta(days=self.day)
        release = sealed(self.public, wanted)
        return Errand(self.public, release, Order(keep, **allowed), self.site, now, is_thorough=True)

    def send(self, target, wanted: str = "", keep: int = 5, **allowed: object) -> list[str]:
        """What `make send` does, and says."""
        return list(deliver(target, self.errand(wanted, keep, **allowed)))

    def publish_again(self, target) -> list[str]:
        """What `make publish` does with a target where nothing changed, and says."""
        return list(deliver(target, replace(self.errand(), is_thorough=False, is_news=False)))

    def verify(self, target) -> list[str]:
        """What `make verify` does, and says."""
        return list(check(target, self.errand()))


@pytest.fixture
def depot(tmp_path):
    """With one release in it."""
    depot = Depot(tmp_path / "author")
    depot.folder.mkdir()
    depot.publish(0)
    return depot


def wait_for(port: int, process: subprocess.Popen) -> None:
    """Until somebody listens there: minutes, if need be."""
    for _ in range(3600):
        assert process.poll() is None, "it ended before it listened"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=180).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nobody listens")


@contextmanager
def running(command, **options):
    """A program that runs until the end of the block."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(180)


@dataclass(frozen=True)
class Host:
    """A machine of its own, as far as ssh can tell."""

    port: int
    config: Path
    """Settings for ssh: key, known hosts."""

    folder: Path

    daemon: int
    """The process that listens there."""

    def address(self, folder: Path | str, **options: str) -> str:
        more = "".join(f"&{name}={value}" for name, value in options.items())
        return f"ssh://127.0.0.1:{self.port}{folder}?config={self.config}{more}"

    def behind(self, port: int) -> "Host":
        """The same one, at another port."""
        return replace(self, port=port)


@contextmanager
def sshd(folder: Path):
    """A host with keys of its own, that lets this user in."""
    daemon, keygen = program("sshd"), program("ssh-keygen") if shutil.which("ssh-keygen") else ""
    program("rsync")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    for name in ("host", "user"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    port = free_port()
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\nStrictModes no\nUsePAM no\n"
        f"AuthorizedKeysFile {folder}/user.pub\nPasswordAuthentication no\nMaxStartups 100\n"
    )
    known = (folder / "host.pub").read_text().rsplit(" ", 1)[0]
    (folder / "known_hosts").write_text(f"[127.0.0.1]:* {known}\n")
    (folder / "config").write_text(
        f"User {getpass.getuser()}\nIdentityFile {folder}/user\nIdentitiesOnly yes\n"
        f"UserKnownHostsFile {folder}/known_hosts\nGlobalKnownHostsFile /dev/null\n"
    )
    with running([daemon, "-D", "-e", "-f", folder / "sshd_config"], stderr=subprocess.DEVNULL) as process:
        wait_for(port, process)
        yield Host(port, folder / "config", folder, process.pid)


@pytest.fixture(scope="session")
def host(tmp_path_factory):
    """A machine of its own, as far as ssh can tell."""
    with sshd(tmp_path_factory.mktemp("sshd")) as found:
        yield found


@pytest.fixture
def serve(tmp_path):
    """`with serve(public) as port`: nginx, by the file that we write."""
    nginx = find_nginx()
    if nginx is None:
        pytest.skip("there is no nginx; install it with apt-get install nginx-light")

    @contextmanager
    def start(public: Path):
        folder = tmp_path / "nginx"
        folder.mkdir()
        with serve_by(nginx, public / "current", folder) as port:
            yield port

    return start


@pytest.fixture
def host_folder(host, tmp_path):
    """A folder on that machine, and its address."""
    far = tmp_path / "far"
    return far, host.address(far)


@dataclass(frozen=True)
class Bucket:
    """A place of a store for one test."""

    endpoint: str
    name: str
    honours: bool
    """Whether the store honours conditions."""

    def address(self, **options: str) -> str:
        more = "".join(f"&{name}={value}" for name, value in options.items())
        return f"s3://{self.name}?endpoint={self.endpoint}{more}"

    @cached_property
    def client(self):
        import boto3
        from botocore.config import Config

        return boto3.session.Session().client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}),
        )


@pytest.fixture(scope="session", autouse=True)
def _read_once():
    """What botocore knows of S3 is a megabyte of JSON, which it reads for each client of a new session."""
    try:
        from botocore import session
    except ImportError:
        yield
        return
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(session, "create_loader", cache(session.create_loader))
        yield


KEY, SECRET = "a-key-of-the-tests", "a-secret-of-the-tests"


@contextmanager
def moto_server():
    """A store that honours conditions and looks at no signature; its address."""
    port = free_port()
    server = Path(sys.executable).with_name("moto_server")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running([server, "-H", "127.0.0.1", "-p", str(port)], **quiet) as process:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def moto():
    """One for all tests."""
    with moto_server() as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def rclone_program(tmp_path_factory):
    """`with rclone_program(folder) as (port, process)`: serves a folder as a store."""

    @contextmanager
    def start(folder: Path, *options: object):
        port, home = free_port(), tmp_path_factory.mktemp("rclone-home")
        folder.mkdir(exist_ok=True)
        program = Path(sys.executable).with_name("rclone")
        command = [program, "serve", "s3", "--addr", f"127.0.0.1:{port}", "--auth-key", f"{KEY},{SECRET}"]
        environment = {**os.environ, "HOME": str(home), "RCLONE_CONFIG": str(home / "none.conf")}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with running(
            [*command, "--vfs-cache-mode", "off", *options, folder], env=environment, **quiet
        ) as process:
            wait_for(port, process)
            yield port, process

    return start


@pytest.fixture(scope="session")
def rclone(rclone_program, tmp_path_factory):
    """A store that looks at signatures and honours no condition."""
    with rclone_program(tmp_path_factory.mktemp("rclone") / "store") as (port, _):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def keys(monkeypatch, tmp_path):
    """As an author gives them: where AWS programs look."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def make_bucket(endpoint: str, *, honours: bool) -> Bucket:
    """An empty one."""
    made = Bucket(endpoint, f"bucket-{secrets.token_hex(6)}", honours)
    made.client.create_bucket(Bucket=made.name)
    return made


@pytest.fixture(params=["moto", "rclone"])
def bucket(request, keys):
    """An empty one, of each store."""
    return make_bucket(request.getfixturevalue(request.param), honours=request.param == "moto")


@pytest.fixture
def moto_bucket(moto, keys):
    """An empty one of the store that honours conditions."""
    return make_bucket(moto, honours=True)
