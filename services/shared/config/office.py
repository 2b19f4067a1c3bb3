"""The office's own facts from ``office.toml``: names, villages, partners, limits. Read once, frozen, checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date, time
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from services.shared.config import naming, office_mistakes, zone
from services.shared.config.lettering import Classification, LetterRules
from services.shared.config.part import Part
from services.shared.config.partners import Partner, village_partner
from services.shared.config.proposals import Proposal
from services.shared.config.settings import SettingsError
from services.shared.config.spelling import nearest
from services.shared.config.urgent import UrgentRules


class Identity(Part):
    """Name and letterhead of the office."""

    name: str
    government: str
    regency: str
    place: str
    address: str
    postcode: str = Field(pattern=r"^\d{5}$")
    phone: str = Field(pattern=r"^[\d()+][\d()+ ,/.-]{3,60}$")
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    website: str = Field(
        default="", max_length=80, pattern=r"^(\S+\.\S+)?$"
    )  # as printed; left out where there is none
    timezone: zone.Zone
    service: str
    village: str = Field(default="Desa", min_length=1, max_length=30)  # what a village is called
    village_head: str = Field(default="Kepala Desa", min_length=1, max_length=40)  # and its head
    region_code: str = Field(pattern=r"^\d{6}$")
    crest: Path | None = None


class Official(Part):
    """An official who signs or is named on paper. NIP has 18 digits.

    ``certificate_name``: the name in a certified provider's certificate, where it is spelled otherwise.
    """

    role: str
    title: str
    name: str
    rank: str
    nip: str = Field(pattern=r"^\d{18}$")
    certificate_name: str = ""


class Supervisor(Part):
    """Whom the regency names to decide in the Camat's place, where a conflict of interest bars every Camat.

    ``username`` is an account with the Camat's role that sees the cases given to it and no other. Without one the
    file says whom to ask, and the administrator appoints an acting head.
    """

    title: str = ""
    name: str = ""
    rank: str = ""
    nip: str = Field(default="", pattern=r"^(\d{18})?$")
    username: str = ""


class Limit(Part):
    """A time limit in working or calendar days; the day of receipt is not counted."""

    days: int = Field(gt=0)
    unit: Literal["working", "calendar"]


class ComplaintClass(Limit):
    """A class of complaint and its answer time. ``steps`` are limits of single steps where this class has its own."""

    label: str
    steps: dict[str, Limit] = {}


class Retention(Part):
    """A row of the retention schedule (JRA), in years after the case ended."""

    active_years: int = Field(ge=0, le=100)
    inactive_years: int = Field(ge=0, le=100)
    fate: Literal["Musnah", "Permanen", "Dinilai kembali"]


class Verification(Part):
    """What the public page shows on which anybody checks a letter."""

    first_page: bool = False  # a picture of page 1, to whoever scans the code; never of a confidential letter


class ArchiveRules(Part):
    """How the archive is watched over: each file is read again at least every so often, at a limited rate."""

    recheck_days: int = Field(default=30, gt=0)
    recheck_rate: int = Field(default=60, gt=0)  # MB a minute, on average


class Completion(Part):
    """Whether an incomplete file lapses as withdrawn after ``limits.completion``."""

    lapse: bool


class WithdrawalRules(Part):
    """How long an applicant can take a withdrawal back; only then does it end the complaint."""

    objection: Limit = Limit(days=5, unit="working")


class HandoverRules(Part):
    """How long a letter waits for its applicant (from the day on which it is ready) before its case ends without.

    The last call goes out ``notices.applicant_before`` that end. Without ``lapse`` it waits for ever.
    """

    lapse: bool = True
    uncollected: Limit = Limit(days=60, unit="working")


class EvidenceRules(Part):
    """How much a case may hold, and how much of what is stored is read again each hour to see that it is unchanged."""

    case_limit_mb: int = Field(default=10_000, gt=0)
    recheck_mb: int = Field(default=2_000, gt=0)


class HolidayCorrections(Part):
    """Dates that the joint decree of ministers added or removed after the package was made."""

    add: tuple[date, ...] = ()
    remove: tuple[date, ...] = ()


class NoticeRules(Part):
    """When the staff is reminded: so long before a limit, at its end, and the next level so long after it.

    The applicant of an incomplete file is reminded ``applicant_before`` its limit. ``digest_at`` is the time of the
    office's clock at which the daily e-mail is made.
    """

    before: Limit = Limit(days=1, unit="working")
    applicant_before: Limit = Limit(days=5, unit="calendar")
    escalate_after: Limit = Limit(days=1, unit="working")
    digest_at: time = time(7, 0)


class Office(Part):
    """Everything in ``office.toml``."""

    office: Identity
    letters: LetterRules
    officials: tuple[Official, ...]
    supervisor: Supervisor = Supervisor()
    villages: dict[str, str]
    village_heads: dict[str, str] = {}  # by the code of the village: who holds the office now
    categories: dict[str, str]
    proposals: dict[str, Proposal] = {}  # by the code of a category: by which words of a story it is proposed
    partners: tuple[Partner, ...]
    checklist: dict[str, str]
    classes: dict[str, ComplaintClass]
    limits: dict[str, Limit]
    completion: Completion
    withdrawal: WithdrawalRules = WithdrawalRules()
    handover: HandoverRules = HandoverRules()
    evidence: EvidenceRules = EvidenceRules()
    instructions: dict[str, str]
    classifications: tuple[Classification, ...]
    letter_kinds: dict[str, str]
    retention: dict[str, Retention]
    verification: Verification = Verification()
    archive: ArchiveRules = ArchiveRules()
    holidays: HolidayCorrections
    notices: NoticeRules = NoticeRules()
    urgent: UrgentRules = UrgentRules()

    @property
    def name(self) -> str:
        """The office's name as shown in the page header."""
        return self.office.name

    @property
    def government(self) -> str:
        """The government the office belongs to, as in the letterhead."""
        return self.office.government

    @cached_property
    def default_classification(self) -> str:
        """The classification code that a letter gets unless the team chooses another."""
        return next((c.code for c in self.classifications if c.default), self.classifications[0].code)

    def classification_for(self, category: str, class_code: str) -> str:
        """The code that the office chose for letters about such a complaint: of its category, else of its class."""
        of_category = (c.code for c in self.classifications if category in c.categories)
        of_class = (c.code for c in self.classifications if class_code in c.classes)
        return next(of_category, None) or next(of_class, self.default_classification)

    def official(self, role: str) -> Official:
        """The official who holds a role; raises KeyError where the file names none."""
        return {official.role: official for official in self.officials}[role]

    @cached_property
    def contacts(self) -> tuple[Partner, ...]:
        """Whom the team may talk with (10): the office's villages, by their codes, and its other partners."""
        heads, called, head = self.village_heads, self.office.village, self.office.village_head
        own = (village_partner(code, name, called, head, heads.get(code, "")) for code, name in self.villages.items())
        return (*own, *self.partners)

    def partner(self, code: str) -> Partner:
        """The partner or village with this code; raises KeyError."""
        return {partner.code: partner for partner in self.contacts}[code]

    def limit(self, step: str, class_code: str = "") -> Limit | None:
        """The limit of a step, the class's own where it has one; None where the office sets none."""
        own = self.classes[class_code].steps if class_code in self.classes else {}
        return own.get(step) or self.limits.get(step)

    def letterhead(self) -> dict[str, Any]:
        """The data shape that the paper templates expect (``shared/paper/office.typ``)."""
        o = self.office
        return {
            "government": o.government.upper(),
            "name": o.name.upper(),
            "address": o.address,
            "phone": o.phone,
            "email": o.email,
            "website": o.website,
            "postcode": o.postcode,
            "place": o.place,
            "crest": str(o.crest) if o.crest else None,
        }


