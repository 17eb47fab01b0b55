"""The parts of reading a role: sections, negations, cues, spelling, languages."""

from datetime import date

import pytest

from handiwork.brief.cues import cues_of
from handiwork.brief.languages import language_of
from handiwork.brief.negation import turned_down
from handiwork.brief.sections import NICE_WEIGHT, segments_of
from handiwork.brief.spelling import distance
from handiwork.brief.tokens import tokenise

TODAY = date(2026, 3, 31)

ADVERT = """Kettle engineer (m/f/d)

Acme is a leading provider of kettles.

**What you'll do**
- Boil water
Requirements:
* Steam, and valves
## Nice to have
- Copper
Our benefits
- Free lemonade and teabags
About us
We drink tea.
Your profile
You know brass. We are an equal opportunity employer.
"""


def counted(text):
    return {text[s.start : s.end].strip(" -*\n"): s.weight for s in segments_of(text)}


def refused(text, language="en"):
    tokens = tokenise(text)
    return [tokens.texts[i] for i in sorted(turned_down(tokens, language))]


def test_sections_of_an_advert_count_by_what_they_are():
    assert counted(ADVERT) == {
        "Kettle engineer (m/f/d)": 1.0,
        "Acme is a leading provider of kettles.": 0.4,
        "Boil water": 1.0,
        "Steam, and valves": 1.0,
        "Copper": NICE_WEIGHT,
        "Free lemonade and teabags": 0.0,
        "We drink tea.": 0.0,
        "You know brass.": 1.0,
        "We are an equal opportunity employer.": 0.0,
    }


