"""A portal's colour made fit to be read: the page's palette from one colour, each shade with enough contrast."""

from __future__ import annotations

import re

Colour = tuple[int, int, int]

_HEX = re.compile(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_ENOUGH = 4.5  # WCAG 2.2 AA for text
_PAPER: Colour = (255, 255, 255)
_TINT: Colour = (238, 243, 250)  # --tw-tint of the light page, on which links stand
_NIGHT: Colour = (33, 44, 58)  # --tw-tint of the dark page
_BLACK: Colour = (0, 0, 0)


def parse(written: str) -> Colour | None:
    """The colour written as ``#1d4f91``, ``1d4f91`` or ``#fff``; None for anything else."""
    found = _HEX.fullmatch(written.strip())
    if found is None:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def theme(colour: Colour) -> str:
    """A style sheet that sets the brand colours of the page from ``colour``, darker or lighter where needed."""
    day = _readable(colour, _TINT, _BLACK)
    night = _readable(colour, _NIGHT, _PAPER)
    said = _readable(colour, _PAPER, _BLACK, 7)  # a deeper shade of its own: white stands on it, day and night
    deep, bright = _mixed(day, _BLACK, 0.22), _mixed(night, _PAPER, 0.35)
    return (
        f":root{{--tw-brand:{_hex(day)};--tw-brand-deep:{_hex(deep)};--tw-said:{_hex(day)}}}\n"
        f".dark{{--tw-brand:{_hex(night)};--tw-brand-deep:{_hex(bright)};--tw-said:{_hex(said)}}}\n"
    )


def _readable(colour: Colour, background: Colour, towards: Colour, enough: float = _ENOUGH) -> Colour:
    for step in range(21):
        shade = _mixed(colour, towards, step / 20)
        if contrast(shade, background) >= enough:
            return shade
    return towards


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
