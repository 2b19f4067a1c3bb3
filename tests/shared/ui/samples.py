"""Sample data of the gallery: what queries of the four services will give to the templates."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

NAVIGATION = [
    ("Pekerjaan saya", "/antrean"),
    ("Terima pengaduan", "/terima"),
    ("Buku register", "/kasus"),
    ("Statistik", "/formulir-lain"),
]

VILLAGES = [
    ("2002", "Kumelembuai"), ("2003", "Kumelembuai Atas"), ("2004", "Kumelembuai Satu"), ("2005", "Malola"),
    ("2006", "Malola Satu"), ("2007", "Makasili"), ("2011", "Kumelembuai Dua"), ("2015", "Lolombulan Makasili"),
]  # fmt: skip

LABELS = {
    "applicant.name": "Nama lengkap", "applicant.nik": "NIK", "applicant.phone": "Nomor HP / WhatsApp",
    "applicant.village": "Desa", "applicant.address": "Alamat", "official.name": "Nama oknum",
    "official.position": "Jabatan", "official.act": "Perbuatan yang diduga melanggar", "category": "Jenis pengaduan",
    "happened_on": "Tanggal kejadian", "story": "Uraian kejadian",
}  # fmt: skip

VALUES: dict[str, Any] = {
    "applicant.name": "Oktavina Rumengan", "applicant.nik": "7105", "has_official": "true", "happened_on": "31/02/2026",
    "story": "Sapi masuk kebun.", "official.position": "Kepala dusun",
}  # fmt: skip

ERRORS = {
    "applicant.nik": ["NIK harus 16 angka, tanpa spasi."],
    "applicant.phone": ["Wajib diisi."],
    "applicant.village": ["Pilih desa tempat tinggal pelapor."],
    "applicant.address": ["Wajib diisi."],
    "official.name": ["Isi nama oknum, karena oknum dilaporkan."],
    "official.act": ["Wajib diisi."],
    "category": ["Pilih jenis pengaduan."],
    "happened_on": ["Tanggal 31/02/2026 tidak ada."],
    "story": ["Uraian minimal 30 huruf."],
}


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in November 2026, given in WITA."""
    return datetime(2026, 11, day, hour - 8 if hour >= 8 else hour, minute, tzinfo=UTC)


QUEUE: list[dict[str, Any]] = [
    {"number": "0405/PGD/XI/2026", "url": "/kasus", "note": moment(11, 9, 30), "applicant": "Meilany Lumintang",
     "reported": "", "kind": "Penjualan miras tanpa izin", "status": "Ditangani tim", "tone": "active",
     "due": "19 Nov 2026", "days_left": -3},
    {"number": "0401/PGD/XI/2026", "url": "/kasus", "note": moment(9, 11, 30), "applicant": "Identitas dirahasiakan",
     "reported": "Kepala Dusun Barat", "kind": "Pungutan liar", "status": "Surat disiapkan", "tone": "active",
     "due": "24 Nov 2026", "days_left": 0},
    {"number": "0412/PGD/XI/2026", "url": "/kasus", "note": moment(23, 8, 30), "applicant": "Yohanis Tumbelaka",
     "reported": "", "kind": "Keributan pesta malam", "status": "Baru diterima", "tone": "info",
     "due": "26 Nov 2026", "days_left": 2},
    {"number": "0409/PGD/XI/2026", "url": "/kasus", "note": moment(20, 14, 5), "applicant": "Ferdinand Karundeng",
     "reported": "Sekretaris Desa Makasili", "kind": "Sengketa batas tanah kebun", "status": "Menunggu disposisi",
     "tone": "warn", "due": "1 Des 2026", "days_left": 5},
    {"number": "0410/PGD/XI/2026", "url": "/kasus", "note": moment(20, 15, 10), "applicant": "Oktavina Rumengan",
     "reported": "", "kind": "Ternak lepas merusak tanaman", "status": "Berkas kurang", "tone": "warn",
     "due": None, "days_left": 4, "paused": True, "action": "Lengkapi"},
    {"number": "0398/PGD/XI/2026", "url": "/kasus", "note": moment(3, 13, 30), "applicant": "Hendrik Pangemanan",
     "reported": "Staf Pelayanan KTP", "kind": "Sikap petugas", "status": "Selesai", "tone": "ok",
     "due": None, "days_left": None},
    {"number": "0391/PGD/XI/2026", "url": "/kasus", "note": moment(2, 8, 15), "applicant": "Deitje Mamesah",
     "reported": "", "kind": "Lampu jalan", "status": "Diarsipkan", "tone": "mute", "due": None, "days_left": None},
]  # fmt: skip

