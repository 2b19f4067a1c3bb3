"""What the applicant reads of a step of the Camat's: on the tracking page and at the desk. Shown before it is pressed.

By verb. Where the Camat words it (8a, 12a), it stands in a field of its own form (``message``).
"""

from __future__ import annotations

TOLD = {
    "call_face_to_face": "Anda diundang bertatap muka dengan Camat pada hari dan jam yang diisi di atas.",
    "dispose_to_team": "Pengaduan Anda ditangani Tim Pengaduan Kecamatan.",
    "decide_oral_answer": "Camat sudah mengambil keputusan; Tim akan menyampaikan tanggapan kepada Anda.",
    "decide_written_letter": "Camat memutuskan menjawab dengan surat; surat sedang disiapkan.",
    "decide_delegation": "Pengaduan Anda akan dilimpahkan ke instansi teknis yang berwenang.",
    "decide_report_law": "Pengaduan Anda akan dilaporkan kepada aparat penegak hukum.",
    "return_report": "Tim melengkapi penanganan pengaduan Anda.",
}
WORDED = {
    "resolve_directly": "solution",
    "call_face_to_face": "note",
    "dispose_to_team": "note",
    "decide_oral_answer": "answer",
    "decide_written_letter": "conclusion",
    "decide_delegation": "reason",
    "decide_report_law": "offence",
    "return_report": "note",
}
PHRASES = {  # ready sentences for that field, one press each
    "resolve_directly": (
        "Kedua pihak sudah saya hubungi dan sepakat menyelesaikannya secara kekeluargaan.",
        "Pemerintah {desa} sudah saya minta menegur dan mengawasi.",
        "Penjelasan sudah saya sampaikan dan diterima oleh pemohon.",
    ),
    "call_face_to_face": ("Meminta penjelasan lebih lanjut.", "Mencari jalan damai bersama pihak lain."),
    "dispose_to_team": (
        "Segera mediasi bersama pemerintah {desa}.",
        "Tinjau lokasi dan laporkan hasilnya.",
        "Koordinasikan dengan Polsek dan Danramil.",
    ),
    "decide_oral_answer": ("Sampaikan kepada pemohon secara langsung.", "Pantau pelaksanaannya selama satu bulan."),
    "decide_written_letter": ("Jawab sesuai rekomendasi tim.", "Muat hasil musyawarah dan tanggalnya."),
    "decide_delegation": ("Di luar kewenangan kecamatan; menjadi tugas instansi teknis.",),
    "decide_report_law": ("Ada dugaan tindak pidana sesuai uraian pengaduan.",),
    "return_report": ("Lengkapi hasil koordinasi dengan pemerintah {desa}.", "Lampirkan foto dan berita acara."),
}


def direction(*, met: bool) -> str:
    """Step 8: what is recommended first. After the talk its agreement is the solution (8a), else the team (8c)."""
    return "resolve_directly" if met else "dispose_to_team"


def decision(proposes: str) -> str:
    """Step 12: what is recommended first: what the team's report proposes, else a letter along its recommendation."""
    return {"12a": "decide_oral_answer", "12c": "decide_delegation", "12d": "decide_report_law"}.get(
        proposes, "decide_written_letter"
    )
