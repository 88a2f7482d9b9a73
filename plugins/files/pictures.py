"""The files of the images of the texts, in every size and format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from plugins.images.keep import Images
from plugins.images.model import Picture
from plugins.incremental.document import Document
from plugins.site.pictures import file_of


@dataclass(frozen=True, slots=True)
class PictureFileInputs:
    """All that one file of an image is made from."""

    picture: Picture
    name: str
    images: Images = field(compare=False)
    source: Path = field(compare=False)
    """The original, which `picture` has the digest of."""


def picture_files(pictures: Mapping[str, Picture], images: Images, content: Path) -> Iterator[Document]:
    """Every file of every image; SVGs are published as they are, by others."""
    for path, picture in pictures.items():
        if picture.ending == "svg":
            continue
        own = PictureFileInputs(picture, picture.name, images, content / path)
        yield Document(path, file_of_picture, own)
        for one in picture.renditions:
            save_as = file_of(path, one.name, one.fingerprint)
            yield Document(save_as, file_of_picture, replace(own, name=one.name))


def file_of_picture(inputs: PictureFileInputs) -> bytes:
    """One of its files."""
    return inputs.images.file(inputs.picture, inputs.name, inputs.source)
