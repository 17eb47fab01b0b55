"""Instants come back as they went in: aware and in UTC, whatever the database knows of zones."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from handiwork.state.models import UtcInstant

_INSTANT = datetime(2026, 3, 1, 12, tzinfo=UTC)
_ELSEWHERE = _INSTANT.astimezone(timezone(timedelta(hours=-8)))


def test_an_instant_is_stored_in_utc() -> None:
    stored = UtcInstant().process_bind_param(_ELSEWHERE, sqlite.dialect())
    assert (stored, stored.tzinfo) == (_INSTANT, UTC)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        UtcInstant().process_bind_param(_INSTANT.replace(tzinfo=None), sqlite.dialect())


def test_an_instant_comes_back_aware_with_or_without_a_zone_in_the_database() -> None:
    for found in (_INSTANT.replace(tzinfo=None), _ELSEWHERE):
        back = UtcInstant().process_result_value(found, postgresql.dialect())
        assert (back, back.tzinfo) == (_INSTANT, UTC)


def test_no_instant_stays_none() -> None:
    assert UtcInstant().process_bind_param(None, sqlite.dialect()) is None
    assert UtcInstant().process_result_value(None, sqlite.dialect()) is None
