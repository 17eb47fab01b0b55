"""Small drawings that a page has many of, as SVG: written here, since a template takes ten times as long."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from markupsafe import Markup

__all__ = ["score_bar", "sparkline"]

_STEP, _HEIGHT = 5, 24


def sparkline(counts: Sequence[int], words: str) -> Markup:
    """Return counts by month, oldest first, as bars.

    Parameters
    ----------
    counts
        Not negative.
    words
        Says the same.

    Examples
    --------
    >>> print(sparkline([0, 4], "4 in two months"))
    <svg class="sparkline" viewBox="0 0 10 24" role="img" aria-label="4 in two months"><rect class="spark-none" x="0" \
y="23.0" width="4" height="1.0"></rect><rect class="spark" x="5" y="1.0" width="4" height="23.0"></rect></svg>
    """
    bars = _bars(tuple(counts))
    return Markup(  # noqa: S704 - words are escaped, the rest is numbers
        f'<svg class="sparkline" viewBox="0 0 {_STEP * len(counts)} {_HEIGHT}" role="img" '
        f'aria-label="{escape(words)}">{bars}</svg>'
    )


def score_bar(parts: Sequence[Mapping[str, Any]], score: float, most: float) -> Markup:
    """Return a score as a bar of its parts, and the strongest of them in words.

    Parameters
    ----------
    parts
        Each with ``part`` (its first word is its kind) and ``value``.
    score
        Their sum.
    most
        The score that fills the width.
    """
    told = ", ".join(f"{part['part']} {part['value']:.3f}" for part in parts[:4])
    drawn, x = [], 0.0
    for place, part in enumerate(parts):
        width = 100 * part["value"] / most if most else 0.0
        name = escape(part["part"])
        kind = name.partition(" ")[0]
        odd = " bar-odd" if place % 2 else ""
        drawn.append(
            f'<rect class="bar-{kind}{odd}" x="{x:.3f}" y="0" width="{width:.3f}" height="6">'
            f"<title>{name}: {part['value']:.6f}</title></rect>"
        )
        x += width
    return Markup(  # noqa: S704 - texts are escaped, the rest is numbers
        '<svg class="score-bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" '
        f'aria-label="Score {score:.6f}: {escape(told)}"><rect class="bar-rest" x="0" y="0" width="100" height="6">'
        f"</rect>{''.join(drawn)}</svg>"
    )


# --- private ---


@lru_cache(maxsize=4000)
def _bars(counts: tuple[int, ...]) -> str:
    most = max(counts, default=0)
    heights = [2 + 21 * n / most if n else 1.0 for n in counts]
    return "".join(
        f'<rect class="spark{"" if n else "-none"}" x="{_STEP * i}" y="{_HEIGHT - height:.1f}" width="4" '
        f'height="{height:.1f}"></rect>'
        for i, (n, height) in enumerate(zip(counts, heights, strict=True))
    )
