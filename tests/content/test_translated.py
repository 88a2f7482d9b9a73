"""Sentences of real advertisements and letters, put plainly with the dictionary as it is published."""

from pathlib import Path

import pytest

from plugins.glossary.__main__ import main

CONTENT = Path(__file__).parents[2] / "content"

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
Requests for flexible working are considered under the law.
We offer a flexible approach to hours.
Health, dental and vision.
Diversity, equity and inclusion.
Resilient supply chains.
You will make a difference to their lives.
It was a highly rewarding year.
Probation Officer, HM Prison and Probation Service
Advanced Excel skills, including pivot tables
Calibration of test equipment
Fault-finding and calibration
A team where you feel valued
Properties valued at over £1m
Keep passengers informed of any disruption.
Our Restructuring and Insolvency team
Leveraged finance
Handle compensation claims.
Network bandwidth
Backfilling of trenches
Our takeaway and our dine-in customers
Using Agile and Scrum
We empower our people. Empowering teams.
Organisational and time management skills
"""

NO_WORDS = """\
No, thank you: we offer choice, and pay attention to what you say.

You gain exposure to wards across the Trust.

We want to report how often you post.

Proud of meeting the needs of others, and glad to raise awareness.

Just write.

A strong sense of purpose, and a letter to consultants.

Acting as the first of many, cold calling, and no clock watcher.