CASE: dict[str, Any] = {
    "number": "0405/PGD/XI/2026",
    "title": "Penjualan miras tanpa izin",
    "stages": [
        {"label": "Diterima di loket", "state": "done", "at": "11 Nov, 09.30", "who": "Rina Wulandari"},
        {"label": "Pemeriksaan berkas", "state": "done", "at": "11 Nov, 09.55", "who": "Rina Wulandari"},
        {"label": "Verifikasi Kasi", "state": "done", "at": "12 Nov, 10.20", "who": "Jeane Sumual"},
        {"label": "Telaah Camat", "state": "done", "at": "13 Nov, 14.05", "who": "Camat"},
        {"label": "Tatap muka", "state": "skipped"},
        {"label": "Penanganan tim", "state": "current", "at": "sejak 13 Nov", "who": "Tim Pengaduan"},
        {"label": "Keputusan Camat", "state": "todo"},
        {"label": "Surat tanggapan", "state": "todo"},
        {"label": "Registrasi dan arsip", "state": "todo"},
        {"label": "Penyerahan", "state": "todo"},
    ],
    "events": [
        {
            "what": "Koordinasi dengan Forkopimcam dicatat",
            "at": moment(17, 13, 40),
            "who": "Stenly Rorimpandey, Tim Pengaduan",
            "tone": "active",
            "icon": "people",
            "note": "Polsek dan Danramil menemukan indikasi tindak pidana. Patroli bersama dijadwalkan Sabtu malam.",
        },
        {
            "what": "Disposisi kepada Tim Pengaduan",
            "at": moment(13, 14, 5),
            "who": "Camat",
            "tone": "info",
            "icon": "send",
            "note": "Koordinasikan dengan Polsek. Laporkan hasilnya paling lambat 19 November.",
        },
        {
            "what": "Identitas jelas, materi akurat dan relevan",
            "at": moment(12, 10, 20),
            "who": "Jeane Sumual, Kasi Pelayanan Umum",
            "tone": "ok",
            "icon": "shield",
        },
        {
            "what": "Berkas dikembalikan untuk dilengkapi",
            "at": moment(11, 10, 15),
            "who": "Jeane Sumual, Kasi Pelayanan Umum",
            "tone": "warn",
            "icon": "return",
            "note": "Video belum disertai waktu dan tempat pengambilan.",
        },
        {
            "what": "Pengaduan diterima di loket",
            "at": moment(11, 9, 30),
            "who": "Rina Wulandari, petugas layanan",
            "tone": "mute",
            "icon": "inbox",
        },
    ],
    "evidence": [
        {
            "name": "foto_warung.jpg",
            "type": "Foto JPEG",
            "kind": "image",
            "size": 1_812_450,
            "sha256": "9b1c44d07e3a55f2aa",
            "at": moment(11, 9, 41),
            "thumb_url": "/contoh/foto.svg",
            "preview_url": "/contoh/foto.svg",
            "download_url": "/contoh/foto.svg",
        },
        {
            "name": "video_perkelahian_di_depan_warung_jumat_malam.mp4",
            "type": "Video MP4",
            "kind": "video",
            "size": 412_600_000,
            "sha256": "03d5f19c2b7744e1c0",
            "at": moment(11, 9, 52),
            "url": "/contoh/video.mp4",
            "download_url": "/contoh/video.mp4",
        },
        {
            "name": "keterangan_saksi.m4a",
            "type": "Rekaman suara",
            "kind": "audio",
            "size": 3_240_000,
            "sha256": "77aa01c9e2f3b4d5e6",
            "at": moment(11, 9, 54),
            "url": "/contoh/suara.m4a",
            "download_url": "/contoh/suara.m4a",
        },
        {
            "name": "surat_pernyataan.pdf",
            "type": "Dokumen PDF",
            "kind": "pdf",
            "size": 88_000,
            "sha256": "c0ffee9d2b7744e1c0",
            "at": moment(11, 9, 56),
            "preview_url": "/contoh/foto.svg",
            "download_url": "/contoh/foto.svg",
        },
    ],
    "documents": [
        {"title": "Tanda terima pengaduan", "url": "#", "at": moment(11, 9, 58)},
        {"title": "Lembar verifikasi", "url": "#", "at": moment(12, 10, 20)},
        {"title": "Lembar disposisi", "url": "#", "at": moment(13, 14, 5)},
        {
            "title": "Laporan tim",
            "url": "#",
            "note": "Konsep kedua",
            "icon": "edit",
            "status": "Belum dikirim",
            "tone": "warn",
        },
    ],
}
