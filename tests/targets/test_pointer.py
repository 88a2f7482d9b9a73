"""Releases side by side in a bucket, and one object that says which is shown; readers come through nginx."""

import json
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext

import pytest

from plugins.publish import outside
from plugins.publish.pointer import Pointer
from plugins.publish.target import TargetError
from tests.nginx import ROOT, configure, find_nginx, started
from tests.ports import free_port
from tests.targets.conftest import make_site
from tests.targets.kill import send_and_die
from tests.targets.test_ssh import read_while
from tests.targets.test_store import Faulty, between, objects, target_of

pytestmark = pytest.mark.slow
"""A store of its own for each, and hundreds of requests."""


def pointed(bucket, **options):
    return target_of(bucket, mode="pointer", **options)


def test_the_bucket_holds_what_is_known_from_public(depot, bucket):
    """Releases, their records, the ledger, and which one is shown."""
    # when
    said = depot.send(pointed(bucket))
    there = objects(bucket)

    # then
    release = depot.errand().release
    files = target_of(bucket).promise.fit(release.whole).files
    assert said == [f"store: {release.id} is live, {len(files)} files sent"]
    assert there["current"]["bytes"] == f"{release.id}\n".encode()
    assert {key.lower(): value for key, value in there["current"]["Metadata"].items()} == {
        "release": release.id
    }
    assert there.keys() == {
        *("current", "ledger.jsonl", f"releases/{release.id}.json"),
        *(f"releases/{release.id}/{file.path}" for file in files),
    }
    assert there["ledger.jsonl"]["bytes"] == (depot.public.folder / "ledger.jsonl").read_bytes()
    page = there[f"releases/{release.id}/2026/a/index.html"]
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "public, max-age=300")
    assert depot.verify(pointed(bucket)) == [f"store: {release.id}, as it was sealed"]


def test_what_did_not_change_is_copied_there_with_all_that_is_said_of_it(depot, bucket):
    """And what changed is all that is sent."""
    # given
    depot.send(pointed(bucket))
    before = objects(bucket)[f"releases/{depot.public.current_id()}/2026/same/index.html"]
    depot.publish(1)

    # when
    said = depot.send(pointed(bucket))

    # then
    after = objects(bucket)[f"releases/{depot.public.current_id()}/2026/same/index.html"]
    assert int(said[0].split()[-3]) <= 7
    assert [after[one] for one in ("bytes", "ContentType")] == [
        before[one] for one in ("bytes", "ContentType")
    ]
    if bucket.honours:  # rclone forgets it when it copies
        assert after["CacheControl"] == before["CacheControl"]
    assert depot.verify(pointed(bucket))


def test_who_comes_second_is_told(depot, bucket):
    """Where the store honours conditions nobody comes second: the lock is one."""
    if bucket.honours:
        pytest.skip("test_store.py has the lock")
    depot.send(pointed(bucket))
    one, other = pointed(bucket), pointed(bucket)
    second = depot.publish(1)
    depot.publish(2)
    with one.locked():
        one.send(depot.errand().release)
        with other.locked():
            other.send(depot.errand(second).release)
            other.switch(depot.errand(second).release)
        with pytest.raises(TargetError) as caught:
            one.switch(depot.errand().release)
    assert f"store: release {second} was sent there meanwhile by somebody else" in str(caught.value)


def test_a_bucket_of_somebody_else_is_left_alone(depot, moto_bucket):
    """Until that is said."""
    moto_bucket.client.put_object(Bucket=moto_bucket.name, Key="index.html", Body=b"another site")
    with pytest.raises(TargetError) as caught:
        depot.send(pointed(moto_bucket))
    depot.send(pointed(moto_bucket, may_adopt=True))
    assert "holds what is no release of ours (index.html)" in str(caught.value)
    assert objects(moto_bucket)["index.html"]["bytes"] == b"another site"


def test_damaged_bytes_are_found_and_made_good(depot, moto_bucket):
    """Also where their number is right, when one reads them: make verify, make send."""
    # given
    depot.send(pointed(moto_bucket))
    key = f"releases/{depot.public.current_id()}/images/desk.jpg"
    moto_bucket.client.put_object(Bucket=moto_bucket.name, Key=key, Body=b"JPEX" * 300)

    # when
    with pytest.raises(TargetError) as caught:
        depot.verify(pointed(moto_bucket))
    said = depot.send(pointed(moto_bucket))

    # then
    assert str(caught.value) == "store: this is not what was sent: images/desk.jpg"
    assert said[0] == "store: this was not what was sent: images/desk.jpg"
    assert depot.verify(pointed(moto_bucket))


