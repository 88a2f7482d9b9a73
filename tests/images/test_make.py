"""What cameras, programs and mischief leave in a folder of images."""

from io import BytesIO

import pytest
from PIL import Image, ImageSequence

from plugins.images.make import MOST_PIXELS, make, measure_svg
from plugins.images.model import ImageFault

SECRETS = (b"SecretCam", b"secret comment", b"GPS", b"Exif", b"http://ns.adobe.com/xap")


def photo(width: int = 900, height: int = 600, mode: str = "RGB") -> Image.Image:
    """Something without edges, and never the same twice in a row of pixels."""
    ramp = Image.linear_gradient("L").resize((width, height))
    across = ramp.rotate(90).resize((width, height))
    rings = Image.radial_gradient("L").resize((width, height))
    return Image.merge("RGB", (ramp, across, rings)).convert(mode)


def saved(image: Image.Image, form: str, **options) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def secrets() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "SecretCam"
    exif[0x0112] = 6  # held on its side
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 30.0, 1.0), 3: "E", 4: (13.0, 24.0, 1.0)})
    return exif


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def test_a_photograph_is_offered_in_today_s_formats_and_four_widths():
    """AVIF before WebP, from narrow to wide; JPEG for the rest."""
    # when
    made = make(saved(photo(3000, 2000), "JPEG", quality=95), "jpg", "key")

    # then
    assert [(one.ending, one.width) for one in made.picture.renditions] == [
        *(("avif", width) for width in (400, 640, 960, 1280)),
        *(("webp", width) for width in (400, 640, 960, 1280)),
    ]
    assert (made.picture.width, made.picture.height) == (1920, 1280)
    assert opened(made.files["image.jpg"]).size == (1920, 1280)
    for one in made.picture.renditions:
        image = opened(made.files[one.name])
        assert (image.format, image.width) == (one.ending.upper(), one.width)
        assert abs(image.height - one.width * 2 / 3) <= 1
        assert len(made.files[one.name]) < len(made.files["image.jpg"])


def test_a_small_image_is_not_made_larger():
    """Nor in two widths that are nearly one."""
    # when
    made = make(saved(photo(420, 280), "JPEG", quality=95), "jpg", "key")

    # then
    assert {one.width for one in made.picture.renditions} == {420}


