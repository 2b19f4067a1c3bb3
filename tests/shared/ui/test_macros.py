"""What the macros say, without a browser; and that their page of instructions leaves none out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from tests.shared.ui.gallery import SHARED, create_gallery

TEMPLATES = SHARED / "templates"


@pytest.fixture(scope="module")
def app() -> Flask:
    """The gallery, only for rendering."""
    return create_gallery()


def render(app: Flask, text: str, **context: Any) -> str:
    """A piece of template with both macro files, as one line of text."""
    head = "{% import 'macros/form.html' as field %}{% import 'macros/case.html' as case %}"
    with app.test_request_context():
        return " ".join(render_template_string(head + text, **context).split())


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (5, "Sisa 5 hari kerja"),
        (2, "Sisa 2 hari kerja"),
        (0, "Hari ini"),
        (-3, "Terlambat 3 hari kerja"),
        (None, "—"),
    ],
)
def test_due_badge_says_it_in_words(app: Flask, days: int | None, words: str) -> None:
    assert f">{words}</span>" in render(app, "{{ case.due_badge(days) }}", days=days)


def test_a_paused_deadline_says_what_it_waits_for(app: Flask) -> None:
    assert "Ditangguhkan, menunggu pemohon" in render(app, "{{ case.due_badge(-1, paused=true) }}")
    assert "Ditangguhkan, menunggu OPD" in render(app, "{{ case.due_badge(-1, paused='Ditangguhkan, menunggu OPD') }}")


@pytest.mark.parametrize(
    ("size", "words"), [(999, "999 B"), (88_400, "88 KB"), (1_812_450, "1,8 MB"), (2_147_483_648, "2,1 GB")]
)
def test_sizes_are_written_the_indonesian_way(app: Flask, size: int, words: str) -> None:
    assert render(app, "{{ field.size(size) }}", size=size) == words


def test_moments_are_shown_in_wita(app: Flask) -> None:
    shown = render(app, "{{ case.moment(at) }}", at=datetime(2026, 11, 24, 0, 30, tzinfo=UTC))
    assert shown == '<time datetime="2026-11-24T00:30:00+00:00">24 Nov 2026, 08.30 WITA</time>'


def test_what_people_typed_is_never_markup(app: Flask) -> None:
    nasty = '"><script>x</script>'
    form = {"values": {"a.b": nasty}, "errors": {"a.b": [nasty]}}
    shown = render(
        app,
        "{{ field.text(form, 'a.b', n, n) }}{{ field.textarea(form, 'a.b', n) }}{{ case.facts([(n, n)]) }}"
        "{{ case.queue_table([('number', n), ('x', n)], [{'number': n, 'url': n, 'x': n}]) }}"
        "{{ case.evidence_list([{'name': n, 'type': n, 'kind': 'video', 'size': 1}]) }}"
        "{{ case.timeline([{'what': n, 'at': n, 'note': n}]) }}{{ field.error_summary(form['errors'], {'a.b': n}) }}",
        form=form, n=nasty,
    )  # fmt: skip
    assert "<script" not in shown


@pytest.mark.parametrize(
    "values",
    [{"who": ["b"]}, {"who": "b"}, MultiDict([("who", "b")]), {"who": ("b",)}],
    ids=["list", "one", "form", "tuple"],
)
def test_checkboxes_keep_what_was_ticked(app: Flask, values: Any) -> None:
    form = SimpleNamespace(values=values, errors={})
    shown = render(app, "{{ field.checkboxes(form, 'who', 'Siapa', [('a', 'A'), ('b', 'B')]) }}", form=form)
    assert re.findall(r'value="(\w)" checked', shown) == ["b"]


def test_errors_about_the_whole_form_have_no_link(app: Flask) -> None:
    shown = render(app, "{{ field.error_summary({'': ['Loket tutup.']}) }}")
    assert "Belum dapat dilanjutkan" in shown
    assert "<li>Loket tutup.</li>" in shown


def test_only_optional_fields_are_marked(app: Flask) -> None:
    form = {"values": {}, "errors": {}}
    for required, marked in ((True, False), (False, True), (None, False)):
        shown = render(app, "{{ field.text(form, 'a', 'A', required=required) }}", form=form, required=required)
        assert ("boleh kosong" in shown) is marked


@pytest.mark.parametrize("name", ["form", "case"])
def test_the_instructions_leave_no_macro_out(name: str) -> None:
    macros = re.findall(r"macro ([a-z]\w*)\(", (TEMPLATES / "macros" / f"{name}.html").read_text(encoding="utf-8"))
    instructions = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    helper = "field" if name == "form" else "case"
    missing = [m for m in macros if f"`{m}(" not in instructions and f"{helper}.{m}(" not in instructions]
    assert missing == []
