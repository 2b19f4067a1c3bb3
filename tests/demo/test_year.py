"""The shipped year: restored, migrated forward, whole, and seen on the screens; never in a real office."""

from __future__ import annotations

import hashlib
import re
import tarfile
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from deploy import kept_secrets
from deploy.backup import database
from deploy.backup.manifest import load
from deploy.commands.archive import judged
from deploy.commands.audit import problems_of
from deploy.demo import year
from deploy.demo.play import play
from deploy.demo.stories import STORIES
from deploy.demo.tidy import AWAITED, tidy
from deploy.installation import STAFF
from deploy.kind import Kind, OtherKind, noted, settle
from deploy.setup import settings_of
from services.handoffs.contract import SERVICES
from services.registry.archiving import opening, verifying
from services.registry.queries.chains import CHAINS
from services.shared.calendar import clock
from services.shared.config.processes import SCHEMAS, SIGN_IN
from services.shared.data import migration
from services.shared.data.database import Database
from tests.demo.conftest import MADE, Living
from tests.demo.people import StaffHere

MOST = 8_000_000  # bytes of what is shipped
ENOUGH = 15 if MADE else 1  # rows on a page that somebody looks at
played = pytest.mark.release  # servers of its own: what is shipped is looked at in every run, restored before a release


@pytest.mark.skipif(not MADE, reason="no year is shipped: make demo-year")
def test_what_is_shipped_is_whole_and_no_newer_than_the_code() -> None:
    with tempfile.TemporaryDirectory() as folder:
        year.unpack(year.SHIPPED, target := Path(folder))
        manifest = load(target)
        for part in (manifest.database, manifest.office, *(one.part for one in manifest.objects)):
            assert hashlib.sha256((target / part.file).read_bytes()).hexdigest() == part.plain_sha256, part.file
    for schema, said in manifest.migrations.items():
        assert migration.beyond(schema, set(said.split(", "))) == set(), schema
    assert manifest.begun < clock.now()


@pytest.mark.skipif(not MADE, reason="no year is shipped: make demo-year")
def test_it_is_small_and_holds_no_secret_but_the_keys_of_its_data(tmp_path: Path, shipped: Path) -> None:
    assert shipped.stat().st_size <= MOST
    year.unpack(shipped, tmp_path)
    with tarfile.open(tmp_path / load(tmp_path).office.file) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(tmp_path / "office")
    kept = kept_secrets.read(kept_secrets.file_in(tmp_path / "office"))
    assert set(kept) == {"fingerprint", "keys", "seal_passphrase", "kind", "unsigned_tasks"}
    assert kept["kind"] == Kind.DEMONSTRATION


@pytest.mark.parametrize(
    ("changes", "own", "gets_it"),
    [
        ({}, {}, True),
        ({"SIGAP_DEMO": "0"}, {}, False),
        ({"SIGAP_DEMO_STORIES": "0"}, {}, False),
        ({"SIGAP_DEMO_STORIES": "year"}, {}, True),
        ({}, {"SIGAP_OFFICE_FILE": "/etc/sigap/office.toml"}, False),
        ({}, {"SIGAP_ADMIN_DATABASE_URL": "postgresql://elsewhere"}, False),
        ({}, {"SIGAP_S3_ENDPOINT": "https://elsewhere"}, False),
    ],
)
def test_a_new_demonstration_gets_it_and_a_real_office_never(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], own: dict[str, str], gets_it: bool
) -> None:
    monkeypatch.setattr(database, "is_empty", lambda _: True)
    (file := tmp_path / "year.tar.xz").touch()
    env = {"SIGAP_DEMO": "1", "SIGAP_RUN_DIR": str(tmp_path), "SIGAP_ADMIN_DATABASE_URL": "postgresql://nobody"}
    assert year.wanted(env | changes, file, own) is gets_it
    kept_secrets.write(kept_secrets.file_in(tmp_path), {"kind": "office"})  # a folder that holds something already
    assert not year.wanted(env | changes, file, own)


@played
def test_it_waits_for_the_clock_that_it_was_made_by(
    tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = clock.now() - timedelta(days=4000)
    monkeypatch.setattr(clock, "now", lambda: early)
    assert year.bring({"SIGAP_RUN_DIR": str(tmp_path)}, shipped) is None
    assert list(tmp_path.iterdir()) == []


def test_what_is_damaged_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "year.tar.xz").write_bytes(b"\xfd7zXZ\x00 and no more")
    with pytest.raises(year.NoYear, match="cannot be read"):
        year.unpack(tmp_path / "year.tar.xz", tmp_path / "plain")


@played
def test_it_came_back_whole_and_stays_a_demonstration(living: Living) -> None:
    run = Path(living.env["SIGAP_RUN_DIR"])
    assert living.done.lost == {}
    assert noted(run) is Kind.DEMONSTRATION
    with pytest.raises(OtherKind):
        settle(run, living.env["SIGAP_ADMIN_DATABASE_URL"], Kind.OFFICE)
    assert not year.wanted(living.env, own={})  # once


