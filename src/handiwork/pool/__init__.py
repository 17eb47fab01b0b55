"""Pool size: how many people a brief could reach, with an interval, and how that moves with its constraints.

===============  ==========================================================
estimators       how many were never caught: Chao2, jackknives, ICE
captures         which months each person worked on matched documents
nouns            an estimate of a pool, one change of a constraint
measuring        the estimate for a role and for each changed constraint
===============  ==========================================================

Memory maps and arrays alone; no network, no SQL.
"""

from handiwork.pool.captures import LEAST_RELEVANCE, Captures, read_captures
from handiwork.pool.estimators import Frequencies, Interval, chao2, ice, jackknife, variation
from handiwork.pool.measuring import MONTHS, estimate_pool, pool_moves, pool_size
from handiwork.pool.nouns import Move, PoolEstimate

__all__ = [
    "LEAST_RELEVANCE",
    "MONTHS",
    "Captures",
    "Frequencies",
    "Interval",
    "Move",
    "PoolEstimate",
    "chao2",
    "estimate_pool",
    "ice",
    "jackknife",
    "pool_moves",
    "pool_size",
    "read_captures",
    "variation",
]
