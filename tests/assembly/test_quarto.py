"""Real Quarto is found, checked and listened to; a stand-in says what Quarto would say."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from evalreport.assembly import render
from evalreport.assembly.quarto import Quarto, find_quarto, is_tolerated, warnings_of
from evalreport.assembly.render import publication_epoch, set_standards
from evalreport.errors import EvalreportError

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the stand-in is a script that starts by itself on POSIX"
)

STAND_IN = """import os, pathlib, sys
if "--version" in sys.argv:
    print("{version}")
    sys.exit(0)
made = {{"html": "index.html", "typst": "index.pdf", "docx": "index.docx"}}[sys.argv[sys.argv.index("--to") + 1]]
seen = {{key: os.environ.get(key, "") for key in ("SOURCE_DATE_EPOCH", "TZ", "SECRET", "HOME")}}
settings = pathlib.Path("_quarto.yml").read_text(encoding="utf-8")
pathlib.Path(made).write_text(repr(seen) + settings, encoding="utf-8")
print({says!r}, file=sys.stderr)
sys.exit({code})
"""

StandIn = Callable[..., Path]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    def make(version: str = "1.10.18", says: str = "", code: int = 0) -> Path:
        path = tmp_path / "quarto"
        program = tmp_path / "stand_in.py"
        program.write_text(STAND_IN.format(version=version, says=says, code=code), encoding="utf-8")
        # A first line that names Python itself breaks where the path to it holds a space.
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{program}" "$@"\n', encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("QUARTO_PATH", str(path))
        return path

    return make


def test_quarto_path_comes_first(stand_in: StandIn) -> None:
    path = stand_in()
    assert find_quarto() == Quarto(path, "1.10.18")


def test_a_folder_may_be_named(stand_in: StandIn) -> None:
    path = stand_in()
    assert find_quarto({"QUARTO_PATH": str(path.parent)}).path == path


def test_without_quarto_the_way_to_get_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvalreportError, match="make quarto") as error:
        find_quarto({"QUARTO_PATH": str(tmp_path / "nowhere")})
    assert "QUARTO_PATH" in str(error.value) and "nowhere" in str(error.value)


def test_an_old_quarto_is_refused(stand_in: StandIn) -> None:
    stand_in(version="1.8.26")
    with pytest.raises(EvalreportError, match=r"1\.8\.26 .* too old: 1\.9 or later"):
        find_quarto()


def test_both_standards_are_asked_for_only_where_quarto_holds_both(stand_in: StandIn) -> None:
    assert Quarto(Path("quarto"), "1.9.38").standards == ("ua-1",)
    assert Quarto(Path("quarto"), "1.10.18").standards == ("ua-1", "a-3a")


def test_standards_are_written_into_the_settings(template: Path, tmp_path: Path) -> None:
    (tmp_path / "_quarto.yml").write_bytes((template / "_quarto.yml").read_bytes())
    set_standards(tmp_path, ("ua-1", "a-3a"))
    assert "    pdf-standard: [ua-1, a-3a]\n" in (tmp_path / "_quarto.yml").read_text(encoding="utf-8")


def test_the_project_itself_asks_for_what_every_quarto_takes(project: Path) -> None:
    assert "    pdf-standard: ua-1\n" in (project / "_quarto.yml").read_text(encoding="utf-8")


def test_quarto_runs_on_a_copy_without_the_callers_environment(
    stand_in: StandIn, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in()
    monkeypatch.setenv("SECRET", "hemmelig")
    result = render(project, ("html",), tmp_path / "out", engine="quarto")
    written = result.files["html"].read_text(encoding="utf-8")
    assert f"'SOURCE_DATE_EPOCH': '{publication_epoch(project)}'" in written and "'TZ': 'UTC'" in written
    assert "hemmelig" not in written
    assert "[ua-1, a-3a]" in written
    assert (result.engine, result.version) == ("quarto", "Quarto 1.10.18")
    assert not (project / "index.html").exists()


def test_an_unknown_warning_fails_and_leaves_the_old_report(
    stand_in: StandIn, project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.html").write_text("the last report", encoding="utf-8")
    stand_in(says="WARNING: Unable to resolve crossref @fig-x")
    with pytest.raises(EvalreportError, match="@fig-x"):
        render(project, ("html",), out, engine="quarto")
    assert (out / "report.html").read_text(encoding="utf-8") == "the last report"
    assert [file.name for file in out.iterdir()] == ["report.html"]


def test_a_tolerated_warning_is_passed_on(stand_in: StandIn, project: Path, tmp_path: Path) -> None:
    stand_in(says="WARNING: PDF standard validation requested but verapdf is not installed.")
    assert len(render(project, ("html",), tmp_path / "out", engine="quarto").warnings) == 1


def test_a_failure_shows_what_quarto_said(stand_in: StandIn, project: Path, tmp_path: Path) -> None:
    stand_in(says="ERROR: something broke in line 7", code=1)
    with pytest.raises(EvalreportError, match="something broke in line 7"):
        render(project, ("html",), tmp_path / "out", engine="quarto")


def test_warnings_are_told_from_progress() -> None:
    said = (
        "pandoc\n  to: html\n\x1b[33mWARNING: (a.lua:1) odd\x1b[39m\nOutput created: index.html\n"
        "[WARNING] Citeproc: x not found"
    )
    assert warnings_of(said) == ("WARNING: (a.lua:1) odd", "[WARNING] Citeproc: x not found")
    assert not is_tolerated("WARNING: odd")


def test_unknown_engines_and_formats_are_named_with_near_matches(project: Path, tmp_path: Path) -> None:
    with pytest.raises(EvalreportError, match="embedded"):
        render(project, ("html",), tmp_path, engine="embeded")
    with pytest.raises(EvalreportError, match="docx"):
        render(project, ("doc",), tmp_path)
