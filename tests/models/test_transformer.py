"""The Transformer, against PyTorch's attention and encoder layer, and by what it must not see."""

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Generator, nn

from core.models.attention import attention, causal_mask
from core.models.block import Block, Pass
from core.models.trace import Without
from core.models.transformer import Transformer, TransformerConfig

SMALL = TransformerConfig(n_layers=2, n_heads=2, d_model=16, d_mlp=24)


def build(config: TransformerConfig = SMALL, n_tokens: int = 7, n_positions: int = 10) -> Transformer:
    model = config.build(n_tokens, n_positions, Generator().manual_seed(3))
    with torch.no_grad():
        for name, parameter in model.named_parameters():  # biases and norms that a comparison would not miss
            if parameter.ndim == 1:
                parameter.add_(0.1 * torch.randn(parameter.shape, generator=Generator().manual_seed(len(name))))
    return model


def tokens(n: int = 3, t: int = 10, n_tokens: int = 7, seed: int = 0) -> torch.Tensor:
    return torch.randint(n_tokens, (n, t), generator=Generator().manual_seed(seed))


@pytest.mark.parametrize("causal", [False, True])
def test_attention_is_that_of_pytorch(causal: bool) -> None:
    q, k, v = torch.randn(3, 2, 4, 9, 5, generator=Generator().manual_seed(0))
    found = attention(q, k, v, causal)
    assert torch.allclose(found.mixed, F.scaled_dot_product_attention(q, k, v, is_causal=causal), atol=1e-6)
    assert torch.allclose(found.weights.sum(-1), torch.ones(2, 4, 9), atol=1e-6)
    seen = found.scores.isfinite()
    assert (seen == (causal_mask(9) if causal else torch.ones(9, 9).bool())).all()
    by_hand = sum(q[1, 2, 8, i] * k[1, 2, 3, i] for i in range(5)) / 5**0.5
    assert found.scores[1, 2, 8, 3].item() == pytest.approx(by_hand.item(), abs=1e-5)


@pytest.mark.parametrize("norm", ["pre", "post"])
@pytest.mark.parametrize("activation", ["relu", "gelu"])
@pytest.mark.parametrize("causal", [False, True])
def test_a_layer_is_the_encoder_layer_of_pytorch(norm: str, activation: str, causal: bool) -> None:
    config = SMALL.model_copy(update={"norm": norm, "activation": activation})
    model = build(config)
    block = model.blocks[0]
    assert isinstance(block, Block)
    theirs = nn.TransformerEncoderLayer(16, 2, 24, 0.0, activation, batch_first=True, norm_first=norm == "pre")
    copies = {
        "self_attn.in_proj_weight": block.attention.project.weight,
        "self_attn.in_proj_bias": block.attention.project.bias,
        "self_attn.out_proj.weight": block.attention.out.weight,
        "self_attn.out_proj.bias": block.attention.out.bias,
        "linear1.weight": block.widen.weight,
        "linear1.bias": block.widen.bias,
        "linear2.weight": block.narrow.weight,
        "linear2.bias": block.narrow.bias,
        **{f"norm{i}.{part}": getattr(getattr(block, f"norm{i}"), part) for i in (1, 2) for part in ("weight", "bias")},
    }
    theirs.load_state_dict({name: value.detach().clone() for name, value in copies.items()})
    x = torch.randn(3, 10, 16, generator=Generator().manual_seed(1))
    mask = nn.Transformer.generate_square_subsequent_mask(10) if causal else None
    expected = theirs(x, src_mask=mask, is_causal=causal)
    assert torch.allclose(block(x, Pass(causal))[1], expected, atol=1e-5)


CONFIGS = st.builds(
    TransformerConfig,
    n_layers=st.integers(1, 3),
    n_heads=st.integers(1, 8),
    d_model=st.integers(8, 24),
    d_mlp=st.integers(8, 16),
    positions=st.sampled_from(["none", "sinusoidal", "learned", "rotary"]),
    norm=st.sampled_from(["pre", "post"]),
    causal=st.booleans(),
    tied=st.booleans(),
)


@settings(deadline=None, max_examples=60)
@given(CONFIGS, st.booleans(), st.sampled_from([None, True, False]), st.integers(1, 10))
def test_the_way_that_is_looked_at_is_the_way_that_is_trained(
    config: TransformerConfig, positions: bool, causal: bool | None, t: int
) -> None:
    """Whatever the settings and whatever is taken away, the fused path and the written-out one agree."""
    model, x = build(config), tokens(t=t)
    without = Without(frozenset({(0, 0), (9, 9)}), positions, causal)
    trace = model.trace(x, without)
    assert torch.allclose(trace.logits, model(x, without=without), atol=1e-4)
    assert trace.stream.shape == (1 + 2 * config.n_layers, 3, t, config.d_model)
    assert trace.layers[-1].weights.shape == (3, config.n_heads, t, t)
    assert torch.allclose(model.read(trace.stream[-1]), trace.logits, atol=1e-5)


