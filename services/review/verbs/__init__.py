"""The verbs of review, a file for each step, and what else stands in the trail of a case."""

from __future__ import annotations

from services.review.states import RIGHTS
from services.review.verbs.attachments import ATTACHMENTS
from services.review.verbs.consultation import CONSULTATION
from services.review.verbs.conveyance import CONVEYANCE
from services.review.verbs.coordination import COORDINATION
from services.review.verbs.decision import DECISION
from services.review.verbs.direct_solution import DIRECT_SOLUTION
from services.review.verbs.disposition import DISPOSITION
from services.review.verbs.evidence import EVIDENCE
from services.review.verbs.follow_up import FOLLOW_UP
from services.review.verbs.handing_on import HANDING_ON
from services.review.verbs.mediation import MEDIATION
from services.review.verbs.meeting import MEETING
from services.review.verbs.paper_moves import PAPER_MOVES
from services.review.verbs.report import REPORT, RETURN
from services.review.verbs.undoing import UNDOING
from services.review.verbs.verification import VERIFICATION
from services.shared.verbs import Line, Verbs

CASE = (  # in the order in which a page offers them
    *VERIFICATION,
    *CONSULTATION,
    *DIRECT_SOLUTION,
    *MEETING,
    *MEDIATION,
    *DISPOSITION,
    *COORDINATION,
    *REPORT,
    DECISION[0],
    *CONVEYANCE,  # the two ways of 12a stand together
    *DECISION[1:],
    *RETURN,
    *FOLLOW_UP,
    *EVIDENCE,
    *PAPER_MOVES,
)
LINES = (
    Line("clear_practice", "Membersihkan data latihan"),
    Line("see", "Melihat pengaduan"),
    Line("know_applicant", "Mengetahui nama, alamat dan telepon pemohon"),
    Line("see_statistics", "Melihat statistik"),
    # Of before the sign-in part kept the appointments: they stand in old trails.
    Line("appoint", "Menunjuk pejabat pelaksana"),
    Line("confirm_appointment", "Menyetujui penunjukan sebagai orang kedua"),
    Line("end_appointment", "Mengakhiri penunjukan"),
    Line("receive", "Menerima berkas dari loket", "inbox"),
    Line("note_urgency", "Menerima tanda mendesak dari loket", "alert", "bad"),
    Line("note_lapor", "Menerima nomor LAPOR! dari loket", "arrow"),
    Line("receive_completed", "Menerima kembali berkas yang dilengkapi", "inbox"),
    Line("correct_applicant", "Memperbaiki data pribadi"),
    Line("hide_identity", "Merahasiakan identitas pemohon"),
    Line("see_identity", "Melihat identitas yang dirahasiakan"),
    Line("see_file", "Membuka berkas identitas"),
    Line("escalate", "Eskalasi karena terlambat"),
    Line("decide", "Keputusan Camat"),
    Line("letter_progressed", "Perkembangan surat", "edit"),
    Line("letter_sealed", "Surat bernomor dan bersegel", "stamp"),
    Line("letter_registered", "Surat diregistrasi", "stamp"),
    Line("letter_handed_over", "Surat diserahkan kepada pemohon", "person"),
    Line("letter_uncollected", "Menutup karena surat tidak diambil", "cross", "mute"),
    Line("complete_letter", "Menutup setelah surat diserahkan", tone="ok"),
    Line("withdraw", "Mencatat pencabutan", "cross", "mute"),
    Line("evidence_sealed", "Menerima segel paket bukti", "stamp"),
    Line("archived", "Diarsipkan", "archive", "mute"),
)
VERBS = Verbs(RIGHTS, (*CASE, *UNDOING, *ATTACHMENTS, HANDING_ON, *LINES))
