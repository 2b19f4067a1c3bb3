"""After an approved destruction somebody with the store's or the database's key looks for the applicant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from deploy.backup import private_key, restore
from deploy.backup.manifest import Manifest, Part
from deploy.backup.objects import Copier
from deploy.destroyed_again import destroy_again
from services.handoffs import holdings
from services.intake.tables import Complaint
from services.letters.tables import Letter
from services.registry.actions import tombstones
from services.registry.actions.destroyed import ask_after_destroyed
from services.registry.actions.tombstones import FOLDER, Tombstone
from services.shared.rights.people import SYSTEM
from tests.support import intake, letters
from tests.support.lives import LATER, Life, look_at_files
from tests.support.office import TestOffice
from tests.support.review import in_days

MARKS = ("Pinontoan", "Sumendap", "0859888", intake.FERDINAND)
APPLICANT = intake.applicant(name="Pinontoan Karamoy", address="Jaga Sumendap", phone="0859888123")
APPEND_ONLY = {"audit", "register_book"}  # hash-chained: shown no more, decision 0012
OFFICES_OWN = ("registry/destructions/", "audit-anchors/", f"{FOLDER}/")  # they name no person
Keys = set[tuple[str, str]]


@pytest.fixture(scope="module")
def gone(office: TestOffice) -> tuple[Life, Keys, Keys]:
    """A case with every kind of file that lived and was destroyed; what lay in the store before, and what it added."""
    look_at_files(office, runs=50)  # so that what is added from here on is this case's
    before = objects(office)
    life = lived(office)
    added = objects(office, life.case_no) - before
    assert saying(office), "the test looks where nothing is"
    life.destroyed()
    return life, before, added


def lived(office: TestOffice) -> Life:
    """A case that was heard, answered with a letter, handed over and archived."""
    words = {"title": "Pungutan kepada Pinontoan", "story": "Pinontoan diminta membayar. " * 3}
    life = Life(office, purpose="Pinontoan melaporkan pungutan", who=APPLICANT, **words)
    life.review("kasi", "report_to_camat", analysis="Pinontoan membawa bukti yang jelas dan lengkap.")
    life.review("kasi", "consult", text="Apakah Pinontoan dipanggil?")
    life.review("camat", "dispose_to_team", note="Temui Pinontoan.")
    mediated(life)
    life.attach("visit")
    life.look_at_files()
    life.review("tim1", "submit_report", facts="Keterangan Pinontoan.")
    body = letters.content(body="Saudari Pinontoan, uang dikembalikan.", recipient_name="Saudari Pinontoan")
    life.written(body, ("surat-pinontoan.jpg", intake.picture()))
    old = life.desk.now()["documents"][-1]["id"]
    previews_of_a_release_before(office, life.case_no, old)
    life.handed_over()
    life.archived()
    return life


def mediated(life: Life) -> None:
    """Both sides were heard, each with words and signature, and something was promised."""
    case = f"/review/api/cases/{life.case_no}"
    life.review(
        "tim1",
        "call_mediation",
        other_side="Rio Pinontoan, Jaga Sumendap",
        date=in_days(0),
        note="Damai dengan Pinontoan",
    )
    people = [{"participant_id": one["id"]} for one in life.office.person("tim1").ask(case)["participants"]]
    for one in people:
        life.review("tim1", "note_participant", **one, words="Kata Pinontoan.", signature=intake.signature())
    life.review("tim1", "add_promise", **people[0], what="Pinontoan mengganti", due_on=in_days(5))
    life.review("tim1", "record_mediation", statements="Pinontoan bersalaman.", agreement="Pinontoan dibayar.")


def previews_of_a_release_before(office: TestOffice, case_no: str, file_id: str) -> None:
    """0.1.0 made small pictures of the applicant's letter, too, beside the desk's papers."""
    service = office.service("intake")
    store, bucket = service.store, service.settings.documents_bucket
    thumb = store.put_bytes(bucket, f"derived/{case_no}/{'a' * 64}", intake.picture(), "image/jpeg")
    with service.database.transaction() as session:
        told = text("update case_file set previews = cast(:p as jsonb), look = 'done' where id = :i")
        session.execute(told, {"p": json.dumps({"thumb": thumb.key}), "i": file_id})


def objects(office: TestOffice, case_no: str = "") -> Keys:
    """Every object of every bucket but those of other tests' cases, which timed jobs go on with at any moment."""
    store = office.service("registry").store
    found = {(bucket, key) for bucket in store.buckets for key, _ in store.listing(bucket)}
    return {(bucket, key) for bucket, key in found if not set(key.split("/")) & others(office, case_no)}


def others(office: TestOffice, case_no: str) -> set[str]:
    """The numbers of all other cases, and the ids of their letters."""
    with office.service("intake").reading() as session:
        cases = {*session.scalars(select(Complaint.case_no).where(Complaint.case_no != case_no))}
    with office.service("letters").reading() as session:
        letters_ = session.scalars(select(Letter.id).where(Letter.case_no != case_no))
        return cases | {str(letter) for letter in letters_}


def saying(office: TestOffice) -> list[str]:
    """Every row of every table of every schema, the staff's too, that says who the applicant is."""
    found = []
    pattern = "|".join(MARKS)
    with office.accounts.transaction() as staff:
        found += rows_saying(staff, pattern)
    for name in ("intake", "review", "letters", "registry"):
        with office.service(name).database.transaction() as session:
            found += rows_saying(session, pattern)
    return found


