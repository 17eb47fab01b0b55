"""Who says that they do not want to be asked, and who only speaks of such things."""

import pytest

from handiwork.privacy.wishes import asks_to_be_left_alone


@pytest.mark.parametrize(
    "text",
    [
        "No recruiters please",
        "no unsolicited job offers",
        "Rustacean. Not looking for a job.",
        "I am not open to work",
        "recruiters: please don't",
        "Recruiters will be ignored",
        "Do not contact me about jobs",
        "happy where I am, don't message me",
        "Keine Recruiter, keine Headhunter",
        "nicht auf Jobsuche",
        "Pas de recruteurs, merci",
        "no busco trabajo",
        "not currently\navailable for hire",
    ],
)
def test_a_wish_to_be_left_alone_is_heard(text):
    assert asks_to_be_left_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "Open to work",
        "Looking for a new job, recruiters welcome",
        "I build recruiting software",
        "Not a morning person",
        "Looking at databases all day",
        "No nonsense Django",
        "Available for hire",
        "No code without tests",
        "offers help with Rust",
    ],
)
def test_other_words_are_no_such_wish(text):
    assert not asks_to_be_left_alone(text)
