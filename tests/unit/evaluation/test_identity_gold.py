"""Gold sets of identity joins: what is hidden, what counts as right, and what is refused."""

import gzip
import json

import pytest

from handiwork.catalog import Bots
from handiwork.errors import InputError
from handiwork.evaluation.hidden_lines import HiddenLines
from handiwork.evaluation.joins import scored
from handiwork.evaluation.speakers import read_programmes, read_recordings, score_speakers
from handiwork.ingest.git_authors import Said
from handiwork.ingest.git_lines import Usage, make_line

BOTS = Bots(frozenset(), (r"(?i:\bmachine$)",))


def noreply(name, login, github_id=None):
    number = f"{github_id}+" if github_id else ""
    return make_line(name, f"{number}{login}@users.noreply.github.com")


def tried(*lines, mentions=()):
    found = HiddenLines()
    usage = [Usage(1, 1, n) for n in range(len(lines))]
    found(lines, lines, usage, said=Said("acme", (), dict.fromkeys(mentions, 1)), bots=BOTS)
    return found


def counts(found):
    return {s.what: (s.right, s.wrong, s.gold) for s in found.scores()}


# Which half is hidden is decided by name and login: these are, the others are not.
HIDDEN = [
    name for name in ("Ada Lo", "Bo Roe", "Cy Fo", "Di Lu", "Ed Mo", "Fi No") if tried(noreply(name, "x_y")).guesses
]


def test_a_repeatable_part_of_the_lines_is_hidden():
    assert 0 < len(HIDDEN) < 6


def test_a_login_found_by_another_way_is_right():
    found = tried(noreply(HIDDEN[0], "x_y"), make_line(HIDDEN[0], "", "x_y"))
    assert counts(found)["accepted"] == (1, 0, 1)


def test_another_login_is_wrong_unless_it_is_the_same_account():
    hidden = noreply(HIDDEN[0], "x_y", 7)
    assert counts(tried(hidden, make_line(HIDDEN[0], "", "other_o")))["accepted by name"] == (0, 1, 1)
    found = tried(hidden, make_line(HIDDEN[0], "", "x_new"))
    found.ids["x_new"] = {7}
    assert counts(found)["accepted"] == (1, 0, 1)


def test_a_wrong_login_is_unclear_if_the_line_is_signed_as_the_account_found():
    (strict,) = [
        s for s in tried(noreply(HIDDEN[0], "x_y"), noreply(HIDDEN[0], "o_o")).scores() if s.what == "accepted"
    ]
    assert (strict.wrong, strict.unclear, strict.precision, strict.clear_precision) == (1, 1, 0.0, None)
    found = tried(noreply(HIDDEN[0], "x_y"), mentions=[HIDDEN[0].replace(" ", "").lower()])
    assert [(s.wrong, s.unclear) for s in found.scores() if s.what == "accepted by mention"] == [(1, 0)]


def test_every_line_is_hidden_once():
    lines = [noreply(name, "x_y") for name in HIDDEN] + [noreply(f"Al {x}", "z_z") for x in ("Lo", "Mo", "Po", "Ro")]
    halves = [HiddenLines(half) for half in (0, 1)]
    for half in halves:
        half(lines, lines, [Usage(1, 1, 1)] * len(lines), said=Said("acme"), bots=BOTS)
    assert sorted(g.name for half in halves for g in half.guesses) == sorted(line.name for line in lines)


def test_a_name_with_two_accounts_in_one_history_is_ambiguous_and_machines_are_not_asked():
    found = tried(
        *(noreply("Ada Lo", "x_y", 1), noreply("Ada Lo", "x_new", 1)),
        *(noreply("Bo Roe", "b_b"), noreply("bo roe", "b_two")),
        *(noreply("Some machine", "m_m"), noreply("Some machine", "robo[bot]")),
    )
    assert [(s.what, s.right, s.wrong, s.gold) for s in found.name_scores()] == [
        ("name, joined", 1, 1, 2),
        ("common name, not joined", 0, 0, 2),
    ]


def test_a_line_signed_with_its_login_is_possible_and_one_without_anything_is_not_found():
    signed = next(n for n in ("clockwright", "kilnmaker", "potterly", "glazeman") if tried(noreply(n, n)).guesses)
    assert counts(tried(noreply(signed, signed)))["possible"] == (1, 0, 1)
    nothing = tried(noreply(HIDDEN[0], "x_y"))
    assert {what: seen for what, seen in counts(nothing).items() if seen[0] or seen[1]} == {}


