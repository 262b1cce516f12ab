"""Capacity: how many random patterns come back, load by load, measured beside theory."""

import numpy as np

from core.figures.drawing import Drawing
from core.figures.load_curve import load_curve
from core.figures.number import told
from core.lessons.plasticity.sweep import ENOUGH, LOADS, RECALLED, TESTED, Sweep, reached
from core.models.hopfield import capacity
from core.run import Run
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.plasticity.look import Block, PlasticLook

HEIGHT, WORDS = 340, 150


class CapacityLook(PlasticLook):
    """What has been measured so far."""

    run: Run[Sweep]

    @property
    def share(self) -> np.ndarray:
        """Of the patterns asked for, how many came back, by load; NaN where none was asked for yet."""
        tried = self.state("tried")
        return np.where(tried > 0, self.state("recalled") / np.maximum(tried, 1), np.nan)

    @property
    def overlap(self) -> np.ndarray:
        tried = self.state("tried")
        return np.where(tried > 0, self.state("overlaps") / np.maximum(tried, 1), np.nan)

    @property
    def measured(self) -> float:
        return reached(self.share)

    def told(self) -> list[tuple[str, str]]:
        rounds, of = self.step // len(LOADS), self.settings.sweep.repeats
        measured = f"{self.measured:.3f} N" if np.isfinite(self.measured) else "?"
        return [
            (t("networks at each load"), t("{n} of {all}", n=rounds, all=of)),
            (t("capacity measured"), measured),
            (t("theory, N → ∞"), f"{capacity()[0]:.3f} N"),
        ]

    def notes(self) -> list[str]:
        if self.run.outcome != "done" or not np.isfinite(self.measured):
            return []
        n = self.settings.sweep.n_neurons
        return [
            t(
                "{n} neurons hold about {p} random patterns, {load} N. For N → ∞ theory says {theory} N; the larger "
                "the network, the more suddenly it forgets.",
                n=n,
                p=round(self.measured * n),
                load=f"{self.measured:.3f}",
                theory=f"{capacity()[0]:.3f}",
            )
        ]


def share_panel(look: CapacityLook) -> Drawing:
    return load_curve(
        LOADS,
        look.share,
        theme=look.theme,
        marks=[
            (capacity()[0], t("theory: {load}", load=f"{capacity()[0]:.3f}"), "gradient"),
            (look.measured, t("measured: {load}", load=f"{look.measured:.3f}"), "positive"),
        ],
        level=(ENOUGH, t("nine in ten")),
        names=(t("N = {n}", n=look.settings.sweep.n_neurons), ""),
        hover=t("load {0}: {1} recalled"),
        title=t("Share of the patterns that come back"),
        x_title=t("load: patterns for each neuron, P / N"),
        y_title=t("share"),
        width_px=look.room(7),
        height_px=HEIGHT,
    )


def overlap_panel(look: CapacityLook) -> Drawing:
    limit, load, overlap = capacity()
    return load_curve(
        LOADS,
        look.overlap,
        theme=look.theme,
        marks=[(limit, f"{limit:.3f}", "gradient")],
        theory=(load, overlap),
        names=(t("measured"), t("theory, N → ∞")),
        hover=t("load {0}: m = {1}"),
        title=t("Mean overlap with the pattern asked for"),
        x_title=t("load: patterns for each neuron, P / N"),
        y_title="m",
        width_px=look.room(5),
        height_px=HEIGHT,
    )


def rule_panel(look: CapacityLook) -> dict[str, list[Block]]:
    n = look.settings.sweep.n_neurons
    k = (look.step - 1) % len(LOADS) if look.step else 0
    p = max(1, round(LOADS[k] * n))
    how = [
        t("W = Σ ξ ξᵀ / N of P random patterns; start at a pattern, let it settle, and compare: m = ξ·s / N."),
        t("Recalled: m > {m}. Capacity: the load up to which nine in ten are.", m=told(RECALLED)),
    ]
    if not look.step:
        return {"text": [(t("What is measured"), how)]}
    tried, recalled, share = look.state("tried")[k], look.state("recalled")[k], look.share[k]
    now = f"P = {told(LOADS[k])}·{n} = {p};  {recalled:.0f} / {tried:.0f} = {told(share, 3)}"
    title = t(
        "Network {n}: load {load}, {tested} of its patterns asked for",
        n=f"{look.step:,}",
        load=told(LOADS[k]),
        tested=min(TESTED, p),
    )
    return {"text": [(t("What is measured"), how), (title, [now])]}


PANELS: dict[str, Panel] = {
    "share": Panel(share_panel, 7, HEIGHT, "Share of the stored patterns that come back, over the load"),
    "overlap": Panel(overlap_panel, 5, HEIGHT, "Mean overlap with the pattern asked for, over the load, and theory"),
    "rule": Panel(rule_panel, 12, WORDS, "What is measured, with its numbers put in"),
}
