"""Spiking tabs: the operations part by part, what memory would add, one step of a membrane, the script."""

import pandas as pd
import streamlit as st

from core.figures.number import factor, told
from core.figures.theme import LIGHT
from core.lessons.spiking.operations import CACHE, DRAM, NUMBERS, energy, fetched, totals
from core.lessons.spiking.script import script
from core.lessons.spiking.settings import SpikingSettings
from core.ui import share
from core.ui.language import t
from core.ui.player import Player
from core.ui.views.spiking.look import SpikingLook

STEP = r"v[t] = \beta\, v[t-1] + \sum_j w_j\, s_j[t] + b - \theta\, s'[t-1], \qquad s'[t] = [\,v[t] > \theta\,]"
ENERGY = r"E = n_+ \, e_+ + n_\times \, e_\times"


def looking(held: Player) -> SpikingLook:
    """The look of the run as it stands."""
    more = (held.selected, held.point, held.picked, held.width)
    return SpikingLook(held.settings, held.run, held.frame(), held.frames(), LIGHT, None, *more)


def numbers(held: Player) -> None:
    """The bill part by part, and one step of one membrane."""
    if held.run is None:
        return
    with held.lock:  # a network is looked into by one at a time
        look = looking(held)
        bill(look)
        membrane(look)


def bill(look: SpikingLook) -> None:
    """Every part of a decision with its formula; then all together, with what memory would add."""
    number = NUMBERS[look.settings.count.numbers]
    sides = {"spiking": t("spiking"), "ordinary": t("ordinary")}
    st.markdown(t("**The bill.** Operations of one decision, mean over the test set, and what their arithmetic takes."))
    st.latex(ENERGY)
    rows = [
        {
            t("network"): name,
            t("part"): t(part.title),
            t("formula"): part.formula,
            t("additions"): f"{part.additions:,.1f}",
            t("multiplications"): f"{part.multiplications:,.1f}",
            "nJ": f"{energy([part], number):.3f}",
        }
        for side, name in sides.items()
        for part in look.parts[side]
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    st.markdown(
        t(
            "**All together, and with memory.** Each sum reads a weight of {bits} bits, which costs 1 / {n} of 64.",
            bits=number.bits,
            n=64 // number.bits,
        )
    )
    whole = []
    for side, name in sides.items():
        parts = look.parts[side]
        additions, multiplications = totals(parts)
        read = fetched(parts) * number.bits / 64 / 1000  # thousands of 64 bits
        whole.append(
            {
                t("network"): name,
                t("additions"): f"{additions:,.0f}",
                t("multiplications"): f"{multiplications:,.0f}",
                t("arithmetic, nJ"): f"{energy(parts, number):.2f}",
                t("weights read"): f"{fetched(parts):,.0f}",
                t("from a cache of 8 kB, nJ"): f"{read * CACHE:.1f}",
                t("from outside the chip, nJ"): f"{read * DRAM[0]:,.0f} … {read * DRAM[1]:,.0f}",
            }
        )
    st.dataframe(pd.DataFrame(whole), hide_index=True)


def membrane(look: SpikingLook) -> None:
    """The step of the chosen hidden neuron at which most arrives, with its numbers."""
    model, unit, activity = look.spiking.model_at(look.frame.sides["spiking"]), look.unit, look.activity
    s, v, fired = activity.inputs[:, 0], activity.potentials[0][:, 0, unit], activity.spikes[0][:, 0, unit]
    step = int(s.sum(1).argmax())
    arrived = float(s[step] @ model.weights[0][unit])
    before, reset = (float(v[step - 1]), float(fired[step - 1])) if step else (0.0, 0.0)
    beta, theta = look.settings.model.beta, look.settings.model.threshold
    text = t("**One membrane.** Hidden neuron {n} in time step {t}, with the numbers put in:", n=unit + 1, t=step + 1)
    st.markdown(text)
    st.latex(STEP)
    terms = f"{told(beta)} · {factor(before)} + {factor(arrived)} + {factor(float(model.biases[0][unit]))}"
    st.code(f"v[{step + 1}] = {terms} − {told(theta)} · {reset:.0f} = {told(float(v[step]))}", language=None)


def code(held: Player, settings: SpikingSettings, default: SpikingSettings) -> None:
    """The link, and the script that prints what the screen shows."""
    share.link(settings, default)
    frame = held.frame()
    if held.run is None or frame is None:
        return
    st.markdown(t("**Code.** PyTorch and snntorch; it prints what both networks reach, their spikes and their energy."))
    if held.playing:
        st.caption(t("Pause to bring it up to the step you see."))
    st.code(script(held.run.learner, frame.step), language="python", height=420)
