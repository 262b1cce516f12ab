"""Race numbers: what stands under a race: every number with its formula, the learning-rate test, the script."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st
import torch

from core.figures.range_test import Trial, range_test_figure
from core.figures.theme import THEMES
from core.learner import Frame
from core.lessons.optimizers.race import Race, gradients
from core.lessons.optimizers.settings import RaceSettings
from core.lessons.optimizers.stability import largest_rate
from core.lessons.optimizers.two_weights import samples
from core.lessons.optimizers.update_rule import tell, written_out
from core.lr_range import RangeTest, range_test
from core.optimizers import OPTIMIZERS
from core.ui.language import t
from core.ui.player import Player

LOW, HIGH, N_RATES = 1e-4, 10.0, 100
MARKS = {  # mark of a test → what it says
    "steepest": "the loss falls fastest",
    "lowest": "the loss is least",
    "blown": "it blows up or leaves the map",
}
SAFE = 10  # times below the rate at which it blows up


def shown(held: Player) -> Frame | None:
    """The frame in the picture; the last one also where all have left."""
    return held.run.newest if held.run and held.ended else held.frame()


def numbers(held: Player) -> None:
    """Where each optimiser is, what the loss and its gradient are there, and its next step."""

    @st.fragment(run_every=1.0 if held.playing else None)
    def written() -> None:
        frame = shown(held)
        if held.run is None or frame is None:
            return
        settings: RaceSettings = held.run.settings
        surface, positions = settings.place, frame.weights["positions"]
        slopes = gradients(settings, positions, frame.step)
        x, y = surface.weights
        st.caption(t("Step {step}. In the order of the sidebar, at every optimiser’s own place:", step=frame.step))
        st.latex(surface.formula)
        if settings.surface == "network":
            network(settings, positions)
        for i, id in enumerate(settings.optimizers):
            w, state = positions[i], frame.optimizer[i]
            st.markdown(f"**{t(OPTIMIZERS[id].title)}** $\\quad {OPTIMIZERS[id].formula}$")
            lines = [f"w = ({x}, {y}) = {tell(w)}"]
            names = ("L", f"∂L/∂{x}", f"∂L/∂{y}")
            values = [surface.value(*w).item(), *(g.item() for g in surface.gradient(*w))]
            filled = surface.filled(*w.tolist()) or [""] * 3
            lines += [
                " = ".join(part for part in (name, text, tell(value)) if part)
                for name, text, value in zip(names, filled, values, strict=True)
            ]
            if frame.weights["stopped"][i] >= 0:
                lines.append(t("left at step {step}", step=int(frame.weights["stopped"][i])))
            else:
                lines.append(f"g = {tell(slopes[i])}" + (t("  with its noise") if settings.noise else ""))
                steps = written_out(id, w, slopes[i], state, settings.arguments(id))
                lines += [f"{line.symbol} ← {line.rule} = {line.filled()} = {tell(line.value)}" for line in steps]
            st.code("\n".join(lines), language=None, wrap_lines=True)

    written()


def network(settings: RaceSettings, positions: torch.Tensor) -> None:
    """The samples, what each optimiser's network answers to them, and the mean of the squared errors."""
    s, targets = samples()
    table = {"s": s.numpy(), "t": targets.numpy()}
    for id, (w, a) in zip(settings.optimizers, positions.tolist(), strict=True):
        answer = a * np.tanh(w * s.numpy())
        table[t("{name}: answer", name=t(OPTIMIZERS[id].title))] = answer
        table[t("{name}: (answer − t)²", name=t(OPTIMIZERS[id].title))] = (answer - targets.numpy()) ** 2
    frame = pd.DataFrame(table)
    st.dataframe(frame.style.format("{:.5g}"), hide_index=True, height=220)
    st.caption(t("L is the mean of a column of squares, the gradient the mean of their slopes in w and a."))


@st.cache_data(max_entries=64, show_spinner=False)
def tested(settings: RaceSettings, id: str) -> RangeTest:
    """One optimiser's learning-rate test on the surface of the race, from its start."""
    race = Race(settings.replace(optimizers=(id,)))
    return range_test(
        race, low=LOW, high=HIGH, n=N_RATES, setting=settings.rate(id), metric=id, floor=settings.place.lowest
    )


def rates(settings: RaceSettings) -> None:
    """The learning-rate test of every optimiser that takes part."""
    theme = THEMES.get(st.context.theme.type or "light", THEMES["light"])
    st.markdown(
        t(
            "**Learning-rate range test** (Smith 2017). From the start, α grows by the same factor at each of {n} "
            "steps, from {low} to {high}. An α that is too large needs some steps to show it, and here each α has only "
            "one: the test blows up late. So try a tenth of the α at which it does. Where the curvature at the start "
            "sets a limit, the last column tells it; on the way the curvature may grow.",
            n=N_RATES,
            low=f"{LOW:g}",
            high=f"{HIGH:g}",
        )
    )
    found = {id: tested(settings, id) for id in settings.optimizers}
    list_ = list(OPTIMIZERS)
    tests = [
        Trial(
            t(OPTIMIZERS[id].title),
            list_.index(id),
            test.rates,
            test.losses,
            {name: getattr(test, name) for name in MARKS},
        )
        for id, test in found.items()
    ]
    figure = range_test_figure(
        tests,
        theme=theme,
        lowest=settings.place.lowest,
        labels={name: t(words) for name, words in MARKS.items()},
        title=t("● falls fastest here   ▼ is least   ✕ blows up or leaves"),
        x_title=t("learning rate α"),
        y_title="L − L*",
    )
    st.plotly_chart(figure, key="range_test", theme=None, height=340, config={"displayModeBar": False})
    curvature = settings.place.curvatures(settings.x, settings.y)[1]
    told = [
        {t("Optimiser"): t(OPTIMIZERS[id].title)}
        | {t(words): rounded(getattr(test, name)) for name, words in MARKS.items()}
        | {
            t("a tenth of that"): rounded(test.blown and test.blown / SAFE),
            t("stable at the start below"): rounded(largest_rate(id, curvature, settings.momentum)),
        }
        for id, test in found.items()
    ]
    st.dataframe(pd.DataFrame(told), hide_index=True)


def rounded(rate: float | None) -> str:
    return "—" if rate is None else tell(rate, 3)


def code(held: Player, script: Callable[[Race, int], str]) -> None:
    """The program that prints where each optimiser is at the step that is shown."""
    frame = shown(held)
    if held.run is None or frame is None:
        return
    st.markdown(t("**Code.** Plain PyTorch that prints where each optimiser is at step {step}.", step=frame.step))
    if held.playing:
        st.caption(t("Pause to bring it up to the step you see."))
    text = script(held.run.learner, frame.step)
    st.download_button(t("Script (Python)"), text, "hebb_race.py", key="save_script", on_click="ignore")
    st.code(text, language="python", height=420)
