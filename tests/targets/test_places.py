"""`PUBLISH_TARGETS`: what an author can write there, and what is told with its line."""

from pathlib import Path

import pytest

from plugins.publish.model import PublishError
from plugins.publish.places import chosen, read_targets
from plugins.source import AuthorErrors


def faults(text: str, tmp_path) -> list[str]:
    """What is said of a settings file, a finding a line."""
    path = tmp_path / "publishconf.py"
    path.write_text(text, "utf-8")
    settings: dict[str, object] = {}
    exec(text, settings)  # noqa: S102 - settings are a program
    with pytest.raises(AuthorErrors) as caught:
        read_targets(settings, path)
    return str(caught.value).replace(f"{path}", "publishconf.py").splitlines()


def test_everything_that_is_wrong_is_told_at_once_with_its_line(tmp_path):
    """As of texts."""
    text = """SITEURL = "https://a.example"
PUBLISH_TARGETS = [
    "ftp://host.example/x",
    "ssh://deploy:secret@host.example/srv/x",
    "ssh://host.example",
    "ssh://host.example/srv/x?keep=5",
    "ssh://-oProxyCommand=x/srv/x",
    7,
    "file://host/srv/x",
    "s3://bucket?mode=both&clean=1",
    "s3://Bucket",
]
AFTER_PUBLISH = "purge --all"
"""
    options = "there is config, name, site"
    write = "write ssh://user@host/folder, git+ssh://git@host/site.git#branch, s3://bucket/prefix or file:///folder"
    assert faults(text, tmp_path) == [
        f"publishconf.py:3: ftp://host.example/x is no address of a target; {write}",
        "publishconf.py:4: ssh://deploy:…@host.example/srv/x: there is a password in it; take it out, and give it where"
        " the program looks for it (docs/publishing.md)",
        "publishconf.py:5: ssh://host.example: it names no folder; write the whole path of one there,"
        " ssh://user@host/srv/site",
        f'publishconf.py:6: ssh://host.example/srv/x?keep=5: "keep" is no option of such an address; {options}',
        'publishconf.py:7: ssh://-oProxyCommand=x/srv/x: "-oProxyCommand=x" cannot be a host',
        f"publishconf.py:8: 7 is no address; {write}",
        'publishconf.py:9: file://host/srv/x: "host" is a host; of a folder of this machine write file:///srv/site',
        "publishconf.py:10: s3://bucket?mode=both&clean=1: clean=1 is not for mode=pointer, where the proxy knows"
        " addresses; leave one of them out",
        "publishconf.py:10: s3://bucket?mode=both&clean=1: mode=both is not known; write mode=pointer, or leave it out",
        'publishconf.py:11: s3://Bucket: "Bucket" cannot be a bucket; its name has 3 to 63 small letters, digits,'
        " hyphens and full stops",
        'publishconf.py:13: AFTER_PUBLISH is no list of a program and its arguments; write ["program", "argument"]',
    ]


def test_two_of_one_name_are_told_apart(tmp_path):
    """`make send TARGET=` must mean one of them."""
    text = 'PUBLISH_TARGETS = ["ssh://a.example/x",\n    "ssh://a.example/y"]\n'
    assert faults(text, tmp_path) == [
        'publishconf.py:2: ssh://a.example/y has the name "a.example" of another target; add ?name=…'
    ]


@pytest.mark.parametrize("found", ["ssh://a.example/x", {"prod": "ssh://a.example/x"}])
def test_it_is_a_list(tmp_path, found):
    """Whose order is that of sending."""
    assert faults(f"PUBLISH_TARGETS = {found!r}\n", tmp_path) == [
        'publishconf.py:1: PUBLISH_TARGETS is no list; write ["ssh://user@host/folder"]'
    ]


def test_a_target_is_chosen_by_its_name():
    """By default all; a name that there is not is told with those that there are."""
    settings = {
        "PUBLISH_TARGETS": ["ssh://a.example/x", "ssh://b.example/x?name=prod&site=https://c.example/"]
    }
    targets = read_targets(settings, Path("publishconf.py"))

    assert [target.name for target in chosen(targets, "")] == ["a.example", "prod"]
    assert chosen(targets, "prod")[0].site == "https://c.example"
    with pytest.raises(PublishError) as caught:
        chosen(targets, "stage")
    assert str(caught.value) == "there is no target stage; there is a.example, prod"
    with pytest.raises(PublishError):
        chosen((), "")
