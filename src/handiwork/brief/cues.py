"""Cues of seniority, of recency and of hard constraints, with the span of text each stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handiwork.brief.nouns import Constraint, Seniority
from handiwork.brief.tokens import key_of

__all__ = ["Cues", "Recency", "cues_of"]

_LEVELS = (
    ("principal", r"principal|distinguished"),
    ("staff", r"staff(?=[ -](?:level|software|backend|front|data|ml|machine|platform|python|security|site|research|engineer"
     r"|developer|sre|devops|go|rust|java|infrastructure|ai))"),
    ("staff", r"(?:tech(?:nical)?|team|engineering) lead|lead(?= (?:\S{1,30} ){0,3}(?:engineer|developer|architect|entwickler(?:in)?))"),
    ("senior", r"senior|sr\.?|seniore|sênior|confirmée?|expérimentée?|erfahrene[rn]?|experienced|seasoned"),
    ("mid", r"mid[ -]?level|intermediate|medior|pleno|semi[ -]?senior"),
    ("junior", r"junior|jr\.?|entry[ -]level|graduate|new grad|intern|internship|trainee|berufseinsteiger(?:in)?|débutante?"
     r"|praktikant(?:in)?|becari[oa]|estagi[áa]ri[oa]|stagista|stagiaire|starter|trainee"),
)  # fmt: skip
_RANK = {"junior": 0, "mid": 1, "senior": 2, "staff": 3, "principal": 4}
_SENIORITY = [(level, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)) for level, pattern in _LEVELS]

_YEAR = r"(?:years?|yrs?\.?|jahren?|ans|années?|años|anos|anni|jaar)"
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "zwei": 2, "drei": 3, "funf": 5, "sechs": 6, "deux": 2, "trois": 3, "cinq": 5, "dos": 2, "tres": 3,
    "cinco": 5, "dois": 2, "due": 2, "tre": 3, "cinque": 5, "seis": 6, "sei": 6, "zes": 6, "doce": 12, "doze": 12, "douze": 12, "dodici": 12, "twaalf": 12, "twee": 2, "drie": 3, "vijf": 5, "zwolf": 12,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_WORDS)}|fünf|zwölf)"
_YEARS = re.compile(
    rf"(?<!\w)(?:at least |min(?:imum|destens)?\.? (?:of )?|over |more than |mindestens |au moins |al menos |pelo menos "
    rf"|almeno |minimaal )?(?P<low>{_NUMBER})(?:\s?\s?(?:-|–|to|bis|à|a)\s?\s?{_NUMBER})?\s?\s?\+?\s?\s?(?:or more )?(?:\w+ )?{_YEAR}"
    rf"(?:\s\s?(?:of|in|de|di|an))?(?:\s\s?\S{{1,30}}){{0,3}}?\s\s?(?:d['’])?(?:experience|expérience|experiencia|experiência|esperienza|erfahrung"
    rf"|berufserfahrung|ervaring|werkervaring)(?!\w)|(?P<plus>{_NUMBER})\s?\s?\+\s?\s?{_YEAR}(?!\w)",
    re.IGNORECASE,
)  # fmt: skip

_UNITS = {"day": 1, "tag": 1, "jour": 1, "dia": 1, "gior": 1, "dag": 1, "week": 7, "woch": 7, "sema": 7, "sett": 7}
_MONTHS = {"mont": 1, "mona": 1, "mois": 1, "mes": 1, "mese": 1, "mesi": 1, "maan": 1, "year": 12, "jahr": 12}
_MONTHS |= {"an": 12, "ann": 12, "anne": 12, "ano": 12, "anno": 12, "anni": 12, "jaar": 12, "quar": 3, "quart": 3}
_WINDOW = re.compile(
    rf"(?<!\w)(?:in|within|over|during|for|innerhalb|au cours|dans|en|nos|negli|in de)?\s?\s?"
    rf"(?:the|der|des|den|de|los|las|os|as|gli|ces)?\s?\s?"
    rf"(?:(?:last|past|previous|letzten?|vergangenen|derni(?:er|ère)s?|[uú]ltim[oa]s?|ultim[iaeo]|afgelopen|laatste)\s\s?"
    rf"(?P<n>{_NUMBER})?\s?\s?|(?P<m>{_NUMBER})\s\s?(?:derni(?:er|ère)s?|[uú]ltim[oa]s?)\s\s?)"
    r"(?P<unit>days?|weeks?|months?|quarters?|years?|tagen?|wochen?|monaten?|jahren?|jours?|semaines?|mois|années?|ans?"
    r"|d[ií]as?|semanas?|mes(?:es)?|meses|años?|anos?|giorni|settimane|mesi|ann[io]|dagen|weken|maanden|jaar)(?!\w)",
    re.IGNORECASE,
)
_WORK = (
    r"(?:work|contribut|active|commit|maintain|ship|built|use|merg|gearbeitet|aktiv|beigetragen|travaill|actif|activ"
    r"|contribu|trabaj|trabalh|lavora|attiv|gewerkt|actief)"
)
_RECENTLY = re.compile(
    r"(?<!\w)(?:recently|recent|lately|kürzlich|zuletzt|récemment|recientemente|recentemente|di recente|onlangs"
    rf"|recentelijk)(?!\w)(?:\s\s?\w+){{0,3}}?\s\s?{_WORK}\w*|(?<!\w){_WORK}\w*(?:\s\s?\S{{1,30}}){{0,4}}?\s\s?(?:recently|lately|kürzlich"
    r"|zuletzt|récemment|recientemente|recentemente|di recente|onlangs|recentelijk)(?!\w)",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"(?<!\w)(?:(?:currently|still|presently|now) active(?:ly)?|active(?:ly)? (?:right )?now|currently contribut\w+"
    r"|actively (?:contribut|maintain|commit)\w*|(?:aktuell|derzeit|noch|momentan) aktiv\w*"
    r"|(?:actuellement|toujours) acti(?:f|ve)s?|actualmente activ[oa]s?|atualmente ativ[oa]s?|attualmente attiv[oaie]"
    r"|(?:momenteel|nog steeds) actief)(?!\w)",
    re.IGNORECASE,
)
_SINCE = re.compile(r"(?<!\w)(?:since|seit|depuis|desde|dal|sinds)\s\s?(?P<year>20\d\d)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?!\w)", re.IGNORECASE)  # fmt: skip
_RECENT_MONTHS = 12
_NOW_MONTHS = 6

_TONGUES = (
    r"(?:english|german|french|spanish|portuguese|italian|dutch|polish|czech|japanese|mandarin|chinese|korean|arabic"
    r"|hebrew|swedish|danish|norwegian|finnish|russian|ukrainian|turkish|hindi|englisch|deutsch|französisch|anglais"
    r"|allemand|français|inglés|alemán|francés|español|inglês|alemão|francês|português|inglese|tedesco|francese"
    r"|engels|duits|frans|nederlands)"
)
_PLACE = r"[A-ZÀ-Ý][\wÀ-ÿ.'-]+(?:[ ,/]+(?:or |and |oder |ou |o )?[A-ZÀ-Ý][\wÀ-ÿ.'-]+){0,3}"
_CONSTRAINTS: tuple[tuple[str, re.Pattern[str], bool], ...] = (
    (
        "exclude-owner",
        re.compile(
            r"(?:not|no|excluding|exclude|except|without|outside(?: of)?|but not)\s\s?(?:the )?(?:people |anyone |anybody |persons"
            r" |contributors |employees |engineers |those |staff )?(?:from |of |at |in |to |working (?:for|at) )?(?:the )?"
            r"(?P<v>[A-Za-z0-9][\w.-]*?)(?:'s|’s|s')?(?: own)? (?:repositor(?:y|ies)|repos|organi[sz]ations?|employees)(?!\w)",
            re.IGNORECASE,
        ),
        True,
    ),
    (
        "contribution",
        re.compile(
            r"(?<!\w)(?P<v>(?:core |active |project |package )?maintainers?(?= of| only|s? for)|only maintainers|maintainers only"
            r"|(?:is|are|be|been|as) (?:a |an )?(?:core |active )?maintainers?|core (?:developer|contributor|committer)s?(?= of)"
            r"|(?:code )?reviewers?(?= of| for)|review(?:s|ed|ing)? (?:other people's |others' )?pull requests"
            r"|(?:has|have|having) (?:reviewed|merged|maintained|released)(?= )|release managers?(?= of| for))(?!\w)",
            re.IGNORECASE,
        ),
        True,
    ),
    ("work-permit", re.compile(
        r"(?<!\w)(?P<v>(?:valid )?(?:work (?:permit|authori[sz]ation|visa)|right to work|visa sponsorship|us citizen(?:ship)?"
        r"|eu citizen(?:ship)?|arbeitserlaubnis|permis de travail|permiso de trabajo|authori[sz]ed to work)(?: in (?:the )?"
        + _PLACE + r")?)(?!\w)", re.IGNORECASE), False),
    ("clearance", re.compile(r"(?<!\w)(?P<v>(?:active |ts/sci |top secret |security )+clearance)(?!\w)", re.IGNORECASE), False),
    ("language", re.compile(
        rf"(?<!\w)(?P<v>(?:(?:fluent|fluency|proficien(?:t|cy)|excellent|good|strong|native|professional|business|written|spoken"
        rf"|fließend(?:es|e)?|verhandlungssicher(?:es|e)?|gute[s]?|sehr gute[s]?|courant|bon niveau|nivel|buon[oa]?)[ -]+"
        rf"(?:\S{{1,30}} ){{0,3}}?(?:in |en |d'|de |di )?{_TONGUES}|{_TONGUES}[ -](?:speaking|speaker|language skills|skills|c1|c2|b2"
        rf"|courant|fluide?|fluente)|{_TONGUES}kenntnisse)(?:\s?\s?\(?[abc][12]\)?)?)(?!\w)", re.IGNORECASE), False),
    ("degree", re.compile(
        r"(?<!\w)(?P<v>(?:bachelor|master)(?:'s|’s|s)?(?: or (?:bachelor|master|ph\.?d)(?:'s|’s|s)?)?(?: degree)?"
        r"|ph\.?d\.?|msc|bsc|b\.s\.|m\.s\.|(?:university |college )?degree(?= in)|hochschulabschluss"
        r"|abgeschlossenes (?:\w+)?studium|diplôme|licenciatura|laurea)(?:(?: degree)? in (?:computer science|cs|software"
        r" engineering|informatics|mathematics|maths?|engineering|informatik|informatique)(?:[ ,]+(?:or )?(?:a )?(?:related"
        r"|similar|relevant)(?: technical)? (?:field|discipline|subject))?)?(?!\w)", re.IGNORECASE), False),
    ("employment", re.compile(
        r"(?<!\w)(?P<v>full[ -]time|part[ -]time|freelance|contractor|contract position|permanent position|vollzeit|teilzeit"
        r"|festanstellung|cdi|cdd|temps plein|tiempo completo|unbefristet\w*|fulltime|freelancer)(?!\w)", re.IGNORECASE), False),
    ("location", re.compile(
        rf"(?<!\w)(?P<v>(?i:(?:100 ?% |fully |full |eu |us )?remote(?:[ -](?:first|only|ok|friendly))?|on-?site|hybrid(?= (?:work"
        rf"|model|role|position|in|from))|relocation|willing to relocate|télétravail|teletrabajo|homeoffice|trabalho remoto)"
        rf"(?:\s?\s?(?:\(|in |from |within )\s?\s?(?:the )?{_PLACE}\)?)?|(?i:based in|located in|located near|live in|living in|residing"
        rf" in|office in|offices in|our office in|standort:?|basé à|basée à|con sede en|con base en|sediado em|con sede a"
        rf"|gevestigd in) (?:the )?{_PLACE}(?i: office)?|[A-Z]{{2,4}}[+-]?\d? time ?zones?"
        rf"|(?i:european|us|american|eastern|pacific|central european) time ?zones?)(?!\w)"), False),
)  # fmt: skip


_NEEDLES: dict[str, tuple[str, ...]] = {
    "exclude-owner": (
        "repositor",
        " repos",
        "organi",
        "employees",
    ),
    "contribution": (
        "maintain",
        "review",
        "core ",
        "release manager",
        "merged",
        "released",
    ),
    "work-permit": (
        "permit",
        "authori",
        "visa",
        "right to work",
        "citizen",
        "arbeitserlaubnis",
        "permis",
    ),
    "clearance": ("clearance",),
    "degree": (
        "bachelor",
        "master",
        "ph.d",
        "phd",
        "msc",
        "bsc",
        "b.s",
        "m.s",
        "degree",
        "abschluss",
        "studium",
        "diplôme",
        "licenciatura",
        "laurea",
    ),
    "employment": (
        "full-time",
        "full time",
        "fulltime",
        "part-time",
        "part time",
        "freelance",
        "contract",
        "permanent",
        "vollzeit",
        "teilzeit",
        "festanstellung",
        "unbefristet",
        "cdi",
        "cdd",
        "temps plein",
        "tiempo completo",
    ),
    "location": (
        "remot",
        "on-site",
        "onsite",
        "hybrid",
        "relocat",
        "teletrab",
        "télétrav",
        "homeoffice",
        "based in",
        "located",
        "live in",
        "living in",
        "residing",
        "office in",
        "offices in",
        "standort",
        "basé",
        "con sede",
        "con base",
        "sediado",
        "gevestigd",
        "time zone",
        "timezone",
    ),
    "years": (
        "year",
        "yrs",
        "jahr",
        " ans",
        "anné",
        "años",
        "anos",
        "anni",
        "jaar",
    ),
    "window": (
        "last",
        "past",
        "previous",
        "letzte",
        "vergangen",
        "derni",
        "últim",
        "ultim",
        "afgelopen",
        "laatste",
    ),
    "recently": (
        "recent",
        "récemment",
        "lately",
        "kürzlich",
        "zuletzt",
        "onlangs",
    ),
    "now": (
        "activ",
        "aktiv",
        "attiv",
        "ativ",
        "acti",
        "currently contribut",
    ),
    "since": (
        "since 2",
        "seit 2",
        "depuis 2",
        "desde 2",
        "dal 2",
        "sinds 2",
    ),
    "seniority": (
        "principal",
        "distinguished",
        "staff",
        "lead",
        "senior",
        "sênior",
        "sr",
        "confirm",
        "expériment",
        "erfahren",
        "experienced",
        "seasoned",
        "mid",
        "intermediate",
        "medior",
        "pleno",
        "junior",
        "jr",
        "entry",
        "graduate",
        "new grad",
        "intern",
        "trainee",
        "berufs",
        "débutant",
        "praktikant",
        "becari",
        "estagi",
        "stagi",
        "starter",
    ),
    "language": tuple(_TONGUES.strip("(?:)").split("|")),
}
"""In lower case, words one of which every match of a pattern has: patterns are only tried around them."""

_REACH = (80, 140)
_NARROW = (16, 60)
"""So many characters before and after such a word are looked at."""


@dataclass(frozen=True, slots=True)
class Recency:
    """A recency window: from when, and the words that ask for it."""

    since: date
    cue: str


@dataclass(frozen=True, slots=True)
class Cues:
    """What a text says beside the craft.

    Attributes
    ----------
    seniority, recency, constraints
        As found; None or empty if nothing.
    spans
        Half-open spans of the text that are spoken for, ascending: their words are no search words.
    owner_spans
        Half-open spans that name whose repositories do not count.
    """

    seniority: Seniority | None
    recency: Recency | None
    constraints: tuple[Constraint, ...]
    spans: tuple[tuple[int, int], ...]
    owner_spans: tuple[tuple[int, int], ...] = ()


def cues_of(text: str, today: date) -> Cues:
    """Find the cues of a text from which ignored sections were blanked out.

    Parameters
    ----------
    text
        The role; spans count its characters.
    today
        What "last year" is counted from.

    Examples
    --------
    >>> cues = cues_of("Senior engineer, 5+ years, active in the last 12 months, based in Berlin", date(2026, 3, 31))
    >>> cues.seniority.level, cues.recency.since.isoformat(), [c.kind for c in cues.constraints]
    ('senior', '2025-03-31', ['years', 'location'])
    """
    constraints, found = _constraints(text)
    # The words of these name the skill: "5 years of Django experience", "maintainer of Django".
    spans = [(a, b) for a, b, c in found if c.kind not in {"years", "contribution"}]
    owners = tuple((a, b) for a, b, c in found if c.kind == "exclude-owner")
    recency, recent = _recency(text, today)
    seniority, levels = _seniority(text)
    return Cues(seniority, recency, constraints, tuple(sorted([*spans, *recent, *levels])), owners)


# --- private ---


def _lower(text: str) -> str:
    """Return a text in lower case, with every character in its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _near(
    pattern: re.Pattern[str], needles: tuple[str, ...], text: str, low: str, reach: tuple[int, int] = _REACH
) -> Iterator[re.Match[str]]:
    """Yield a pattern's matches, looking only around words one of which every match has."""
    before, after = reach
    windows: list[list[int]] = []
    for hit in sorted(_hits(needles, low)):
        if windows and hit - before <= windows[-1][1]:
            windows[-1][1] = hit + after
        else:
            windows.append([max(hit - before, 0), hit + after])
    for first, last in windows:
        yield from pattern.finditer(text, first, last)


