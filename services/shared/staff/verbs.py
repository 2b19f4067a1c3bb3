"""The verbs of the administrator: accounts are added, changed, closed; what else stands in the trail of the staff."""

from __future__ import annotations

from functools import partial

from marshmallow import Schema

from services.shared.rights.people import Role
from services.shared.rights.rights import Right, Rights
from services.shared.staff import accounts
from services.shared.staff.second_person import DECIDERS, Changed
from services.shared.verbs import Ask, Line, Verb, Verbs

_Verb = partial(Verb, alone=True, schema=Schema)
WAITS = "Permintaan tersimpan. Berlaku setelah disetujui orang kedua: administrator lain, Camat, atau auditor."


def _said(done: str, changed: Changed) -> str:
    """What is said after a change: that it is done, or for whom it waits."""
    return WAITS if changed.waits else done


_Danger = partial(Ask, kind="danger", at="trouble")
ADD = _Verb(
    "add_account",
    "Membuat akun",
    schema=accounts.NewAccountSchema,
    action=accounts.add_account,
    said=partial(_said, ""),
    path="",
    ask=Ask("Tambah"),
)
MEMBER = (
    _Verb(
        "set_roles",
        "Mengubah peran",
        schema=accounts.RolesSchema,
        action=accounts.set_roles,
        path="/roles",
        said=partial(_said, "Nama, jabatan, dan peran disimpan."),
        ask=Ask("Simpan"),
    ),
    _Verb(
        "link_provider",
        "Mengubah tautan penyedia identitas",
        schema=accounts.LinkSchema,
        action=accounts.link_provider,
        path="/link",
        said=partial(_said, "Tautan disimpan."),
        ask=Ask("Simpan tautan"),
    ),
    _Verb(
        "unlock",
        "Membuka kunci akun",
        action=accounts.unlock,
        said="Kunci akun dibuka.",
        ask=Ask("Ya, buka kunci", "Buka kunci…", "Akun terkunci karena terlalu banyak kata sandi salah."),
    ),
    _Verb(
        "reset_password",
        "Menyetel ulang kata sandi",
        action=accounts.reset_password,
        said=partial(_said, ""),
        ask=_Danger(
            "Ya, buat kata sandi baru",
            "Setel ulang kata sandi…",
            "Semua sesinya diakhiri. Kata sandi baru ditampilkan sekali dan harus diganti saat masuk.",
        ),
    ),
    _Verb(
        "reset_factor",
        "Menghapus kode OTP",
        action=accounts.reset_factor,
        path="/reset-authenticator",
        said=partial(_said, "Kode OTP dihapus."),
        ask=_Danger(
            "Ya, hapus kode OTP",
            "Atur ulang kode OTP…",
            "Untuk ponsel yang hilang. Semua sesinya diakhiri; kode dipasang lagi saat masuk.",
        ),
    ),
    _Verb(
        "close_account",
        "Menutup akun",
        action=accounts.close_account,
        path="/close",
        said="Akun ditutup.",
        ask=_Danger(
            "Ya, tutup akun",
            "Tutup akun…",
            "Semua sesinya diakhiri saat ini juga. Yang pernah dikerjakannya tetap tercatat.",
        ),
    ),
    _Verb(
        "open_account",
        "Membuka akun",
        action=accounts.open_account,
        path="/open",
        said=partial(_said, "Akun dibuka kembali."),
        ask=Ask("Ya, buka kembali", "Buka kembali…", at="trouble"),
    ),
)
DECIDE = (
    _Verb(
        "confirm_change",
        "Menyetujui perubahan akun sebagai orang kedua",
        action=accounts.confirm_change,
        path="/confirm",
        said="Disetujui. Perubahan berlaku sekarang.",
        ask=Ask("Ya, setujui", "Setujui…", "Perubahan langsung berlaku dan tercatat atas nama Anda berdua."),
    ),
    _Verb(
        "refuse_change",
        "Menolak atau menarik permintaan perubahan akun",
        action=accounts.refuse_change,
        path="/refuse",
        said="Permintaan ditolak. Tidak ada yang berubah.",
        ask=Ask("Ya, tolak", "Tolak…", "Tidak ada yang berubah pada akun itu.", kind="danger"),
    ),
)
SEE_CHANGES = Line("see_changes", "Melihat permintaan perubahan akun")
SEE = Line("see_accounts", "Melihat akun petugas")
_TRAIL = (  # what stands in the trail of the staff and is no verb of a page
    Line("clear_practice", "Membersihkan data latihan"),
    Line("sign_in_failed", "Gagal masuk"),
    Line("lock", "Mengunci akun"),
    Line("ask_change", "Meminta perubahan akun"),
    Line("change_address", "Mengganti alamat e-mail"),
    Line("end_sessions", "Mengakhiri sesi lain"),
    Line("new_keys", "Membuat kunci data baru"),
    Line("rotate_keys", "Mengenkripsi ulang data"),
    Line("drop_keys", "Membuang kunci lama"),
    Line("new_task_keys", "Mengganti kunci pesan"),
    Line("new_page_key", "Mengganti kunci halaman"),
    Line("new_database_passwords", "Mengganti kata sandi basis data"),
    Line("drop_task_keys", "Membuang kunci pesan yang lama"),
    Line("new_seal", "Mengganti segel kantor"),
    Line("breach_report", "Membuat laporan kebocoran"),
    Line("change_signer", "Mengganti kunci penanda tangan"),
)
RIGHTS = Rights(
    (
        *(Right(row.name, frozenset({Role.ADMIN})) for row in (SEE, ADD, *MEMBER)),
        *(Right(row.name, DECIDERS) for row in (SEE_CHANGES, *DECIDE)),
    )
)
ACCOUNTS = Verbs(RIGHTS, (SEE, ADD, *MEMBER, SEE_CHANGES, *DECIDE, *_TRAIL), "Akun petugas")
