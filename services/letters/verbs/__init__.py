"""The verbs of letters (steps 14 and 15): what people do, and what else happens to a letter."""

from __future__ import annotations

from services.letters.states import RIGHTS
from services.letters.verbs.correcting import CORRECTING
from services.letters.verbs.drafting import DRAFTING
from services.letters.verbs.signing import SIGNING
from services.letters.verbs.templates import TEMPLATES
from services.shared.verbs import Line, Verbs

_SEEN = (
    Line("clear_practice", "Membersihkan data latihan"),
    Line("see", "Melihat surat dalam daftar"),
    Line("read", "Membaca isi surat"),
    Line("see_templates", "Melihat templat surat"),
)
# Other names of a move, by who is next, and what the machine does.
_HAPPENED = (
    Line("receive", "Surat diminta Camat", "inbox"),
    Line("submit_for_initials", "Mengajukan konsep untuk diparaf"),
    Line("last_initial", "Memaraf sebagai yang terakhir"),
    Line("pass_initials", "Meneruskan kepada Camat karena tidak ada lagi yang perlu memaraf", "send", "active"),
    Line("number_reserved", "Menerima nomor yang dipesan", "document", "active"),
    Line("lapse_number", "Nomor pesanan lewat waktu", "clock", "warn"),
    Line("send_for_signature", "Mengirim ke penanda tangan (BSrE)", "send", "active"),
    Line("wrong_passphrase", "Passphrase salah"),
    Line("note_conflict", "Mencatat benturan kepentingan"),
    Line("note_classification", "Menerima kode klasifikasi dari agenda"),
    Line("note_team", "Mengganti tim penyusun"),
    Line("cancel", "Membatalkan", "cross", "bad"),
)
LETTER = (*DRAFTING, *CORRECTING, *SIGNING)
VERBS = Verbs(RIGHTS, (*_SEEN, *LETTER, *TEMPLATES, *_HAPPENED))
