"""Packages of the archive, forged in every way that files allow: none is called genuine, none opens a terminal or fills
a disk; and what the office archived is genuine, whole or as a copy for a reader."""

from __future__ import annotations

import io
import json
import shutil
import struct
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import bagit
import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from deploy.cli import app as sigap
from deploy.commands.audit import problems_of
from services.registry.archiving.resealing import seal_packages
from services.registry.archiving.tags import SEAL, SEALED, Purpose, sealed_list, tag_manifests
from services.registry.tables import ArchiveCase
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from services.shared.signing.authority import change_seal
from services.shared.signing.cms import proven, sign
from services.shared.signing.keys import load_signer
from services.shared.signing.trust import TrustAnchors
from services.shared.signing.verdict import opened
from tests.attack.test_packages import CARD, COURT, REASON
from tests.attack.test_packages import archived as with_card
from tests.support.office import TestOffice
from tests.support.registry import CaseUnderTest, archived_with_letter, overwrite, run_archive, store_at
from tests.support.tsa import serving

Json = dict[str, Any]
Forge = Callable[[Path], object]


@pytest.fixture(scope="module")
def case(office: TestOffice) -> CaseUnderTest:
    """A case with a letter in the archive."""
    return archived_with_letter(office)


@pytest.fixture(scope="module")
def zipped(case: CaseUnderTest) -> bytes:
    """Its package as it leaves the archive."""
    return case.package()


@pytest.fixture
def bag(zipped: bytes, tmp_path: Path) -> Path:
    """The same, unpacked."""
    with zipfile.ZipFile(io.BytesIO(zipped)) as package:
        package.extractall(tmp_path)
        return tmp_path / package.namelist()[0].partition("/")[0]


@pytest.fixture(scope="module")
def keys(office: TestOffice) -> Path:
    """The office's folder, as a court got it from the office."""
    folder = office.service("registry").settings.keys_dir
    assert folder
    return folder


def verify(package: Path, keys: Path | None) -> tuple[int, str]:
    said = CliRunner().invoke(sigap, ["archive", "verify", str(package), *(["--keys", str(keys)] if keys else [])])
    return said.exit_code, said.output


def anew(bag: Path) -> None:
    """Make all lists fit again, as anybody can."""
    bagit.Bag(str(bag)).save(manifests=True)
    for file in bag.glob("tagmanifest-*"):
        file.unlink()
    tags = {p.name: p.read_bytes() for p in bag.iterdir() if p.is_file()}
    if SEAL in tags:
        tags[SEALED] = sealed_list(tags)
    for name, data in {**tags, **tag_manifests(tags)}.items():
        (bag / name).write_bytes(data)


def of(bag: Path, pattern: str) -> Path:
    return next(p for p in sorted(bag.glob(pattern)) if p.is_file())


def facts(bag: Path, change: Callable[[Json], object]) -> None:
    file = bag / "data/case.json"
    known = json.loads(file.read_text())
    change(known)
    file.write_text(json.dumps(known))


def replaced(bag: Path, pattern: str, data: bytes, **letter: object) -> None:
    """Other bytes for a document, with the facts that fit them."""
    file = of(bag, pattern)
    old, path = sha256(file.read_bytes()).hexdigest(), file.relative_to(bag / "data").as_posix()
    file.write_bytes(data)

    def change(known: Json) -> None:
        for row in known["documents"]:
            if row["path"] == path:
                row |= {"sha256": sha256(data).hexdigest(), "size": len(data)}
        for row in known["letters"]:
            if row["sealed_sha256"] == old:
                row |= {"sealed_sha256": sha256(data).hexdigest(), **letter}

    facts(bag, change)


def sealed_letter(bag: Path) -> str:
    wanted = json.loads((bag / "data/case.json").read_text())
    digest = wanted["letters"][0]["sealed_sha256"]
    return "data/" + next(row["path"] for row in wanted["documents"] if row["sha256"] == digest)


