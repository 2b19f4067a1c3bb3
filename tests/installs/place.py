"""A machine's /opt/sigap below a folder, where install.sh brings small releases that stand for the product."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PARTS = ("code", "environment", "command_in", "swept")
SCRIPT = Path(__file__).parents[2] / "deploy" / "systemd" / "install.sh"
# What stands for the product: it looks at a module and a file of its release, and at a library, when it is asked to,
# long after its start.
CLI = """
import sys
from pathlib import Path
print("ready", flush=True)
for _ in sys.stdin:
    import library
    from services import late
    print(late.WORD, (Path(late.__file__).parent / "paper.typ").read_text(), "by", library.WORD, flush=True)
"""
# What stands for uv: the lock file names one library, of one word. One that cannot be had leaves half an environment.
UV = """#!/bin/sh
if [ "$1" = export ]; then cp uv.lock "{opt}/locked.txt"; exit; fi
cd "$VIRTUAL_ENV"/lib/python*/site-packages
rm -f library.py
! grep -q gone "{opt}/locked.txt" || exit 1
echo "WORD = '$(cat "{opt}/locked.txt")'" > library.py
"""
BEFORE = """
[ -d /opt/sigap/venv ] || python3 -m venv --without-pip /opt/sigap/venv
VIRTUAL_ENV=/opt/sigap/venv /opt/sigap/uv/bin/uv pip sync
sha256sum < /opt/sigap/app/uv.lock > /opt/sigap/venv/lock
cat > /opt/sigap/venv/bin/sigap <<'SIGAP'
#!/bin/sh
PYTHONPATH=/opt/sigap/app exec /opt/sigap/venv/bin/python -m deploy.cli "$@"
SIGAP
chmod 755 /opt/sigap/venv/bin/sigap
"""


class Place:
    """A machine's /opt/sigap below a folder, without a registry."""

    def __init__(self, folder: Path) -> None:
        self.opt, self.sources = folder / "opt", folder
        (self.opt / "uv" / "bin").mkdir(parents=True)
        for name, text in {"pip": "#!/bin/sh\n", "uv": UV.format(opt=self.opt)}.items():
            (self.opt / "uv" / "bin" / name).write_text(text)
            (self.opt / "uv" / "bin" / name).chmod(0o755)

    def release(self, word: str, lock: str = "one") -> Path:
        """A copy of the project's folder that says this word, and locks the library of that one."""
        tree = self.sources / word
        for file, text in {
            "deploy/__init__.py": "", "deploy/cli.py": CLI, "services/__init__.py": "", "uv.lock": lock,
            "services/late.py": f"WORD = {word!r}", "services/paper.typ": f"paper of {word}", "pyproject.toml": "",
            "deploy/containers/Dockerfile": "ARG UV_VERSION=1",
        }.items():  # fmt: skip
            (tree / file).parent.mkdir(parents=True, exist_ok=True)
            (tree / file).write_text(text)
        return tree

    def install(self, tree: Path, code: int = 0) -> None:
        """The part of install.sh that brings code."""
        text = SCRIPT.read_text()
        parts = [text[text.index(f"\n{name}() {{") :].split("\n}\n")[0] + "\n}\n" for name in PARTS]
        done = self._bash(f'say() {{ :; }}\nsource="$1"\n{"".join(parts)}\ncode\n', tree)
        assert done.returncode == code, done.stderr

    def as_before(self, tree: Path) -> None:
        """What install.sh of the releases before left: one folder of code, one environment."""
        tree.rename(self.opt / "app")
        (self.opt / "locked.txt").write_bytes((self.opt / "app" / "uv.lock").read_bytes())
        assert self._bash(BEFORE).returncode == 0

    def _bash(self, script: str, *words: Path) -> subprocess.CompletedProcess[str]:
        script = "set -euo pipefail\n" + script.replace("/opt/sigap", str(self.opt))
        return subprocess.run(["bash", "-c", script, "install.sh", *words], capture_output=True, text=True, check=False)

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        """A process as a unit starts it."""
        here = next(place for place in (self.opt / "code", self.opt / "app") if place.exists())
        with subprocess.Popen(
            ["/bin/sh", self.opt / "venv" / "bin" / "sigap"], cwd=here, env={"PWD": str(here)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            yield process

    @property
    def lying(self) -> tuple[int, int]:
        """How many releases and environments lie there."""
        environments = [place for place in (self.opt / "venvs").iterdir() if not place.is_symlink()]
        return len(list((self.opt / "releases").iterdir())), len(environments)


def asked(process: subprocess.Popen[str]) -> str:
    """What a process says of its release."""
    assert process.stdin
    assert process.stdout
    process.stdin.write("\n")
    process.stdin.flush()
    return process.stdout.readline().strip()
