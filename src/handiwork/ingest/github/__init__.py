"""GitHub's API → the lake: pull requests, reviews, comments on lines, repository facts, accounts, profiles."""

from handiwork.ingest.github.run import Targets, ingest_github, price_github
from handiwork.ingest.github.walking import Price

__all__ = ["Price", "Targets", "ingest_github", "price_github"]
