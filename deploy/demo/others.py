"""A few letters of the office that are not Sigap's, so that the agenda of outgoing letters lives."""

from __future__ import annotations

import uuid

from deploy.demo.client import Json

_OTHERS = (
    ("Undangan rapat koordinasi pemerintah desa", "Hukum Tua se-Kecamatan Kumelembuai", "100.2.4"),
    ("Laporan keadaan ketenteraman triwulan", "Bupati Minahasa Selatan", "300.1.4"),
    ("Permohonan data kelompok tani", "Kepala Dinas Pertanian Kabupaten Minahasa Selatan", "100.2.4"),
)


def others() -> list[Json]:
    """What is booked at ``/registry/api/agenda/book-letter``; sent again, each is booked once."""
    return [
        {
            "key": str(uuid.uuid5(uuid.NAMESPACE_URL, subject)),
            "subject": subject,
            "recipient": recipient,
            "classification": code,
            "signer_title": "Camat Kumelembuai",
        }
        for subject, recipient, code in _OTHERS
    ]
