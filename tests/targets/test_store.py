"""A bucket: moto, which honours conditions and looks at no signature, and rclone, which is the other way round."""

import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from plugins.publish import bucket as bucket_module
from plugins.publish.deliver import deliver
from plugins.publish.headers import CACHE_CONTROL
from plugins.publish.packed import unpacked
from plugins.publish.places import read_targets
from plugins.publish.target import TargetError
from tests.targets.conftest import Bucket
from tests.targets.kill import send_and_die

pytestmark = pytest.mark.slow
"""A store of its own for each, and hundreds of requests: 25 s of processor time."""


def target_of(bucket, is_at_once=False, may_adopt=False, **options):
    address = bucket.address(name="store", **options)
    settings = {"PUBLISH_TARGETS": [address]}
    return read_targets(settings, Path("publishconf.py"), is_at_once=is_at_once, may_adopt=may_adopt)[0]


def objects(bucket, prefix="") -> dict[str, dict]:
    """Key → what the store says of the object, and its bytes."""
    listed = bucket.client.get_paginator("list_objects_v2").paginate(Bucket=bucket.name, Prefix=prefix)
    found = {}
    for page in listed:
        for one in page.get("Contents", ()):
            answer = bucket.client.get_object(Bucket=bucket.name, Key=one["Key"])
            found[one["Key"]] = answer | {"bytes": answer["Body"].read()}
    return found


class Counted:
    """Counts what is asked of the store while it is in force."""

    def __init__(self, monkeypatch):
        self.verbs = []
        ask = bucket_module.Bucket._ask

        def counted(store, verb, **arguments):
            self.verbs.append((verb, arguments.get("Key", "")))
            return ask(store, verb, **arguments)

        monkeypatch.setattr(bucket_module.Bucket, "_ask", counted)

    @property
    def writes(self):
        return [
            verb for verb in self.verbs if verb[0] not in ("get_object", "list_objects_v2", "head_object")
        ]


def test_every_file_is_there_with_what_goes_with_it(depot, bucket):
    """Bytes, media type with charset, how long it may be kept; names with blanks and accents; old addresses lead on."""
    # when
    target = target_of(bucket)
    said = depot.send(target)

    # then
    there = objects(bucket)
    release = depot.errand().release
    assert said == [f"store: {release.id} is live, {len(there) - 1} files sent"]
    for file in target.promise.fit(release.manifest).files:
        found = there[file.path]
        assert found["ContentType"] == (file.media_type if "redirect" not in found else found["ContentType"])
        assert found["CacheControl"] == CACHE_CONTROL[file.cache], file.path
        assert "ContentEncoding" not in found
        if file.path != "2019/old/index.html":
            assert found["bytes"] == (release.tree / file.path).read_bytes()
            assert {name.lower(): value for name, value in found["Metadata"].items()}["sha256"] == file.sha256
    assert there["2019/old/index.html"]["WebsiteRedirectLocation"] == "/2026/a/"
    assert there["2019/old/index.html"]["bytes"] == b""
    assert "2019/old" not in there  # stores that keep objects as files have no place for it
    assert there["release.txt"]["bytes"] == f"{release.id}\n".encode()
    assert depot.verify(target) == [f"store: {release.id}, as it was sealed"]


def test_only_what_changed_is_sent_from_a_fresh_clone_too(depot, bucket, monkeypatch):
    """What is there is known from a record beside it: times, sizes and ETags say nothing."""
    # given
    depot.send(target_of(bucket))
    depot.publish(1)
    counted = Counted(monkeypatch)

    # when
    said = depot.send(target_of(bucket))

    # then
    changed = int(said[0].split()[-3])
    sent = [key for verb, key in counted.verbs if verb == "put_object" and not key.startswith("_exit")]
    assert len(sent) <= 7  # six that differ, and release.txt
    assert changed <= len(sent)
    assert len(counted.verbs) - len(sent) <= 12
    assert "2019/old/index.html" not in sent
    assert (
        sent.index("static/css/site.00000001.css")
        < sent.index("2026/a/index.html")
        < sent.index("feeds/all.atom")
    )
    assert set(sent[-2:]) == {"index.html", "release.txt"}
    assert objects(bucket)["2019/old/index.html"]["WebsiteRedirectLocation"] == "/2026/a/"


