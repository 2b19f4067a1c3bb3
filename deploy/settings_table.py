"""Every setting as a guide shows it (``docs/operations/settings.md``): made from the code that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from deploy.local.run import ROOT
from deploy.setup_settings import SET_UP
from services.shared.config.processes import EVERY, OFFICE, PAGES, SERVICES, WORKER
from services.shared.config.setting import kinds_of, needed_by
from services.shared.config.settings import PREFIX, Settings

TYPES: dict[Any, str] = {
    str: "text",
    int: "number",
    float: "number",
    bool: "`1` or `0`",
    Path: "path",
    SecretStr: "secret",
}
FEW = 4  # commands that are named
GUIDE = Path(__file__).with_name("settings_guide.md")  # what stands before and behind the tables


def document(commands: Any) -> str:
    """The whole guide; ``commands`` is the ``sigap`` command with all below it."""
    parts = []
    for group in (*Settings.__bases__, Settings):
        title, about = str(group.__doc__).split(". ", 1)
        header = ("variable", "type", "default", "what it does", "who needs it")
        parts += [f"## {title}\n{about}\n", _table(header, _fields(group))]
    parts += ["## The set-up's own", _table(("variable", "what it is", "needed"), _set_up())]
    parts += ["## Options of commands", _table(("variable", "command", "what it does", "default"), _options(commands))]
    return GUIDE.read_text().replace("{tables}", "\n".join(parts).rstrip("\n") + "\n")


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in lines)


def _fields(group: type) -> Iterator[tuple[str, ...]]:
    for name in group.__annotations__:
        field = Settings.model_fields.get(name)
        if field is not None:
            yield f"`{PREFIX}{name.upper()}`", _type(field), _default(field), str(field.description), _who(field)


def _type(field: FieldInfo) -> str:
    """In plain words, with the limits of a number."""
    kinds = [kind for kind in get_args(field.annotation) if kind is not NoneType] or [field.annotation]
    kind = kinds[0] if get_origin(field.annotation) is UnionType else field.annotation
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(f"`{choice}`" for choice in get_args(kind))
    marks = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}
    limits = [
        f"{mark} {found:g}"
        for one in field.metadata
        for key, mark in marks.items()
        if (found := getattr(one, key, None)) is not None
    ]
    return " ".join([TYPES[kind], *([f"({', '.join(limits)})"] if limits else [])])


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    value = int(field.default) if isinstance(field.default, bool) else field.default
    return "–" if value in (None, "") else f"`{value}`"


def _who(field: FieldInfo) -> str:
    whose, kinds = needed_by(field), kinds_of(field)
    groups = {EVERY: "every process", SERVICES: "the four services", OFFICE: "the four services, sign-in"}
    told = groups.get(whose, ", ".join(whose))
    return told + {(PAGES,): ": pages", (PAGES, WORKER): ": pages, workers"}.get(kinds, "")


def _set_up() -> Iterator[tuple[str, ...]]:
    for one in SET_UP:
        yield f"`{one.name}`" + (" (or `…_FILE`)" if one.secret else ""), one.what, "needed" if one.needed else ""


def _options(command: Any) -> Iterator[tuple[str, ...]]:
    """The options that may come from the environment, each with the commands that have it."""
    found: dict[str, tuple[Any, list[str]]] = {}
    for path, option in _below(command, "sigap"):
        if option.envvar:
            found.setdefault(option.envvar, (option, []))[1].append(f"`{path}`")
    for name, (option, paths) in sorted(found.items()):
        default = "–" if option.default in (None, "") else f"`{str(option.default).removeprefix(f'{ROOT}/')}`"
        users = ", ".join(paths) if len(paths) <= FEW else f"{len(paths)} commands"
        yield f"`{name}`", users, getattr(option, "help", "") or "", default


def _below(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield from ((path, option) for option in command.params)
    for name, below in getattr(command, "commands", {}).items():
        yield from _below(below, f"{path} {name}")
