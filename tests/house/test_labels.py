"""A field's label stands in its schema, once: no template writes it again beside a field of its own making."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from marshmallow import fields

from services.handoffs.contract import SERVICES
from services.handoffs.operations.verbs import OPERATIONS
from services.shared.notices.verbs import NOTICES
from services.shared.staff.verbs import ACCOUNTS
from services.shared.verbs import Verb, Verbs
from services.shared.web.account_verbs import OWN_ACCOUNT
from services.shared.web.sign_in_verbs import SIGNING_IN

ROOT = Path(__file__).parents[2] / "services"
SHARED = (SIGNING_IN, OWN_ACCOUNT, ACCOUNTS, NOTICES, OPERATIONS)
MACROS = {
    "text", "textarea", "number", "date", "time", "password", "select", "radios", "checkboxes", "checkbox", "file",
    "signature", "uploads",
}  # fmt: skip
FOLDERS = {name: [ROOT / name] for name in SERVICES} | {"shared": [ROOT / "shared", ROOT / "handoffs"]}


def labels(tables: tuple[Verbs, ...]) -> set[str]:
    """Every label of every field of these verbs' schemas."""
    schemas = [row.schema() for table in tables for row in table if isinstance(row, Verb)]
    return {label for schema in schemas for label in _labels(schema.fields.values())}


def _labels(found: object) -> Iterator[str]:
    for field in found:  # type: ignore[attr-defined]
        inner = field.inner if isinstance(field, fields.List) else field
        yield field.metadata.get("title", "")
        if isinstance(inner, fields.Nested):
            yield from _labels(inner.schema.fields.values())


def by_hand(template: Path) -> Iterator[tuple[str, str]]:
    """(name, label) of the fields that a template makes itself by the macros of ``macros/form.html``."""
    tree = Environment(extensions=["jinja2.ext.do"]).parse(template.read_text())
    for call in tree.find_all(nodes.Call):
        made = isinstance(call.node, nodes.Getattr) and call.node.attr in MACROS and len(call.args) > 2
        if made and isinstance(call.args[1], nodes.Const):
            label = call.args[2]
            words = label.args[0] if isinstance(label, nodes.Call) and label.args else label
            if isinstance(words, nodes.Const):
                yield str(call.args[1].value), str(words.value)


def test_a_label_that_is_written_by_hand_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("{{ field.text(form, 'reason', _('Alasan'), width=6) }}{{ field.text(form, name, 'Lain') }}")
    assert list(by_hand(page)) == [("reason", "Alasan")]


@pytest.mark.parametrize("part", FOLDERS)
def test_no_template_writes_the_label_of_a_field_of_a_verb(part: str) -> None:
    own = () if part == "shared" else (importlib.import_module(f"services.{part}.verbs").VERBS,)
    known = labels((*own, *SHARED)) - {""}
    templates = [path for folder in FOLDERS[part] for path in folder.rglob("*.html") if "macros" not in path.parts]
    assert templates
    written = {(path.name, name, label) for path in templates for name, label in by_hand(path)}
    assert {one for one in written if one[2] in known} == set()
