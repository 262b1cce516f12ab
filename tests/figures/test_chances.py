"""Probabilities of the next token."""

import numpy as np
import pytest

from core.figures.chances import LISTED, MOST, chances
from core.figures.theme import LIGHT


def bars(drawing: dict) -> tuple[np.ndarray, list[str]]:
    """Heights in px and the names under them."""
    items = drawing["drawing"]["items"]
    wide = next(item for item in items if item["kind"] == "links" and item["width"] > 3)
    names = [item["text"] for item in items if item["kind"] == "words"][4]
    return wide["ends"][:, 1] - wide["ends"][:, 3], names


def test_bars_are_as_high_as_their_chances() -> None:
    after = np.array([0.0, 0.25, 0.75])
    drawn = chances(np.array([0.2, 0.3, 0.5]), after, ["a", "b", "c"], theme=LIGHT, right=1)
    heights, names = bars(drawn)
    assert names == ["a", "b", "c"]
    np.testing.assert_allclose(heights / drawn["drawing"]["plane"]["height"], after, atol=1e-4)
    assert any(item.get("text") == ["✓"] for item in drawn["drawing"]["items"])
    with pytest.raises(ValueError, match="2 tokens"):
        chances(after, after, ["a", "b"], theme=LIGHT)


def test_of_many_tokens_the_likeliest_are_listed() -> None:
    n = MOST + 1
    p = np.arange(n) / np.arange(n).sum()
    _, names = bars(chances(p, p, [str(i) for i in range(n)], theme=LIGHT))
    assert names == [str(n - 1 - i) for i in range(LISTED)]
