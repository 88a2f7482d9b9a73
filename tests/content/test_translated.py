"""Sentences of real advertisements and letters, put plainly with the dictionary as it is published."""

from pathlib import Path

import pytest

from plugins.glossary.__main__ import main

STAYS = """\
Wear a high visibility vest on the 40-minute journey to the depot.
We support families in their homes.
Hybrid vehicles and climate resilience.
A busy mum on a busy ward.
An exciting opportunity.
Thought leadership and servant leadership.
Come on, perk up!
The probation service.
Ask the Talent Acquisition Team.
Strategic Partnerships Manager
Probation Officer, HM Prison and Probation Service
"""

BECOMES = {
    "Overall: meets expectations.": "Overall: meets the budget.",
    "A kitchen is a fast-paced environment.": "A kitchen is an understaffed place.",
    "Written and verbal communication skills.": "Emails.",
    "You eat feedback for breakfast.": "You eat criticism for breakfast.",
    "Pass your six-month probation.": "Pass your six-month trial.",
    "We're a family here.": "We are an employer here.",
    "We offer hybrid working.": "We offer half-at-home working.",
    "After careful consideration, we will move forward with other candidates.": "After a glance, we will hire somebody else.",
    "We are moving forward with another candidate.": "We are hiring somebody else.",
    "You have not been successful on this occasion.": "You have not been successful this time.",
    "You were not the right fit.": "You were not like us.",
    "We look for cultural fit.": "We look for family likeness.",
    "We will keep your résumé on file.": "We will forget you.",
    "We work hard and play hard.": "We work late, then drink with the manager.",
    "A zero hours contract.": "A contract that promises nothing.",
    "Salary: competitive": "A salary",
}


@pytest.fixture
def put(tmp_path, capsys):
    """What the command makes of lines, each a block."""

    def put_plainly(lines: list[str]) -> list[str]:
        text = tmp_path / "text.txt"
        text.write_text("\n\n".join(lines), "utf-8")
        assert main(["translate", str(text), "--content", str(Path(__file__).parents[2] / "content")]) == 0
        return capsys.readouterr().out.split("\n\n")[: len(lines)]

    return put_plainly


def test_a_word_in_another_sense_stays(put):
    """What is no jargon where it stands is left alone."""
    lines = STAYS.splitlines()

    assert put(lines) == lines


def test_what_is_meant_is_said(put):
    """Sentences as they read afterwards."""
    put_so = put(list(BECOMES))

    assert dict(zip(BECOMES, put_so, strict=True)) == BECOMES
