"""The part of the office's file about what the words of a story propose: for each kind, by which words, and a title."""

from __future__ import annotations

from pydantic import Field

from services.shared.config.part import Part


class Proposal(Part):
    """For one kind of ``categories``: it is proposed where a story has these words, with this title.

    A word counts where a word of the story begins with it, so that ``mabuk`` finds *mabuk-mabukan*.
    """

    words: tuple[str, ...] = Field(min_length=1)
    title: str = Field(min_length=5, max_length=100)
