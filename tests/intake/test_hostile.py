"""Hostile input: each answer is 4xx and every word is kept where there was one; fuzzed by hypothesis."""

import re
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from plugins.intake.questions import FIELDS_LIMIT
from plugins.intake.tables import entries

FORM = "application/x-www-form-urlencoded"
GOOD = {
    "thread": "the-offer",
    "author": "Wren",
    "website": "",
    "replyto": "",
    "body": "Words.",
    "step": "send",
}


def encoded(**fields):
    return urlencode(GOOD | fields).encode()


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b'{"thread": "the-offer"}', "application/json", 415),
        (b"[]", "application/json", 415),
        (b"", FORM, 404),
        (b"x", FORM, 400),
        (b"&&&", FORM, 400),
        (encoded().decode().encode("utf-16"), FORM, 400),
        (encoded(), f"{FORM}; charset=utf-16", 415),
        (encoded(), f"{FORM}; charset=UTF-8", 303),
        (encoded(), "", 415),
        (encoded(), "text/plain", 415),
        (
            b"--x\r\nContent-Disposition: form-data; name=body\r\n\r\nx\r\n--x--",
            "multipart/form-data; boundary=x",
            415,
        ),
        (encoded() + b"&x=%ED%A0%80", FORM, 400),
        (encoded() + b"&x=%FF%FE", FORM, 400),
        (encoded() + b"&x=\xff\xfe", FORM, 400),
        (encoded() + b"&body=again", FORM, 400),
        (b"&".join(b"f%d=1" % number for number in range(10_000)), FORM, 400),
        (encoded(body="x" * 300_000), FORM, 413),
        (encoded(body="x" * 20_001), FORM, 422),
        (encoded(body="x" * 20_000), FORM, 303),
        (encoded(body="\N{GRINNING FACE}" * 20_000), FORM, 303),
        (encoded(body="a\0b"), FORM, 422),
        (encoded(author="a\0b"), FORM, 422),
        (encoded(thread="the-offer\0"), FORM, 404),
        (encoded(body=""), FORM, 422),
        (encoded(body=" \n\t "), FORM, 422),
        (encoded(author="  "), FORM, 422),
        (encoded(author="x" * 81), FORM, 422),
        (encoded(author="Wren\r\nBcc: eve@evil.example"), FORM, 422),
        (encoded(author="wren@host.example"), FORM, 422),
        (encoded(author="\u202eevil"), FORM, 422),
        (encoded(author="\u200b"), FORM, 422),
        (encoded(author="e" + "\u0301" * 500), FORM, 422),
        (encoded(body="a\u202eb"), FORM, 422),
        (encoded(body="One\na" + "\u0301" * 500), FORM, 422),
        (encoded(replyto="1" + "0" * 30), FORM, 422),
        (encoded(replyto="1" * 5000), FORM, 422),
        (encoded(replyto="-1"), FORM, 422),
        (encoded(replyto="٣"), FORM, 422),
        (encoded(replyto="1.0"), FORM, 422),
        (encoded(website="javascript:alert(1)"), FORM, 422),
        (encoded(website="data:text/html,x"), FORM, 422),
        (encoded(website="//host.example/"), FORM, 422),
        (encoded(website="http://user@host.example/"), FORM, 422),
        (encoded(website="http://[::1"), FORM, 422),
        (encoded(body="[x](https://bank.example:@host.example/)"), FORM, 422),
        (encoded(body="One\n\nhttps://bank.example:443@host.example/"), FORM, 422),
        (encoded(website="https://x.example/\r\nX: y"), FORM, 422),
        (encoded(website="https://" + "x" * 3000), FORM, 422),
        (encoded(step="destroy"), FORM, 200),
    ],
)
def test_what_comes_is_answered_as_it_should_be(open_desk, data, kind, status):
    client = open_desk()

    answer = client.post("/comments/", data=data, kind=kind)

    assert answer.status_code == status, answer.text
    assert len(client.rows()) == (status == 303)


def test_faults_of_every_field_keep_every_word(open_desk):
    client = open_desk()

    page = client.post(
        "/comments/", GOOD | {"author": "\u202e<b>", "body": "a\x07</textarea><script>", "website": '"><'}
    )

    assert page.status_code == 422
    assert "&lt;/textarea&gt;&lt;script&gt;" in page.text
    assert "<script" not in page.text
    assert 'value="&#34;&gt;&lt;"' in page.text


