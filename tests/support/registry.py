"""Builders for the registry: a signed letter, an ended case with its parts, and the walk through step 16."""

from __future__ import annotations

import itertools
import uuid
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from deploy.setup import DEMO_PASSPHRASE
from services.handoffs import relay
from services.handoffs.contract import SERVICES, Contract
from services.handoffs.contracts import CONTRACTS
from services.handoffs.envelope import Acknowledgement, Envelope
from services.handoffs.inbox import Inbox
from services.handoffs.intake_to_registry import INTAKE_DOSSIER
from services.handoffs.letters_to_registry import LETTER_DOSSIER, LETTER_SIGNED, LETTER_VOIDED
from services.handoffs.review_to_registry import CASE_ENDED_IN_REVIEW, REVIEW_DOSSIER
from services.handoffs.tables import outbox
from services.registry.actions.checking import judge_next
from services.registry.fixity.job import check_archive
from services.registry.tables import ArchiveCase
from services.registry.tasks import HANDLERS
from services.shared.calendar import clock
from services.shared.paper.letter import Addressee, Letter, Paragraph, Signatory, typeset_letter
from services.shared.paper.qr import qr_svg
from services.shared.rights.people import SYSTEM
from services.shared.signing.signer import BuiltInSigner
from services.shared.storage.object_store import ObjectStore
from tests.support.office import TestOffice

Json = dict[str, Any]
VERBS = ("record-register", "assign-number", "stamp", "copy", "archive-copy")
STATES = ("received", "registered", "numbered", "stamped", "copied", "ready_for_handover")
COPIES = [{"purpose": "Pertinggal", "recipient": "Arsip kantor"}, {"purpose": "Tembusan", "recipient": "Hukum Tua"}]
SIGNED_AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
_case = itertools.count(1)
_sequences: dict[tuple[str, str], int] = defaultdict(int)


def check_file(office: TestOffice, visitor: FlaskClient, data: bytes, name: str = "surat.pdf") -> tuple[int, str]:
    """Upload a file at the public check as a browser does, have it judged as its process does; the answer's page."""
    page = visitor.get("/registry/check").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "file": (BytesIO(data), name)}
    answer = visitor.post("/registry/check", data=form, content_type="multipart/form-data")
    if answer.status_code == 303:
        assert visitor.get(answer.location).status_code == 202
        while judge_next(office.service("registry")):
            pass
        answer = visitor.get(answer.location)
    return answer.status_code, str(answer.get_data(as_text=True))


def new_case_no() -> str:
    """A case number that no other test uses."""
    return f"R-{uuid.uuid4().hex[:6]}-{next(_case):04d}"


def envelope(contract: Contract, case_no: str, body: Json, sequence: int | None = None) -> Envelope:
    """A message, the next of its sender in its case's order."""
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
        sent_at=datetime.now(UTC).isoformat(),
        correlation_id="test-registry",
        body=contract.dump(body),
    )


def take(office: TestOffice, *envelopes: Envelope) -> list[Acknowledgement]:
    """Deliver messages as the worker does."""
    return relay.take(office.service("registry"), Inbox(CONTRACTS, HANDLERS), list(envelopes))


def deliver(office: TestOffice, contract: Contract, case_no: str, body: Json) -> None:
    """Deliver one message that must be taken."""
    answers = take(office, envelope(contract, case_no, body))
    assert [a.outcome for a in answers] == ["done"], answers


def signed_pdf(office: TestOffice, letter_id: uuid.UUID, subject: str = "Tanggapan atas Pengaduan") -> bytes:
    """A letter as the Camat signed it, with its empty number, date and seal."""
    service = office.service("registry")
    camat = service.office.official("camat")
    letter = Letter(
        office=service.office.letterhead(),
        subject=subject,
        addressee=Addressee("Saudara Ferdinand Karundeng", "Makasili", ["Warga Desa Makasili"]),
        body=[Paragraph("Menindaklanjuti pengaduan Saudara, patok batas kebun dikembalikan ke tempat semula.")],
        closing="Demikian disampaikan, terima kasih.",
        signatory=Signatory([f"{camat.title.upper()},"], camat.name, camat.rank, camat.nip),
        copies=["Pemerintah Desa Makasili"],
        note="Keaslian surat dapat diperiksa dengan memindai kode ini.",
        code=qr_svg(f"http://localhost:8000/registry/check/{letter_id}"),
    )
    assert service.settings.keys_dir is not None
    signer = BuiltInSigner(service.settings.keys_dir)
    prepared = signer.prepare(typeset_letter(letter, created=SIGNED_AT))
    return signer.sign(prepared, passphrase=DEMO_PASSPHRASE, now=clock.now())


