"""The example in the README works as it stands there, and shows every part of the library."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from services.shared.paper import typeset
from services.shared.paper.preview import page_text
from tests.shared.paper.builders import NOW, OFFICE

README = Path(typeset.__file__).parent / "README.md"
DATA: dict[str, Any] = {
    "office": OFFICE,
    "style": {"paper": "f4", "font": "arial"},
    "note": "Simpan tanda terima ini.",
    "code": None,
    "ticket": "KMB-2026-0001",
    "name": "Ferdinand Karundeng",
    "purpose": "Sengketa batas tanah",
    "rows": [[str(n), "Pertanggungjawaban" * 3, "Asli"] for n in range(1, 60)],
    "items": [{"done": True, "label": "KTP"}, {"done": False, "label": "Foto"}],
    "clerk": "CONTOH PETUGAS",
    "nip": "1" * 18,
    "date": "24 November 2026",
}


@pytest.mark.parametrize("changes", [{}, {"style": {}}, {"style": {"paper": "a4", "font": "bookman", "size": 12}}])
def test_the_example_in_the_readme(tmp_path: Path, changes: dict[str, Any]) -> None:
    (example,) = re.findall(r"```typst\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    shutil.copytree(README.parent, tmp_path / "shared" / "paper", ignore=shutil.ignore_patterns("fonts", "*.py"))
    sheet = tmp_path / "intake" / "receipt.typ"
    sheet.parent.mkdir()
    sheet.write_text(example, encoding="utf-8")
    result = typeset.typeset_with_slots(sheet, DATA | changes, created=NOW, root=tmp_path)
    text = "\n".join(page_text(result.pdf, page) for page in range(result.pages)).replace("\u200b", "")
    assert result.pages >= 2
    for words in ("TANDA TERIMA", "Nomor tiket: KMB-2026-0001", "KECAMATAN KUMELEMBUAI", "Simpan tanda terima ini."):
        assert words in text
    assert "Kumelembuai, 24 November 2026\r\nPetugas Layanan," in text
    assert text.count("Keterangan") >= 2, "the head of the table is on every page"
    assert "Halaman 1 dari" in text


def test_every_name_in_the_readme_is_in_the_library() -> None:
    library = (README.parent / "office.typ").read_text(encoding="utf-8")
    rows = [line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    names = [name for row in rows for name in re.findall(r"`(\w+)\(", row.split("|")[1])]
    assert len(names) >= 14
    assert [name for name in names if not re.search(rf"\b{name}\b", library)] == []
