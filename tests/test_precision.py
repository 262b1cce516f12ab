"""What 16 bits are asked for, and what they leave of an answer."""

import pytest
import torch

from core import precision
from core.models.cnn import CNNConfig
from core.precision import HEAVY, chosen, outputs


@pytest.mark.parametrize(
    ("asked", "flops", "processor", "expected"),
    [
        ("auto", HEAVY, True, torch.bfloat16),
        ("auto", HEAVY - 1, True, torch.float32),
        ("auto", HEAVY, False, torch.float32),
        ("float32", HEAVY, True, torch.float32),
        ("bfloat16", 1, False, torch.bfloat16),
    ],
)
def test_what_is_used(
    monkeypatch: pytest.MonkeyPatch, asked: str, flops: int, processor: bool, expected: torch.dtype
) -> None:
    monkeypatch.setattr(precision, "has_bfloat16", lambda: processor)
    assert chosen(asked, flops) == expected


def test_answers_are_close_and_of_32_bits_whatever_made_them() -> None:
    model = CNNConfig(channels=(4,)).build((1, 8, 8), 10, torch.Generator().manual_seed(0))
    x = torch.randn(5, 1, 8, 8, generator=torch.Generator().manual_seed(1))
    exact, rounded = (outputs(model, x, kind) for kind in (torch.float32, torch.bfloat16))
    assert exact.dtype == rounded.dtype == torch.float32 and torch.equal(exact, model(x))
    assert 0 < (exact - rounded).abs().max() < 0.05


def test_the_processor_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for found in ({"avx512_bf16": True}, {"amx_bf16": True, "avx512_bf16": False}, {"avx2": True}):
        monkeypatch.setattr(torch.cpu, "get_capabilities", lambda found=found: found)
        precision.has_bfloat16.cache_clear()
        assert precision.has_bfloat16() == (found != {"avx2": True})
    monkeypatch.undo()
    precision.has_bfloat16.cache_clear()
