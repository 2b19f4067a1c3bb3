"""Step 16e, the archive of a whole case: what people do with it, and with what stands in its way."""

from __future__ import annotations

from services.registry.actions import ending, holding, incidents, packages
from services.registry.schemas.archive import AppraiseSchema, ExportSchema, OpenSchema, ReasonSchema
from services.registry.schemas.incidents import AcknowledgeSchema
from services.shared.verbs import Ask, Verb

ARCHIVE = (
    Verb(
        "download_package",
        "Mengunduh paket arsip",
        schema=OpenSchema,
        action=packages.download_package,
        path="/package",
        api=("post", "/package"),
        ask=Ask(
            "Unduh paket",
            "Unduh paket…",
            "Alasan Anda dicatat bersama nama dan waktunya.",
            gives_file=True,
        ),
    ),
    Verb(
        "export_case",
        "Mengekspor berkas pengaduan",
        schema=ExportSchema,
        action=packages.export_case,
        path="/export",
        api=("post", "/export"),
        ask=Ask(
            "Ekspor berkas",
            "Ekspor untuk pengadilan atau penyidik…",
            "ZIP berisi berkas yang boleh Anda lihat, surat pengantar, dan manifes kode hash yang dapat diperiksa "
            "tanpa aplikasi ini. Ekspor utuh dilakukan Kasi atau Camat. Setiap ekspor dicatat.",
            gives_file=True,
        ),
    ),
    Verb(
        "retry",
        "Mencoba lagi pengarsipan",
        action=ending.retry_archive,
        said="Pengarsipan dicoba lagi dalam setengah menit.",
        ask=Ask("Coba lagi sekarang", kind="outline-primary"),
    ),
    Verb(
        "appraise",
        "Menilai nasib akhir",
        schema=AppraiseSchema,
        action=holding.appraise,
        said="Nasib akhir arsip ditetapkan.",
        ask=Ask("Tetapkan nasib akhir", "Nilai kembali…", at="keeping"),
    ),
    Verb(
        "release_hold",
        "Melepas penahanan",
        schema=ReasonSchema,
        action=holding.release_hold,
        said="Penahanan dilepas.",
        ask=Ask("Lepas penahanan", "Lepas penahanan…", at="keeping"),
    ),
    Verb(
        "hold",
        "Menahan pemusnahan",
        "alert",
        "warn",
        schema=ReasonSchema,
        action=holding.hold,
        said="Arsip ditahan: tidak akan dimusnahkan sampai penahanannya dilepas.",
        ask=Ask(
            "Tahan arsip ini",
            "Tahan pemusnahan…",
            "Untuk perkara, pemeriksaan, atau permintaan resmi. Arsip dikeluarkan dari daftar usul musnah dan tidak "
            "dimusnahkan sampai penahanan dilepas.",
            at="keeping",
        ),
    ),
)
INCIDENTS = (
    Verb(
        "acknowledge",
        "Mengetahui gangguan arsip",
        schema=AcknowledgeSchema,
        action=incidents.acknowledge,
        said="Dicatat. Gangguan tetap tampil sampai berkasnya utuh kembali.",
        ask=Ask("Simpan catatan", "Catat penanganan…"),
    ),
)
