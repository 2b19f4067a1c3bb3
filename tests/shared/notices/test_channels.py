"""The channels themselves: TLS and password of the mail server, the example of docs/notices.md, and the settings."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import SecretStr

from deploy.setup import settings_of
from services.shared.config.settings import SettingsError
from services.shared.notices.channels import channels
from services.shared.notices.channels.channel import Message, NotSent, without_addresses
from services.shared.notices.channels.smtp import Mail
from services.shared.notices.channels.webhook import signature
from services.shared.notices.posting import Via
from services.shared.unit_of_work import Service
from tests.support.outside import SECRET, Gateway, mail_server

DOCS = Path(__file__).parents[3] / "docs" / "notices.md"
MESSAGE = Message(uuid.UUID(int=7), "olga@kecamatan.example", "Kecamatan: pemberitahuan", "Ada kabar")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 with its key, made for this run."""
    from ipaddress import ip_address

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("smtp") / "server.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + made.public_bytes(pem))
    return file


def test_starttls_with_a_password_and_neither_without_the_other(intake: Service, certificate: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with mail_server(tls, password="rahasia-e-mail") as server:
        base = intake.settings.model_copy(update=server.settings | {"smtp_security": "starttls"})
        right = {"smtp_username": "sigap", "smtp_password": SecretStr("rahasia-e-mail"), "smtp_ca_file": certificate}
        Mail(base.model_copy(update=right), "Kecamatan").send(MESSAGE)
        assert len(server.mails) == 1
        wrong = right | {"smtp_password": SecretStr("salah")}
        with pytest.raises(NotSent, match="menolak nama pengguna atau kata sandi") as refused:
            Mail(base.model_copy(update=wrong), "Kecamatan").send(MESSAGE)
        assert (refused.value.down, refused.value.final) == (True, False)
        with pytest.raises(NotSent, match="TLS server e-mail tidak sah"):
            Mail(base.model_copy(update=right | {"smtp_ca_file": None}), "Kecamatan").send(MESSAGE)
        assert len(server.mails) == 1


def test_a_line_break_in_an_address_is_refused_and_reaches_no_header(intake: Service) -> None:
    with mail_server() as server:
        channel = Mail(intake.settings.model_copy(update=server.settings), "Kecamatan")
        with pytest.raises(NotSent, match="tidak sah") as refused:
            channel.send(Message(MESSAGE.id, "olga@x.example\nBcc: semua@x.example", "hal", "isi"))
        assert refused.value.final
        assert server.mails == []


def test_the_example_of_the_documentation_is_what_is_sent(intake: Service, phone: Gateway) -> None:
    example = re.search(r"```http\n(.*?)\n```", DOCS.read_text(), re.S)
    assert example
    head, _, body = example[1].partition("\n\n")
    headers = dict(line.split(": ", 1) for line in head.splitlines()[1:])
    given = json.loads(body)
    settings = intake.settings.model_copy(update=phone.settings)
    message = Message(uuid.UUID(given["id"]), given["to"], "hal", given["text"])
    channels(settings, "Kecamatan")[Via.WHATSAPP].send(message)
    (got,) = phone.posts
    assert got.body.decode() == body
    assert set(headers) <= set(got.headers) | {"Host"}
    assert headers["Idempotency-Key"] == got.headers["Idempotency-Key"]
    signed = signature(SECRET, got.headers["X-Sigap-Timestamp"], got.body)
    assert got.headers["X-Sigap-Signature"] == f"sha256={signed}"
    secret = re.search(r"SIGAP_WEBHOOK_SECRET=([\w-]+)", DOCS.read_text())
    assert secret
    expected = signature(secret[1], headers["X-Sigap-Timestamp"], body.encode())
    assert headers["X-Sigap-Signature"] == f"sha256={expected}"


def test_the_check_of_the_documentation_accepts_the_example_and_nothing_else(tmp_path: Path) -> None:
    text = DOCS.read_text()
    check, example = re.search(r"```python\n(.*?)\n```", text, re.S), re.search(r"```http\n(.*?)\n```", text, re.S)
    secret = re.search(r"SIGAP_WEBHOOK_SECRET=([\w-]+)", text)
    assert check
    assert example
    assert secret
    head, _, body = example[1].partition("\n\n")
    headers = dict(line.split(": ", 1) for line in head.splitlines()[1:])
    for sent, expected in ((body, "True"), (body.replace("PGD-2026-0001", "PGD-2026-0002"), "False")):
        now = int(headers["X-Sigap-Timestamp"]) + 10
        call = f"print(genuine({headers!r}, {sent.encode()!r}, {secret[1]!r}, now={now}))"
        script = tmp_path / "check.py"
        script.write_text(f"{check[1]}\n{call}\n")
        done = subprocess.run(["python3", str(script)], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == expected


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"SIGAP_SMTP_HOST": "e-mail.example"}, "SIGAP_SMTP_FROM"),
        (
            {
                "SIGAP_SMTP_HOST": "e-mail.example",
                "SIGAP_SMTP_FROM": "a@b.example",
                "SIGAP_SMTP_SECURITY": "none",
                "SIGAP_SMTP_PASSWORD": "x",
            },
            "SIGAP_SMTP_PASSWORD",
        ),
        ({"SIGAP_WEBHOOK_URL": "https://gerbang.example/"}, "SIGAP_WEBHOOK_SECRET"),
        ({"SIGAP_WEBHOOK_URL": "http://gerbang.example/", "SIGAP_WEBHOOK_SECRET": "x" * 32}, "SIGAP_WEBHOOK_SECRET"),
    ],
    ids=["no sender", "password in the clear", "no secret", "no tls"],
)
def test_settings_that_would_not_be_safe_do_not_start(
    processes: dict[str, dict[str, str]], given: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingsError, match=named):
        settings_of(processes["intake"] | given)


def test_all_channels_are_off_by_default(intake: Service) -> None:
    assert dict(channels(intake.settings, "Kecamatan")) == {}


def test_words_of_a_channel_lose_addresses_and_numbers() -> None:
    said = "550 <siti@contoh.id> unknown; nomor +62 812-3456-7890 salah, kode 4711"
    assert without_addresses(said) == "550 <•••> unknown; nomor ••• salah, kode 4711"
