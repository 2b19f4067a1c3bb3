"""Whole cases, played through all four services in this process, and every id that comes to light on the way."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import Any

from deploy.demo import media, pictures, steps
from tests.support.intake import new_nik
from tests.support.office import Person, TestOffice

Json = dict[str, Any]
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Hand:
    """A person of the demonstration (``deploy.demo.client.Program``) in this process; remembers every answer."""

    def __init__(self, office: TestOffice, username: str, seen: list[str]) -> None:
        self._office, self._person, self._seen = office, office.person(username), seen

    def get(self, path: str, **params: str) -> Json:
        """GET JSON."""
        return self._note(self._person.get(path, query_string=params))

    def post(self, path: str, body: Json) -> Json:
        """POST JSON."""
        return self._note(self._person.post(path, json=body))

    def upload(self, path: str, name: str, data: bytes, content_type: str) -> Json:
        """POST a file's bytes."""
        return self._note(self._person.post(path, data=data, content_type=content_type, headers={"X-File-Name": name}))

    def wait(self, path: str, ready: Callable[[Json], object], seconds: float = 60, **params: str) -> Json:
        """Deliver what is on its way, then look; here nothing has to be waited for."""
        self._office.pump()
        found = self.get(path, **params)
        assert ready(found), found
        return found

    def _note(self, answer: Any) -> Json:
        text = answer.get_data(as_text=True)
        assert answer.status_code < 300, f"{answer.status_code}: {text[:1500]}"
        self._seen.append(text)
        found: Json = answer.get_json()
        return found


class Hands:
    """The office's people, like ``deploy.demo.staff.Staff``."""

    def __init__(self, office: TestOffice) -> None:
        self.office = office
        self.seen: list[str] = []

    def _hand(self, username: str) -> Any:
        return Hand(self.office, username, self.seen)

    @cached_property
    def clerk(self) -> Any:
        """Petugas Layanan."""
        return self._hand("loket1")

    @cached_property
    def section_head(self) -> Any:
        """Kasi Pelayanan Umum."""
        return self._hand("kasi")

    @cached_property
    def camat(self) -> Any:
        """Camat."""
        return self._hand("camat")

    @cached_property
    def team(self) -> Any:
        """A member of the team."""
        return self._hand("tim1")

    @cached_property
    def registrar(self) -> Any:
        """Petugas registrasi."""
        return self._hand("registrasi")


@cache
def _named(text: str) -> frozenset[str]:
    return frozenset(UUID.findall(text))


class PlayedCase:
    """One confidential case with its own marker name, by a written letter to the archive.

    Not ``finished``: until the draft. ``until``: only so far (``STAGES``).
    """

    STAGES = ("submitted", "forwarded", "verified", "disposed", "reported", "drafting", "archived")

    def __init__(self, office: TestOffice, marker: str, *, finished: bool = True, until: str = "") -> None:
        self.office, self.marker, self.nik = office, marker, new_nik()
        self.phone = f"08{time.time_ns() % 10**10:010d}"
        office.set_aside()
        self.hands = Hands(office)
        self.case_no = ""
        self.letter_id = ""
        self.tracking_code = ""
        last = until or ("archived" if finished else "drafting")
        next(stage for stage in self._play() if stage == last)
        self.hands.clerk.get(steps.intake_path(self.case_no))
        if last != "submitted":
            self.hands.section_head.get(steps.review_path(self.case_no))

    @property
    def ids(self) -> list[str]:
        """Every id in any answer about this case."""
        return sorted({match for text in self.hands.seen for match in _named(text)})

    def _play(self) -> Iterator[str]:
        hands: Any = self.hands
        form = self._form()
        files = [
            ("id_card", "ktp.jpg", pictures.identity_card(self.marker, self.nik, "Makasili"), "image/jpeg"),
            ("evidence", "foto_patok.jpg", *media.make("foto_patok.jpg", self.marker)),
        ]
        case = steps.take_in(hands.clerk, form, files)
        self.case_no = case["case_no"]
        yield "submitted"
        receipt = steps.forward(hands, case, form)
        self.tracking_code = receipt["receipt"]["tracking_code"]
        yield "forwarded"
        steps.verify(hands, self.case_no, "Berkas lengkap, keterangan jelas dan relevan.", "ordinary")
        yield "verified"
        steps.dispose(hands, self.case_no, "Tangani dan laporkan.")
        yield "disposed"
        steps.coordinate(hands, self.case_no, "village", "7105152007", "Dibahas bersama.")
        hands.team.upload(
            steps.review_path(self.case_no, "files?role=coordination"), "lampiran.jpg", files[1][2], "image/jpeg"
        )
        steps.report(hands, self.case_no, "Keterangan sesuai bukti.", "Disarankan surat tanggapan.")
        yield "reported"
        steps.camat_does(
            hands, self.case_no, "decide-written-letter", letter_kind="tanggapan", conclusion="Batas lama berlaku."
        )
        self.office.pump()
        rows = hands.team.get("/letters/api/letters", case_no=self.case_no)
        self.letter_id = (rows.get("letters") or rows["items"])[0]["id"]
        yield "drafting"
        steps.write_letter(hands, self.case_no, [])
        self.office.pump()
        steps.register_letter(hands, self.letter_id, [{"purpose": "Arsip desa", "recipient": "Hukum Tua"}])
        steps.hand_over(hands, self.case_no, self.marker)
        self.office.pump()
        self.office.run_archive()
        yield "archived"

    def _form(self) -> Json:
        return {
            "applicant": {
                "name": self.marker,
                "nik": self.nik,
                "nik_note": "Tanggal lahir sesuai KTP yang ditunjukkan",
                "village": "7105152007",
                "address": "Jaga II",
                "phone": self.phone,
                "confidential": True,
            },
            "complaint": {
                "title": "Sengketa batas kebun",
                "category": "land",
                "story": "Tetangga kebun memindahkan patok batas kebun cengkih sekitar tiga meter ke arah barat.",
                "place": "Kebun Lolombulan",
                "occurred_on": "2026-11-02",
                "occurred_time": "pagi",
                "request": "Mohon patok dikembalikan.",
                "loss": "",
            },
            "reported_official": None,
        }


def signed_in(office: TestOffice, username: str, fresh: dict[str, Person]) -> Person:
    """A person with cookies of their own, so that a test may spoil them."""
    return fresh.setdefault(username, Person(office, username))
