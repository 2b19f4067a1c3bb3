"""The audit trail of the staff schema: sign-ins, second factors, and what the administrator does to accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.shared.audit import trail
from services.shared.observability import correlation

WORDS = {  # what a verb of this trail is called on the screen
    "sign_in": "Masuk",
    "sign_in_failed": "Gagal masuk",
    "enrol": "Memasang kode masuk",
    "renew_codes": "Membuat kode cadangan",
    "change_password": "Mengganti kata sandi",
    "end_session": "Mengakhiri sesi lain",
    "end_sessions": "Mengakhiri sesi lain",
    "add_account": "Membuat akun",
    "open_account": "Membuka akun",
    "close_account": "Menutup akun",
    "set_roles": "Mengubah peran",
    "reset_password": "Menyetel ulang kata sandi",
    "reset_factor": "Menghapus kode masuk",
    "unlock": "Membuka kunci akun",
    "link_provider": "Mengubah tautan penyedia identitas",
    "lock": "Mengunci akun",
    "new_keys": "Membuat kunci data baru",
    "rotate_keys": "Mengenkripsi ulang data",
    "drop_keys": "Membuang kunci lama",
    "breach_report": "Membuat laporan kebocoran",
}


def note(
    db: Session, now: datetime, actor: tuple[str, str], address: str, verb: str, subject: str, text: str, **details: Any
) -> None:
    """Write one line; ``actor`` is (username, name), ``subject`` the account that it is about."""
    entry = trail.Entry(
        at=now,
        actor=actor[0],
        actor_name=actor[1],
        address=address,
        verb=verb,
        subject=subject,
        note=text,
        story=False,
        correlation_id=correlation.current(),
        details=details,
    )
    trail.append(db, [entry])
