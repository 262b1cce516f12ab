"""Names: what eight languages call countries, languages and currencies, from Babel's CLDR data."""

from collections import Counter
from functools import cache
from zlib import crc32

import torch
from torch import Generator, Tensor

from core.datasets.drawn import Drawn, Part, at_end

PAD = "·"
LANGUAGES = ("en", "de", "fr", "es", "it", "pl", "fi", "tr")
SHORTEST, LONGEST = 3, 16  # characters of a name


@cache
def table() -> dict[str, tuple[str, ...]]:
    """Language → its names in small letters, without those that another of the eight spells the same."""
    from babel import Locale

    found = {}
    for language in LANGUAGES:
        locale = Locale.parse(language)
        every = (name for part in (locale.territories, locale.languages, locale.currencies) for name in part.values())
        small = {name.lower() for name in every}
        found[language] = {n for n in small if SHORTEST <= len(n) <= LONGEST and n.replace(" ", "").isalpha()}
    counts = Counter(name for part in found.values() for name in part)
    return {language: tuple(sorted(n for n in part if counts[n] == 1)) for language, part in found.items()}


@cache
def symbols() -> tuple[str, ...]:
    """The languages, then every character of a name, then the pad."""
    return (*LANGUAGES, *sorted({c for part in table().values() for name in part for c in name}), PAD)


def is_test(name: str) -> bool:
    """Whether a name is kept for the test: about one in five."""
    return crc32(name.encode()) % 5 == 0


@cache
def encoded(part: str) -> tuple[Tensor, ...]:
    """For each language its names of a part, as places in `symbols()`: (n_names, `LONGEST`), padded on the left."""
    place = {symbol: i for i, symbol in enumerate(symbols())}
    kept = ([name for name in names if is_test(name) == (part == "test")] for names in table().values())
    return tuple(torch.tensor([[place[c] for c in name.rjust(LONGEST, PAD)] for name in names]) for names in kept)


def named(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """Names, padded on the left; due is the language they are in. Every language is drawn as often as the others."""
    rows = encoded(part)
    language = torch.randint(len(LANGUAGES), (n, 1), generator=generator)
    at = torch.rand(n, generator=generator).tolist()
    drawn = [rows[k][int(share * len(rows[k]))] for k, share in zip(language[:, 0].tolist(), at, strict=True)]
    return at_end(torch.stack(drawn), language)
