"""Text: what a network of characters reads: two texts of our own, or a person's, cut into training and test part."""

import hashlib
import unicodedata
import weakref
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from math import log2
from pathlib import Path

import torch
from torch import Tensor

from core.datasets.csv_file import guesses
from core.explained import Explained

MAX_BYTES = 200_000
MIN_CHARACTERS = 40
MAX_SYMBOLS = 1000  # different characters; the rarest others become `RARE`
NO_CHARACTERS = ("Cc", "Cs", "Co", "Cn")  # Unicode categories
RARE = "\N{REPLACEMENT CHARACTER}"
TEST_SHARE = 0.15  # of the text, its end
WEIGHTS = (0.1, 0.3, 0.5, 0.7, 0.9)  # of a pair's count against its second character's, best chosen on training text

FOLDER = Path(__file__).parent / "texts"
BUILT_IN: dict[str, str] = {"english": "On neurons (English)", "chinese": "On neurons (Chinese)"}

MESSAGES: dict[str, str] = {
    "too_large": "The text is larger than {size} kB. Take a part of it.",
    "too_short": "The text is too short. Characters: {found}; needed to learn from one part and test on the rest: "
    "{least}.",
    "one_symbol": "The text repeats one single character: there is nothing to predict.",
    "not_text": "This is not a text: it holds bytes that are no characters. Save it as plain text in UTF-8.",
    "missing_text": "This link belongs to a text that is not here: texts never leave the session they were given in. "
    "Give the same text again to go on with its settings.",
}


class TextError(Explained):
    """What is wrong with a text."""

    messages = MESSAGES


@dataclass(frozen=True, eq=False)
class Text:
    """Characters with their vocabulary; `id` names the content, `dropped` counts the characters that became `RARE`."""

    id: str
    characters: str
    dropped: int = 0

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """The different characters in the order of their code points."""
        return tuple(sorted(set(self.characters)))

    @cached_property
    def tokens(self) -> Tensor:
        """The text as places in the vocabulary, int64 (n,)."""
        return torch.tensor(self.encode(self.characters))

    @property
    def n_test(self) -> int:
        return max(2, round(TEST_SHARE * len(self.characters)))

    @property
    def train(self) -> Tensor:
        return self.tokens[: -self.n_test]

    @property
    def test(self) -> Tensor:
        return self.tokens[-self.n_test :]

    def encode(self, characters: str) -> list[int]:
        """Places in the vocabulary; what it lacks is left out."""
        place = {symbol: i for i, symbol in enumerate(self.vocabulary)}
        return [place[c] for c in tidy(characters) if c in place]

    @cached_property
    def unigram(self) -> float:
        """Bits a character on the test part for who knows only how frequent each character of the training part is.

        −mean log₂ p(c) with p(c) = (n(c) + 1) / (N + V): one more of each, so that none is impossible (Laplace).
        """
        p = self._frequencies()
        return float(-p[self.test].log2().mean())

    @cached_property
    def bigram(self) -> float:
        """Bits a character on the test part for who also knows the character before.

        −mean log₂ (λ n(b, c)/n(b) + (1 − λ) p(c)) (Jelinek & Mercer 1980); the λ of `WEIGHTS` that suits a kept tenth
        of the training part.
        """
        cut = len(self.train) * 9 // 10
        tried = {
            weight: pair_bits(self.train[:cut], self.train[cut:], self._frequencies(), weight) for weight in WEIGHTS
        }
        return pair_bits(
            self.train, self.tokens[-self.n_test - 1 :], self._frequencies(), min(tried, key=tried.__getitem__)
        )

    def _frequencies(self) -> Tensor:
        counts = torch.bincount(self.train, minlength=len(self.vocabulary)) + 1.0
        return counts / counts.sum()

    @cached_property
    def entropy(self) -> float:
        """H(C) = −Σ p(c) log₂ p(c) of the whole text, bits a character (Shannon 1951)."""
        return entropy(Counter(self.characters).values())

    @cached_property
    def pair_entropy(self) -> float:
        """H(C | B) = H(B, C) − H(B) of the whole text, bits a character: short texts have it too low (Shannon 1951)."""
        pairs = Counter(pairwise(self.characters))
        return entropy(pairs.values()) - entropy(Counter(self.characters[:-1]).values())


def pair_bits(seen: Tensor, read: Tensor, frequencies: Tensor, weight: float) -> float:
    """Bits a character that pairs counted in `seen` need for `read` from its second character on."""
    v = len(frequencies)
    counts = torch.bincount(seen[:-1] * v + seen[1:], minlength=v * v).view(v, v).float()
    given = counts / counts.sum(1, keepdim=True).clamp_min(1)
    p = weight * given[read[:-1], read[1:]] + (1 - weight) * frequencies[read[1:]]
    known = counts.sum(1)[read[:-1]] > 0
    return float(-torch.where(known, p, frequencies[read[1:]]).log2().mean())


def entropy(counts: Iterable[int]) -> float:
    """−Σ p log₂ p of counts, in bits."""
    found = list(counts)
    total = sum(found)
    return -sum(n / total * log2(n / total) for n in found)


@cache
def built_in(name: str) -> Text:
    """One of the two texts of our own."""
    return Text(name, tidy((FOLDER / f"{name}.txt").read_text("utf-8")))


def tidy(characters: str) -> str:
    """Composed characters, one kind of line end, and no mark of byte order, control character or code without one."""
    lines = unicodedata.normalize("NFC", characters.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", ""))
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in NO_CHARACTERS)


def read_text(source: str | bytes) -> Text:
    """A person's text from a paste or a file; raises `TextError` where there is nothing to learn from."""
    if len(source if isinstance(source, bytes) else source.encode("utf-8", "replace")) > MAX_BYTES:
        raise TextError("too_large", size=MAX_BYTES // 1000)
    characters = tidy(decode(source) if isinstance(source, bytes) else source)
    if len(characters) < MIN_CHARACTERS:
        raise TextError("too_short", found=len(characters), least=MIN_CHARACTERS)
    counts = Counter(characters)
    if len(counts) == 1:
        raise TextError("one_symbol")
    digest = hashlib.sha256(characters.encode()).hexdigest()[:16]
    if len(counts) <= MAX_SYMBOLS:
        return Text(digest, characters)
    ranked = sorted(counts, key=lambda c: (-counts[c], c))
    rare = dict.fromkeys(map(ord, ranked[MAX_SYMBOLS - 1 :]), RARE)
    return Text(digest, characters.translate(rare), sum(counts[c] for c in ranked[MAX_SYMBOLS - 1 :]))


def decode(source: bytes) -> str:
    """The characters of a file in UTF-8, UTF-16, GB 18030 or Windows' Latin; raises `TextError` for none of them."""
    for encoding in guesses(source):
        try:
            characters = source.decode(encoding)
        except UnicodeError:
            continue
        if "\0" in characters or encoding == "latin-1":  # which takes any bytes
            break
        return characters
    raise TextError("not_text")


SHELF: "weakref.WeakValueDictionary[str, Text]" = weakref.WeakValueDictionary()  # texts that a session holds, by id


def text(name: str, file: str) -> Text:
    """The text that settings name: one of ours, or with "own" that of an id; raises `TextError` if it is not here."""
    if name != "own":
        return built_in(name)
    found = SHELF.get(file)
    if found is None:
        raise TextError("missing_text")
    return found
