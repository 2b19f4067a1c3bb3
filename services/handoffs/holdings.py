"""Where the bytes of a case lie: every folder of every bucket, of all four services. The one list of it.

Destruction removes what is named here and then asks whether anything is left; after a restore it is done again; a test
lets a case live through all services and finds no object that no line here names. Rows are the services' own
(``actions/erasing``), which erase every text of every table with a case number that is not named as harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.shared.config.settings import Settings
from services.shared.errors import Unavailable
from services.shared.storage.object_store import ObjectStore

LEFT = "Penyimpanan masih memegang berkas yang seharusnya sudah dimusnahkan; dicoba lagi."


@dataclass(frozen=True)
class Place:
    """A folder with a blank for the case's number or, where ``of_letter``, for the id of each of its letters.

    ``bucket`` is the name of its setting; ``service`` is whose key may remove there (decision 0020).
    """

    service: str
    bucket: str
    folder: str
    of_letter: bool = False


PLACES = (
    Place("intake", "evidence_bucket", "{}"),  # what people brought, signatures
    Place("intake", "evidence_bucket", "derived/{}"),  # small pictures and previews
    Place("intake", "documents_bucket", "{}"),  # the desk's papers
    Place("intake", "documents_bucket", "derived/{}"),  # previews of the applicant's letter, made by releases before
    Place("review", "documents_bucket", "review/{}"),
    Place("letters", "documents_bucket", "letters/{}", of_letter=True),
    Place("registry", "documents_bucket", "registry/{}", of_letter=True),
    Place("registry", "archive_bucket", "{}"),  # packages, archived letters
)


def destroy(store: ObjectStore, settings: Settings, service: str, case_no: str, letters: Iterable[object] = ()) -> int:
    """Remove what a service holds of a case, for good, and ask afterwards; returns how many objects there were.

    Raises:
        Unavailable: the store does not answer, or something is left.
    """
    folders = list(_folders(settings, (service,), case_no, letters))
    removed = sum(store.destroy(bucket, folder) for bucket, folder in folders)
    if any(store.keys(bucket, folder) for bucket, folder in folders):
        raise Unavailable(LEFT)
    return removed


def left(store: ObjectStore, settings: Settings, case_no: str, letters: Iterable[object]) -> list[str]:
    """Every object of a case that any service still holds. Raises Unavailable."""
    services = dict.fromkeys(place.service for place in PLACES)
    folders = _folders(settings, services, case_no, list(letters))
    return [f"{bucket}/{key}" for bucket, folder in folders for key in store.keys(bucket, folder)]


def _folders(
    settings: Settings, services: Iterable[str], case_no: str, letters: Iterable[object]
) -> Iterator[tuple[str, str]]:
    """Bucket and folder, with its slash."""
    ids, names = list(letters), set(services)
    for place in PLACES:
        if place.service in names:
            for known in ids if place.of_letter else [case_no]:
                yield getattr(settings, place.bucket), f"{place.folder.format(known)}/"
