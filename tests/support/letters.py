"""Builders for the letters service: a request from review, a letter in any state, what it told the others."""

from __future__ import annotations

import itertools
import uuid
from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from deploy.setup import DEMO_PASSPHRASE
from services.handoffs import outbox as outboxes
from services.handoffs import relay
from services.handoffs.contract import Contract
from services.handoffs.contracts import CONTRACTS
from services.handoffs.envelope import Acknowledgement, Envelope
from services.handoffs.inbox import Inbox
from services.handoffs.review_to_letters import LETTER_CANCELLED, LETTER_REQUESTED
from services.handoffs.tables import outbox
from services.letters.tasks import HANDLERS
from services.registry.tasks import HANDLERS as REGISTRY_HANDLERS
from tests.support.office import Person, TestOffice
from tests.support.registry import check_file

Json = dict[str, Any]
_case = itertools.count(1)
_sequences: dict[str, int] = defaultdict(int)
_people: dict[tuple[int, str], Person] = {}

CONTENT: Json = {
    "subject": "Tanggapan atas Pengaduan Batas Tanah",
    "classification": "300.1.4",
    "sensitivity": "biasa",
    "urgency": "biasa",
    "attachments": "-",
    "recipient_name": "Saudara Ferdinand Karundeng",
    "recipient_lines": ["Warga Desa Makasili"],
    "recipient_place": "Makasili",
    "opening": "Menindaklanjuti pengaduan Saudara, kami sampaikan hal berikut:",
    "body": "1. Patok dikembalikan.\n2. Biaya ditanggung bersama.\n\nHasil mediasi **mengikat** kedua pihak.",
    "closing": "Demikian surat ini disampaikan, terima kasih.",
    "copies_to": ["Pemerintah Desa Makasili"],
}


def content(**changes: Any) -> Json:
    """A complete content."""
    return {**CONTENT, **changes}


def request_body(**changes: Any) -> Json:
    """What review asks of letters at 12b."""
    body: Json = {
        "letter_id": uuid.uuid4(),
        "letter_kind": "tanggapan",
        "step": "12b",
        "conclusion": "Batas kebun dikembalikan ke patok lama.\n\n1. Patok dipasang bersama.\n2. Disaksikan Hukum Tua.",
        "recipient": {"name": "Saudara Ferdinand Karundeng", "place": "Makasili"},
        "to_applicant": True,
        "title": "Sengketa batas tanah kebun",
        "category": "land",
        "received_at": datetime(2026, 11, 16, 1, 30, tzinfo=UTC),
        "applicant_name": "Ferdinand Karundeng",
        "village": "Makasili",
        "confidential": False,
        "recommendation": "Kedua pihak membuat pernyataan bersama.",
        "team": ["tim1", "tim2"],
        "deadline": date(2026, 12, 4),
        "requested_at": datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
    }
    return body | changes


def new_case_no() -> str:
    """A case number that no other test uses."""
    return f"L-{next(_case):04d}"


def envelope(contract: Contract, case_no: str, body: Json, sequence: int | None = None) -> Envelope:
    """A message from review, the next in its case's order."""
    if sequence is None:
        _sequences[case_no] += 1
        sequence = _sequences[case_no]
    return Envelope(
        id=str(uuid.uuid4()),
        kind=contract.kind,
        version=contract.version,
        sender=contract.sender,
        receiver=contract.receiver,
        case_no=case_no,
        sequence=sequence,
        sent_at=datetime.now(UTC).isoformat(),
        correlation_id="test-letters",
        body=contract.dump(body),
    )


def take(office: TestOffice, *envelopes: Envelope) -> list[Acknowledgement]:
    """Deliver messages as the worker does."""
    return relay.take(office.service("letters"), Inbox(CONTRACTS, HANDLERS), list(envelopes))


def person(office: TestOffice, username: str) -> Person:
    """A person who signs in once for all tests: signing in is throttled per account."""
    return _people.setdefault((id(office), username), office.person(username))


