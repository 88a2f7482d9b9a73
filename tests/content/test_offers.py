"""The sheet of the article about two offers: content/tools/offers.js, held against the article's Python."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import lxml.html
import pytest

CONTENT = Path(__file__).parents[2] / "content"
ARTICLE = (CONTENT / "articles/2024/two-offers-and-eleven-lines-of-python.md").read_text("utf-8")
SCRIPT = CONTENT / "tools" / "offers.js"

CASES = [
    (48_000, 0.10, 0.5, 0.03, 3_900, 44, 4, 2.0, 30, 0.28),
    (43_000, 0, 0, 0.08, 700, 38, 2, 0.8, 35, 0.28),
    (0, 0, 0, 0, 0, 40, 0, 0, 0, 0),
    (21_650.5, 0.125, 1, 0.03, 0, 37.5, 5, 1.25, 28, 0.42),
    (250_000, 1, 1, 0.2, 12_000, 80, 7, 6, 250, 0.9),
    (30_000, 0.05, 0.333, 0.055, 99.99, 1, 0.5, 0.1, 259, 0.01),
]
"""Arguments of `hourly`: pay, bonus, odds, pension, fares, week, office, commute, leave, tax."""


def python_of_the_article():
    """`hourly`, as the article prints it."""
    code = re.search(r"^```python\n(.*?)^```", ARTICLE, re.MULTILINE | re.DOTALL)[1]
    scope = {"print": lambda *_: None}
    exec(compile(code, "article", "exec"), scope)  # noqa: S102
    return scope["hourly"]


def in_node(body):
    """What some JavaScript prints, with the script's names in scope."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: apt-get install nodejs")
    program = f"import {{ hourly, payFor, termsOf }} from {json.dumps(SCRIPT.as_uri())};\n{body}"
    command = [node, "--input-type=module", "--experimental-default-type=module", "-"]
    done = subprocess.run(command, input=program, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_sheet_reckons_as_the_article_does():
    """One sum, printed in one language and run in the other."""
    # when
    sums = in_node(
        f"console.log(JSON.stringify({json.dumps(CASES)}.map((terms) => [hourly(...terms), "
        "payFor(hourly(...terms)[2] * 1.25, terms, hourly(...terms)[1])])))"
    )

    # then
    hourly = python_of_the_article()
    for case, (result, pay) in zip(CASES, sums, strict=True):
        assert result == pytest.approx(hourly(*case), rel=1e-12)
        assert hourly(pay, *case[1:])[2] == pytest.approx(result[2] * 1.25, rel=1e-12)


def test_the_sheet_has_a_line_for_each_argument():
    """In their order, in the units that the article's table has; the examples are the article's."""
    # given
    form = lxml.html.fromstring(re.search(r"<form.*?</form>", ARTICLE, re.DOTALL)[0])
    rows = [[field.get("placeholder") for field in row.iter("input")] for row in form.findall(".//tbody/tr")]

    # when
    columns = [
        [{"value": value, "valueAsNumber": float(value)} for value in column]
        for column in zip(*rows, strict=True)
    ]
    found = in_node(
        f"console.log(JSON.stringify({json.dumps(columns)}.map((column) => "
        "termsOf(column.map((field) => ({ ...field, checkValidity: () => true }))))))"
    )

    # then
    assert found == [pytest.approx(case) for case in CASES[:2]]


def test_the_steps_on_paper_come_to_the_same():
    """Whoever prints the sheet reckons by the lines in it."""
    # given
    form = lxml.html.fromstring(re.search(r"<form.*?</form>", ARTICLE, re.DOTALL)[0])
    steps = [row.find("td").text_content().partition(": ")[2] for row in form.findall(".//tfoot/tr")]
    lines = [[one.get("placeholder") for one in row.iter("input")] for row in form.findall(".//tbody/tr")]
    signs = {"×": "*", "÷": "/", "−": "-", ", less": " -"}

    for column in (0, 1):
        # when
        values, numbers = {}, [row[column] for row in lines]
        for name, step in zip(("money", "hours", "rate"), steps, strict=True):
            for sign, operator in signs.items():
                step = step.replace(sign, operator)
            step = re.sub(r"line (\d+)", lambda found, of=numbers: of[int(found[1]) - 1], step)
            values[name] = eval(step, dict(values))  # noqa: S307

        # then
        assert tuple(values.values()) == pytest.approx(python_of_the_article()(*CASES[column]), rel=1e-12)
