import pytest
import torch
from torch import Generator, nn

from core.models.recurrent import RecurrentConfig
from core.models.recurrent_cells import CELLS
from core.models.recurrent_trace import run, trace


def built(cell: str, **settings):
    config = RecurrentConfig(cell=cell, hidden_size=5, **settings)
    return config, config.build(3, 2, Generator().manual_seed(1))


@pytest.mark.parametrize("n_layers", [1, 3])
@pytest.mark.parametrize(("cell", "activation"), [("rnn", "tanh"), ("rnn", "relu"), ("lstm", "tanh"), ("gru", "tanh")])
def test_the_cells_written_out_are_those_of_torch(cell: str, activation: str, n_layers: int) -> None:
    _, model = built(cell, activation=activation, n_layers=n_layers)
    x = torch.randn(11, 3, generator=Generator().manual_seed(2))
    layers, outputs = run(model, x[None])
    keywords = {"nonlinearity": activation} if cell == "rnn" else {}
    theirs = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell](3, 5, n_layers, **keywords)
    theirs.load_state_dict(model.cells.state_dict())
    with torch.no_grad():
        hidden, state = theirs(x)
        torch.testing.assert_close(outputs, model(x[None]), atol=1e-6, rtol=0)
    written = torch.cat([values["h"] for values in layers[-1]])
    torch.testing.assert_close(written, hidden, atol=1e-6, rtol=0)
    states = state if isinstance(state, tuple) else (state,)
    for name, value in zip(CELLS[cell].states, states, strict=True):
        torch.testing.assert_close(torch.cat([steps[-1][name] for steps in layers]), value, atol=1e-6, rtol=0)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_all_steps_in_one_batch_are_those_one_after_the_other(cell: str, activation: str) -> None:
    _, model = built(cell, n_layers=2, activation=activation)
    x = torch.randn(11, 3, generator=Generator().manual_seed(2))
    layers, outputs = run(model, x[None])
    found = trace(model, x)
    torch.testing.assert_close(found.outputs, outputs[0])
    for layer, steps in zip(found.layers, layers, strict=True):
        for name, value in layer.items():
            torch.testing.assert_close(value, torch.cat([values[name] for values in steps]), atol=1e-6, rtol=1e-5)


@pytest.mark.parametrize("cell", CELLS)
def test_every_value_of_a_step_follows_from_the_equations(cell: str) -> None:
    _, model = built(cell)
    x = torch.randn(7, 3, generator=Generator().manual_seed(3))
    found = trace(model, x)
    w, u, b_w, b_u = (value.detach() for value in model.weights(0))
    at, t = found.layers[0], 4
    h = at["h"][t - 1]
    for place, k in enumerate(CELLS[cell].gates):
        rows = slice(5 * place, 5 * place + 5)
        torch.testing.assert_close(at[f"x_{k}"][t], w[rows] @ x[t] + b_w[rows])
        torch.testing.assert_close(at[f"u_{k}"][t], u[rows] @ h + b_u[rows])
    for k in CELLS[cell].sigmoids:
        torch.testing.assert_close(at[k][t], torch.sigmoid(at[f"x_{k}"][t] + at[f"u_{k}"][t]))
    if cell == "lstm":
        c = at["f"][t] * at["c"][t - 1] + at["i"][t] * torch.tanh(at["a_g"][t])
        torch.testing.assert_close(at["c"][t], c)
        torch.testing.assert_close(at["h"][t], at["o"][t] * torch.tanh(c))
    elif cell == "gru":
        n = torch.tanh(at["x_n"][t] + at["r"][t] * at["u_n"][t])
        torch.testing.assert_close(at["h"][t], (1 - at["z"][t]) * n + at["z"][t] * h)
    else:
        torch.testing.assert_close(at["h"][t], torch.tanh(at["x_h"][t] + at["u_h"][t]))


def test_only_the_forget_gate_has_the_bias_that_was_set() -> None:
    config, model = built("lstm", forget_bias=2.5, n_layers=2)
    for layer in range(2):
        b_w, b_u = model.weights(layer)[2:]
        assert (b_w[5:10] == 2.5).all() and (b_u[5:10] == 0).all()
        rest = torch.cat([b_w[:5], b_w[10:], b_u[:5], b_u[10:]])
        assert rest.abs().max() <= config.hidden_size**-0.5 and rest.unique().numel() == 30


def test_first_weights_come_from_the_generator_alone() -> None:
    torch.manual_seed(5)
    first = built("gru")[1].state_dict()
    torch.manual_seed(6)
    assert all(torch.equal(first[name], value) for name, value in built("gru")[1].state_dict().items())


@pytest.mark.parametrize("cell", CELLS)
def test_a_chunk_changes_no_output_and_stops_the_gradient_at_its_border(cell: str) -> None:
    _, model = built(cell)
    x = torch.randn(2, 10, 3, requires_grad=True)
    torch.testing.assert_close(model(x, chunk=4), model(x))
    model(x, chunk=4)[:, 9].sum().backward()
    assert (x.grad[:, :8] == 0).all() and (x.grad[:, 8:] != 0).all()


def test_tokens_are_read_as_one_hot_vectors_and_a_state_goes_on() -> None:
    _, model = built("lstm")
    tokens = torch.tensor([[0, 2, 1, 1, 0]])
    whole = model(tokens)
    torch.testing.assert_close(whole, model(torch.eye(3)[tokens]))
    first, state = model.read(tokens[:, :2])
    torch.testing.assert_close(torch.cat([first, model.read(tokens[:, 2:], state)[0]], 1), whole)
