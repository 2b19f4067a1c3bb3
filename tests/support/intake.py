"""Builders for the front desk: a form as the clerk types it, a complaint in any state, and messages that arrive."""

from __future__ import annotations

import io
import itertools
import json
import uuid
from base64 import b64encode
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet
from PIL import Image
from pydantic import SecretStr
from sqlalchemy import select

from services.handoffs import relay
from services.handoffs.contract import Contract
from services.handoffs.contracts import CONTRACTS
from services.handoffs.envelope import Acknowledgement, Envelope
from services.handoffs.inbox import Inbox
from services.handoffs.outcomes import Outcome
from services.handoffs.registry_to_intake import LETTER_READY
from services.handoffs.review_to_intake import CASE_CLOSED, CASE_RETURNED
from services.handoffs.tables import outbox
from services.intake.actions import withdrawing
from services.intake.states import CLOSED_BY, State
from services.intake.tables import Complaint
from services.intake.tasks import HANDLERS
from services.shared.calendar import clock
from services.shared.encryption.vault import Vault
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Service
from tests.support.office import Person, TestOffice

Json = dict[str, Any]
CHECKLIST = ("identity", "form", "substance", "evidence", "reported_official")
FERDINAND = "7105152201719903"
OFFICIAL: Json = {
    "name": "Rolly M.",
    "position": "Kepala Urusan",
    "address": "",
    "act": "Meminta uang untuk surat keterangan usaha",
    "statement": "Terjadi 9 November 2026 di kantor desa, disaksikan satu orang",
}
SIGNED = ("forward", "return-incomplete")  # who does these has the applicant's signature under the form
_sequences: dict[tuple[str, str], int] = defaultdict(int)
_people: dict[tuple[int, str], Person] = {}
_serial = itertools.count(1000)


def new_nik() -> str:
    """A NIK of sound structure that no other test uses."""
    return f"710515220171{next(_serial)}"


def person(office: TestOffice, username: str = "loket1") -> Person:
    """A member of the staff, signed in once for all tests (sign-ins per account are throttled)."""
    return _people.setdefault((id(office), username), office.person(username))


def applicant(**changes: Any) -> Json:
    """A complete applicant."""
    return {
        "name": "Ferdinand Karundeng",
        "nik": FERDINAND,
        "nik_note": "",
        "village": "7105152007",
        "address": "Jaga II",
        "phone": "081234567890",
        "confidential": False,
    } | changes


def form(official: Json | None = None, who: Json | None = None, **complaint: Any) -> Json:
    """A complete form; ``complaint`` changes what happened."""
    return {
        "applicant": who or applicant(),
        "complaint": {
            "title": "Sengketa batas tanah kebun",
            "category": "land",
            "story": "Tetangga kebun memindahkan patok batas kebun cengkih saya sekitar 3 meter ke arah barat.",
            "place": "Kebun Lolombulan, Desa Makasili",
            "occurred_on": "02/11/2026",
            "occurred_time": "pagi",
            "request": "Mohon patok dikembalikan.",
            "loss": "",
        }
        | complaint,
        "reported_official": official,
    }


def items(official: bool = False, **missing: str) -> list[Json]:
    """The checklist; ``missing`` names an item and what is missing. Without files the evidence has a reason."""
    rows = []
    for item in CHECKLIST:
        verdict = "missing" if item in missing else "ok"
        if item == "reported_official" and not official:
            verdict = "not_applicable"
        note = missing.get(item, "Saksi akan dihadirkan" if item == "evidence" else "")
        rows.append({"item": item, "verdict": verdict, "note": note})
    return rows


def picture(text: str = "", size: tuple[int, int] = (64, 40)) -> bytes:
    """A small JPEG that no other call makes."""
    colour = uuid.uuid5(uuid.NAMESPACE_URL, text).bytes[:3] if text else uuid.uuid4().bytes[:3]
    target = io.BytesIO()
    Image.new("RGB", size, tuple(colour)).save(target, "JPEG")
    return target.getvalue()


def noise(size: tuple[int, int]) -> bytes:
    """A JPEG of a telephone's weight: what cannot be pressed together."""
    target = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(target, "JPEG", quality=95)
    return target.getvalue()


def pdf() -> bytes:
    """The smallest thing that is a PDF."""
    return b"%PDF-1.4\n%%EOF\n" + uuid.uuid4().hex.encode()


def signature() -> str:
    """What the pad for signatures gives: a drawing as a data URL."""
    target = io.BytesIO()
    Image.new("RGBA", (60, 20), (11, 31, 77, 255)).save(target, "PNG")
    return "data:image/png;base64," + b64encode(target.getvalue()).decode()


def withdrawal(**changes: Any) -> Json:
    """A withdrawal that the applicant signs at the desk."""
    return {"reason": "Sudah berdamai", "signature": signature()} | changes


