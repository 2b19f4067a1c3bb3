"""The office's wording of letters, kept in versions by the administrator."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from services.letters import wording
from services.letters.papers import making
from services.letters.queries.classifications import classifications
from services.letters.queries.templates import template_of
from services.letters.rules.drafting import check_complete
from services.letters.schemas.content import EMPTY
from services.letters.tables import Template
from services.shared.calendar import clock
from services.shared.errors import Missing, RuleBroken, Stale
from services.shared.unit_of_work import Service, Work

SAMPLE_ID = UUID(int=0)


def save_template(work: Work, kind: str, version: int, content: dict[str, Any], note: str) -> Template:
    """Keep a new version of a kind's wording; it is used for every letter that is asked for from now on.

    Args:
        version: the number of the version that was opened; 0 where the files still hold.

    Raises:
        RuleBroken: a text that cannot be written or printed, with its line, or a part that would be empty.
        Stale: somebody saved another version since.
    """
    if kind not in work.office.letter_kinds:
        raise Missing("Jenis surat ini tidak ada di office.toml.")
    newest = template_of(work.session, kind)
    at = newest.no if newest else 0
    if newest and at == version + 1 and newest.fields == content and newest.made_by == work.actor.name:
        return newest  # pressed twice
    if at != version:
        raise Stale(f"Templat ini sudah disimpan orang lain sebagai versi {at}. Buka versi itu, lalu ubah lagi.")
    check_template(work.service, content, classifications(work.session, work.office))
    row = Template(kind=kind, no=at + 1, fields=content, note=note, made_at=work.now, made_by=work.actor.name)
    work.session.add(row)
    work.session.flush()
    label = work.office.letter_kinds[kind]
    work.audit("save_template", f"template:{kind}", f"Templat {label} versi {row.no} disimpan", words=note)
    return row


def check_template(service: Service, fields: dict[str, Any], codes: Collection[str]) -> None:
    """Every text can be written for every sort of request, and what comes of it can be printed. Raises RuleBroken."""
    found: dict[str, list[str]] = {}
    for fault in wording.faults(fields):
        found.setdefault(f"content.{fault.field}", []).append(f"Baris {fault.line}: {fault.reason}")
    if found:
        raise RuleBroken("Templat belum dapat disimpan.", found)
    if fields["classification"] and fields["classification"] not in codes:
        message = "Kode klasifikasi ini tidak ada di kantor ini."
        raise RuleBroken("Templat belum dapat disimpan.", {"content.classification": [message]})
    for facts in wording.variants(fields):
        content = wording.written(fields, facts)
        check_complete(content)
        sample(service, content)


def sample(service: Service, content: dict[str, Any], page: int = 1) -> tuple[bytes, int, int]:
    """A page of a sample letter as PNG: (picture, page shown, pages). RuleBroken for what cannot be printed."""
    return making.preview(service, SAMPLE_ID, content, page, clock.now())


def template_texts(service: Service, saved: Template | None, kind: str) -> dict[str, Any]:
    """The texts with blanks of a kind: of a saved version, else of the files; every field is there."""
    texts = saved.fields if saved else wording.texts_of(wording.folders_for(service.settings.office_file), kind)
    return EMPTY | texts
