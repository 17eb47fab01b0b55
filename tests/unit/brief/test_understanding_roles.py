"""What a role text is understood as, on a small catalogue."""

import pytest

from handiwork.brief import BriefSettings
from handiwork.errors import UsageError


def names(brief):
    return [r.name for r in brief.repositories]


def origins(brief):
    return {r.name: r.origin for r in brief.repositories}


def test_a_job_title_names_its_field(understood):
    brief = understood("Senior snack engineer")

    assert [e.name for e in brief.ecosystems] == ["snack-bars"]
    assert (brief.ecosystems[0].weight, brief.ecosystems[0].because) == (1.0, ("snack engineer",))


def test_a_title_is_understood_in_the_word_order_of_other_languages(understood):
    assert [e.name for e in understood("développeur tea").ecosystems] == ["snack-bars"]


def test_weights_of_ecosystems_add_up_to_one(understood):
    brief = understood("kettle, toaster and irrigation")

    assert [e.name for e in brief.ecosystems] == ["snack-bars", "gardens"]
    assert sum(e.weight for e in brief.ecosystems) == pytest.approx(1, abs=1e-3)


def test_named_repositories_come_first_and_say_which_word_named_them(understood):
    first = understood("somebody for the Toaster").repositories[0]

    assert (first.name, first.weight, first.origin) == ("acme/toaster", 1.0, "named")
    assert first.why == 'The text names it: "Toaster".'


@pytest.mark.parametrize("text", ["acme/kettle", "ACME/Pot", "the kettle", "github.com/acme/kettle is ours"])
def test_a_repository_is_named_by_any_of_its_names(understood, text):
    assert origins(understood(text))["acme/kettle"] == "named"


def test_a_short_name_without_core_names_the_repository(understood):
    assert origins(understood("lemonade expert"))["acme/lemonade-core"] == "named"


def test_the_name_of_a_language_names_no_repository(understood):
    assert origins(understood("Rust and kettle"))["zeta/rust"] == "catalogue"


def test_a_package_of_the_same_name_and_an_alias_are_skills(understood):
    skills = understood("steeping with teabag").skills

    assert [(s.term, s.written, s.weight) for s in skills] == [
        ("infusion", "steeping", 1.0),
        ("teabag", "teabag", 1.0),
    ]
    assert skills[0].aliases == ("steeping", "brewing tea")


def test_a_phrase_of_two_fields_says_less_for_each_than_one_of_a_single_field(understood):
    brief = understood("queueing and infusion")

    assert [e.name for e in brief.ecosystems] == ["snack-bars", "gardens"]
    assert brief.ecosystems[0].weight > 2 * brief.ecosystems[1].weight


def test_an_ecosystem_in_another_language_than_the_one_asked_for_says_less(understood):
    with_go, without = understood("Go: queueing"), understood("queueing")

    assert with_go.ecosystems[0].name == "gardens"
    assert max(e.weight for e in without.ecosystems) == pytest.approx(0.5, abs=0.01)


def test_phrases_match_whatever_joins_their_words(understood):
    for text in ("line-management", "Line Management", "line\nmanagement", "line_management"):
        assert [s.term for s in understood(text).skills] == ["queueing"], text


def test_phrases_do_not_match_across_sentences(understood):
    assert [s.term for s in understood("Snacks in a line. Management of kettle").skills] == ["kettle"]


@pytest.mark.parametrize(("typed", "meant"), [("irigation", "irrigation"), ("ketle", "kettle"), ("toastre", "toaster")])
def test_a_misspelt_word_is_read_as_the_nearest_of_the_catalogue(understood, typed, meant):
    brief = understood(f"{typed} please")

    assert [s.term for s in brief.skills] == [meant]
    assert f'"{typed}" is read as "{meant}".' in brief.notes


def test_a_word_that_the_index_knows_is_no_misspelling(with_index):
    brief = with_index("harbour for kettle")

    assert [w.text for w in brief.words] == ["harbour"]
    assert [n for n in brief.notes if "is read as" in n] == []


