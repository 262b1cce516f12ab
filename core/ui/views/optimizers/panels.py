"""Panels of a race of optimisers: from a race at a frame to the figures of the live view."""

from functools import cache
from typing import Any

import numpy as np
import torch

from core.figures.answers import answers
from core.figures.contour import contour
from core.figures.descent import descent
from core.figures.drawing import Drawing
from core.figures.relief import relief
from core.figures.standings import Standing, standings
from core.lessons.optimizers.race import GOAL
from core.lessons.optimizers.surfaces import SURFACES
from core.lessons.optimizers.two_weights import samples
from core.lessons.optimizers.update_rule import Line, tell
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.optimizers.look import TURN, RaceLook

BUTTONS = {  # of the transport bar
    "step": ("Step", "One step of every optimiser", "skip_next"),
    "epoch": ("10 steps", "Ten steps of every optimiser", "fast_forward"),
    "reset": ("Reset", "Back to the start", "replay"),
}


@cache
def heights(id: str, n: int) -> np.ndarray:
    """The heights of a surface on a grid, (3n/4 + 1, n + 1)."""
    surface = SURFACES[id]
    return surface.height(surface.value(*surface.grid(n))).numpy()


def contour_panel(look: RaceLook) -> Drawing:
    surface, i = look.surface, look.index
    moved = (look.lines[-1].value - look.positions[i]).numpy()
    return contour(
        heights(look.settings.surface, 96),
        surface.x_range,
        surface.y_range,
        look.runners(lambda way: way),
        theme=look.theme,
        key=look.settings.surface,
        minima=surface.minima,
        goal=GOAL * surface.width,
        start=(look.settings.x, look.settings.y),
        selected=i,
        arrows={"gradient": -look.gradient.numpy(), "step": moved},
        hover=[f"{look.name(id)}: {tell(w)}" for id, w in zip(look.ids, look.positions, strict=True)],
        labels={"map": t("Press here to start here"), "minimum": t("a minimum"), "start": t("the start")},
        title=t(surface.title),
        x_title=surface.weights[0],
        y_title=surface.weights[1],
        width_px=column(look, 5),
        height_px=HIGH,
    )


def relief_panel(look: RaceLook) -> Drawing:
    surface = look.surface
    half, middle = surface.width / 2, np.array(surface.middle)

    def way(path: np.ndarray) -> np.ndarray:
        x, y = torch.from_numpy(path).unbind(-1)
        height = surface.height(surface.value(x, y)).numpy()
        return np.column_stack([(path - middle) / half, height])

    azimuth, elevation = look.picked.get("turn", TURN)
    return relief(
        heights(look.settings.surface, 32),
        look.runners(way),
        theme=look.theme,
        azimuth=azimuth,
        elevation=elevation,
        selected=look.index,
        title=t("From the side: drag to turn"),
        width_px=column(look, 4),
        height_px=HIGH,
    )


def standings_panel(look: RaceLook) -> Drawing:
    rows = [
        Standing(runner, tell(look.frame.metrics[id]), look.standing(i))
        for i, (id, runner) in enumerate(zip(look.ids, look.runners(lambda way: way[:0]), strict=True))
    ]
    return standings(
        rows,
        theme=look.theme,
        selected=look.index,
        title=t("Who is where"),
        loss_title=t("loss"),
        width_px=column(look, 3),
        height_px=HIGH,
    )


def rule_panel(look: RaceLook) -> dict[str, Any]:
    """Where the selected one is, and its next step with every number put in."""
    surface, name, step = look.surface, look.name(look.id), look.frame.step
    w, (x, y) = look.positions[look.index], surface.weights
    filled = surface.filled(w[0].item(), w[1].item())[:1]
    loss = tell(look.frame.metrics[look.id])
    here, value = f"w = ({x}, {y}) = {tell(w)}", " = ".join(["L", *filled, loss])
    if look.stopped[look.index] >= 0:
        stop = t(
            "{name} left the plane at step {step} and takes no more steps.", name=name, step=look.stopped[look.index]
        )
        return {"text": [(name, [here, value, stop])]}
    slope = f"g = (∂L/∂{x}, ∂L/∂{y})" + (t(" + noise") if look.settings.noise else "")
    title = t("The next step of {name}: {step} → {next}", name=name, step=step, next=step + 1)
    gradient = f"{slope} = {tell(look.gradient)}"
    return {"text": [(title, [here, value, gradient, *map(assignment, look.lines)])]}


def assignment(line: Line) -> str:
    """A line of an update in one row, or two where it is long."""
    filled = line.filled()
    parted = "\n " if len(line.rule) + len(filled) > 50 else ""
    return f"{line.symbol} ← {line.rule}{parted} = {filled} = {tell(line.value)}"


def descent_panel(look: RaceLook) -> Drawing:
    losses = look.surface.value(*torch.from_numpy(look.path).unbind(-1)).numpy()
    for i, step in enumerate(look.stopped):
        if step >= 0:
            losses[step + 1 :, i] = np.nan
    return descent(
        look.runners(lambda way: way[:0]),
        losses,
        theme=look.theme,
        n_steps=look.settings.n_steps,
        lowest=look.surface.lowest,
        selected=look.index,
        title=t("Loss above the least there is"),
        x_title=t("step"),
        y_title="L − L*",
        width_px=column(look, 3 if look.settings.surface == "network" else 4),
        height_px=LOW,
    )


def answers_panel(look: RaceLook) -> Drawing:
    s = torch.linspace(-2, 2, 61, dtype=torch.float64)
    w, a = look.positions.nan_to_num(0.0).unbind(-1)
    learned = (a[:, None] * torch.tanh(w[:, None] * s)).numpy()
    inputs, targets = samples()
    return answers(
        s.numpy(),
        list(learned),
        look.runners(lambda way: way[:0]),
        (inputs.numpy(), targets.numpy()),
        theme=look.theme,
        y_range=(-3.0, 3.0),
        selected=look.index,
        title=t("What the networks answer"),
        x_title="s",
        y_title="a·tanh(w·s)",
        width_px=column(look, 3),
        height_px=LOW,
    )


def column(look: RaceLook, span: int) -> float:
    """Width in px of so many of twelve columns; on a narrow page every panel has all of them."""
    return look.width * (span / 12 if look.width > 640 else 1) - 12


HIGH, LOW = 286, 236
TOP: dict[str, Panel] = {
    "contour": Panel(contour_panel, 5, HIGH, "Map of the loss with the way of each optimiser", drag=True),
    "relief": Panel(relief_panel, 4, HIGH, "The loss as a landscape with the way of each optimiser", drag=True),
    "standings": Panel(standings_panel, 3, HIGH, "Loss of each optimiser, and whether it arrived or left"),
}
PANELS: dict[str, Panel] = TOP | {
    "rule": Panel(rule_panel, 8, LOW, "The next step of one optimiser with its numbers put in"),
    "descent": Panel(descent_panel, 4, LOW, "Loss of each optimiser over the steps"),
}
NETWORK_PANELS: dict[str, Panel] = TOP | {
    "rule": Panel(rule_panel, 6, LOW, "The next step of one optimiser with its numbers put in"),
    "answers": Panel(answers_panel, 3, LOW, "What each optimiser's network answers, and the samples"),
    "descent": Panel(descent_panel, 3, LOW, "Loss of each optimiser over the steps"),
}
