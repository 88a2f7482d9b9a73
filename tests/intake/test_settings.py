"""intake.toml: what is read, what is wrong with it, and what the documentation says of it."""

import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from plugins.intake.commands import COMMANDS, parse
from plugins.intake.settings import SECTIONS, Settings, parse_intake, read_intake
from plugins.source import AuthorErrors

ROOT = Path(__file__).parents[2]


def shown(default: object) -> str:
    if isinstance(default, tuple):
        return "[" + ", ".join(f'"{one}"' for one in default) + "]"
    return {True: "true", False: "false"}.get(default, default) if isinstance(default, bool) else str(default)


def test_the_documentation_has_every_key_with_its_default():
    text = (ROOT / "docs/intake.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+\.\w+)` \| (?:`(.*?)`|-) \| (.*) \|$", text, re.MULTILINE)

    assert rows == [
        (f"{section}.{key.name}", shown(key.default), key.metadata["meaning"])
        for section, kind in SECTIONS.items()
        for key in fields(kind)
    ]


def test_the_documentation_has_every_command():
    text = (ROOT / "docs/intake.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", text, re.MULTILINE)

    assert rows == [(name, command.help) for name, command in COMMANDS.items()]


def test_the_units_of_the_documentation_are_units(tmp_path):
    """systemd finds nothing wrong with them where it is there; what they start is a command of ours."""
    text = (ROOT / "docs/intake.md").read_text("utf-8")
    units = re.findall(r"`/etc/systemd/system/([\w.-]+)`[^\n]*\n\n```ini\n(.*?)```", text, re.DOTALL)
    started = re.findall(r"^ExecStart=\S+ -m plugins\.intake (.*)$", text, re.MULTILINE)
    [example] = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)

    assert parse_intake(example).desk.database.startswith("sqlite:////")
    assert {name.rpartition(".")[0] for name, _ in units} == {
        *("comment-desk", "comment-desk-night", "comment-desk-work", "comment-desk-watch")
    }
    assert {parse(words.split()).command for words in started} == {"serve", "tidy", "backup", "work", "watch"}
    assert len(started) == text.count("ExecStart=")
    if program := shutil.which("systemd-analyze"):
        for name, unit in units:
            (tmp_path / name).write_text(unit.replace("/srv/desk/bin/python", sys.executable))
        paths = [str(tmp_path / name) for name, _ in units]
        done = subprocess.run([program, "verify", *paths], capture_output=True, text=True, check=False)
        assert (done.returncode, [line for line in done.stderr.splitlines() if "comment-desk" in line]) == (
            0,
            [],
        )


@pytest.mark.ours
def test_the_policy_promises_what_the_settings_hold():
    """content/pages/comment-policy.md says in words how long what is kept."""
    text = (ROOT / "content/pages/comment-policy.md").read_text("utf-8")
    keep = Settings().keep
    words = {7: "seven"}

    assert set(re.findall(r"(\d+) days", text)) == {str(keep.days)}
    assert f"there are {words[keep.backups]} of them" in text
    assert "change it while it waits and take it back at any time" in text


def test_an_empty_file_is_a_desk():
    assert parse_intake("") == Settings()


def test_what_is_said_holds():
    settings = parse_intake(
        '[desk]\nproxies = ["10.0.0.1"]\nurl = "https://a.example/answers"\n[keep]\ndays = 9\n'
    )

    assert settings.desk.proxies == ("10.0.0.1",)
    assert (settings.root, settings.origin) == ("/answers/", "https://a.example")
    assert settings.keep.days == 9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[desk]\nthread = 3\n", 'intake.toml:2: unknown key "thread" in [desk]; write threads'),
        ("[dsk]\n", 'intake.toml:1: unknown section "dsk"; write [desk]'),
        (
            "url = 3\n",
            'intake.toml:1: unknown section "url"; write one of desk, limits, keep, mail, mentions',
        ),
        ("[desk]\n\nthreads = 0\n", 'intake.toml:3: "threads" cannot be 0; write 1 or more'),
        ("[keep]\ndays = true\n", 'intake.toml:2: "days" is of another kind; write a whole number'),
        ('[desk]\nproxies = "x"\n', 'intake.toml:2: "proxies" is of another kind; write a list of texts'),
        ('[desk]\nurl = "//host/"\n', 'intake.toml:2: "url" is no web address; write "https://…/comments/"'),
        ('[desk]\nlisten = "8100"\n', 'intake.toml:2: "listen" is no address; write "127.0.0.1:8100"'),
        ('[mail]\nsecurity = "ssl"\n', 'intake.toml:2: "security" is unknown; write starttls, tls or none'),
        (
            '[mail]\nhost = "mail.example"\nmoderators = ["x"]\nsender = "a@b.example"\n',
            'intake.toml:3: "moderators" is no e-mail address; write it as "name@mail.example"',
        ),
        (
            '[mail]\nhost = "mail.example"\n',
            'intake.toml:1: "sender" is no e-mail address; write it as "name@mail.example"',
        ),
        (
            '[desk]\ndatabase = "mysql://x"\n',
            'intake.toml:2: "database" is of another kind; write "sqlite:///file" or "postgresql+psycopg://…"',
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_line(text, said):
    with pytest.raises(AuthorErrors) as wrong:
        parse_intake(text)

    assert str(wrong.value) == said


def test_everything_wrong_is_told_at_once():
    with pytest.raises(AuthorErrors) as wrong:
        parse_intake("[desk]\na = 1\nb = 2\n[keep]\ndays = 0\n")

    assert len(wrong.value.findings) == 3


def test_what_is_no_toml_is_told(tmp_path):
    with pytest.raises(AuthorErrors, match=r"intake.toml:2: .*; write it as TOML"):
        parse_intake("[desk]\nurl =\n")
    with pytest.raises(AuthorErrors, match="there is no such file"):
        read_intake(tmp_path / "none.toml")
