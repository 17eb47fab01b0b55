"""Rows of bits never say of a document that has a term that it lacks it, and are in the artifact of large kinds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from handiwork.index.artifact import writing_artifact
from handiwork.index.presence import Places, Presence, presence_rows, write_presence

N_DOCUMENTS = 5000


@given(own=st.sets(st.integers(0, N_DOCUMENTS - 1)), asked=st.lists(st.integers(0, N_DOCUMENTS - 1)))
def test_a_document_may_have_a_term_if_one_of_its_seven_neighbours_or_itself_has_it(own, asked):
    row = presence_rows([np.array(sorted(own), np.int64)], N_DOCUMENTS)[0]
    blocks = {doc // 8 for doc in own}

    assert Places(np.array(asked, np.int32)).may_have(row).tolist() == [doc // 8 in blocks for doc in asked]


def test_common_terms_are_those_that_more_than_one_in_512_documents_have(tmp_path):
    lists = [np.arange(0, N_DOCUMENTS, 3), np.arange(9), np.arange(10), np.array([4999])]
    offsets = np.concatenate([[0], np.cumsum([len(docs) for docs in lists])])
    with writing_artifact(tmp_path) as writer:
        writer.array("title.terms.offsets", offsets.astype(np.int64))
        writer.array("title.postings.docs", np.concatenate(lists).astype(np.int32))
        write_presence(writer, "title", N_DOCUMENTS, least_documents=1)
        terms = writer.written("title.presence.terms")
        rows = writer.written("title.presence.bits").reshape(len(terms), -1)
        presence = Presence(terms.copy(), rows.copy())

    assert (terms.tolist(), rows.tolist()) == ([0, 2], presence_rows([lists[0], lists[2]], N_DOCUMENTS).tolist())
    assert [presence.of(term) is None for term in range(5)] == [False, True, False, True, True]


def test_a_kind_with_few_documents_goes_without(tmp_path):
    with writing_artifact(tmp_path) as writer:
        write_presence(writer, "title", N_DOCUMENTS)

        assert list((tmp_path / ".building").iterdir()) == []
