r"""Finding e-mail addresses in text and replacing them, alike in Python, in the engine and on a cluster.

:data:`PATTERN` means the same to Python's ``re``, to RE2 (DuckDB) and to ``java.util.regex`` (Spark):
it uses no look-around, no back-reference, no flag and no class whose meaning differs between them
(``\w``, ``\s``, ``\b``), and it holds no ``'``.

What counts as an address, on purpose more than the standards allow:

=============================  =====================================================================
``jane+tag@example.org``       any dotted host whose last label starts with a letter
``"jane roe"@example.org``     a quoted local part
``jürgen@exämple.org``         letters of any script, and ``xn--`` labels
``0a1b…@example.org``          a hashed local part
``jane@localhost``             also ``host.local``, ``host.(none)``, ``[192.0.2.1]``, ``192.0.2.1``
``jane@6015fed2-1504-…``       the repository id that conversions from Subversion put for a host
``jane@workstation``           a host of one label that starts with a letter, unless ``v`` and a digit
=============================  =====================================================================

So ``pkg@4.17.21``, ``action@v4``, ``pkg@^1.2``, ``@mention`` and ``@scope/pkg`` stay, and ``pkg@latest``
goes: it cannot be told from ``jane@laptop``, and an address that stays does more harm than a word that goes.
"""

import re

__all__ = ["PATTERN", "REPLACEMENT", "has_address", "scrub"]

REPLACEMENT = "(address)"
"""What stands where an address was."""

_BEYOND_ASCII = (
    "\u00a1-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff"
    "\u3004-\u3007\u3012-\uff07\uff0a\uff0b\uff0d-\uff19\uff1c-\U0010ffff"
)
# Everything beyond ASCII but spaces, line separators and the brackets, commas and colons of East Asian text.
_LOCAL = rf"[!#-&*+\-./0-9=?A-Z\^-~\x27{_BEYOND_ASCII}]"
_LOCAL_END = rf"[0-9A-Z_a-z{_BEYOND_ASCII}]"
_LABEL = rf"[0-9A-Z_a-z{_BEYOND_ASCII}\-]"
_LETTER = rf"[A-Za-z{_BEYOND_ASCII}]"
# A quoted local part never holds the replacement, or scrubbing twice would not be scrubbing once.
_QUOTED = r'"(?:[^"(\r\n]|\\"|\(+[^"(a\r\n])*\(*"'
_HEX = "[0-9A-Fa-f]"
_STRONG_HOSTS = (
    rf"(?:{_LABEL}*\.)+{_LETTER}{_LABEL}*",
    rf"(?:{_LABEL}*\.)*{_LABEL}*\(none\)",
    r"\[[0-9A-Za-z:.]+\]",
    r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}",
    "localhost",
    f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}",
)
_WEAK_HOST = rf"(?:[A-UW-Za-uw-z{_BEYOND_ASCII}]|[Vv][A-Z_a-z{_BEYOND_ASCII}\-]){_LABEL}*"

PATTERN = (
    rf"(?:{_LOCAL}+|{_QUOTED})@+(?:{'|'.join(_STRONG_HOSTS)})"
    rf"|(?:{_LOCAL}*{_LOCAL_END}|{_QUOTED})@{_WEAK_HOST}"
)
"""Regular expression of an address, for ``re``, RE2 and ``java.util.regex``."""

# An address starts where a run of local characters starts, or nowhere in it: skipping the run keeps this linear.
_SCAN = re.compile(rf"({PATTERN})|{_LOCAL}++")


def scrub(text: str) -> str:
    """Return the text with every address replaced by ``(address)``.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The same text if it holds no address. Scrubbing twice is scrubbing once.

    Examples
    --------
    >>> scrub("ask jane@example.org, not @jane")
    'ask (address), not @jane'
    >>> scrub("bump lodash@4.17.21 and actions/checkout@v4")
    'bump lodash@4.17.21 and actions/checkout@v4'
    """
    if "@" not in text:
        return text
    return _SCAN.sub(lambda found: REPLACEMENT if found[1] else found[0], text)


def has_address(text: str) -> bool:
    """Return whether :func:`scrub` would change the text.

    Examples
    --------
    >>> has_address("jane@localhost"), has_address("@jane")
    (True, False)
    """
    return "@" in text and any(found[1] for found in _SCAN.finditer(text))
