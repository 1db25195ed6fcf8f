"""The command line parses, calls the build and prints; the build is a stand-in here."""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evalreport import build as builder
from evalreport.build.progress import Progress
from evalreport.build.request import BuildRequest, BuildResult, CheckResult
from evalreport.cli import main
from evalreport.errors import EvalreportError, Place
from evalreport.ledger import Fact, FactKey, Ledger


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two projects, as the working folder."""
    for name in ("randers", "odense"):
        (tmp_path / "params" / name).mkdir(parents=True)
        (tmp_path / "params" / name / "project.yaml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


Asked = list[BuildRequest]


@pytest.fixture
def build(root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Asked]:
    """Put a stand-in in the build's place; returns the requests it gets."""

    def replace(result: BuildResult | BaseException | None = None, **changes: Any) -> Asked:
        asked: Asked = []

        def fake(request: BuildRequest, progress: Progress) -> BuildResult:
            asked.append(request)
            progress.stage("Reading data")
            progress.item("children", 1, 2)
            progress.item("children", 2, 2)
            progress.note("children: data table absence changed")
            if isinstance(result, BaseException):
                raise result
            return result or made(root, **changes)

        monkeypatch.setattr(builder, "build_report", fake)
        return asked

    return replace


def made(root: Path, **changes: Any) -> BuildResult:
    folder = root / "build" / "randers" / "slutevaluering"
    files = {name: folder / f"report.{name}" for name in ("html", "pdf")}
    counts = {"facts": 312, "figures": 14, "tables": 1, "marks": 0}
    return BuildResult(files, "0.3", "3f2a91c0", "embedded", 74.2, **(counts | changes))


