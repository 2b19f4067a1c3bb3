"""Full text over complaints (PostgreSQL's configuration ``indonesian``), newest first, at any number of complaints.

A frequent word is found among the newest complaints, a rare one by its posting list; what is in between is looked for
in the last months. So no search sorts more than a few thousand rows, and every page has the same few queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, String, cast, func, literal, select, text, tuple_
from sqlalchemy.dialects.postgresql import REGCONFIG, TSQUERY, insert
from sqlalchemy.orm import Session

from services.intake.rules import search
from services.intake.tables import Complaint, ComplaintWords, NameWord
from services.shared import clock

CONFIG = cast(literal("indonesian"), REGCONFIG)
NEWEST = 500  # complaints that are looked through one by one before the index is asked
FEW = 5_000  # complaints that are fetched by the index and sorted here
MONTHS = 3  # the months before the cursor that are asked for first
ALIKE = 0.4  # similarity (trigrams, 0 to 1) from which a name counts as misspelt
ALIKE_WORDS = 4  # names that one misspelt word may stand for

Key = tuple[datetime, str]


def note_words(session: Session, complaint: Complaint, village: str, name: str, *, confidential: bool) -> None:
    """Keep what a complaint is found by; called whenever its form changes. ``name``: applicant or visitor."""
    form = complaint.form
    parts = [complaint.purpose]
    if form is not None:
        parts += [form.title, form.place, village, form.story, form.request]
    marked = search.marks(name, confidential, complaint.received_at)
    words = func.strip(func.to_tsvector(CONFIG, "\n".join(parts))).op("||")(_marked(marked))
    row = {"case_no": complaint.case_no, "received_at": complaint.received_at, "words": words}
    statement = insert(ComplaintWords).values(row)
    session.execute(statement.on_conflict_do_update(index_elements=["case_no"], set_={"words": words}))


def note_name(session: Session, name: str) -> None:
    """Keep the words of a name that was handed in, so that a misspelt search finds them."""
    if known := [{"word": word} for word in dict.fromkeys(search.words_of(name)) if len(word) > 1]:
        session.execute(insert(NameWord).on_conflict_do_nothing(), known)


def _marked(words: Sequence[str]) -> ColumnElement[Any]:
    return func.array_to_tsvector(cast(list(words), ARRAY(String)))


def keys(
    session: Session,
    query: ColumnElement[Any],
    among: Select[Any],
    after: Key | None,
    limit: int,
    to: datetime | None,
    few: int = FEW,
) -> list[Key]:
    """The newest complaints that fit ``query``, as (received at, number). ``among`` selects these two columns of
    ``ComplaintWords`` with all other conditions; ``to`` is the last moment that they allow, if they say one.

    PostgreSQL cannot know how rare the beginning of a word is: it takes a few in a thousand for granted, and would read
    all complaints in their order to find a page of them. Hence the rare ones are asked for without an order.
    """
    session.execute(text("set local plan_cache_mode = force_custom_plan"))  # the plan depends on how rare the words are
    fits = ComplaintWords.words.op("@@")(query)
    newest = _newest(after)
    window = select(newest.c.case_no)
    found = _run(session, among.where(ComplaintWords.case_no.in_(window), fits), None, limit)
    if len(found) >= limit:
        return found
    rare = _rare(session, fits, after, few)
    if rare is not None:
        if among.whereclause is None:
            return sorted(rare, reverse=True)[:limit]
        return _run(session, among.where(ComplaintWords.case_no.in_([number for _, number in rare])), None, limit)
    return _frequent(session, query, among, after, limit, to)


def _rare(session: Session, fits: ColumnElement[bool], after: Key | None, few: int) -> list[Key] | None:
    """All that fit, in no order; None for more than ``few``."""
    session.execute(text("set local enable_seqscan = off"))
    statement = select(ComplaintWords.received_at, ComplaintWords.case_no).where(fits)
    if after:
        statement = statement.where(_before(after))
    found = [(row[0], row[1]) for row in session.execute(statement.limit(few + 1))]
    return found if len(found) <= few else None


def _frequent(
    session: Session, query: ColumnElement[Any], among: Select[Any], after: Key | None, limit: int, to: datetime | None
) -> list[Key]:
    """The newest that fit, in the last months before the cursor, else in all."""
    top = after[0] if after else to or session.scalar(select(func.max(ComplaintWords.received_at)))
    marked = search.months_back(clock.local(top).date(), MONTHS) if top else []
    months = cast(search.month_query(marked), TSQUERY)
    near = ComplaintWords.words.op("@@")(query.op("&&")(months))
    found = _run(session, among.where(near), after, limit)
    if len(found) >= limit:
        return found
    return _run(session, among.where(ComplaintWords.words.op("@@")(query)), after, limit)


def _newest(after: Key | None) -> Any:
    statement = select(ComplaintWords.case_no).order_by(
        ComplaintWords.received_at.desc(), ComplaintWords.case_no.desc()
    )
    if after:
        statement = statement.where(_before(after))
    return statement.limit(NEWEST).subquery()


def _run(session: Session, statement: Select[Any], after: Key | None, limit: int) -> list[Key]:
    if after:
        statement = statement.where(_before(after))
    ordered = statement.order_by(ComplaintWords.received_at.desc(), ComplaintWords.case_no.desc()).limit(limit)
    return [(row[0], row[1]) for row in session.execute(ordered)]


def _before(after: Key) -> ColumnElement[bool]:
    return tuple_(ComplaintWords.received_at, ComplaintWords.case_no) < tuple_(*map(literal, after))


def query_of(words: Sequence[str], alike: dict[str, list[str]], *, knows: bool) -> ColumnElement[Any]:
    """All of these words, each as the beginning of a stem or of a name; ``alike`` adds names that a word may mean."""
    parts = [
        func.to_tsquery(CONFIG, search.stem_query(word)).op("||")(
            cast(search.name_query([word, *alike.get(word, ())], knows=knows), TSQUERY)
        )
        for word in words
    ]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.op("&&")(part)
    return whole


def alike_names(session: Session, words: Iterable[str]) -> dict[str, list[str]]:
    """Names that misspelt words may mean, most similar first. One query; a word of three letters is never misspelt."""
    asked = [word for word in words if len(word) > search.WHOLE_BELOW and not word.isdigit()]
    found: dict[str, list[str]] = {}
    if not asked:
        return found
    typed = func.unnest(cast(asked, ARRAY(String))).table_valued("typed").render_derived()
    closeness = func.similarity(NameWord.word, typed.c.typed)
    statement = (
        select(typed.c.typed, NameWord.word)
        .join(NameWord, NameWord.word.op("%")(typed.c.typed))
        .where(closeness >= ALIKE, NameWord.word != typed.c.typed)
        .order_by(closeness.desc(), NameWord.word)
    )
    for row in session.execute(statement):
        names = found.setdefault(row.typed, [])
        if len(names) < ALIKE_WORDS:
            names.append(row.word)
    return found
