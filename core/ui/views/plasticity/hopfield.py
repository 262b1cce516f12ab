"""Hopfield memory: a state that the person damages, the memories, and the energy that falls."""

from typing import Any

import numpy as np

from core.figures.drawing import Drawing
from core.figures.loss_curve import LossLine, loss_curve
from core.figures.number import factor, told
from core.figures.pictures import Picture, pictures
from core.figures.scale import outward
from core.lessons.plasticity.memory import SIDE, Memory, N, to_hex
from core.models.hopfield import energy
from core.run import Run
from core.ui.language import t
from core.ui.look import Panel
from core.ui.player import Player
from core.ui.views.plasticity.look import HIGH, LOW, Block, PlasticLook

PALE = -0.25  # of its colour, for −1: so that the digit stands out


class HopfieldLook(PlasticLook):
    """The network at a frame."""

    run: Run[Memory]

    @property
    def overlaps(self) -> np.ndarray:
        """m = ξ·s / N with each memory, in order."""
        return self.run.learner.patterns @ self.state("s") / N

    @property
    def asked(self) -> int:
        return int(self.state("last")[0])

    def told(self) -> list[tuple[str, str]]:
        best = int(np.abs(self.overlaps).argmax())
        wrong = round((1 - float(np.abs(self.overlaps[best]))) * N / 2)
        return [
            ("E", told(self.metric("energy"))),
            (t("nearest memory"), self.settings.memory.stored[best]),
            (t("pixels that differ"), str(wrong)),
        ]

    def notes(self) -> list[str]:
        if self.run.outcome != "done" or self.step != self.run.newest.step:
            return []
        best, name = (
            float(np.abs(self.overlaps).max()),
            self.settings.memory.stored[int(np.abs(self.overlaps).argmax())],
        )
        if best == 1 and self.overlaps.max() == 1:
            return [
                t("Settled: every neuron agrees with its field. The memory {name} is back, pixel for pixel.", name=name)
            ]
        if best == 1:
            return [t("Settled in the negative of {name}: −s has the same energy as s.", name=name)]
        return [
            t(
                "Settled in a state that was never stored (a spurious one), nearest to {name}: m = {m}. Fewer digits, "
                "less damage, or the projection bring the memory back.",
                name=name,
                m=told(best, 3),
            )
        ]

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """A click on a memory takes it as the digit to damage."""
        if event["trace"] == "memory":
            held.propose(cue=held.settings.memory.stored[int(event["custom"][0])])

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """The pen: the first pixel is turned round, and all on the way become like it."""
        frame, end = held.frame(), np.array([event["y"], event["x"]], float)
        if event["panel"] != "state" or frame is None or not np.isfinite(end).all():
            return
        s = frame.weights["s"].numpy().copy().reshape(SIDE, SIDE)
        end = np.clip(end, 0, SIDE - 1e-6)
        if event.get("start"):
            held.picked["ink"], held.picked["pen"] = -s[tuple(end.astype(int))], end
        way = np.linspace(held.picked.get("pen", end), end, 2 * SIDE).astype(int)
        s[way[:, 0], way[:, 1]] = held.picked.get("ink", 1.0)
        held.picked["pen"] = end
        held.propose(start=to_hex(s.ravel()))


def inked(s: np.ndarray) -> np.ndarray:
    """A state as colours: 1 blue, −1 pale."""
    return np.where(s > 0, 1.0, PALE).reshape(SIDE, SIDE)


def state_panel(look: HopfieldLook) -> Drawing:
    cells = [divmod(look.asked, SIDE)] if look.asked >= 0 and look.run.outcome != "done" else []
    shown = [Picture(inked(look.state("s")), cells=cells)]
    title = t("The network’s state: draw on it")
    return pictures(shown, theme=look.theme, title=title, hover="", width_px=look.room(4), height_px=HIGH)


