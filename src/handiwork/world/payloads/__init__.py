"""Single events in the four formats of GH Archive, as its files really have them.

==========  ===========================  ==================================================
era         files                        told by
==========  ===========================  ==================================================
first       2011-02-12 to 2012-03-10     addresses on ``api.github.dev``, an ``id``
timeline    2012-03-11 to 2014-12-31     a ``repository`` object, ``actor`` a login, no id
full        2015-01-01 to 2025-10-08     whole payloads
trimmed     since 2025-10-15             pushes without commits, pull requests nearly empty
==========  ===========================  ==================================================
"""

from collections.abc import Callable
from functools import partial
from typing import Literal

from handiwork.world.nouns import Act
from handiwork.world.payloads import first, full, timeline, trimmed
from handiwork.world.payloads.parts import Json

__all__ = ["ERAS", "Era", "Json", "event"]

Era = Literal["first", "timeline", "full", "trimmed"]
"""Name of a format; ``first`` has two kinds of payload, see :func:`event`."""

ERAS: tuple[Era, ...] = ("first", "timeline", "full", "trimmed")
"""The formats, oldest first."""

_BUILDERS: dict[Era, Callable[[Act], Json]] = {
    "first": first.event,
    "timeline": timeline.event,
    "full": full.event,
    "trimmed": trimmed.event,
}
_TERSE = partial(first.event, terse=True)


def event(era: Era, act: Act, *, terse: bool = False) -> Json:
    """Return one event as the files of an era have it.

    Parameters
    ----------
    era
        Which format.
    act
        What happened.
    terse
        In the first format: True for the payloads of 2011, False for those of early 2012.

    Returns
    -------
    dict
        The JSON object of one line.

    Raises
    ------
    NotImplementedError
        If the era had no event for this class of act.
    """
    return (_TERSE if terse and era == "first" else _BUILDERS[era])(act)
