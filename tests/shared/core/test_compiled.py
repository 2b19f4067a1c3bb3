"""Templates are compiled once for all applications of a process, and anew where the file is another one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from services.shared.web.compiled import Compiled


class Counting(Environment):
    """Counts what it compiles."""

    compiled = 0

    def compile(self, *args: Any, **kwargs: Any) -> Any:
        self.compiled += 1
        return super().compile(*args, **kwargs)


def test_the_second_application_compiles_nothing(tmp_path: Path) -> None:
    known = Compiled()
    (tmp_path / "halaman.html").write_text("Selamat pagi, {{ name }}")
    for expected in (1, 0):
        application = Counting(loader=FileSystemLoader(tmp_path), bytecode_cache=known)
        assert application.get_template("halaman.html").render(name="Rina") == "Selamat pagi, Rina"
        assert application.compiled == expected


def test_another_file_or_other_words_are_compiled(tmp_path: Path) -> None:
    known = Compiled()
    for words in ("pagi", "siang"):
        (tmp_path / "halaman.html").write_text(words)
        application = Counting(loader=FileSystemLoader(tmp_path), bytecode_cache=known)
        assert application.get_template("halaman.html").render() == words
    (tmp_path / "lain").mkdir()
    (tmp_path / "lain" / "halaman.html").write_text("siang")
    assert Counting(loader=FileSystemLoader(tmp_path / "lain"), bytecode_cache=known).get_template("halaman.html")
