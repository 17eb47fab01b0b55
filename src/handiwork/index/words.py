"""Words that say nothing about a craft: grammar (never indexed) and role talk (ignored in queries)."""

__all__ = ["FUNCTION_WORDS", "ROLE_WORDS", "SPELLED"]

FUNCTION_WORDS: frozenset[str] = frozenset(
    """
    a about all also an and any are as at be been being but by can could did do does doing for from had has have
    having he her his how i if in into is it its just me my no nor not of on onto or our s she should so some such
    t than that the their them then there these they this those to too us very was we were what when where which
    who whom whose why will with would you your
    """.split()  # noqa: SIM905 - a block of words reads better than a column of quotes
)
"""English grammar words, lower case, dropped from documents and queries."""

ROLE_WORDS: frozenset[str] = frozenset(
    """
    ability able background candidate candidates coder colleague contributor contributors dev developer developers
    engineer engineers engineering excellent experience experienced expert expertise experts familiar familiarity
    fluent good great hire hiring ideal ideally job junior knowledge lead looking maintainer maintainers mid need
    needed needs people person position practitioner preferably preferred professional proficiency proficient
    programmer programmers proven required requirement requirements role seeking senior skill skilled skills
    somebody someone specialist staff strong talent track understanding want wanted work worked working works year
    years
    """.split()  # noqa: SIM905 - as above
)
"""How roles are described, lower case, dropped from queries only: a document may well be about an "engine"."""

SPELLED: dict[str, str] = {"c++": "cpp", "c#": "csharp", "f#": "fsharp"}
"""Names whose signs a tokenizer would lose, and what they are indexed as."""
