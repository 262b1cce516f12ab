"""Dates: one day as four languages write it, and as year-month-day; months and weekdays from Babel's CLDR data."""

from datetime import date
from functools import cache

import torch
from torch import Generator

from core.datasets.drawn import Drawn, Part

PAD = "·"
FIRST, LAST = date(1950, 1, 1).toordinal(), date(2049, 12, 31).toordinal()
WRITTEN: tuple[tuple[str, str], ...] = (  # language, how it writes a date
    ("en", "{month} {day}, {year}"),
    ("en", "{day} {short} {year}"),
    ("en", "{weekday}, {day} {month} {year}"),
    ("de", "{day}. {month} {year}"),
    ("de", "{day}.{number}.{year}"),
    ("fr", "{day} {month} {year}"),
    ("es", "{day} de {month} de {year}"),
)


@cache
def calendar(language: str) -> tuple[dict[int, str], dict[int, str], dict[int, str]]:
    """Months, short months (both from 1) and short weekdays (from 0, Monday), in small letters."""
    from babel import Locale

    locale = Locale.parse(language)
    tables = (locale.months["format"]["wide"], locale.months["format"]["abbreviated"])
    days = locale.days["format"]["abbreviated"]
    months, short = ({k: name.lower() for k, name in table.items()} for table in tables)
    return months, short, {k: name.lower() for k, name in days.items()}


def written(day: date, way: int) -> str:
    """A day in one of the ways of `WRITTEN`."""
    language, form = WRITTEN[way]
    months, short, weekdays = calendar(language)
    return form.format(
        day=day.day,
        month=months[day.month],
        short=short[day.month],
        number=day.month,
        year=day.year,
        weekday=weekdays[day.weekday()],
    )


@cache
def every() -> tuple[str, ...]:
    """Dates that have every month, every weekday and the longest days, in all ways."""
    days = [date(2026, month, day) for month in range(1, 13) for day in range(20, 29)]
    return tuple(written(day, way) for day in days for way in range(len(WRITTEN)))


@cache
def longest() -> int:
    """Characters of the longest date."""
    return max(map(len, every()))


@cache
def symbols() -> tuple[str, ...]:
    """Every character of a date, and the pad."""
    return (*sorted({c for text in every() for c in text} | set("0123456789-")), PAD)


def is_test(ordinal: int) -> bool:
    """Whether a day is kept for the test: one in five, spread over all years."""
    return ordinal * 7919 % 10007 % 5 == 0


def translated(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """Dates as four languages write them, padded on the left; to say after them is the date as year-month-day."""
    place = {symbol: i for i, symbol in enumerate(symbols())}
    prompts: list[list[int]] = []
    answers: list[list[int]] = []
    while len(prompts) < n:
        drawn = torch.randint(FIRST, LAST + 1, (n,), generator=generator).tolist()
        ways = torch.randint(len(WRITTEN), (n,), generator=generator).tolist()
        for ordinal, way in zip(drawn, ways, strict=True):
            if is_test(ordinal) == (part == "test"):
                day = date.fromordinal(ordinal)
                prompts.append([place[c] for c in written(day, way).rjust(longest(), PAD)])
                answers.append([place[c] for c in day.isoformat()])
    return Drawn(torch.tensor(prompts[:n]), torch.tensor(answers[:n]), None)