def timeline(bag: Path, change: Callable[[list[Json]], object]) -> None:
    file = bag / "data/timeline.json"
    lines = json.loads(file.read_text())
    change(lines)
    file.write_text(json.dumps(lines))


def without_document(bag: Path) -> None:
    gone = of(bag, "data/documents/review/*")
    gone.unlink()
    path = gone.relative_to(bag / "data").as_posix()
    facts(bag, lambda known: known.update(documents=[row for row in known["documents"] if row["path"] != path]))


def words(bag: Path, old: str, new: str) -> None:
    file = bag / "bag-info.txt"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def sealed_by_another(bag: Path) -> None:
    """Everything right, but the seal is one that the forger made, in the office's name."""
    folder = bag.parent / "own"
    folder.mkdir()
    change_seal(folder, "Kecamatan Kumelembuai", "rahasia", clock.now(), "Pemerintah Kabupaten Minahasa Selatan")
    holder = load_signer(folder, "seal", "rahasia")
    facts(bag, lambda known: known.update(title="Palsu"))
    anew(bag)
    (bag / SEAL).write_bytes(sign((bag / SEALED).read_bytes(), holder, clock.now(), purpose=Purpose.PACKAGE))
    anew(bag)
    shutil.rmtree(folder)


FORGERIES: dict[str, Forge] = {
    "photo replaced": lambda bag: replaced(bag, "data/documents/intake/*", b"foto lain"),
    "sheet replaced": lambda bag: replaced(bag, "data/documents/review/*", b"lembar lain"),
    "title changed": lambda bag: facts(bag, lambda known: known.update(title="Tidak ada sengketa")),
    "outcome changed": lambda bag: facts(bag, lambda known: known.update(outcome="declined")),
    "applicant changed": lambda bag: facts(bag, lambda known: known.update(applicant_name="Orang Lain")),
    "register changed": lambda bag: facts(bag, lambda known: known["register"].update(serial=999)),
    "letter forgotten": lambda bag: facts(bag, lambda known: known.update(letters=[])),
    "any bytes as a wet letter": lambda bag: replaced(
        bag, sealed_letter(bag), b"%PDF-1.7 apa saja", signing="wet", numbering="wet"
    ),
    "number of a wet letter": lambda bag: replaced(
        bag, sealed_letter(bag), b"%PDF-1.7 x", signing="wet", numbering="wet", number="999/PALSU"
    ),
    "time line cut": lambda bag: timeline(bag, lambda lines: lines.pop()),
    "time line emptied": lambda bag: timeline(bag, lambda lines: lines.clear()),
    "note changed": lambda bag: timeline(bag, lambda lines: lines[0].update(note="Tidak terjadi apa-apa")),
    "time line on paper": lambda bag: (bag / "data/timeline.pdf").write_bytes(b"%PDF-1.7 lain"),
    "document left out": without_document,
    "document added": lambda bag: (bag / "data/tambahan.txt").write_text("bukti baru"),
    "tag file added": lambda bag: (bag / "catatan.txt").write_text("dari kantor"),
    "archive number": lambda bag: words(bag, "External-Identifier: ARS", "External-Identifier: ARX"),
    "place in the chain": lambda bag: words(bag, "Sigap-Chain-Position: ", "Sigap-Chain-Position: 9"),
    "called a copy": lambda bag: words(bag, "Sigap-Seal-Kind: package", "Sigap-Seal-Kind: edition"),
    "seal of other bytes": lambda bag: (bag / SEAL).write_bytes(b"\x30\x03\x02\x01\x00"),
    "seal of the forger": sealed_by_another,
}


def test_what_the_office_archived_is_genuine(zipped: bytes, bag: Path, keys: Path, tmp_path: Path) -> None:
    """What must still work."""
    (tmp_path / "paket.zip").write_bytes(zipped)
    for package in (tmp_path / "paket.zip", bag):
        code, said = verify(package, keys)
        assert (code, "Genuine. 1 letter(s) genuine" in said) == (0, True), said
    with zipfile.ZipFile(tmp_path / "ulang.zip", "w", zipfile.ZIP_DEFLATED) as again:  # packed again by a mail program
        for file in bag.rglob("*"):
            again.write(file, file.relative_to(bag.parent))
    assert verify(tmp_path / "ulang.zip", keys)[0] == 0


