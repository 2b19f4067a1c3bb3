"""The first day of a real office: paper cases from a spreadsheet, and the word of two that opens it."""

from __future__ import annotations

from marshmallow import Schema

from services.intake.actions import first_day, paper_books, practice
from services.intake.schemas.first_day import AskOpenSchema
from services.shared.files.spreadsheets import LARGEST
from services.shared.verbs import Ask, Given, Line, Verb

SEE = Line("see_first_day", "Melihat persiapan hari pertama")
FIRST_DAY = (
    Verb(
        "import_paper",
        "Memasukkan pengaduan kertas yang berjalan",
        "upload",
        schema=Schema,
        action=first_day.import_paper,
        said=lambda batch: f"{batch.cases} pengaduan kertas siap masuk begitu kantor dinyatakan buka.",
        ask=Ask("Periksa dan masukkan", kind="outline-primary", busy="Memeriksa setiap baris…"),
        file=Given("file", "Lembar kerja XLSX", "Isi templatnya: satu pengaduan satu baris.", largest=LARGEST),
    ),
    Verb(
        "import_register",
        "Memasukkan buku register kertas tahun ini",
        "upload",
        schema=Schema,
        action=paper_books.import_register,
        said=lambda batch: f"{batch.cases} baris buku register masuk begitu kantor dinyatakan buka.",
        ask=Ask("Periksa dan masukkan", kind="outline-primary", busy="Memeriksa setiap baris…"),
        file=Given("file", "Lembar kerja XLSX", "Satu baris buku satu baris lembar kerja.", largest=LARGEST),
    ),
    Verb(
        "import_agenda",
        "Memasukkan agenda surat keluar kertas tahun ini",
        "upload",
        schema=Schema,
        action=paper_books.import_agenda,
        said=lambda batch: f"{batch.cases} surat keluar masuk agenda begitu kantor dinyatakan buka.",
        ask=Ask("Periksa dan masukkan", kind="outline-primary", busy="Memeriksa setiap baris…"),
        file=Given("file", "Lembar kerja XLSX", "Satu surat keluar satu baris.", largest=LARGEST),
    ),
    Verb(
        "ask_clear",
        "Meminta data latihan dibersihkan",
        "alert",
        "warn",
        action=practice.ask_clear,
        said="Diminta. Camat, auditor, atau administrator lain menyetujuinya.",
        ask=Ask("Minta data latihan dibersihkan", kind="outline-danger"),
    ),
    Verb(
        "confirm_clear",
        "Menyetujui pembersihan data latihan",
        "alert",
        "warn",
        action=practice.confirm_clear,
        said="Disetujui. Pengelola server menghentikan Sigap dan menjalankan sigap office clear-practice.",
        ask=Ask("Setujui pembersihan", kind="danger"),
    ),
    Verb(
        "ask_open",
        "Meminta kantor dinyatakan buka",
        "stamp",
        schema=AskOpenSchema,
        action=first_day.ask_open,
        said="Diminta. Camat, auditor, atau administrator lain menyatakannya buka.",
        ask=Ask("Minta kantor dinyatakan buka"),
    ),
    Verb(
        "confirm_open",
        "Menyatakan kantor buka",
        "check",
        "ok",
        action=first_day.confirm_open,
        said="Kantor dinyatakan buka. Pengaduan kertas ada di loket; baris buku kertas menyusul di registrasi.",
        ask=Ask("Nyatakan kantor buka"),
    ),
)
CLEARED = Line("clear_practice", "Membersihkan data latihan", "alert", "warn")
OF_IMPORT = (
    Verb(
        "drop_paper",
        "Menarik daftar dari kertas",
        "cross",
        "mute",
        schema=Schema,
        action=first_day.drop_paper,
        said="Daftar ditarik kembali.",
        ask=Ask("Tarik kembali", kind="outline-danger"),
    ),
)
