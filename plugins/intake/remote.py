"""The desk from the author's machine, over https, with a token that reads what was approved and nothing else."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from plugins.intake.model import DeskError
from plugins.intake.settings import Settings
from plugins.intake.written import Approved, Done, from_data

SECONDS = 60
MOST_BYTES = 64 * 1024 * 1024

AT_HOME = ("127.0.0.1", "localhost", "::1")


class NoRedirects(HTTPRedirectHandler):
    """A token goes where it was meant to go."""

    def redirect_request(self, *_arguments: Any, **_named: Any) -> None:
        return None


class Remote:
    """What a desk says under its address.

    Raises DeskError for everything that goes wrong on the way.
    """

    def __init__(self, url: str, token: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in AT_HOME:
            raise DeskError(f"{url} is not https: a token does not go there in the open")
        self._url, self._token = url.rstrip("/"), token
        self._opener = build_opener(NoRedirects)

    def approved(self) -> list[Approved]:
        """What has a number and no file."""
        rows = self._ask("api/approved").get("approved")
        if not isinstance(rows, list):
            raise DeskError("the desk answered something else than comments; is desk.url right?")
        return [from_data(row) for row in rows]

    def tell(self, done: Done) -> bool:
        """That a file is there."""
        one = done.approved
        said = {"id": one.comment.id, "number": one.comment.number, "version": one.version}
        return bool(self._ask("api/written", json.dumps(said).encode()).get("final"))

    def _ask(self, path: str, data: bytes | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if data is not None:
            headers["Content-Type"] = "application/json"
        request = Request(f"{self._url}/{path}", data, headers)  # noqa: S310 - http and https, asked above
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                said = json.loads(answer.read(MOST_BYTES))
        except HTTPError as wrong:
            raise DeskError(f"{self._url}/{path}: {wrong.code} {_meaning(wrong.code)}") from None
        except (URLError, OSError) as wrong:
            raise DeskError(f"{self._url}/{path}: {getattr(wrong, 'reason', wrong)}; try again") from None
        except ValueError:
            raise DeskError(f"{self._url}/{path}: the answer is no JSON; is desk.url right?") from None
        if not isinstance(said, dict):
            raise DeskError(f"{self._url}/{path}: the answer is of another form; is it the same version?")
        return said


def _meaning(code: int) -> str:
    return {
        401: "the token is not the desk's; compare the files of desk.token_file",
        404: "there is no desk; correct desk.url",
    }.get(code, "try again later")


def remote_of(settings: Settings) -> Remote:
    """The desk that the settings name."""
    name = settings.desk.token_file
    path = settings.path(name)
    if not name or not path.is_file():
        raise DeskError("desk.token_file names no file; write the desk's token into one")
    return Remote(settings.desk.url, path.read_text("utf-8").strip())
