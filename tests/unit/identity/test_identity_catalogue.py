"""What a resolution takes from the catalogue."""

from handiwork.catalog import Bots, Catalog, Ecosystem, KeyRepository
from handiwork.identity.repositories import catalogue_rows


def _ecosystem(name, *repositories):
    return Ecosystem(name, name, name, tuple(repositories), {}, (), ())


def test_a_repository_of_two_ecosystems_is_one_row_with_everything_said_of_it():
    one = KeyRepository("acme/web", None, ("old/web",), "Serves.", ("http",), "Python")
    two = KeyRepository("Acme/Web", 10, (), "Scales.", ("http", "async"), "Python")
    catalog = Catalog((_ecosystem("async", one), _ecosystem("web", two)), Bots(), (), ())
    assert catalogue_rows(catalog).to_pylist() == [
        {
            "entry": 0,
            "cat_id": 10,
            "canonical": "acme/web",
            "all_names": ["acme/web", "old/web", "Acme/Web"],
            "ecosystems": ["async", "web"],
            "catalog_text": "Serves.\nhttp\nScales.\nasync",
        }
    ]


def test_an_empty_catalogue_has_typed_columns():
    found = catalogue_rows(Catalog((), Bots(), (), ()))
    assert (found.num_rows, found.column_names[0], str(found.schema.field("cat_id").type)) == (0, "entry", "int64")
