"""The agenda of outgoing letters: one series and one book for Sigap's letters and the office's others."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from deploy.demo.others import others
from services.registry.rules.book import HIDDEN_NAME
from services.registry.tables import AgendaEntry
from tests.support.agenda import API, CODE, FACTS, PAGE, book
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest


def test_letters_of_sigap_and_others_share_one_series_and_one_book(office: TestOffice) -> None:
    first = book(office)
    letter = LetterUnderTest(office, classification="700.1.2.4")
    number = letter.walk("numbered")["number"]
    second = book(office)
    assert [int(one.split("/")[1]) for one in (number, second["number"])] == [first["serial"] + 1, first["serial"] + 2]
    found = office.person("registrasi").ask(f"{API}?q={number}")["lines"]
    (line,) = [one for one in found if one["number"] == number]  # the words of a number are in others too
    assert (line["case_no"], line["letter_id"], line["subject"]) == (letter.case_no, letter.id, letter.body["subject"])
    assert line["recipient"] == "Saudara Ferdinand Karundeng"
    letter.void("Pengaduan dicabut pemohon.")
    assert office.person("registrasi").ask(f"{API}/{line['id']}")["state"] == "cancelled"
    following = book(office)
    assert following["serial"] == second["serial"] + 1, "a cancelled number is not given again"


def test_the_agenda_says_no_name_of_a_hidden_applicant(office: TestOffice) -> None:
    letter = LetterUnderTest(office, confidential=True, recipient="Saudari Greity Rahasia")
    number = letter.walk("numbered")["number"]
    shown = office.person("camat").get(f"{PAGE}?month=all&q={number}").get_data(as_text=True)
    assert number in shown
    assert "Greity" not in shown
    assert office.person("registrasi").ask(f"{API}?q=Greity")["lines"] == []
    with office.service("registry").reading() as session:
        rows = session.scalars(select(AgendaEntry).where(AgendaEntry.case_no == letter.case_no)).all()
    assert [(row.subject, row.recipient) for row in rows] == [("Surat Tanggapan", "")], "the book itself names nobody"


@pytest.mark.parametrize(("step", "to", "named"), [("12d", "Kepala Polsek", True), ("8b", "Saksi Tetangga", False)])
def test_of_a_hidden_applicant_the_office_that_got_a_letter_is_named_and_a_witness_is_not(
    office: TestOffice, step: str, to: str, named: bool
) -> None:
    letter = LetterUnderTest(office, confidential=True, step=step, to_applicant=False, recipient=f"{to} Motoling")
    number = letter.walk("numbered")["number"]
    registrar = office.person("registrasi")
    found = registrar.ask(f"{API}?q={to.replace(' ', '+')}+Motoling")["lines"]
    assert (number in {one["number"] for one in found}) is named, "searched"
    shown = f"{to} Motoling" if named else HIDDEN_NAME
    (row,) = registrar.ask(f"/registry/api/register?q={letter.case_no}")["entries"]
    (line,) = [one for one in registrar.ask(f"{API}?q={number}")["lines"] if one["number"] == number]
    assert [row["applicant_name"], line["recipient"], letter.now()["recipient"]] == [shown] * 3
    assert (shown in registrar.get(letter.page).text) is True
    assert registrar.get(f"{letter.path}/file").status_code == 403, "what the letter says stays closed"


def test_a_form_sent_twice_books_once_and_every_role_but_the_registrar_is_refused(office: TestOffice) -> None:
    key = str(uuid.uuid4())
    assert book(office, key=key)["id"] == book(office, key=key)["id"]
    for who in ("loket1", "kasi", "camat", "tim1", "auditor", "admin"):
        office.person(who).do(f"{API}/book-letter", FACTS | {"classification": CODE}, 403)
    assert office.person("tim1").get(PAGE).status_code == 403
    assert office.person("auditor").get(PAGE).status_code == 200
    assert "classification" in book(office, 422, classification="999.9")["errors"]


def test_the_demonstrations_other_letters_are_booked_once(office: TestOffice) -> None:
    registrar = office.person("registrasi")
    first = [registrar.do(f"{API}/book-letter", body)["number"] for body in others()]
    assert [registrar.do(f"{API}/book-letter", body)["number"] for body in others()] == first