class LetterUnderTest:
    """One letter, walked through the API."""

    def __init__(
        self, office: TestOffice, reader: str = "camat", contract: Contract = LETTER_REQUESTED, **changes: Any
    ) -> None:
        self.office, self.case_no, self.reader = office, new_case_no(), reader
        body = request_body(**changes)
        self.id = str(body["letter_id"])
        answers = take(office, envelope(contract, self.case_no, body))
        assert [a.outcome for a in answers] == ["done"], answers

    @property
    def path(self) -> str:
        """The letter's address in the API."""
        return f"/letters/api/letters/{self.id}"

    @property
    def page(self) -> str:
        """The letter's page."""
        return f"/letters/letters/{self.id}"

    def now(self, who: str = "") -> Json:
        """The letter as it is."""
        return person(self.office, who or self.reader).ask(self.path)

    def do(self, who: str, verb: str, expect: int = 200, **body: Any) -> Json:
        """Do a verb on the letter as it is now."""
        version = body.pop("version", None)
        version = self.now()["version"] if version is None else version
        return person(self.office, who).do(f"{self.path}/{verb}", {"version": version, **body}, expect)

    def save(self, expect: int = 200, who: str = "tim1", version: int | None = None, **changes: Any) -> Json:
        """Save a draft."""
        return self.do(who, "save-draft", expect, version=version, content=content(**changes))

    def submit(self, expect: int = 200, who: str = "tim1", **changes: Any) -> Json:
        """Submit a version."""
        return self.do(who, "submit-draft", expect, content=content(**changes))

    def correct(self, expect: int = 200, **body: Any) -> Json:
        """Ask for a correction."""
        return self.do("camat", "request-correction", expect, **{"note": "Sebutkan tanggal mediasi.", **body})

    def sign(self, expect: int = 200, **changes: Any) -> Json:
        """Sign the newest version as it was reviewed."""
        return self.do("camat", "sign", expect, **self.reviewed() | {"passphrase": DEMO_PASSPHRASE} | changes)

    def reviewed(self) -> Json:
        """The newest version, as a form names what was read."""
        newest = self.now()["drafts"][-1]
        return {"draft_no": newest["no"], "sha256": newest["sha256"]}

    def cancel(self, reason: str = "Pengaduan dicabut.") -> None:
        """Review takes the letter back."""
        body = {"letter_id": uuid.UUID(self.id), "reason": reason}
        answers = take(self.office, envelope(LETTER_CANCELLED, self.case_no, body))
        assert [a.outcome for a in answers] == ["done"], answers

    def posted(self, kind: str | None = None) -> list[Json]:
        """The bodies of what letters told the others of this case, oldest first, with kind and receiver."""
        with self.office.service("letters").reading() as session:
            rows = session.execute(
                select(outbox).where(outbox.c.case_no == self.case_no).order_by(outbox.c.created_at, outbox.c.sequence)
            ).all()
        found = [{"kind": row.kind, "receiver": row.receiver, **row.body} for row in rows]
        return [body for body in found if kind in (None, body["kind"])]

    def exchange(self) -> None:
        """Hand over what letters and the registry have for each other of this case, until neither has anything."""
        while self._handed("letters", "registry") + self._handed("registry", "letters"):
            pass

    def _handed(self, sender: str, receiver: str) -> int:
        open_ = (outbox.c.case_no == self.case_no, outbox.c.receiver == receiver, outbox.c.acked_at.is_(None))
        with self.office.service(sender).reading() as session:
            rows = session.execute(select(outbox).where(*open_).order_by(outbox.c.sequence)).all()
        waiting = [outboxes._envelope(sender, row) for row in rows]
        handlers = {"letters": HANDLERS, "registry": REGISTRY_HANDLERS}[receiver]
        answers = relay.take(self.office.service(receiver), Inbox(CONTRACTS, handlers), waiting) if waiting else []
        assert [a.reason for a in answers if a.outcome != "done"] == []
        with self.office.service(sender).database.transaction() as session:
            outboxes.settle(session, answers, datetime.now(UTC))
        return len(answers)

    def register(self, *verbs: str) -> Json:
        """Do parts of step 16 at the registry; the letter as it is there."""
        registrar, path = person(self.office, "registrasi"), f"/registry/api/letters/{self.id}"
        shown = registrar.ask(path)
        for verb in verbs:
            body = {"copies": [{"purpose": "Pertinggal", "recipient": "Arsip"}]} if verb == "copy" else {}
            shown = registrar.do(f"{path}/{verb}", {"version": shown["version"], **body})
        return shown

    def checked(self) -> str:
        """The public page that judges the finished file."""
        registrar = person(self.office, "registrasi")
        finished = registrar.get(f"/registry/letters/{self.id}/sealed.pdf").data
        return check_file(self.office, registrar.client("registry"), finished)[1]

    def to_state(self, state: str) -> LetterUnderTest:
        """Walk the letter to a state."""
        if state in ("letter_review", "letter_signed"):
            self.submit()
        if state == "letter_signed":
            self.sign()
        if state == "letter_cancelled":
            self.cancel()
        assert self.now()["state"] == state
        return self
