"""The lexicon that comes compiled is the one that would be made, and is used for no other catalogue."""

import json
from dataclasses import replace

from handiwork.brief.lexicon import COMPILED, compiled_lexicon, lexicon_of
from handiwork.catalog import load_catalog


def test_the_compiled_lexicon_is_that_of_the_catalogue_and_the_code():
    assert COMPILED.read_text(encoding="utf-8") == compiled_lexicon(load_catalog()), "run make docs"


def test_a_catalogue_that_is_not_the_compiled_one_gets_a_lexicon_of_its_own():
    catalog = load_catalog()
    fewer = replace(catalog, ecosystems=catalog.ecosystems[:1], digest="")
    names = {sense.ecosystem for keys in (["fastapi"], ["python"]) for sense in _senses(fewer, keys)}
    assert (names <= {catalog.ecosystems[0].name}, len(lexicon_of(fewer).fits)) == (
        True,
        len({r.name for r in catalog.ecosystems[0].repositories}),
    )


def test_a_made_lexicon_says_what_the_compiled_one_says():
    catalog = load_catalog()
    made, compiled = lexicon_of(replace(catalog, digest="")), lexicon_of(catalog)
    assert made is not compiled
    assert json.loads(json.dumps([made.exact.places, made.exact.values])) == [
        compiled.exact.places,
        compiled.exact.values,
    ]
    assert made.exact.get(("fast", "api")) == compiled.exact.get(("fast", "api"))
    assert made.weak("async") == compiled.weak("async") != []
    assert list(map(list, made.words("p", 6))) == compiled.words("p", 6) != []


def _senses(catalog, keys):
    phrase = lexicon_of(catalog).exact.get(keys)
    return () if phrase is None else phrase.senses
