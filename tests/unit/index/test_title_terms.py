"""Postings of titles are counted and sorted as whole numbers, a piece at a time."""

from contextlib import ExitStack

import numpy as np
import pytest

from handiwork.index import title_terms
from handiwork.index.artifact import writing_artifact
from handiwork.index.title_terms import TitleStatistics, gather_titles, write_title_postings

K1, B = 1.2, 0.75
PATHS = 250_000
WORDS = [(0, 2), (0, 2), (0, 1), (1, 0), (2, 2), (4, 1), (4, 3)]
IN_PATHS = [(0, 1), (1, 3), (3, 0), (4, 0)]
N_DOCUMENTS, N_TERMS = 6, 5


def pairs(found, begin, end):
    kept = [p for p in found if begin <= p[0] < end]
    return np.array([d for d, _ in kept], np.int32), np.array([t for _, t in kept], np.int32)


def written(tmp_path, monkeypatch, *, piece, path_frequency=PATHS):
    monkeypatch.setattr(title_terms, "PIECE", piece)
    spans = [(b, b + piece) for b in range(0, N_DOCUMENTS, piece)]
    given = ((pairs(WORDS, *span), pairs(IN_PATHS, *span)) for span in spans)
    with writing_artifact(tmp_path) as writer, ExitStack() as files:
        titles = gather_titles(N_TERMS, given, path_frequency=path_frequency, folder=tmp_path, files=files)
        write_title_postings(writer, titles, TitleStatistics(K1, B, N_DOCUMENTS), tmp_path)
        folder = tmp_path / ".building"
        names = ("terms.offsets", "postings.docs", "postings.impacts", "peaks")
        return {name: np.load(folder / f"title.{name}.npy") for name in names}


def by_hand(*, with_paths=True):
    """Return {(term, document): impact} by plain sums."""
    amounts = {}
    for doc, term in WORDS:
        amounts[term, doc] = amounts.get((term, doc), 0) + 1.0
    for doc, term in IN_PATHS if with_paths else ():
        amounts[term, doc] = amounts.get((term, doc), 0) + PATHS / 1e6
    mean = sum(amounts.values()) / N_DOCUMENTS
    found = {}
    for (term, doc), amount in sorted(amounts.items()):
        spread = sum(t == term for t, _ in amounts)
        length = sum(a for (_, d), a in amounts.items() if d == doc)
        rarity = np.log(1 + (N_DOCUMENTS - spread + 0.5) / (spread + 0.5))
        found[term, doc] = rarity * amount * (K1 + 1) / (amount + K1 * (1 - B + B * length / mean))
    return found


@pytest.mark.parametrize("piece", [1, 2, 3, 6])
def test_postings_are_those_of_plain_sums_however_documents_are_cut(tmp_path, monkeypatch, piece):
    found = written(tmp_path, monkeypatch, piece=piece)

    expected = by_hand()
    terms = np.repeat(np.arange(N_TERMS), np.diff(found["terms.offsets"]))
    assert list(zip(terms.tolist(), found["postings.docs"].tolist(), strict=True)) == list(expected)
    assert found["postings.impacts"] == pytest.approx(list(expected.values()), rel=1e-6)


def test_the_peak_of_a_term_is_its_largest_impact_and_nothing_where_no_title_has_it(tmp_path, monkeypatch):
    found = written(tmp_path, monkeypatch, piece=2)

    expected = [max((v for (t, _), v in by_hand().items() if t == term), default=0.0) for term in range(N_TERMS)]
    assert found["peaks"] == pytest.approx(expected, rel=1e-6)


def test_paths_that_count_nothing_add_no_posting(tmp_path, monkeypatch):
    found = written(tmp_path, monkeypatch, piece=4, path_frequency=0)

    expected = by_hand(with_paths=False)
    assert found["postings.impacts"] == pytest.approx(list(expected.values()), rel=1e-6)


def test_no_titles_are_no_postings(tmp_path):
    with writing_artifact(tmp_path) as writer, ExitStack() as files:
        titles = gather_titles(N_TERMS, [], path_frequency=PATHS, folder=tmp_path, files=files)
        assert write_title_postings(writer, titles, TitleStatistics(K1, B, 0), tmp_path) == 0
