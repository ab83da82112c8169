"""Seconds over sizes, both by their powers of ten, as an SVG that is legible in light, in dark, and by its forms alone."""

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor, log10

from msgspec import Struct

WIDTH, HEIGHT = 800, 460
LEFT, RIGHT, TOP, BOTTOM = 76, 216, 48, 60
APART = 17
"""Between two labels at least."""
CAPTION = "sources (dotted: ten times as long for ten times as many)"
STYLE = """\
text { font: 14px system-ui, sans-serif; fill: #222 }
.ground { fill: #fff } .grid { stroke: #ddd } .linear { stroke: #777; stroke-dasharray: 1 5; stroke-linecap: round }
.line { fill: none; stroke-width: 2.5 } .other { stroke-dasharray: 7 5 } .title { font-weight: 600 } .faint { fill: #666 }
.c0 { --c: #b3261e } .c1 { --c: #1f5fbf } .c2 { --c: #1a7f4b } .c3 { --c: #7a4fb5 }
.line { stroke: var(--c) } .mark, .label { fill: var(--c) }
@media (prefers-color-scheme: dark) {
text { fill: #e6e6e6 } .ground { fill: #16181c } .grid { stroke: #3a3d44 } .linear { stroke: #999 } .faint { fill: #a5a8ae }
.c0 { --c: #ff8a7d } .c1 { --c: #8ab8ff } .c2 { --c: #6fd39c } .c3 { --c: #c9a6ff }
}
"""


class Series(Struct, frozen=True):
    """A line. colour: 0 to 3; shape: of its marks, the same number. other: it is a program's beside this one."""

    name: str
    points: tuple[tuple[int, float], ...]
    colour: int
    other: bool = False


class _Axes(Struct, frozen=True):
    """The powers of ten between which sizes and seconds lie."""

    first: int
    last: int
    low: int
    high: int

    def x(self, size: float) -> float:
        return LEFT + (log10(size) - self.first) / (self.last - self.first) * (WIDTH - LEFT - RIGHT)

    def y(self, seconds: float) -> float:
        return HEIGHT - BOTTOM - (log10(seconds) - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)


def plot(title: str, lines: Sequence[Series]) -> str:
    """The lines (one at least, of seconds above 0), each with its name at its end, over a dotted one of linear growth."""
    sizes = [size for line in lines for size, _ in line.points]
    seconds = [value for line in lines for _, value in line.points]
    first, low = floor(log10(min(sizes))), floor(log10(min(seconds)))
    axes = _Axes(first, max(ceil(log10(max(sizes))), first + 1), low, max(ceil(log10(max(seconds))), low + 1))
    parts = [*_grid(axes), *_linear(axes, lines[0]), *(part for line in lines for part in _line(axes, line))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title">\n'
        f'<title id="title">{escape(title)}</title>\n<style>\n{STYLE}</style>\n'
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>\n'
        f'<text class="title" x="{LEFT}" y="26">{escape(title)}</text>\n'
        + "\n".join([*parts, *_names(axes, lines)])
        + "\n</svg>\n"
    )


def _grid(axes: _Axes) -> Iterator[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for power in range(axes.low, axes.high + 1):
        y = axes.y(10.0**power)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{right}"/>'
        yield f'<text x="{LEFT - 10}" y="{y + 5:.1f}" text-anchor="end">{10.0**power:,g} s</text>'
    for power in range(axes.first, axes.last + 1):
        x = axes.x(10**power)
        yield f'<path class="grid" d="M{x:.1f} {TOP}V{bottom}"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 22}" text-anchor="middle">{10**power:,}</text>'
    yield f'<text class="faint" x="{(LEFT + right) / 2}" y="{bottom + 46}" text-anchor="middle">{CAPTION}</text>'


def _linear(axes: _Axes, line: Series) -> Iterator[str]:
    """What ten times as long for ten times as much would be, from a line's first point on, as far as the plot goes."""
    size, value = line.points[0]
    ratio = min(10**axes.last / size, 10**axes.high / value)
    start, end = (axes.x(size), axes.y(value)), (axes.x(size * ratio), axes.y(value * ratio))
    yield f'<path class="linear" d="M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"/>'


def _line(axes: _Axes, line: Series) -> Iterator[str]:
    places = [(axes.x(size), axes.y(value)) for size, value in line.points]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline class="line c{line.colour}{" other" if line.other else ""}" points="{points}"/>'
    for x, y in places:
        yield f'<path class="mark c{line.colour}" d="M{x:.1f} {y:.1f}{_shape(line.colour)}"/>'


def _shape(number: int) -> str:
    """A disc, a square, a rhomb, a triangle, about the point where the pen is."""
    shapes = ("m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", "m-4.5-4.5h9v9h-9z", "m0-6l6 6-6 6-6-6z", "m0-6l6 10.5h-12z")
    return shapes[number]


def _names(axes: _Axes, lines: Sequence[Series]) -> Iterator[str]:
    """Each line's name at its end, moved up or down where two would meet."""
    ends = sorted((axes.y(line.points[-1][1]), number) for number, line in enumerate(lines))
    lowest = float(TOP - APART)
    for y, number in ends:
        lowest = max(y, lowest + APART)
        line = lines[number]
        x = axes.x(line.points[-1][0]) + 14
        yield f'<text class="label c{line.colour}" x="{x:.1f}" y="{lowest + 5:.1f}">{escape(line.name)}</text>'
