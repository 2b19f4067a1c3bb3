"""What cannot be right in an office's file although each entry by itself has its right shape.

Everything here would otherwise stop a service at its start, a step at work, or be printed as nonsense. Asked where the
file is read, so that services, ``sigap office check`` and ``sigap doctor`` refuse the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from services.shared.config import number_pattern, office_entries
from services.shared.config.spelling import nearest

if TYPE_CHECKING:
    from services.shared.config.office import Office

# What the procedure asks for by name; the step is the one that cannot be done without it.
OFFICIALS = {"camat": "signs letters (step 14)", "section_head": "proposes refusals (step 7)"}
LIMITS = {"completion": "4", "disposition": "8c", "partner_answer": "10", "handover": "17"}
OPTIONAL_LIMITS = {
    "verification", "direction", "decision", "follow_up", "letter", "letter_signing", "registration", "escalation",
    "agency_answer", "survey",
}  # fmt: skip
STEPS = {*LIMITS, *OPTIONAL_LIMITS}
CLASSES = {"ordinary": "complaints without an official", "oversight": "complaints about an official"}
LETTER_KINDS = {"tanggapan": "12b", "delegation": "12c", "police_report": "12d"}
OTHER_KINDS = {  # letters that every office has, whether or not its file calls them by a name of its own
    "refusal": "Surat Penolakan Pengaduan",
    "partner_request": "Surat Permohonan",
    "invitation": "Surat Undangan",
    "invitation_off": "Surat Pembatalan Undangan",
    "incomplete": "Surat Pemberitahuan Kekurangan Berkas",
    "agreement_cover": "Surat Pengantar",
}
OPTIONAL_KINDS = {"jawaban", "solusi", "rekomendasi", *OTHER_KINDS}
RETENTION = {"ordinary": "16e", "oversight": "16e"}
CHECKLIST = {"identity", "form", "substance", "evidence", "reported_official"}  # an office may have more, or fewer
PARTNERS = {"forkopimcam": "10b", "agency": "10c and 12c"}


def of(office: Office) -> Iterator[str]:
    """Each mistake as ``entry: what is wrong``, in the order of the file."""
    yield from office_entries.mistakes(office)
    if office.office.crest and not office.office.crest.is_file():
        yield f"office.crest: there is no file {office.office.crest}"
    yield from _numbers(office)
    yield from number_pattern.mistakes(office.letters.number_pattern, office.letters.unit)
    yield from _needed("officials with role", [one.role for one in office.officials], OFFICIALS, "nobody")
    yield from _once("officials", (one.role for one in office.officials))
    yield from _villages(office)
    yield from _some(office)
    yield from _once("partners", (one.code for one in office.partners))
    yield from _told_apart(office)
    yield from _partners(office)
    yield from _misspelt("checklist", office.checklist, CHECKLIST)
    yield from _needed("classes", office.classes, CLASSES)
    yield from _steps(office)
    yield from _named("limits", office.limits, LIMITS, OPTIONAL_LIMITS)
    yield from _once("classifications", (one.code for one in office.classifications))
    if sum(one.default for one in office.classifications) > 1:
        yield "classifications: more than one has default = true"
    yield from _proposed(office)
    yield from _kinds(office)
    yield from _named("retention", office.retention, RETENTION)
    for day in sorted({*office.holidays.add} & {*office.holidays.remove}):
        yield f"holidays: {day} is both added and removed"


def with_every_kind(content: dict[str, Any]) -> dict[str, Any]:
    """The file's content with the kinds of letters that it does not name, as files of earlier releases do not."""
    kinds = content.get("letter_kinds")
    if not isinstance(kinds, dict):
        return content
    missing = {kind: label for kind, label in OTHER_KINDS.items() if kind not in kinds}
    return content | {"letter_kinds": kinds | missing}


def _numbers(office: Office) -> Iterator[str]:
    """What is said of numbers, initials and hours, and would not be done."""
    letters = office.letters
    if letters.number_start and (letters.number_source, letters.number_series) == ("own", "class"):
        yield 'letters.number_start: is for number_series = "one"; a series of each class begins with 1'
    yield from _once("letters.initials", letters.initials)
    if bool(office.supervisor.name.strip()) != bool(office.supervisor.username.strip()):
        yield "supervisor: give both name and username, or neither"
    yield from (
        f"urgent.hours.{step}: there is no such step{nearest(step, STEPS)}"
        for step in office.urgent.hours
        if step not in STEPS
    )


