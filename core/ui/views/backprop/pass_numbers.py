"""Pass numbers: every matrix of a pass side by side, what each parameter becomes, and the script that prints it all."""

from itertools import zip_longest
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from core.experiment import Experiment
from core.figures.matrices import Matrix
from core.learning.passes import parameters
from core.lessons.backprop.passes import Passes
from core.lessons.backprop.script import script
from core.lessons.backprop.settings import N_SAMPLES
from core.ui.language import t
from core.ui.player import Player
from core.ui.views.backprop.chain_rule import name
from core.ui.views.backprop.equations import everything
from core.ui.views.backprop.look import PassLook, PassPicture
from core.ui.views.backprop.terms import BLANK, plain

GAP = "    "


def look_at(held: Player, picture: PassPicture) -> PassLook | None:
    """The pass that the live view shows."""
    frame = held.frame()
    if held.run is None or frame is None:
        return None
    kept = (held.selected, held.point, held.picked, held.width)
    return PassLook(held.settings, held.run, frame, held.frames(), held.scene.theme, picture, *kept)


def block(matrix: Matrix) -> list[str]:
    """Name, shape and rows of a matrix, equally wide; blanks where it is not computed yet."""
    rows, columns = matrix.shape
    cells = [
        [BLANK if matrix.values is None else plain(float(matrix.values[i, j])) for j in range(columns)]
        for i in range(rows)
    ]
    wide = max(len(cell) for row in cells for cell in row)
    lines = [f"{matrix.name}  {rows} × {columns}", *("  ".join(cell.rjust(wide) for cell in row) for row in cells)]
    longest = max(map(len, lines))
    return [line.ljust(longest) for line in lines]


def side_by_side(matrices: list[Matrix]) -> str:
    """Several matrices in one block of lines."""
    blocks = [block(matrix) for matrix in matrices]
    blank = [" " * len(lines[0]) for lines in blocks]
    rows = zip_longest(*blocks)
    text = (GAP.join(cell or blank[i] for i, cell in enumerate(row)).rstrip() for row in rows)
    return "\n".join(text)


def numbers(held: Player, picture: PassPicture) -> None:
    """All that is computed so far, layer by layer, and the update of every parameter."""

    @st.fragment(run_every=1.0 if held.playing else None)
    def written() -> None:
        with held.lock:
            look = look_at(held, picture)
            if look is None:
                return
            rows = everything(look.record, look.written, look.parameter)
            table = updates(look)
        st.caption(t("Pass {n}, {phase}", n=look.n_passes + 1, phase=look.title()))
        for layer, matrices in enumerate(rows):
            st.caption(look.layer_name(layer) if layer else t("Input"))
            st.code(side_by_side(matrices), language=None)
        st.caption(t("What the step makes of every weight and bias: w ← w − α ∂L/∂w"))
        st.dataframe(table, hide_index=True, height=320)

    written()


def updates(look: PassLook) -> pd.DataFrame:
    """Each parameter before, its gradient and after, as far as they are known."""
    record, after = look.record, look.after
    every = parameters(look.learner.model.shapes)
    known = [look.known("gradient", p.layer) for p in every]
    grads = [p.of(record.weight_grads, record.bias_grads) for p in every]
    new = [p.of(record.new_weights, record.new_biases) for p in every]
    return pd.DataFrame(
        {
            t("weight"): [name(p) for p in every],
            t("before"): [plain(p.of(record.weights, record.biases)) for p in every],
            "∂L/∂w": [plain(g) if k else BLANK for g, k in zip(grads, known, strict=True)],
            f"− {plain(record.lr)} · ∂L/∂w": [
                plain(-record.lr * g) if k else BLANK for g, k in zip(grads, known, strict=True)
            ],
            t("after"): [plain(v) if after else BLANK for v in new],
        }
    )


def code(held: Player, picture: PassPicture) -> None:
    """The script of the pass under way, and the way to the playground."""
    look = look_at(held, picture)
    if look is None:
        return
    st.markdown(t("**Code.** Plain PyTorch that makes this pass and prints every number of it."))
    if held.playing:
        st.caption(t("Pause to bring it up to the step you see."))
    st.code(script(look.learner, look.record, look.parameter), language="python", height=420)
    if look.settings.feed == "batch":
        address = f"playground?{playground(look.learner)}"
        st.markdown(
            t("[The same network in the playground]({address}) takes these steps by the thousand.", address=address)
        )


def playground(passes: Passes) -> str:
    """The query with which the playground takes the same steps."""
    settings = passes.settings
    same = ("dataset", "hidden", "activation", "init", "loss", "lr", "batch_size", "seed")
    values = {name: value for name, value in settings.values().items() if name in same}
    return urlencode(Experiment().replace(n_samples=N_SAMPLES, **values).to_query(Experiment()))