class Desk:
    """One complaint, walked through the API by the clerk."""

    def __init__(
        self, office: TestOffice, who: str = "loket1", purpose: str = "Melaporkan sengketa batas tanah"
    ) -> None:
        self.office, self.who = office, who
        body = {"purpose": purpose, "override_reason": "Uji di luar hari kerja"}
        self.case_no: str = self._person().do("/intake/api/complaints", body, 201)["case_no"]

    @property
    def path(self) -> str:
        """The complaint's address in the API."""
        return f"/intake/api/complaints/{self.case_no}"

    @property
    def page(self) -> str:
        """The complaint's page."""
        return f"/intake/complaints/{self.case_no}"

    def _person(self, who: str = "") -> Person:
        return person(self.office, who or self.who)

    def now(self, who: str = "") -> Json:
        """The complaint as it is now."""
        return self._person(who).ask(self.path)

    def do(
        self, verb: str, body: Json | None = None, expect: int = 200, who: str = "", version: int | None = None
    ) -> Json:
        """Do a verb on the complaint as it is now, or as it was at ``version``."""
        at = self.now()["version"] if version is None else version
        if verb in SIGNED:
            body = {"signature": signature()} | (body or {})
        return self._person(who).do(f"{self.path}/{verb}", {"version": at} | (body or {}), expect)

    def upload(self, data: bytes, name: str = "foto.jpg", role: str = "evidence", expect: int = 201) -> Json:
        """Add a file by the API."""
        answer = self._person().post(
            f"{self.path}/evidence?role={role}", data=data, content_type="image/jpeg", headers={"X-File-Name": name}
        )
        assert answer.status_code == expect, answer.text
        return dict(json.loads(answer.text))

    def filled(self, **changes: Any) -> Desk:
        """Step 3 is done: form and KTP are there."""
        self.upload(picture(), "ktp.jpg", "id_card")
        self.do("submit-form", form(**changes))
        return self

    def forwarded(self, **changes: Any) -> Desk:
        """Step 5 is done."""
        self.filled(**changes)
        self.do("forward", {"items": items(official=bool(changes.get("official")))})
        return self

    def to_state(self, state: State, *, returned: bool = False) -> Desk:
        """Walk to a state by the shortest way; ``returned``: by way of a return by the section head."""
        if state == State.DRAFT_INTAKE:
            return self
        if returned:
            self.forwarded()
            self.returned()
            if state == State.INTAKE_CHECK:
                self.do("complete-documents")
            return self
        if state == State.CLOSED_MISTAKEN:
            self.do("cancel-opening", {"reason": "Terbuka dua kali"})
            return self
        if state in {State.INTAKE_CHECK, State.AWAITING_COMPLETION}:
            self.filled()
            if state == State.AWAITING_COMPLETION:
                self.do("return-incomplete", {"items": items(evidence="Foto patok")})
            return self
        self.forwarded()
        if state == State.WITHDRAWAL_REQUESTED:
            self.withdrawn()
        elif state in {State.READY_FOR_HANDOVER, State.DELIVERED}:
            self.letter()
            if state == State.DELIVERED:
                self.do("hand-over", handed())
        elif state != State.FORWARDED:
            self.closed(next(outcome for outcome, end in CLOSED_BY.items() if end == state))
        return self

    def withdrawn(self, **changes: Any) -> Desk:
        """The applicant withdraws at the desk, the section head has asked, and the time for objections passes."""
        self.do("withdraw", withdrawal(**changes))
        self.do("confirm-withdrawal", {"told_how": "phone"}, who="kasi")
        self.nobody_objected()
        return self

    def nobody_objected(self) -> bool:
        """The time for objections has passed; whether the withdrawal took effect."""
        with self.office.service("intake").work(SYSTEM, later(20)) as work:
            return withdrawing.take_effect(work, self.case_no)

    def lose_the_key(self) -> None:
        """The draft lies under a key that nobody has any more."""
        stranger = Vault(SecretStr(Fernet.generate_key().decode()), SecretStr("lain"))
        with self.office.service("intake").database.transaction() as session:
            session.get_one(Complaint, self.case_no).draft = stranger.encrypt('{"applicant": {"name": "Hilang"}}')

    def forget_the_draft(self) -> None:
        """So that a change of keys, in another file of tests, finds nothing that no key opens."""
        with self.office.service("intake").database.transaction() as session:
            session.get_one(Complaint, self.case_no).draft = None

    # ---------------------------------------------------------------- messages

    def returned(self) -> None:
        """Review sends the case back."""
        self.take(CASE_RETURNED, returned())

    def letter(self, **changes: Any) -> Json:
        """The registry has the letter ready."""
        body = letter(self.office.service("intake"), self.case_no, **changes)
        self.take(LETTER_READY, body)
        return body

    def closed(self, outcome: Outcome = Outcome.RESOLVED, **changes: Any) -> None:
        """Review ends the case."""
        self.take(CASE_CLOSED, closed(outcome, **changes))

    def take(self, contract: Contract, body: Json, **changes: Any) -> Envelope:
        """A message arrives and is accepted."""
        message = envelope(contract, self.case_no, body, **changes)
        answers = take(self.office, message)
        assert [answer.outcome for answer in answers] == ["done"], answers
        return message

    def posted(self, kind: str = "", receiver: str = "") -> list[Json]:
        """The bodies of the messages that were posted for this complaint."""
        return posted(self.office.service("intake"), self.case_no, kind, receiver)


