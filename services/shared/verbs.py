"""The verbs of the staff as data: one row each.

From the row are made the page's route and form, the operation of the API with its document, the rights page, the marks
of the time line and the words of the audit trail (``web/verbs.py``, ``templates/macros/verb.html``).

Who may is asked of ``Rights`` by the verb's name, and where: the moves between states say it, or a row of rights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from marshmallow import Schema, fields

from services.shared.fields import Versioned
from services.shared.rights.people import Role
from services.shared.rights.rights import Rights


@dataclass(frozen=True)
class Line:
    """What may be done, or was: its words on the rights page and in the audit trail, its mark on the time line."""

    name: str
    label: str
    icon: str = "check"
    tone: str = "info"


@dataclass(frozen=True)
class Ask:
    """How a page asks for a verb: its button, the summary of the box that opens, and what is said within.

    ``at``: the place of the page where the box stands by itself; empty where the page's template says where.
    ``busy``: what the button says while the server works. Button and ``opens`` may have blanks (``%(no)s``).
    ``gives_file``: the answer is a download, so that the page stays, and its button is pressed again.
    """

    button: str
    opens: str = ""
    note: str = ""
    kind: str = "primary"
    at: str = ""
    busy: str = "Menyimpan…"
    gives_file: bool = False


@dataclass(frozen=True)
class Given:
    """A file that comes with a verb: the field of the form, its label, and whether the verb needs it.

    ``store``: what keeps each of ``many`` files by itself, as ``(service, actor, *key, file)``, before the rest of the
    form is looked at: an error there loses no file. The action is given none then, and programs have an operation of
    its own for files. ``also`` names further fields of the form whose files come with it (scans of signatures).
    ``role``: as what files are attached that travel by themselves (tus), where the service attaches such ones at once.
    ``largest``: bytes of all its files together, above which a request is refused unread; -1: of the largest file that
    the office takes at all.
    """

    field: str
    label: str
    hint: str = ""
    required: bool = True
    many: bool = False
    accept: str = ""
    also: tuple[str, ...] = ()
    largest: int = -1
    store: Callable[..., object] | None = None
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Verb(Line):
    """One verb of a person.

    ``action`` is ``(work, *key, **fields of the schema)``, in one transaction; ``alone``: it makes its transactions
    itself, as ``(service, actor, *key, **fields)``. ``said`` is told on success, from its result where it is callable.
    ``right`` is the verb of the moves where several ways lead to it. A ``file`` is passed as ``web.files.GivenFile``.
    ``path`` (pages) and ``api`` (method, path) are for addresses that are not the verb's name with dashes. ``limits``:
    how often, per caller's address or (as a pair) per what a function of the request says. ``brings_files``: files come
    along that its page takes by itself; throttled as every upload.
    """

    schema: type[Schema] = Versioned
    action: Callable[..., Any]
    said: str | Callable[[Any], str] = ""
    ask: Ask | None = None
    right: str = ""
    alone: bool = False
    file: Given | None = None
    path: str | None = None
    api: tuple[str, str] | None = None
    limits: tuple[str | tuple[str, Callable[[], str]], ...] = ()
    brings_files: bool = False

    @property
    def address(self) -> str:
        """What the page's route adds to the address of the thing."""
        return f"/{self.name.replace('_', '-')}" if self.path is None else self.path

    @property
    def taken(self) -> Given | None:
        """The file that its action takes."""
        return None if self.file and self.file.store else self.file

    @cached_property
    def fields(self) -> Mapping[str, fields.Field[Any]]:
        """The fields of its schema, in the order in which they are asked."""
        return self.schema().fields


@dataclass(frozen=True)
class Verbs:
    """The rows of one service, or of a part that all services have, with the rights that they are asked of.

    ``heading``: what such a part is called on the rights page.
    """

    rights: Rights
    lines: tuple[Line, ...]
    heading: str = ""
    _by_name: dict[str, Line] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name.update({line.name: line for line in self.lines})
        if len(self._by_name) != len(self.lines):
            raise ValueError("two rows share a name")

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __getitem__(self, name: str) -> Verb:
        verb = self._by_name[name]
        if not isinstance(verb, Verb):
            raise KeyError(name)
        return verb

    def get(self, name: str) -> Line | None:
        """The row of a verb or of something that happened."""
        return self._by_name.get(name)

    def time_line(self, story: Iterable[Mapping[str, Any]], note: str = "") -> list[dict[str, Any]]:
        """What happened, the newest first, with the marks of the rows; ``note``: the detail that is shown with it."""
        lines = [(line, self.get(line["verb"]) or Line("", "")) for line in story]
        return [
            {
                "what": line["note"],
                "note": line["details"].get(note, ""),
                "at": line["at"],
                "who": line["actor_name"],
                "icon": mark.icon,
                "tone": mark.tone,
            }
            for line, mark in reversed(lines)
        ]

    def words_of(self, right: str) -> list[str]:
        """What a right is called, and the verbs that are other ways to it."""
        own = self.get(right)
        ways = (row.label for row in self.lines if isinstance(row, Verb) and row.right == right != row.name)
        return [own.label if own else right.replace("_", " "), *ways]

    def at(self, place: str, may: Iterable[str]) -> list[Verb]:
        """The verbs whose form stands at this place of their page, of those that this person may do now."""
        now = set(may)
        found = [row for row in self.lines if isinstance(row, Verb) and row.name in now]
        return [verb for verb in found if verb.ask and verb.ask.at == place]


def openers(rights: Rights, verb: Verb) -> frozenset[Role] | None:
    """The roles for which the way to a verb is open; None: whoever is not signed in has it, too."""
    right = verb.right or verb.name
    return None if rights.is_public(right) else rights.openers(right)
