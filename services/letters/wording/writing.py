"""Texts with blanks: a small part of Jinja2 (``language.py``) in its sandbox, bounded in what it costs and writes."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.letters.schemas.content import EMPTY, LABELS
from services.letters.wording import language
from services.letters.wording.facts import SAMPLE, VARIANTS

LONGEST = 20_000  # letters of one field, written
TOO_DEEP = "tersusun terlalu dalam"
_ENVIRONMENT = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,
)
_ENVIRONMENT.globals.clear()  # no range, lipsum, cycler, namespace


@dataclass(frozen=True)
class Fault(Exception):
    """A field that cannot be written: where, and why, in Indonesian."""

    field: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{LABELS[self.field]}, baris {self.line}: {self.reason}"


class NotAllowed(TemplateSyntaxError):
    """A text that says what our small language has not."""


def written(texts: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """A letter's content from texts with blanks. Raises Fault."""
    return {**EMPTY, **{name: _write(name, value, facts) for name, value in texts.items()}}


def faults(texts: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with texts that somebody wants to save: syntax, unknown names, and each branch tried."""
    found = [fault for name, value in texts.items() for fault in _unknown(name, value)]
    for facts in variants(texts):
        for name, value in texts.items():
            try:
                _write(name, value, facts)
            except Fault as fault:
                found.append(fault)
    first: dict[tuple[str, int], Fault] = {}
    for each in found:
        first.setdefault((each.field, each.line), each)
    return list(first.values())


def variants(texts: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The facts with which texts are tried: those that requests usually bring, and such that lead into each branch."""
    found: list[Mapping[str, Any]] = [*VARIANTS]
    for text in (text for value in texts.values() for text in (value if isinstance(value, list) else [str(value)])):
        try:
            led = [SAMPLE | facts for facts in language.branches(_parsed(text))]
        except TemplateError:
            continue  # ``_write`` tells it
        found += [facts for facts in led if facts not in found]
    return found


def _parsed(text: str) -> nodes.Template:
    """What a text says, if it is of our small language. Raises TemplateError."""
    try:
        tree = _ENVIRONMENT.parse(text)
        for line, reason in language.faults(tree):
            raise NotAllowed(reason, line)
    except RecursionError:
        raise NotAllowed(TOO_DEEP, 1) from None
    return tree


def _unknown(name: str, value: Any) -> list[Fault]:
    """Names that no request brings, wherever they stand (also in a branch that is not tried)."""
    found = []
    for row, text in enumerate(value if isinstance(value, list) else [value], start=1):
        try:
            names = meta.find_undeclared_variables(_parsed(text))
        except TemplateError:
            continue  # ``_write`` tells it
        for unknown in sorted(names - SAMPLE.keys()):
            line = row if isinstance(value, list) else _line_of(text, unknown)
            found.append(Fault(name, line, f"“{unknown}” tidak dikenal. Yang ada: {', '.join(SAMPLE)}."))
    return found


def _line_of(text: str, word: str) -> int:
    match = re.search(rf"\b{re.escape(word)}\b", text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _write(name: str, value: Any, facts: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        lines = [_line(name, text, facts, row) for row, text in enumerate(value, start=1)]
        return [line for line in lines if line]
    return _line(name, str(value), facts, 0)


def _line(name: str, text: str, facts: Mapping[str, Any], row: int) -> str:
    try:
        return "".join(_generated(text, facts)).strip()
    except TemplateSyntaxError as error:
        raise Fault(name, row or error.lineno, _in_words(error)) from None
    except (RecursionError, SyntaxError):  # of what Jinja2 makes of it for Python
        raise Fault(name, row or 1, TOO_DEEP) from None
    except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
        raise Fault(name, row or _line_in(error), _in_words(error)) from None


def _generated(text: str, facts: Mapping[str, Any]) -> Iterator[str]:
    """The text piece by piece, so that one without an end is stopped where it is too long."""
    length = 0
    for piece in _ENVIRONMENT.from_string(_parsed(text)).generate(facts):
        length += len(piece)
        if length > LONGEST:
            raise SecurityError(f"teks yang dihasilkan lebih dari {LONGEST} huruf")
        yield piece


def _line_in(error: Exception) -> int:
    """The template's line in which something went wrong: Jinja2 puts it into the traceback."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return lines[-1] if lines and lines[-1] else 1


def _in_words(error: Exception) -> str:
    if isinstance(error, NotAllowed):
        return str(error.message)
    if isinstance(error, TemplateSyntaxError):
        return f"penulisan templat keliru ({error.message})"
    if isinstance(error, UndefinedError):
        return f"ada yang tidak dikenal ({error.message})"
    if isinstance(error, SecurityError):
        return str(error.message)
    return f"templat tidak dapat dijalankan ({type(error).__name__})"