def test_a_release_of_a_newer_program_is_not_touched(depot, moto_bucket):
    """Somebody sends there with more than we know of."""
    live = depot.public.current_id()
    depot.send(pointed(moto_bucket))
    record = {"Bucket": moto_bucket.name, "Key": f"releases/{live}.json"}
    moto_bucket.client.put_object(**record, Body=json.dumps({"format": 2}).encode())
    depot.publish(1)
    with pytest.raises(TargetError) as caught:
        depot.send(pointed(moto_bucket))
    assert str(caught.value) == f"store: release {live} has format 2, and this program knows 1; update it"


def test_killed_at_any_step_the_old_or_the_new_release_is_shown_whole(depot, moto_bucket):
    """All of them; the next send finishes, and nothing is left over."""
    depot.send(pointed(moto_bucket))
    old, step, ended = depot.public.current_id(), 0, -signal.SIGKILL
    while ended:
        step += 1
        depot.publish(step)
        ended = send_and_die(depot, pointed(moto_bucket), step)
        assert ended in (0, -signal.SIGKILL)
        there = objects(moto_bucket)
        live = there["current"]["bytes"].decode().strip()
        assert live in (old, depot.public.current_id())
        release = depot.errand(live).release
        for file in target_of(moto_bucket).promise.fit(release.manifest).files:
            assert there[f"releases/{live}/{file.path}"]["bytes"] == (release.tree / file.path).read_bytes()
        depot.send(pointed(moto_bucket), keep=2)
        old = depot.public.current_id()
    assert step > 30
    assert depot.verify(pointed(moto_bucket))
    kept = {
        key.split("/")[1].removesuffix(".json") for key in objects(moto_bucket) if key.startswith("releases/")
    }
    assert kept == set(depot.public.published()[-2:])


@contextmanager
def proxy(bucket, folder):
    """The port at which nginx shows the bucket, by the lines of the documentation."""
    nginx = find_nginx()
    if nginx is None:
        pytest.skip("there is no nginx; install it with apt-get install nginx-light")
    text = (ROOT / "docs/publishing.md").read_text("utf-8")
    lines = re.search(r"<!-- pointer: begin -->\n```\n(.*?)```", text, re.DOTALL)[1]
    port = free_port()
    lines = lines.replace("listen 80;", f"listen 127.0.0.1:{port};")
    lines = re.sub(r"https://my-bucket[^;]+", f"{bucket.endpoint}/{bucket.name}", lines)
    folder.mkdir()
    configure(folder, lines)
    with started(nginx, folder, port):
        yield port


@contextmanager
def in_one_piece(bucket, monkeypatch):
    """The bucket for readers to whom the pointer is written in one piece, as by stores: moto adds its headers later."""
    lock, point = threading.Lock(), Pointer._point

    def passed_on(handler):
        with lock if handler.path.partition("?")[0].endswith("/current") else nullcontext():
            Faulty._pass(handler)

    def pointed_to(target, release):
        with lock:
            point(target, release)

    monkeypatch.setattr(Pointer, "_point", pointed_to)
    with between(bucket, do_GET=passed_on) as (there, _):
        yield there


def test_readers_see_whole_releases_through_the_proxy_of_the_documentation(
    depot, moto_bucket, tmp_path, monkeypatch
):
    """Four readers, 15 releases, 3 rollbacks: no error, no torn page; names with blanks and accents; our 404."""
    # given
    public = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
    moto_bucket.client.put_bucket_policy(Bucket=moto_bucket.name, Policy=json.dumps({"Statement": [public]}))
    for version in range(1, 16):
        make_site(depot.folder / f"v{version}", version)
    bodies = {(depot.folder / f"v{version}/index.html").read_bytes() for version in range(16)}
    stop = threading.Event()

    # when
    with (
        in_one_piece(moto_bucket, monkeypatch) as store,
        proxy(store, tmp_path / "nginx") as port,
        ThreadPoolExecutor(4) as readers,
    ):
        target = pointed(moto_bucket)
        depot.send(target)
        reading = [readers.submit(read_while, port, bodies, stop) for _ in range(4)]
        try:
            for version in range(1, 16):
                depot.publish(version)
                depot.send(target)
                if version % 5 == 0:
                    depot.rollback()
                    depot.send(target)
            time.sleep(0.2)
        finally:
            stop.set()
        name = outside.fetch(f"http://127.0.0.1:{port}/2026/%C3%A9%2050%25%2B1/?a=b")
        missing = outside.fetch(f"http://127.0.0.1:{port}/not/there/")
        hidden = outside.fetch(f"http://127.0.0.1:{port}/exit-interview-current")

    # then
    assert [reader.result() for reader in reading] == [[], [], [], []]
    assert (name.status, name.body[:12]) == (200, b"<p>a name th")
    assert (missing.status, missing.body[:12]) == (404, b"<h1>Nothing ")
    assert hidden.status == 404
