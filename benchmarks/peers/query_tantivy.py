"""A full-text engine (tantivy) over one profile document a person: all titles, repositories, areas and labels.

Build: the profiles are put together with SQL from the table of contributions, then indexed with English stems. Asked:
the role's own text, BM25, the first 20 people.

Leaves out: understanding the role; that one long profile of many small things looks like one of much work in the one
thing asked for; ageing; kinds of contribution; splitting a score into contributions that can be linked.
"""

import argparse
import json
import re
from pathlib import Path
from time import perf_counter

import duckdb
import tantivy

PROFILES = """
SELECT login, string_agg(concat_ws(' ', title, repo, areas, labels), ' ') AS text
FROM '{data}/acts.parquet' GROUP BY login ORDER BY login
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("step", choices=["build", "ask"])
    parser.add_argument("data", type=Path)
    parser.add_argument("own", type=Path)
    parser.add_argument("rounds", type=int, nargs="?", default=1)
    chosen = parser.parse_args()
    folder = chosen.own / "tantivy"
    if chosen.step == "build":
        build(chosen.data, folder)
    else:
        ask(chosen, tantivy.Index(schema(), path=str(folder)))


def schema() -> tantivy.Schema:
    """Return what a profile holds."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("login", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
    return builder.build()


def build(data: Path, folder: Path) -> None:
    """Index one document a person."""
    folder.mkdir()
    index = tantivy.Index(schema(), path=str(folder))
    writer = index.writer(heap_size=512 << 20, num_threads=2)
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        profiles = connection.execute(PROFILES.format(data=data))
        while rows := profiles.fetchmany(1000):
            for login, text in rows:
                writer.add_document(tantivy.Document(login=[login], text=[text]))
    writer.commit()
    writer.wait_merging_threads()


def ask(chosen: argparse.Namespace, index: tantivy.Index) -> None:
    """Print how long each role took, in rounds, and who came first."""
    roles = json.loads((chosen.data / "roles.json").read_text(encoding="utf-8"))
    searcher = index.searcher()
    times: list[float] = []
    first: list[list[str]] = []
    for number in range(chosen.rounds + 1):
        for role in roles:
            started = perf_counter()
            query = index.parse_query(" ".join(re.findall(r"\w+", role["text"].lower())), ["text"])
            hits = searcher.search(query, 20, count=False).hits
            logins = [searcher.doc(address)["login"][0] for _, address in hits]
            if number:
                times.append(1000 * (perf_counter() - started))
            else:
                first.append(logins)
    print(json.dumps({"asked": {"": times}, "first": {"": first}}))


if __name__ == "__main__":
    main()