def test_nothing_changed_nothing_is_written(depot, bucket, monkeypatch):
    """But the lock, which comes and goes."""
    # given
    depot.send(target_of(bucket))
    counted = Counted(monkeypatch)

    # when
    said = depot.send(target_of(bucket))

    # then
    assert said == [f"store: {depot.public.current_id()} is there already"]
    assert {key for _, key in counted.writes} == {"_exit-interview/lock"}


def test_a_dry_run_writes_nothing(depot, bucket, monkeypatch):
    """Not even a lock."""
    # given
    target = target_of(bucket)
    depot.send(target)
    new = depot.publish(1)
    counted = Counted(monkeypatch)

    # when
    with target.locked(is_dry=True):
        sending = target.plan(depot.public.manifest(new))

    # then
    assert "index.html" in sending.sent
    assert "2026/same/index.html" not in sending.sent
    assert "2026/only-0/index.html" in sending.gone
    assert counted.writes == []


def test_a_deleted_page_stays_for_one_release_and_a_stylesheet_for_five(depot, bucket):
    """Somebody is reading; and `FRESH=1` removes at once."""
    seen = []
    for version in range(1, 8):
        depot.publish(version)
        depot.send(target_of(bucket))
        keys = objects(bucket).keys()
        assert (f"2026/only-{version - 1}/index.html" in keys) is (version > 1)
        assert f"2026/only-{version - 2}/index.html" not in keys
        seen.append({key for key in keys if key.startswith("static/css/")})
    assert seen[-1] >= {f"static/css/site.{version:08x}.css" for version in range(2, 8)}
    assert "static/css/site.00000000.css" not in seen[-1]
    depot.publish(8)
    depot.send(target_of(bucket, is_at_once=True))
    assert "2026/only-7/index.html" not in objects(bucket)


def test_pages_packed_with_brotli_unpack_and_lose_it_again(depot, bucket):
    """A store sends what it has: who asks for this shuts out who cannot unpack it."""
    # when
    depot.send(target_of(bucket, encoding="br"))
    packed = objects(bucket)
    depot.publish(1)
    depot.send(target_of(bucket))
    plain = objects(bucket)

    # then
    page = packed["2026/same/index.html"]
    assert (page["ContentEncoding"], unpacked(page["bytes"], ".br")) == (
        "br",
        plain["2026/same/index.html"]["bytes"],
    )
    assert "ContentEncoding" not in packed["static/css/site.00000000.css"]
    assert not [key for key, found in plain.items() if found.get("ContentEncoding")]
    assert depot.verify(target_of(bucket))


def test_damage_is_found_when_one_looks(depot, bucket):
    """Other bytes, an object that is not there, a redirect that somebody overwrote with a page."""
    # given
    depot.send(target_of(bucket))
    client = bucket.client
    client.put_object(Bucket=bucket.name, Key="2026/a/index.html", Body=b"damaged")
    client.put_object(Bucket=bucket.name, Key="2019/old/index.html", Body=b"")
    client.delete_object(Bucket=bucket.name, Key="images/desk.jpg")

    # when
    with pytest.raises(TargetError) as caught:
        depot.verify(target_of(bucket))

    # then
    what = "2019/old/index.html, 2026/a/index.html, images/desk.jpg"
    assert str(caught.value) == f"store: this is not what was sent: {what}"

    # when
    said = depot.send(target_of(bucket))

    # then
    assert said == [
        f"store: this was not what was sent: {what}",
        f"store: {depot.public.current_id()} is live, 3 files sent",
    ]
    assert depot.verify(target_of(bucket))


def test_a_site_of_somebody_else_is_not_written_over(depot, bucket):
    """Unless that is said; then what is there under other names stays."""
    # given
    bucket.client.put_object(Bucket=bucket.name, Key="index.html", Body=b"another site")
    bucket.client.put_object(Bucket=bucket.name, Key="theirs.html", Body=b"another page")

    # when
    with pytest.raises(TargetError) as caught:
        depot.send(target_of(bucket))
    there = objects(bucket)
    depot.send(target_of(bucket, may_adopt=True))

    # then
    assert "holds what is no release of ours (index.html, theirs.html)" in str(caught.value)
    assert str(caught.value).endswith("; to write over it: make send TARGET=store ADOPT=1")
    assert {key: one["bytes"] for key, one in there.items()} == {
        "index.html": b"another site",
        "theirs.html": b"another page",
    }
    assert objects(bucket)["theirs.html"]["bytes"] == b"another page"
    assert depot.verify(target_of(bucket))