def store_at(office: TestOffice, bucket: str, key: str) -> ObjectStore:
    """The store as seen by the service whose files lie there: no other may write to that place."""
    settings = office.settings["registry"]
    folder = key.split("/", maxsplit=1)[0]
    owner = folder if bucket == settings.documents_bucket and folder in SERVICES else "intake"
    return office.service("registry" if bucket == settings.archive_bucket else owner).store


def store_file(office: TestOffice, case_no: str, data: bytes, name: str, role: str, content_type: str) -> Json:
    """Put bytes into the store; returns the reference that travels in messages."""
    bucket = office.settings["registry"].documents_bucket
    stored = store_at(office, bucket, case_no).put_bytes(bucket, case_no, data, content_type)
    facts = {"id": uuid.uuid4(), "role": role, "name": name, "added_at": SIGNED_AT, "added_by": "Rina Wulandari"}
    return facts | stored.as_dict()


class LetterUnderTest:
    """One letter, received as letters sends it and walked through the API."""

    def __init__(self, office: TestOffice, case_no: str = "", pdf: bytes | None = None, **changes: Any) -> None:
        self.office, self.case_no = office, case_no or new_case_no()
        letter_id = uuid.uuid4()
        self.id = str(letter_id)
        self.signed = pdf or signed_pdf(office, letter_id)
        self.file = store_file(office, f"letters/{self.id}", self.signed, "Surat.pdf", "letter", "application/pdf")
        service = office.service("registry")
        camat = service.office.official("camat")
        self.body: Json = {
            "letter_id": letter_id,
            "letter_kind": "tanggapan",
            "step": "12b",
            "subject": "Tanggapan atas Pengaduan Batas Tanah",
            "classification": "337",
            "sensitivity": "biasa",
            "recipient": "Saudara Ferdinand Karundeng",
            "to_applicant": True,
            "copies_to": ["Pemerintah Desa Makasili"],
            "signed_at": clock.now(),
            "signer": {"title": camat.title, "name": camat.name, "nip": camat.nip},
            "drafted_by": "Jemmy Kalalo",
            "file": self.file,
        } | changes
        deliver(office, LETTER_SIGNED, self.case_no, self.body)

    @property
    def path(self) -> str:
        """The letter's address in the API."""
        return f"/registry/api/letters/{self.id}"

    @property
    def page(self) -> str:
        """The letter's page."""
        return f"/registry/letters/{self.id}"

    def now(self, who: str = "registrasi") -> Json:
        """The letter as it is."""
        return self.office.person(who).ask(self.path)

    def do(self, verb: str, expect: int = 200, who: str = "registrasi", **body: Any) -> Json:
        """Do a verb on the letter as it is now; copies have a default."""
        version = body.pop("version", None) or self.now()["version"]
        if verb == "copy":
            body.setdefault("copies", COPIES)
        return self.office.person(who).do(f"{self.path}/{verb}", {"version": version, **body}, expect)

    def walk(self, state: str = "ready_for_handover") -> Json:
        """Do the parts of step 16 until the letter is in ``state``."""
        shown = self.now()
        for verb in VERBS[STATES.index(shown["state"]) : STATES.index(state)]:
            shown = self.do(verb, version=shown["version"])
        return shown

    def void(self, reason: str = "Pengaduan dicabut.") -> None:
        """Letters takes the letter back."""
        deliver(self.office, LETTER_VOIDED, self.case_no, {"letter_id": uuid.UUID(self.id), "reason": reason})

    def sealed(self) -> bytes:
        """The bytes of the sealed file, through the API."""
        answer = self.office.person("registrasi").get(f"{self.path}/file")
        assert answer.status_code == 200, answer.status_code
        return bytes(answer.get_data())

    def dossier(self) -> None:
        """Letters sends its part of the case."""
        deliver(self.office, LETTER_DOSSIER, self.case_no, part(f"letters:{self.id}", [self.file], hour=3))


def part(name: str, documents: list[Json], hour: int = 1, note: str = "") -> Json:
    """A dossier part with one event."""
    at = datetime(2026, 11, 23, hour, 0, tzinfo=UTC)
    event = {"at": at, "actor": "Rina Wulandari", "verb": "done", "note": note or f"Kejadian di {name}"}
    return {"part": name, "timeline": [event], "documents": documents}