@pytest.mark.parametrize(
    ("heading", "weight"),
    [
        ("Wir bieten", 0.0), ("Deine Aufgaben:", 1.0), ("Nice-to-have", NICE_WEIGHT), ("Avantages", 0.0),
        ("Votre profil", 1.0), ("Ofrecemos:", 0.0), ("Requisitos", 1.0), ("O que oferecemos", 0.0),
        ("Chi siamo", 0.0), ("Wij bieden", 0.0), ("PERKS & BENEFITS", 0.0), ("What We’re Looking For", 1.0),
        ("Bonus points if you", NICE_WEIGHT), ("🎁 Benefits", 0.0),
    ],
)  # fmt: skip
def test_headings_are_known_in_several_languages(heading, weight):
    assert counted(f"{heading}\n- kettles")["kettles"] == weight


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("Steam. Nice to have: copper.", {"Steam.": 1.0, "copper.": NICE_WEIGHT}),
        ("Steam, ideally copper", {"Steam,": 1.0, "ideally copper": NICE_WEIGHT}),
        ("Steam, copper is a plus", {"Steam,": 1.0, "copper is a plus": NICE_WEIGHT}),
        ("Steam; copper would be a big bonus", {"Steam;": 1.0, "copper would be a big bonus": NICE_WEIGHT}),
        ("Note: we boil", {"Note: we boil": 1.0}),
    ],
)
def test_what_would_be_nice_is_told_from_what_is_asked_within_a_line(text, weights):
    assert counted(text) == weights


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Flask, not Django", "en", ["not", "Django"]),
        ("no Django, Flask or Rails", "en", ["no", "Django", "Flask", "or", "Rails"]),
        ("not Django, Flask please", "en", ["not", "Django"]),
        ("not Django and Flask but Go", "en", ["not", "Django", "and", "Flask"]),
        ("instead of Flask we use Go", "en", ["instead", "of", "Flask"]),
        ("no frontend and we use Go", "en", ["no", "frontend"]),
        ("Rust is not required. Go", "en", ["Rust", "is", "not"]),
        ("not only Django", "en", []),
        ("not afraid of Django", "en", []),
        ("you don't need to know Rust but Go", "en", ["don", "t", "need", "to", "know", "Rust"]),
        ("kein Django, sondern Flask", "de", ["kein", "Django"]),
        ("pas de Django, Flask", "fr", ["pas", "de", "Django"]),
        ("sin Django", "es", ["sin", "Django"]),
        ("sin Django", "en", []),
        ("sem Django", "pt", ["sem", "Django"]),
        ("non Django", "it", ["non", "Django"]),
        ("geen Django", "nl", ["geen", "Django"]),
    ],
)
def test_a_negation_reaches_what_it_turns_down_and_no_further(text, language, words):
    assert refused(text, language) == words


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Senior engineer", "senior"), ("Staff Software Engineer", "staff"), ("join our staff", None),
        ("lead backend engineer", "staff"), ("lead by example", None), ("Junior developer", "junior"),
        ("principal engineer", "principal"), ("10+ years of experience", "staff"), ("2 years experience", "junior"),
        ("mindestens drei Jahre Berufserfahrung", "mid"), ("5 ans d'expérience", "senior"), ("a tea lover", None),
        ("expérimentée", "senior"), ("Junior to senior", "junior"), ("pleno", "mid"),
    ],
)  # fmt: skip
def test_seniority_is_read_from_words_and_years(text, level):
    found = cues_of(text, TODAY).seniority

    assert (found.level if found else None) == level


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("in the last 12 months", date(2025, 3, 31)), ("past two weeks", date(2026, 3, 17)),
        ("within the past month", date(2026, 2, 28)), ("last quarter", date(2025, 12, 31)),
        ("recently worked on kettles", date(2025, 3, 31)), ("we recently raised money", None),
        ("currently active maintainers", date(2025, 9, 30)), ("since 2023-05", date(2023, 5, 1)),
        ("since 2031", None), ("at last", None), ("in den letzten zwei Jahren", date(2024, 3, 31)),
        ("ces 6 derniers mois", date(2025, 9, 30)), ("en los últimos 3 meses", date(2025, 12, 31)),
        ("nos últimos seis meses", date(2025, 9, 30)), ("negli ultimi 12 mesi", date(2025, 3, 31)),
        ("in de afgelopen twee jaar", date(2024, 3, 31)), ("last 5 years, and the last month", date(2026, 2, 28)),
        ("the last 900 years", date(1970, 1, 31)),
    ],
)  # fmt: skip
def test_a_recency_window_is_counted_back_from_today(text, since):
    found = cues_of(text, TODAY).recency

    assert (found.since if found else None) == since


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("remote, full-time", ["location", "employment"]),
        ("based in Berlin or Paris", ["location"]),
        ("US work permit", ["work-permit"]),
        ("fluent in German", ["language"]),
        ("gute Deutschkenntnisse", ["language"]),
        ("Bachelor's degree in computer science", ["degree"]),
        ("TS/SCI clearance", ["clearance"]),
        ("core maintainers of kettle", ["contribution"]),
        ("reviewed pull requests", ["contribution"]),
        ("not people from ACME's own repositories", ["exclude-owner"]),
        ("kettles", []),
    ],
)
def test_hard_constraints_are_named_by_kind(text, kinds):
    assert [c.kind for c in cues_of(text, TODAY).constraints] == kinds


def test_only_constraints_about_work_are_marked_as_such():
    found = cues_of("maintainer of kettle, not from ACME's repositories, remote, 5+ years", TODAY).constraints

    assert {c.kind: c.is_about_work for c in found} == {
        "contribution": True,
        "exclude-owner": True,
        "location": False,
        "years": False,
    }
    assert {c.kind: c.value for c in found}["exclude-owner"] == "acme"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("we look for someone with kettles", "en"), ("wir suchen jemanden mit Erfahrung", "de"),
        ("nous cherchons une personne avec", "fr"), ("buscamos una persona con experiencia", "es"),
        ("procuramos uma pessoa com experiência", "pt"), ("cerchiamo una persona con esperienza", "it"),
        ("wij zoeken iemand met ervaring", "nl"), ("Python Entwickler", "de"), ("FastAPI", "und"),
        ("FastAPI engineer", "en"),
    ],
)  # fmt: skip
def test_the_language_of_a_text_is_that_of_its_grammar_words(text, language):
    assert language_of(tokenise(text).keys) == language


@pytest.mark.parametrize(
    ("first", "second", "away"),
    [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3), ("abc", "cab", 2)],
)
def test_distance_counts_edits_and_swaps(first, second, away):
    assert distance(first, second) == distance(second, first) == away


def test_names_with_signs_stay_whole():
    assert tokenise("C++, C#, F#, .NET and Node.js").keys == ("c++", "c#", "f#", "dotnet", "and", "node", "js")
