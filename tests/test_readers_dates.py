"""Dates made ISO 8601."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.readers.dates import find_date, parse_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2023-06-14", "2023-06-14"),
        ("2023-6-4", "2023-06-04"),
        ("2023/06/14", "2023-06-14"),
        ("20230614", "2023-06-14"),
        ("1686759300", "2023-06-14T16:15:00Z"),
        ("1686759300000", "2023-06-14T16:15:00Z"),
        ("2023-06-14T16:15:00Z", "2023-06-14T16:15:00Z"),
        ("2023-06-14T16:15:00.250+00:00", "2023-06-14T16:15:00Z"),
        ("2023-06-14 16:15:00 +08:00", "2023-06-14T16:15:00+08:00"),
        ("2024-12-15 21:04", "2024-12-15T21:04:00"),
        ("2023-06-14T00:00:00", "2023-06-14T00:00:00"),
        ("June 14, 2023", "2023-06-14"),
        ("14 June 2023", "2023-06-14"),
        ("Wed, 14 Jun 2023 16:15:00 GMT", "2023-06-14T16:15:00Z"),
        ("Dec 15, 2024 at 9:04 p.m.", "2024-12-15T21:04:00"),
        ("2023年6月14日 21:04", "2023-06-14T21:04:00"),
        ("14 juin 2023", "2023-06-14"),
        ("25/12/2023", "2023-12-25"),
        ("12/25/2023", "2023-12-25"),
        ("04/04/2023", "2023-04-04"),
        ("03.04.2023", "2023-04-03"),
    ],
)
def test_written_dates(written: str, iso: str) -> None:
    assert parse_date(written) == iso


@pytest.mark.parametrize(
    "written",
    [
        *("", "soon", "yesterday", "2 days ago", "Monday", "June 2023", "2023", "2023-06", "2023-13-45", "2023-02-30"),
        *("31 February 2023", "03/04/2023", "03-04-2023", "03/04/23", "12345", "99999999", "0014-06-14", "1" * 5000),
    ],
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(written)


def test_the_reason_says_what_is_ambiguous() -> None:
    with pytest.raises(ValueError, match="ambiguous"):
        parse_date("03/04/2023")


@given(st.dates(date(1700, 1, 1), date(2199, 12, 31)))
def test_every_day_keeps_its_date(day: date) -> None:
    assert parse_date(day.isoformat()) == day.isoformat()
    assert parse_date(day.strftime("%Y%m%d")) == day.isoformat()


@settings(max_examples=50, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_in_words(day: date) -> None:
    assert parse_date(f"{day:%B} {day.day}, {day.year}") == day.isoformat()


@given(st.datetimes(datetime(1700, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC)))
def test_every_moment_keeps_its_time(moment: datetime) -> None:
    assert parse_date(moment.isoformat()) == moment.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        found = parse_date(text)
    except ValueError:
        return
    assert date.fromisoformat(found[:10])


@pytest.mark.parametrize(
    "line", ["In 2023", "2023", "March 2023 was cold", "Updated: soon", "The vote is on May 4, 2021", ""]
)
def test_lines_that_are_no_date(line: str) -> None:
    assert find_date(line) is None
