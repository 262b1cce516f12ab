"""Cell numbers: every product behind one step of one unit, and how much of the gradient comes back to the beginning."""

import pandas as pd
import streamlit as st

from core.figures.number import told
from core.pair import PairFrame
from core.ui.language import t
from core.ui.player import Player
from core.ui.views.sequences.cell_panels import equation_lines
from core.ui.views.sequences.look import SequenceLook
from core.ui.views.sequences.side import Side


def look_of(held: Player) -> SequenceLook | None:
    """What the live view shows, for the page around it."""
    frame = held.frame()
    if held.run is None or held.scene is None or not isinstance(frame, PairFrame):
        return None
    scene = held.scene
    more = (held.selected, held.point, held.picked, held.width)
    return SequenceLook(held.settings, held.run, frame, held.frames(), scene.theme, scene.picture, *more)


def numbers(held: Player) -> None:
    """The sums of the chosen unit at the chosen step, product by product; once a second while it plays."""

    @st.fragment(run_every=1.0 if held.playing else None)
    def shown() -> None:
        with held.lock:
            look = look_of(held)
            if look is None:
                return
            written = [(side, terms(look, side), equation_lines(look, side), arrives(side)) for side in look.sides]
        where = {"layer": look.layer + 1, "unit": look.unit + 1, "t": look.step + 1}
        st.caption(
            t(
                "Training step {step}; layer {layer}, unit {unit}, time step {t}: click in a map to choose others.",
                step=f"{look.frame.step:,}",
                **where,
            )
        )
        for column, (side, table, lines, back) in zip(st.columns(len(written)), written, strict=True):
            with column:
                st.markdown(f"**{side.title}**")
                st.latex(r"\begin{gathered}" + r" \\ ".join(side.model.cell.equations) + r"\end{gathered}")
                st.code("\n".join(lines), language=None, wrap_lines=True)
                st.dataframe(table, hide_index=True, height=260, key=f"terms_{side.name}")
                st.caption(back)

    shown()


def terms(look: SequenceLook, side: Side) -> pd.DataFrame:
    """Every product of the sums before the gates: an input or unit before, its value, the weights, the products.

    Inputs that are 0 are left out; the biases count as weights of 1, and the last row holds the sums.
    """
    below = side.trace.x if look.layer == 0 else side.trace.layers[look.layer - 1]["h"]
    x = below[look.step]
    h = side.values["h"][look.step - 1] if look.step else x.new_zeros(side.model.hidden_size)
    w, u, b_w, b_u = side.model.weights(look.layer)
    gates, n = side.model.cell.gates, side.model.hidden_size
    rows = [k * n + look.unit for k in range(len(gates))]
    read = [i for i, value in enumerate(x.tolist()) if value]
    names = [input_name(look, i) for i in read]
    columns = {
        t("comes from"): [*names, t("bias"), *(f"h{i + 1}" for i in range(n)), t("bias"), t("sum")],
        t("value"): [*x[read].tolist(), 1.0, *h.tolist(), 1.0, None],
    }
    for gate, row in zip(gates, rows, strict=True):
        weights = [*w[row, read].tolist(), b_w[row].item(), *u[row].tolist(), b_u[row].item()]
        products = [v * weight for v, weight in zip(columns[t("value")], weights, strict=False)]
        if gate == "n":  # the reset gate multiplies what comes from h
            reset = side.values["r"][look.step, look.unit].item()
            cut = len(read) + 1
            products = [*products[:cut], *(reset * p for p in products[cut:])]
        columns[t("weight, {gate}", gate=gate)] = [*weights, None]
        columns[t("product, {gate}", gate=gate)] = [*products, sum(products)]
    return pd.DataFrame(columns)


def input_name(look: SequenceLook, i: int) -> str:
    if look.layer:
        return t("h{n} of the layer below", n=i + 1)
    if look.sequences.discrete:
        return t("x = {symbol}", symbol=look.example.read[look.step])
    return f"x{i + 1}"


def arrives(side: Side) -> str:
    """How much of the gradient at the last step that counts comes back to the first."""
    if not side.reach:
        return t("What the answer should be is not known, so there is no gradient.")
    norms, last = side.reach["h"], side.example.last
    share = float(norms[0] / norms[last]) if norms[last] else 0.0
    told_as = {"first": told(float(norms[0]), 3), "last": told(float(norms[last]), 3), "share": told(share, 2)}
    return t(
        "‖∂L/∂h‖ is {last} at time step {t} and {first} at the first: {share} of it arrives there.",
        t=last + 1,
        **told_as,
    )
