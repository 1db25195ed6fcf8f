"""Drawings: the same bytes everywhere, nothing clipped, nothing covered, nothing of the machine in them."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalreport.exhibits import Diagram, Exhibit, Figure, Flow, render
from evalreport.exhibits.diagram import Actor, Tie
from evalreport.exhibits.drawing import routing, ties, typeface
from evalreport.exhibits.drawing.axis import steps
from evalreport.exhibits.drawing.canvas import Canvas, Placed
from evalreport.exhibits.drawing.canvas import settings as drawing_settings
from evalreport.exhibits.drawing.margin import label, spread
from evalreport.exhibits.drawing.sheet import sheet
from evalreport.exhibits.exhibit import Cell
from evalreport.exhibits.flow_diagram import FlowExit, FlowNode, FlowStage

HOSTILE = st.text(st.sampled_from("abcdefgæøåÆØÅ WiM.-/<>&$%{}[]#*_@\\\"'0123456789\u00a0"), max_size=60)

DRAW = """
import json, sys
from pathlib import Path
from evalreport.exhibits import exhibit_from_json, render
sys.stdout.buffer.write(render.svg(exhibit_from_json(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
"""


def canvas_of(exhibit: Any) -> Canvas:
    with drawing_settings():
        return sheet(exhibit)


def assert_inside(canvas: Canvas) -> None:
    for one in canvas.texts:
        assert one.left >= -0.6, one
        assert one.top >= -0.6, one
        assert one.right <= canvas.width + 0.6, one
        assert one.bottom <= canvas.height + 0.6, one


def overlap(one: Placed, other: Placed) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 0.8 and down > 2.2  # lines of one paragraph share the room of ascenders and descenders


def test_no_text_is_clipped(drawing: Exhibit) -> None:
    assert_inside(canvas_of(drawing))


def test_no_text_covers_another(drawing: Exhibit) -> None:
    texts = [one for one in canvas_of(drawing).texts if one.text.strip()]
    touching = [(a.text, b.text) for i, a in enumerate(texts) for b in texts[i + 1 :] if overlap(a, b)]
    assert touching == []


def test_measured_width_is_that_of_the_drawn_text() -> None:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    text = "Tilbagevisiteret af jobcentret 59 %"
    drawn = TextPath((0, 0), text, size=100, prop=FontProperties(fname=typeface.file())).get_extents()
    assert typeface.width(text, 100) == pytest.approx(drawn.x1, rel=0.02)
    assert typeface.width(text, 100) >= drawn.x1 - 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_hostile_and_long_labels_stay_inside_every_chart(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["grouped_bars", "horizontal_bars", "lines"]))
    rows = data.draw(st.integers(1, 7))
    columns = 1 if form == "horizontal_bars" else data.draw(st.integers(1, 4))
    value = st.one_of(st.floats(0, 1), st.just(None))

    def cell() -> Cell:
        number = data.draw(value)
        return Cell("·", hidden=True) if number is None else Cell(f"{100 * number:.0f}\u00a0%", number)

    figure = Figure(
        id="fig-a", caption="A", form=form, unit="share", axis=data.draw(HOSTILE),
        categories=tuple(data.draw(HOSTILE) for _ in range(rows)),
        series=tuple(data.draw(HOSTILE) for _ in range(columns)),
        values=tuple(tuple(cell() for _ in range(columns)) for _ in range(rows)),
        trend="series" if columns > 1 else "",
    )  # fmt: skip
    canvas = canvas_of(figure)
    assert_inside(canvas)
    assert canvas.svg().startswith(b"<?xml")


@settings(max_examples=15, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_hostile_labels_stay_inside_flows_and_diagrams(one: str, other: str, third: str) -> None:
    def node(label: str) -> FlowNode:
        return FlowNode(label, Cell("108", 108), "borgere")

    exits = (FlowExit(node(other), (node(third), node(one))),)
    stages = (FlowStage((node(one),), exits), FlowStage((node(other), node(third), node(one))))
    assert_inside(canvas_of(Flow(id="fig-a", caption="A", stages=stages)))
    actors = (Actor("a", one, other), Actor("b", other), Actor("c", third))
    ways = (Tie("a", "b", third, "money"), Tie("b", "c", one))
    assert_inside(canvas_of(Diagram(id="fig-a", caption="A", actors=actors, ties=ways)))
    assert_inside(
        canvas_of(Diagram(id="fig-a", caption="A", columns=((one, (other, third)), (other, (one,)))))
    )


@pytest.mark.parametrize("name", ["fig-barrier", "fig-absence", "fig-free"])
def test_same_bytes_in_another_folder_time_zone_locale_and_hash_seed(
    name: str, sample: Any, tmp_path: Path
) -> None:
    drawing = sample(name)
    folder = tmp_path / "mappe med æøå"
    folder.mkdir()
    (folder / "exhibit.json").write_text(json.dumps(drawing.to_json()), encoding="utf-8")
    # a user's own settings of matplotlib must not reach a figure either
    (folder / "matplotlibrc").write_text(
        "lines.linewidth: 9\nfont.size: 30\nsvg.fonttype: none\n", encoding="utf-8"
    )
    env = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7", "USER": "another"}
    done = subprocess.run(
        [sys.executable, "-c", DRAW, "exhibit.json"], cwd=folder, env=env, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == render.svg(drawing)


def test_threads_draw_the_same_bytes(sample: Any) -> None:
    figure = sample("fig-barrier")
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(render.svg, [figure] * 6))) == 1


def test_nothing_of_time_or_machine_is_in_a_drawing(drawing: Exhibit) -> None:
    text = render.svg(drawing).decode("utf-8")  # type: ignore[arg-type]
    for trace in ("<dc:date", "Matplotlib v", "/home", "/tmp", "<text", "site-packages"):
        assert trace not in text


def test_settings_of_the_notebook_are_left_as_they_were(sample: Any) -> None:
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 33.0}):
        render.svg(sample("fig-barrier"))
        assert mpl.rcParams["font.size"] == 33.0


def test_bars_begin_at_zero_whatever_the_scale(sample: Any) -> None:
    from dataclasses import replace

    figure = replace(sample("fig-who5"), scale=(50, 100))
    axes = canvas_of(figure).sheet.axes[0]
    assert axes.get_ylim()[0] == 0
    assert {patch.get_y() for patch in axes.patches} == {0}


def test_a_hidden_value_has_no_bar_and_zero_has_its_number(sample: Any) -> None:
    canvas = canvas_of(sample("fig-barrier"))
    assert len(canvas.sheet.axes[0].patches) == 11
    assert [one.text for one in canvas.texts].count("·") == 1
    lying = [one.text for one in canvas_of(sample("fig-status")).texts]
    assert "0\u00a0%" in lying
    assert "; 0" in lying
    assert lying.count("·") == 1


def test_a_hidden_value_breaks_its_line(sample: Any) -> None:
    from dataclasses import replace

    figure = sample("fig-absence")
    rows = list(figure.values)
    rows[1] = (Cell("·", hidden=True), *rows[1][1:])
    axes = canvas_of(replace(figure, values=tuple(rows))).sheet.axes[0]
    assert [len(line.get_xdata()) for line in axes.lines] == [1, 2, 4, 4]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 0.59, [0, 0.2, 0.4, 0.6]),
        (0, 4, [0, 1, 2, 3, 4]),
        (0, 35.6, [0, 10, 20, 30, 40]),
        (-3, 12, [-5, 0, 5, 10, 15]),
    ],
)
def test_axis_steps_are_round(low: float, high: float, expected: list[float]) -> None:
    assert [float(tick) for tick in steps(low, high)] == expected


@given(st.floats(-1e3, 1e3), st.floats(1e-2, 1e6))
def test_axis_steps_enclose_the_values_and_are_few(low: float, span: float) -> None:
    ticks = steps(low, low + span)
    hair = 1e-6 * (abs(low) + span)
    assert float(ticks[0]) <= low + hair
    assert float(ticks[-1]) >= low + span - hair
    assert 2 <= len(ticks) <= 8


@given(st.lists(st.floats(0, 150), max_size=7))
def test_labels_in_the_margin_do_not_touch(places: list[float]) -> None:
    labels = [label(at, "Navn", "12 %", "#000000") for at in places]
    middles = sorted(spread(labels, 0, 200))
    assert all(b - a >= labels[0].height - 1e-6 for a, b in itertools.pairwise(middles))


@pytest.mark.parametrize("positions", ["fig-model", "fig-free"])
def test_actors_do_not_overlap_and_ways_keep_clear_of_them(positions: str, sample: Any) -> None:
    spec = sample(positions)
    boxes, bottom = ties._boxes(spec)
    names = sorted(boxes)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            a, b = boxes[one], boxes[other]
            assert a.right <= b.left or b.right <= a.left or a.bottom <= b.top or b.bottom <= a.top, (
                one,
                other,
            )
    room = routing.Rectangle(2, 2, 412, bottom + 8)
    ways: list[tuple[routing.Point, ...]] = []
    for number, tie in enumerate(spec.ties):
        ways.append(routing.route(tie.source, tie.target, boxes, ties._offset(spec, number), ways, room))
        for name, box in boxes.items():
            if name not in (tie.source, tie.target):
                assert not any(box.holds(point) for point in ways[-1]), (tie, name)


def test_long_danish_words_are_divided_between_their_parts() -> None:
    assert typeface.wrap("virksomhedspraktik", 60, 9) == ("virksomheds-", "praktik")
    assert typeface.wrap("Bysekretariatet/Jobcentret", 70, 9)[0] == "Bysekretariatet/"
