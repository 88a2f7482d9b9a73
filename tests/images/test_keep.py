"""An image is worked on once."""

import shutil

from PIL import Image

from plugins.images.keep import Images
from plugins.seal import seal


def test_an_image_is_made_once(tmp_path):
    """The second time what was made is read; where it is gone or damaged it is made again."""
    # given
    path = tmp_path / "desk.png"
    Image.linear_gradient("L").resize((500, 300)).save(path)
    images = Images(tmp_path / "kept")

    # when
    picture = images.picture(path)
    kept = tmp_path / "kept" / picture.key
    whole = images.file(picture, picture.name, path)
    (kept / picture.name).write_bytes(seal(b"as it was kept", picture.key, picture.name))

    # then
    assert images.picture(path) == picture
    assert images.file(picture, picture.name, path) == b"as it was kept"

    # when
    (kept / picture.name).write_bytes((kept / picture.name).read_bytes()[:-3])
    assert images.file(picture, picture.name, path) == whole
    (kept / "picture.json").write_text("{", "utf-8")
    assert images.picture(path) == picture
    shutil.rmtree(tmp_path / "kept")

    # then
    assert images.file(picture, picture.name, path) == whole
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [picture.key]


def test_capitals_in_the_ending_mean_nothing(tmp_path):
    """Cameras write IMG_0001.JPG."""
    # given
    path = tmp_path / "IMG_0001.JPG"
    Image.linear_gradient("L").resize((500, 300)).save(path, "JPEG")

    # then
    assert Images(tmp_path / "kept").picture(path).ending == "jpg"
