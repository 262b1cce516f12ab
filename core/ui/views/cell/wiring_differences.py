"""Wiring differences: Dale's law and dendrites, which no single point can have."""

import numpy as np

from core.figures.curves import Curve, curves
from core.figures.figure import Figure, axis, layout
from core.figures.number import told
from core.figures.theme import Theme
from core.figures.weight_map import weight_map
from core.lessons.cell.dale import EXCITATORY, LAWS, signs
from core.lessons.cell.dendrites import dcaap, soma
from core.lessons.cell.settings import CellSettings
from core.ui.language import t
from core.ui.views.cell.difference import Difference

REACH = 2.0  # of a synapse, in thresholds of its branch


def dale(settings: CellSettings, unit: float, theme: Theme) -> Difference:
    """A trained network, whose neurons mix signs, and what is left of it under the law."""
    law = settings.comparison.law
    found = {id: signs(id) for id in LAWS}
    here = found[law]
    scores = "; ".join(f"{t(LAWS[id])}: {result.accuracy:.1%}" for id, result in found.items())
    mixing = t("{n} of {total} hidden neurons send weights of both signs.", n=here.mixed, total=here.n_hidden)
    names = np.arange(len(LAWS))
    return Difference(
        t("A column of weights may have any signs: an artificial neuron excites some and inhibits others."),
        t(
            "A nerve cell releases the same transmitters at all its ends, so to its targets it is excitatory or "
            "inhibitory. This network learned the spiral: {mixing} Test accuracy: {scores}.",
            mixing=mixing,
            scores=scores,
        ),
        t(
            "Dale, Proc. R. Soc. Med. 28, 319 (1935); Eccles, Fatt & Koketsu, J. Physiol. 126, 524 (1954). Exceptions "
            "exist: some axons release glutamate and GABA (Root et al., Nat. Neurosci. 17, 1543, 2014). Networks can "
            "learn under the law: Song, Yang & Wang, PLoS Comput. Biol. 12, e1004792 (2016)."
        )
        + " "
        + t(
            "Under the law {share} of each layer are excitatory, much as in cortex (Markram et al., Nat. Rev. "
            "Neurosci. 5, 793, 2004).",
            share=f"{EXCITATORY:.0%}",
        ),
        (
            weight_map(
                here.weights,
                theme=theme,
                title=t("Weights: each column is what one neuron sends"),
                x_title=t("from neuron"),
                y_title=t("to neuron"),
                labels={"from": t("from"), "to": t("to")},
            ),
            t("The weights of a trained network by sign"),
        ),
        (
            _bars(names, [t(title) for title in LAWS.values()], [r.accuracy for r in found.values()], law, theme),
            t("Test accuracy of the network, free and under the law"),
        ),
        ("law",),
    )


def _bars(x: np.ndarray, names: list[str], heights: list[float], law: str, theme: Theme) -> Figure:
    colours = [theme.positive if id == law else theme.muted for id in LAWS]
    bars = {
        "type": "bar",
        "x": x,
        "y": np.array(heights, np.float32),
        "marker": {"color": colours},
        "width": 0.6,
        "hovertemplate": "%{y:.1%}<extra></extra>",
    }
    across = axis(theme, (-0.6, len(x) - 0.4), showgrid=False, fixedrange=True) | {"tickvals": x, "ticktext": names}
    up = axis(theme, (0.0, 1.0), t("test accuracy"), fixedrange=True, tickformat=".0%")
    return {"data": [bars], "layout": layout(theme, t("Test accuracy"), xaxis=across, yaxis=up)}


def dendrites(settings: CellSettings, unit: float, theme: Theme) -> Difference:
    """Two synapses on one branch or on two, and a branch that computes exclusive or."""
    x1, x2 = settings.comparison.x1, settings.comparison.x2
    at = np.linspace(0, REACH, 201)
    one, two = (told(float(soma(x1, x2, same)), 3) for same in (True, False))
    return Difference(
        t("w·x + b = {sum}, wherever the two synapses sit.", sum=told(x1 + x2, 3)),
        t(
            "A branch answers with a spike of its own when what reaches it passes its threshold: here the two synapses "
            "give {one} on one branch, and {two} on two.",
            one=one,
            two=two,
        )
        + " "
        + t(
            "On the right a branch of human cortex: its spike is largest at the threshold. One input alone gives "
            "{one}, both give {two}: exclusive or, which no single w·x + b can compute.",
            one=told(float(dcaap(1)), 3),
            two=told(float(dcaap(2)), 3),
        ),
        "Poirazi, Brannon & Mel, Neuron 37, 989 (2003); Polsky, Mel & Schiller, Nat. Neurosci. 7, 621 (2004); "
        "Gidon et al., Science 367, 83 (2020); Beniaguev, Segev & London, Neuron 109, 2727 (2021)",
        (
            curves(
                [
                    Curve(t("on one branch"), at, soma(x1, at, True), "positive"),
                    Curve(t("on two branches"), at, soma(x1, at, False), "gradient"),
                    Curve("w·x + b", at, x1 + at, "negative", "4px,3px"),
                ],
                theme=theme,
                x_title=t("second synapse (thresholds)"),
                y_title=t("what reaches the soma"),
                cursor=x2,
                x_range=(0.0, REACH),
                y_range=(0.0, 2 * REACH),
            ),
            t("What reaches the cell body over the strength of the second synapse"),
        ),
        (
            curves(
                [Curve("", at * 1.25, dcaap(at * 1.25), "positive")],
                theme=theme,
                title=t("A branch that answers x₁ XOR x₂"),
                x_title=t("x₁ + x₂ (thresholds)"),
                y_title=t("size of its spike"),
                cursor=x1 + x2,
                x_range=(0.0, 2.5),
                y_range=(0.0, 1.05),
            ),
            t("The size of a dendritic calcium spike over its input"),
        ),
        ("x1", "x2"),
    )
