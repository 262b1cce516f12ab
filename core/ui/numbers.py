"""Numbers: one sample's way through the network, every product written out, and a table to change any weight."""

import numpy as np
import pandas as pd
import streamlit as st
import torch
from torch import Tensor

from core import probe
from core.experiment import SettingError
from core.models.mlp import MLP
from core.run import Run
from core.trainer import Frame
from core.ui import permalink
from core.ui.language import t
from core.ui.player import TICK, Player

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
        TERMS[loss].format(z=number(a), y=number(b), yc=number(1 - b)) for a, b in zip(z, targets.tolist(), strict=True)
    ]
    return f"L = {terms[0]}{end}" if len(terms) == 1 else f"L = ({' + '.join(terms)}) / {len(terms)}{end}"


TERMS = {
    "mse": "({z} − {y})²",
    "mae": "|{z} − {y}|",
    "huber": "huber({z} − {y})",
    "bce": "−( {y}·ln σ({z}) + {yc}·ln(1 − σ({z})) )",
    "hinge": "max(0, 1 − {y}·{z})",
}


def forward_pass(held: Player) -> None:
    """Pick a point, and see it become an answer and a loss."""

    @st.fragment(run_every=6 * TICK if held.playing else None)
    def written() -> None:
        run, frame = held.run, held.frame()
        if run is None or frame is None:
            return
        trainer, (split, index) = run.trainer, held.point or FIRST
        model = run.model_at(frame)
        point = getattr(trainer.data, f"x_{split}")[index].tolist()
        inputs = getattr(trainer, f"x_{split}")[index]
        targets = getattr(trainer, f"t_{split}")[index : index + 1]
        x1, x2 = map(plain, point)
        st.markdown(t("Step {step}, x₁ = {x1}, x₂ = {x2}", step=f"{frame.step:,}", x1=x1, x2=x2))
        values = zip(trainer.data.input_names, inputs.tolist(), strict=True)
        names = ", ".join(f"{name} = {plain(value)}" for name, value in values)
        st.code(names, language=None, wrap_lines=True)
        for title, lines in forward_lines(model, inputs, run.experiment.model.activation):
            st.caption(title)
            st.code("\n".join(lines), language=None, wrap_lines=True)
        with torch.no_grad():
            outputs = model(inputs[None])
            value = trainer.loss.value(outputs, targets).item()
        st.caption(t("Loss of this point"))
        st.code(loss_line(run.experiment.loss, outputs[0], targets[0], value), language=None, wrap_lines=True)

    if held.run is None:
        return
    data = held.run.trainer.data
    row = st.container(horizontal=True, vertical_alignment="bottom")
    split, index = held.point or FIRST
    st.session_state["point_split"], st.session_state["point"] = split, index + 1
    n = len(data.x_train if split == "train" else data.x_test)
    row.selectbox(
        t("Point of"), ["train", "test"], format_func=t, key="point_split", on_change=pick, args=(held,), width=160
    )
    row.number_input(t("Number (1 to {n})", n=n), 1, n, key="point", on_change=pick, args=(held,), width=160)
    st.caption(t("Or click a point in the picture."))
    written()


def pick(held: Player) -> None:
    held.look_at(st.session_state["point_split"], st.session_state["point"] - 1)


def weight_table(run: Run, frame: Frame, input_names: tuple[str, ...]) -> pd.DataFrame:
    """Every weight and bias, in the order of the flat parameter: layer, to, from, value."""
    rows: list[tuple[str, str, str]] = []
    sizes = run.trainer.model.sizes
    for layer, (n_out, n_in) in enumerate(run.trainer.model.shapes, start=1):
        name = t("out") if layer == len(sizes) - 1 else str(layer)
        source = list(input_names) if layer == 1 else [f"{layer - 1}.{i + 1}" for i in range(n_in)]
        rows += [(name, f"{name}.{to + 1}", source[i]) for to in range(n_out) for i in range(n_in)]
        rows += [(name, f"{name}.{to + 1}", t("bias")) for to in range(n_out)]
    table = pd.DataFrame(rows, columns=["layer", "to", "from"])
    table["value"] = np.concatenate([w.numpy().ravel() for w in frame.weights.values()]).astype(float)
    return table


def weights_editor(held: Player) -> None:
    """A table in which any weight or bias can be changed, while the run goes on or stands."""
    run, frame = held.run, held.frame()
    if run is None or frame is None:
        return
    st.caption(t("Values at step {step}. Change one and the network goes on with it.", step=f"{frame.step:,}"))
    key = f"weights_{held.edits}"

    def edited() -> None:
        held.edits += 1
        held.go_on()
        for row, change in st.session_state[key]["edited_rows"].items():
            try:
                run.edit(int(row), float("nan") if change["value"] is None else change["value"])
            except SettingError as error:
                permalink.refuse(permalink.sentence(error))

    st.data_editor(
        weight_table(run, frame, run.trainer.data.input_names),
        column_config={
            "layer": t("Layer"),
            "to": t("To"),
            "from": t("From"),
            "value": st.column_config.NumberColumn(t("Value"), format="%.6g"),
        },
        disabled=["layer", "to", "from"],
        hide_index=True,
        height=320,
        key=key,
        on_change=edited,
    )
