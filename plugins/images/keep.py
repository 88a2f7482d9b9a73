"""What was made of images before: a folder of folders by digest, which outlives the store. Safe to delete."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import PIL

from plugins.images.model import Picture, Rendition
from plugins.seal import seal, unseal

if TYPE_CHECKING:
    from plugins.images.make import Made

RECORD = "picture.json"


class Images:
    """Makes of an image what is published of it, unless the folder has it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def picture(self, path: Path) -> Picture:
        """What is published of the image at `path`. Raises ImageFault."""
        data, ending = path.read_bytes(), path.suffix[1:].lower()
        if ending == "svg":
            from plugins.images.make import measure_svg  # only now: few builds need Pillow

            return measure_svg(data)
        key = blake2b(data + ending.encode(), key=recipe(), digest_size=16).hexdigest()
        record = self._kept(key, RECORD)
        return self._make(data, ending, key).picture if record is None else _read_record(record)

    def file(self, picture: Picture, name: str, path: Path) -> bytes:
        """One of its files. `path` is the image, to make it again if somebody emptied the folder."""
        data = self._kept(picture.key, name)
        return (
            self._make(path.read_bytes(), picture.ending, picture.key).files[name] if data is None else data
        )

    def _kept(self, key: str, name: str) -> bytes | None:
        """What is whole of what was made of one image; one image's is not another's."""
        try:
            return unseal((self._folder / key / name).read_bytes(), key, name)
        except OSError:
            return None

    def _make(self, data: bytes, ending: str, key: str) -> Made:
        from plugins.images.make import make

        made = make(data, ending, key)
        half = self._folder / f"{key}.{os.getpid()}.part"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        for name, file in {**made.files, RECORD: json.dumps(asdict(made.picture)).encode()}.items():
            (half / name).write_bytes(seal(file, key, name))
        shutil.rmtree(self._folder / key, ignore_errors=True)
        with suppress(OSError):  # another process has made it meanwhile
            half.rename(self._folder / key)
        shutil.rmtree(half, ignore_errors=True)
        return made


def _read_record(text: bytes) -> Picture:
    data = json.loads(text)
    return Picture(**data | {"renditions": tuple(Rendition(**one) for one in data["renditions"])})


@cache
def recipe() -> bytes:
    """Stands for everything that decides what is made of an image: this room and Pillow."""
    seen = blake2b(PIL.__version__.encode(), digest_size=16)
    for name in ("make.py", "model.py"):
        seen.update((Path(__file__).parent / name).read_bytes())
    return seen.digest()
