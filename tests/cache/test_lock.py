"""The lock keeps a second program out, and is free again when the first has ended, however it ended."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from evalreport.cache import held

HOLD = (
    "import sys, time\nfrom pathlib import Path\nfrom evalreport.cache import held\n"
    "with held(Path(sys.argv[1])) as mine:\n    print(mine, flush=True)\n    time.sleep(60)\n"
)


def test_a_second_holder_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "private" / "build.lock"
    with held(file) as first:
        assert first
        with held(file) as second:
            assert not second
        with held(tmp_path / "other" / "build.lock") as other:
            assert other
    with held(file) as again:
        assert again


def test_the_file_is_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "build.lock"
    with held(file):
        pass
    before = file.stat().st_mtime_ns
    with held(file):
        pass
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (0, before)


def test_a_program_that_is_killed_lets_go(tmp_path: Path) -> None:
    file = tmp_path / "build.lock"
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(file)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        assert process.stdout.readline().strip() == b"True"
        with held(file) as mine:
            assert not mine
    finally:
        process.kill()
        process.communicate(timeout=20)
    with held(file) as mine:
        assert mine