def memories_panel(look: HopfieldLook) -> Drawing:
    learner = look.run.learner
    best = int(np.abs(look.overlaps).argmax())
    shown = [
        Picture(inked(pattern), under=f"m = {m:.2f}".replace("-", "−"), chosen=i == best)
        for i, (pattern, m) in enumerate(zip(learner.patterns, look.overlaps, strict=True))
    ]
    title = t("Memories, and overlap m with each")
    hover = t("Click: start from this digit, damaged")
    size = {"width_px": look.room(4), "height_px": HIGH}
    return pictures(shown, theme=look.theme, title=title, hover=hover, name="memory", **size)


def weights_panel(look: HopfieldLook) -> Drawing:
    w = look.run.learner.w
    limit = float(np.abs(w).max()) or 1.0
    under = t("−{limit} orange, {limit} blue", limit=told(limit, 2))
    title = t("Weights w, neuron by neuron")
    return pictures(
        [Picture(w, under=under, limit=limit)], theme=look.theme, title=title, width_px=look.room(4), height_px=HIGH
    )


def energy_panel(look: HopfieldLook) -> Drawing:
    steps, (values,) = look.history("energy")
    patterns, w = look.run.learner.patterns, look.run.learner.w
    floor = min(energy(w, pattern) for pattern in patterns)
    lines = [LossLine("", steps, values, "gradient", ball=(steps[-1], values[-1], np.nan), label=told(values[-1]))]
    low, high = (
        outward(1.1 * min(floor, float(values.min()), -1.0)),
        max(0.0, outward(float(values.max())) if values.max() > 0 else 0.0),
    )
    axes = look.axes(5, LOW, x_range=look.steps, y_range=(low, high), title=t("Energy: it never rises"))
    return loss_curve(
        lines,
        axes=axes,
        theme=look.theme,
        x_title=t("neurons asked"),
        y_title="E",
        level=floor,
        level_label=t("lowest memory"),
    )


def rule_panel(look: HopfieldLook) -> dict[str, list[Block]]:
    """What the neuron asked last saw, and what it did."""
    general = [t("h = Σ wⱼ sⱼ over the other {n} neurons", n=N - 1), "s ← sign h", "E = −½ Σ wᵢⱼ sᵢ sⱼ"]
    if look.asked < 0:
        return {"text": [(t("One neuron after the other is asked"), general)]}
    asked, field, was = look.state("last").tolist()
    i, now = int(asked), float(look.state("s")[int(asked)])
    row, column = divmod(i, SIDE)
    place = {"n": f"{look.step:,}", "row": row + 1, "column": column + 1}
    title = t("Step {n}: the neuron in row {row}, column {column}", **place)
    before = look.state("s").copy()
    before[i] = was
    lines = [f"h = Σ wⱼ sⱼ = {told(field)}"]
    if look.settings.memory.storage == "hebb":
        patterns = look.run.learner.patterns
        votes = " + ".join(
            f"{factor(x, 1)}·{factor(m, 3)}" for x, m in zip(patterns[:, i], patterns @ before / N, strict=True)
        )
        title = t("Step {n}: the neuron in row {row}, column {column}; each memory votes with its m", **place)
        lines = [f"h = Σ ξ·m − p/N·s = {votes} − {len(patterns)}/{N}·{factor(was, 1)} = {told(field)}"]
    lines.append(f"s ← sign({told(field)}) = {told(now, 1)}" + (t("  (as before)") if now == was else ""))
    change = [f"ΔE = −(s' − s)·h = −({told(now, 1)} − {factor(was, 1)})·{factor(field)} = {told(-(now - was) * field)}"]
    change.append(f"E = {told(look.metric('energy'))}")
    return {"text": [(title, lines), (t("The energy"), change)]}


PANELS: dict[str, Panel] = {
    "state": Panel(state_panel, 4, HIGH, "The state of the network as a picture, to be drawn on", drag=True),
    "memories": Panel(memories_panel, 4, HIGH, "The digits stored, and how much the state overlaps with each"),
    "matrix": Panel(weights_panel, 4, HIGH, "All weights as a picture", every=4),
    "rule": Panel(rule_panel, 7, LOW, "What the neuron asked last saw, with its numbers put in"),
    "energy": Panel(energy_panel, 5, LOW, "Energy over the steps"),
}
