"""What the sign-in part reads: no broker, no store and no schema of a service's."""

from __future__ import annotations

from pydantic import SecretStr

from services.shared.config.settings import Settings

NOWHERE = "http://127.0.0.1:9"  # the port of *discard*: nobody answers


class EntranceSettings(Settings):
    """The settings of the process in which people sign in; what the others have besides, it is not given."""

    broker_url: str = ""
    task_keys: str = ""
    database_url: str = ""
    s3_endpoint: str = NOWHERE
    s3_access_key: str = "none"
    s3_secret_key: SecretStr = SecretStr("none")