def test_precision_has_an_interval_and_nothing_joined_has_none():
    found = scored("x", 0, 0, 5)
    assert (found.precision, found.low, found.high, found.recall) == (None, None, None, 0.0)
    assert scored("x", 0, 3, 0).recall is None
    assert (scored("x", 0, 3, 0).low, scored("x", 3, 0, 3).high) == (0.0, 1.0)
    # Wilson's interval of 81 in 263, as Newcombe 1998 tells it (Statistics in Medicine 17:857).
    interval = scored("x", 81, 182, 263)
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.2553, 0.3662)


def programme(year, *speakers, shared=()):
    talks = [{"presenters": [slug], "video_url": f"https://youtu.be/{video}"} for slug, _, _, video in speakers]
    talks += [{"presenters": list(shared), "video_url": "https://youtu.be/sharedvideo"}]
    people = [{"slug": slug, "name": name, "social": {"github": handle}} for slug, name, handle, _ in speakers]
    return {"event": f"Clock Conf {year}", "speakers": people, "talks": talks}


def recorded(year, speakers, video):
    return {"event": f"clock-conf-{year}", "speakers": speakers, "urls": [f"https://www.youtube.com/watch?v={video}"]}


@pytest.fixture
def files(tmp_path):
    def write(years, talks):
        one, other = tmp_path / "years.json", tmp_path / "talks.jsonl.gz"
        one.write_text(json.dumps(years), encoding="utf-8")
        other.write_bytes(gzip.compress("\n".join(json.dumps(t) for t in talks).encode()))
        return read_programmes(one), read_recordings(other)

    return write


def test_the_programme_of_the_edition_gives_the_handle_and_the_video_says_whether_it_is_right(files):
    years = {
        "2023": programme(2023, ("ada", "Ada Lo", "@ada_l", "aaaaaaaaaaa")),
        "2024": programme(
            2024, ("ada", "Ada Lo", "https://github.com/ada_l/", "bbbbbbbbbbb"), ("bo", "Bo Roe", "bo_r", "ccccccccccc")
        ),
    }
    talks = [
        recorded(2024, ["ADA  Lo"], "bbbbbbbbbbb"),
        recorded(2024, ["Robert Roe"], "ccccccccccc"),
        recorded(2023, ["Somebody Else"], "ddddddddddd"),
    ]
    found = {s.what: (s.right, s.wrong, s.gold) for s in score_speakers(*files(years, talks))}
    assert found == {
        "accepted": (1, 0, 2),
        "possible": (0, 0, 2),
        "by name alone, handles of the edition hidden": (1, 0, 2),
    }


def test_namesakes_with_different_handles_are_counted_as_wrong(files):
    years = {
        "2023": programme(2023, ("ada", "Ada Lo", "ada_other", "aaaaaaaaaaa")),
        "2024": programme(2024, ("ada", "Ada Lo", "ada_l", "bbbbbbbbbbb")),
    }
    found = score_speakers(*files(years, [recorded(2024, ["Ada Lo"], "bbbbbbbbbbb")]))
    assert [(s.right, s.wrong) for s in found] == [(1, 0), (0, 0), (0, 1)]


def test_two_speakers_of_one_edition_with_one_name_are_not_told_apart_by_it(files):
    people = ("ada", "Ada Lo", "ada_l", "aaaaaaaaaaa"), ("ada-2", "Ada Lo", "ada_two", "bbbbbbbbbbb")
    found = score_speakers(*files({"2024": programme(2024, *people)}, [recorded(2024, ["Ada Lo"], "aaaaaaaaaaa")]))
    assert [(s.right, s.wrong) for s in found] == [(0, 0), (0, 0), (0, 0)]


def test_what_is_no_gold_set_is_refused_by_name(tmp_path):
    path = tmp_path / "wrong.json"
    path.write_text("[1]", encoding="utf-8")
    with pytest.raises(InputError, match=r"wrong\.json is no front matter"):
        read_programmes(path)
    with pytest.raises(InputError, match=r"wrong\.json is no file of recorded talks"):
        read_recordings(path)
