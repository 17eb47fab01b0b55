"""Whether somebody says about themselves that they do not want to be asked: read from a text, then forgotten."""

import re

__all__ = ["asks_to_be_left_alone"]

_WORDS = r"(?:recruit\w*|headhunt\w*|sourcers?|job offers?|job ads?|offers?|agenc(?:y|ies))"
_REFUSAL = re.compile(
    rf"\bno[ -]+(?:unsolicited )?{_WORDS}|\b(?:recruit\w*|headhunt\w*)[^.!?]{{0,40}}\b(?:not welcome|go away|please don['’]?t|do not|don['’]?t|no thanks|stay away|will be ignored)"
    rf"|\b(?:not|isn['’]?t|am not|never) (?:currently |actively )?(?:looking(?: for (?:a |an |new )*(?:job|work|role|position|opportunit\w+))?|open to (?:work|offers|opportunit\w+)|available for hire|for hire|interested in (?:{_WORDS}|jobs?|new \w+))"
    rf"|\b(?:do not|don['’]?t|please don['’]?t|never) (?:contact|message|write|e-?mail|recruit|hire|poach|pitch)\b(?: me)?|\bstop (?:recruiting|contacting)"
    r"|\bkeine (?:recruiter\w*|headhunter\w*|jobangebote|stellenangebote|anfragen)|\bkein(?:e)? interesse an (?:jobs?|stellen\w*|angeboten)|\bnicht auf (?:job|stellen)suche"
    r"|\bpas (?:de|d['’]) ?(?:recruteurs?|chasseurs? de t[êe]tes|offres?)|\bpas (?:en recherche|[àa] l['’][ée]coute)"
    r"|\b(?:sin|no) (?:reclutadores|ofertas)|\bno (?:busco|estoy buscando) (?:trabajo|empleo)",
    re.IGNORECASE,
)


def asks_to_be_left_alone(text: str | None) -> bool:
    """Return whether a text says that its writer does not want to be written to about jobs.

    Parameters
    ----------
    text
        What somebody says about themselves; only the answer is to be kept.

    Examples
    --------
    >>> asks_to_be_left_alone("Maintainer of things. No recruiters, please!")
    True
    >>> asks_to_be_left_alone("Open source recruiter tooling, looking for contributors")
    False
    """
    return text is not None and _REFUSAL.search(" ".join(text.split())) is not None
