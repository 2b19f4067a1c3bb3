"""One installation as the ``sigap`` commands see it: ``make run``'s run folder, containers, or systemd units."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy import settings_files
from deploy.backup.make import Source
from deploy.errors import Told
from deploy.names import SETTING
from deploy.setup import settings_as, settings_of
from services.handoffs.contract import SERVICES
from services.shared.calendar import clock
from services.shared.config.entrance import EntranceSettings
from services.shared.config.office import Office, load
from services.shared.config.processes import SIGN_IN
from services.shared.config.settings import Settings
from services.shared.data.database import Database
from services.shared.staff import trail
from services.shared.staff.administration import OPERATOR
from services.shared.storage.object_store import ObjectStore

STAFF = "staff"  # the schema of accounts and of looks, beside the services' own


class NotSetUp(Told):
    """There are no settings where they were looked for; the message says what to do."""


@dataclass(frozen=True)
class Installation:
    """The settings of an installation's processes. ``run`` is the folder of its keys and secrets."""

    root: Path

    @classmethod
    def of(cls, root: Path) -> Installation:
        """The installation whose settings lie in ``root``; raises NotSetUp."""
        found = cls(root)
        if not settings_files.read(root, "intake"):
            raise NotSetUp(f"There is no installation in {root}. Start it once (`make run`), or give its folder.")
        return found

    @property
    def admin(self) -> dict[str, str]:
        """The set-up's own environment, with the database's superuser; raises NotSetUp where we may not read it."""
        values = settings_files.read(self.root, settings_files.ADMIN)
        if not values:
            raise NotSetUp(f"The set-up's own settings ({self.root / settings_files.ADMIN}) are not here.")
        return values

    @property
    def slug(self) -> str:
        """The office's short name where it shares its servers; else empty, also where we may not read it."""
        return settings_files.read(self.root, settings_files.ADMIN).get(SETTING, "")

    @property
    def run(self) -> Path:
        """The folder of the office's secrets and keys."""
        return Path(self.admin["SIGAP_RUN_DIR"])

    def process(self, name: str) -> dict[str, str]:
        """The environment of one process."""
        return settings_files.read(self.root, name)

    def settings(self, service: str) -> Settings:
        """The settings of one service; raises SettingsError."""
        return settings_of(self.process(service))

    @property
    def sign_in(self) -> Settings:
        """The settings of the sign-in part, which alone changes accounts; raises SettingsError."""
        return settings_as(EntranceSettings, self.process(SIGN_IN))

    @property
    def facts(self) -> Office:
        """The office's own facts; with them the process goes by the office's clock. Raises SettingsError."""
        return load(self.settings("intake").office_file)

    @property
    def services(self) -> tuple[str, ...]:
        """The services' names."""
        return SERVICES

    @contextmanager
    def database(self, schema: str) -> Iterator[Database]:
        """A service's schema, or ``staff``, for one command; its connection is closed at the end."""
        settings = self.sign_in if schema == STAFF else self.settings(schema)
        opened = Database(settings.staff_database_url if schema == STAFF else settings.database_url, pool_size=1)
        try:
            yield opened
        finally:
            opened.dispose()

    def note(self, verb: str, subject: str, text: str, **details: object) -> None:
        """Say in the staff's trail what the operator did by command."""
        who = (OPERATOR.username, OPERATOR.name)
        with self.database(STAFF) as staff, staff.transaction() as session:
            trail.note(session, clock.now(), who, OPERATOR.address, verb, subject, text, **details)

    def source(self) -> Source:
        """What a backup takes; raises NotSetUp where the set-up's own settings are not here."""
        office_file = self.settings("intake").office_file
        return Source(self.admin["SIGAP_ADMIN_DATABASE_URL"], store_of(self.admin), self.run, office_file)


def store_of(env: dict[str, str]) -> ObjectStore:
    """The object store that a set-up's environment names."""
    placeholders = {
        "SIGAP_DATABASE_URL": "postgresql+psycopg://unused",
        "SIGAP_STAFF_DATABASE_URL": "postgresql+psycopg://unused",
        "SIGAP_LIMITS_URL": "memory://",
        "SIGAP_SECRET_KEY": "-" * 48,
        "SIGAP_FIELD_KEYS": "-" * 48,
        "SIGAP_INDEX_KEY": "-" * 48,
        "SIGAP_TASK_KEYS": "unused",
        "SIGAP_OFFICE_FILE": "unused",
        "SIGAP_PUBLIC_URL": "http://unused",
    }
    return ObjectStore(settings_of(placeholders | env))
