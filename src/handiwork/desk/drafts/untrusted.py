"""Titles and names of strangers, made safe to stand in a text: one plain line without addresses, links or mentions."""

import re
import unicodedata

from handiwork.privacy.addresses import REPLACEMENT, scrub

__all__ = ["safe_line"]

_LINK = re.compile(
    r"//|www\."
    r"|(?:^|[^a-z])(?:mailto|javascript|vbscript|data|tel|file):"
    r"|[^\W\d_][\w-]*\.[a-z]{2,}/"  # a host with a path
    r"|\w\.(?:com|org|net|info|biz|io|dev|app|ai|co|me|xyz|top|click|link|shop|online|site|eu|ru|cn|de|fr|es|uk)(?!\w)"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])",
    re.IGNORECASE,
)
"""What makes a word a link, or something that programs turn into one."""

_MARKUP_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^)]*\)")
_TAG = re.compile(r"<[^<>]*>")
_SQUASHED = re.compile(r"\s*\(#\d+\)\s*$")
_QUOTES = '"\u00ab\u00b4\u00bb\u2018\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a'
_MARKUP = re.compile(r"[<>*_~|\\{}\[\]^=]+(?=\s|$)|(?<!\S)[<>*_~|\\{}\[\]^=]+|(?<!\S)#+(?=\s|$)|\](?=\()|[<>|\\`*]")
_GONE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def safe_line(text: str, limit: int) -> str:
    r"""Return a stranger's text as one plain line.

    Parameters
    ----------
    text
        Anything.
    limit
        At most so many characters; what is longer ends at a word, with ``…``.

    Returns
    -------
    str
        Without e-mail addresses, links, ``@`` mentions, markup, quotation marks, control characters, invisible
        characters and changes of writing direction; may be empty. Doing it twice is doing it once.

    Examples
    --------
    >>> safe_line('Fix <b>"host" routing</b>, see [here](https://x.example)\n(#12)', 80)
    "Fix 'host' routing, see here"
    >>> safe_line("\u202eevil\u202c @jane jane@example.org", 80)
    'evil jane'
    """
    line = unicodedata.normalize("NFC", text)
    while True:
        cleaned = _shortened(_once(line), limit)
        if cleaned == line:
            return cleaned
        line = cleaned


# --- private ---


def _once(text: str) -> str:
    spaced = "".join(" " if c in "\t\n\r\v\f\x85\u2028\u2029" else c for c in text)
    seen = "".join(c for c in spaced if unicodedata.category(c) not in _GONE)
    line = scrub(seen).replace(REPLACEMENT, " ")
    line = _MARKUP_LINK.sub(r"\1", line)
    line = _TAG.sub(" ", line)
    line = line.translate(dict.fromkeys(map(ord, _QUOTES), "'")).replace("@", "")
    line = _MARKUP.sub(" ", line)
    line = " ".join(word for word in line.split() if not _LINK.search(word))
    line = re.sub(r"\s+([,.;:!?)])", r"\1", " ".join(line.split()))
    return _SQUASHED.sub("", line).strip(" ,;:-")


def _shortened(line: str, limit: int) -> str:
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    cut = head.rpartition(" ")[0] if " " in head[limit // 2 :] else head
    return cut.rstrip(" ,;:-'.") + "…"
