"""The rights of a service, with the words of its verbs, as its web process has them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from services.shared.rights.rights import Rights
from services.shared.verbs import Verbs


def rights_of(service: str) -> Rights:
    """Found beside the table of verbs, where the service has one."""
    module = f"services.{service}.verbs"
    verbs = getattr(import_module(module), "VERBS", None) if find_spec(module) else None
    if not isinstance(verbs, Verbs):
        found: Rights = import_module(f"services.{service}.rights").RIGHTS
        return found
    verbs.rights.labels.update({line.name: line.label for line in verbs})
    return verbs.rights
