"""Files appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from evalreport.cache import read_json, write_json, write_text


def test_folders_are_made_and_text_has_unix_line_ends(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "b.txt", "én\nto\n")
    assert (tmp_path / "a" / "b.txt").read_bytes() == "én\nto\n".encode()


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "state.json"
    write_json(path, {"old": True})

    def fails(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="no space"):
        write_json(path, {"new": True})
    assert read_json(path) == {"old": True}
    assert os.listdir(tmp_path) == ["state.json"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no umask")
def test_written_files_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "x", "")
    finally:
        os.umask(before)
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("content", ["", "{", "\x00"])
def test_absent_and_broken_json_are_none(tmp_path: Path, content: str) -> None:
    assert read_json(tmp_path / "absent.json") is None
    (tmp_path / "broken.json").write_text(content, encoding="utf-8")
    assert read_json(tmp_path / "broken.json") is None
