"""How well `repos find` brings up the repositories a field is known for, how long it takes, and what each share does.

Thirty questions as a person would type them, each with repositories that everybody in the field knows. What the index
of a home folder has of them is wanted among the first ten: recall@10 (of ten at most), and the reciprocal of the first
one's rank. An index with a few hours of the archive knows many of them by name and by a handful of people alone, so
compare figures of one index only.

    python benchmarks/finding.py HOME             figures, and percentiles of 120 questions in a warm process
    python benchmarks/finding.py HOME --shares    the same with each share at nothing, half, and twice what it is
    python benchmarks/finding.py HOME --each      what every question brought
"""

import argparse
from pathlib import Path
from statistics import mean
from time import perf_counter

import numpy as np

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.index import Index
from handiwork.search import RepositoryQuery, find_repositories
from handiwork.search.repositories import SHARES

TOP = 10
ROUNDS = 4

WANTED = {
    "async web framework": "fastapi/fastapi encode/starlette tornadoweb/tornado aio-libs/aiohttp playframework/playframework "
    "scalatra/scalatra",
    "python web framework": "django/django pallets/flask pylons/pyramid tornadoweb/tornado fastapi/fastapi web2py/web2py "
    "bottlepy/bottle",
    "ruby web framework": "rails/rails sinatra/sinatra padrino/padrino-framework",
    "php framework": "laravel/framework laravel/laravel symfony/symfony zendframework/zf2 cakephp/cakephp yiisoft/yii2 "
    "yiisoft/yii bcit-ci/codeigniter ellislab/codeigniter",
    "javascript mvc framework": "angular/angular.js emberjs/ember.js documentcloud/backbone bitovi/canjs meteor/meteor",
    "css framework": "twbs/bootstrap twitter/bootstrap zurb/foundation semantic-org/semantic-ui uikit/uikit",
    "distributed task queue": "celery/celery rq/rq resque/resque",
    "key value store": "redis/redis etcd-io/etcd coreos/etcd google/leveldb memcached/memcached basho/riak boltdb/bolt "
    "facebook/rocksdb",
    "document database": "apache/couchdb rethinkdb/rethinkdb orientechnologies/orientdb pouchdb/pouchdb mongodb/mongo",
    "graph database": "neo4j/neo4j orientechnologies/orientdb thinkaurelius/titan",
    "relational database": "postgres/postgres duckdb/duckdb voltdb/voltdb mysql/mysql-server mariadb/server",
    "search engine": "elastic/elasticsearch elasticsearch/elasticsearch apache/lucene-solr",
    "configuration management": "ansible/ansible saltstack/salt puppetlabs/puppet chef/chef opscode/chef",
    "message broker": "apache/kafka rabbitmq/rabbitmq-server zeromq/libzmq apache/activemq",
    "machine learning library": "scikit-learn/scikit-learn tensorflow/tensorflow theano/theano bvlc/caffe apache/spark",
    "deep learning framework": "bvlc/caffe theano/theano tensorflow/tensorflow torch/torch7 pytorch/pytorch",
    "natural language processing": "nltk/nltk stanfordnlp/corenlp explosion/spacy huggingface/transformers",
    "scientific computing python": "numpy/numpy scipy/scipy statsmodels/statsmodels sympy/sympy pydata/pandas "
    "pandas-dev/pandas ipython/ipython",
    "data visualization": "d3/d3 grafana/grafana matplotlib/matplotlib bokeh/bokeh",
    "continuous integration server": "jenkinsci/jenkins travis-ci/travis-ci gitlabhq/gitlabhq",
    "cluster manager": "apache/mesos googlecloudplatform/kubernetes kubernetes/kubernetes docker/swarm",
    "service discovery": "hashicorp/consul apache/zookeeper netflix/eureka coreos/etcd etcd-io/etcd",
    "programming language": "rust-lang/rust golang/go julialang/julia ruby/ruby python/cpython jruby/jruby "
    "elixir-lang/elixir scala/scala",
    "http server": "nginx/nginx apache/httpd encode/uvicorn h2o/h2o",
    "object relational mapper": "sqlalchemy/sqlalchemy doctrine/orm doctrine/doctrine2 django/django",
    "time series metrics": "graphite-project/graphite-web kairosdb/kairosdb influxdb/influxdb grafana/grafana etsy/statsd",
    "package manager": "homebrew/homebrew npm/npm pypa/pip bower/bower composer/composer cocoapods/cocoapods",
    "container engine": "docker/docker moby/moby docker/compose coreos/rocket",
    "test framework": "pytest-dev/pytest rspec/rspec-core mochajs/mocha junit-team/junit jasmine/jasmine",
    "ios networking library": "afnetworking/afnetworking alamofire/alamofire",
}
"""Question → what it is known for, by names of any time; those of organisations alone."""


