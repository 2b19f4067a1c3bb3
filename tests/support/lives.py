"""A whole life of a case through all four services, with every kind of file, until its archive is destroyed."""

from __future__ import annotations

import importlib
from datetime import timedelta
from typing import Any

from deploy.setup import DEMO_PASSPHRASE
from services.registry.actions.destroying import destroy_archives
from services.registry.actions.proposing import propose
from services.registry.tables import DestructionItem
from services.shared.calendar import clock
from services.shared.files.custody import Custody
from services.shared.files.tending import tend
from services.shared.rights.people import SYSTEM
from tests.support import intake
from tests.support.office import TestOffice
from tests.support.registry import run_archive
from tests.support.retention import OUTSIDE
from tests.support.review import body as body_of_verb

Json = dict[str, Any]
LATER = clock.now() + timedelta(days=365 * 11)
REGISTRATION = ("record-register", "assign-number", "stamp", "copy", "archive-copy")
CUSTODIES = {
    "intake": "services.intake.actions.custody",
    "review": "services.review.actions.attachments",
    "letters": "services.letters.actions.attaching",
    "registry": "services.registry.actions.stamping",
}


def look_at_files(office: TestOffice, runs: int = 1) -> None:
    """Small pictures and previews of all files are made, also of other tests' cases."""
    for name, module in CUSTODIES.items():
        custody: Custody = importlib.import_module(module).CUSTODY
        for _ in range(runs):
            with office.service(name).work(SYSTEM) as work:
                if custody.unseen(work.session, 1):
                    tend(custody, work)


class Life:
    """One case, walked from the desk into the archive and out of it."""

    def __init__(self, office: TestOffice, **form: Any) -> None:
        self.office = office
        self.desk = intake.Desk(office, purpose=form.pop("purpose", "Melaporkan pungutan"))
        self.case_no, self.letter = self.desk.case_no, ""
        self.desk.upload(intake.picture(), "bukti.jpg")
        self.desk.forwarded(**form)
        self.pump()

    def pump(self) -> None:
        """Deliver what concerns this case; other tests' cases are known to one service only."""
        self.office.set_aside(but=self.case_no)
        self.office.pump()

    def look_at_files(self) -> None:
        """Small pictures and previews of all files are made."""
        look_at_files(self.office)

    def review(self, who: str, verb: str, **changes: Any) -> None:
        """A verb of steps 6 to 13."""
        person, path = self.office.person(who), f"/review/api/cases/{self.case_no}"
        body = body_of_verb(verb) | changes | {"version": person.ask(path)["version"]}
        person.do(f"{path}/{verb.replace('_', '-')}", body)
        self.pump()

    def attach(self, role: str) -> None:
        """The team brings a file of the case."""
        answer = self.office.person("tim1").post(
            f"/review/api/cases/{self.case_no}/files?role={role}",
            data=intake.picture(),
            content_type="image/jpeg",
            headers={"X-File-Name": "lampiran.jpg"},
        )
        assert answer.status_code == 201, answer.text

    def written(self, body: Json, attached: tuple[str, bytes]) -> None:
        """Steps 12b to 16: the letter with an attachment, signed, numbered, sealed, copied."""
        self.review("camat", "decide_written_letter")
        team, registrar = self.office.person("tim1"), self.office.person("registrasi")
        self.letter = team.ask(f"/letters/api/letters?case_no={self.case_no}")["letters"][0]["id"]
        path = f"/letters/api/letters/{self.letter}"
        self._attach(path, *attached)
        team.do(f"{path}/submit-draft", {"version": team.ask(path)["version"], "content": body})
        self.look_at_files()
        letter = self.office.person("camat").ask(path)
        newest = letter["drafts"][-1]
        sign = {"version": letter["version"], "draft_no": newest["no"], "sha256": newest["sha256"]}
        self.office.person("camat").do(f"{path}/sign", sign | {"passphrase": DEMO_PASSPHRASE})
        self.pump()
        for verb in REGISTRATION:
            path = f"/registry/api/letters/{self.letter}"
            more = {"copies": [{"purpose": "Arsip", "recipient": "Desa"}]} if verb == "copy" else {}
            registrar.do(f"{path}/{verb}", {"version": registrar.ask(path)["version"], **more})
        self.pump()

    def _attach(self, path: str, name: str, data: bytes) -> None:
        from io import BytesIO

        team = self.office.person("tim1")
        form = {"version": str(team.ask(path)["version"]), "title": "Lampiran", "file": (BytesIO(data), name)}
        answer = team.post(f"{path}/attachments", data=form)
        assert answer.status_code < 300, answer.text

    def handed_over(self) -> None:
        """Steps 17 and 18."""
        self.desk.do("hand-over", intake.handed(signature=intake.signature()))
        self.desk.upload(intake.picture(), "bukti-serah.jpg", "handover")
        self.look_at_files()
        self.desk.do("confirm-receipt")
        self.pump()

    def archived(self) -> None:
        """The package is made, and everybody told."""
        run_archive(self.office)
        self.pump()

    def destroyed(self) -> None:
        """Its retention is over: listed, approved by two, destroyed before witnesses, everybody told."""
        service = self.office.service("registry")
        registrar, path = self.office.person("registrasi"), f"/registry/api/archive/{self.case_no}"
        case = registrar.ask(path)
        if case["fate"] == "Dinilai kembali":
            body = {"version": case["version"], "fate": "Musnah", "reason": "Tidak bernilai guna lagi"}
            assert registrar.post(f"{path}/appraise", json=body).status_code == 204
        with service.work(SYSTEM, LATER) as work:
            propose(work)
            list_id = work.session.query(DestructionItem.destruction_id).filter_by(case_no=self.case_no).scalar()
        path = f"/registry/api/destructions/{list_id}"
        last = {"first_witness": "Saksi Satu", "second_witness": "Saksi Dua", "confirmation": "MUSNAHKAN"}
        for who, verb, more in (
            ("registrasi", "submit", {}), ("kasi", "approve", {}), ("camat", "approve", {}),
            *(("registrasi", verb.replace("_", "-"), body) for verb, body in OUTSIDE.items()),
            ("registrasi", "destroy", last),
        ):  # fmt: skip
            person = self.office.person(who)
            person.do(f"{path}/{verb}", {"version": person.ask(path)["version"], **more})
        with service.work(SYSTEM, LATER) as work:
            destroy_archives(work, budget=60)
        self.pump()