def _hits(needles: tuple[str, ...], low: str) -> Iterator[int]:
    for needle in needles:
        at = low.find(needle)
        while at >= 0:
            yield at
            at = low.find(needle, at + 1)


def _constraints(text: str) -> tuple[tuple[Constraint, ...], list[tuple[int, int, Constraint]]]:
    found: list[tuple[int, int, Constraint]] = []
    low = _lower(text)
    for match in _near(_YEARS, _NEEDLES["years"], text, low):
        years = _number(match["low"] or match["plus"])
        found.append((match.start(), match.end(), Constraint("years", f"{years} years", match[0].strip())))
    for kind, pattern, is_about_work in _CONSTRAINTS:
        for match in _near(pattern, _NEEDLES[kind], text, low):
            value = " ".join(match["v"].split()).lower() if kind != "location" else " ".join(match["v"].split())
            found.append((match.start(), match.end(), Constraint(kind, value, match[0].strip(), is_about_work)))
    found.sort(key=lambda f: (f[0], -f[1], f[2].kind))
    kept: dict[tuple[str, str], Constraint] = {}
    for _, _, constraint in found:
        kept.setdefault((constraint.kind, constraint.value), constraint)
    return tuple(kept.values()), found


def _seniority(text: str) -> tuple[Seniority | None, list[tuple[int, int]]]:
    low = _lower(text)
    near = _NEEDLES["seniority"]
    hits = [
        (m.start(), m.end(), level) for level, pattern in _SENIORITY for m in _near(pattern, near, text, low, _NARROW)
    ]
    in_years = list(_near(_YEARS, _NEEDLES["years"], text, low))
    years = [_number(m["low"] or m["plus"]) for m in in_years]
    cues = [m[0].strip() for m in in_years]
    if not hits and not years:
        return None, []
    spans = sorted((a, b) for a, b, _ in hits)
    words = [text[a:b] for a, b in spans]
    if hits:
        first = min(hits, key=lambda h: (h[0], -_RANK[h[2]]))
        # "Junior to senior" and the like: what is said first counts.
        return Seniority(first[2], tuple(dict.fromkeys([*words, *cues]))), spans
    return Seniority(_level_of(max(years)), tuple(dict.fromkeys(cues))), spans


