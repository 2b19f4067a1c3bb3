"""Fields of the schemas: each says its label, hint, limits, choices and how it is asked, once.

Forms (``templates/macros/verb.html``), the summary of errors, papers and the API document read it there. Messages are
Indonesian. ``options`` is a mapping of code to words, or the name of a list that the page gives (``choices``).
A field with ``ask=""`` is left out of the form: only programs give it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, cast

from marshmallow import Schema, ValidationError, fields, validate

from services.shared import messages, telephones
from services.shared.config import naming, zone
from services.shared.paper.text import clean, in_one_line
from services.shared.phrases import phrase

messages.use()  # before any field is made
REQUIRED: dict[str, Any] = {
    "required": phrase("Wajib diisi."),
    "null": phrase("Wajib diisi."),
    "invalid": phrase("Isian ini tidak dapat dibaca."),
}
MISSING = {name: REQUIRED[name] for name in ("required", "null")}  # a date tells its own form
YEARS = range(1900, 2200)  # whom and what an office knows of; beyond it days cannot be counted
LONGEST_NAME = 150  # letters, with all titles
LONGEST_NUMBERS = 80  # letters of a field with telephone numbers
Options = Mapping[Any, str] | str


class Text(fields.String):
    """A text as people type or paste it: stripped and clean; lines are kept where it is asked for in several."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text is None:
            return None
        return clean(text).strip() if self.metadata.get("ask") == "textarea" else in_one_line(text)


