"""The house rules that a reviewer should not have to watch for."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "services"
SERVICES = ("intake", "review", "letters", "registry")
PURE = ("states.py", "rules.py")
NOT_PURE = {"flask", "sqlalchemy", "celery"}
VAGUE = {"utils", "helpers", "common", "manager"}


@cache
def imports(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return frozenset(found)


@pytest.mark.parametrize("service", [*SERVICES, "shared", "handoffs"])
def test_a_service_imports_only_itself_shared_and_handoffs(service: str) -> None:
    allowed = {"shared"} | ({"handoffs"} if service != "shared" else set()) | {service}
    for path in (ROOT / service).rglob("*.py"):
        ours = {name.split(".")[1] for name in imports(path) if name.startswith("services.")}
        assert ours <= allowed, f"{path} imports {ours - allowed}"
        assert not {n for n in imports(path) if n.split(".")[0] in {"deploy", "tests"}}, path


def test_states_and_rules_are_pure() -> None:
    pure = [p for s in SERVICES for p in (ROOT / s).rglob("*.py") if p.name in PURE or p.parent.name in {"rules"}]
    assert pure
    for path in pure:
        assert not {name.split(".")[0] for name in imports(path)} & NOT_PURE, path


def test_tasks_are_sent_in_one_place_which_signs_them() -> None:
    words = ("send_task(", ".delay(", "apply_async(")
    senders = [p for p in ROOT.rglob("*.py") if any(word in p.read_text() for word in words)]
    assert sorted(p.name for p in senders) == ["sending.py"]


def test_no_vague_module_names_and_no_long_files() -> None:
    for path in ROOT.rglob("*.py"):
        assert path.stem not in VAGUE, path
        if "migrations" not in path.parts:
            assert len(path.read_text().splitlines()) <= 300, f"{path} is too long to be one thing"


# The office's file names limits and partners of the procedure; the menu leads to all services.
OF_THE_OFFICE = {"office.py", "urgent.py", "office_mistakes.py", "navigation.py"}


def test_shared_speaks_no_complaint_word() -> None:
    words = ("complaint", "applicant", "disposition", "evidence_list")
    for path in (ROOT / "shared").rglob("*.py"):
        text = path.read_text().lower().replace("content-disposition", "")  # the header of the web
        assert not [word for word in words if word in text and path.name not in OF_THE_OFFICE], path


def test_no_page_and_no_task_loads_what_reads_strangers_files() -> None:
    """Confined children do: so each process is a fifth smaller, and has no parser that a file could take over."""
    load = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]; print(*sys.modules)"
    names = [f"services.{service}.{part}" for service in SERVICES for part in ("app", "tasks")]
    done = subprocess.run(
        [sys.executable, "-c", load, *names], cwd=ROOT.parent, capture_output=True, text=True, check=True
    )
    assert not {"av", "pypdfium2", "pi_heif"} & set(done.stdout.split())
