"""E-mail by SMTP, with TLS and time-outs. ``Message-ID`` comes from the notice's id: a repetition is told by it."""

from __future__ import annotations

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from services.shared.calendar import clock
from services.shared.config.settings import Settings
from services.shared.notices.channels.channel import Message, NotSent

SILENT = "Server e-mail tidak menjawab dalam batas waktu"


class Mail:
    """One SMTP server, as the settings describe it."""

    def __init__(self, settings: Settings, sender_name: str) -> None:
        self._settings = settings
        self._sender_name = sender_name

    @property
    def described(self) -> str:
        """The server, its port and how it is protected."""
        words = {"starttls": "STARTTLS", "tls": "TLS", "none": "tanpa TLS"}[self._settings.smtp_security]
        return f"{self._settings.smtp_host}:{self._settings.smtp_port}, {words}"

    def send(self, message: Message) -> None:
        """Send one mail; raises NotSent."""
        mail = self._mail(message)
        try:
            with self._connected() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise NotSent(f"Alamat ditolak server e-mail ({code}: {_text(words)})", final=code >= 500) from None
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent(
                f"Server e-mail menolak nama pengguna atau kata sandi ({error.smtp_code})", down=True
            ) from None
        except smtplib.SMTPNotSupportedError as error:
            raise NotSent(f"Server e-mail tidak mendukung pengaturan ini: {error}", down=True) from None
        except (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPServerDisconnected) as error:
            silent = "timed out" in str(error)  # smtplib tells a time-out while reading as a lost connection
            raise NotSent(SILENT if silent else f"Server e-mail memutus sambungan ({error})", down=True) from None
        except smtplib.SMTPResponseException as error:
            reason = f"Server e-mail menolak kiriman ({error.smtp_code}: {_text(error.smtp_error)})"
            raise NotSent(reason, final=error.smtp_code >= 500) from None
        except ssl.SSLError as error:
            raise NotSent(f"Sertifikat atau TLS server e-mail tidak sah ({error.reason})", down=True) from None
        except TimeoutError:
            raise NotSent(SILENT, down=True) from None
        except OSError as error:
            raise NotSent(f"Server e-mail tidak dapat dihubungi ({type(error).__name__})", down=True) from None

    def _reached(self, trust: ssl.SSLContext) -> smtplib.SMTP:
        given = self._settings
        host, port, timeout = given.smtp_host, given.smtp_port, given.channel_timeout
        if given.smtp_security == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=timeout, context=trust)
        return smtplib.SMTP(host, port, timeout=timeout)

    def _connected(self) -> smtplib.SMTP:
        given = self._settings
        trust = ssl.create_default_context(cafile=given.smtp_ca_file)
        server = self._reached(trust)
        try:
            if given.smtp_security == "starttls":
                server.starttls(context=trust)
            if given.smtp_username and given.smtp_password:
                server.login(given.smtp_username, given.smtp_password.get_secret_value())
        except BaseException:
            server.close()
            raise
        return server

    def _mail(self, message: Message) -> EmailMessage:
        mail = EmailMessage()
        address = parseaddr(self._settings.smtp_from)[1]
        mail["From"] = Address(display_name=self._sender_name, addr_spec=address)
        mail["To"] = _address(message.to)
        mail["Subject"] = " ".join(message.subject.split())
        mail["Date"] = format_datetime(clock.local(clock.now()))
        mail["Message-ID"] = f"<{message.id}@{address.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence notes in answer
        mail.set_content(message.text + "\n")
        return mail


def _address(text: str) -> Address:
    try:
        return Address(addr_spec=text)
    except (ValueError, IndexError):
        raise NotSent("Alamat e-mail tidak sah", final=True) from None


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