def test_a_name_in_two_lines_is_a_fault_of_the_name(open_desk):
    page = open_desk().post("/comments/", GOOD | {"author": "A\r\nB"})

    assert page.status_code == 422
    assert "more than one line; write it in one" in page.text
    assert "Comment:" not in page.text


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace", "head", "get"])
@pytest.mark.parametrize(
    "path", ["", "mine/x", "to/the-offer", "desk/", "desk/1", "api/approved", "health", "%2e%2e/"]
)
def test_no_method_is_a_fault_of_ours(open_desk, method, path):
    client = open_desk()

    answer = client.client.open(f"/comments/{path}", method=method.upper())

    assert answer.status_code < 500


@pytest.fixture(scope="module")
def _kept():
    return {}


def any_field():
    """Text of every kind, with what has meaning in a form, a header, a page or a database mixed in."""
    odd = [
        "\0",
        "\r\n",
        "\ud800",
        "%",
        "&",
        "=",
        "<",
        '"',
        "'",
        "\u202e",
        "{{",
        "--",
        "@a.example",
        "https://",
        "1e9",
    ]
    return st.lists(st.one_of(st.sampled_from(odd), st.text(max_size=30)), max_size=6).map("".join)


NAMES = st.sampled_from(
    ["thread", "author", "website", "replyto", "body", "leave-empty", "signed", "step", "x"]
)
THREADS = st.sampled_from(["the-offer", "dictionary/boss", "", "..", "x"])


def as_bytes(fields):
    pairs = [
        b"%b=%b" % (name.encode(), quote_from_bytes(value.encode("utf-8", "surrogatepass")).encode())
        for name, value in fields.items()
    ]
    return b"&".join(pairs)


@pytest.mark.parametrize("path", ["/comments/", "/comments/desk/login", "mine", "/comments/desk/1"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(NAMES, any_field(), max_size=FIELDS_LIMIT), thread=THREADS)
def test_no_form_is_a_fault_of_ours(open_desk, _kept, request, path, fields, thread):
    key = (request.node.callspec.id,)
    client = _kept.get(key) or _kept.setdefault(key, open_desk(desk_per_hour=10**6, network_per_hour=10**6))
    if path == "mine":
        path = _kept.get((*key, "mine")) or _kept.setdefault(
            (*key, "mine"), client.send().headers["Location"]
        )

    answer = client.post(
        path, data=as_bytes(fields | {"thread": thread, "do": "change", "name": "a", "password": "b"})
    )

    assert answer.status_code < 500
    if answer.status_code == 422 and "body" in fields and path == "/comments/" and "\0" not in fields["body"]:
        assert "<textarea" in answer.text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=300),
    kind=st.sampled_from([FORM, "application/json", "", f"{FORM};charset=x", ";"]),
)
def test_no_bytes_are_a_fault_of_ours(open_desk, _kept, request, data, kind):
    key = (request.node.callspec.id, "bytes")
    client = _kept.get(key) or _kept.setdefault(key, open_desk())

    for path in ("/comments/", "/comments/desk/login", "/comments/api/written"):
        assert 400 <= client.post(path, data=data, kind=kind).status_code < 500


def test_no_address_of_a_network_is_in_a_log(open_desk, caplog, capsys):
    client = open_desk(network_per_hour=1)
    client.address = "198.51.100.77"
    for body in ("One", "Two", "a\0"):
        client.send(body, author="Wren")
    client.get("/comments/nothing")
    (client.desk.live._site / "comments/threads.json").write_text("[")
    client.send("Words")
    said = caplog.text + "".join(capsys.readouterr())
    assert not re.search(r"198\.51|Words|Wren", said)


def test_no_error_puts_what_somebody_wrote_into_a_log(open_desk, caplog, monkeypatch):
    """PostgreSQL repeats the row in its message; a fault of ours may hold anything."""
    client = open_desk()

    def refused(connection, arrival, *_rest):
        connection.execute(insert(entries).values(kind="comment", author=arrival.words.author, body="Words"))

    def faulty(_connection, arrival, *_rest):
        raise RuntimeError(arrival.words.body)

    monkeypatch.setattr("plugins.intake.arriving.receive", refused)
    assert client.send("Words", author="Wren").status_code == 503
    monkeypatch.setattr("plugins.intake.arriving.receive", faulty)
    page = client.send("Words", author="Wren")
    assert page.status_code == 500
    assert "your browser has kept what you wrote" in page.text

    assert "IntegrityError" in caplog.text
    assert "RuntimeError" in caplog.text
    assert not re.search(r"Words|Wren", caplog.text.replace("arrival.words", ""))