@pytest.mark.parametrize("lists", ["as they are", "anew"])
@pytest.mark.parametrize("forgery", FORGERIES)
def test_no_forgery_is_genuine(bag: Path, keys: Path, forgery: str, lists: str) -> None:
    FORGERIES[forgery](bag)
    if lists == "anew":
        anew(bag)
    code, said = verify(bag, keys)
    assert code == 1, said
    assert "Genuine" not in said


@pytest.mark.parametrize("forgery", ["photo replaced", "time line cut", "any bytes as a wet letter"])
def test_a_package_without_its_seal_proves_only_itself(bag: Path, keys: Path, forgery: str) -> None:
    FORGERIES[forgery](bag)
    (bag / SEAL).unlink()
    (bag / SEALED).unlink()
    anew(bag)
    code, said = verify(bag, keys)
    assert (code, "UNSEALED" in said, "enuine" in said) == (3, True, False), said
    assert "only that the files fit" in verify(bag, None)[1]


def test_the_seal_of_one_package_fits_no_other(office: TestOffice, bag: Path, keys: Path, tmp_path: Path) -> None:
    other = CaseUnderTest(office)
    other.complete()
    run_archive(office)
    with zipfile.ZipFile(io.BytesIO(other.package())) as package:
        package.extractall(tmp_path / "other")
    (lain,) = (tmp_path / "other").iterdir()
    for name in (SEAL, SEALED, "bag-info.txt"):
        shutil.copy(lain / name, bag / name)
    anew(bag)
    assert verify(bag, keys)[0] == 1


def test_a_copy_for_a_reader_is_sealed_as_what_it_is(office: TestOffice, keys: Path, tmp_path: Path) -> None:
    case = with_card(office)
    (tmp_path / "salinan.zip").write_bytes(case.package())
    code, said = verify(tmp_path / "salinan.zip", keys)
    assert (code, "A COPY FOR A READER" in said) == (0, True), said
    whole = office.person("kasi").post(f"/registry/archive/{case.case_no}/package", data=REASON).get_data()
    (tmp_path / "utuh.zip").write_bytes(whole)
    code, told = verify(tmp_path / "utuh.zip", keys)
    assert (code, "The whole package" in told) == (0, True), told
    assert told.split("named there ")[1].split(".")[0] in said, "the copy names the whole by its hash in the chain"


@pytest.mark.parametrize("who", ["registrasi", "kasi"])
def test_an_export_is_sealed_around_and_inside(office: TestOffice, keys: Path, tmp_path: Path, who: str) -> None:
    case = with_card(office)
    data = office.person(who).post(f"/registry/archive/{case.case_no}/export", data=COURT).get_data()
    (tmp_path / "ekspor.zip").write_bytes(data)
    code, said = verify(tmp_path / "ekspor.zip", keys)
    assert (code, "Genuine" in said) == (0, True), said
    assert (CARD in data) == (who == "kasi")
    with zipfile.ZipFile(io.BytesIO(data)) as export:
        cover = opened(export.read("surat-pengantar.pdf"), TrustAnchors.load(keys))
        export.extractall(tmp_path / "x")
    assert cover is not None
    assert cover.seal is not None
    assert cover.seal.valid
    assert cover.seal.covers_all
    assert cover.seal.fingerprint in TrustAnchors.load(keys).pins["seal"]
    for forge in (_another_cover, _no_list, _no_seal, _beside):
        shutil.copytree(tmp_path / "x", tmp_path / forge.__name__)
        forge(tmp_path / forge.__name__)
        code, said = verify(tmp_path / forge.__name__, keys)
        assert (code, "Genuine" in said) == (1, False), f"{forge.__name__}: {said}"


