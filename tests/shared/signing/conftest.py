"""One office with keys, and its letters in every stage."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shared.signing.stages import Chain, Keys, make_keys


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """The office's keys."""
    return make_keys(tmp_path_factory.mktemp("office") / "keys")


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Another office with the same names, as a forger would call himself."""
    return make_keys(tmp_path_factory.mktemp("stranger") / "keys")


@pytest.fixture(scope="session")
def chain(keys: Keys) -> Chain:
    """A one-page letter: rendered, prepared, signed, sealed."""
    return Chain.of(keys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for keys, not there yet."""
    return tmp_path / "new" / "keys"