def test_two_authors_at_once(depot, bucket):
    """Where the store honours conditions the second is kept out; elsewhere who came first is told who is live."""
    # given
    depot.send(target_of(bucket))
    one, other = target_of(bucket), target_of(bucket)
    first, second = depot.errand().release, depot.publish(1)
    depot.publish(2)

    # when
    if bucket.honours:
        with one.locked(), pytest.raises(TargetError) as caught, other.locked():
            pass
        assert "store: somebody is publishing there (" in str(caught.value)
        return
    with one.locked():
        one.send(depot.errand().release)
        with other.locked():
            other.send(depot.errand(second).release)
            other.switch(depot.errand(second).release)
        with pytest.raises(TargetError) as caught:
            one.switch(depot.errand().release)

    # then
    assert first.id != second
    assert str(caught.value) == (
        f"store: release {second} was sent there meanwhile by somebody else; to show this one: make send TARGET=store"
    )


def test_what_two_have_written_at_once_is_sent_again(depot, bucket):
    """The second is told when its pages are there already; the next publish of the first makes it good."""
    if bucket.honours:
        pytest.skip("there the second is kept out")
    # given
    depot.send(target_of(bucket))
    one, other = target_of(bucket), target_of(bucket)
    second = depot.publish(1)
    depot.publish(2)
    put_all = one._put_all

    def put_while_another_sends(release, places):
        one._put_all = put_all
        with other.locked():
            other.send(depot.errand(second).release)
            other.switch(depot.errand(second).release)
        return put_all(release, places)

    # when
    with one.locked():
        one.send(depot.errand().release)
        one._put_all = put_while_another_sends
        with pytest.raises(TargetError) as caught:
            one.switch(depot.errand().release)
    mixed = objects(bucket)["2026/a/index.html"]["bytes"]
    said = [*deliver(target_of(bucket), replace(depot.errand(second), is_thorough=False))]

    # then
    assert f"store: release {second} was sent there meanwhile by somebody else" in str(caught.value)
    assert mixed == (depot.public.tree(depot.public.current_id()) / "2026/a/index.html").read_bytes()
    assert said[0].startswith("store: this was not what was sent: 2026/a/index.html,")
    there, release = objects(bucket), depot.errand(second).release
    for file in target_of(bucket).promise.fit(release.manifest).files:
        if file.path != "2019/old/index.html":
            assert there[file.path]["bytes"] == (release.tree / file.path).read_bytes()


def test_a_prefix_is_a_site_of_its_own(depot, bucket):
    """And pages under their address too, where a store has no index document; rclone keeps files, which cannot."""
    if not bucket.honours:
        pytest.skip("rclone keeps objects as files: a key that ends in / is a folder")
    address = f"s3://{bucket.name}/a/site?endpoint={bucket.endpoint}&name=store&clean=1"
    target = read_targets({"PUBLISH_TARGETS": [address]}, Path("publishconf.py"))[0]
    depot.send(target)
    there = objects(bucket)
    assert {key.partition("site/")[0] for key in there} == {"a/"}
    assert there["a/site/2026/a/"]["bytes"] == there["a/site/2026/a/index.html"]["bytes"]
    assert depot.verify(target)


@pytest.mark.parametrize("count", [1000, 1001])
def test_a_listing_comes_in_parts(depot, bucket, count):
    """Of a thousand each."""
    if not bucket.honours:
        pytest.skip("one store is enough")
    with ThreadPoolExecutor(8) as workers:
        client = bucket.client
        list(
            workers.map(
                lambda n: client.put_object(Bucket=bucket.name, Key=f"a/{n}", Body=b""), range(count - 3)
            )
        )
    depot.send(target_of(bucket, may_adopt=True))
    assert depot.verify(target_of(bucket))


def test_what_a_store_refuses_is_told(depot, keys, moto, rclone, monkeypatch):
    """In a line, by the name of the target, with what to do."""

    def said(bucket):
        with pytest.raises(TargetError) as caught:
            depot.send(target_of(bucket))
        return str(caught.value)

    assert said(Bucket(moto, "not-there", True)).endswith("; make the bucket first")
    assert "look at the endpoint and the network" in said(Bucket("http://127.0.0.1:9", "not-there", True))
    Bucket(rclone, "there-is-one", False).client.create_bucket(Bucket="there-is-one")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    assert said(Bucket(rclone, "there-is-one", False)).endswith("; look at the secret key")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert "give a key where AWS programs look for it" in said(Bucket(moto, "not-there", True))