def load(path: Path) -> Office:
    """Read and check the office file; from then on the process goes by its zone.

    Raises:
        SettingsError: the file is missing, is not TOML in UTF-8, or has wrong, unknown or contradicting entries; all
            are listed.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        identity = content.get("office")
        if isinstance(identity, dict) and (crest := identity.get("crest")):
            identity["crest"] = path.resolve().parent / str(crest)
        found = Office.model_validate(office_mistakes.with_every_kind(content))
    except (FileNotFoundError, IsADirectoryError):
        raise SettingsError(f"The office file {path} does not exist.") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SettingsError(f"The office file {path} is not UTF-8 (line {line}): save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The office file {path} is not valid TOML: {error}") from None
    except ValidationError as error:
        raise _refused(path, map(_entry, error.errors())) from None
    if mistakes := list(office_mistakes.of(found)):
        raise _refused(path, mistakes)
    zone.keep(found.office.timezone)
    naming.keep(found.office.village)
    return found


def _refused(path: Path, mistakes: Iterable[str]) -> SettingsError:
    return SettingsError(f"The office file {path} has wrong entries:\n" + "\n".join(f"  {one}" for one in mistakes))


def _entry(error: ErrorDetails) -> str:
    """A wrong entry by its place; of an unknown one the name that was probably meant."""
    *above, name = (str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{'.'.join([*above, name])}: is unknown{nearest(name, _names_at(above))}"
    quoted = " (write it in quotation marks)" if error["type"] == "string_type" and _is_plain(error["input"]) else ""
    return f"{'.'.join([*above, name])}: {error['msg']}{quoted}"


def _is_plain(given: Any) -> bool:
    return isinstance(given, int | float | date)


def _names_at(path: Iterable[str]) -> set[str]:
    """What may stand below an entry."""
    part: Any = Office
    for name in path:
        known = part.model_fields.get(name) if hasattr(part, "model_fields") else None
        of = [known.annotation, *get_args(known.annotation)] if known else [part]
        part = next((one for one in of if isinstance(one, type) and issubclass(one, Part)), part)
    return set(part.model_fields)
