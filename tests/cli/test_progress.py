"""Live on a terminal, plain lines elsewhere."""

from __future__ import annotations

import io

import pytest

from evalreport.cli.progress import shown


class Terminal(io.StringIO):
    """A terminal that remembers what was drawn."""

    def isatty(self) -> bool:
        return True


def drawn(stream: io.StringIO) -> str:
    with shown(stream=stream) as progress:
        progress.stage("Reading data")
        progress.stage("Running notebooks")
        progress.stage("Running notebooks")
        progress.item("children [bold]", 1, 2)
        progress.note("children: data table [absence] changed")
        progress.item("children [bold]", 2, 2)
    return stream.getvalue()


def test_on_a_terminal_finished_stages_stay_with_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    said = drawn(Terminal())
    assert "✓ Reading data  0.0 s" in said
    assert said.count("✓ Running notebooks  0.0 s") == 1
    assert "data table [absence] changed" in said


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    said = drawn(Terminal())
    assert "\x1b[3" not in said
    assert "\x1b[9" not in said


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_files_and_dumb_terminals_get_plain_lines(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    said = drawn(stream)
    assert "\x1b" not in said
    assert said.count("Running notebooks") == 1
    assert [line.strip() for line in said.splitlines()][-2:] == [
        "children: data table [absence] changed",
        "children [bold]: done",
    ]


def test_what_moves_is_taken_down_when_the_build_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()

    def stopped() -> None:
        with shown(stream=stream) as progress:
            progress.stage("Running notebooks")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert "✗ Running notebooks" in stream.getvalue()
    assert "\x1b[?25h" in stream.getvalue(), "the cursor is back"
