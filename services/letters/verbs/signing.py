"""Step 15, right: the letter is signed, by key, by BSrE, or on paper; not right: ``correcting``."""

from __future__ import annotations

from services.letters.actions import numbers, signatory
from services.letters.actions.attaching import LARGEST
from services.letters.actions.signing import codes, on_paper, remote, together
from services.letters.schemas.given import ReviewedSchema, SignSchema
from services.letters.states import State
from services.letters.tables import Letter
from services.shared.verbs import Ask, Given, Verb
from services.shared.web.names import PRINTED
from services.shared.web.sign_in_verbs import PER_SESSION


def _signed(letter: Letter) -> str:
    """Pressed twice while BSrE is asked, it is not signed yet."""
    if letter.state == State.SIGNING:
        return "Surat ini sudah dikirim ke BSrE dan jawabannya belum sampai. Periksa dahulu di BSrE."
    return "Surat ditandatangani dan diteruskan ke registrasi."


SIGNING = (
    Verb(
        "set_signatory",
        "Mengganti blok tanda tangan dengan nama sendiri",
        "edit",
        "active",
        schema=ReviewedSchema,
        action=signatory.set_signatory,
        said="Versi baru memuat nama dan jabatan Anda. Isinya tidak berubah. Periksa, lalu tanda tangani.",
        ask=Ask("Buat versi dengan nama saya", busy="Membuat versi…"),
    ),
    Verb(
        "approve",
        "Menyetujui dan meminta nomor",
        tone="ok",
        schema=ReviewedSchema,
        action=numbers.approve,
        said="Surat disetujui dan nomornya dipesan. Sebentar lagi surat bernomor siap ditandatangani di halaman ini.",
        ask=Ask("Setujui dan pesan nomor", busy="Memesan nomor…"),
    ),
    Verb(
        "ask_code",
        "Meminta kode OTP BSrE",
        "send",
        right="sign",
        schema=ReviewedSchema,
        action=codes.ask_code,
        alone=True,
        limits=(PER_SESSION,),
        said="Kode OTP dikirim BSrE ke alamat e-mail Anda. Ketik kode itu, lalu tanda tangani.",
        ask=Ask("Kirim kode OTP kepada saya", kind="secondary", busy="Meminta kode…"),
    ),
    Verb(
        "sign",
        "Menandatangani",
        "edit",
        "ok",
        schema=SignSchema,
        action=together.sign_together,
        alone=True,
        said=_signed,
        ask=Ask("Tanda tangani versi %(no)s", busy="Menandatangani…"),
    ),
    Verb(
        "sign_on_paper",
        "Mencatat surat yang ditandatangani basah",
        schema=ReviewedSchema,
        action=on_paper.sign_on_paper,
        alone=True,
        said="Hasil pindai surat yang ditandatangani disimpan dan diteruskan ke registrasi.",
        ask=Ask("Simpan hasil pindai", busy="Mengunggah…"),
        file=Given(
            "scan",
            "Hasil pindai surat yang ditandatangani",
            "PDF atau foto, paling besar 50 MB.",
            accept=PRINTED,
            largest=LARGEST,
        ),
    ),
    Verb(
        "take_signed",
        "Menerima berkas yang ditandatangani",
        action=remote.take_signed,
        alone=True,
        said=_signed,
        ask=Ask("Pakai berkas ini", busy="Memeriksa…"),
        file=Given(
            "signed",
            "Berkas PDF yang diunduh dari BSrE",
            "Diperiksa: harus persis versi yang dikirim, dengan tanda tangan yang sah.",
            accept="application/pdf",
            largest=LARGEST,
        ),
    ),
    Verb(
        "not_signed",
        "Mencatat bahwa berkas belum ditandatangani",
        "return",
        "warn",
        action=remote.not_signed,
        said="Dicatat: surat belum ditandatangani. Surat dapat ditandatangani lagi.",
        ask=Ask(
            "Ya, belum; kembalikan untuk ditandatangani",
            "Surat belum ditandatangani di BSrE…",
            "Pastikan dahulu di BSrE: surat yang ditandatangani dua kali menjadi dua surat yang sah.",
        ),
    ),
)
