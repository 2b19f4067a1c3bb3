"""One set of embedded servers for this folder's tests, apart from the suite's own: these get killed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deploy.local.servers import Servers


@pytest.fixture(scope="package")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Durable servers in a folder with a blank in its name."""
    with Servers(tmp_path_factory.mktemp("own") / "run folder", environ={}) as servers:
        yield servers