def _another_cover(export: Path) -> None:
    (export / "surat-pengantar.pdf").write_bytes(b"%PDF-1.7 kepada orang lain")
    listed = (export / "manifest-sha256.txt").read_text().splitlines()
    digest = sha256(b"%PDF-1.7 kepada orang lain").hexdigest()
    lines = [f"{digest}  surat-pengantar.pdf" if line.endswith("surat-pengantar.pdf") else line for line in listed]
    (export / "manifest-sha256.txt").write_text("\n".join(lines) + "\n")


def _no_list(export: Path) -> None:
    (export / "manifest-sha256.txt").unlink()
    (export / "manifest-sha256.txt.p7s").unlink()


def _no_seal(export: Path) -> None:
    (export / "manifest-sha256.txt.p7s").unlink()


def _beside(export: Path) -> None:
    (export / "keterangan.pdf").write_bytes(b"%PDF-1.7 tambahan")


def test_what_the_store_changed_is_not_sealed_for_a_reader(office: TestOffice) -> None:
    """Whoever has the store's key, and not the office's seal, gets no seal by having a copy made."""
    case = with_card(office)
    row = _row(office, case)
    with zipfile.ZipFile(io.BytesIO(store_at(office, row.bucket, row.key).read(row))) as package:
        kept = {name: package.read(name) for name in package.namelist()}
    root = case.now()["archive_no"]
    right = kept[f"{root}/data/case.json"]
    kept[f"{root}/data/case.json"] = right.replace(b"Sengketa batas", b"Sengketa palsu")
    assert right != kept[f"{root}/data/case.json"]
    forged = _zip(kept.items())
    assert len(forged) == row.size
    overwrite(office, row.bucket, row.key, forged)
    for path in ("package", "export"):
        answer = office.person("registrasi").post(f"/registry/archive/{case.case_no}/{path}", data={**COURT, **REASON})
        assert answer.status_code == 409, path
        assert "bukan lagi yang diarsipkan" in answer.get_data(as_text=True)


def test_older_packages_are_sealed_once_and_their_chain_is_anchored(
    office: TestOffice, keys: Path, tmp_path: Path
) -> None:
    case = with_card(office)
    service = office.service("registry")
    row = _row(office, case)
    with zipfile.ZipFile(io.BytesIO(service.store.read(row))) as package:
        kept = [n for n in package.namelist() if SEALED not in n and "tagmanifest" not in n]
        old = {name: package.read(name) for name in kept}
    root = case.now()["archive_no"]
    tags = {n.partition("/")[2]: data for n, data in old.items() if n.count("/") == 1}
    old |= {f"{root}/{name}": data for name, data in tag_manifests(tags).items()}
    stored = service.store.put_bytes(row.bucket, case.case_no, _zip(old.items()), "application/zip")
    with service.database.transaction() as session:
        values = {"sealed": None, "package": stored.as_dict()}
        session.execute(update(ArchiveCase).filter_by(case_no=case.case_no).values(**values))
    code, said = verify(_whole(office, case, tmp_path), keys)
    assert code == 3, said
    before = case.now()
    for done in ("1 paket", "0 paket"):
        with service.work(SYSTEM) as work:
            assert seal_packages(work).startswith(done)
    code, said = verify(_whole(office, case, tmp_path), keys)
    assert (code, "Genuine" in said) == (0, True), said
    assert case.now()["contents"] == before["contents"]
    assert problems_of("packages", service.database, service.settings) == []
    office.run_jobs("registry", clock.now().replace(year=clock.now().year + 2))
    assert list(service.store.keys(service.settings.archive_bucket, "audit-anchors/packages/"))


def test_a_time_stamp_lies_in_the_seal(office: TestOffice, keys: Path, tmp_path: Path) -> None:
    settings = office.service("registry").settings
    assert settings.seal_passphrase
    holder = load_signer(keys, "seal", settings.seal_passphrase.get_secret_value())
    shutil.copytree(keys, tmp_path / "keys")
    with serving() as authority:
        signature = sign(b"isi", holder, clock.now(), authority.url, purpose="isi")
        (tmp_path / "keys" / "tsa.pem").write_bytes(authority.pem)
    proof = proven(b"isi", signature, TrustAnchors.load(tmp_path / "keys"), purpose="isi")
    assert proof
    assert proof.stamped_at
    assert proven(b"ini", signature, TrustAnchors.load(tmp_path / "keys"), purpose="isi") is None


