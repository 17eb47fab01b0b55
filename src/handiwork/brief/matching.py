"""Finding the catalogue's phrases in a text: longest first, misspelt words mended, ordinary words doubted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from handiwork.brief.lexicon import BUILDER, Lexicon, Phrase
from handiwork.brief.lists import BUILDERS, GLOSSARY, HOLLOW
from handiwork.brief.spelling import nearest
from handiwork.brief.tokens import Tokens, keys_of, stems_of

__all__ = ["Found", "Units", "find_phrases", "hollow_places", "units_of"]

_MOST_CHECKED = 300
_SPELLED_FROM = 5
_ENDINGS = ("ing", "ings", "ed", "ly", "ment", "ments", "ness", "able", "ible", "ful", "ous", "ive")
"""What looks like an English word is taken for one: "trading" is not "tracing"."""

_GLOSSARY = {keys_of(foreign): keys_of(english) for foreign, english in GLOSSARY.items()}
_GLOSSARY_LONGEST = max(map(len, _GLOSSARY))
_HOLLOW = frozenset(keys_of(phrase) for phrase in HOLLOW)
_HOLLOW_LONGEST = max(map(len, _HOLLOW))


@dataclass(frozen=True, slots=True)
class Units:
    """What phrases are matched against: words of the text, translated and mended.

    Attributes
    ----------
    keys, stems
        Words; who builds software is :data:`handiwork.brief.lexicon.BUILDER`.
    places
        The first and last place in the tokens that each stands for.
    mended
        Misspelt words as written → what they were read as.
    """

    keys: tuple[str, ...]
    stems: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    mended: dict[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found.

    Attributes
    ----------
    first, last
        Places of its first and last word in the tokens.
    phrase
        What it is.
    """

    first: int
    last: int
    phrase: Phrase


def units_of(
    tokens: Tokens, lexicon: Lexicon, *, translate: bool, is_word: Callable[[str], bool], skip: frozenset[int]
) -> Units:
    """Translate and mend the words of a text.

    Parameters
    ----------
    tokens
        The text.
    lexicon
        What words may be meant.
    translate
        Whether to read other languages' words by the glossary.
    is_word
        Says of a key whether it is a word that needs no mending.
    skip
        Places that are not read at all.
    """
    keys: list[str] = []
    places: list[tuple[int, int]] = []
    mended: dict[str, str] = {}
    checked: dict[str, str] = {}
    place, end = 0, len(tokens)
    while place < end:
        if place in skip:
            place += 1
            continue
        length, words = _translated(tokens, place) if translate else (1, (tokens.keys[place],))
        for word in words:
            read = BUILDER if word in BUILDERS else _mended(word, lexicon, is_word, checked)
            if read not in (word, BUILDER):
                mended[tokens.texts[place]] = read
            keys.append(read)
            places.append((place, place + length - 1))
        place += length
    return Units(tuple(keys), tuple(stems_of(tuple(keys))), tuple(places), mended)


def find_phrases(units: Units, tokens: Tokens, lexicon: Lexicon) -> list[Found]:
    """Return the phrases of a text in order, the longest at each place; within a title also what it names.

    A "FastAPI engineer" is a title and names FastAPI.
    """
    return list(_phrases(units, tokens, lexicon, range(len(units.keys)), within=len(units.keys)))


def hollow_places(tokens: Tokens) -> frozenset[int]:
    """Return the places of phrases that say nothing."""
    found: set[int] = set()
    firsts = {phrase[0] for phrase in _HOLLOW}
    for place, key in enumerate(tokens.keys):
        if key not in firsts:
            continue
        for length in range(_HOLLOW_LONGEST, 0, -1):
            if tokens.keys[place : place + length] in _HOLLOW:
                found.update(range(place, place + length))
                break
    return frozenset(found)


# --- private ---


def _phrases(units: Units, tokens: Tokens, lexicon: Lexicon, span: range, *, within: int) -> Iterator[Found]:
    """Yield the phrases of a span that have at most so many words."""
    at = span.start
    while at < span.stop:
        length, phrase = _longest(units, tokens, lexicon, at, min(within, span.stop - at))
        if phrase is None:
            at += 1
            continue
        if within == len(units.keys) or not phrase.has("title"):  # a title within a title is another one
            yield Found(units.places[at][0], units.places[at + length - 1][1], phrase)
        if length > 1 and phrase.has("title"):
            yield from _phrases(units, tokens, lexicon, range(at, at + length), within=length - 1)
        at += length


def _translated(tokens: Tokens, place: int) -> tuple[int, tuple[str, ...]]:
    for length in range(_GLOSSARY_LONGEST, 0, -1):
        if words := _GLOSSARY.get(tokens.keys[place : place + length]):
            return length, words
    return 1, (tokens.keys[place],)


def _mended(word: str, lexicon: Lexicon, is_word: Callable[[str], bool], checked: dict[str, str]) -> str:
    if word in checked:
        return checked[word]
    read = word
    if (
        len(word) >= _SPELLED_FROM
        and not word.endswith(_ENDINGS)
        and len(checked) < _MOST_CHECKED
        and word.isalpha()
        and word.isascii()
    ):
        if not is_word(word):
            read = nearest(word, lambda length: lexicon.words(word[0], length)) or word
        checked[word] = read
    return read


def _longest(units: Units, tokens: Tokens, lexicon: Lexicon, at: int, within: int) -> tuple[int, Phrase | None]:
    """Return the longest phrase of at most so many words that begins at a place, and its number of words."""
    most = max(lexicon.longest.get(units.keys[at], 0), lexicon.longest.get(units.stems[at], 0), 2)
    reach = _reach(units, tokens, at, min(most, within))
    for length in range(reach, 0, -1):
        keys: Sequence[str] = units.keys[at : at + length]
        phrase = lexicon.exact.get(tuple(keys)) or lexicon.stemmed.get(units.stems[at : at + length])
        if phrase is None and length == 2 and BUILDER not in keys:
            phrase = lexicon.exact.get(("".join(keys),))
        if phrase is not None:
            return length, phrase
    return 0, None


def _reach(units: Units, tokens: Tokens, at: int, most: int) -> int:
    """Return how many words from here on stand together."""
    length = 1
    while length < most and at + length < len(units.keys):
        before, after = units.places[at + length - 1], units.places[at + length]
        if after != before and (after[0] != before[1] + 1 or not tokens.joined[after[0]]):
            break
        length += 1
    return length
