"""matplotlib figures as SVG inside the page: text stays text in the page's own font, colours follow the page's theme.

Positions are in pixels of a sheet whose viewBox is as large; matplotlib never has to measure Chinese text, for which
the machine that writes the report need have no font.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, LINE, SHEET = "#000001", "#000002", "#000003", "#000004"
SERIES = ("#000011", "#000012", "#000013", "#000014", "#000015", "#000016")
"""Colours by name, not by value: the page's style sheet says what they are, in light and in dark."""
MARKERS = ("o", "s", "^", "D", "v", "P")
"""A shape for each series, because colour alone does not tell them apart for everybody."""

_VARIABLES: Mapping[str, str] = {
    INK: "var(--ink)",
    SOFT: "var(--soft)",
    LINE: "var(--line)",
    SHEET: "var(--sheet)",
    **{colour: f"var(--series-{number})" for number, colour in enumerate(SERIES)},
}
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "axes.unicode_minus": False,
    "font.size": 11,
    "text.color": INK,
    "axes.labelcolor": SOFT,
    "axes.edgecolor": LINE,
    "axes.linewidth": 1,
    "axes.facecolor": "none",
    "xtick.color": LINE,
    "ytick.color": LINE,
    "xtick.labelcolor": SOFT,
    "ytick.labelcolor": SOFT,
    "grid.color": LINE,
    "grid.linewidth": 1,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_Parameters = ParamSpec("_Parameters")
_Made = TypeVar("_Made")
_UNITS = 72
"""matplotlib's SVG has 72 units to the inch."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def styled(draw: Callable[_Parameters, _Made]) -> Callable[_Parameters, _Made]:
    """A function that draws, under our settings: matplotlib looks at them when a line or a text is made."""

    @wraps(draw)
    def drawn(*arguments: _Parameters.args, **options: _Parameters.kwargs) -> _Made:
        from matplotlib import rc_context

        with rc_context(_SETTINGS):
            return draw(*arguments, **options)

    return drawn


def colour(number: int) -> str:
    """The colour of the series ``number``; after the last one they begin again."""
    return SERIES[number % len(SERIES)]


def marker(number: int) -> str:
    """The shape of the series ``number``, likewise."""
    return MARKERS[number % len(MARKERS)]


def sheet(width: int, height: int) -> Figure:
    """An empty sheet of that many pixels."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width / _UNITS, height / _UNITS), facecolor="none", dpi=_UNITS)


def axes(figure: Figure, left: int, top: int, right: int, bottom: int) -> Axes:
    """Axes with these margins in pixels."""
    width, height = (float(side) * _UNITS for side in figure.get_size_inches())
    box = (left / width, bottom / height, (width - left - right) / width, (height - top - bottom) / height)
    made = figure.add_axes(box)
    made.tick_params(length=0, pad=6)
    return made


def printable(text: str) -> str:
    """Text as XML can hold it: without control characters and half characters."""
    return _CONTROL.sub("\ufffd", text)


@styled
def as_svg(figure: Figure, name: str, title: str, description: str) -> str:
    """The figure as an ``svg`` element for HTML. ``name`` makes its ids the only ones of their kind on the page;
    ``title`` and ``description`` are what a screen reader says. The same figure is the same text every time."""
    from matplotlib import rc_context

    raw = io.StringIO()
    with rc_context({"svg.hashsalt": name}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph \d+ ")  # the browser has the font, not we
        figure.savefig(raw, format="svg", transparent=True, metadata={"Date": None})
    root = ElementTree.fromstring(raw.getvalue())
    _strip(root, name)
    for tag, text in (("desc", description), ("title", title)):
        element = ElementTree.Element(tag, {"id": f"{name}-{tag}"})
        element.text = printable(text)
        root.insert(0, element)
    root.attrib = {
        "viewBox": root.attrib["viewBox"],
        "role": "img",
        "aria-labelledby": f"{name}-title {name}-desc",
        "style": "stroke-linejoin: round; stroke-linecap: butt",
    }
    return ElementTree.tostring(root, encoding="unicode")


def _strip(root: ElementTree.Element, name: str) -> None:
    """Take away what a drawing inside a page must not have: name spaces, metadata, a style sheet that would hold for
    the whole page, fonts, ids that nothing refers to; and give colours their names."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in ("metadata", "style"):
                parent.remove(child)
    values = [value for element in root.iter() for value in element.attrib.values()]
    used = {reference for value in values for reference in re.findall(r"(?:^|url\()#([\w-]+)", value)}
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        attributes = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
        if attributes.get("id", "") not in used:
            attributes.pop("id", None)
        element.attrib = {key: _renamed(key, value, name) for key, value in attributes.items()}


def _renamed(key: str, value: str, name: str) -> str:
    if key == "id":
        return f"{name}-{value}"
    value = re.sub(r"(^|url\()#(?=[A-Za-z])", rf"\1#{name}-", value)
    value = re.sub(r"font: (?:\w+ )*?([\d.]+px) [^;]*", r"font-size: \1", value)
    value = re.sub(r"font-family: [^;]*(?:; )?", "", value)
    return re.sub(r"#0000[01]\d", lambda found: _VARIABLES.get(found[0], found[0]), value)
