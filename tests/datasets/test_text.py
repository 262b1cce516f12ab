import math
import unicodedata

import pytest
import torch
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from torch import Generator

from core.datasets.sequences import Sequences, SequencesConfig
from core.datasets.text import (
    BUILT_IN,
    MAX_BYTES,
    MAX_SYMBOLS,
    MIN_CHARACTERS,
    RARE,
    SHELF,
    Text,
    TextError,
    built_in,
    read_text,
    text,
    tidy,
)

LINE = "The cell adds up everything that arrives. "


def shelved(source: str | bytes, length: int = 16) -> Sequences:
    found = SHELF.setdefault(read_text(source).id, read_text(source))
    return SequencesConfig(task="text", text="own", file=found.id, length=length).load()


@pytest.mark.parametrize("name", BUILT_IN)
def test_our_own_texts_are_there_and_learnable(name: str) -> None:
    found = built_in(name)
    assert 4000 < len(found.characters) < 20_000 and not found.dropped and text(name, "") is found
    assert len(found.train) + len(found.test) == len(found.characters)
    assert found.bigram < found.unigram < math.log2(len(found.vocabulary)), "who counts more knows more"


def test_entropies_are_those_of_a_text_worked_out_by_hand() -> None:
    """aab aab …: a and b as 2 : 1, after b only a, after a as often a as b."""
    found = Text("", "aab" * 400)
    assert found.entropy == pytest.approx(-(2 / 3) * math.log2(2 / 3) - (1 / 3) * math.log2(1 / 3), abs=1e-3)
    assert found.pair_entropy == pytest.approx(2 / 3, abs=1e-2)
    assert found.unigram == pytest.approx(found.entropy, abs=1e-2)


def test_bits_of_counting_are_those_of_a_slow_count() -> None:
    found = Text("", LINE * 30)
    train, test = ["".join(found.vocabulary[t] for t in part) for part in (found.train, found.test)]
    v = len(found.vocabulary)
    p = {c: (train.count(c) + 1) / (len(train) + v) for c in found.vocabulary}
    assert found.unigram == pytest.approx(-sum(math.log2(p[c]) for c in test) / len(test), rel=1e-4)

    def bits(weight: float) -> float:
        total = 0.0
        for before, c in zip(train[-1] + test, test, strict=False):
            followers = [train[i + 1] for i in range(len(train) - 1) if train[i] == before]
            total -= math.log2(weight * followers.count(c) / len(followers) + (1 - weight) * p[c])
        return total / len(test)

    assert found.bigram == pytest.approx(min(bits(w) for w in (0.1, 0.3, 0.5, 0.7, 0.9)), rel=1e-3)


def test_windows_of_the_test_part_ask_for_each_character_once() -> None:
    found = SequencesConfig(task="text", length=50).load()
    asked = found.held.y[found.held.mask]
    assert torch.equal(asked, found.text.test[1:]) and torch.equal(found.held.x[found.held.mask], found.text.test[:-1])


def test_batches_are_windows_of_the_part_they_are_asked_of() -> None:
    found = SequencesConfig(task="text", length=20).load()
    whole = {part: "".join(found.symbols(getattr(found.text, part))) for part in ("train", "test")}
    for part, characters in whole.items():
        batch = found.sample(20, Generator().manual_seed(1), part)
        for x, y in zip(batch.x, batch.y, strict=True):
            assert "".join(found.symbols(x)) + found.symbols(y)[-1] in characters and torch.equal(x[1:], y[:-1])


@pytest.mark.parametrize(
    ("source", "id"),
    [
        ("", "too_short"),
        ("x", "too_short"),
        (" \n\t" * 3, "too_short"),
        ("\0\x01" * 500, "too_short"),
        ("z" * 500, "one_symbol"),
        ("ab" * MAX_BYTES, "too_large"),
        ("字" * (MAX_BYTES // 2), "too_large"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, "not_text"),
        (b"\xff\xfe\x00", "not_text"),
    ],
)
def test_what_cannot_be_learned_from_is_explained(source: str | bytes, id: str) -> None:
    with pytest.raises(TextError) as error:
        read_text(source)
    assert error.value.id == id and str(error.value)[-1] == "."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_is_read_in_the_usual_encodings(encoding: str) -> None:
    characters = "神经元是一种会倾听的细胞，它站在别的细胞中间。\n" * 4
    assert read_text(characters.replace("\n", "\r\n").encode(encoding)).characters == characters


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16-le"])
def test_a_file_with_umlauts_is_not_taken_for_chinese(encoding: str) -> None:
    characters = "Übergänge können schön sein – dé\u00adjà vu, Größe, año. " * 4
    assert read_text(characters.encode(encoding)).characters == characters


@pytest.mark.parametrize(
    "source",
    [
        "👩‍🔬🧠👍🏽 neurons 🇨🇳🧪" * 20,
        "مرحبا بالعالم، هذه خلية عصبية. " * 20,
        "עצב הוא תא שמקשיב לתאים אחרים. " * 20,
        "e\u0301te\u0301 " * 40,
        ("0123456789" * (MAX_BYTES // 10)),  # 200 kB on one line
        "ab" * (MIN_CHARACTERS // 2),
    ],
)
def test_odd_texts_work(source: str) -> None:
    found = shelved(source)
    learned = unicodedata.normalize("NFC", source)
    assert found.text.characters == learned and found.vocabulary == tuple(sorted(set(learned)))
    batch = found.sample(3, Generator().manual_seed(0))
    assert batch.mask.all() and found.held.mask.any() and batch.x.max() < found.n_inputs
    assert "".join(found.symbols(found.text.tokens)) == learned


def test_of_very_many_characters_the_rarest_become_one() -> None:
    common, rare = [chr(0x4E00 + i) for i in range(MAX_SYMBOLS - 1)], [chr(0x6E00 + i) for i in range(300)]
    found = read_text("".join(common * 3 + rare))
    assert len(found.vocabulary) == MAX_SYMBOLS and RARE in found.vocabulary and found.dropped == 300
    assert found.characters.endswith(RARE * 300) and found.characters[:10] == "".join(common[:10])


def test_a_text_of_another_session_is_not_here() -> None:
    config = SequencesConfig(task="text", text="own", file="0123456789abcdef")
    with pytest.raises(TextError) as error:
        config.load()
    assert error.value.id == "missing_text"
    with pytest.raises(ValueError, match="file"):
        SequencesConfig(text="own", file="../etc/passwd")


@profile(max_examples=100, deadline=None, derandomize=True)
@given(st.one_of(st.text(max_size=300), st.binary(max_size=300)), st.integers(8, 128))
def test_any_input_is_a_text_or_a_sentence(source: str | bytes, length: int) -> None:
    try:
        found = shelved(source, length)
    except TextError as error:
        assert str(error)
        return
    assert tidy(found.text.characters) == found.text.characters
    batch = found.sample(2, Generator().manual_seed(0))
    assert batch.x.shape == batch.y.shape == batch.mask.shape and found.held.mask.sum() == len(found.text.test) - 1
    assert 0 <= found.text.entropy <= math.log2(len(found.vocabulary)) + 1e-9
    assert math.isfinite(found.text.unigram) and math.isfinite(found.text.bigram)