HOSTILE = "\x1b]0;asli\x07\x1b[2J\u202ekbt"


def test_a_package_says_nothing_to_the_terminal(bag: Path, tmp_path: Path) -> None:
    words(bag, "External-Identifier: ", f"External-Identifier: {HOSTILE}")
    facts(bag, lambda known: known["documents"][0].update(path=f"documents/{HOSTILE}"))
    anew(bag)
    (tmp_path / "nama.zip").write_bytes(_zip([(f"{HOSTILE}/bagit.txt", b"x")]))
    for package in (bag, tmp_path / "nama.zip"):
        said = verify(package, None)[1]
        assert not any(sign in said for sign in ("\x1b", "\x07", "\u202e")), said


def _bomb(folder: Path) -> bytes:
    return _zip([("b/bagit.txt", b"x"), ("b/data/nol", bytes(64 * 1024 * 1024))], zipfile.ZIP_DEFLATED)


def _liar(folder: Path) -> bytes:
    """Says that it holds few bytes, and unpacks to many."""
    data = bytearray(_zip([("b/bagit.txt", b"x"), ("b/data/nol", bytes(64 * 1024 * 1024))], zipfile.ZIP_DEFLATED))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)


def _crowd(folder: Path) -> bytes:
    return _zip((f"b/data/{number}", b"") for number in range(60_000))


def _link(folder: Path) -> bytes:
    entry = zipfile.ZipInfo("b/bagit.txt")
    entry.external_attr = 0o120777 << 16
    return _zip([(entry, b"/etc/passwd")])


def _twice(folder: Path) -> bytes:
    return _zip([("b/bagit.txt", b"x"), ("b/Bagit.txt", b"y")])


def _long(folder: Path) -> bytes:
    return _zip([("b/" + "n" * 5000, b"x")])


def _list64(folder: Path) -> bytes:
    """A list that says to be larger than the machine's memory."""
    data = _zip([("b/bagit.txt", b"x")])
    end = data.rindex(b"PK\x05\x06")
    record = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1 << 40, 1 << 40, 1 << 45, 0)
    return data[:end] + record + b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1) + data[end:]


BOUNDS = {  # and by which bound each is refused: without it, it would be refused only after it was unpacked
    _bomb: "would unpack to",
    _liar: "cannot be read",
    _crowd: "is larger than any package's",
    _link: "is a link or a device",
    _twice: "two files have one name",
    _long: "is too long",
    _list64: "is larger than any package's",
}


@pytest.mark.parametrize("make", BOUNDS, ids=lambda make: make.__name__)
def test_what_is_out_of_all_bounds_is_not_unpacked(tmp_path: Path, make: Callable[[Path], bytes]) -> None:
    (tmp_path / "jahat.zip").write_bytes(make(tmp_path))
    began = datetime.now(UTC)
    code, said = verify(tmp_path / "jahat.zip", None)
    assert code == 1
    assert BOUNDS[make] in " ".join(said.split())
    assert "Traceback" not in said
    assert (datetime.now(UTC) - began).total_seconds() < 5


def _zip(files: Iterable[tuple[str | zipfile.ZipInfo, bytes]], how: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as package:
        for name, data in files:
            package.writestr(name, data)
    return made.getvalue()


def _row(office: TestOffice, case: CaseUnderTest) -> Any:
    with office.service("registry").reading() as session:
        found = session.get(ArchiveCase, case.case_no)
    assert found
    assert found.stored
    return found.stored


def _whole(office: TestOffice, case: CaseUnderTest, folder: Path) -> Path:
    answer = office.person("kasi").post(f"/registry/archive/{case.case_no}/package", data=REASON)
    (folder / "paket.zip").write_bytes(answer.get_data())
    return folder / "paket.zip"