@pytest.mark.parametrize(
    ("form", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif")]
)
def test_where_and_when_and_by_whom_is_left_out(form, ending):
    """A photograph of the office says where the office is."""
    # given
    options = {"exif": secrets().tobytes(), "xmp": b"http://ns.adobe.com/xap"}
    if form == "JPEG":
        options["comment"] = b"secret comment"
    data = saved(photo(600, 400), form, **options)
    assert b"SecretCam" in data

    # when
    made = make(data, ending, "key")

    # then
    for name, file in made.files.items():
        assert not [secret for secret in SECRETS if secret in file], name
        assert not opened(file).getexif(), name


def test_an_image_held_on_its_side_stands_upright():
    """The note that said so is gone, so the pixels must be turned."""
    # given
    image = Image.new("RGB", (60, 40), "white")
    image.paste("red", (0, 0, 20, 40))  # at the left of the sensor: at the top, for who held it so

    # when
    made = make(saved(image, "JPEG", quality=95, exif=secrets().tobytes()), "jpg", "key")

    # then
    upright = opened(made.files["image.jpg"])
    assert upright.size == (made.picture.width, made.picture.height) == (40, 60)
    red, green, _ = upright.getpixel((20, 5))
    assert red > 200
    assert green < 60


def test_a_transparent_png_stays_transparent():
    """On paper by night, a white box is a hole."""
    # given
    image = photo(500, 300).convert("RGBA")
    image.putalpha(Image.radial_gradient("L").resize((500, 300)))

    # when
    made = make(saved(image, "PNG"), "png", "key")

    # then
    assert {opened(file).mode for file in made.files.values()} == {"RGBA"}


def test_a_drawing_stays_without_loss():
    """Letters in a diagram keep their edges: no AVIF, and each pixel as it was."""
    # given
    image = Image.new("RGB", (500, 300), "#fdfbf7")
    image.paste("#7a1f12", (50, 50, 300, 200))

    # when
    made = make(saved(image, "PNG"), "png", "key")

    # then
    assert {one.ending for one in made.picture.renditions} <= {"webp"}
    for name, file in made.files.items():
        if name in ("image.png", "500.webp"):
            assert opened(file).convert("RGB").tobytes() == image.tobytes()


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_print_colours_and_greys_are_shown_as_they_look(mode):
    """CMYK as it is would be shown in false colours, or not at all."""
    # given
    image = Image.new("RGB", (300, 200), (200, 40, 30)).convert(mode)

    # when
    made = make(saved(image, "JPEG", quality=95), "jpg", "key")

    # then
    wanted = image.convert("RGB").getpixel((100, 100))
    for file in made.files.values():
        shown = opened(file).convert("RGB").getpixel((100, 100))
        assert all(abs(one - other) < 8 for one, other in zip(shown, wanted, strict=True))


def test_sixteen_bits_become_eight():
    """A scan's middle grey stays a middle grey."""
    # given
    image = Image.new("I;16", (300, 200), 32_768)

    # when
    made = make(saved(image, "PNG"), "png", "key")

    # then
    assert {opened(file).convert("L").getpixel((9, 9)) for file in made.files.values()} == {128}


def test_a_palette_with_a_transparent_colour_keeps_both():
    """As old diagrams are saved."""
    # given
    image = Image.new("P", (300, 200), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(1, (0, 0, 100, 200))

    # when
    made = make(saved(image, "PNG", transparency=0), "png", "key")

    # then
    for file in made.files.values():
        shown = opened(file).convert("RGBA")
        assert shown.getpixel((50, 50)) == (0, 0, 255, 255)
        assert shown.getpixel((200, 50))[3] == 0


def test_a_moving_gif_keeps_its_frames_and_its_times():
    """And is offered as WebP, where that is smaller."""
    # given
    frames = [photo(200, 120).rotate(40 * number) for number in range(5)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=[100, 200, 300, 100, 100], loop=0,
                 comment=b"secret comment")  # fmt: skip

    # when
    made = make(data, "gif", "key")

    # then
    assert made.picture.renditions
    for file in made.files.values():
        image = opened(file)
        assert image.n_frames == 5
        assert [one.copy().info["duration"] for one in ImageSequence.Iterator(image)] == [
            100,
            200,
            300,
            100,
            100,
        ]
        assert b"secret comment" not in file


def test_the_same_image_gives_the_same_bytes():
    """Otherwise every build publishes it anew."""
    data = saved(photo(), "JPEG")

    assert make(data, "jpg", "key") == make(data, "jpg", "key")


def huge() -> bytes:
    """A PNG of a few bytes that says it has a billion pixels."""
    data = bytearray(saved(Image.new("1", (8, 8)), "PNG"))
    data[16:24] = (40_000).to_bytes(4, "big") + (30_000).to_bytes(4, "big")
    import zlib

    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "ending", "said"),
    [
        (saved(photo(), "JPEG")[:9_000], "jpg", "is cut off or damaged (image file is truncated"),
        (saved(photo(), "PNG")[:9_000], "png", "is cut off or damaged ("),
        (huge(), "png", f"has more than {MOST_PIXELS:,} pixels; make it smaller"),
        (
            saved(Image.new("1", (10_000, 5_001)), "PNG"),
            "png",
            "has 10,000 × 5,001 pixels, and more than 50,000,000;",
        ),
        (saved(photo(), "PNG"), "jpg", 'holds a PNG; name it so, not ".jpg"'),
        (b"", "png", "is no image, or damaged; save it again as JPEG or PNG"),
        (b"<html>not found</html>", "jpg", "is no image, or damaged; save it again as JPEG or PNG"),
        (saved(photo(), "TIFF"), "tiff", "is a .tiff, which browsers do not show; save it as JPEG or PNG"),
        (
            saved(photo(64, 64), "WEBP", save_all=True, append_images=[Image.new("RGB", (64, 64))]),
            "webp",
            "moves; save it as GIF, or as one picture",
        ),
    ],
)
def test_what_cannot_be_used_is_said(data, ending, said):
    """What is wrong, and what to do."""
    with pytest.raises(ImageFault) as caught:
        make(data, ending, "key")

    assert str(caught.value).startswith(said)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}></svg>'


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="480" height="276"', (480, 276)),
        ('width="480px" height="276px" viewBox="0 0 10 10"', (480, 276)),
        ('viewBox="0 0 480.4 276"', (480, 276)),
        ('width="100%" height="100%" viewBox="-5,-5 480 276"', (480, 276)),
        ('width="960" viewBox="0 0 480 276"', (960, 552)),
        ("", (300, 150)),
        ('viewBox="0 0 0 0"', (300, 150)),
        ('height="300"', (600, 300)),
    ],
)
def test_an_svg_says_its_size(attributes, size):
    """Without it the text below would jump when it comes."""
    picture = measure_svg(SVG.format(attributes).encode())

    assert (picture.width, picture.height) == size


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<svg", "is no SVG ("),
        ("<html></html>", "is no SVG: its first element is another; export it again"),
    ],
)
def test_an_svg_that_is_none_is_said(text, said):
    """What is wrong, and what to do."""
    with pytest.raises(ImageFault) as caught:
        measure_svg(text.encode())

    assert str(caught.value).startswith(said)
