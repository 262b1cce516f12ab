"""Comparing: a run that was kept, its curves beside those of the run that is shown, and what differs."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from core.figures.figure import Array
from core.learner import Frame
from core.lessons.images.settings import ImagesExperiment
from core.settings import to_text
from core.ui.language import t
from core.ui.look import SCORES
from core.ui.player import Player

METRICS = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")


@dataclass(frozen=True)
class Kept:
    """A run as it was when it was kept: settings, step, epochs `progress` (n,), and each metric (n,)."""

    settings: ImagesExperiment
    step: int
    progress: Array
    metrics: dict[str, Array]


def keep(held: Player) -> None:
    """Keep the curves of the run as it is now, beside which the next is drawn."""
    if held.run:
        frames: list[Frame] = held.run.frames()
        progress = column(frames, "progress")
        metrics = {name: column(frames, name) for name in METRICS}
        held.picked["kept"] = Kept(held.run.settings, frames[-1].step, progress, metrics)


def column(frames: list[Frame], name: str) -> Array:
    return np.array([frame.progress if name == "progress" else frame.metrics[name] for frame in frames])


def forget(held: Player) -> None:
    held.picked.pop("kept", None)


def comparison(held: Player) -> None:
    """The two runs side by side: the settings that differ, and what each has come to."""
    row = st.container(horizontal=True, vertical_alignment="center")
    row.button(
        t("Keep this run"), key="keep", on_click=keep, args=(held,), icon=":material/bookmark:", disabled=not held.run
    )
    kept: Kept | None = held.picked.get("kept")
    row.button(t("Forget it"), key="forget", on_click=forget, args=(held,), disabled=kept is None)
    if kept is None:
        st.caption(
            t("Keep a run, change a setting, and play again: the curves of both show, and what differs stands here.")
        )
        return
    now = held.settings
    theirs, ours = kept.settings.values(), now.values()
    fields = now.fields()
    rows = [
        {t("setting"): t(fields[name].title or name), t("kept"): to_text(theirs[name]), t("now"): to_text(ours[name])}
        for name in now.differences(kept.settings)
    ]
    frame = held.frame()
    if frame is not None:
        rows.append({t("setting"): t("step"), t("kept"): f"{kept.step:,}", t("now"): f"{frame.step:,}"})
        for name in METRICS:
            label, form = SCORES[name]
            rows.append(
                {
                    t("setting"): t(label),
                    t("kept"): form.format(kept.metrics[name][-1]),
                    t("now"): form.format(frame.metrics[name]),
                }
            )
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="content")
