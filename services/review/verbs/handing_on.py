"""Somebody's open work goes to another."""

from __future__ import annotations

from services.review.actions.handing_on import HandedOn, hand_on_work
from services.review.schemas.handing_on import HandOnSchema
from services.shared.verbs import Ask, Verb


def _said(done: HandedOn) -> str:
    kept = f" Tetap karena benturan kepentingan: {', '.join(done.kept)}." if done.kept else ""
    return f"{len(done.cases)} pengaduan dialihkan; keduanya diberi tahu.{kept}"


HANDING_ON = Verb(
    "hand_on_work",
    "Mengalihkan semua pekerjaan seorang anggota tim",
    "people",
    "warn",
    schema=HandOnSchema,
    action=hand_on_work,
    said=_said,
    ask=Ask("Alihkan semua"),
    path="",
)
