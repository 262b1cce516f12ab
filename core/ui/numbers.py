"""Numbers: one sample's way through the network, every product written out."""

import streamlit as st
import torch
from torch import Tensor

from core import probe
from core.models.mlp import MLP
from core.ui.language import t
from core.ui.player import Player

FIRST = ("train", 0)  # the point followed until another is picked
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def sub(n: int) -> str:
    return str(n).translate(SUBSCRIPTS)


def plain(value: float) -> str:
    """Six significant digits."""
    return f"{value:.6g}".replace("-", "−")


def number(value: float) -> str:
    """Six significant digits, negative ones in brackets, as inside a product."""
    return f"({plain(value)})" if value < 0 else plain(value)


def forward_lines(model: MLP, inputs: Tensor, activation: str) -> list[tuple[str, list[str]]]:
    """Layer by layer z = Σ w·a + b and a = f(z), with the values put in, for one sample's inputs (n_inputs,)."""
    zs, activations = probe.layers(model, inputs[None])
    blocks = []
    for layer, (weight, bias) in enumerate(zip(model.weights, model.biases, strict=True)):
        last = layer == len(model.weights) - 1
        lines = []
        for unit in range(len(bias)):
            before = activations[layer][0]
            terms = [f"{number(w)}·{number(a)}" for w, a in zip(weight[unit].tolist(), before.tolist(), strict=True)]
            z, a = zs[layer][0, unit].item(), activations[layer + 1][0, unit].item()
            name = f"z{sub(unit + 1)}"
            line = f"{name} = {' + '.join(terms)} + {number(bias[unit].item())} = {plain(z)}"
            lines.append(line if last else f"{line}    a{sub(unit + 1)} = {activation}({plain(z)}) = {plain(a)}")
        blocks.append((t("Output layer") if last else t("Layer {n}", n=layer + 1), lines))
    return blocks


def loss_line(loss: str, outputs: Tensor, targets: Tensor, value: float) -> str:
    """The loss of one sample with the values put in; outputs (k,), targets (k,) or a class number."""
    z, end = outputs.tolist(), f" = {plain(value)}"
    if loss == "cross_entropy":
        sums = " + ".join(f"exp {number(v)}" for v in z)
        return f"L = −ln softmax(z){sub(int(targets) + 1)} = −ln( exp {number(z[int(targets)])} / ({sums}) ){end}"
    terms = [
        TERMS[loss].format(z=number(a), p=plain(a), y=number(b), yc=number(1 - b))
        for a, b in zip(z, targets.tolist(), strict=True)
    ]
    return f"L = {terms[0]}{end}" if len(terms) == 1 else f"L = ({' + '.join(terms)}) / {len(terms)}{end}"


TERMS = {
    "mse": "({z} − {y})²",
    "mae": "|{z} − {y}|",
    "huber": "huber({z} − {y})",
    "bce": "−( {y}·ln σ({p}) + {yc}·ln(1 − σ({p})) )",
    "hinge": "max(0, 1 − {y}·{z})",
}


def forward_pass(held: Player) -> None:
    """Pick a point, and see it become an answer and a loss."""
    if held.run is None:
        return
    data = held.run.learner.data
    row = st.container(horizontal=True, vertical_alignment="bottom")
    split, index = held.point or FIRST
    st.session_state["point_split"], st.session_state["point"] = split, index + 1
    n = len(data.x_train if split == "train" else data.x_test)
    row.selectbox(
        t("Point of"), ["train", "test"], format_func=t, key="point_split", on_change=pick, args=(held,), width=160
    )
    row.number_input(t("Number (1 to {n})", n=n), 1, n, key="point", on_change=pick, args=(held,), width=160)
    st.caption(t("Or click a point in the picture."))

    @st.fragment(run_every=1.0 if held.playing else None)
    def written() -> None:
        with held.lock:
            blocks = write_out(held)
        for title, lines in blocks:
            st.caption(title)
            st.code("\n".join(lines), language=None, wrap_lines=True)

    written()


def write_out(held: Player) -> list[tuple[str, list[str]]]:
    """Title and lines of each block: the inputs, layer by layer, the loss."""
    run, frame = held.run, held.frame()
    if run is None or frame is None:
        return []
    trainer, (split, index) = run.learner, held.point or FIRST
    model = run.learner.model_at(frame)
    inputs = getattr(trainer, f"x_{split}")[index]
    targets = getattr(trainer, f"t_{split}")[index : index + 1]
    with torch.no_grad():
        outputs = model(inputs[None])
        value = trainer.loss.value(outputs, targets).item()
    values = zip(trainer.data.input_names, inputs.tolist(), strict=True)
    return [
        (t("Step {step}: inputs", step=f"{frame.step:,}"), [", ".join(f"{n} = {plain(v)}" for n, v in values)]),
        *forward_lines(model, inputs, run.settings.model.activation),
        (t("Loss of this point"), [loss_line(run.settings.loss, outputs[0], targets[0], value)]),
    ]


def pick(held: Player) -> None:
    held.look_at(st.session_state["point_split"], st.session_state["point"] - 1)
