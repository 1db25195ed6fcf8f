"""Where actors stand: on the grid positions given, or in layers away from the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evalreport.exhibits.diagram import Diagram

Place = tuple[float, float]


def positions(spec: Diagram) -> dict[str, Place]:
    """Return (column, row) per actor, the smallest being 0."""
    given = {actor.id: actor.position for actor in spec.actors if actor.position is not None}
    places: Mapping[str, Place] = given if len(given) == len(spec.actors) else _layers(spec)
    left = min(column for column, _ in places.values())
    top = min(row for _, row in places.values())
    return {name: (column - left, row - top) for name, (column, row) in places.items()}


def _layers(spec: Diagram) -> dict[str, Place]:
    """Layer actors by their distance from the one with most ties; order each layer by its neighbours' places."""
    names = [actor.id for actor in spec.actors]
    near: dict[str, list[str]] = {name: [] for name in names}
    for tie in spec.ties:
        for one, other in ((tie.source, tie.target), (tie.target, tie.source)):
            if other != one and other not in near[one]:
                near[one].append(other)
    centre = max(names, key=lambda name: (len(near[name]), -names.index(name)))
    distance = {centre: 0}
    queue = [centre]
    for name in queue:
        for other in sorted(near[name], key=names.index):
            if other not in distance:
                distance[other] = distance[name] + 1
                queue.append(other)
    far = max(distance.values()) + 1
    # The centre takes the middle row; its neighbours go above and below it in turn, so that lines stay short.
    rows: dict[int, list[str]] = {}
    for name in names:
        steps = distance.get(name, far)
        around = [other for other in names if distance.get(other, far) == steps]
        sign = -1 if around.index(name) % 2 == 0 else 1
        rows.setdefault(sign * steps, []).append(name)
    return _centred([_by_neighbours(rows[row], rows, near) for row in sorted(rows)])


def _by_neighbours(
    layer: Sequence[str], rows: Mapping[int, Sequence[str]], near: Mapping[str, Sequence[str]]
) -> list[str]:
    place = {name: index - (len(row) - 1) / 2 for row in rows.values() for index, name in enumerate(row)}

    def wish(name: str) -> float:
        beside = [place[other] for other in near[name] if other not in layer]
        return sum(beside) / len(beside) if beside else 0.0

    return sorted(layer, key=lambda name: (wish(name), layer.index(name)))


def _centred(layers: Sequence[Sequence[str]]) -> dict[str, Place]:
    widest = max(map(len, layers))
    places = {}
    for row, layer in enumerate(layers):
        for column, name in enumerate(layer):
            spacing = (widest - 1) / (len(layer) - 1) if len(layer) > 1 else 0.0
            places[name] = ((widest - 1) / 2 if len(layer) == 1 else column * spacing, float(row))
    return places
