"""SVG: what matplotlib drew, as a picture that stands in a page and takes on its colours and its letters.

Figures are drawn in a few colours that nothing else has; here they become the variables of the page's style,
so that one picture is right in a light and in a dark room. The same values give the same bytes.
"""

from __future__ import annotations

import io
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from cotw.extraction.plain import readable
from cotw.extraction.shortening import clipped
from cotw.provenance.neutral import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.typing import RcKeyType

# Wide as a phone held upright, in points: letters are as large there as they were drawn.
WIDTH = 360
INK, SOFT, ACCENT, FILL = "#010101", "#020202", "#030303", "#040404"
SERIES = ("#050505", "#060606", "#070707", "#080808")
_VARIABLES = {INK: "ink", SOFT: "soft", ACCENT: "accent", FILL: "fill"} | {
    colour: f"series-{number}" for number, colour in enumerate(SERIES, 1)
}
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_COLOUR = re.compile("|".join(_VARIABLES))
_FONT = re.compile(r"font-family:[^;]*;? ?")
_REFERENCE = re.compile(r"#([^)\"' ]+)")
_SETTINGS: dict[RcKeyType, Any] = {
    "svg.fonttype": "none",  # letters stay letters: they can be read aloud, found and copied
    "text.parse_math": False,
    "text.color": INK,
    "font.size": 11,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
}


def drawn(name: str, alt: str, height: int, draw: Callable[[Axes], None]) -> str:
    """A picture as one `<svg>` element; `alt` says in words what it shows, `height` is in points."""
    # Half a second, and only where something is drawn.
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    written = io.BytesIO()
    with warnings.catch_warnings(), rc_context({**_SETTINGS, "svg.hashsalt": name}):
        # It measures with its own letters, which lack those of many languages; the page has others.
        warnings.filterwarnings("ignore", message="Glyph ")
        figure = Figure(figsize=(WIDTH / 72, height / 72), layout="constrained")
        FigureCanvasSVG(figure)
        draw(figure.add_subplot())
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _for_a_page(written.getvalue(), name, alt)


def label(text: str, longest: int) -> str:
    """`text` as it may stand in a picture: on one line, cut, and nothing in it that XML cannot hold.

    A letter that is as wide as two counts for two.
    """
    line = " ".join(visible(readable(text)).split())
    line = "".join(letter for letter in line if letter not in "\ufffe\uffff")
    widths = accumulate(1 + (east_asian_width(letter) in "WF") for letter in line)
    fitting = sum(width <= longest for width in widths)
    return clipped(line, fitting) if fitting < len(line) else line


def _for_a_page(svg: bytes, name: str, alt: str) -> str:
    root = ET.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.endswith(("}metadata", "}style")):
                parent.remove(child)
    _own_ids(root, name)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    title = ET.Element(f"{{{_SVG}}}title", {"id": f"{name}-alt"})
    title.text = alt
    root.insert(0, title)
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-alt"}
    ET.register_namespace("", _SVG)
    return ET.tostring(root, encoding="unicode")


def _own_ids(root: ET.Element, name: str) -> None:
    """Ids that nothing refers to go, the others get the picture's name: a page holds several pictures."""
    attributes = [value for one in root.iter() for value in one.attrib.values()]
    wanted = {found for value in attributes for found in _REFERENCE.findall(value)}
    for one in root.iter():
        if one.get("id") in wanted:
            one.set("id", f"{name}-{one.get('id')}")
        else:
            one.attrib.pop("id", None)
        href = one.attrib.pop(f"{{{_XLINK}}}href", None)
        if href is not None:
            one.set("href", f"#{name}-{href[1:]}")
        if (clip := one.get("clip-path")) is not None:
            one.set("clip-path", clip.replace("#", f"#{name}-"))
        if (style := one.get("style")) is not None:
            plain = _COLOUR.sub(lambda hit: f"var(--{_VARIABLES[hit[0]]})", style)
            one.set("style", _FONT.sub("", plain))
