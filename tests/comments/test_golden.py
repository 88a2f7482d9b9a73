"""golden/<case>/in, the folder of one thread, becomes golden/<case>/out, byte for byte.

What comes out is either findings.txt or thread.html and comments.json.
in/policy.json, where there is one, says what an article would say: state, closes_at, form.
"""

import json
from pathlib import Path

import pytest

from plugins.comments.model import Form, Policy, State
from plugins.comments.moment import parse_moment
from plugins.comments.parse import parse_thread
from plugins.comments.public import public_thread
from plugins.comments.render import render_thread

CASES = sorted((Path(__file__).parent / "golden").iterdir())


def read_case(case: Path) -> dict[str, bytes]:
    folder = f"content/comments/{case.name}"
    return {
        f"{folder}/{path.name}": path.read_bytes()
        for path in (case / "in").iterdir()
        if path.suffix != ".json"
    }


def read_policy(case: Path) -> tuple[Policy, Form | None]:
    file = case / "in" / "policy.json"
    said = json.loads(file.read_text()) if file.exists() else {}
    closes_at = parse_moment(said["closes_at"]) if "closes_at" in said else None
    form = Form(said["form"]) if "form" in said else None
    return Policy(State(said.get("state", "open")), closes_at), form


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_folder_of_comments(case, render_macro, check_golden):
    """A new case is a new folder and no Python."""
    # given
    policy, form = read_policy(case)

    # when
    thread, findings = parse_thread(case.name, read_case(case))

    # then
    if findings:
        check_golden("".join(f"{finding}\n" for finding in findings).encode(), case / "out" / "findings.txt")
        return
    view = render_thread(thread, f"/2026/{case.name}/", policy=policy, form=form)
    check_golden(render_macro(view).encode(), case / "out" / "thread.html")
    check_golden(as_json(public_thread(view)), case / "out" / "comments.json")
