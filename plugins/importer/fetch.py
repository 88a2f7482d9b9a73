"""`importer images`: what images.py plans, carried out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from plugins.desk.journal import is_unfinished
from plugins.importer.images import LARGEST, Fetched, fetch_all, plan, read_list, redirects, rename
from plugins.importer.moving import move_into_place
from plugins.importer.state import IMAGES, STAGING, STATE, Was, digest_of, read_state, write_state
from plugins.intake.fetch import Limits, Question, UnreachableError, ask
from plugins.intake.reachable import is_reachable
from plugins.site.redirects import REDIRECTS, Forward, parse_redirects
from plugins.source import Source

SECONDS = 60


def getter(may_ask: Callable[[str], bool] = is_reachable) -> Callable[[str], bytes]:
    """Asks the public web, and nothing behind it."""
    limits = Limits(seconds=SECONDS, size_bytes=LARGEST)

    def get(address: str) -> bytes:
        try:
            answer = ask(Question(address, accept="image/*", limits=limits, may_ask=may_ask))
        except UnreachableError as wrong:
            raise OSError(str(wrong)) from None
        if answer.status != 200:
            raise OSError(f"the answer was {answer.status}")
        if answer.is_cut:
            raise OSError(f"larger than {LARGEST >> 20} MB")
        return answer.body

    return get


def fetch_images(content: Path, hosts: Iterable[str], most: int, get: Callable[[str], bytes]) -> Fetched:
    """Fetch what imports have listed, put it into content/images/, and name it in the texts: all in one go."""
    hosts = tuple(host.removeprefix("www.") for host in hosts)
    state, listed = read_state(content), read_list(content)
    waiting = {address: files for address, files in listed.items() if address not in state.images}
    taken = [
        path.relative_to(content).with_suffix("").as_posix() for path in (content / "images").rglob("*.*")
    ]
    fetched = fetch_all(plan(waiting, hosts, taken), get, most)
    if not fetched.there:
        return fetched
    state.images |= fetched.there
    staged: dict[str, bytes] = dict(fetched.images)
    keys = {was.path: key for key, was in state.files.items()}
    shown: set[str] = set()
    for place in sorted({file for address in fetched.there for file in listed[address]}):
        path = content / place
        text = path.read_text("utf-8") if path.is_file() else ""
        if changed := rename(text, state.images):
            staged[place] = changed.encode()
            if "\nStatus: draft\n" not in text.partition("\n\n")[0] + "\n":
                shown |= {address for address in fetched.there if place in listed[address]}
            if place in keys and state.files[keys[place]].digest == digest_of(text.encode()):
                state.files[keys[place]] = Was(place, digest_of(changed.encode()))
    if lines := _redirects(content, fetched, shown, hosts):
        staged[REDIRECTS] = lines.encode()
    left = [
        (address, file)
        for address, files in waiting.items()
        for file in files
        if address not in fetched.there
    ]
    staged[IMAGES] = "".join(
        json.dumps({"address": a, "file": f}, ensure_ascii=False) + "\n" for a, f in left
    ).encode()
    staged[STATE] = write_state(state).encode()
    _move(content, staged)
    return fetched


def _redirects(content: Path, fetched: Fetched, shown: Iterable[str], hosts: Iterable[str]) -> str:
    """redirects.txt with the old addresses of images; empty where nothing is to be added."""
    path = content / REDIRECTS
    text = path.read_text("utf-8") if path.is_file() else ""
    there = {forward.old for forward in parse_redirects(text, REDIRECTS)[0]}
    pairs = [(old, new) for old, new in redirects(fetched.there, shown, hosts) if old not in there]
    wanted = (Forward(old, new, Source(REDIRECTS)).written for old, new in pairs)
    good, _ = parse_redirects("\n".join(wanted), REDIRECTS)
    lines = "".join(f"{forward.written}\n" for forward in good)
    return f"{text.rstrip()}\n\n# Images\n{lines}" if lines else ""


def _move(content: Path, staged: dict[str, bytes]) -> None:
    staging = content / STAGING
    try:
        shutil.rmtree(staging, ignore_errors=True)
        for place, data in staged.items():
            (staging / place).parent.mkdir(parents=True, exist_ok=True)
            (staging / place).write_bytes(data)
        move_into_place(content, [(f"{STAGING}/{place}", place) for place in staged])
    finally:
        if not is_unfinished(content):
            shutil.rmtree(staging, ignore_errors=True)
