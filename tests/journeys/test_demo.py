"""An interrupted demonstration goes on with the stories that were not played yet."""

from __future__ import annotations

import os
from pathlib import Path

from deploy.demo.stories import STORIES
from deploy.local.demo import DemoStories
from deploy.local.folder import RunFolder

ROOT = Path(__file__).parents[2]


def play_to_the_end(demo: DemoStories) -> str:
    assert demo.begin()
    while (sentence := demo.look()) is None:
        os.sched_yield()
    return sentence


def test_only_what_is_missing_is_played(address: str, tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.open()
    played = folder.path / "demo-played"
    played.write_text("".join(f"{story.case['id']} PGD\n" for story in STORIES if story.case["id"] != "K10"))
    env = os.environ | {"SIGAP_DEMO": "1", "SIGAP_DEMO_STORIES": "1"}
    demo = DemoStories(folder, address, env, ROOT)
    assert play_to_the_end(demo) == "The demonstration cases are there."
    log = folder.log("demo").read_text().splitlines()
    assert [line.split()[0] for line in log] == ["K10"]
    assert played.read_text().splitlines()[-1].startswith("K10 PGD-")
    assert not demo.begin()  # done: the next start plays nothing
    folder.close()
