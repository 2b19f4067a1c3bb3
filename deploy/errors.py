"""What the operator is told instead of a stack trace."""

from __future__ import annotations


class Told(Exception):
    """Something is not as it has to be; the text is a sentence for whoever typed the command."""


def told(error: Exception) -> str:
    """The sentence for an error that is nobody's mistake in the program; empty for every other error."""
    # Libraries that are loaded only where something has failed.
    from psycopg import OperationalError
    from sqlalchemy.exc import OperationalError as DatabaseError

    from services.shared.config.settings import SettingsError
    from services.shared.errors import Refused

    if isinstance(error, Refused):
        return error.message
    if isinstance(error, SettingsError | Told):
        return str(error)
    if isinstance(error, OperationalError | DatabaseError):
        reason = str(getattr(error, "orig", error)).strip().splitlines() or ["no reason given"]
        return f"the database does not answer ({reason[0]})."
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    return ""
