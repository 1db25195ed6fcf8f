"""Content decides: not place, not order, not time."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalreport.cache import FileHashes, hash_code, hash_file, hash_folder, hash_object, packages
from evalreport.cache.hashes import locked

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), plain, max_size=5))
def test_order_of_keys_does_not_count(data: dict[str, object]) -> None:
    assert hash_object(data) == hash_object(dict(reversed(list(data.items()))))


def test_text_and_number_and_decimal_of_the_same_look_are_different() -> None:
    assert len({hash_object(value) for value in (1, "1", 1.5, "1.5", Decimal("1.5"), None, "None")}) == 7


def test_sets_dates_paths_and_dataclasses_have_one_plain_form() -> None:
    @dataclass(frozen=True)
    class Rule:
        waves: frozenset[str]
        cut: date
        file: Path

    rule = Rule(frozenset({"w3", "w1", "w2"}), date(2025, 6, 30), Path("params") / "x")
    same = {"waves": ["w1", "w2", "w3"], "cut": "2025-06-30", "file": "params/x"}
    assert hash_object(rule) == hash_object(same)


def test_a_value_without_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        hash_object(object())


def test_a_folder_has_the_same_hash_wherever_it_lies(tmp_path: Path) -> None:
    for place in ("a", "b mellemrum æøå"):
        folder = tmp_path / place
        (folder / "under").mkdir(parents=True)
        for name in sorted(("z.csv", "under/b.csv", "æ.csv"), reverse=place == "a"):
            (folder / name).write_text(name, encoding="utf-8")
    assert hash_folder(tmp_path / "a") == hash_folder(tmp_path / "b mellemrum æøå")


def test_a_renamed_file_changes_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    before = hash_folder(tmp_path)
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")
    assert hash_folder(tmp_path) != before


def test_lock_files_of_office_and_checkpoints_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "koder.xlsx").write_bytes(b"x")
    before = hash_folder(tmp_path)
    (tmp_path / "~$koder.xlsx").write_bytes(b"open in Excel")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "copy.ipynb").write_bytes(b"x")
    assert hash_folder(tmp_path) == before


def test_library_code_counts_and_its_bytecode_does_not(tmp_path: Path) -> None:
    (tmp_path / "scale.yaml").write_text("items: 5", encoding="utf-8")
    before = hash_code.__wrapped__(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.py").write_text("", encoding="utf-8")
    assert hash_code.__wrapped__(tmp_path) == before
    (tmp_path / "scale.yaml").write_text("items: 6", encoding="utf-8")
    assert hash_code.__wrapped__(tmp_path) != before


def test_packages_are_named_as_registries_name_them(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "ruamel.yaml==0.18 \\\n    --hash=sha256:ab\npandas==3.0 ; python_version > '3'\n", encoding="utf-8"
    )
    assert locked(lock) == ("pandas", "ruamel-yaml")
    assert [name.partition("==")[0] for name in packages(locked(lock))] == ["pandas", "ruamel-yaml"]


class TestFileHashes:
    """The shortcut by size and time never hides a change."""

    @staticmethod
    def age(path: Path) -> None:
        """Make sure that a file is older than what is recorded afterwards."""
        time.sleep(0.02)

    def test_an_old_unchanged_file_is_not_read_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        data, record = tmp_path / "data.csv", tmp_path / "record.json"
        data.write_text("1;2", encoding="utf-8")
        self.age(data)
        first = FileHashes(record)
        digest = first.of(data)
        first.save()
        monkeypatch.setattr("evalreport.cache.hashes.hash_file", lambda path: pytest.fail("read again"))
        assert FileHashes(record).of(data) == digest

    def test_same_size_and_modification_time_with_other_content_is_seen(self, tmp_path: Path) -> None:
        data, record = tmp_path / "data.csv", tmp_path / "record.json"
        data.write_text("1;2", encoding="utf-8")
        stat = data.stat()
        self.age(data)
        first = FileHashes(record)
        first.of(data)
        first.save()
        data.write_text("1;3", encoding="utf-8")
        os.utime(data, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        assert FileHashes(record).of(data) == hash_file(data)

    def test_a_file_written_after_it_was_recorded_is_read_again(self, tmp_path: Path) -> None:
        data, record = tmp_path / "data.csv", tmp_path / "record.json"
        data.write_text("1;2", encoding="utf-8")
        first = FileHashes(record)
        first.of(data)
        first.save()
        data.write_text("1;3", encoding="utf-8")
        assert FileHashes(record).of(data) == hash_file(data)

    def test_a_broken_record_is_no_record(self, tmp_path: Path) -> None:
        data, record = tmp_path / "data.csv", tmp_path / "record.json"
        data.write_text("1;2", encoding="utf-8")
        record.write_text('{"half', encoding="utf-8")
        assert FileHashes(record).of(data) == hash_file(data)
