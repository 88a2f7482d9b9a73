"""The comment desk behind nginx, on a phone with scripts off: readers answer, somebody decides by the keyboard."""

import io
import os
import re
import shutil
import sys
from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select

from plugins.comments.parse import parse_thread
from plugins.intake.commands import parse
from plugins.intake.database import connect, reading
from plugins.intake.tables import outbox
from tests import nginx
from tests.browser.argued import LONG
from tests.browser.test_access import axe
from tests.intake.running import running

WIDTH = "document.documentElement.scrollWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll("main button, main input:not([type=hidden])")]
    .filter(one => !one.closest(".unseen") && one.getBoundingClientRect().height < 35.5)
    .map(one => one.outerHTML.slice(0, 80))"""
KEY = "four-hundred"
RIGHT = "correct horse battery"


@pytest.fixture(scope="module")
def desk(argued, tmp_path_factory):
    """A desk for a publication with long threads; its address, its folder and its content/."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(argued.parent / "content", folder / "content")
    (folder / "pelicanconf.py").write_text('ARTICLE_PATHS = ["articles"]\nTIMEZONE = "UTC"\n')
    text = (
        f'[desk]\ndatabase = "sqlite:///intake.db"\nsite = "{argued}"\nurl = "http://127.0.0.1/comments/"\n'
        '[mail]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\nsender = "desk@a.example"\n'
    )
    (folder / "intake.toml").write_text(text)
    (folder / "nginx").mkdir()
    say(folder, "migrate")
    say(folder, "account", "ada", typed=f"{RIGHT}\n")
    with (
        running(folder, text) as [one],
        nginx.serve(nginx.find_nginx(), argued, folder / "nginx", compress=True, desk=one.port) as port,
    ):
        yield f"http://127.0.0.1:{port}", folder


def say(folder, *words, typed=""):
    """What a command says, typed in the folder of the publication."""
    stdin, here = sys.stdin, Path.cwd()
    sys.stdin = io.StringIO(typed)
    os.chdir(folder)
    try:
        options = parse([*words, "--settings", "intake.toml"])
        return options.run(options)
    finally:
        sys.stdin = stdin
        os.chdir(here)


@pytest.fixture
def phone(chromium):
    """A page of a phone, without scripts."""
    context = chromium.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def fill(page, **fields):
    for name, value in fields.items():
        page.fill(f"main form [name={name}] >> nth=0", value)


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def heading(page):
    return page.locator("h1").inner_text()


def test_a_reader_answers_on_a_phone_and_somebody_decides(phone, desk, console):
    address, folder = desk
    console.allow("status of 422")

    # A preview from the page itself, then it is sent, and waits.
    phone.goto(f"{address}{LONG}")
    fill(phone, author="Wren", body="*Nobody* called me back.")
    press(phone, "Preview")
    assert heading(phone) == "Preview"
    assert phone.locator(".e-content em").inner_text() == "Nobody"
    press(phone, "Send")
    assert heading(phone) == "Your comment"
    private = phone.url
    assert "It waits for somebody to read it" in phone.inner_text("main")

    # It is changed.
    fill(phone, body="*Nobody* called me back, for a year.")
    press(phone, "Change")
    assert "for a year" in phone.locator("#said + article").inner_text()

    # A mistake keeps the words.
    phone.goto(f"{address}{LONG}")
    fill(phone, author="Wren", body="To nobody.", replyto="9999")
    press(phone, "Send")
    assert phone.locator("[role=alert]").inner_text().startswith("Nothing was sent, and nothing is lost")
    assert phone.input_value("[name=body]") == "To nobody."
    assert phone.evaluate(WIDTH) <= 390

    # Number 12 is answered from its quoted page.
    phone.goto(f"{address}/comments/to/{KEY}?replyto=12")
    assert phone.locator("#answered").inner_text().startswith("In reply to 12")
    assert phone.input_value("[name=replyto]") == "12"
    fill(phone, author="Robin", body="You were right.")
    press(phone, "Send")

    # Another is taken back.
    phone.goto(f"{address}/comments/to/{KEY}")
    fill(phone, author="Robin", body="I should not say this.")
    press(phone, "Send")
    press(phone, "Withdraw")
    assert "You took it back" in phone.inner_text("main")

    # Somebody decides with the keyboard, on a phone too.
    phone.goto(f"{address}/comments/desk/")
    assert heading(phone) == "Sign in"
    phone.keyboard.press("Tab")
    phone.fill("#name", "ada")
    phone.keyboard.press("Tab")
    phone.keyboard.type(RIGHT)
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    assert "2 waiting" in phone.inner_text("main")
    assert phone.evaluate(WIDTH) <= 390
    phone.get_by_role("link", name="1, Wren").focus()
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    phone.get_by_role("button", name="Approve").focus()
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    assert heading(phone) == "Row 2"
    press(phone, "Approve")
    assert heading(phone) == "What waits"
    assert "Nothing waits" in phone.inner_text("main")

    # What was approved is a file, under the next numbers.
    said = say(folder, "write")
    assert "make publish shows them" in said
    files = {path.name: path.read_bytes() for path in (folder / f"content/comments/{KEY}").glob("*.md")}
    thread, wrong = parse_thread(KEY, files)
    assert not wrong
    one, other = thread.comments[-2:]
    assert (one.number, one.author, one.body) == (401, "Wren", "*Nobody* called me back, for a year.")
    assert (other.number, other.replyto, other.body) == (402, 12, "You were right.")
    phone.goto(private)
    assert "It was approved. The next publish shows it." in phone.inner_text("main")
    log = (folder / "intake-0.log").read_text()
    assert not re.search(r"Wren|Robin|ada|127\.0\.0\.1:\d+ ", log.replace("the desk answers", ""))