@pytest.mark.parametrize("positions", ["none", "sinusoidal", "learned", "rotary"])
@pytest.mark.parametrize("norm", ["pre", "post"])
def test_the_mask_leaks_nothing(positions: str, norm: str) -> None:
    """Another future changes no logit of the past, and every logit from there on; without the mask it changes all."""
    config = SMALL.model_copy(update={"positions": positions, "norm": norm})
    model, before = build(config), tokens()
    after = before.clone()
    after[:, 6:] = (after[:, 6:] + 1 + tokens(t=4, n_tokens=6, seed=1)) % 7
    same = (model(before) - model(after)).abs().amax((0, 2))
    assert (same[:6] == 0).all() and (same[6:] > 0).all()
    open_eyes = Without(causal=False)
    assert ((model(before, without=open_eyes) - model(after, without=open_eyes)).abs().amax((0, 2)) > 0).all()


def test_the_mask_lets_no_gradient_flow_back_in_time() -> None:
    model = build()
    embedded = torch.randn(1, 10, 16, requires_grad=True)
    x = embedded
    for block in model.blocks:
        _, x = block(x, Pass(causal=True))
    x[0, 4].sum().backward()
    assert embedded.grad is not None
    reached = embedded.grad.abs().sum((0, 2)) > 0
    assert reached.tolist() == [True] * 5 + [False] * 5


def test_without_positions_an_encoder_sees_a_bag_of_tokens() -> None:
    order = torch.tensor([3, 0, 9, 1, 2, 8, 4, 7, 5, 6])
    none = build(SMALL.model_copy(update={"positions": "none", "causal": False}))
    assert torch.allclose(none(tokens())[:, order], none(tokens()[:, order]), atol=1e-5)
    learned = build(SMALL.model_copy(update={"causal": False}))
    assert not torch.allclose(learned(tokens())[:, order], learned(tokens()[:, order]), atol=1e-2)
    bag = Without(positions=True)
    assert torch.allclose(learned(tokens(), without=bag)[:, order], learned(tokens()[:, order], without=bag), atol=1e-5)


def test_a_rotary_layer_knows_distances_alone() -> None:
    """The same tokens three places later are answered the same where nothing stands before them."""
    model = build(SMALL.model_copy(update={"positions": "rotary"}))
    assert model.table is not None
    x = torch.randn(2, 5, 16, generator=Generator().manual_seed(4))
    block = model.blocks[0]
    here, later = (block(x, Pass(True, model.table[:, start : start + 5]))[1] for start in (0, 3))
    assert torch.allclose(here, later, atol=1e-5)


def test_a_head_switched_off_says_nothing() -> None:
    """As if its columns of W_O were zero."""
    model, x = build(), tokens()
    off = model(x, without=Without(heads=frozenset({(1, 0)})))
    assert not torch.allclose(off, model(x), atol=1e-3)
    with torch.no_grad():
        model.blocks[1].attention.out.weight[:, :8] = 0
    assert torch.allclose(off, model(x), atol=1e-6)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (SMALL, 7 * 16 + 10 * 16 + 2 * (4 * 16 * 16 + 4 * 16 + 2 * 16 * 24 + 16 + 24 + 4 * 16) + 2 * 16),
        (SMALL.model_copy(update={"tied": False, "positions": "rotary", "norm": "post", "n_layers": 1, "n_heads": 3}),
         2 * 7 * 16 + (4 * 16 * 15 + 3 * 15 + 16 + 2 * 16 * 24 + 16 + 24 + 4 * 16)),
    ],
)  # fmt: skip
def test_parameters_by_hand(config: TransformerConfig, expected: int) -> None:
    assert sum(p.numel() for p in build(config).parameters()) == expected


def test_numbers_drop_out_by_the_generator_alone() -> None:
    model, x = build(SMALL.model_copy(update={"dropout": 0.5})), tokens()
    state = torch.get_rng_state()
    first, again, other = (model(x, Generator().manual_seed(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again) and not torch.allclose(first, other, atol=1e-3)
    assert torch.equal(model(x), model(x)) and torch.equal(state, torch.get_rng_state())
    kept = Pass(True, generator=Generator().manual_seed(0), dropout=0.25).drop(torch.ones(100_000))
    assert (kept == 0).float().mean().item() == pytest.approx(0.25, abs=0.01)
    assert kept.mean().item() == pytest.approx(1, abs=0.01)


def test_the_same_seed_gives_the_same_first_weights() -> None:
    a, b = (SMALL.build(7, 10, Generator().manual_seed(seed)).state_dict() for seed in (5, 5))
    assert all(torch.equal(a[name], b[name]) for name in a)
    assert a["embedding.weight"].std().item() == pytest.approx(0.25, rel=0.2)
    assert all((a[name] == 0).all() for name in a if name.endswith("bias"))
