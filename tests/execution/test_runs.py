"""Notebooks run in clean kernels, side by side, and leave nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.execution.conftest import job

from evalreport.errors import Faults
from evalreport.execution import EXHIBIT, NotebookFailed, NotebookJob, run_notebook, run_notebooks
from evalreport.execution.kernel import private_folder

posix = pytest.mark.skipif(os.name != "posix", reason="signals and /proc are not there on Windows")


def printed(job: NotebookJob, cell: int = -1) -> Any:
    """What a cell of the executed notebook printed, as JSON."""
    raw = json.loads(job.raw_output.read_text(encoding="utf-8"))
    return json.loads("".join(output["text"] for output in raw["cells"][cell]["outputs"]))


def left_behind(root: Path) -> list[str]:
    """Processes that work below `root`, and temporary folders of kernels."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode(errors="replace")
            if os.readlink(process / "cwd") == str(root) and "ipykernel" in command:
                found.append(command)
        except OSError:
            continue
    return found


def test_parameters_environment_and_folder_are_what_the_build_says(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "IPYTHONDIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(name, "/nonexistent")
    monkeypatch.setenv("PYTHONSTARTUP", "/nonexistent/start.py")
    monkeypatch.setenv("LC_NUMERIC", "da_DK.UTF-8")
    (root / "random.py").write_text("raise RuntimeError('a stray file')", encoding="utf-8")
    show = (
        "import json, os, random, sys, time\n"
        "from pathlib import Path\n"
        "import evalreport, matplotlib\n"
        "print(json.dumps({'waves': waves, 'words': words, 'cwd': os.getcwd(), 'python': sys.executable,\n"
        "    'zone': time.tzname[0], 'lib': evalreport.__file__, 'backend': matplotlib.get_backend(),\n"
        "    'hash': hash('æ'), 'env': dict(os.environ), 'fonts': matplotlib.get_cachedir()}))"
    )
    asked = job(
        root, "a", show, declared="waves: int = 1\nwords: list[str] = []", waves=3, words=["æ", "{x}"]
    )
    again = job(
        root, "b", show, declared="waves: int = 1\nwords: list[str] = []", waves=3, words=["æ", "{x}"]
    )
    runs = run_notebooks([asked, again], root=root)
    seen, other = printed(asked), printed(again)
    assert [run.chapter for run in runs] == ["a", "b"]
    assert (seen["waves"], seen["words"]) == (3, ["æ", "{x}"])
    assert seen["cwd"] == str(root)
    assert seen["python"] == sys.executable
    assert seen["zone"] == "UTC"
    assert seen["backend"] == "agg"
    assert seen["hash"] == other["hash"]
    assert seen["env"]["EVALREPORT_RUN"] == str(asked.run_file)
    assert not {"PYTHONSTARTUP", "LC_NUMERIC"} & set(seen["env"])
    assert Path(seen["fonts"]).is_relative_to(root)
    assert not Path(seen["env"]["TMPDIR"]).exists(), "the kernel's private folder is removed"
    assert not list(asked.raw_output.parent.glob("*.log")), "nothing was printed outside cells"
    assert left_behind(root) == []


def test_published_notebooks_are_the_same_bytes_each_time(root: Path) -> None:
    show = (
        "import time; print(time.time_ns())\n"
        "from IPython.display import display\n"
        f"display({{'{EXHIBIT}': {{'id': 'fig-x'}}, 'text/html': '<b>n = 39</b>'}}, raw=True)"
    )
    asked = job(root, "a", show, declared="waves: int = 1", waves=2)
    assert asked.published_output is not None
    run_notebook(asked, root=root)
    first = asked.published_output.read_bytes()
    run_notebook(asked, root=root)
    assert asked.published_output.read_bytes() == first
    assert b"<b>n = 39</b>" in first
    assert str(root).encode() not in first


def test_every_failure_is_told_and_the_others_still_run(root: Path) -> None:
    jobs = [
        job(root, "children", "a = 1", "frame = {}\nframe['Jensen' + str(a)]"),
        job(root, "economics", "import sys\nsys.exit()"),
        job(
            root,
            "method",
            "from evalreport.errors import unknown\nraise unknown('measure', 'who6', ['who5'])",
        ),
        job(root, "mechanisms", "import os\nos._exit(1)"),
        job(root, "sensitivity", "print(1)"),
    ]
    steps: list[tuple[str, int, int]] = []
    with pytest.raises(Faults) as caught:
        run_notebooks(jobs, root=root, on_progress=lambda *step: steps.append(step))
    faults = [fault for fault in caught.value.faults if isinstance(fault, NotebookFailed)]
    assert [fault.chapter for fault in faults] == ["children", "economics", "method", "mechanisms"]
    children, economics, method, mechanisms = map(str, faults)
    assert "notebooks/children.ipynb: chapter 'children': cell 4 raised KeyError" in children
    assert "→   2 | frame['Jensen' + str(a)]" in children
    assert "Jensen1" not in children
    assert os.path.join("build", "tiny", "private", "notebooks", "children.ipynb") in children
    assert "SystemExit" in economics
    assert "unknown measure 'who6'\n  did you mean: who5?" in method
    assert "the kernel ended while cell 3 ran" in mechanisms
    assert "Jensen1" in jobs[0].raw_output.read_text(encoding="utf-8"), "the raw notebook keeps the traceback"
    assert not any(asked.published_output.exists() for asked in jobs[:4] if asked.published_output)
    assert jobs[4].published_output is not None
    assert jobs[4].published_output.exists()
    assert ("sensitivity", 3, 3) in steps
    assert left_behind(root) == []


def test_a_wrong_parameter_is_told_before_anything_runs(root: Path) -> None:
    asked = job(root, "a", "1", declared="waves: int = 1", wave=3)
    with pytest.raises(Exception, match="unknown parameter 'wave'"):
        run_notebook(asked, root=root)
    assert not asked.raw_output.exists()


STOPPED = """
import sys
from pathlib import Path
sys.path[:0] = {paths!r}
from evalreport.execution import run_notebooks
from conftest import job
root = Path({root!r})
sleep = "import subprocess, time, os\\nchild = subprocess.Popen(['sleep', '600'])\\n" \\
        "open('started-' + letter, 'w').close()\\ntime.sleep(600)"
jobs = [job(root, name, sleep, declared="letter: str = ''", letter=name) for name in "abc"]
try:
    run_notebooks(jobs, root=root, workers=2)
except KeyboardInterrupt:
    sys.exit(130)
"""


@posix
def test_ctrl_c_ends_kernels_at_once_with_all_they_started(root: Path, tmp_path: Path) -> None:
    here = Path(__file__).resolve().parents[2]
    script = STOPPED.format(paths=[str(Path(__file__).parent), str(here / "src")], root=str(root))
    temporary = tmp_path / "t"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        env=os.environ | {"TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        cwd=here,
    )
    deadline = time.monotonic() + 60
    while len(list(root.glob("started-*"))) < 2 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said.decode()
    assert said == b""
    assert left_behind(root) == []
    sleepers = [p for p in Path("/proc").glob("[0-9]*/cwd") if _link(p) == str(root)]
    assert sleepers == []
    assert not (root / "started-c").exists(), "what had not begun does not begin"
    assert [path for path in temporary.iterdir() if path.name.startswith("evalreport-")] == []


def _link(path: Path) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


@posix
def test_sockets_get_a_short_folder_however_long_the_temporary_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("mappe" * 20)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    folder = private_folder()
    try:
        assert len(os.fsencode(folder)) < 90
        assert folder.stat().st_mode & 0o077 == 0
    finally:
        folder.rmdir()
