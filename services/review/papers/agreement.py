"""What came of a mediation on paper: the agreement of both sides with its promises (surat kesepakatan perdamaian)."""

from __future__ import annotations

from collections.abc import Sequence

from services.review.papers.mediation import Drawn, person_of, sheet_of, signature_of
from services.review.papers.parts import field_rows, leader_of, opening, passage, plain, ruled
from services.review.rules.mediation import CAPACITIES
from services.review.tables import Case, Meeting, Participant, Promise
from services.shared.calendar import clock
from services.shared.config.office import Office

PARTIES = ("applicant", "other_side")


def agreement(
    office: Office,
    case: Case,
    row: Meeting,
    people: Sequence[Participant],
    promises: Sequence[Promise],
    drawn: Drawn,
) -> bytes:
    """The agreement: both sides, the promises each with its day, places for the duty stamp, witnesses."""
    here = [one for one in people if one.came]
    sides = [one for one in here if one.capacity in PARTIES]
    names = {one.id: person_of(case, one) for one in people}
    rows = [[one.what, clock.long_date(one.due_on), names[one.participant_id]] for one in promises]
    parts = [
        plain(opening(row.held_on, row.clock_time, row.place)),
        field_rows([[f"{n}. {CAPACITIES[one.capacity]}", names[one.id]] for n, one in enumerate(sides, start=1)]),
        plain(
            f"dengan kehendak sendiri dan tanpa paksaan telah sepakat berdamai atas perkara “{case.title}"
            f"” (pengaduan nomor {case.case_no}), dengan kesepakatan sebagai berikut:"
        ),
        passage("Isi kesepakatan", row.agreement or ""),
        ruled("Janji para pihak", ["Isi janji", "Paling lambat", "Yang berjanji"], rows),
        plain(
            "Pelaksanaan janji dipantau oleh kantor. Janji yang tidak ditepati dapat diadukan lagi. Demikian surat "
            "kesepakatan ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."
        ),
    ]
    others = [one for one in here if one.capacity not in PARTIES]
    signatures = [
        *(signature_of(office, case, one, drawn) | {"stamp": True} for one in sides),
        *(signature_of(office, case, one, drawn) for one in others),
        leader_of(office, row, "Mengetahui,"),
    ]
    return sheet_of(office, case, row, "SURAT KESEPAKATAN PERDAMAIAN", parts, signatures, numbered=False)