def ended(**changes: Any) -> Json:
    """The end of a case as review tells it."""
    return {
        "outcome": "resolved",
        "branch": "8c>10a>12a",
        "received_at": datetime(2026, 11, 16, 1, 30, tzinfo=UTC),
        "ended_at": datetime(2026, 11, 24, 2, 30, tzinfo=UTC),
        "applicant_name": "Ferdinand Karundeng",
        "nik_masked": "710515******9903",
        "village": "7105152007",
        "confidential": False,
        "class_code": "ordinary",
        "category": "land",
        "title": "Sengketa batas tanah kebun",
        "summary": "Disepakati dalam mediasi.",
        "officer": "Rina Wulandari",
        "letter_number": "",
        "told_at": datetime(2026, 11, 24, 2, 0, tzinfo=UTC),
        "told_how": "lisan",
        "parts": ["intake", "review"],
    } | changes


class CaseUnderTest:
    """An ended case: its parts and its end, in whatever order the test wants."""

    def __init__(self, office: TestOffice) -> None:
        self.office, self.case_no = office, new_case_no()
        self.photo = store_file(
            office, self.case_no, f"foto {self.case_no}".encode(), "foto patok.jpg", "evidence", "image/jpeg"
        )
        self.sheet = store_file(
            office, self.case_no, f"lembar {self.case_no}".encode(), "Disposisi.pdf", "sheet", "application/pdf"
        )

    def intake_part(self, note: str = "") -> None:
        """Intake sends its part."""
        deliver(self.office, INTAKE_DOSSIER, self.case_no, part("intake", [self.photo], hour=1, note=note))

    def review_part(self) -> None:
        """Review sends its part."""
        deliver(self.office, REVIEW_DOSSIER, self.case_no, part("review", [self.sheet], hour=2))

    def end(self, contract: Contract = CASE_ENDED_IN_REVIEW, **changes: Any) -> None:
        """The case has ended."""
        deliver(self.office, contract, self.case_no, ended(**changes))

    def complete(self, **changes: Any) -> None:
        """The end and both parts."""
        self.end(**changes)
        self.intake_part()
        self.review_part()

    def now(self, who: str = "registrasi") -> Json:
        """The case as the archive shows it."""
        return self.office.person(who).ask(f"/registry/api/archive/{self.case_no}")

    def package(self) -> bytes:
        """The archive package, through the API."""
        answer = self.office.person("registrasi").get(f"/registry/api/archive/{self.case_no}/package")
        assert answer.status_code == 200, answer.status_code
        return bytes(answer.get_data())


def run_archive(office: TestOffice) -> None:
    """Run the archive job at the next moment at which its slot is free."""
    global _moment  # noqa: PLW0603 -- slots are used up across tests
    for _ in range(100):  # other tests, which look at other days, may have used some of them
        _moment = max(_moment, clock.now()) + timedelta(seconds=31)
        if "archive_cases" in office.run_jobs("registry", _moment):
            return
    raise AssertionError("no slot of the archive's job is free")


def archived_with_letter(office: TestOffice) -> CaseUnderTest:
    """A case with evidence, sheet and letter in the archive."""
    case = CaseUnderTest(office)
    letter = LetterUnderTest(office, case_no=case.case_no)
    letter.dossier()
    letter.walk()
    case.complete(parts=["intake", "review", f"letters:{letter.id}"])
    run_archive(office)
    return case


def reread_archive(office: TestOffice) -> None:
    """Read the whole archive again, as if each file's time had come."""
    global _later  # noqa: PLW0603 -- each run must come after the last one's files are due again
    _later += timedelta(days=40)
    with office.service("registry").work(SYSTEM, _later) as work:
        assert "rusak" in check_archive(work, budget=60)


def overwrite(office: TestOffice, bucket: str, key: str, data: bytes) -> None:
    """Put other bytes under a key, as a failing disk or an intruder would."""
    store_at(office, bucket, key)._client.put_object(bucket, key, BytesIO(data), len(data))


_moment = _later = clock.now()


def posted(office: TestOffice, case_no: str, kind: str) -> list[Json]:
    """What the registry told the others of a case, in order."""
    with office.service("registry").reading() as session:
        wanted = select(outbox).where(outbox.c.case_no == case_no, outbox.c.kind == kind).order_by(outbox.c.sequence)
        return [{"receiver": row.receiver, **row.body} for row in session.execute(wanted)]


def archive_row(office: TestOffice, case_no: str) -> ArchiveCase:
    """The row of an ended case."""
    with office.service("registry").reading() as session:
        row = session.get(ArchiveCase, case_no)
    assert row is not None
    return row
