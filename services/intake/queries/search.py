"""Typed words as a query for the index of words: each is the beginning of a stem or of a name.

Every word that begins so is looked up in the list of all words, so that the index is asked for whole words only: for a
beginning it would read that word in the complaints of all years, however few are wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, Integer, Select, String, bindparam, cast, func, select, text
from sqlalchemy.orm import Session

from services.intake.rules import search
from services.intake.tables import NameWord

ALIKE = 0.4  # similarity (trigrams, 0 to 1) from which a name counts as misspelt
ALIKE_WORDS = 4  # names that one misspelt word may stand for
MOST_WORDS = 200  # that one beginning stands for; where there are more, the index is asked for the beginning itself

_KNOWN = text("""
    with typed as (
        select place, word from unnest(:words) with ordinality as typed (word, place)
    ), beginning as (
        select place, stem as word, length(typed.word) >= :whole_below as longer
        from typed, unnest(tsvector_to_array(to_tsvector('indonesian', typed.word))) as stem
        union all
        select place, mark || word, length(word) > :whole_below
        from unnest(:places, :names) as named (place, word), unnest(:marks) as mark
    )
    select place, word, array(
        select known.word from known_word known
        where known.word >= beginning.word
            and known.word <= beginning.word || case when longer then chr(1114111) else '' end
        order by known.word limit :most
    ) as known
    from beginning
""").bindparams(
    *(bindparam(name, type_=ARRAY(String)) for name in ("words", "names", "marks")),
    bindparam("places", type_=ARRAY(Integer)),
)


def query_of(session: Session, words: Sequence[str], alike: dict[str, list[str]], *, knows: bool) -> str | None:
    """All of these words as a tsquery; ``alike`` adds names and numbers that a word may mean. One query.

    None where one of them occurs nowhere.
    """
    asked = _asked(words, alike, knows=knows)
    found: dict[int, list[str]] = {place: [] for place in range(1, len(words) + 1)}
    for row in session.execute(_KNOWN, asked):
        too_many = len(row.known) > MOST_WORDS
        found[row.place] += [search.lexeme(row.word, beginning=True)] if too_many else map(search.lexeme, row.known)
    return search.all_of(map(search.any_of, found.values())) if all(found.values()) else None


def _asked(words: Sequence[str], alike: dict[str, list[str]], *, knows: bool) -> dict[str, Any]:
    """What ``_KNOWN`` is asked: the words as they stand, and as names of whom this person may find."""
    named = [(place, name) for place, word in enumerate(words, 1) for name in (word, *alike.get(word, ()))]
    return {
        "words": list(words),
        "places": [place for place, _ in named],
        "names": [name for _, name in named],
        "marks": [search.NAME, search.SECRET_NAME] if knows else [search.NAME],
        "whole_below": search.WHOLE_BELOW,
        "most": MOST_WORDS + 1,
    }


def alike_names(session: Session, words: Iterable[str]) -> dict[str, list[str]]:
    """Names that misspelt words may mean, most similar first. One query; a word of three letters is never misspelt."""
    asked = [word for word in words if len(word) > search.WHOLE_BELOW and not word.isdigit()]
    found: dict[str, list[str]] = {}
    if not asked:
        return found
    for row in session.execute(_spelt_alike(asked)):
        names = found.setdefault(row.typed, [])
        if len(names) < ALIKE_WORDS:
            names.append(row.word)
    return found


def _spelt_alike(asked: list[str]) -> Select[str, str]:
    typed = func.unnest(cast(asked, ARRAY(String))).table_valued("typed").render_derived()
    closeness = func.similarity(NameWord.word, typed.c.typed)
    return (
        select(typed.c.typed, NameWord.word)
        .join(NameWord, NameWord.word.op("%")(typed.c.typed))
        .where(closeness >= ALIKE, NameWord.word != typed.c.typed)
        .order_by(closeness.desc(), NameWord.word)
    )