@played
def test_what_is_older_than_the_code_was_migrated_forward(living: Living) -> None:
    engine = create_engine(living.env["SIGAP_ADMIN_DATABASE_URL"])
    with engine.connect() as connection:
        for schema in SCHEMAS:
            assert migration.differences(connection, schema) == []
            assert migration.versions(connection, schema) == migration.newest(schema)
    engine.dispose()
    assert living.office.person("admin").get("/intake/staff").status_code == 200


@played
def test_trails_books_and_packages_chain_are_whole(living: Living) -> None:
    registry = settings_of(living.processes["registry"])
    for chain in (STAFF, *SERVICES, *CHAINS):
        owner = "registry" if chain in CHAINS else chain
        place = living.processes[SIGN_IN]["SIGAP_STAFF_DATABASE_URL"] if owner == STAFF else None
        connected = Database(place or living.processes[owner]["SIGAP_DATABASE_URL"])
        assert problems_of(chain, connected, registry) == []
        connected.dispose()


@played
def test_packages_and_the_signatures_in_them_are_genuine(living: Living, tmp_path: Path) -> None:
    kasi = living.office.person("kasi")
    packed = {row["case_no"] for row in kasi.ask("/registry/api/archive?state=archived")["cases"]}
    letters = living.office.person("registrasi").ask("/registry/api/letters")["letters"]
    signed = next(row["case_no"] for row in letters if row["case_no"] in packed)
    answer = kasi.post(f"/registry/api/archive/{signed}/package", json={"reason": "Pemeriksaan uji"})
    assert answer.status_code == 200, answer.text
    (tmp_path / "bag.zip").write_bytes(answer.data)
    files = opening.opened(tmp_path / "bag.zip")
    report = verifying.verify(files)
    assert report.whole
    judgement = judged(files, report, Path(living.env["SIGAP_RUN_DIR"]) / "keys")
    assert judgement.genuine, judgement.problems


@played
def test_statistics_search_register_and_archive_have_something_to_show(living: Living) -> None:
    office, shown = living.office, living.begun.year
    known = office.person("loket1").ask("/intake/api/complaints")["items"][0]
    found = office.person("loket1").ask(f"/intake/api/complaints?q={known['title'].split()[0]}")["items"]
    assert known["case_no"] in {row["case_no"] for row in found}
    entries = office.person("registrasi").ask(f"/registry/api/register?year={shown}")["entries"]
    assert len(entries) >= ENOUGH
    assert len(office.person("registrasi").ask("/registry/api/archive?state=archived")["cases"]) >= ENOUGH
    page = office.person("camat").get(f"/review/statistics?period={shown}").text
    figures = [int(one) for one in re.findall(r'class="tile-value">(\d+)', page)]
    assert figures, "the statistics show no figure"
    assert max(figures) >= ENOUGH, figures
    assert office.person("camat").get("/intake/survey/results").status_code == 200


@played
def test_the_office_goes_on_where_the_year_ends(living: Living) -> None:
    """Timed jobs of today run on it, and nothing of it is stuck between the services."""
    living.office.pump()
    for name in SERVICES:
        living.office.run_jobs(name)
    living.office.pump()
    assert living.office.person("camat").get("/review/").status_code == 200


@played
def test_after_the_stories_a_few_things_wait_and_one_answer_of_the_year_is_late(living: Living) -> None:
    staff = StaffHere(living.office)
    awaited = [row["case_no"] for state in AWAITED for row in staff.team.get("/review/api/cases", state=state)["items"]]
    tidy(staff, [])
    panel = living.office.person("tim1").get("/review/work/panel").text
    assert [number for number in awaited if number in panel] == sorted(awaited)[-1:]
    assert "Akun camat" in living.office.person("auditor").get("/intake/work/panel").text
    tidy(staff, [])  # what is done is let be


OWN = {
    "loket1": ["intake"],
    "kasi": list(SERVICES),
    "camat": list(SERVICES),
    "tim1": list(SERVICES),
    "registrasi": list(SERVICES),
    "auditor": list(SERVICES),
}


@played
def test_each_role_has_two_to_four_things_and_the_office_one_late_one_urgent_and_one_meeting(living: Living) -> None:
    """Last: the stories stay. The desk shares the registrar's letters; the administrator is told of workers, too."""
    staff = StaffHere(living.office)
    left = [story for story in STORIES if story.until or story.missing]  # the others have ended
    tidy(staff, [play(staff, story) for story in left])
    panels = {
        who: [living.office.person(who).get(f"/{service}/work/panel").text for service in services]
        for who, services in (OWN | {"admin": list(SERVICES)}).items()
    }
    counts = {who: sum(text.count('class="work-row"') for text in panels[who]) for who in OWN}
    assert {who: count for who, count in counts.items() if not 2 <= count <= 4} == {}
    assert 'data-group="late"' in panels["loket1"][0]
    assert "Mendesak" in "".join(panels["kasi"])
    assert "Tatap muka" in "".join(panels["camat"])
    assert {"Buat cadangan", "Lengkapi data kantor", "Tegaskan benturan"} <= set(
        re.findall(r'data-number="[^"]*">([^<]+)', "".join(panels["admin"]))
    )
