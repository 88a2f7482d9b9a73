"""A server that takes mail, on this machine: keeps what it was sent, and refuses whom it is told to."""

import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


@dataclass
class Server:
    port: int = 0
    taken: list = field(default_factory=list)
    """(sender, recipients, message), in order."""

    refused: set = field(default_factory=set)
    is_down: bool = False
    logins: list = field(default_factory=list)

    @property
    def messages(self):
        return [message for _, _, message in self.taken]

    def to(self, address):
        return [message for _, recipients, message in self.taken if address in recipients]

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's
        if address in self.refused:
            return f"550 no such mailbox {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if self.is_down:
            return "451 try again later"
        message = message_from_bytes(envelope.content, policy=default)
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 OK"

    def log_in(self, _server, _session, _envelope, _mechanism, data):
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)


@contextmanager
def mail_server(*, asks_password=False, tls=None, is_tls_from_the_start=False):
    """On a free port of loopback.

    Args:
        tls: the context of a server whose mail is taken over TLS only; at once, or after STARTTLS.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(port)
    options = {"auth_require_tls": False, "authenticator": server.log_in} if asks_password else {}
    if tls is not None and is_tls_from_the_start:
        options["ssl_context"] = tls
    elif tls is not None:
        options |= {"tls_context": tls, "require_starttls": True}
    controller = Controller(server, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
