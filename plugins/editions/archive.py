"""Archives whose bytes say nothing but what is in them: no time, no owner, no order of a folder."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping
from typing import Final

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""Before it a zip has no time."""

READABLE: Final = 0o100644
STORED: Final = frozenset(("mimetype",))


def tar_gz(files: Mapping[str, bytes]) -> bytes:
    """Files by path, in that order."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path, data in files.items():
            one = tarfile.TarInfo(path)
            one.size, one.mode = len(data), READABLE & 0o777
            archive.addfile(one, io.BytesIO(data))
    return gzip.compress(made.getvalue(), 9, mtime=0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The same as a zip; "mimetype", with which an EPUB begins, is not compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path, data in files.items():
            one = zipfile.ZipInfo(path, EARLIEST)
            one.create_system, one.external_attr = 3, READABLE << 16
            one.compress_type = zipfile.ZIP_STORED if path in STORED else zipfile.ZIP_DEFLATED
            archive.writestr(one, data, compresslevel=9)
    return made.getvalue()