def main() -> None:
    """Ask, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("--shares", action="store_true")
    parser.add_argument("--each", action="store_true")
    options = parser.parse_args()
    with Handiwork(Settings(home=options.home, threads=1)) as app:
        index = app.open_index()
        wanted = there(index)
        n_wanted = sum(map(len, wanted.values()))
        print(f"{len(wanted)} questions, {n_wanted} wanted repositories of {index.n_repositories:,}")
        print(line("as it is", index, wanted))
        if options.each:
            print_each(index, wanted)
        if options.shares:
            print_shares(index, wanted)
        print_times(index, list(wanted))


def there(index: Index) -> dict[str, set[int]]:
    """Return the questions of which the index has something, with the numbers of what is wanted."""
    found = {
        text: {n for name in names.split() for n in index.repository_numbers(name)} for text, names in WANTED.items()
    }
    return {text: numbers for text, numbers in found.items() if numbers}


def ranked(index: Index, text: str) -> list[int]:
    """Return the first ten repositories for a question."""
    return [hit.repo_no for hit in find_repositories(index, RepositoryQuery(text=text, limit=TOP)).hits]


def line(label: str, index: Index, wanted: dict[str, set[int]]) -> str:
    """Return recall@10 and the mean reciprocal rank over all questions."""
    recalls, reciprocals = [], []
    for text, numbers in wanted.items():
        order = ranked(index, text)
        recalls.append(len(numbers & set(order)) / min(len(numbers), TOP))
        reciprocals.append(next((1 / place for place, n in enumerate(order, 1) if n in numbers), 0.0))
    return f"{label:<22} recall@10 {mean(recalls):.3f}   mrr {mean(reciprocals):.3f}"


def print_each(index: Index, wanted: dict[str, set[int]]) -> None:
    """Print the first ten for every question, those wanted with a star, and what is missing."""
    for text, numbers in wanted.items():
        order = ranked(index, text)
        print(f"\n{text}")
        print("  " + ", ".join(f"{'*' if n in numbers else ''}{index.repository_name(n)}" for n in order))
        print("  missing: " + ", ".join(sorted(index.repository_name(n) for n in numbers - set(order))))


def print_shares(index: Index, wanted: dict[str, set[int]]) -> None:
    """Print the figures with each share changed alone."""
    for kind, share in list(SHARES.items()):
        for factor in (0.0, 0.5, 2.0):
            SHARES[kind] = max(share * factor, 1e-9)
            print(line(f"{kind} x {factor:g}", index, wanted))
        SHARES[kind] = share


def print_times(index: Index, texts: list[str]) -> None:
    """Print percentiles of the time of a question, each asked once before."""
    spent = []
    for _ in range(ROUNDS):
        for text in texts:
            started = perf_counter()
            ranked(index, text)
            spent.append(1000 * (perf_counter() - started))
    p50, p95 = np.percentile(spent, (50, 95))
    print(f"{len(spent)} questions: p50 {p50:.1f} ms, p95 {p95:.1f} ms, longest {max(spent):.1f} ms")


if __name__ == "__main__":
    main()
