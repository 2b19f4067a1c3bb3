"""The lines of the agenda: each strikes the one before it, and a chain holds them all."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from services.registry.queries import chains
from services.registry.tables import AgendaEntry, AgendaNumber
from tests.support.agenda import API, CODE, FACTS, book, on
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest


def test_reserved_used_corrected_cancelled_are_lines_that_strike_each_other(office: TestOffice) -> None:
    body = {"classification": CODE, "count": 3, "note": "Surat tugas"}
    line = office.person("registrasi").do(f"{API}/reserve-numbers", body)
    last = office.person("registrasi").ask(f"{API}?q=tugas")["lines"][-1]
    assert (line["state"], last["serial"]) == ("reserved", line["serial"] + 2)
    used = on(office, line, "use-number", **FACTS | {"subject": "Surat tugas monitoring"})
    assert (used["state"], used["number"]) == ("used", line["number"])
    on(office, line, "use-number", **FACTS | {"subject": "Lain"}, expect=409)
    new = on(office, line, "correct-line", reason="Salah tulis tujuan", recipient="Hukum Tua Makasili")
    assert (new["recipient"], new["subject"]) == ("Hukum Tua Makasili", "Surat tugas monitoring")
    again = {"reason": "Salah tulis tujuan", "recipient": "Hukum Tua Makasili", "version": used["version"]}
    assert on(office, line, "correct-line", **again)["version"] == new["version"], "pressed twice, written once"
    on(office, line, "correct-line", reason="Salah tulis", recipient="Lain", version=used["version"], expect=409)
    assert "Belum ada" in on(office, line, "correct-line", reason="tanpa ganti", expect=422)["message"]
    wrong = on(office, line, "correct-line", reason="ganti nomor", number="1/2/3", expect=422)
    assert "number" in wrong["errors"], "what the application gave is not typed over"
    gone = on(office, line, "cancel-number", reason="Kegiatan ditiadakan")
    assert [one["state"] for one in gone["history"]] == ["reserved", "used", "used", "cancelled"]
    on(office, line, "correct-line", reason="Salah tulis", recipient="Lain", expect=409)
    assert on(office, last, "cancel-number", reason="Tidak jadi")["state"] == "cancelled"


def test_a_letter_of_sigap_is_cancelled_and_worded_by_its_own_steps(office: TestOffice) -> None:
    number = LetterUnderTest(office).walk("numbered")["number"]
    found = office.person("registrasi").ask(f"{API}?q={number}")["lines"]
    (line,) = [one for one in found if one["number"] == number]  # the words of a number are in others too
    on(office, line, "cancel-number", reason="Tidak jadi", expect=409)
    refused = on(office, line, "correct-line", reason="Salah tulis", subject="Lain", expect=422)
    assert "subject" in refused["errors"]
    assert on(office, line, "correct-line", reason="Keliru retensi", retention="oversight")["retention"] == "oversight"


def test_the_chain_is_sound_and_a_changed_line_is_found(office: TestOffice) -> None:
    book(office)
    service = office.service("registry")
    with service.reading() as session:
        assert chains.AGENDA.broken(session) == []
        newest = select(AgendaEntry.__table__).order_by(AgendaEntry.position.desc()).limit(1)
        row = dict(session.execute(newest).one()._mapping)
        held = session.scalars(select(AgendaNumber).where(AgendaNumber.position == row["position"])).one()
        assert (held.number, held.state) == (row["number"], row["state"])
    assert chains.AGENDA.digest(row) == row["hash"]
    assert chains.AGENDA.digest(row | {"subject": "lain"}) != row["hash"]
    for statement in ("delete from agenda_book", "update agenda_book set subject = 'x'", "truncate agenda_book"):
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with refused, service.database.transaction() as session:
            session.execute(text(statement))