class Telephone(Text):
    """Telephone numbers in any shape, kept in one (``shared/telephones.py``); empty where there is none."""

    default_error_messages = {
        "invalid_number": "{wrong}Tulis nomor telepon dengan angka, misalnya 081234567890 atau (0430) 123456. "
        "Beberapa nomor dipisahkan dengan koma, paling banyak tiga."
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super(Text, self)._deserialize(value, attr, data, **kwargs)  # a line may be a number
        try:
            return telephones.SEPARATOR.join(telephones.read(text or ""))
        except ValueError as error:
            raise self.make_error("invalid_number", wrong=_no_number(*error.args)) from None


def _no_number(said: str = "") -> str:
    """What of a field with numbers is none, and where it may stand instead."""
    if words := re.findall(r"[^\W\d_](?:[\w.]*[^\W_])?", said):
        shown = " ".join(words)[:40]
        return f"“{shown}” bukan nomor: nama pemilik atau nomor pesawat (pes.) tidak ditulis di kolom ini. "
    least, most = telephones.SHORTEST, telephones.LONGEST
    return f"“{said[:40]}” bukan nomor telepon ({least} sampai {most} angka). " if said else ""


class LocalDate(fields.Field[date]):
    """A date typed as dd/mm/yyyy (or ISO, as the API writes it); serialised as ISO."""

    default_error_messages = {
        "invalid": "Tulis tanggal sebagai hh/bb/tttt, misalnya 24/11/2026.",
        "year": f"Tahun harus antara {YEARS.start} dan {YEARS.stop - 1}.",
    }

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return value.isoformat() if value else None

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        try:
            day = _day(str(value).strip())
        except ValueError:
            raise self.make_error("invalid") from None
        if day.year not in YEARS:
            raise self.make_error("year")
        return day


class Moment(fields.Field[datetime]):
    """A moment: ISO 8601 with offset from programs, ``24/11/2026 14.30`` by the office's clock from forms."""

    default_error_messages = {"invalid": "Tulis tanggal dan jam seperti 24/11/2026 14.30."}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        text = str(value).strip()
        try:
            if "/" in text:
                return datetime.strptime(text.replace(":", "."), "%d/%m/%Y %H.%M").replace(tzinfo=zone.of_office())
            moment = datetime.fromisoformat(text)
        except (ValueError, OverflowError):
            raise self.make_error("invalid") from None
        if moment.tzinfo is None or moment.year not in YEARS:
            raise self.make_error("invalid")
        return moment


def text(
    label: str,
    most: int = 200,
    least: int = 1,
    *,
    optional: bool = False,
    default: str = "",
    short: str = "",
    key: str | None = None,
    **asked: Any,
) -> Text:
    """A text of ``least`` to ``most`` characters; ``rows`` asks for it in so many lines.

    ``default`` stands for one that is left out; ``short`` is said of a text that is too short. ``key``: its name in
    forms and JSON, where Python has another use for that name (``class``).
    """
    limits = {"maxlength": most, "minlength": least if least > 1 else None}
    told = {"maxLength": most, "minLength": 0 if optional else least}  # to programs
    asked = {"ask": "textarea" if asked.get("rows") else "text", "limits": limits} | told | asked
    check = _length(0 if optional else least, most, short)
    if optional:
        return Text(load_default=default, validate=check, data_key=key, metadata=_said(label, asked))
    return Text(required=True, validate=check, error_messages=REQUIRED, data_key=key, metadata=_said(label, asked))


def person_name(label: str, *, optional: bool = False, **asked: Any) -> Text:
    """The name of a person as on the KTP: of one letter, or with all titles."""
    return text(label, LONGEST_NAME, optional=optional, **asked)


def telephone(label: str, **asked: Any) -> Telephone:
    """Telephone numbers, or nothing."""
    limits = {"maxlength": LONGEST_NUMBERS}
    said = {"ask": "text", "kind": "tel", "width": 6, "limits": limits, "maxLength": LONGEST_NUMBERS}
    check = validate.Length(max=LONGEST_NUMBERS, error=f"Paling banyak {LONGEST_NUMBERS} huruf.")
    return Telephone(load_default="", validate=check, metadata=_said(label, said | asked))


def secret(label: str, most: int = 200, *, optional: bool = False, **asked: Any) -> fields.String:
    """A password: taken as it is typed, and never shown again."""
    known: dict[str, Any] = {"load_default": ""} if optional else {"required": True, "error_messages": REQUIRED}
    check = validate.Length(max=most, error=phrase("Paling banyak %(n)s huruf.", n=most))
    return fields.String(**known, load_only=True, validate=check, metadata=_said(label, {"ask": "password"} | asked))


def choice(
    label: str, options: Options, *, default: str | None = None, wrong: str = "", shown: str = "", **asked: Any
) -> Text:
    """One of fixed codes, or (``options`` by name) one of a list of the page; ``ask="radios"`` shows all.

    ``shown``: the page's list of these codes, in the office's own words. A ``default`` may be given as well.
    """
    check = validate.Length(0 if default == "" else 1, 60, error=wrong or phrase("Pilih dari daftar."))
    if not isinstance(options, str):
        codes = [*options] if default is None or default in options else [*options, default]
        check = validate.OneOf(codes, error=wrong or phrase("Pilih salah satu dari daftar."))  # type: ignore[assignment]
    said = _said(label, {"ask": "select", "options": shown or options} | asked)
    given: dict[str, Any] = {"required": True} if default is None else {"load_default": default}
    return Text(validate=check, error_messages=REQUIRED, metadata=said, **given)


def several(
    label: str, options: Options, *, required: str = "", most: int = 100, wrong: str = "", **asked: Any
) -> fields.List:
    """Any of several codes; ``required`` is said where none was chosen, ``wrong`` where one is none of them."""
    inner = Text(validate=validate.Length(1, 80))
    if not isinstance(options, str):
        inner = Text(validate=validate.OneOf(list(options), error=wrong or phrase("Pilih dari daftar.")))
    said = _said(label, {"ask": "checkboxes", "options": options} | asked)
    if not required:
        return fields.List(inner, load_default=list, validate=validate.Length(max=most), metadata=said)
    messages = {"required": required, "null": required, "invalid": REQUIRED["invalid"]}
    check = validate.Length(1, most, error=required)
    return fields.List(inner, required=True, validate=check, error_messages=messages, metadata=said)


def day(label: str, *, optional: bool = False, key: str | None = None, **asked: Any) -> LocalDate:
    """A date; ``key`` as for a text."""
    said = _said(label, {"ask": "date", "width": 6} | asked)
    if optional:
        return LocalDate(load_default=None, allow_none=True, data_key=key, metadata=said)
    return LocalDate(required=True, error_messages=MISSING, data_key=key, metadata=said)


def moment(label: str, *, optional: bool = False, **asked: Any) -> Moment:
    """A day and an hour."""
    said = _said(label, {"ask": "text"} | asked)
    if optional:
        return Moment(load_default=None, allow_none=True, metadata=said)
    return Moment(required=True, error_messages=MISSING, metadata=said)


def flag(label: str, **asked: Any) -> fields.Boolean:
    """Yes or (where nothing is ticked) no."""
    return fields.Boolean(load_default=False, metadata=_said(label, {"ask": "checkbox"} | asked))


def number(label: str, least: int, most: int, **asked: Any) -> fields.Integer:
    """A whole number from ``least`` to ``most``."""
    check = validate.Range(least, most, error=f"Antara {least} dan {most}.")
    said = _said(label, {"ask": "number"} | asked)
    return fields.Integer(required=True, validate=check, error_messages=REQUIRED, metadata=said)


def hidden(kind: type[fields.Field[Any]] = fields.String, **options: Any) -> fields.Field[Any]:
    """What the page itself fills in: a version, a key."""
    known: dict[str, Any] = {"required": True, "error_messages": REQUIRED, "metadata": {"ask": "hidden"}}
    return kind(**known | options)


class Versioned(Schema):
    """Every verb on a thing names the version that the person saw."""

    version = hidden(fields.Integer, metadata={"ask": "hidden", "description": "optimistic lock"})


def label_of(schema: Schema, name: str) -> str:
    """The label of a field by its dotted name, as in the messages of a form; empty where it has none."""
    labels = [field.metadata["title"] for field in _way_to(schema, name) if "title" in field.metadata]
    return labels[-1] if labels else ""


def field_at(owner: Any, name: str) -> fields.Field[Any]:
    """The field of a schema or verb by its dotted name, as the form has it; raises IndexError where there is none."""
    return list(_way_to(owner, name))[-1]


def _way_to(owner: Any, name: str) -> Iterator[fields.Field[Any]]:
    """The fields that a dotted name leads through, as far as there are any; the numbers of list items aside."""
    for part in (part for part in name.split(".") if not part.isdigit()):
        field = next((each for key, each in owner.fields.items() if part in (key, each.data_key)), None)
        field = field.inner if isinstance(field, fields.List) and isinstance(field.inner, fields.Nested) else field
        if field is None:
            return
        yield field
        owner = field.schema if isinstance(field, fields.Nested) else owner


def _said(label: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a field says: its label is its title in the API document too, and it speaks as the office does."""
    return naming.Said({"title": label, **asked})


def also_said(field: fields.Field[Any], **more: Any) -> None:
    """Let a field say this as well; words of the office's own stay so (``{desa}``: its file is read later)."""
    written = dict.items(cast(dict[str, Any], field.metadata))  # not as ``Said`` would read them now
    field.metadata = naming.Said({**dict(written), **more})


def _length(least: int, most: int, short: str) -> Callable[[str], None]:
    def check(value: str) -> None:
        if least and not value:
            raise ValidationError(REQUIRED["required"])
        if len(value) < least:
            raise ValidationError(
                short or phrase("Paling sedikit %(n)s huruf (sekarang %(now)s).", n=least, now=len(value))
            )
        if len(value) > most:
            raise ValidationError(phrase("Paling banyak %(n)s huruf (sekarang %(now)s).", n=most, now=len(value)))

    return check


def _day(typed: str) -> date:
    if "-" in typed:
        return date.fromisoformat(typed)
    day_of, month, year = typed.split("/")
    if len(year) != 4:
        raise ValueError
    return date(int(year), int(month), int(day_of))