def rows_saying(session, pattern: str) -> Iterator[str]:
    """The same in the schema of one role."""
    tables = "select table_schema, table_name from information_schema.tables where table_schema = current_schema()"
    for schema, table in session.execute(text(tables)).all():
        if table not in APPEND_ONLY:
            look = text(f'select count(*) from "{schema}"."{table}" as line where line::text ~* :pattern')
            if count := session.scalar(look, {"pattern": pattern}):
                yield f"{schema}.{table}: {count}"


@pytest.mark.turns(3)
def test_no_object_of_the_case_is_left_in_any_bucket(office: TestOffice, gone) -> None:
    life, before, added = gone
    assert len(added) > 15, "the test looks where nothing is"
    assert {key for _, key in objects(office, life.case_no) - before if not key.startswith(OFFICES_OWN)} == set()
    registry = office.service("registry")
    assert holdings.left(registry.store, registry.settings, life.case_no, [life.letter]) == []


def test_every_object_that_a_case_adds_lies_where_the_list_says(office: TestOffice, gone) -> None:
    """A place that somebody adds later and forgets to list is found here."""
    life, _, added = gone
    settings = office.service("registry").settings
    with office.service("letters").reading() as session:  # the answer, and invitations that nobody signed
        letters_ = [*session.scalars(select(Letter.id).where(Letter.case_no == life.case_no))]
    listed = {
        (getattr(settings, place.bucket), f"{place.folder.format(name)}/")
        for place in holdings.PLACES
        for name in (letters_ if place.of_letter else [life.case_no])
    }
    for bucket, key in added:
        if not key.startswith(OFFICES_OWN):
            assert any(bucket == where and key.startswith(folder) for where, folder in listed), f"{bucket}/{key}"


def test_no_row_of_any_schema_says_who_it_was(office: TestOffice, gone) -> None:
    assert saying(office) == []


@pytest.mark.parametrize("who", ["kasi", "camat", "tim1", "auditor", "admin", "loket1"])
def test_what_is_left_of_a_case_still_opens(office: TestOffice, gone, who: str) -> None:
    page = "/intake/complaints" if who == "loket1" else "/review/cases"
    answer = office.person(who).get(f"{page}/{gone[0].case_no}")
    assert answer.status_code == 200
    assert not any(mark in answer.text for mark in MARKS)


def test_what_is_left_all_the_same_is_found_and_told(office: TestOffice, gone) -> None:
    life, service = gone[0], office.service("registry")
    review, bucket = office.service("review").store, service.settings.documents_bucket
    review.put_bytes(bucket, f"review/{life.case_no}", b"tertinggal", "text/plain")
    with service.work(SYSTEM, LATER.replace(microsecond=0)) as work:
        work.session.execute(
            text("update archive_case set destroyed_at = :at where case_no = :no"),
            {"at": datetime(2037, 1, 1, 0, tzinfo=UTC), "no": life.case_no},
        )
    with service.work(SYSTEM, datetime(2037, 1, 1, 6, tzinfo=UTC)) as work:
        assert ask_after_destroyed(work).startswith("1 arsip")
    review.destroy(bucket, f"review/{life.case_no}/")


@pytest.mark.turns(3)
def test_a_backup_that_is_older_than_the_destruction_is_destroyed_again(
    office: TestOffice, gone, tmp_path: Path
) -> None:
    """The case lives in what was restored; a newer backup knows that it was destroyed."""
    look_at_files(office, runs=50)
    before = objects(office)
    life = lived(office)
    registry = office.service("registry")
    stone = Tombstone(life.case_no, life_number(office, life), "UM-2032-001", LATER.isoformat(), [life.letter])
    with registry.work(SYSTEM) as work:
        tombstones.keep(work, stone)
    opening = private_key.new()
    recipient = opening.to_public()
    newer = backup_of(office, tmp_path / "backups", recipient)
    registry.store.destroy(registry.settings.archive_bucket, f"{FOLDER}/")
    older = Manifest(**vars(newer) | {"objects": [o for o in newer.objects if not o.key.startswith(FOLDER)]})
    assert destroy_again(office.settings) == 0, "nothing is known of it"
    brought = restore.tombstones(tmp_path / "backups", older, opening, registry.store)
    assert brought >= 1
    assert destroy_again(office.settings) == 1
    assert destroy_again(office.settings) == 0, "once is enough"
    assert saying(office) == []
    assert {key for _, key in objects(office, life.case_no) - before if not key.startswith(OFFICES_OWN)} == set()
    assert office.person("registrasi").ask(f"/registry/api/archive/{life.case_no}")["state"] == "destroyed"


def test_a_forged_tombstone_destroys_nothing(office: TestOffice) -> None:
    life = Life(office, who=intake.applicant())
    registry = office.service("registry")
    forged = {"tombstone": vars(Tombstone(life.case_no, "ARS-1", "UM-1", LATER.isoformat(), []))}
    data = json.dumps(forged | {"signature": "AAAA", "certificate": "AAAA"}).encode()
    registry.store.put_bytes(registry.settings.archive_bucket, FOLDER, data, "application/json")
    assert destroy_again(office.settings) == 0
    assert life.desk.now()["applicant"]["name"] == "Ferdinand Karundeng"


def life_number(office: TestOffice, life: Life) -> str:
    """The archive number of a case."""
    return str(office.person("registrasi").ask(f"/registry/api/archive/{life.case_no}")["archive_no"])


def backup_of(office: TestOffice, target: Path, recipient) -> Manifest:
    """A set with the objects of now; the database and office files stand for themselves."""
    found: dict = {}
    Copier(office.service("registry").store, target, recipient, {}).copy(found)
    part = Part("-", "-", 0, "-")
    made = Manifest("baru", LATER, "-", {}, {}, part, part, list(found.values()))
    folder = target / "sets" / made.name
    folder.mkdir(parents=True)
    made.write(folder)
    return made
