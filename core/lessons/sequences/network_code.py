"""Network code: a recurrent network, its first weights and its loss, as lines of a script."""

from typing import Any

from core.lessons.sequences.learner import SequenceDescent

FORGET = """\
    for name, bias in cells.named_parameters():  # of the forget gate
        if "bias" in name:
            bias[{low}:{high}] = {value!r} if "ih" in name else 0
"""
WHOLE = """\
    return readout(cells({x})[0])
"""
CHUNKS = """\
    outputs, state = [], None
    for part in {x}.split(bptt or x.shape[1], 1):  # the gradient stops at every border
        hidden, state = cells(part, state)
        state = {detached}
        outputs.append(hidden)
    return readout(torch.cat(outputs, 1))
"""
DETACHED = {"lstm": "(state[0].detach(), state[1].detach())"}


def network_code(learner: SequenceDescent, truncated: bool) -> dict[str, Any]:
    """The cells, their first weights, and how they read; the loss, and what counts as right."""
    model, config, discrete = learner.model, learner.initial.model, learner.sequences.discrete
    size = config.hidden_size
    x = f"F.one_hot(x, {model.n_inputs}).float()" if discrete else "x"
    reading = (
        CHUNKS.format(x=x, detached=DETACHED.get(config.cell, "state.detach()")) if truncated else WHOLE.format(x=x)
    )
    return {
        "module": {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}[config.cell],
        "n_inputs": model.n_inputs,
        "hidden_size": size,
        "n_layers": config.n_layers,
        "n_outputs": model.readout.out_features,
        "activation": ', nonlinearity="relu"' if model.activation == "relu" else "",
        "forget": FORGET.format(low=size, high=2 * size, value=config.forget_bias) if config.cell == "lstm" else "",
        "reading": reading,
        "told": "Cross-entropy" if discrete else "Squared error",
        "loss": "F.cross_entropy(outputs[mask], y[mask])" if discrete else "F.mse_loss(outputs[mask][:, 0], y[mask])",
        "right": "outputs.argmax(2) == y_held" if discrete else "(outputs[..., 0] - y_held).abs() < 0.04",
    }
