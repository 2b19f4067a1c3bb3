"""What the library that reads forms and JSON says of a field, in Indonesian: ``use`` puts it in place of English."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

_FIELDS: dict[type[fields.Field], dict[str, str]] = {
    fields.Field: {
        "required": "Wajib diisi.",
        "null": "Wajib diisi.",
        "validator_failed": "Isian ini belum benar.",
    },
    fields.String: {"invalid": "Tulis sebagai teks.", "invalid_utf8": "Tulis sebagai teks UTF-8."},
    fields.Number: {"invalid": "Tulis sebagai angka.", "too_large": "Angka ini terlalu besar."},
    fields.Integer: {"invalid": "Tulis sebagai bilangan bulat."},
    fields.Boolean: {"invalid": "Tulis true atau false."},
    fields.UUID: {"invalid_uuid": "Pengenal ini tidak dikenal."},
    fields.DateTime: {"invalid": "Tulis waktu seperti 2026-11-24T06:30:00Z."},
    fields.AwareDateTime: {"invalid_awareness": "Tulis waktu dengan zonanya, seperti 2026-11-24T06:30:00Z."},
    fields.List: {"invalid": "Tulis sebagai daftar."},
    fields.Dict: {"invalid": "Tulis sebagai objek."},
    fields.Nested: {"type": "Tulis sebagai objek."},
}
_WHOLE = {"type": "Isinya harus berupa objek JSON.", "unknown": "Isian ini tidak dikenal."}


def use() -> None:
    """From now on the library speaks Indonesian."""
    Schema.error_messages = _WHOLE
    for kind, said in _FIELDS.items():
        kind.default_error_messages = {**kind.default_error_messages, **said}
    validate.OneOf.default_message = "Pilih salah satu dari: {choices}."
    validate.Regexp.default_message = "Isian ini belum sesuai bentuknya."
    validate.Range.message_min = "Paling sedikit {{min}}."
    validate.Range.message_max = "Paling banyak {{max}}."
    validate.Range.message_all = "Antara {{min}} dan {{max}}."
    validate.Length.message_min = "Paling sedikit {min}."
    validate.Length.message_max = "Paling banyak {max}."
    validate.Length.message_all = "Antara {min} dan {max}."
    validate.Length.message_equal = "Harus {equal}."
