"""One thing has one name: words that an office does not use, or uses for something else, stand nowhere any more.

The chosen ones are in docs/glossary.md.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = (".py", ".html", ".typ", ".toml", ".js")  # what screens, papers and notices are made of
GUIDES = ("docs/panduan/", "docs/notices.md")
OLD = {  # what is not written any more → what is
    r"[Ss]idik jari": "kode hash: a fingerprint is a person's",
    r"\b[Gg]olongan\b": "klasifikasi pengaduan: a golongan is a civil servant's rank",
    r"[Bb]elum dipindai": "belum diperiksa antivirus",
    r"\b([Dd]isegel|[Mm]enyegel)\b": "dibubuhi segel, membubuhkan segel: disegel is closed by the authorities",
    r"Dengan menyesal": "Dengan ini kami sampaikan",
    r"\bdi Tempat\b": "the place",
    r"(Oknum|Pejabat) yang dilaporkan": "terlapor",
    r"Permintaan pemohon|'Permintaan'|\"Permintaan\"": "permohonan penyelesaian",
    r"[Pp]okok pengaduan": "perihal",
    r"\b[Tt]enggat": "batas waktu",
    r"\b[Ss]aringan": "filter",
    r"\b[Tt]iket\b": "nomor pengaduan",
    r"\b[Mm]itra\b": "instansi, instansi/pihak terkait",
    r"\b[Dd]ipegang:|Ada pada|\bDipegang\b": "posisi berkas",
    r"[Jj]alan penanganan": "alur penanganan",
    r"Jeda:": "ditangguhkan",
    r"Kabar (ke|tahapan)": "pemberitahuan",
    r"\bhangus\b": "dinyatakan batal",
    r"[Gg]ambar surat": "pratinjau surat",
    r"Belum benar: minta perbaikan": "belum sesuai: kembalikan dengan koreksi",
    r"Siapa boleh apa": "hak akses",
    r"(SIAPA MELIHAT|Siapa yang memegang)": "daftar akses, riwayat penguasaan",
    r"TANDA KEKURANGAN|[Tt]anda kekurangan": "pemberitahuan kekurangan berkas",
    r"CATATAN PENYAMPAIAN|[Cc]atatan penyampaian": "berita acara penyampaian tanggapan",
    r"\b[Aa]nalisa\b": "analisis",
    r"Surat Solusi|Demikian solusi": "surat penyelesaian pengaduan",
    r"Orang yang diberi kuasa": "penerima kuasa",
    r"[Pp]etugas loket": "petugas layanan",
    r"[Pp]esan singkat": "WhatsApp/SMS, SMS",
    r"Yang juga saya": "tugas dan tindak lanjut lainnya",
    r"Cara membuka halaman": "halaman tidak dapat dibuka dengan cara ini",
    r"Layanan Pengaduan Kantibmas": "the office's own name of its service",
    r"Tanggal sendiri": "pilih rentang tanggal",
    r"Kosong: (menurut|batas)": "bila dikosongkan, mengikuti",
    r"dengan sendirinya|(muncul|dikemas|diisikan|berjalan) sendiri\b": "otomatis",
    r"\bTautkan\b": "kaitkan",
    r"[Kk]ode masuk": "kode OTP, verifikasi dua langkah",
    r"\b([Pp]eladen|[Pp]eramban|[Ss]urel|[Pp]os-el)\b": "server, browser, e-mail",
    r"\b[Pp]eragaan\b(?!-)": "mode simulasi, simulasi",
    r"Camat ingin bertemu": "Camat mengundang",
    r"Kata isian": "isian otomatis",
    r"Kemajuan surat": "perkembangan surat",
    r"\bPelaku\b": "pengguna: a pelaku is an offender",
    r"Pemeriksaan surat": "verifikasi keaslian surat",
    r"[Kk]ode lacak|\bLacak\b": "kode pelacakan, cek status",
}
ANY = re.compile("|".join(f"(?:{word})" for word in OLD))


def test_no_screen_paper_notice_or_guide_uses_an_old_word() -> None:
    said = subprocess.run(["git", "ls-files", "services", "deploy", "docs"], cwd=ROOT, capture_output=True, check=True)
    names = [name for name in said.stdout.decode().split() if _is_said(name)]
    assert len(names) > 600
    found = []
    for name in names:
        text = (ROOT / name).read_text(encoding="utf-8") if (ROOT / name).is_file() else ""
        for line in filter(ANY.search, text.splitlines()):
            found += [f"{name}: {better}: {line.strip()}" for word, better in OLD.items() if re.search(word, line)]
    assert found == []


def test_no_service_knows_what_this_offices_section_head_is_called() -> None:
    command = ["git", "grep", "-l", "Pelayanan Umum", "--", "services"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # 1 where nothing is found
    assert said.stdout.decode().split() == [], "the title stands in the office's file; texts say Kasi, or kepala seksi"


def _is_said(name: str) -> bool:
    if name.startswith(GUIDES):
        return name.endswith(".md")
    ours = name.startswith(("services/", "deploy/")) and "/migrations/" not in name and "/vendor/" not in name
    return ours and name.endswith(READ)


def test_the_glossary_names_what_is_written() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for word in ("terlapor", "perihal", "batas waktu", "klasifikasi pengaduan", "posisi berkas", "kode hash"):
        assert word in glossary
    assert [word for word in OLD if re.search(word, glossary.partition("## Not written")[0])] == []