def handed(**changes: Any) -> Json:
    """Step 17 as the clerk writes it down."""
    return {
        "recipient": "Ferdinand Karundeng",
        "relation": "applicant",
        "identity_checked": True,
        "note": "",
    } | changes


def returned(**changes: Any) -> Json:
    """What review says when it wants the file completed."""
    return {
        "missing": ["Salinan surat jual beli yang terbaca"],
        "reason": "Surat jual beli tidak terbaca",
        "returned_by": "Contoh Rondonuwu, S.Sos.",
        "returned_at": clock.now(),
    } | changes


def closed(outcome: Outcome = Outcome.RESOLVED, **changes: Any) -> Json:
    """What review says at the end."""
    return {
        "outcome": str(outcome),
        "branch": "8c>10a>12b",
        "message": "Pengaduan Anda telah ditangani.",
        "ended_at": clock.now(),
    } | changes


def progressed(stage: str, **changes: Any) -> Json:
    """What review says of the way."""
    return {"stage": stage, "at": clock.now(), "note": "", "deadline": None} | changes


def invitation(service: Service, case_no: str, meeting: str, days: int = 3, **changes: Any) -> Json:
    """What review says of an appointment; ``service`` is review, which alone may put the paper there."""
    stored = service.store.put_bytes(service.settings.documents_bucket, f"review/{case_no}", pdf(), "application/pdf")
    about = {"id": uuid.uuid4(), "role": "invitation", "name": f"Undangan tatap muka {case_no}.pdf"}
    paper = stored.as_dict() | about | {"added_at": clock.now(), "added_by": "Camat"}
    return {
        "meeting_id": meeting,
        "kind": "face_to_face",
        "held_on": clock.today() + timedelta(days=days),
        "clock_time": "09.00",
        "place": "Ruang kerja Camat",
        "purpose": "Konfirmasi",
        "papers": [paper],
    } | changes


def letter(service: Service, case_no: str, pdf_bytes: bytes | None = None, **changes: Any) -> Json:
    """What the registry says when the letter is ready, with a file in the store."""
    bucket = service.settings.documents_bucket
    stored = service.store.put_bytes(bucket, case_no, pdf_bytes or pdf(), "application/pdf")
    file = stored.as_dict() | {
        "id": uuid.uuid4(),
        "role": "letter",
        "name": "surat.pdf",
        "added_at": clock.now(),
        "added_by": "registrasi",
    }
    return {
        "letter_id": uuid.uuid4(),
        "number": "337/001/KEC-KMB/XI/2026",
        "dated": date(2026, 11, 24),
        "letter_kind": "tanggapan",
        "subject": "Tanggapan atas Pengaduan Batas Tanah",
        "file": file,
    } | changes


def envelope(
    contract: Contract, case_no: str, body: Json, sequence: int | None = None, sent_at: datetime | None = None
) -> Envelope:
    """A message from another service, the next in its case's order."""
    if sequence is None:
        _sequences[contract.sender, case_no] += 1
        sequence = _sequences[contract.sender, case_no]
    return Envelope(
        id=str(uuid.uuid4()),
        kind=contract.kind,
        version=contract.version,
        sender=contract.sender,
        receiver=contract.receiver,
        case_no=case_no,
        sequence=sequence,
        sent_at=(sent_at or datetime.now(UTC)).isoformat(),
        correlation_id="test-intake",
        body=contract.dump(body),
    )


def take(office: TestOffice, *envelopes: Envelope) -> list[Acknowledgement]:
    """Deliver messages as the worker does."""
    return relay.take(office.service("intake"), Inbox(CONTRACTS, HANDLERS), list(envelopes))


def posted(service: Service, case_no: str, kind: str = "", receiver: str = "") -> list[Json]:
    """The bodies of the messages that a service posted for a case, oldest first."""
    with service.database.transaction() as session:
        rows = session.execute(select(outbox).where(outbox.c.case_no == case_no).order_by(outbox.c.created_at)).all()
    return [dict(row.body) for row in rows if kind in {"", row.kind} and receiver in {"", row.receiver}]


def later(days: int) -> datetime:
    """The moment so many days from now."""
    return clock.now() + timedelta(days=days)
