"""The builder: what becomes a document, who is tied to it, what is refused."""

from datetime import date, datetime

import ibis
import numpy as np
import pyarrow as pa
import pytest

import handiwork.index
from handiwork.errors import InputError
from handiwork.index import Index, IndexInputs, IndexSettings, build_index
from handiwork.index.tables import INPUT_SCHEMAS, inputs_from_acts

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


@pytest.fixture
def index(build):
    return Index.open(build())


def ties(index, kind, doc):
    found = index.documents[kind]
    span = slice(found.offsets[doc], found.offsets[doc + 1])
    return {index.person(i).login: w for i, w in zip(found.persons[span].tolist(), found.weights[span], strict=True)}


def test_every_title_is_a_document_once(index):
    titles = [index.document_name("title", doc) for doc in range(index.documents["title"].count)]

    assert titles == ["Fix websocket routing", "Mount apps", "Route by host"]
    assert index.documents["title"].repositories.tolist() == [0, 0, 1]


def test_areas_are_what_two_acts_touched(index):
    areas = [index.document_name("area", doc) for doc in range(index.documents["area"].count)]

    assert areas == ["web", "web/routing.py"]


def test_a_repository_is_a_document_without_a_name_of_its_own(index):
    assert index.document_name("repository", 0) is None
    assert index.repository_name(1) == "zeta/api"
    assert index.documents["repository"].count == index.n_repositories == 2


def test_ties_follow_the_formula(index):
    made = 1 + np.log(2)
    aged = 0.5 ** (152 / (365.25 * 5))
    first = made * aged

    assert ties(index, "area", 1)["ada_l"] == pytest.approx(np.sqrt(first) + 4 * np.log(2) + 5, rel=1e-6)
    assert ties(index, "title", 2) == pytest.approx({"cyd_m": 0.7 * 0.5 ** (92 / (365.25 * 6))}, rel=1e-6)
    assert ties(index, "repository", 0)["ada_l"] == pytest.approx(np.log(1 + first), rel=1e-6)


def test_the_newest_day_of_a_document_is_that_of_its_newest_tie(index):
    days = [date(1970, 1, 1).toordinal() + int(d) for d in index.documents["area"].newest]

    assert [date.fromordinal(d) for d in days] == [date(2024, 2, 1), date(2024, 2, 1)]


def test_later_acts_are_counted_and_left_out(index):
    assert index.manifest.counts["contributions_later"] == 1
    assert index.manifest.counts["contributions"] == 4
    assert index.contribution_offsets.tolist() == [0, 1, 2, 4]


def test_counts_say_what_is_there(index):
    counts = index.manifest.counts

    assert (counts["persons"], counts["repository_documents"], counts["area_documents"]) == (3, 2, 2)
    assert counts["terms"] == index.terms.num_rows
    assert counts["title_postings"] == len(index.documents["title"].posting_docs)
    assert counts["area_associations"] == len(index.documents["area"].persons)


def test_an_address_is_no_word_of_its_own_document(index):
    assert index.term("web") is not None
    assert index.term("nowhere") is None


def test_postings_are_sorted_and_their_peaks_are_the_largest(index):
    for documents in index.documents.values():
        for term in range(index.terms.num_rows):
            docs, impacts = documents.postings(term)
            assert docs.tolist() == sorted(set(docs.tolist()))
            assert documents.peaks[term] == (impacts.max() if len(impacts) else 0)
            assert (impacts > 0).all()


def test_a_repository_is_found_by_any_name_in_any_case(index):
    assert index.repository_numbers(" OLD/api ") == [1]
    assert index.repository_numbers("zeta/API") == [1]
    assert index.repository_numbers("zeta") == []


def test_a_person_is_found_by_any_login_or_id(index):
    assert index.persons_named({42}, {"ada_l"}) == {0, 2}
    assert index.persons_named(set(), {"cyd_old", "nobody_x"}) == {2}
    person = index.person(2)
    assert (person.key, person.login, person.name) == ("login:cyd_m", "cyd_m", "Cyd M")
    assert (person.logins, person.joins) == (("cyd_m", "cyd_old"), ("rename",))


def test_the_manifest_keeps_date_settings_and_notes(build):
    settings = IndexSettings(creator_weight=1.0)
    index = Index.open(build(settings=settings, manifest_extra={"coverage": ["x"]}))

    assert index.built_on == date(2024, 6, 1)
    assert index.settings == settings
    assert index.manifest.extra == {"coverage": ["x"]}
    assert index.name == index.path.name == index.manifest.folder_name


def test_an_empty_world_is_an_empty_index(engine, tmp_path):
    tables = {name: ibis.memtable(schema.empty_table()) for name, schema in INPUT_SCHEMAS.items()}

    index = Index.open(build_index(engine, IndexInputs(**tables), tmp_path, built_on=date(2024, 6, 1)))

    assert (index.n_persons, index.n_repositories, index.terms.num_rows) == (0, 0, 0)


def test_a_table_without_a_column_is_refused_by_name():
    tables = {name: ibis.memtable(schema.empty_table()) for name, schema in INPUT_SCHEMAS.items()}
    tables["repos"] = tables["repos"].drop("language", "topics")

    with pytest.raises(InputError, match=r"repos lacks topics, language"):
        IndexInputs(**tables)


def test_an_unknown_kind_of_contribution_is_refused(build):
    act = {"who": "ada_l", "repo": "acme/web", "kind": "applause", "at": datetime(2024, 1, 1)}

    with pytest.raises(InputError, match="applause"):
        build([act])


def test_ids_with_gaps_are_refused(engine, tmp_path):
    made = inputs_from_acts([{"who": "ada_l", "repo": "acme/web", "kind": "push", "at": datetime(2024, 1, 1)}])
    persons = pa.Table.from_pylist([{"person_id": 3, "key": "login:ada_l", "is_bot": False}], INPUT_SCHEMAS["persons"])
    inputs = IndexInputs(ibis.memtable(persons), made.repos, made.contributions)

    with pytest.raises(InputError, match="person_id"):
        build_index(engine, inputs, tmp_path, built_on=date(2024, 6, 1))


def test_the_engine_is_left_as_it_was(build, engine):
    build()

    assert engine.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'ix%'").fetchall() == [(0,)]


def test_the_room_offers_the_builder_and_nothing_unknown():
    assert handiwork.index.build_index is build_index
    with pytest.raises(AttributeError):
        handiwork.index.nothing  # noqa: B018 - asking is the test
