"""One key seals packages, copies, exports and evidence: what was sealed as one of them is passed off as another."""

from __future__ import annotations

import asyncio
import itertools
import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import bagit
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from services.registry.archiving import opening
from services.registry.archiving.judging import judge
from services.registry.archiving.tags import (
    EDITION,
    EXPORTED,
    KIND,
    PACKAGE,
    POSITION,
    SEAL,
    SEALED,
    Purpose,
    sealed_list,
    tag_manifests,
    with_lines,
)  # fmt: skip
from services.registry.archiving.verifying import verify
from services.review.shown.evidence import PURPOSE
from services.shared.paper.letter import typeset_letter
from services.shared.signing.cms import proven, sign
from services.shared.signing.keys import load_signer
from services.shared.signing.pades import simple_signer
from services.shared.signing.purpose import Purposed
from services.shared.signing.verdict import opened
from tests.shared.paper.builders import NOW, letter
from tests.shared.signing.stages import CAMAT_PASSPHRASE, SEAL_PASSPHRASE, Keys, make_keys

Sealing = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """The office's keys."""
    return make_keys(tmp_path_factory.mktemp("kunci") / "keys")


def sealing(keys: Keys, purpose: str) -> Sealing:
    """How the office seals for a purpose."""
    holder = load_signer(keys.folder, "seal", SEAL_PASSPHRASE)
    return lambda content: sign(content, holder, NOW, purpose=purpose)


def before(keys: Keys) -> Sealing:
    """How it sealed before a seal said what it is for."""
    signer = simple_signer(load_signer(keys.folder, "seal", SEAL_PASSPHRASE))
    settings = PdfCMSSignedAttributes(signing_time=NOW)
    return lambda content: bytes(
        asyncio.run(signer.async_sign_general_data(content, "sha256", signed_attr_settings=settings)).dump()
    )


def bag(folder: Path, seal: Sealing, kind: str) -> Path:
    """A package of a case, sealed so; it says what kind of package it is."""
    folder.mkdir(parents=True)
    (folder / "case.json").write_text(json.dumps({"documents": [], "letters": []}))
    bagit.make_bag(str(folder), checksums=["sha512"])
    tags = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and "tagmanifest" not in p.name}
    tags["bag-info.txt"] = with_lines(tags["bag-info.txt"], {KIND: kind, POSITION: "1"})
    tags[SEALED] = sealed_list(tags)
    tags[SEAL] = seal(tags[SEALED])
    for name, data in (tags | tag_manifests(tags)).items():
        (folder / name).write_bytes(data)
    return folder


def exported(folder: Path, inner: Sealing, seal: Sealing) -> Path:
    """The same with a list of everything around it, sealed so."""
    root = bag(folder / "ARS-1", inner, PACKAGE)
    lines = [f"{sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder)}\n" for p in root.rglob("*") if p.is_file()]
    listed = "".join(sorted(lines)).encode()
    (folder / EXPORTED).write_bytes(listed)
    (folder / f"{EXPORTED}.p7s").write_bytes(seal(listed))
    return folder


def genuine(package: Path, keys: Keys) -> bool:
    files = opening.opened(package)
    report = verify(files)
    assert not report.problems, report.problems
    return judge(files, report, keys.trust).genuine


def test_a_seal_for_one_purpose_proves_nothing_for_another(keys: Keys) -> None:
    for made, asked in itertools.product(Purpose, Purpose):
        proof = proven(b"daftar", sealing(keys, made)(b"daftar"), keys.trust, purpose=asked)
        assert bool(proof) == (made == asked), (made, asked)


@pytest.mark.parametrize(("kind", "right"), [(PACKAGE, Purpose.PACKAGE), (EDITION, Purpose.EDITION)])
def test_a_package_under_a_seal_for_something_else_is_not_genuine(
    keys: Keys, tmp_path: Path, kind: str, right: Purpose
) -> None:
    for purpose in Purpose:
        assert genuine(bag(tmp_path / purpose.name, sealing(keys, purpose), kind), keys) == (purpose == right), purpose
    assert genuine(bag(tmp_path / "lama", before(keys), kind), keys), "what was sealed before stays genuine"


def test_evidence_for_the_police_is_no_export_for_a_court(keys: Keys, tmp_path: Path) -> None:
    inner = sealing(keys, Purpose.PACKAGE)
    for purpose in Purpose:
        given = exported(tmp_path / purpose.name, inner, sealing(keys, purpose))
        assert genuine(given, keys) == (purpose == Purpose.EXPORT), purpose
    assert genuine(exported(tmp_path / "lama", inner, before(keys)), keys)


def test_the_seal_on_a_list_is_no_signature_on_a_letter(keys: Keys) -> None:
    prepared = keys.signer.prepare(typeset_letter(letter(), created=NOW))
    signer = simple_signer(load_signer(keys.folder, "camat", CAMAT_PASSPHRASE))
    metadata = PdfSignatureMetadata(
        field_name="signature", subfilter=SigSeedSubFilter.PADES, certify=True, docmdp_permissions=MDPPerm.FILL_FORMS
    )
    for purpose in ("", Purpose.EVIDENCE):
        if purpose:
            signer.signed_attr_prov_spec = Purposed(signer, PdfCMSSignedAttributes(), purpose)
        target = BytesIO()
        PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(prepared)), output=target)
        found = opened(target.getvalue(), keys.trust)
        assert found
        assert found.camat
        assert found.camat.valid == (not purpose)


def test_who_checks_a_package_of_evidence_is_told_what_its_seal_must_say() -> None:
    assert PURPOSE == Purpose.EVIDENCE


def test_a_process_that_signed_before_knows_purposes_too() -> None:
    """Names of attributes are looked up in a table that the process's first signature makes."""
    first = "from asn1crypto import cms; cms.CMSAttributeType('content_type')"
    then = "from services.shared.signing.purpose import NAME; cms.CMSAttributeType(NAME)"
    subprocess.run([sys.executable, "-c", f"{first}; {then}"], check=True)