def _kinds(office: Office) -> Iterator[str]:
    yield from _named("letter_kinds", office.letter_kinds, LETTER_KINDS, OPTIONAL_KINDS)
    for kind in office.letters.at_once:
        if kind not in office.letter_kinds:
            yield f"letters.at_once.{kind}: there is no such kind of letter{nearest(kind, office.letter_kinds)}"


def _villages(office: Office) -> Iterator[str]:
    for code in office.villages:
        if not (code.isascii() and code.isdigit() and len(code) == 10):
            yield f"villages.{code}: a code of Permendagri 72/2019 has ten digits"
        elif not code.startswith(office.office.region_code):
            yield f"villages.{code}: does not begin with office.region_code ({office.office.region_code})"
    yield from _once("villages", office.villages.values())
    yield from (
        f"village_heads.{code}: there is no such village" for code in office.village_heads.keys() - office.villages
    )


def _some(office: Office) -> Iterator[str]:
    tables: Mapping[str, Any] = {
        name: getattr(office, name)
        for name in ("villages", "categories", "checklist", "classes", "instructions", "classifications")
    }
    for name, entries in tables.items():
        if not entries:
            yield f"{name}: is empty"


def _told_apart(office: Office) -> Iterator[str]:
    """Nobody can choose between two of the same name."""
    names: dict[str, Iterable[str]] = {
        name: getattr(office, name).values() for name in ("categories", "checklist", "instructions", "letter_kinds")
    }
    names["classes"] = (one.label for one in office.classes.values())
    names["partners"] = (one.name for one in office.partners)
    for table, given in names.items():
        yield from _once(table, (" ".join(one.split()).capitalize() for one in given))


def _partners(office: Office) -> Iterator[str]:
    kinds = {"agency" if one.technical else one.level for one in office.partners}
    for kind, step in PARTNERS.items():
        if kind not in kinds:
            yield f"partners: none is of kind {kind}, so step {step} has nobody to ask"
    yield from (
        f"partners.{one.code}: is the code of a village" for one in office.partners if one.code in office.villages
    )
    if not any(one.law_enforcement and one.kind == "agency" for one in office.partners):
        yield "partners: no agency has law_enforcement = true, so step 12d has nobody to report to"


def _steps(office: Office) -> Iterator[str]:
    for code, one in office.classes.items():
        yield from (
            f"classes.{code}.steps.{step}: there is no such step{nearest(step, STEPS)}"
            for step in one.steps
            if step not in STEPS
        )


def _proposed(office: Office) -> Iterator[str]:
    """What is proposed for which complaints: for what there is; a classification once for each."""
    for code in office.proposals.keys() - office.categories.keys():
        yield f"proposals: there is no categories.{code}{nearest(code, office.categories)}"
    for name in ("categories", "classes"):
        known = getattr(office, name)
        given = [key for one in office.classifications for key in getattr(one, name)]
        for key in dict.fromkeys(given):
            if key not in known:
                yield f"classifications: there is no {name}.{key}{nearest(key, known)}"
        yield from _once(f"classifications.{name}", given)


def _needed(table: str, given: Iterable[str], needed: Mapping[str, str], whose: str = "none") -> Iterator[str]:
    found = set(given)
    for name, why in needed.items():
        if name not in found:
            yield f"{table} {name}: {whose} is named; {why}"


def _named(
    table: str, given: Iterable[str], needed: Mapping[str, str], optional: Collection[str] = frozenset()
) -> Iterator[str]:
    found, known = set(given), {*needed, *optional}
    for name in sorted(found - known):
        yield f"{table}.{name}: nothing in the procedure has this name{nearest(name, known - found)}"
    for name in needed:
        if name not in found:
            yield f"{table}.{name}: is missing (step {needed[name]})"


def _misspelt(table: str, given: Iterable[str], known: Collection[str]) -> Iterator[str]:
    """Names of the office's own are welcome, but not those that look like one that the procedure asks for."""
    found = set(given)
    for name in sorted(found - {*known}):
        if meant := nearest(name, {*known} - found):
            yield f"{table}.{name}: nothing in the procedure has this name{meant}"


def _once(table: str, names: Iterable[str]) -> Iterator[str]:
    yield from (f"{table}: {name} stands there {times} times" for name, times in Counter(names).items() if times > 1)
