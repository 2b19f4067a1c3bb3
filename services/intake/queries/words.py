"""What complaints are found by, kept whenever a form changes: the words of each complaint, and every word once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, Select, String, bindparam, cast, func, literal, select, text
from sqlalchemy.dialects.postgresql import REGCONFIG, insert
from sqlalchemy.orm import Session

from services.intake.rules import search
from services.intake.tables import Complaint, ComplaintWords, KnownWord, NameWord
from services.shared import folding

CONFIG = cast(literal("indonesian"), REGCONFIG)
# Whoever notes words at this moment ends first, and the next one waits: no word goes that somebody just noted.
_ALONE = text("lock table known_word in share row exclusive mode")
_BY_INDEX = text("set local enable_seqscan = off")
_FORGET = text(r"""
    delete from known_word where word = any(:words) and not exists (
        select from complaint_words
        where words @@ cast('''' || replace(replace(known_word.word, '\', '\\'), '''', '''''') || '''' as tsquery)
    )""").bindparams(bindparam("words", type_=ARRAY(String)))
_FORGET_NAMES = text("""
    delete from name_word where word in (select substr(word, 2) from unnest(:words) as gone (word)) and not exists (
        select from known_word where known_word.word in ('@' || name_word.word, '!' || name_word.word)
    )""").bindparams(bindparam("words", type_=ARRAY(String)))


def note_words(session: Session, complaint: Complaint, village: str, name: str, *, confidential: bool) -> None:
    """Keep what a complaint is found by; called whenever its form changes. ``name``: applicant or visitor."""
    phone = complaint.applicant.phone if complaint.applicant else ""
    text_of = _text_of(complaint, village)
    told = [*search.marks(name, phone, confidential, complaint.received_at), *search.numbers_in(text_of)]
    marks, said = cast(told, ARRAY(String)), " ".join(folding.noted(text_of))
    words = func.strip(func.to_tsvector(CONFIG, said)).op("||")(func.array_to_tsvector(marks))
    values = {"words": words, "folding": folding.VERSION}
    row = {"case_no": complaint.case_no, "received_at": complaint.received_at} | values
    statement = insert(ComplaintWords).values(row)
    session.execute(statement.on_conflict_do_update(index_elements=["case_no"], set_=values))
    _note_known(session, complaint.case_no)


def _text_of(complaint: Complaint, village: str) -> str:
    """Everything of a complaint that is searched by its words."""
    form = complaint.form
    parts = [complaint.purpose, complaint.lapor_no or ""]
    if form is not None:
        parts += [form.title, form.place, village, form.story, form.request]
    return "\n".join(parts)


def _note_known(session: Session, case_no: str) -> None:
    """The words of a complaint go into the list of all words; the mark of its month is none."""
    noted = _words(case_no).subquery()
    lasting = select(noted.c.word).where(func.left(noted.c.word, 1) != search.MONTH)
    session.execute(insert(KnownWord).from_select(["word"], lasting).on_conflict_do_nothing())


def note_name(session: Session, name: str) -> None:
    """Keep the words of a name that was handed in, so that a misspelt search finds them."""
    if known := [{"word": word} for word in sorted(folding.noted_name(name)) if len(word) > 1]:
        session.execute(insert(NameWord).on_conflict_do_nothing(), known)


def of_case(session: Session, case_no: str) -> Sequence[str]:
    """The words of a complaint, with their marks."""
    return session.scalars(_words(case_no)).all()


def forget(session: Session, words: Sequence[str]) -> None:
    """Forget those of the words that no complaint has any more: a telephone number or a name may be among them."""
    session.execute(_ALONE)
    session.execute(_BY_INDEX)
    for statement in (_FORGET, _FORGET_NAMES):
        session.execute(statement, {"words": list(words)})


def _words(case_no: str) -> Select[Any]:
    word = func.unnest(func.tsvector_to_array(ComplaintWords.words)).label("word")
    return select(word).where(ComplaintWords.case_no == case_no)