def _level_of(years: int) -> str:
    return "junior" if years < 3 else "mid" if years < 5 else "senior" if years < 10 else "staff"


def _recency(text: str, today: date) -> tuple[Recency | None, list[tuple[int, int]]]:
    """Return the narrowest window the text asks for."""
    found: list[tuple[date, int, int]] = []
    wordy: set[int] = set()
    low = _lower(text)
    for match in _near(_WINDOW, _NEEDLES["window"], text, low):
        number = _number(match["n"] or match["m"] or "1")
        since = _ago(today, number, key_of(match["unit"]))
        found.append((since, match.start(), match.end()))
    for match in _near(_RECENTLY, _NEEDLES["recently"], text, low):
        found.append((_months_before(today, _RECENT_MONTHS), match.start(), match.end()))
        wordy.add(match.start())
    found += [(_months_before(today, _NOW_MONTHS), m.start(), m.end()) for m in _near(_NOW, _NEEDLES["now"], text, low)]
    for match in _near(_SINCE, _NEEDLES["since"], text, low):
        day = _day(match["year"], match["month"], match["day"])
        if day is not None and day <= today:
            found.append((day, match.start(), match.end()))
    if not found:
        return None, []
    since, start, end = max(found, key=lambda f: (f[0], -f[1]))
    return Recency(since, text[start:end].strip()), [(a, b) for _, a, b in found if a not in wordy]


def _ago(today: date, number: int, unit: str) -> date:
    for stem, days in _UNITS.items():
        if unit.startswith(stem):
            return today - timedelta(days=min(number, 3650) * days)
    months = next((m for stem, m in sorted(_MONTHS.items(), key=lambda i: -len(i[0])) if unit.startswith(stem)), 12)
    return _months_before(today, number * months)


def _months_before(today: date, months: int) -> date:
    """Return the same day so many months earlier, or the month's last day."""
    total = max(today.year * 12 + today.month - 1 - months, 12 * 1970)
    year, month = divmod(total, 12)
    for day in range(today.day, 0, -1):
        found = _day(str(year), str(month + 1), str(day))
        if found is not None:
            return found
    return today


def _day(year: str, month: str | None, day: str | None) -> date | None:
    try:
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


def _number(text: str) -> int:
    key = key_of(text)
    return int(key) if key.isdigit() else _WORDS.get(key, 1)
