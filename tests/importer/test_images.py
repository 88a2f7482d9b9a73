"""Images of the old site: fetched only when asked for, from whom was named, and named in the texts."""

import errno
import http.server
import threading
from pathlib import Path

import pytest

from plugins.desk.model import DeskError
from plugins.importer import fetch
from plugins.importer.__main__ import main
from tests.importer.made import item, wxr

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture
def site():
    """The old site: two images, a page that is none, and nothing else."""

    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            found = {
                "/up/2012/05/desk.png": PNG,
                "/up/lift-300x200.png": PNG + b"x",
                "/up/page.png": b"<html>",
            }
            data = found.get(self.path)
            self.send_response(200 if data else 404)
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server, asked
    server.shutdown()
    server.server_close()


def test_they_are_fetched_named_and_not_fetched_again(home, site, monkeypatch):
    """A smaller size is fetched whole where the whole is there; what is no image is told; a re-import keeps all."""
    # given
    server, asked = site
    old = f"http://127.0.0.1:{server.server_address[1]}"
    body = "".join(
        f'<p><img src="{old}/up/{name}" alt="{name}"></p>'
        for name in ("2012/05/desk-300x200.png", "lift-300x200.png", "page.png", "gone.png")
    )
    export = wxr(item(1, body=body), old=old)
    home.move(export)
    assert asked == []
    real = fetch.getter
    monkeypatch.setattr(
        "plugins.importer.__main__.getter", lambda: real(lambda address: address == "127.0.0.1")
    )

    # when
    assert main(["images", "--into", str(home.content), "--host", "127.0.0.1"]) == 0
    said = home.capsys.readouterr().out

    # then
    text = (home.content / "articles/2012/text-1.md").read_text("utf-8")
    assert "![2012/05/desk-300x200.png](/images/2012/desk.png)" in text
    assert "(/images/2012/lift.png)" in text
    assert f"({old}/up/page.png)" in text
    assert (home.content / "images/2012/desk.png").read_bytes() == PNG
    assert f"not fetched: {old}/up/page.png: no image that browsers show" in said
    assert f"not fetched: {old}/up/gone.png: the answer was 404" in said
    assert "/up/2012/05/desk-300x200.png  /images/2012/desk.png\n" in (
        home.content / "redirects.txt"
    ).read_text("utf-8")

    # when
    asked.clear()
    main(["images", "--into", str(home.content), "--host", "127.0.0.1"])
    home.move(export.replace("page.png", "other.png"))

    # then
    assert sorted(asked) == ["/up/gone.png", "/up/page.png"]
    assert "/images/2012/desk.png" in (home.content / "articles/2012/text-1.md").read_text("utf-8")
    assert "other.png" in (home.content / "articles/2012/text-1.md").read_text("utf-8")


def test_a_disk_that_refuses_one_of_the_moves_changes_no_text(home, site, monkeypatch):
    """The texts that would name the images are there still."""
    # given
    server, _ = site
    old = f"http://127.0.0.1:{server.server_address[1]}"
    home.move(wxr(item(1, body=f'<img src="{old}/up/2012/05/desk.png">'), old=old))
    before, moved, rename = home.files(), [], Path.rename

    def refuse(self, target):
        moved.append(target)
        if len(moved) == 4:
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(self, target)

    # when
    get = fetch.getter(lambda address: address == "127.0.0.1")
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(DeskError, match="No space left"):
        fetch.fetch_images(home.content, ["127.0.0.1"], 1 << 20, get)

    # then
    assert len(moved) > 4
    assert home.files() == before


def test_without_a_host_it_only_says_whose_they_are(home):
    """Nobody's pictures are taken by accident, and no machine behind this one is asked."""
    # given
    home.move(
        wxr(item(1, body='<img src="http://127.0.0.1:1/x.png"><img src="https://other.example/y.png">'))
    )

    # then
    assert main(["images", "--into", str(home.content)]) == 0
    assert "1 other.example" in home.capsys.readouterr().out
    assert main(["images", "--into", str(home.content), "--host", "127.0.0.1"]) == 0
    assert "not fetched: http://127.0.0.1:1/x.png" in home.capsys.readouterr().out
    assert not Path(home.content, "images").exists()
