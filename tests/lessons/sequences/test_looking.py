"""How far back an error reaches, what a network says by itself, and the numbers of one step."""

import pytest
import torch
from torch import Generator

from core.learning.sequence_loss import loss
from core.lessons.sequences.generation import foretell, generate
from core.lessons.sequences.learner import SequenceDescent
from core.lessons.sequences.reach import reach
from core.lessons.sequences.settings import SequenceSettings
from core.lessons.sequences.step_numbers import step_numbers
from core.models.recurrent_trace import trace


def learner(task: str = "remember", **values) -> SequenceDescent:
    return SequenceDescent(SequenceSettings().replace(task=task).replace(hidden_size=4, **values))


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_reach_is_the_change_of_the_loss_by_finite_differences(cell: str) -> None:
    """∂L/∂h_t: push each unit of the state after step t a little, read on, and see what the loss makes of it."""
    found = learner(length=6, cell=cell)
    model, one = found.model.double(), found.sequences.held[:1]
    x = model.encode(one.x).double()
    norms = reach(model, type(one)(x, one.y, one.mask))
    for t in (1, 5):
        for place, name in enumerate(model.cell.states):
            slopes = []
            for unit in range(4):
                values = []
                for push in (1e-5, -1e-5):
                    state = model.cells(x[:, : t + 1])[1]
                    state = [s.clone() for s in (state if isinstance(state, tuple) else (state,))]
                    if name == "c":  # h_t = o ⊙ tanh c_t follows
                        state[0][0, 0, unit] *= torch.tanh(state[1][0, 0, unit] + push) / torch.tanh(
                            state[1][0, 0, unit]
                        )
                    state[place][0, 0, unit] += push
                    read = tuple(state) if len(state) > 1 else state[0]
                    outputs = torch.cat([model(x[:, : t + 1]), model(x[:, t + 1 :], read)], 1)
                    values.append(loss(outputs, one).item())
                slopes.append((values[0] - values[1]) / 2e-5)
            assert norms[name][0, t].item() == pytest.approx(torch.tensor(slopes).norm().item(), rel=1e-4)


def test_nothing_reaches_beyond_the_border_of_truncation_or_after_the_end() -> None:
    found = learner("text", length=10, n_layers=2)
    batch = found.sequences.held[:3]
    norms = reach(found.model, batch, chunk=4)["h"]
    assert norms.shape == (2, 10) and (norms[:, :8] == 0).all() and (norms[:, 8:] > 0).all()
    assert (reach(found.model, batch)["h"] > 0).all()


def test_reach_of_a_batch_is_the_mean_of_its_sequences() -> None:
    found = learner(length=6)
    batch = found.sequences.held[:3]
    single = torch.stack([reach(found.model, batch[i : i + 1])["c"] for i in range(3)])
    torch.testing.assert_close(reach(found.model, batch)["c"], single.mean(0))


def test_what_is_generated_is_what_the_network_finds_likeliest_of_what_came_before() -> None:
    found = learner("text", length=16)
    prompt = torch.tensor([3, 5, 7])
    tokens, p = generate(found.model, prompt, 6, 0.0, Generator())
    read = torch.cat([prompt, tokens])
    with torch.no_grad():
        expected = found.model(read[None])[0, 2:-1]
    assert torch.equal(tokens, expected.argmax(1)) and torch.equal(p.argmax(1), tokens)
    drawn, p = generate(found.model, prompt, 6, 0.5, Generator().manual_seed(1))
    again, _ = generate(found.model, prompt, 6, 0.5, Generator().manual_seed(1))
    assert torch.equal(drawn, again) and len(p) == 6
    with torch.no_grad():
        torch.testing.assert_close(p[0], torch.softmax(found.model(prompt[None])[0, -1] / 0.5, 0))
    assert len(generate(found.model, torch.tensor([], dtype=torch.int64), 4, 1.0, Generator())[0]) == 4


def test_a_forecast_hears_its_own_values() -> None:
    found = learner("sines", length=16)
    x = found.sequences.held.x[0, :8]
    values = foretell(found.model, x, 3)
    for _ in range(3):
        with torch.no_grad():
            x = torch.cat([x, found.model(x[None])[0, -1:]])
    torch.testing.assert_close(values, x[8:, 0])


def test_the_numbers_of_a_step_fulfil_its_equations() -> None:
    found = learner("parity", n_layers=2)
    read = trace(found.model, found.sequences.held.x[0])
    first, later = step_numbers(read, 1, 0, 2), step_numbers(read, 1, 5, 2)
    assert first["h_before"] == first["c_before"] == 0.0
    assert later["c_before"] == read.layers[1]["c"][4, 2].item()
    assert later["c"] == pytest.approx(later["f"] * later["c_before"] + later["i"] * later["g"], rel=1e-4)
    assert later["a_o"] == pytest.approx(later["x_o"] + later["u_o"], rel=1e-4)
