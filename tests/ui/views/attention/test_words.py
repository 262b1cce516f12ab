"""The numbers of one token in one head are those of the network."""

import re

import pytest
import torch
import torch.nn.functional as F

from core.ui.language import speaking
from core.ui.views.attention.words import MOST, SHOWN, blocks, padded
from tests.ui.views.attention.seen import look, started


def numbers(line: str) -> list[float]:
    return [float(v) for v in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", line.replace("−", "-"))]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("settings", [{}, {"positions": "rotary", "n_heads": 1}, {"architecture": "encoder"}], ids=str)
def test_they_are_the_networks(settings: dict, lang: str) -> None:
    seen = look(started(**settings), picked={"at": (4, 2)}, head="2.1")
    with speaking(lang):
        (title, first), (_, table), (_, after) = blocks(seen)
    assert seen.tokens[4] in title and ("looks" in title) == (lang == "en")
    layer = seen.trace.layers[1]
    q, k, v = (part[0, 0] for part in (layer.q, layer.k, layer.v))
    assert numbers(first[0].partition("= ")[2]) == pytest.approx(q[4, :SHOWN].tolist(), abs=6e-3)
    assert numbers(first[1].partition("= ")[2]) == pytest.approx(k[2, :SHOWN].tolist(), abs=6e-3)
    score = float(q[4] @ k[2]) / q.shape[-1] ** 0.5
    assert numbers(first[3])[-1] == pytest.approx(score, rel=6e-3, abs=6e-4)
    row = next(line for line in table if line.startswith(">"))
    assert int(row[1:4]) == 3
    assert numbers(row[8:])[0] == pytest.approx(score, rel=6e-3, abs=6e-4)
    whole = F.scaled_dot_product_attention(q, k, v, is_causal=seen.causal)
    assert numbers(after[1].partition("v = ")[2]) == pytest.approx(whole[4, :SHOWN].tolist(), rel=6e-3, abs=6e-4)


def test_the_mask_and_a_head_that_is_off_are_told() -> None:
    run = started()
    run.learner.change(off="1.1")
    first, table, after = (lines for _, lines in blocks(look(run, picked={"at": (1, 4)})))
    assert "mask" in first[-1] and "off" in after[-1]
    assert next(line for line in table if line.startswith(">")).split()[-2:] == ["−∞", "0"]
    listed = [line for line in table if not line.startswith(">")]
    assert len(listed) == 2, "what is masked is not listed"


def test_a_long_row_is_summed_up() -> None:
    seen = look(started(length=20), picked={"at": (40, 3)})
    (_, table) = blocks(seen)[1]
    assert len(table) == MOST + 1 and f"{40 - MOST} more" in table[-1]
    rest = sorted(seen.map[39].tolist(), reverse=True)
    assert numbers(table[-1])[-1] <= 1 and len(rest) == 40


def test_the_rollout_tells_its_row() -> None:
    seen = look(started(), picked={"at": (6, 0)}, head="2.r")
    (title, lines), (_, table) = blocks(seen)
    assert "comes from" in title and lines[0] == "R₂ = Ã₂ Ã₁"
    maps = torch.tensor(seen.maps).mean(1)
    halves = [(m + torch.eye(len(m))) / 2 for m in maps]
    expected = (halves[1] @ halves[0])[6, 0].item()
    assert numbers(lines[-1])[-1] == pytest.approx(expected, rel=6e-3)
    assert next(line for line in table if line.startswith(">")).split()[1] == "1"


def test_chinese_characters_are_twice_as_wide() -> None:
    def blanks(token: str) -> int:
        return padded(token).count(" ")

    assert blanks("a") == 2 and blanks("神") == 1 and blanks("28→") == 0


def test_letters_from_right_to_left_do_not_turn_the_numbers_round() -> None:
    """The bidirectional algorithm would swap score and weight after a Hebrew letter that is not set apart."""
    assert padded("ט") == "\u2068ט\u2069  "
