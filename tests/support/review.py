"""Builders for tests of review: messages from the neighbours, and walking a case to a state by the API."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select, text

from services.handoffs import relay
from services.handoffs.contract import Contract
from services.handoffs.contracts import CONTRACTS
from services.handoffs.envelope import Acknowledgement, Envelope
from services.handoffs.inbox import Inbox
from services.handoffs.intake_to_review import (
    CASE_FORWARDED,
    LETTER_HANDED_OVER,
    LETTER_UNCOLLECTED,
    WITHDRAWAL_REQUESTED,
)
from services.handoffs.letters_to_review import LETTER_PROGRESSED
from services.handoffs.registry_to_review import CASE_ARCHIVED_REVIEW, LETTER_REGISTERED, LETTER_SEALED
from services.handoffs.tables import inbox_position, outbox
from services.review.states import MOVES, RIGHTS, State
from services.review.tasks import HANDLERS
from services.review.verbs import VERBS
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM, Role
from services.shared.unit_of_work import Service
from tests.support.bodies import Json, body_of
from tests.support.notices import at
from tests.support.office import TestOffice

OFFICIAL = {
    "name": "Rolly M.",
    "position": "Kepala Urusan",
    "address": "Desa Kumelembuai Dua",
    "act": "Meminta pungutan tidak resmi",
    "statement": "Disaksikan satu orang, percakapan terlampir",
}


def new_case_no() -> str:
    """A case number that no other test uses."""
    return f"PGD-{uuid.uuid4().hex[:10]}"


def today() -> Any:
    """The day in the office now."""
    return clock.local(clock.now()).date()


def file_ref(role: str = "evidence", name: str = "foto_patok.jpg") -> dict[str, Any]:
    """A file of the desk; its bytes are not stored."""
    return {
        "id": uuid.uuid4(),
        "role": role,
        "name": name,
        "bucket": "evidence",
        "key": f"x/{uuid.uuid4().hex}",
        "sha256": "a" * 64,
        "size": 3,
        "content_type": "image/jpeg",
        "added_at": clock.now(),
        "added_by": "loket1",
    }


def forwarded(**changes: Any) -> dict[str, Any]:
    """The body of CASE_FORWARDED. ``changes`` name top-level keys, or ``applicant_…`` and ``complaint_…`` fields."""
    body: dict[str, Any] = {
        "round": 1,
        "received_at": clock.now() - timedelta(hours=1),
        "deadline": today() + timedelta(days=20),
        "clerk": "Rina Wulandari",
        "applicant": {
            "name": "Ferdinand Karundeng",
            "nik_masked": "710515******9903",
            "village": "Makasili",
            "address": "Jaga II",
            "phone": "081234567890",
            "confidential": False,
            "identity_note": "",
        },
        "complaint": {
            "title": "Sengketa batas tanah kebun",
            "category": "land",
            "story": "Tetangga kebun memindahkan patok batas kebun cengkih saya sekitar 3 meter ke arah barat.",
            "place": "Kebun Rano, Makasili",
            "occurred": "14 November 2026",
            "request": "Mohon mediasi",
            "class_code": "ordinary",
            "reported_official": None,
        },
        "completeness": [{"item": "identity", "label": "KTP jelas", "verdict": "ok", "note": ""}],
        "files": [file_ref(), file_ref("id_card", "ktp.jpg")],
    }
    for name, value in changes.items():
        part, _, field = name.partition("_")
        if part in {"applicant", "complaint"} and field:
            body[part][field] = value
        else:
            body[name] = value
    return body


SAID: dict[str, Callable[[], Json]] = {  # by verb: what its rules ask beyond its schema, or what tests look for
    "report_to_camat": lambda: dict.fromkeys(
        ("complete", "identity_clear", "accurate", "relevant", "within_authority"), True
    ),
    "call_face_to_face": lambda: {"date": next_open_day()},
    "record_meeting": lambda: {"agreement": "Patok diukur ulang bersama."},
    "talk_now": lambda: {"agreement": "Patok diukur ulang bersama."},
    "move_meeting": lambda: {"date": next_open_day()},
    "call_mediation": lambda: {"date": next_open_day(), "other_side": "Yance Tumbel, Jaga III"},
    "record_mediation": lambda: {"agreement": "Patok diukur ulang bersama."},
    "add_promise": lambda: {"due_on": in_days(10)},
    "dispose_to_team": lambda: {"members": ["tim1", "tim2"], "due": in_days(7), "instructions": ["coordinate"]},
    "change_disposition": lambda: {"members": ["tim1", "tim2"], "due": in_days(9), "instructions": ["coordinate"]},
    "close_coordination": lambda: {"result": "Selesai."},
    "coordinate": lambda: {"result": "Kedua pihak bersedia mengukur ulang."},
    "assign_task": lambda: {"due_on": in_days(3)},
    "submit_report": lambda: {"results": "Pengukuran ulang disepakati."},
    "convey_and_close": lambda: {"reference": "STPL/12/XI/2026"},
    "prepare_evidence": lambda: {"files": []},
    "mark_conflict": lambda: {"usernames": ["tim3"], "reason": "Bersaudara dengan salah satu pihak."},
}


def body(verb: str) -> Json:
    """A body of a verb that succeeds, without the version."""
    return body_of(VERBS[verb].schema(), SAID.get(verb, dict)())


def in_days(days: int) -> str:
    """The day so many days from now (ISO)."""
    return str((today() + timedelta(days=days)).isoformat())


def next_open_day() -> str:
    """A day on which the office is open, tomorrow or soon after (ISO)."""
    from services.shared.calendar.working_days import WorkingDays
    from services.shared.config.office import HolidayCorrections

    day: str = WorkingDays(HolidayCorrections()).add(today(), 1).isoformat()
    return day


MINUTES = frozenset({"record_meeting", "record_mediation"})
MEDIATED = ("camat_meeting", "team_assigned")
AT_MEDIATION = {
    "record_mediation", "note_participant", "add_promise", "drop_promise", "move_meeting", "cancel_meeting",
}  # fmt: skip
HANDED_OVER = "(the letter is handed over)"  # not a verb of review: three neighbours say so
_TO_DECISION = ("report_to_camat", "dispose_to_team", "submit_report")
WAY = {
    "section_head_review": (),
    "returned_to_desk": ("ask_clarification",),
    "camat_review": ("report_to_camat",),
    "camat_meeting": ("report_to_camat", "call_face_to_face"),
    "team_assigned": ("report_to_camat", "dispose_to_team"),
    "camat_decision": ("report_to_camat", "dispose_to_team", "submit_report"),
    "oral_followup": (*_TO_DECISION, "decide_oral_answer"),
    "letter_requested": (*_TO_DECISION, "decide_written_letter"),
    "transfer_followup": (*_TO_DECISION, "decide_delegation"),
    "law_followup": (*_TO_DECISION, "decide_report_law"),
    "closed_resolved_direct": ("report_to_camat", "resolve_directly"),
    "refusal_letter": ("decline",),
    "closed_declined": ("decline", HANDED_OVER),
    "closed_resolved": (*_TO_DECISION, "decide_oral_answer", "convey_and_close"),
    "closed_transferred": (*_TO_DECISION, "decide_delegation", "convey_and_close"),
    "closed_reported_to_law": (*_TO_DECISION, "decide_report_law", "convey_and_close"),
}


def doer(verb: str, state: str = "") -> str:
    """The account that does a verb in the normal course, in a state where Camat and team share it."""
    here = MOVES.find(State(state), verb) if state else None
    roles = here.roles if here else RIGHTS.roles(verb)
    return "tim1" if Role.TEAM in roles else "camat" if Role.CAMAT in roles else "kasi"


def escalate(service: Service, day: date) -> None:
    """The timed job of late cases on a day, until nothing is left to take up."""
    from services.review.actions import deadlines

    with service.work(SYSTEM, at(day.isoformat())) as work:
        while deadlines.escalate(work) != "0 dinaikkan":
            work.session.flush()


class Desk:
    """The review service with its neighbours' messages made by hand."""

    def __init__(self, office: TestOffice) -> None:
        self.office = office
        self.service = office.service("review")
        self._people: dict[str, Any] = {}

    def person(self, username: str) -> Any:
        """A signed-in person, kept over a test session (argon2 is slow on purpose)."""
        if username not in self._people:
            self._people[username] = self.office.person(username)
        return self._people[username]

    # ---- messages -------------------------------------------------------------------------------------------
    def envelope(self, contract: Contract, case_no: str, body: dict[str, Any], sequence: int = 0) -> Envelope:
        """A message of a neighbour, next in its order unless told otherwise."""
        return Envelope(
            id=str(uuid.uuid4()),
            kind=contract.kind,
            version=contract.version,
            sender=contract.sender,
            receiver="review",
            case_no=case_no,
            sequence=sequence or self._last(contract.sender, case_no) + 1,
            sent_at=datetime.now(UTC).isoformat(),
            correlation_id="test",
            body=contract.dump(body),
        )

    def _last(self, sender: str, case_no: str) -> int:
        with self.service.reading() as session:
            found = session.execute(
                select(inbox_position.c.last).filter_by(sender=sender, case_no=case_no)
            ).scalar_one_or_none()
        return found or 0

    def take(self, *envelopes: Envelope) -> list[Acknowledgement]:
        """Review takes a batch."""
        return relay.take(self.service, Inbox(CONTRACTS, HANDLERS), list(envelopes))

    def send(self, contract: Contract, case_no: str, body: dict[str, Any]) -> Envelope:
        """A message arrives and is taken; returns it, so that it can arrive twice."""
        envelope = self.envelope(contract, case_no, body)
        answers = self.take(envelope)
        assert [a.outcome for a in answers] == ["done"], answers
        return envelope

    def posted(self, case_no: str, kind: str | None = None, receiver: str | None = None) -> list[dict[str, Any]]:
        """Bodies of what review handed over for a case, in order."""
        statement = select(outbox).where(outbox.c.case_no == case_no).order_by(outbox.c.created_at, outbox.c.sequence)
        with self.service.reading() as session:
            rows = session.execute(statement).all()
        wanted = [r for r in rows if kind in {None, r.kind} and receiver in {None, r.receiver}]
        return [row.body | {"_kind": row.kind, "_receiver": row.receiver} for row in wanted]

    # ---- cases ----------------------------------------------------------------------------------------------
    def case(self, state: str = "section_head_review", **changes: Any) -> str:
        """A case brought to a state by the normal verbs; returns its number."""
        case_no = new_case_no()
        self.send(CASE_FORWARDED, case_no, forwarded(**changes))
        for verb in WAY[state]:
            self.letter_done(case_no) if verb == HANDED_OVER else self.do(case_no, verb)
        return case_no

    def leader(self, case_no: str) -> str:
        """Who leads the mediation of a case."""
        return "tim1" if self.state(case_no) == "team_assigned" else "camat"

    def mediation(self, state: str, day: str = "", **changes: Any) -> str:
        """A case whose mediation is planned, by the Camat or by the team; returns its number."""
        case_no = self.case("team_assigned" if state == "team_assigned" else "camat_review", **changes)
        self.do(case_no, "call_mediation", self.leader(case_no), **{"date": day} if day else {})
        return case_no

    def participant(self, case_no: str, position: int = 1) -> dict[str, Any]:
        """One who is invited, as the verbs name him."""
        people = self.see(case_no)["participants"]
        return {"participant_id": next(row["id"] for row in people if row["position"] == position)}

    def everybody_came(self, case_no: str, **changes: Any) -> None:
        """All who are invited are there, and say something."""
        for row in self.see(case_no)["participants"]:
            said = {"words": "Saya bersedia berdamai.", "participant_id": row["id"]}
            self.do(case_no, "note_participant", self.leader(case_no), **said | changes)

    def promised(self, state: str = "team_assigned", days: int = 10) -> tuple[str, str]:
        """A case whose mediation led to an agreement; returns its number and the promise."""
        case_no = self.mediation("camat_meeting" if state == "camat_review" else state)
        who = self.leader(case_no)
        self.everybody_came(case_no)
        case = self.do(case_no, "add_promise", who, **self.participant(case_no, 2), due_on=in_days(days))
        self.do(case_no, "record_mediation", who)
        return case_no, case["promises"][-1]["id"]

    def letter_done(self, case_no: str) -> None:
        """The letter that was asked for last is signed, registered, and in the applicant's hands."""
        self.letter_signed(case_no)
        self.letter_registered(case_no)
        self.letter_handed_over(case_no)

    def see(self, case_no: str, username: str = "camat", expect: int = 200) -> dict[str, Any]:
        """The case as a person sees it."""
        found: dict[str, Any] = self.person(username).ask(f"/review/api/cases/{case_no}", expect)
        return found

    def day_comes(self, case_no: str) -> None:
        """The day of the meeting that is planned is today."""
        with self.service.database.transaction() as session:
            session.execute(text("update meeting set held_on = :day where case_no = :no and state = 'planned'"),
                            {"day": today(), "no": case_no})  # fmt: skip

    def do(
        self, case_no: str, verb: str, username: str = "", expect: int = 200, *, on_its_day: bool = True, **changes: Any
    ) -> dict[str, Any]:
        """Do a verb with a body that would succeed, but for ``changes``; minutes on the day of their meeting."""
        if on_its_day and verb in MINUTES:
            self.day_comes(case_no)
        given = {"version": self.version(case_no)} | body(verb) | changes
        path = f"/review/api/cases/{case_no}/{verb.replace('_', '-')}"
        answer: dict[str, Any] = self.person(username or doer(verb, self.state(case_no))).do(path, given, expect)
        return answer

    def upload(
        self,
        case_no: str,
        role: str,
        data: bytes,
        name: str = "lampiran.pdf",
        username: str = "tim1",
        expect: int = 201,
    ) -> dict[str, Any]:
        """Attach a file by the API."""
        path = f"/review/api/cases/{case_no}/files?role={role}"
        answer = self.person(username).post(path, data=data, headers={"X-File-Name": name})
        assert answer.status_code == expect, answer.get_data(as_text=True)
        found: dict[str, Any] = answer.get_json()
        return found

    def version(self, case_no: str) -> int:
        """The present version, whoever may see the case."""
        from services.review.tables import Case

        with self.service.reading() as session:
            return session.get_one(Case, case_no).version

    def state(self, case_no: str) -> str:
        """The present state."""
        from services.review.tables import Case

        with self.service.reading() as session:
            return session.get_one(Case, case_no).state

    def letter_id(self, case_no: str) -> str:
        """The letter that was asked for last."""
        return str(self.posted(case_no, "letter_requested")[-1]["letter_id"])

    def letter_signed(self, case_no: str, progress: str = "signed") -> None:
        """Letters says how far the letter is."""
        body = {"letter_id": self.letter_id(case_no), "progress": progress, "versions": 2, "corrections": 1}
        self.send(LETTER_PROGRESSED, case_no, body | {"by": "Camat", "at": clock.now()})

    def letters_of(self, case_no: str, *kinds: str) -> list[dict[str, Any]]:
        """The requests for letters of these kinds, oldest first; those taken back since are left out."""
        gone = {body["letter_id"] for body in self.posted(case_no, "letter_cancelled")}
        asked = self.posted(case_no, "letter_requested")
        return [body for body in asked if body["letter_kind"] in kinds and body["letter_id"] not in gone]

    def letter_sealed(self, case_no: str, asked: dict[str, Any], number: str = "300.1.4/001/KEC-KMB/XI/2026") -> None:
        """A letter of an appointment is signed, numbered and sealed."""
        body = {"letter_id": asked["letter_id"], "progress": "signed", "versions": 1, "corrections": 0}
        self.send(LETTER_PROGRESSED, case_no, body | {"by": "Camat", "at": clock.now()})
        ref = file_ref("letter", "Surat Undangan.pdf")
        body = {"letter_id": asked["letter_id"], "number": number, "dated": today(), "file": ref}
        self.send(LETTER_SEALED, case_no, body)

    def letter_registered(self, case_no: str, number: str = "337/001/KEC-KMB/XI/2026") -> Envelope:
        """The registry has numbered and sealed the letter."""
        ref = file_ref("letter", "surat.pdf")
        body = {"letter_id": self.letter_id(case_no), "number": number, "dated": today(), "file": ref}
        return self.send(LETTER_REGISTERED, case_no, body)

    def letter_handed_over(self, case_no: str) -> Envelope:
        """The applicant has the letter."""
        body = {
            "letter_id": self.letter_id(case_no),
            "recipient": "Ferdinand Karundeng",
            "relation": "Pemohon sendiri",
            "handed_at": clock.now(),
            "confirmed_at": clock.now(),
        }
        return self.send(LETTER_HANDED_OVER, case_no, body)

    def letter_uncollected(self, case_no: str, letter_id: str = "") -> Envelope:
        """Nobody came for the letter until its time was over."""
        body = {"letter_id": letter_id or self.letter_id(case_no), "number": "337/001/KEC-KMB/XI/2026"}
        return self.send(LETTER_UNCOLLECTED, case_no, body | {"ready_at": clock.now(), "given_up_at": clock.now()})

    def withdrawn(self, case_no: str, reason: str = "Sudah berdamai") -> Envelope:
        """The applicant takes the complaint back."""
        body = {"reason": reason, "requested_at": clock.now()}
        return self.send(WITHDRAWAL_REQUESTED, case_no, body)

    def archived(self, case_no: str) -> Envelope:
        """The registry has archived the case."""
        body = {"archived_at": clock.now(), "archive_no": "ARS-1", "retain_until": today() + timedelta(days=900)}
        return self.send(CASE_ARCHIVED_REVIEW, case_no, body)