def test_what_is_turned_down_adds_nothing_and_is_said(understood):
    brief = understood("kettle, not toaster")

    assert "acme/toaster" not in names(brief)
    assert [s.term for s in brief.skills] == ["kettle"]
    assert brief.notes[0] == "Left out, as the text turns them down: toaster."


def test_a_catalogue_repository_says_which_field_and_words_brought_it_in(understood):
    why = {r.name: r.why for r in understood("kettle bread").repositories}

    assert why["acme/toaster"] == 'A key repository of Snack bars; the text and what it is about share "bread".'


def test_there_are_as_many_repositories_as_the_catalogue_can_give_up_to_five_at_least(understood):
    assert len(understood("kettle").repositories) == 4
    assert len(understood("kettle and sprinkler, compost").repositories) == 5


def test_a_repository_of_the_index_comes_in_by_its_own_words_and_says_so(with_index):
    found = {r.name: r for r in with_index("infusion queueing").repositories}

    assert found["wide/infuser"].origin == "text"
    assert found["wide/infuser"].why == (
        'Its name, topics or description have "infus", "queue"; 7 people of the index worked on it.'
    )


def test_copies_of_key_repositories_and_repositories_of_few_people_are_not_proposed(with_index):
    found = names(with_index("infusion queueing kettle"))

    assert {"someone/kettle", "tiny/infuser"} & set(found) == set()


def test_a_repository_of_the_index_that_is_named_is_always_there(with_index):
    found = {r.name: r for r in with_index("tiny/infuser").repositories}

    assert (found["tiny/infuser"].origin, len(found["tiny/infuser"].repo_numbers)) == ("named", 1)


def test_numbers_of_a_repository_are_found_by_its_former_names(with_index, index):
    found = {r.name: r for r in with_index("kettle").repositories}

    assert found["acme/kettle"].repo_numbers == tuple(index.repository_numbers("acme/pot"))
    assert found["acme/toaster"].repo_numbers == ()
    assert found["acme/toaster"].why.endswith("; not in the index.")


def test_terms_weigh_skills_above_words_and_other_spellings_below(with_index, index):
    brief = with_index("steeping in the harbour")
    settings = BriefSettings()

    assert brief.terms == {
        index.term("infus"): settings.term_weight,
        index.term("harbour"): settings.word_weight,
    }


def test_without_any_skill_words_weigh_like_skills(with_index, index):
    assert with_index("the harbour").terms == {index.term("harbour"): 1.0}


def test_words_that_neither_catalogue_nor_index_knows_are_listed(with_index):
    assert with_index("zymurgy in the harbour").unknown == ("zymurgy",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no word at all"),
        ("🙂🙂", "no word at all"),
        ("\0\0\x1b", "no word at all"),
        ("the a of", "says only 'the', 'a', 'of'"),
        ("not kettle", "only says what it is not (kettle)"),
    ],
)
def test_a_text_that_says_nothing_is_refused_with_what_to_do(understood, text, said):
    with pytest.raises(UsageError, match="name what") as refused:
        understood(text)
    assert said in str(refused.value)


def test_a_text_of_unknown_words_is_a_brief_that_says_so(understood):
    brief = understood("zymurgy quux")

    assert (brief.ecosystems, brief.repositories, brief.unknown) == ((), (), ("zymurgy", "quux"))
    assert "The text names no field of work that the catalogue knows." in brief.notes


def test_a_megabyte_is_read_in_part_and_that_is_said(understood):
    brief = understood("kettle " + "x" * 1_000_000)

    assert [s.term for s in brief.skills] == ["kettle"]
    assert brief.notes[0] == "The text is very long: only its first 2 words are read."


def test_addresses_and_links_take_no_part(understood):
    brief = understood("kettle; write to jobs@toaster.example or see https://toaster.example/kettle?sprinkler=1")

    assert [s.term for s in brief.skills] == ["kettle"]


def test_places_and_spoken_languages_are_named_and_never_searched_for(with_index):
    brief = with_index("kettle engineer based in Harbour, fluent in German")

    assert [(c.kind, c.is_about_work) for c in brief.constraints] == [("location", False), ("language", False)]
    assert [w.text for w in brief.words] == []