class Faulty(BaseHTTPRequestHandler):
    """Between us and the store: some requests are answered otherwise."""

    store: str
    faults: list[str]
    """Of the next requests: "" is none, "503" a status, "403 AccessDenied" with a code, "cut", "hang"."""

    refuse = staticmethod(lambda *_: "")
    """Method, path and headers of a request → a fault of it."""

    protocol_version = "HTTP/1.1"

    def _pass(self):
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        fault = self.faults.pop(0) if self.faults else self.refuse(self.command, self.path, self.headers)
        status, _, code = fault.partition(" ")
        if fault == "hang":
            time.sleep(2)  # longer than anybody waits in these tests
            self.close_connection = True
            return
        if status.isdecimal():
            said = f"<Error><Code>{code}</Code><Message>No</Message></Error>" if code else ""
            self._say(int(status), {}, REFUSED if code == "DeleteResult" else said.encode())
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        request = Request(self.store + self.path, data=body or None, headers=headers, method=self.command)  # noqa: S310
        try:
            answer = urlopen(request)  # noqa: S310
        except OSError as error:
            answer = error
        data = answer.read()
        others = {"transfer-encoding", "content-length", "connection"}
        kept = {name: value for name, value in answer.headers.items() if name.lower() not in others}
        self._say(answer.status, kept, data, len(data) // 2 if fault == "cut" else None)
        self.close_connection = fault == "cut"

    def _say(self, status, headers, data, most=None):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data[:most])

    def log_message(self, *_):
        pass


REFUSED = (
    b"<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code><Message>No</Message></Error></DeleteResult>"
)
for verb in ("GET", "HEAD", "PUT", "POST", "DELETE"):
    setattr(Faulty, f"do_{verb}", Faulty._pass)


@contextmanager
def between(bucket, **names):
    """`with between(bucket, faults=[…])`: the same bucket, reached through such a one, and that one's class."""
    handler = type("Proxy", (Faulty,), {"store": bucket.endpoint, "faults": [], **names})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Bucket(f"http://127.0.0.1:{server.server_address[1]}", bucket.name, bucket.honours), handler
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "faults",
    [["500"], ["", "503 SlowDown", "503 SlowDown"], ["", "", "", "500", "cut"], ["", "", "", "", "hang"]],
)
def test_a_store_that_stumbles_is_asked_again(depot, moto_bucket, faults, monkeypatch):
    """And all of the release is there in the end."""
    monkeypatch.setattr(bucket_module, "ANSWER_SECONDS", 1)
    with between(moto_bucket, faults=list(faults)) as (faulty, handler):
        depot.send(target_of(faulty))
    assert handler.faults == []
    assert depot.verify(target_of(moto_bucket))


@pytest.mark.parametrize(
    ("refuse", "said"),
    [
        (
            lambda *_: "400 AuthorizationHeaderMalformed",
            "; the bucket is in another region; write it as ?region=",
        ),
        (lambda *_: "403 RequestTimeTooSkewed", "; the clock of this machine is wrong; set it"),
        (
            lambda method, path, _: "403 AccessDenied" if method == "PUT" and "lock" in path else "",
            "; let the key read, write and delete in that bucket (docs/publishing.md)",
        ),
        (
            lambda method, path, _: "200 DeleteResult" if method == "POST" and "delete" in path else "",
            "AccessDenied: a cannot be removed; let the key read, write and delete in that bucket (docs/publishing.md)",
        ),
    ],
)
@pytest.mark.parametrize("mode", ["", "pointer"])
def test_what_a_bucket_forbids_is_told_with_what_to_do(depot, moto_bucket, refuse, said, mode):
    """In a line; and what is there stays whole."""
    # given
    more = {"mode": mode} if mode else {}
    for version in range(4):
        depot.publish(version)
        depot.send(target_of(moto_bucket, **more), keep=4)
    depot.publish(4)

    # when
    with (
        between(moto_bucket, refuse=staticmethod(refuse)) as (faulty, _),
        pytest.raises(TargetError) as caught,
    ):
        depot.send(target_of(faulty, **more), keep=2)
    depot.send(target_of(moto_bucket, **more))

    # then
    assert str(caught.value).startswith("store: ")
    assert str(caught.value).endswith(said)
    assert depot.verify(target_of(moto_bucket, **more))


def test_who_may_read_is_the_bucket_s_own_affair(depot, moto_bucket):
    """Buckets of today refuse every request that says who may: "public-read" and all others."""

    def refuse(method, path, headers):
        asks = [name for name in headers if name.lower().startswith(("x-amz-acl", "x-amz-grant"))]
        return "400 AccessControlListNotSupported" if asks or "acl" in path else ""

    with between(moto_bucket, refuse=staticmethod(refuse)) as (faulty, _):
        assert depot.send(target_of(faulty))


