"""The patterns of cues, in eight languages: seniority, years, recency, constraints, and words each match has."""

import re

__all__ = [
    "CONSTRAINTS",
    "MONTHS",
    "NARROW",
    "NEEDLES",
    "NOW",
    "NOW_MONTHS",
    "RANK",
    "REACH",
    "RECENTLY",
    "RECENT_MONTHS",
    "SENIORITY",
    "SINCE",
    "UNITS",
    "WINDOW",
    "WORDS",
    "YEARS",
]

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
RANK = {"junior": 0, "mid": 1, "senior": 2, "staff": 3, "principal": 4}
SENIORITY = [(level, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)) for level, pattern in _LEVELS]

_YEAR = r"(?:years?|yrs?\.?|jahren?|ans|années?|años|anos|anni|jaar)"
WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "zwei": 2, "drei": 3, "funf": 5, "sechs": 6, "deux": 2, "trois": 3, "cinq": 5, "dos": 2, "tres": 3,
    "cinco": 5, "dois": 2, "due": 2, "tre": 3, "cinque": 5, "seis": 6, "sei": 6, "zes": 6, "doce": 12, "doze": 12, "douze": 12, "dodici": 12, "twaalf": 12, "twee": 2, "drie": 3, "vijf": 5, "zwolf": 12,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(WORDS)}|fünf|zwölf)"
YEARS = re.compile(
    rf"(?<!\w)(?:at least |min(?:imum|destens)?\.? (?:of )?|over |more than |mindestens |au moins |al menos |pelo menos "
    rf"|almeno |minimaal )?(?P<low>{_NUMBER})(?:\s?\s?(?:-|–|to|bis|à|a)\s?\s?{_NUMBER})?\s?\s?\+?\s?\s?(?:or more )?(?:\w+ )?{_YEAR}"
    rf"(?:\s\s?(?:of|in|de|di|an))?(?:\s\s?\S{{1,30}}){{0,3}}?\s\s?(?:d['’])?(?:experience|expérience|experiencia|experiência|esperienza|erfahrung"
    rf"|berufserfahrung|ervaring|werkervaring)(?!\w)|(?P<plus>{_NUMBER})\s?\s?\+\s?\s?{_YEAR}(?!\w)",
    re.IGNORECASE,
)  # fmt: skip

UNITS = {"day": 1, "tag": 1, "jour": 1, "dia": 1, "gior": 1, "dag": 1, "week": 7, "woch": 7, "sema": 7, "sett": 7}
MONTHS = {"mont": 1, "mona": 1, "mois": 1, "mes": 1, "mese": 1, "mesi": 1, "maan": 1, "year": 12, "jahr": 12}
MONTHS |= {"an": 12, "ann": 12, "anne": 12, "ano": 12, "anno": 12, "anni": 12, "jaar": 12, "quar": 3, "quart": 3}
WINDOW = re.compile(
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
RECENTLY = re.compile(
    r"(?<!\w)(?:recently|recent|lately|kürzlich|zuletzt|récemment|recientemente|recentemente|di recente|onlangs"
    rf"|recentelijk)(?!\w)(?:\s\s?\w+){{0,3}}?\s\s?{_WORK}\w*|(?<!\w){_WORK}\w*(?:\s\s?\S{{1,30}}){{0,4}}?\s\s?(?:recently|lately|kürzlich"
    r"|zuletzt|récemment|recientemente|recentemente|di recente|onlangs|recentelijk)(?!\w)",
    re.IGNORECASE,
)
NOW = re.compile(
    r"(?<!\w)(?:(?:currently|still|presently|now) active(?:ly)?|active(?:ly)? (?:right )?now|currently contribut\w+"
    r"|actively (?:contribut|maintain|commit)\w*|(?:aktuell|derzeit|noch|momentan) aktiv\w*"
    r"|(?:actuellement|toujours) acti(?:f|ve)s?|actualmente activ[oa]s?|atualmente ativ[oa]s?|attualmente attiv[oaie]"
    r"|(?:momenteel|nog steeds) actief)(?!\w)",
    re.IGNORECASE,
)
SINCE = re.compile(r"(?<!\w)(?:since|seit|depuis|desde|dal|sinds)\s\s?(?P<year>20\d\d)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?!\w)", re.IGNORECASE)  # fmt: skip
RECENT_MONTHS = 12
NOW_MONTHS = 6

_TONGUES = (
    r"(?:english|german|french|spanish|portuguese|italian|dutch|polish|czech|japanese|mandarin|chinese|korean|arabic"
    r"|hebrew|swedish|danish|norwegian|finnish|russian|ukrainian|turkish|hindi|englisch|deutsch|französisch|anglais"
    r"|allemand|français|inglés|alemán|francés|español|inglês|alemão|francês|português|inglese|tedesco|francese"
    r"|engels|duits|frans|nederlands)"
)
_PLACE = r"[A-ZÀ-Ý][\wÀ-ÿ.'-]+(?:[ ,/]+(?:or |and |oder |ou |o )?[A-ZÀ-Ý][\wÀ-ÿ.'-]+){0,3}"
CONSTRAINTS: tuple[tuple[str, re.Pattern[str], bool], ...] = (
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


NEEDLES: dict[str, tuple[str, ...]] = {
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

REACH = (80, 140)
NARROW = (16, 60)
"""So many characters before and after such a word are looked at."""
