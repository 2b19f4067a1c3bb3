"""Developers' command: bring the catalogue of the citizens' pages up to what the code says.

``python -m deploy.catalogue`` finds every message of the pages that strangers see (what extends ``public.html``, and
whatever that includes), every ``phrase`` of the Python code and the words of every verb that strangers have, and
writes them into ``services/translations``: new ones without a translation, gone ones no more.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from marshmallow import fields

from services.shared.verbs import Verb, Verbs, openers
from services.shared.web.sign_in_verbs import SIGNING_IN
from services.shared.web.translating import CATALOGUE, ENGLISH

SERVICES = Path(__file__).parents[1] / "services"
CODE = sorted(path for path in SERVICES.rglob("*.py") if "migrations" not in path.parts)
STRANGERS = "public.html"  # what every page of theirs extends
WORDS = {"_": None, "gettext": None}  # in templates
MARKED = {"phrase": None}  # in Python
OF_A_PERSON = ('"Project', '"Report', '"POT-', '"PO-R', '"Last-T', '"Language-T', '"Generated')  # and of a day
_NAMED = re.compile(r"'([\w/]+\.html)'")


def messages() -> set[str]:
    """Every Indonesian text that a stranger may read and that is ours."""
    return {*_of_templates(), *_of_code(), *_of_verbs()}


def templates() -> list[Path]:
    """The templates of citizens' pages and of signing in, with what they are made of."""
    there = {path: path.read_text() for path in sorted(SERVICES.rglob("templates/**/*.html"))}
    names = {path: path.as_posix().partition("/templates/")[2] for path in there}
    found = [path for path, text in there.items() if f"'{STRANGERS}'" in text or names[path] == STRANGERS]
    for path in found:  # grows as it goes
        parts = _NAMED.findall(there[path])
        found += [each for each in there if names[each] in parts and _near(each, path) and each not in found]
    return found


def update(old: Catalog) -> Catalog:
    """The catalogue with what is said now, in the order of the words; what was translated stays so."""
    new = Catalog(locale=ENGLISH, charset="utf-8", header_comment="", fuzzy=False)
    for text in sorted(messages()):
        known = old.get(text)
        new.add(text, known.string if known else "", flags=["python-format"] if "%(" in text else [])
    return new


def main() -> None:
    """Rewrite the catalogue."""
    with CATALOGUE.open("rb") as source:
        new = update(read_po(source, locale=ENGLISH))
    written = io.BytesIO()
    write_po(written, new, width=0, omit_header=False, sort_output=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    CATALOGUE.write_text("".join(line for line in lines if not line.startswith(OF_A_PERSON)))
    left = [str(message.id) for message in new if message.id and not message.string]
    print("\n".join(left) or "Everything is translated.")


def _near(part: Path, page: Path) -> bool:
    """Whether a page of a service may be made of this part: one of its own, or a shared one."""
    return part.relative_to(SERVICES).parts[0] in {"shared", page.relative_to(SERVICES).parts[0]}


def _of_templates() -> Iterator[str]:
    for path in templates():
        with path.open("rb") as source:
            yield from _texts(extract("jinja2.ext:babel_extract", source, WORDS, options={"silent": "false"}))


def _of_code() -> Iterator[str]:
    for path in CODE:
        with path.open("rb") as source:
            yield from _texts(extract("python", source, MARKED))


def _texts(found: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    for _, said, *_ in found:
        yield from (said,) if isinstance(said, str) else (text for text in said if text)


def _of_verbs() -> Iterator[str]:
    """The words of the forms that strangers fill in."""
    tables: list[Verbs] = [SIGNING_IN]
    tables += [import_module(f"services.{name}.verbs").VERBS for name in ("intake", "registry")]
    for table in tables:
        for line in table:
            if isinstance(line, Verb) and openers(table.rights, line) is None:
                yield from filter(None, _of_verb(line))


def _of_verb(verb: Verb) -> Iterator[str]:
    if verb.ask:
        yield from (verb.ask.button, verb.ask.opens, verb.ask.note, verb.ask.busy)
    if isinstance(verb.said, str):
        yield verb.said
    if verb.file:
        yield from (verb.file.label, verb.file.hint)
    for field in verb.fields.values():
        yield from _of_field(field)


def _of_field(field: fields.Field[Any]) -> Iterator[str]:
    if isinstance(field, fields.Nested):
        for each in field.schema.fields.values():
            yield from _of_field(each)
        return
    said = field.metadata
    yield from (said.get(name) or "" for name in ("title", "hint", "blank", "unit"))
    options = said.get("options") or ()
    pairs = options.items() if isinstance(options, dict) else () if isinstance(options, str) else options
    yield from (words for _, words, *_ in pairs)


if __name__ == "__main__":
    main()
