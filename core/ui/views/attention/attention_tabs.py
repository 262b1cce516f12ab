"""Attention tabs: the groups of the sidebar, what each part is worth, every token's numbers, and the script."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.datasets.sequence_tasks import TASKS
from core.figures.digits import sub
from core.figures.heads import signed
from core.lessons.attention.interventions import toggles
from core.lessons.attention.script import script
from core.lessons.attention.settings import AttentionSettings
from core.models.positions import POSITIONS
from core.ui.language import t
from core.ui.player import Player
from core.ui.share import link
from core.ui.views.attention.behind import encoding
from core.ui.views.attention.look import AttentionLook
from core.ui.views.attention.worth import worth

AWAY, NEXT = "Switch off while looking", "Next token"  # groups of the sidebar
SHAPE = ("architecture", "n_layers", "n_heads", "d_model", "d_mlp")
MODEL = (*SHAPE, "positions", "causal", "norm", "activation", "tied", "dropout")
PARTS = {"causal": ("without the causal mask", "with the causal mask"), "positions": ("without the encoding",) * 2}


def groups(asked: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The settings that make sense beside one another."""
    text, length = asked["task"] == "text", TASKS[asked["task"]].lengths or asked["task"] == "text"
    return {
        "Data": ("task", *(("text",) if text else ()), *(("length",) if length else ()), "sample", "prompt"),
        "Model": MODEL,
        AWAY: ("masked", "positioned", "off"),
        NEXT: ("temperature", "top_k", "top_p"),
        "Training": ("optimizer", "lr", "batch_size", "warmup", "l2", "seed", "stop", "stop_value"),
    }


def look_of(held: Player) -> AttentionLook | None:
    """What the live view shows, for the page around it."""
    frame = held.frame()
    if held.run is None or frame is None or held.scene is None:
        return None
    scene = held.scene
    more = (held.selected, held.point, held.picked, held.width)
    return AttentionLook(held.settings, held.run, frame, held.frames(), scene.theme, scene.picture, *more)


def numbers(held: Player) -> None:
    """What each part is worth and what becomes of every token; only paused, since it takes a while."""
    if held.playing:
        st.caption(t("Pause to see what each part is worth, and every token."))
        return
    with held.lock:
        look = look_of(held)
        if look is None:
            return
        parts, rises, tokens, step = worths(look), every_head(look), every_token(look), look.frame.step
        found = None if look.rolls else vectors(look)
        kind, places = POSITIONS[look.model.config.positions], positions(look)
    st.caption(t("Step {step}: the test loss when one part is taken away, without learning anew.", step=f"{step:,}"))
    st.dataframe(parts, hide_index=True)
    st.caption(t("How much the loss rises when one head more is off; of a head that is off, how much that costs"))
    st.dataframe(rises.style.format("{:+.4f}"))
    st.caption(t("Every place of the sequence that is looked at"))
    st.dataframe(tokens, hide_index=True, height=260)
    if found is not None:
        st.caption(t("The vectors of the two tokens at the pointer in this head"))
        st.dataframe(found.style.format("{:.4f}"))
    st.caption(t("Positional encoding: {kind}", kind=t(kind.title)))
    st.latex(kind.formula)
    if places is not None:
        st.dataframe(places.style.format("{:.4f}"))


def worths(look: AttentionLook) -> pd.DataFrame:
    """One row for the whole network, and one for it without its mask and its encoding."""
    effects, causal = toggles(look.model, look.learner.held), look.model.config.causal
    whole = effects["causal"]
    rows: list[tuple[Any, ...]] = [(t("the whole network"), whole.whole_loss, whole.whole_accuracy, "")]
    for id, effect in effects.items():
        rows.append((t(PARTS[id][not causal]), effect.loss, effect.accuracy, signed(effect.change)))
    return pd.DataFrame(rows, columns=[t("network"), t("test loss"), t("test accuracy"), t("change of the loss")])


def every_head(look: AttentionLook) -> pd.DataFrame:
    """How much the loss rises without each head, a row for each layer."""
    layers = [t("Layer {n}", n=i + 1) for i in range(look.n_layers)]
    return pd.DataFrame(worth(look), layers, [t("Head {n}", n=j + 1) for j in range(look.n_heads)])


def every_token(look: AttentionLook) -> pd.DataFrame:
    """What is read, due and said at each place, how surely, and how the token at the pointer looks at it."""
    example, answers = look.example, look.answers
    columns: dict[str, Any] = {
        t("place"): range(1, len(look.tokens) + 1),
        t("reads"): example.symbols,
        t("due"): example.due,
        t("says"): answers.symbols,
        t("probability"): answers.p.numpy(),
    }
    row, (_, head) = look.at[0], look.head
    if not look.rolls:
        scores = look.attended.scores[0, head, row].numpy()
        columns[t("score of place {n}", n=row + 1)] = scores
    columns[t("weight of place {n}", n=row + 1)] = look.map[row]
    return pd.DataFrame(columns)


def vectors(look: AttentionLook) -> pd.DataFrame:
    """Query of the token that looks, key and value of the one it looks at, and the sum that it takes in."""
    (_, head), (row, column) = look.head, look.at
    layer, i, j = look.attended, sub(row + 1), sub(column + 1)
    rows = {f"q{i}": layer.q[0, head, row], f"k{j}": layer.k[0, head, column]}
    rows |= {f"v{j}": layer.v[0, head, column], f"o{i}": layer.mixed[0, head, row]}
    return pd.DataFrame({name: values.tolist() for name, values in rows.items()}).T


def positions(look: AttentionLook) -> pd.DataFrame | None:
    """The encoding at the places of the two tokens at the pointer, and its dot product with the first of them."""
    table = encoding(look)
    if table is None:
        return None
    row, places = look.at[0], list(dict.fromkeys(look.at))
    products = {t("dot product with pos = {n}", n=row): (table[places] @ table[row]).tolist()}
    components = {str(i): values for i, values in enumerate(table[places].T.tolist())}
    return pd.DataFrame(products | components, [f"pos = {place}" for place in places])


def code(held: Player, settings: AttentionSettings, default: AttentionSettings) -> None:
    """The link, and the script that prints the curve on the screen."""
    link(settings, default)
    with held.lock:
        look = look_of(held)
        text = script(look.run, look.example.tokens) if look else ""
    if not text:
        return
    st.markdown(t("**Code.** Plain PyTorch that prints the curve above, then the attention of every head."))
    if held.playing:
        st.caption(t("Pause to bring it up to the step you see."))
    st.download_button(t("Script (Python)"), text, "hebb_attention.py", key="save_script", on_click="ignore")
    st.code(text, language="python", height=420)