def test_a_build_closes_with_where_what_and_how_much(
    build: Callable[..., Asked], capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    assert main(["build", "randers"]) == 0
    said = capsys.readouterr().out
    assert os.path.join("build", "randers", "slutevaluering", "report.html") in said
    assert os.path.join("build", "randers", "slutevaluering", "report.pdf") in said
    assert "version 0.3 · build 3f2a91c0 · engine embedded · 1 min 14 s" in said
    assert "312 facts · 14 figures · 1 table · 0 marks to look at" in said


def test_away_from_a_terminal_progress_is_plain_lines(
    build: Callable[..., Asked], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    build()
    main(["build", "randers"])
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\r" not in said
    lines = [line.strip() for line in said.splitlines()]
    assert lines[0].endswith("s] Reading data")
    assert lines[1:3] == ["children: done", "children: data table absence changed"]


def test_options_reach_the_build(build: Callable[..., Asked], root: Path) -> None:
    asked = build()
    options = ["--pub", "midtvejs", "--formats", "docx, html", "--engine", "quarto", "--jobs", "1"]
    settings = ["--set", "disclosure.threshold=5", "--set", "title=Trivsel: før og efter"]
    assert main(["build", "randers", *options, *settings, "--output", "ud"]) == 0
    assert asked == [
        BuildRequest(
            project="randers",
            root=root,
            publication="midtvejs",
            formats=("html", "docx"),
            engine="quarto",
            output=root / "ud",
            overrides=(("disclosure.threshold", 5), ("title", "Trivsel: før og efter")),
            jobs=1,
        )
    ]


def test_it_works_from_a_folder_below_and_with_root_named(
    build: Callable[..., Asked], root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: Any
) -> None:
    asked = build()
    monkeypatch.chdir(root / "params" / "randers")
    assert main(["build", "randers"]) == 0
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert main(["build", "randers", "--root", str(root)]) == 0
    assert [request.root for request in asked] == [root, root]


def test_an_unchanged_build_says_so(build: Callable[..., Asked], capsys: pytest.CaptureFixture[str]) -> None:
    build(unchanged=True)
    assert main(["build", "randers"]) == 0
    assert "Nothing has changed since build 3f2a91c0: no work done." in capsys.readouterr().out


def test_outdated_texts_are_listed_the_first_few_or_all(
    build: Callable[..., Asked], capsys: pytest.CaptureFixture[str]
) -> None:
    build(outdated=tuple(f"trivsel.md:{line}" for line in range(1, 11)))
    main(["build", "randers"])
    said = capsys.readouterr().out
    assert "trivsel.md:6" in said
    assert "… and 4 more" in said
    main(["build", "randers", "-v"])
    assert "trivsel.md:10" in capsys.readouterr().out


def test_a_missing_project_lists_those_there_are(
    build: Callable[..., Asked], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = build()
    assert main(["build", "rander"]) == 1
    said = capsys.readouterr().err
    assert "there is no project 'rander'" in said
    assert "did you mean: randers?" in said
    assert "odense, randers" in said
    assert main(["build"]) == 1
    assert "which project?" in capsys.readouterr().err
    assert asked == []


def test_a_fault_of_the_person_is_told_without_a_traceback(
    build: Callable[..., Asked], capsys: pytest.CaptureFixture[str]
) -> None:
    build(EvalreportError("unknown fact 'who6.mean'", where=Place("trivsel.md", 12), near=["who5.mean"]))
    assert main(["build", "randers"]) == 1
    said = capsys.readouterr().err
    assert said.strip() == "trivsel.md:12: unknown fact 'who6.mean'\n  did you mean: who5.mean?"


def test_a_fault_of_the_program_leaves_a_private_log_and_shows_no_value(
    build: Callable[..., Asked], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(ValueError("row of Jensen, 0101701234"))
    assert main(["build", "randers"]) == 70
    log = root / "build" / "randers" / "private" / "logs" / "error.log"
    said = capsys.readouterr()
    assert "Jensen" not in said.out + said.err
    assert "ValueError" in said.err
    assert str(log) in said.err
    assert "0101701234" in log.read_text(encoding="utf-8")


def test_a_file_that_is_open_elsewhere_is_told_as_such(
    build: Callable[..., Asked], capsys: pytest.CaptureFixture[str]
) -> None:
    build(PermissionError(13, "Permission denied", "build/randers/report.pdf"))
    assert main(["build", "randers"]) == 1
    said = capsys.readouterr().err
    assert "no permission: build/randers/report.pdf" in said
    assert "close the program" in said


def test_ctrl_c_gives_130(build: Callable[..., Asked], capsys: pytest.CaptureFixture[str]) -> None:
    build(KeyboardInterrupt())
    assert main(["build", "randers"]) == 130
    assert "the previous report is as it was" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="Windows ends programs without asking")
def test_a_request_to_end_cleans_up_like_ctrl_c(root: Path) -> None:
    script = (
        "import sys, time\n"
        "from evalreport import build\n"
        "from evalreport.cli import main\n"
        "def slow(request, progress):\n"
        "    try:\n"
        "        progress.stage('Begun')\n"
        "        time.sleep(60)\n"
        "    finally:\n"
        "        progress.note('cleaned up')\n"
        "build.build_report = slow\n"
        "sys.exit(main(['build', 'randers']))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=root)
    assert process.stdout is not None
    assert b"Begun" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=20)
    assert b"cleaned up" in rest
    assert process.returncode == 128 + signal.SIGTERM


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build", "randers", "--engine", "quatro"], "did you mean quarto?"),
        (["build", "randers", "--formats", "html pfd"], "'pfd' is not a format"),
        (["build", "randers", "--set", "threshold"], "write name=value"),
        (["build", "randers", "--jobs", "0"], "--jobs"),
        (["bulid", "randers"], "build"),
        (["build", "randers", "--fromats", "html"], "--formats"),
    ],
)
def test_usage_faults_give_2_and_say_what_is_allowed(
    build: Callable[..., Asked], capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    asked = build()
    assert main(words) == 2
    assert said in capsys.readouterr().err
    assert asked == []


def test_projects_are_listed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["projects"]) == 0
    assert capsys.readouterr().out.split() == ["odense", "randers"]


def test_outside_a_project_folder_the_remedy_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["projects"]) == 1
    assert "--root" in capsys.readouterr().err


