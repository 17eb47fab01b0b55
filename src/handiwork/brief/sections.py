"""A text as segments: what is asked for, what would be nice, and what says nothing about the work."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from handiwork.brief.tokens import key_of

__all__ = ["NICE_WEIGHT", "Segment", "segments_of"]

Kind = Literal["asked", "nice", "ignored"]

NICE_WEIGHT = 0.4
"""What would be nice to have, beside 1 for what is asked for."""

_COMPANY_WEIGHT = 0.4
"""Sentences in which a company describes itself."""

_HEADINGS: dict[Kind, str] = {
    "asked": """
        requirements? | minimum requirements | must[ -]haves? | what you(?:'| wi)ll (?:do|be doing|bring|need|work on|own)
        | what you(?: can)? (?:do|bring|need) | responsibilities | key responsibilities | your (?:role|tasks|profile|skills
        |responsibilities|job|mission|impact|background) | the (?:role|job|work|position) | about (?:the|this) (?:role|job|position)
        | qualifications | (?:minimum|basic|required) qualifications | who you are | about you | you have | you will
        | skills | required skills | experience | tech(?:nology)? stack | our (?:tech )?stack | the stack | duties
        | what we(?:'| a)re looking for | we(?:'| a)re looking for | job description | role description | in this role
        | anforderungen | (?:ihre|deine|das) aufgaben | aufgaben | (?:ihr|dein) profil | qualifikation(?:en)? | was du mitbringst
        | das bringst du mit | das erwartet dich | was sie mitbringen | was dich erwartet
        | (?:votre |le )?profil(?: recherche)? | (?:vos |les )?missions? | competences(?: requises| techniques)? | responsabilites
        | requisitos | responsabilidades | funciones | perfil | que buscamos | lo que buscamos | tus tareas | o que buscamos
        | requisiti | responsabilita | competenze | profilo | cosa farai | cosa cerchiamo | (?:wat )?(?:jouw )?taken
        | functie-?eisen | wat ga je doen | wat breng je mee | (?:jouw )?profiel | wat vragen wij | vaardigheden""",
    "nice": """
        nice[ -]to[ -]haves? | (?:it(?:'| i)s )?(?:a )?(?:bonus|plus)(?: points?)?(?: if| for)?(?: you)? | bonus(?:es| skills)?
        | good to have | preferred(?: qualifications| skills| experience)? | desirable(?: skills)? | optional
        | extra(?: credit| points)? | would be (?:nice|great|a plus) | pluses | ideally
        | von vorteil | wunschenswert | nice-to-haves? | pluspunkte | das ware toll | (?:les )?plus | (?:un )?atouts?
        | serait un plus | souhaite | deseable | se valora(?:ra)? | valorable | (?:un )?plus | desejavel | diferencia(?:l|is)
        | gradit[oi] | costituisce titolo preferenziale | pre | wenselijk | mooi meegenomen""",
    "ignored": """
        about (?:us|the company|our company|the team|our team|our culture) | who we are | our (?:company|mission|values|culture|team|story|offer|benefits|office)
        | the (?:company|team) | company(?: description| overview| profile)? | why (?:us|join(?: us)?|work (?:with|for) us|you(?:'| wi)ll love.*)
        | what we (?:offer|can offer you|do) | we offer | (?:our |your |the )?(?:benefits|perks)(?: (?:and|&|\\+) (?:benefits|perks))?.* | compensation.*
        | salary.* | pay(?: range)? | what(?:'| i)s in it for you | life at .* | equal(?:[ -]opportunity| employment).* | eeo.* | diversity.* | inclusion.*
        | how to apply | (?:the |our )?(?:application|interview|hiring|recruiting) process | apply(?: now)? | next steps | location | our locations?
        | privacy.* | legal.* | disclaimer.* | contact
        | uber uns | wir bieten.* | das bieten wir.* | was wir bieten.* | unser angebot.* | (?:ihre|deine) (?:vorteile|benefits) | benefits.*
        | kontakt | wer wir sind | bewerbung | a propos(?: de nous)? | qui sommes[ -]nous | nous offrons | (?:vos )?avantages.*
        | ce que nous offrons | processus de recrutement | sobre (?:nosotros|nos) | quienes somos | (?:que |lo que )?ofrecemos
        | beneficios.* | o que oferecemos | quem somos | chi siamo | (?:cosa )?offriamo | over ons | wie zijn wij
        | (?:wat )?(?:wij|we) bieden.* | arbeidsvoorwaarden""",
}

_HEADING = {
    kind: re.compile(re.sub(r"\s*\|\s*", "|", re.sub(r"\s*\n\s*", "", pattern.strip())))
    for kind, pattern in _HEADINGS.items()
}
"""Alternatives are written with room around them."""

_BOILERPLATE = re.compile(
    r"equal opportunit|regardless of (?:race|gender|age)|sexual orientation|gender identity|veteran status|protected"
    r" (?:class|veteran|characteristic)|reasonable accommodation|we celebrate diversity|affirmative action|401\W?k"
    r"|health insurance|dental|parental leave|paid (?:time off|leave|holiday)|vacation days|days of (?:vacation|holiday)"
    r"|stock options|competitive (?:salary|pay|compensation)|salary range|base salary|gym membership|free (?:lunch|snacks"
    r"|fruit|coffee|drinks)|visa sponsorship|send (?:us )?your (?:cv|resume)|apply (?:now|today|here)|background check"
    r"|urlaubstage|betriebliche altersvorsorge|tickets? restaurant|mutuelle|seguro medico|vale refeicao|buoni pasto"
    r"|pensioenregeling|vakantiedagen|chancengleichheit|unabhangig von (?:geschlecht|herkunft)|egalite des chances"
)
_NICE = re.compile(
    r"\b(?:nice[ -]to[ -]have|(?:is|are|would be|as|be) (?:a |an )?(?:big |huge |strong |real |definite )?"
    r"(?:plus|bonus|advantage|asset|desirable)|bonus points|good to have|not (?:strictly )?(?:required|mandatory) but"
    r"|preferabl[ye]|ideally|von vorteil|wunschenswert|idealerweise|(?:serait|est|sont|seraient) un (?:plus|atout)"
    r"|apprecie|souhaite|idealement|deseable|se valora|valorable|un plus|desejavel|diferencial|e um plus|gradit[oa]"
    r"|preferibil|een pre\b|is mooi meegenomen|pluspunt)"
)
_COMPANY = re.compile(
    r"^(?:we(?:'re| are) (?:a|an|the|on a mission|building the|one of)\b|our (?:mission|vision|company|customers|clients)\b"
    r"|founded in\b|(?:\S+ ){1,3}is (?:a|an|the|one of the) (?:\S+ ){0,3}(?:company|startup|start-up|leader|scale-?up"
    r"|provider|platform (?:for|that|used)|team of|leading)|backed by\b|join (?:us|our (?:team|company|mission))\b"
    r"|headquartered|with (?:over|more than) \S+ (?:employees|customers|users))"
)
_INLINE = re.compile(r"(?<=[.!?;)])[ \t]+(?=[A-ZÀ-Ý][\w'’ &/-]{2,40}:)")
_SENTENCES = re.compile(
    r"(?<=[.!?])[ \t]+(?=[A-ZÀ-Ý0-9(\"'“])|(?<=;)[ \t]+"
    r"|,[ \t]+(?=(?:and |und |et |y |e )?(?:ideally|preferably|bonus|nice to have|experience|familiarity|idealerweise"
    r"|idéalement|idealement|idealmente|gerne auch)\b)"
    r"|,[ \t]+(?=[^,.;]{1,40}\b(?:is|are|would be) (?:a |an )?(?:\w+ )?(?:plus|bonus|advantage)\b)"
)
_LONGEST_HEADING = 60
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or line of a text.

    Attributes
    ----------
    start, end
        Half-open span in the text.
    kind
        ``asked``, ``nice`` or ``ignored``.
    weight
        What its words count, 0 to 1; 0 for ignored ones.
    heading
        The heading it stands under, as written; empty if none.
    """

    start: int
    end: int
    kind: Kind
    weight: float
    heading: str


def segments_of(text: str) -> tuple[Segment, ...]:
    """Cut a text into sentences and say what each counts.

    Examples
    --------
    >>> text = "Python engineer. Nice to have: Kafka. Benefits: free lunch and React Fridays."
    >>> [(text[s.start:s.end], s.weight) for s in segments_of(text)]
    [('Python engineer.', 1.0), (' Kafka.', 0.4), (' free lunch and React Fridays.', 0.0)]
    """
    found: list[Segment] = []
    kind: Kind = "asked"
    heading = ""
    for start, end in _pieces(text):
        line = text[start:end]
        head, rest = _heading(line)
        if head is not None:
            kind, heading = head, _EDGES.sub("", line[: rest or len(line)])
        begin = start if head is None else start + (rest or len(line))
        found.extend(_sentences(text, (begin, end), kind, heading))
    return tuple(found)


# --- private ---


def _pieces(text: str) -> list[tuple[int, int]]:
    """Return the spans of lines, and of what follows a heading within a line."""
    found = []
    at = 0
    for line in text.splitlines(keepends=True):
        cuts = [0, *(m.end() for m in _INLINE.finditer(line)), len(line)]
        found += [(at + a, at + b) for a, b in pairwise(cuts) if line[a:b].strip()]
        at += len(line)
    return found


def _heading(line: str) -> tuple[Kind | None, int]:
    """Return the kind of section a line opens and where its text begins (0: the line is the heading alone)."""
    before, colon, after = line.partition(":")
    if colon and after.strip():
        kind = _heading_kind(before)
        return kind, len(before) + 1
    plain = line.strip()
    if len(plain) > _LONGEST_HEADING or plain.endswith((".", ",", ";")):
        return None, 0
    return _heading_kind(plain), 0


def _heading_kind(words: str) -> Kind | None:
    if len(words) > _LONGEST_HEADING:
        return None
    key = " ".join(_EDGES.sub("", key_of(words.replace("’", "'"))).split())
    for kind in ("nice", "ignored", "asked"):
        if key and _HEADING[kind].fullmatch(key):
            return kind
    return None


def _sentences(text: str, span: tuple[int, int], kind: Kind, heading: str) -> list[Segment]:
    line = text[span[0] : span[1]]
    cuts = [0, *(m.end() for m in _SENTENCES.finditer(line)), len(line)]
    found = []
    for first, last in pairwise(cuts):
        sentence = key_of(line[first:last].replace("’", "'")).strip()
        own, weight = _own_kind(sentence, kind)
        found.append(Segment(span[0] + first, span[0] + last, own, weight, heading))
    return [_trimmed(text, s) for s in found if text[s.start : s.end].strip()]


def _own_kind(sentence: str, kind: Kind) -> tuple[Kind, float]:
    if kind == "ignored" or _BOILERPLATE.search(sentence):
        return "ignored", 0.0
    if kind == "nice" or _NICE.search(sentence):
        return "nice", NICE_WEIGHT
    return "asked", _COMPANY_WEIGHT if _COMPANY.search(sentence) else 1.0


def _trimmed(text: str, segment: Segment) -> Segment:
    end = segment.start + len(text[segment.start : segment.end].rstrip())
    return Segment(segment.start, end, segment.kind, segment.weight, segment.heading)
