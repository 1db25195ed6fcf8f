"""The set-up says what it is doing, and goes the second way when the first is closed."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up in an empty folder; nothing is run, `asked` keeps what would be."""
    spec = importlib.util.spec_from_file_location("install", ROOT / "install.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (tmp_path / "requirements.lock").write_text("a==1 \\\nb==2 \\\n", encoding="utf-8")
    for name, value in {
        "HERE": tmp_path,
        "VENV": venv,
        "PYTHON": venv / "bin/python",
        "UV": venv / "bin/uv",
    }.items():
        monkeypatch.setattr(module, name, value)
    module.asked = []
    monkeypatch.setattr(
        module, "_run", lambda *words, **more: module.asked.append([str(w) for w in words]) is None
    )
    monkeypatch.setattr(module, "_show_library", lambda: None)
    return module


def test_each_step_is_told_before_it_is_taken(
    install: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install.main([]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Setting up .venv (a minute or two, once) …",
        "  1 of 3: making the environment",
        "  2 of 3: getting uv, which installs the rest",
        "  3 of 3: installing 2 packages",
    ]


def test_without_uv_pip_installs_the_same_lock(
    install: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*words: object, **more: bool) -> bool:
        install.asked.append([str(word) for word in words])
        return not str(words[-1]).endswith("requirements-uv.lock")

    monkeypatch.setattr(install, "_run", run)
    assert install.main([]) == 0
    assert "Installing with pip" in capsys.readouterr().out
    assert install.asked[-1][-3:] == ["--require-hashes", "-r", str(install.HERE / "requirements.lock")]


def test_pip_is_told_to_keep_nothing_where_it_cannot(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PIP_CACHE_DIR", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))
    install.main([])
    assert "--no-cache-dir" in next(words for words in install.asked if "pip" in words)


def test_a_python_that_is_too_old_is_named(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "LEAST", (99, 0))
    assert install.main([]) == 1
    assert "Python 99.0 or later is needed" in capsys.readouterr().err