def test_facts_are_printed_as_the_report_prints_them(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = root / "build" / "randers" / "slutevaluering"
    folder.mkdir(parents=True)
    mean = FactKey("who5", population="panel", statistic="mean", wave="w1")
    few = FactKey("loneliness", category="often", statistic="count")
    Ledger(
        [
            Fact(mean, 63.59, "number", "points", decimals=1, n=39, label="Trivsel, 1. måling"),
            Fact(few, None, "count", hidden="small", label="Ensomhed, ofte"),
        ]
    ).write(folder / "ledger.json")
    assert main(["facts", "randers"]) == 0
    said = capsys.readouterr().out
    assert "who5.panel.mean.w1" in said
    assert "63,6" in said
    assert "n = 39" in said
    assert main(["facts", "randers", "ensomhed"]) == 0
    assert "who5" not in capsys.readouterr().out


def test_facts_before_the_first_build_say_how_to_build(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["facts", "randers"]) == 1
    assert "make report PROJECT=randers" in capsys.readouterr().err


def test_clean_removes_builds_and_nothing_else(root: Path) -> None:
    for name in ("randers", "odense"):
        (root / "build" / name).mkdir(parents=True)
    assert main(["clean", "randers"]) == 0
    assert sorted(path.name for path in (root / "build").iterdir()) == ["odense"]
    assert main(["clean", os.path.join("..", "params")]) == 1
    assert main(["clean"]) == 0
    assert sorted(path.name for path in root.iterdir()) == ["params"]


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("evalreport 0.")


# -- what a check says, what stands in the way of a build, and who reads along ------------------------------


def test_a_check_says_that_there_is_nothing_to_look_at(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = CheckResult((), 312, 14, 8)
    monkeypatch.setattr(builder, "check_report", lambda request, progress: found)
    assert main(["check", "randers"]) == 0
    assert capsys.readouterr().out.strip() == (
        "Nothing to look at. Checked: 312 facts · 14 exhibits · 8 chapters."
    )


def test_a_check_lists_the_places_and_counts_them(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = CheckResult(("resume.md:3: the number 7 is not bound",), 312, 14, 8)
    monkeypatch.setattr(builder, "check_report", lambda request, progress: found)
    main(["check", "randers"])
    said = capsys.readouterr().out
    assert "resume.md:3: the number 7 is not bound" in said
    assert "1 place to look at." in said


def test_without_a_project_the_command_to_write_is_told(
    build: Callable[..., Asked], capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    main(["build"])
    assert "make report PROJECT=odense" in capsys.readouterr().err


def test_a_folder_without_its_parameter_file_is_told_as_such(
    build: Callable[..., Asked], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    (root / "params" / "aarhus").mkdir()
    assert main(["build", "aarhus"]) == 1
    assert "the project 'aarhus' has no params/aarhus/project.yaml" in capsys.readouterr().err


def test_two_builds_at_once_are_one_too_many(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    request = BuildRequest("randers", root)
    with builder.alone(request):
        assert main(["build", "randers"]) == 1
        said = capsys.readouterr().err
        assert "another build of 'randers' is running in" in said
        assert "--output" in said
        with builder.alone(BuildRequest("randers", root, output=root / "elsewhere")):
            pass
        with builder.alone(BuildRequest("odense", root)):
            pass


@pytest.mark.parametrize("output", ["taken", "taken/below"])
def test_an_output_that_is_a_file_is_told_as_such(
    root: Path, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "taken").touch()
    assert main(["build", "randers", "--output", output]) == 1
    said = capsys.readouterr().err
    assert f"no folder can be made at {root / 'taken'}: a file has that name" in said


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        shutil.Error([("a", "b", f"[Errno {errno.ENOSPC}] {os.strerror(errno.ENOSPC)}: 'b'")]),
    ],
    ids=["write", "copy"],
)
def test_a_full_disk_is_told_with_the_folder_that_lies_on_it(
    build: Callable[..., Asked],
    fault: OSError,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    build(fault)
    room = shutil.disk_usage(tempfile.gettempdir())
    monkeypatch.setattr(shutil, "disk_usage", lambda path: room._replace(free=1000))
    assert main(["build", "randers"]) == 1
    said = capsys.readouterr().err
    assert "the disk is full: " in said and tempfile.gettempdir() in said
    assert "TMPDIR" in said


@pytest.mark.skipif(os.name != "posix", reason="pipes end otherwise on Windows")
def test_a_reader_that_has_heard_enough_ends_the_command_quietly(root: Path) -> None:
    for number in range(5000):
        folder = root / "params" / f"p{number}"
        folder.mkdir()
        (folder / "project.yaml").touch()
    command = f"{shlex.quote(sys.executable)} -m evalreport projects | head -n 1"
    done = subprocess.run(command, shell=True, cwd=root, capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout, done.stderr) == ("odense\n", "")


def test_options_of_jupyterlab_are_passed_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    class Ended:
        returncode = 0

        def __init__(self, command: list[str], **settings: Any) -> None:
            started.append(command)

        def poll(self) -> int:
            return 0

    monkeypatch.setattr(builder, "prepare_lab", lambda request, progress: root / "run.json")
    monkeypatch.setattr(subprocess, "Popen", Ended)
    assert main(["lab", "randers", "--no-browser", "--port=9999"]) == 0
    assert started[0][-2:] == ["--no-browser", "--port=9999"]
