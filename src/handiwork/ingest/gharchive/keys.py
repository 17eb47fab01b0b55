"""How statements that are compiled ahead are told apart, by who compiles them and by who reads them."""

__all__ = ["COMPILED_FORMATS", "key_of"]

COMPILED_FORMATS = (("modern", "pushes"), ("timeline",))
"""The raw tables of files whose statements are compiled ahead: those of one format."""


def key_of(name: str, *of: str | tuple[str, ...], **flags: bool) -> str:
    """Return the heading of a statement among the compiled ones.

    Parameters
    ----------
    name
        The function here that returns it.
    of, flags
        Its parameters.

    Examples
    --------
    >>> key_of("normalized", "events", ("modern", "pushes"), suppressing=False)
    'normalized events modern+pushes suppressing=no'
    """
    words = [name, *(value if isinstance(value, str) else "+".join(value) for value in of)]
    return " ".join([*words, *(f"{flag}={'yes' if value else 'no'}" for flag, value in flags.items())])
