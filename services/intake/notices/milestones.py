"""Tells the applicant that the case has come to a milestone: the case number and the tracking page, nothing else."""

from __future__ import annotations

import enum

from services.handoffs.endings import ENDINGS, ending_of
from services.intake.rules.notices import APPLICANT
from services.intake.tables import Complaint
from services.shared.notices.ending import NEWS
from services.shared.notices.posting import Via, post, role, tell
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

TRACKING = "/intake/track"
END = "end_"  # kind of a notice of an end, before its ending


class Milestone(enum.StrEnum):
    """What the applicant is told of."""

    RECEIVED = "received"  # 5
    INCOMPLETE = "incomplete"  # 4, 6
    COMPLETION_NEAR = "completion_near"
    DECIDED = "decided"  # 12
    LETTER_READY = "letter_ready"  # 16
    LETTER_WAITS = "letter_waits"  # 17
    LETTER_LAST = "letter_last"  # 17
    AMENDED = "amended"  # after 12d: the number of the report came
    INVITED = "invited"  # 8b
    MEETING_MOVED = "meeting_moved"
    MEETING_OFF = "meeting_off"
    MEETING_NEAR = "meeting_near"
    PROMISE_BROKEN = "promise_broken"
    WITHDRAWAL = "withdrawal"
    WITHDRAWAL_STOPPED = "withdrawal_stopped"


# What calls the applicant to the desk: over when the case has come to another state. All else is news, which stays.
CALLS = frozenset({
    Milestone.INCOMPLETE, Milestone.COMPLETION_NEAR, Milestone.LETTER_READY, Milestone.LETTER_WAITS,
    Milestone.LETTER_LAST,
})  # fmt: skip
TEXTS = {
    Milestone.RECEIVED: "Pengaduan {no} sudah kami terima dan sedang diproses.",
    Milestone.INCOMPLETE: "Berkas pengaduan {no} perlu dilengkapi. Silakan datang ke loket.",
    Milestone.COMPLETION_NEAR: "Berkas pengaduan {no} masih menunggu kelengkapan. Batas waktunya hampir tiba.",
    Milestone.DECIDED: "Sudah ada keputusan atas pengaduan {no}.",
    Milestone.LETTER_READY: "Surat untuk pengaduan {no} siap diambil di loket. Bawalah KTP.",
    Milestone.LETTER_WAITS: "Surat untuk pengaduan {no} masih menunggu diambil di loket. Bawalah KTP.",
    Milestone.LETTER_LAST: "Surat untuk pengaduan {no} belum diambil. Ambillah di loket dengan KTP sampai {until}; "
    "sesudah itu pengaduan kami tutup, dan suratnya tetap dapat diambil.",
    Milestone.AMENDED: "Keterangan atas pengaduan {no} yang sudah selesai dilengkapi.",
    Milestone.INVITED: "Anda diundang untuk pengaduan {no}: {when}. Tempatnya tertulis pada undangan di loket.",
    Milestone.MEETING_MOVED: "Jadwal pertemuan untuk pengaduan {no} berubah menjadi {when}. "
    "Tempatnya tertulis pada undangan di loket.",
    Milestone.MEETING_OFF: "Pertemuan untuk pengaduan {no} pada {when} tidak jadi dilaksanakan.",
    Milestone.MEETING_NEAR: "Mengingatkan: pertemuan untuk pengaduan {no} pada {when}. Bawalah KTP.",
    Milestone.PROMISE_BROKEN: "Tercatat bahwa janji perdamaian pada pengaduan {no} tidak ditepati. "
    "Anda dapat mengadu lagi di loket; sebutkan nomor ini.",
    Milestone.WITHDRAWAL: "Pencabutan pengaduan {no} dicatat dan berlaku setelah {until}. "
    "Bila bukan kehendak Anda, batalkan di halaman pelacakan atau hubungi kantor kami sebelum itu.",
    Milestone.WITHDRAWAL_STOPPED: "Pencabutan pengaduan {no} dibatalkan; pengaduan tetap kami proses.",
}
HINT = " Perkembangannya dapat dilihat dengan kode pada tanda terima:"


def tell_applicant(
    work: Work,
    complaint: Complaint,
    milestone: Milestone,
    occasion: str,
    *,
    here: bool = False,
    about: str = "",
    **words: str,
) -> bool:
    """Post the notice of a milestone, once per occasion; whether it was new.

    ``here``: the applicant stands at the desk and hears or gets it on paper; then nobody has to tell it once more.
    ``about``: with what it goes away, where that is not the case. ``words`` fill the blanks of the milestone's text.
    """
    text = TEXTS[milestone].format(no=complaint.case_no, **words)
    return _post(work, complaint, milestone, occasion, text, here=here, about=about)


def tell_end(work: Work, complaint: Complaint) -> None:
    """The end, in the words of this very ending."""
    ending = ending_of(str(complaint.outcome), complaint.branch)
    _post(work, complaint, f"{END}{ending}", "end", ENDINGS[ending].told.format(no=complaint.case_no))


def _post(
    work: Work, complaint: Complaint, kind: str, occasion: str, text: str, *, here: bool = False, about: str = ""
) -> bool:
    person = complaint.applicant
    if person is None:
        return False
    via = Via.BY_HAND if person.notice_channel == "none" else Via(person.notice_channel)
    if here and via == Via.BY_HAND:
        return False
    traced = complaint.tracking_hash is not None and via != Via.BY_HAND
    return post(
        work,
        kind=kind,
        subject=complaint.case_no,
        recipient=APPLICANT,
        occasion=occasion,
        text=text + (HINT if traced else ""),
        link=TRACKING if traced else "",
        via=via,
        about=about or ("" if kind in CALLS else NEWS),
    )


def tell_desk(work: Work, complaint: Complaint, words: str, kind: str = "new_work") -> None:
    """The case has come back to the desk: the clerks hear the bell."""
    tell(
        work,
        (role(Role.CLERK),),
        kind=kind,
        subject=complaint.case_no,
        occasion=str(complaint.version),
        text=words.format(no=complaint.case_no),
        link=f"/intake/complaints/{complaint.case_no}",
    )