def test_a_bucket_that_keeps_versions(depot, moto_bucket):
    """What is removed is not there any more for readers."""
    # given
    enabled = {"Status": "Enabled"}
    moto_bucket.client.put_bucket_versioning(Bucket=moto_bucket.name, VersioningConfiguration=enabled)

    # when
    for version in range(3):
        depot.publish(version)
        depot.send(target_of(moto_bucket))

    # then
    assert "2026/only-0/index.html" not in objects(moto_bucket)
    assert depot.verify(target_of(moto_bucket))


def test_a_record_of_a_newer_program_is_not_touched(depot, moto_bucket):
    """Somebody sends there with more than we know of."""
    depot.send(target_of(moto_bucket))
    record = {"Bucket": moto_bucket.name, "Key": "_exit-interview/state.json"}
    moto_bucket.client.put_object(**record, Body=b'{"format": 2}')
    depot.publish(1)
    with pytest.raises(TargetError) as caught:
        depot.send(target_of(moto_bucket))
    assert str(caught.value) == ("store: the record there has format 2, and this program knows 1; update it")


def die_at(depot, bucket, step) -> bool:
    """One trial. Whether the sender came to its end before that step."""
    ended = send_and_die(depot, target_of(bucket), step)
    assert ended in (0, -signal.SIGKILL)
    keys = objects(bucket).keys()
    front = objects(bucket)["index.html"]["bytes"].decode()
    assert front.partition('href="/')[2].partition('"')[0] in keys, "the front page has its stylesheet"
    depot.send(target_of(bucket))
    assert depot.verify(target_of(bucket))
    return ended == 0


@pytest.mark.parametrize("step", [5, 9, 13])
def test_killed_between_two_steps_no_page_lacks_what_it_asks_for(depot, bucket, step):
    """And the next send finishes."""
    depot.send(target_of(bucket))
    depot.publish(1)
    die_at(depot, bucket, step)


def test_killed_at_any_step_no_page_lacks_what_it_asks_for(depot, bucket):
    """All of them; what a kill left goes with the releases after it."""
    depot.send(target_of(bucket))
    version, is_done = 0, False
    while not is_done:
        version += 1
        depot.publish(version)
        is_done = die_at(depot, bucket, version)
    assert version > 12
    for more in range(2):
        depot.publish(version + more + 1)
        depot.send(target_of(bucket))
    release = depot.errand().release
    grace = {f"2026/only-{version + 1}/index.html"}
    assert objects(bucket).keys() - {file.path for file in release.whole.files} - grace <= {
        "_exit-interview/state.json",
        *(key for key in objects(bucket) if key.startswith("static/css/")),
    }


def test_a_store_that_leads_on_without_end_is_told_in_a_line(depot, keys):
    """Its client asks where the bucket is, is led on, and asks again."""
    nowhere = Bucket("http://127.0.0.1:9", "words", True)
    with (
        between(nowhere, refuse=staticmethod(lambda *_: "301 PermanentRedirect")) as (endless, _),
        pytest.raises(TargetError) as caught,
    ):
        depot.send(target_of(endless))
    assert str(caught.value) == (
        "store: it leads from address to address without end; look at the endpoint and the region"
    )


def test_a_certificate_that_nobody_knows_is_refused_until_its_signer_is_named(
    depot, keys, rclone_program, tmp_path
):
    """Never is a certificate not looked at."""
    # given
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
        "/CN=localhost",
    ]
    more = [
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        tmp_path / "key.pem",
        "-out",
        tmp_path / "ca.pem",
    ]
    subprocess.run([*command, *more], check=True, capture_output=True)
    options = ["--cert", tmp_path / "ca.pem", "--key", tmp_path / "key.pem"]

    # when
    with rclone_program(tmp_path / "store", *options) as (port, _):
        endpoint = f"https://127.0.0.1:{port}"
        with pytest.raises(TargetError) as caught:
            depot.send(target_of(Bucket(endpoint, "there-is-one", False)))
        (tmp_path / "store/there-is-one").mkdir()
        said = depot.send(target_of(Bucket(endpoint, "there-is-one", False), ca=str(tmp_path / "ca.pem")))

    # then
    assert (
        "its certificate is signed by nobody known; name the file of who signed it: ?ca=/path/ca.pem"
        in str(caught.value)
    )
    assert said
