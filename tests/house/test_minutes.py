"""Every *berita acara* is in its form: title, NOMOR, "Pada hari ini …", who signs, what was done, closing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deploy.local.run import ROOT
from services.shared.paper.numbers import opening_of_minutes

PAPERS = [
    file
    for file in sorted((ROOT / "services").glob("*/papers/*"))
    if file.suffix in {".py", ".typ"} and "BERITA ACARA " in file.read_text(encoding="utf-8")
]


def test_all_of_them_are_found() -> None:
    names = {f"{file.parts[-3]}/{file.stem}" for file in PAPERS}
    review = {f"review/{name}" for name in ("conveyance", "evidence", "follow_up", "mediation", "meeting")}
    assert names == review | {"intake/handover", "registry/retention"}


@pytest.mark.parametrize("file", PAPERS, ids=lambda file: file.stem)
def test_it_opens_and_closes_as_the_form_has_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "opening" in text
    assert any(word in text for word in ("CLOSING_OF_MINUTES", "data.closing", "Demikian berita acara ini"))
    assert "number" in text


def test_the_day_stands_in_words() -> None:
    assert opening_of_minutes(date(2026, 11, 30), ", bertempat di Kumelembuai") == (
        "Pada hari ini, Senin tanggal tiga puluh bulan November tahun dua ribu dua puluh enam (30-11-2026), bertempat "
        "di Kumelembuai, kami yang bertanda tangan di bawah ini:"
    )
