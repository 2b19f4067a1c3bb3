"""``sigap audit``: are the audit trails, the books and the packages' chain whole? Walked, and compared with anchors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import typer
from sqlalchemy import func, select

from deploy.commands.options import DEFAULT_ROOT, Root, fail, installation
from deploy.installation import STAFF
from services.handoffs.contract import SERVICES
from services.registry.queries.chains import CHAINS
from services.shared.audit import anchors, trail
from services.shared.config.settings import Settings
from services.shared.data.database import Database
from services.shared.signing.trust import TrustAnchors
from services.shared.storage.object_store import ObjectStore

app = typer.Typer(no_args_is_help=True, help="The audit trails, the registry's books, the archive's packages.")
SHOWN = 5  # positions that a sentence names


@app.callback()
def main() -> None:
    """The audit trails."""


@app.command()
def verify(root: Root = DEFAULT_ROOT) -> None:
    """Find changed, removed, inserted and reordered rows, and a trail whose end was cut off."""
    found = installation(root)
    registry = found.settings("registry")
    faults = 0
    for chain in (STAFF, *SERVICES, *CHAINS):
        with found.database("registry" if chain in CHAINS else chain) as database:
            problems = problems_of(chain, database, registry)
        faults += len(problems)
        for problem in problems:
            typer.echo(f"{chain}: {problem}")
    if faults:
        fail("not all is whole. Keep everything as it is, and compare with the backups.")
    typer.echo("All audit trails are whole, and so are register, agenda and the archive's packages.")


def problems_of(chain: str, database: Database, registry: Settings) -> list[str]:
    """What is wrong with one trail, or one of the registry's chains, in sentences; empty where it is whole."""
    own = CHAINS.get(chain)
    table, walked = (own.table, own.broken) if own else (trail.audit, trail.verify)
    trust = TrustAnchors.load(registry.keys_dir or Path())
    stored = list(anchors.kept(ObjectStore(registry), registry.archive_bucket, chain))
    signed = [anchors.opened(data, trust) for data in stored]
    with database.transaction() as session:
        broken = walked(session)
        missed = anchors.missed(session, table, [anchor for anchor in signed if anchor])
        last = session.execute(select(func.max(table.c.position))).scalar() or 0
    unsigned = f"{signed.count(None)} anchors in the archive bucket are not signed by the office's seal"
    return [*([unsigned] if None in signed else []), *_broken(broken), *(_missed(anchor, last) for anchor in missed)]


def _broken(positions: Sequence[int]) -> Iterator[str]:
    if positions:
        some = ", ".join(map(str, positions[:SHOWN])) + (" …" if len(positions) > SHOWN else "")
        yield f"the chain is broken at {len(positions)} positions ({some})"


def _missed(anchor: anchors.Anchor, last: int) -> str:
    why = "the rows up to there are gone" if anchor.position > last else "the row there has another hash"
    return f"anchored at position {anchor.position} on {anchor.taken_at}, but {why}"
