"""The agenda of outgoing letters: numbers for the office's other letters, and from where numbers come."""

from __future__ import annotations

from services.registry.actions import blocks, booking, reserving
from services.registry.schemas.agenda import (
    AddClassificationSchema,
    AnswerRequestSchema,
    BookLetterSchema,
    CancelNumberSchema,
    CorrectLineSchema,
    ImportBlockSchema,
    RecordOutsideSchema,
    ReserveNumbersSchema,
    UseNumberSchema,
)
from services.shared.verbs import Ask, Verb

BOOKING = (
    Verb(
        "book_letter",
        "Mengambil nomor untuk surat lain",
        "document",
        schema=BookLetterSchema,
        action=booking.book_letter,
        said=lambda line: f"Nomor {line.number} tercatat di agenda.",
        ask=Ask(
            "Ambil nomor",
            "Ambil nomor untuk surat lain…",
            "Untuk surat kantor yang tidak dibuat di Sigap. Nomor berikutnya diambil; tanggalnya hari ini.",
        ),
    ),
    Verb(
        "record_outside",
        "Mencatat nomor dari luar",
        "document",
        schema=RecordOutsideSchema,
        action=booking.record_outside,
        said=lambda line: f"Nomor {line.number} tercatat di agenda.",
        ask=Ask(
            "Catat nomor",
            "Catat nomor dari SRIKANDI atau sekretariat…",
            "Untuk surat kantor yang nomornya diberikan di luar Sigap.",
        ),
    ),
    Verb(
        "reserve_numbers",
        "Memesan nomor untuk surat lain",
        schema=ReserveNumbersSchema,
        action=booking.reserve_numbers,
        said=lambda line: f"Nomor dipesan, mulai {line.number}.",
        ask=Ask("Pesan nomor", "Pesan nomor…", "Nomor disimpan untuk surat yang masih disusun.", kind="secondary"),
    ),
    Verb(
        "import_block",
        "Mencatat blok nomor dari sekretariat",
        schema=ImportBlockSchema,
        action=blocks.import_block,
        said=lambda block: f"Blok nomor {block.first}–{block.last} tahun {block.year} dicatat.",
        ask=Ask("Catat blok", "Catat blok nomor…", "Nomor dipakai berurutan dari blok yang paling dulu dicatat."
                " Surat yang menunggu nomor langsung diberi.", kind="secondary"),
    ),
    Verb(
        "add_classification",
        "Menambah kode klasifikasi",
        schema=AddClassificationSchema,
        action=blocks.add_classification,
        said=lambda row: f"Kode {row.code} ditambahkan.",
        ask=Ask("Tambah kode", "Tambah kode klasifikasi…", "Kode yang belum ada di daftar kantor.", kind="secondary"),
    ),
)  # fmt: skip
REQUESTS = (
    Verb(
        "answer_request",
        "Memberi nomor sebelum tanda tangan",
        schema=AnswerRequestSchema,
        action=reserving.answer_request,
        path="/requests/<uuid:letter_id>",
        api=("post", "/requests/<uuid:letter_id>"),
        said=lambda row: f"Nomor {row.number} diberikan; surat kembali ke Camat.",
        ask=Ask("Beri nomor", "Beri nomor…", "Nomor dicetak pada surat sebelum ditandatangani."),
    ),
)
LINE = (
    Verb(
        "use_number",
        "Memakai nomor yang dipesan",
        schema=UseNumberSchema,
        action=booking.use_number,
        said="Nomor dipakai.",
        ask=Ask("Pakai nomor ini", "Pakai untuk surat…", "Isi surat yang memakai nomor ini."),
    ),
    Verb(
        "correct_line",
        "Membetulkan baris agenda",
        "edit",
        "warn",
        schema=CorrectLineSchema,
        action=booking.correct_line,
        said="Pembetulan dicatat. Baris lama tetap ada, dicoret.",
        ask=Ask(
            "Catat pembetulan",
            "Betulkan baris ini…",
            "Baris lama tetap ada dan dicoret; baris baru menggantikannya. Ubah yang keliru saja.",
            kind="secondary",
        ),
    ),
    Verb(
        "cancel_number",
        "Membatalkan nomor di agenda",
        "cross",
        "bad",
        schema=CancelNumberSchema,
        action=booking.cancel_number,
        said="Nomor dibatalkan dan tidak dipakai lagi.",
        ask=Ask("Ya, batalkan nomor ini", "Batalkan nomor…", "Nomor tetap tercatat dengan tanda BATAL.", kind="danger"),
    ),
)
AGENDA = (*BOOKING, *REQUESTS, *LINE)
