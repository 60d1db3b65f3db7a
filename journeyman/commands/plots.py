"""Trust over time, drawn: a line of blocks for terminals, a small picture (SVG) for notebooks."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import UTC, datetime

from journeyman.gate.history import Mark, Point

_BLOCKS = "▁▂▃▄▅▆▇█"
_WIDTH, _HEIGHT = 360, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 8, 20, 26
_FEW = 40
"""Up to this many points each one is marked; beyond, only what went wrong is."""

_SOON = 600.0
"""Up to this many seconds from end to end the time axis tells seconds."""

_INK = "currentColor"
_GOOD = "var(--jp-success-color1, #2da44e)"
_COLOURS: dict[Mark, str] = {
    "success": _GOOD,
    "failure": "var(--jp-error-color1, #cf222e)",
    "rejection": "var(--jp-error-color1, #cf222e)",
    "undo": "var(--jp-warn-color1, #bf8700)",
    "reset": _INK,
    "changed": _INK,
}
_SAID: dict[Mark, str] = {
    "success": "clean run",
    "failure": "failed",
    "rejection": "rejected",
    "undo": "undone",
    "reset": "taken back by you",
    "changed": "starts from nothing: rule, threshold or program changed",
}


def sparkline(values: Sequence[float]) -> str:
    """Return one block for each value (0 to 1), the highest for 1."""
    top = len(_BLOCKS) - 1
    return "".join(_BLOCKS[round(max(0.0, min(1.0, value)) * top)] for value in values)


def picture(title: str, points: Sequence[Point], threshold: float | None, now: float) -> str:
    """Return an SVG of the lower bound over time, with the threshold, and a mark for each failure, rejection and undo.

    Colours follow the notebook's theme. ``points`` are not empty, oldest first; times are Unix seconds.
    """
    start = points[0].time
    span = max(now - start, 1.0)

    def x(moment: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * min(1.0, max(0.0, (moment - start) / span))

    steps = [f"M{x(start):.1f} {_y(points[0].bound):.1f}"]
    steps += [f"H{x(point.time):.1f}V{_y(point.bound):.1f}" for point in points[1:]]
    line = f"<path d='{''.join(steps)}H{x(now):.1f}' fill='none' stroke='{_GOOD}' stroke-width='1.5'/>"
    shown = [point for point in points if point.mark != "success" or len(points) <= _FEW]
    marks = "".join(_mark(point, x(point.time), _y(point.bound)) for point in shown)
    said = f"{title}: {len(points)} events, now {points[-1].bound:.2f}"
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {_HEIGHT}' width='{_WIDTH}' height='{_HEIGHT}' "
        f"role='img' aria-label='{html.escape(said)}' font-family='sans-serif' font-size='9' fill='{_INK}'>"
        f"<text x='{_LEFT}' y='11' font-weight='600'>{html.escape(_short(title))}</text>"
        f"{_axes(start, now)}{_limit(threshold)}{line}{marks}</svg>"
    )


def _y(bound: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1.0 - bound)


def _axes(start: float, now: float) -> str:
    floor = _HEIGHT - _BOTTOM
    ends = [_moment(moment, seconds=now - start < _SOON) for moment in (start, now)]
    levels = "".join(
        f"<text x='{_LEFT - 4}' y='{_y(level) + 3:.1f}' text-anchor='end' opacity='.7'>{level:g}</text>"
        for level in (0.0, 0.5, 1.0)
    )
    return (
        f"<path d='M{_LEFT} {_TOP}V{floor}H{_WIDTH - _RIGHT}' fill='none' stroke='{_INK}' opacity='.4'/>{levels}"
        f"<text x='10' y='{(_TOP + floor) / 2:.0f}' text-anchor='middle' opacity='.7' "
        f"transform='rotate(-90 10 {(_TOP + floor) / 2:.0f})'>trust</text>"
        f"<text x='{_LEFT}' y='{floor + 11}' opacity='.7'>{ends[0]}</text>"
        f"<text x='{_WIDTH - _RIGHT}' y='{floor + 11}' text-anchor='end' opacity='.7'>{ends[1]}</text>"
        f"<text x='{(_LEFT + _WIDTH - _RIGHT) / 2:.0f}' y='{floor + 22}' text-anchor='middle' opacity='.7'>"
        "time (UTC)</text>"
    )


def _limit(threshold: float | None) -> str:
    if threshold is None:
        return ""
    level, legend = _y(threshold), _HEIGHT - _BOTTOM + 22
    key = _WIDTH - _RIGHT - 126
    return (
        f"<path d='M{_LEFT} {level:.1f}H{_WIDTH - _RIGHT}M{key} {legend - 3}h16' stroke='{_INK}' "
        "stroke-dasharray='4 3' opacity='.6'/>"
        f"<text x='{_WIDTH - _RIGHT}' y='{legend}' text-anchor='end' opacity='.7'>"
        f"runs unasked from {threshold:.2f}</text>"
    )


def _mark(point: Point, x: float, y: float) -> str:
    colour = _COLOURS[point.mark]
    said = f"<title>{_moment(point.time)} UTC: {_SAID[point.mark]}, {point.bound:.2f}</title>"
    if point.mark == "success":
        return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='2' fill='{colour}'>{said}</circle>"
    shape = f"M{x - 3:.1f} {y - 3:.1f}l6 6m0 -6l-6 6"
    if point.mark == "undo":
        shape = f"M{x:.1f} {y - 4:.1f}l4 7h-8z"
    if point.mark in ("reset", "changed"):
        shape = f"M{x:.1f} {_TOP}V{_HEIGHT - _BOTTOM}"
    return f"<path d='{shape}' fill='none' stroke='{colour}' stroke-width='1.3'>{said}</path>"


def _moment(time: float, *, seconds: bool = False) -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")


def _short(title: str) -> str:
    return title if len(title) <= 56 else f"{title[:55]}…"
