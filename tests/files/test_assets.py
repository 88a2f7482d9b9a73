"""plugins/files/assets.py"""

import pytest

from plugins.files.assets import name_assets, without_comments


def test_a_stylesheet_asks_for_the_digested_names():
    """Files that are cached for a year must never be asked for by their plain name."""
    # given
    files = {"css/site.css": b"@font-face{src:url('../fonts/a.woff2')}", "fonts/a.woff2": b"font"}

    # when
    assets = name_assets(files)

    # then
    font = assets["fonts/a.woff2"].path.removeprefix("static/fonts/")
    assert assets["css/site.css"].data == f'@font-face{{src:url("../fonts/{font}")}}'.encode()


def test_a_stylesheet_is_published_without_comments_and_layout():
    """They are for us; what looks like one within a string is none."""
    # given
    sheet = '/* a */\n.a { content: "/* b */ ; }"; }\n  /* c\n "d" */\n.e { content: \'"/*\'; } /* f */\n'

    # then
    assert without_comments(sheet) == '.a{content:"/* b */ ; }";}.e{content:\'"/*\';}'


def test_what_the_script_of_all_pages_imports_has_its_digested_name():
    """A kept script must not import what another release had."""
    files = {"js/site/a.js": b'import("./b.js")', "js/b.js": b"1"}

    assets = name_assets(files)

    name = assets["js/b.js"].path.removeprefix("static/js/")
    assert f'import("./{name}")'.encode() in assets["js/site.js"].data


def test_a_changed_font_renames_the_stylesheet_too():
    """Otherwise a browser would keep the old stylesheet, which asks for the old font."""
    # given
    sheet = b"@font-face{src:url(../fonts/a.woff2)}"

    # when
    before = name_assets({"css/site.css": sheet, "fonts/a.woff2": b"old"})
    after = name_assets({"css/site.css": sheet, "fonts/a.woff2": b"new"})

    # then
    assert before["css/site.css"].path != after["css/site.css"].path


def test_the_scripts_of_every_page_are_one_file():
    """One request, and a name in one of them is not a name in the other."""
    # given
    files = {"js/site/b.js": b"const a = 2;\n", "js/site/a.js": b"const a = 1;", "js/search.js": b"0;"}

    # when
    assets = name_assets(files)

    # then
    assert assets.keys() == {"js/site.js", "js/search.js"}
    assert assets["js/site.js"].data == b"{\nconst a = 1;}\n{\nconst a = 2;\n}\n"


def test_a_stylesheet_that_names_a_missing_file_stops_the_build():
    """A missing font is found by the author of the theme, not by a reader."""
    # when
    with pytest.raises(KeyError) as caught:
        name_assets({"css/site.css": b"a{background:url(nothing.png)}"})

    # then
    assert caught.value.args == ("css/nothing.png",)


def test_a_script_loses_its_remarks_and_its_indents():
    """They are for who reads the source; addresses keep their slashes."""
    # when
    assets = name_assets({"js/a.js": b'// Why.\nif (one) {\n  go("https://host.example/"); // now\n}\n'})

    # then
    assert assets["js/a.js"].data == b'if (one) {\ngo("https://host.example/"); // now\n}\n'


def test_what_feeds_name_keeps_its_address():
    """With a digest in it, another colour would change every archive; what it asks for has one."""
    # given
    sheet = b'@font-face{src:url("../fonts/a.woff2")}'

    # when
    before = name_assets({"css/feed.css": sheet, "icons/feed.png": b"1", "fonts/a.woff2": b"font"})
    after = name_assets(
        {"css/feed.css": sheet + b"a{color:red}", "icons/feed.png": b"2", "fonts/a.woff2": b"font"}
    )

    # then
    paths = {name: asset.path for name, asset in before.items()}
    assert paths == {name: asset.path for name, asset in after.items()}
    assert (paths["css/feed.css"], paths["icons/feed.png"]) == ("feeds/feed.css", "feeds/logo.png")
    assert before["css/feed.css"].data.decode() == f'@font-face{{src:url("../{paths["fonts/a.woff2"]}")}}'
