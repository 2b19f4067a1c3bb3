"""What people reach: the gateway at the office's address, and behind it the web process of each service."""

from __future__ import annotations

import http.client
import ssl
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from deploy.doctor.finding import Finding, Findings, failure, good
from deploy.installation import Installation
from services.shared.config.processes import SIGN_IN
from services.shared.config.settings import Settings

PATIENCE = 3.0  # seconds
WELL = 500  # statuses below say that a process answers


def answers(_: Installation, values: dict[str, Settings]) -> Findings:
    """The gateway by its own redirect, each service by its own word of life; all asked at once."""
    address = values["intake"].public_url
    with ThreadPoolExecutor(len(values) + 2) as pool:
        gateway = pool.submit(status, f"{address}/")
        asked = {name: pool.submit(status, f"{address}/{name}/healthz") for name in (*values, SIGN_IN)}
    if isinstance(gateway.result(), str):
        advice = "Start the gateway (Caddy), or restart it where it hangs; is SIGAP_PUBLIC_URL this office's address?"
        yield failure("gateway", f"{address} does not answer: {gateway.result()}", advice)
        return
    yield good("gateway", f"{address} answers")
    for name, answer in asked.items():
        yield _web(name, answer.result())


def _web(name: str, answer: int | str) -> Finding:
    if isinstance(answer, int) and answer < WELL:
        return good("web", f"{name} answers")
    found = f"{name} does not answer ({answer})"
    if name == SIGN_IN:
        advice = "Restart `sign-in` (sigap-web@sign-in), look at its log; until then nobody signs in or out."
        return failure("web", found, advice)
    return failure("web", found, f"Restart `{name}` (sigap-web@{name}), look at its log; the others work on.")


def status(url: str) -> int | str:
    """The status of a GET, or in a few words why there is none. Whose certificate it is does not matter here."""
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    try:
        connection.request("GET", parts.path, headers={"Accept": "application/json"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return str(error) or type(error).__name__
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme != "https":
        return http.client.HTTPConnection(host, port, timeout=PATIENCE)
    context = ssl._create_unverified_context()  # noqa: S323 -- it asks whether somebody answers, and says nothing
    return http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=context)