The donor journey, negotiating offers, and a stakeholder pension: dental and vision insurance.
"""
"""Words that are those of entries, and mean something else."""

BECOMES = {
    "Overall: meets expectations.": "Overall: meets the budget.",
    "A kitchen is a fast-paced environment.": "A kitchen is an understaffed place.",
    "A high-volume, fast-paced environment.": "A high-volume, understaffed place.",
    "Written and verbal communication skills.": "Manners.",
    "Excellent communication skills and executive presence": "Excellent manners and height",
    "You eat feedback for breakfast.": "You eat criticism for breakfast.",
    "Pass your six-month probation.": "Pass your six-month trial.",
    "We're a family here.": "We are an employer here.",
    "We offer hybrid working.": "We offer half-at-home working.",
    "After careful consideration, we will move forward with other candidates.": "After a glance, we will hire somebody else.",
    "We are moving forward with another candidate.": "We are hiring somebody else.",
    "We decided to move forward with candidates whose experience fits.": "We decided to hire somebody else whose experience fits.",
    "We have decided not to progress your application.": "We have decided to refuse you.",
    "You have not been successful on this occasion.": "You have not been successful this time.",
    "You were not the right fit.": "You were not like us.",
    "We look for cultural fit.": "We look for family likeness.",
    "We will keep your résumé on file.": "We will overlook you.",
    "We work hard and play hard.": "We work late, then drink with the manager.",
    "A zero hours contract.": "A contract that promises nothing.",
    "Salary: competitive": "A salary",
    "Competitive rates of pay": "A rate",
    "No two days are the same!": "Nobody has made a plan!",
    "You have a bias for action and a growth mindset.": "You have a dislike of thinking and an appetite for homework.",
    "Comfortable with ambiguity.": "Comfortable with muddle.",
    "Hours: temp to perm": "Hours: on-approval",
    "A temp-to-perm role.": "An on-approval role.",
    "Someone who shares our passion for the sea.": "Someone who shares our weakness for the sea.",
    "You should be a self-starter with an entrepreneurial mindset.": "You should be a castaway with a taste for other people's risks.",
    "Be a team player who is able to use their own initiative.": "Be a conformist who is able to work by guesswork.",
    "Deep dive into data to uncover actionable insights.": "A look into data to uncover charts.",
    "Our talent partner will call.": "Our recruiter will call.",
    "Write to our Head of Talent.": "Write to our recruiter.",
    "We are an equal opportunities employer and welcome all.": "We are a law-abiding employer and welcome all.",
    "We are committed to equal opportunities.": "We are committed to the law.",
    "Unlimited holiday, and we trust you to take it": "Holiday at your own risk, and we trust you to take it",
    "Take ownership of features.": "Take the blame for features.",
    "Due to the high volume of applications, we cannot answer.": "To save ourselves trouble, we cannot answer.",
    "The ideal candidate will thrive under pressure.": "Whoever we like will work without colleagues.",
    "An exciting opportunity has arisen for a nurse.": "Somebody has left, and we want a nurse.",
    "Sales Executive – Uncapped Commission": "Sales Executive – Commission without a floor",
    "Basic £24,000, OTE £60,000": "Basic £24,000, pay on paper £60,000",
    "Your OTE will be £40k.": "Your pay on paper will be £40k.",
    "Realistic OTE in your first year": "Realistic pay on paper in your first year",
    "OTE in year one is £42,000": "Pay on paper in year one is £42,000",
    "We offer OTE of £40k": "We offer pay on paper of £40k",
    "Must be able to multi-task.": "Must be able to bungle.",
    "Strong multi-tasking skills": "Strong bungling skills",
    "This is not a 9 to 5.": "This is a nine-to-nine.",
    "Able to work on own initiative and as part of a team": "Able to work by guesswork and as part of a team",
    "Able to work using your own initiative and within a team": "Able to work by guesswork and within a team",
    "Able to work under pressure and to tight deadlines": "Able to work without colleagues and to tight deadlines",
    "Able to work to tight deadlines and under pressure": "Able to work round late decisions and under pressure",
    "The post is subject to funding.": "The post is subject to your finding the money.",
    "A year, subject to funding, in Leeds": "A year, subject to your finding the money, in Leeds",
    "Following a robust calibration, we wrote.": "Following a robust argument over marks, we wrote.",
    "Your feedback would be valued.": "Your criticism will be filed.",
    "Experience of agile teams": "Experience of unplanned teams",
    "Excellent attention to detail and a good sense of humour.": "Excellent eyesight and a thick skin.",
    "In a dynamic and fast-moving environment": "In an understaffed place",
    "In a busy and fast-paced environment": "In an understaffed place",
    "Work/life balance matters.": "Sleep matters.",
    "We promise a better work-life balance.": "We promise sleep.",
    "Carry out any other reasonable duties as requested.": "Carry out anything else as requested.",
    "Perform other duties as assigned.": "Perform anything else as assigned.",
    "To undertake any other duties": "To undertake anything else",
    "Some of the perks of working here": "Some of the consolations of working here",
    "You are empowered to decide.": "You are left to decide.",
    "Are you money-motivated?": "Are you penniless?",
    "Negotiable depending on experience": "To be argued over",
    "Strong time management skills": "Strong stamina",
    "We will keep your CV on file for future opportunities.": "We will overlook you for future opportunities.",
    "Step outside your comfort zone.": "Step outside your job description.",
}


@pytest.fixture
def put(tmp_path, capsys):
    """What the command makes of lines, each a block."""

    def put_plainly(lines: list[str]) -> list[str]:
        text = tmp_path / "text.txt"
        text.write_text("\n\n".join(lines), "utf-8")
        assert main(["translate", str(text), "--content", str(CONTENT)]) == 0
        return capsys.readouterr().out.split("\n\n")[: len(lines)]

    return put_plainly


def test_a_word_in_another_sense_stays(put):
    """What is no jargon where it stands is left alone."""
    lines = STAYS.splitlines()

    assert put(lines) == lines


def test_a_word_in_another_sense_is_no_word_of_the_dictionary(tmp_path, capsys):
    """It is not even listed."""
    # given
    text = tmp_path / "text.txt"
    text.write_text(NO_WORDS, "utf-8")

    # when
    code = main(["translate", str(text), "--content", str(CONTENT)])

    # then
    assert code == 0
    assert capsys.readouterr().out == f"{NO_WORDS}\n0 words found, 0.0 in a hundred\n"


def test_what_is_meant_is_said(put):
    """Sentences as they read afterwards."""
    put_so = put(list(BECOMES))

    assert dict(zip(BECOMES, put_so, strict=True)) == BECOMES
