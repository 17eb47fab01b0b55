"""Which handles are rare enough that two accounts of that handle may well be one person's."""

from collections.abc import Iterable

__all__ = ["is_rare", "name_parts"]

_LEAST = 6
_LEAST_SIGNED = 5
_FREQUENT = 2

_WORDS = """
account admin administrator analytics android anonymous archive assistant backend backup builder cloud coder
coffee commit community company compiler contact contributor control crawler cyber daemon data database debian
default deploy design designer desktop dev developer developers devops director docker docs dragon editor email
engine engineer engineering example expert explorer flask frontend funding gamer general ghost github gitlab
global golang guest hacker handle helper hobby hosting icecream infra internal internet javascript journal
kernel kotlin labs learner learning library linux machine maintainer maker manager master maven member monitor
mozilla network newbie ninja nobody null office official online open opensource operator package packages panda
penguin person phoenix pirate planet platform player postgres private process producer product program
programmer project public publisher pypi python query random reader release research researcher robot root ruby
runner scala school science scientist script search secret security server service shadow single software
solutions somebody source speaker spider student studio summer support swift system systems teacher team tester
testing tiger tools trusted turtle twilight ubuntu unicorn unknown update user username users viewer virtual
visitor website winter wizard worker world writer zombie
"""
_COMMON = frozenset(_WORDS.split())


def name_parts(names: Iterable[str | None]) -> frozenset[str]:
    """Return the words that at least two different full names share: given names, family names.

    Parameters
    ----------
    names
        Names in the form they are compared in; None is passed over.

    Examples
    --------
    >>> sorted(name_parts(["ada lind", "ada roe", "bo lind", "cy"]))
    ['ada', 'lind']
    """
    count: dict[str, int] = {}
    for name in {n for n in names if n is not None}:
        words = set(name.split())
        if len(words) > 1:
            for word in words:
                count[word] = count.get(word, 0) + 1
    return frozenset(word for word, times in count.items() if times >= _FREQUENT)


def is_rare(handle: str, parts: frozenset[str]) -> bool:
    """Return whether a handle is rare: hardly two people would choose it.

    It has six characters at least, or five with a digit or a separator among them, is no number, no common word, and
    no word that several people's names have.

    Parameters
    ----------
    handle
        In any case.
    parts
        What :func:`name_parts` returns.

    Examples
    --------
    >>> [is_rare(h, frozenset({"clarissa"})) for h in ("ada_l", "adal", "python", "Clarissa", "clockwright", "123456")]
    [True, False, False, False, True, False]
    """
    key = handle.lower()
    bare = key.strip("0123456789-_.")
    has_sign = any(c in "0123456789-_." for c in key)
    if len(key) < (_LEAST_SIGNED if has_sign else _LEAST) or not bare:
        return False
    return bare not in _COMMON and bare not in parts