def mail_page(folder):
    """Where the message to a reader leads that was made last."""
    engine = connect(f"sqlite:///{folder}/intake.db")
    with reading(engine) as connection:
        mail = connection.execute(select(outbox.c.mail).order_by(outbox.c.id.desc()).limit(1)).scalar_one()
    engine.dispose()
    text = message_from_string(mail, policy=default).get_content()
    return re.search(r"http://[^/]+(/comments/mail/\S+)", text)[1]


def test_axe_finds_nothing_on_any_page_of_the_desk(chromium, desk, console):
    """By day and by night; no page is wider than a phone, and no button smaller than a finger."""
    address, folder = desk
    console.allow("status of 4")
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    found, wide, small = {}, {}, {}

    def look(name, path=""):
        if path:
            page.goto(f"{address}{path}")
        found[name] = axe(page)
        wide[name] = page.evaluate(WIDTH)
        small[name] = page.evaluate(SMALL_TARGETS)

    def post(path, fields):
        inputs = "".join(f'<textarea name="{name}">{value}</textarea>' for name, value in fields.items())
        page.evaluate(
            "([path, html]) => { const form = document.createElement('form'); form.method = 'post';"
            " form.action = path; form.innerHTML = html; document.body.append(form); }",
            [path, inputs],
        )
        with page.expect_navigation():
            page.evaluate("document.body.lastElementChild.submit()")

    long = {"thread": KEY, "author": "W" * 80, "body": "> " + "x" * 300 + "\n\n- a\n\n    code " + "y" * 200}
    look("form", f"/comments/to/{KEY}?replyto=12")
    post("/comments/", long | {"step": "preview"})
    look("preview")
    post("/comments/", long | {"author": "", "website": "x", "replyto": "0", "step": "send"})
    look("faults")
    post("/comments/", long | {"thread": "nothing"})
    look("lost")
    look("not found", "/comments/nothing")
    look("mentions", "/comments/webmention")
    page.goto(f"{address}/comments/to/{KEY}")
    post("/comments/", long | {"leave-empty": "x", "website": "https://x.example/", "step": "send"})
    look("asked again")
    page.goto(f"{address}/comments/to/{KEY}")
    post("/comments/", long | {"step": "send"})
    private = page.url.removeprefix(address)
    look("mine")
    post(private, {"do": "tell", "address": "nobody"})
    look("no address")
    post(private, {"do": "tell", "address": "nell@mail.example"})
    look("address")

    look("mail", mail_page(folder))
    press(page, "Yes, tell me of answers")
    look("mail confirmed")
    press(page, "Stop all of it")
    look("mail stopped")

    look("door", "/comments/desk/login")
    post("/comments/desk/login", {"name": "ada", "password": "wrong"})
    look("door shut")
    page.fill("#name", "ada")
    page.fill("#password", RIGHT)
    press(page, "Sign in")
    look("queue")
    page.locator("h2 a").first.click()
    look("row")
    row = page.url.removeprefix(address).partition("?")[0]
    page.fill("[name=body]", "")
    page.evaluate("for (const one of document.querySelectorAll('[required]')) one.required = false")
    press(page, "Save")
    look("row with a fault")
    look("row again", row)
    press(page, "Approve")
    look("nothing waits", "/comments/desk/")
    look("row approved", row)
    look("mine approved", private)
    post(private, long | {"body": "Other words.", "do": "change"})
    look("mine with a change")
    page.goto(f"{address}/comments/desk/")
    page.locator("h2 a").first.click()
    look("row of a change")
    row = page.url.removeprefix(address).partition("?")[0]
    press(page, "Refuse")
    look("row refused", row)
    page.goto(f"{address}{private}")
    press(page, "Withdraw")
    look("mine withdrawn")
    say(folder, "close", KEY)
    post("/comments/", long | {"step": "send"})
    look("closed")
    say(folder, "close", KEY, "--open")
    page.close()

    assert len(found) == 27
    assert {name: what for name, what in found.items() if what} == {}
    assert {name: width for name, width in wide.items() if width > 390} == {}
    assert {name: what for name, what in small.items() if what} == {}
