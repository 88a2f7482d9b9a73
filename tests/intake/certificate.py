"""A certificate that nobody else has signed, for servers of this machine that speak TLS."""

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """For a server of that name: its context, and the certificate, which a client may be told to believe."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate with")
    command = (
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={name} -keyout key.pem -out cert.pem"
    )
    names = ["-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run([*command.split(), *names], cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, folder / "cert.pem"
