"""plugins/pages/assets.py"""

import pytest

from plugins.pages.assets import name_assets, without_comments


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
    assert without_comments(sheet) == '.a{content: "/* b */ ; }";}.e{content: \'"/*\';}'


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
