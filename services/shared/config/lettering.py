"""What ``office.toml`` says of letters: paper, numbers and their sources, the way of signing, classification codes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from services.shared.config.part import Part


class NumberStart(Part):
    """The first number of a year whose earlier ones were given outside: the office's agenda goes on from there."""

    year: int = Field(ge=2000, le=2999)
    number: int = Field(ge=1, le=999_999)


class LetterRules(Part):
    """Paper, font, numbering and the way of signing.

    ``number_source``: from where outgoing letters get their numbers: the office's ``own`` series, a ``block`` that the
    secretariat allotted, or ``typed`` as SRIKANDI or the secretariat gave it. ``number_series``: of the own ones, one
    series a year or one of each classification; ``number_start`` is for the one series. ``block_notice``: so many
    numbers before the end of a block the registrar is told. What is left out is as it was before there was a choice.
    ``signing``: when a letter gets its number: left out, before it is signed at BSrE, whose file may not change any
    more, and after the office's own signature. ``signer``: whose certificates sign. ``initials``: usernames of those
    who put their paraf on it before the Camat, in this order. ``reserved_days``: working days until a reserved number
    that no signed letter bears becomes BATAL. ``at_once``: kinds of letters for which one press signs, numbers and
    seals, each with who signs them: the Camat, or the section head on the Camat's behalf (a.n.).
    """

    paper: Literal["a4", "f4"]
    signing: Literal["after", "reserved", "wet"] = "after"  # left out with BSrE: "reserved"
    signer: Literal["internal", "bsre"] = "internal"
    initials: tuple[str, ...] = ()
    reserved_days: int = Field(default=3, ge=1, le=60)
    at_once: dict[str, Literal["camat", "section_head"]] = {}
    number_pattern: str
    number_source: Literal["own", "block", "typed"] = "own"
    number_series: Literal["one", "class"] = "class"
    number_start: NumberStart | None = None
    block_notice: int = Field(default=10, ge=0, le=1000)
    unit: str
    font: Literal["arial", "bookman"]

    @model_validator(mode="before")
    @classmethod
    def _numbered_in_time(cls, data: Any) -> Any:
        if isinstance(data, dict) and "signing" not in data:
            return data | {"signing": "reserved" if data.get("signer") == "bsre" else "after"}
        return data

    @property
    def way_is_chosen(self) -> bool:
        """Whether the office says how it signs: on paper, at BSrE, or knowingly with keys of its own."""
        return self.signing == "wet" or "signer" in self.model_fields_set


class Classification(Part):
    """A classification code of letters; for which ``categories`` and ``classes`` it is proposed."""

    code: str
    label: str
    default: bool = False
    categories: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
