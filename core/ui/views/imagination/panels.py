"""Imagination panels: the map of codes, what is made of noise, ways between pictures, and what cannot be made."""

from typing import Any

import numpy as np
import torch

from core.datasets.drawn_digit import PEN
from core.figures.code_map import code_map
from core.figures.curves import Curve, curves
from core.figures.drawing import Drawing
from core.figures.figure import Figure
from core.figures.number import told
from core.figures.pad import pad
from core.figures.strips import strips
from core.lessons.imagination.imagination import SIDE
from core.lessons.imagination.strange import strange
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.imagination.look import ImaginationLook

HIGH, LOW = 400, 190
ACROSS, LINES = 7, 9  # pictures from noise


def span(look: ImaginationLook, columns: int) -> float:
    """Width in px of a panel that spans so many of the 12 columns."""
    return look.width * (columns / 12 if look.width > 640 else 1) - 12


def map_panel(look: ImaginationLook) -> Drawing:
    encodes, two = look.learner.encodes, look.settings.model.code == 2
    return code_map(
        look.mosaic,
        look.reach,
        theme=look.theme,
        codes=look.codes[:, :2].numpy() if encodes and two else None,
        classes=look.learner.y_test.numpy(),
        here=(float(look.here[0]), float(look.here[1])),
        way=look.way[:, :2].numpy() if two else None,
        title=t("What each code becomes; drag to walk"),
        x_title=t("1st number of the code"),
        y_title=t("2nd number of the code"),
        size_px=HIGH,
    )


def here_panel(look: ImaginationLook) -> Drawing:
    """The picture of the code one stands at, and the training digit nearest to it."""
    made = look.learner.made(look.frame, look.here[None])
    place, _ = look.learner.nearest(made)
    near = look.learner.x_train[place].view(1, SIDE, SIDE)
    rows = [(t("made here"), made.numpy()), (t("nearest real"), near.numpy())]
    return strips(rows, theme=look.theme, title=t("Here, and is it a copy?"), width_px=span(look, 3), height_px=HIGH)


def words_panel(look: ImaginationLook) -> dict[str, Any]:
    """The code, the copy test in numbers, and which digits come of noise."""
    learner = look.learner
    made = learner.made(look.frame, look.here[None])
    _, away = learner.nearest(made)
    dreams = learner.made(look.frame, learner.noise(200))
    _, far = learner.nearest(dreams)
    _, real = learner.nearest(learner.x_test[:200].view(-1, SIDE, SIDE))
    counts = learner.kinds(dreams).bincount(minlength=10).tolist()
    code = ", ".join(told(v, 3) for v in look.here[:2].tolist())
    lines = [
        f"z = ({code}{', 0, …' if len(look.here) > 2 else ''})",
        t("distance to the nearest real digit: {away}", away=told(away.item(), 3)),
        t("of 200 made of noise, mean: {away}", away=told(far.mean().item(), 3)),
        t("of 200 real, unseen ones: {away}", away=told(real.mean().item(), 3)),
    ]
    kinds = "  ".join(f"{k}: {n}" for k, n in enumerate(counts))
    return {"text": [(t("Numbers"), lines), (t("Digits among 200 made of noise"), [kinds])]}


def noise_panel(look: ImaginationLook) -> Drawing:
    made = look.learner.made(look.frame, look.learner.noise(ACROSS * LINES)).numpy()
    rows = [("", made[i * ACROSS : (i + 1) * ACROSS]) for i in range(LINES)]
    title = t("Made of noise, z ~ N(0, 1)")
    return strips(rows, theme=look.theme, title=title, width_px=span(look, 4), height_px=HIGH)


def ways_panel(look: ImaginationLook) -> Drawing:
    """From one digit to another through the codes, and by fading one into the other."""
    learner = look.learner
    a, b = look.shelf[list(look.ends)]
    fade = torch.lerp(a, b, torch.linspace(0, 1, len(look.way))[:, None, None])
    through = learner.made(look.frame, look.way)
    rows = [(t("pick"), look.shelf.numpy()), (t("through codes"), through.numpy()), (t("fading"), fade.numpy())]
    title = t("A way from one digit to another; click to pick") if learner.encodes else t("A way from one to another")
    return strips(rows, theme=look.theme, marked=look.ends, title=title, width_px=span(look, 5), height_px=LOW)


def pad_panel(look: ImaginationLook) -> Drawing:
    """Where one draws a digit, which is put on the shelf."""
    drawing = [] if look.picked.get("empty") or not look.drawings else look.drawings[-1]
    lines = [np.array(stroke) for stroke in drawing if stroke]
    return pad(None, lines, pen=PEN, theme=look.theme, hint=t("Draw here"), title=t("Your drawing"))


def strange_panel(look: ImaginationLook) -> Drawing:
    """Pictures that are no digits, and what an encoder and maker give back; a GAN cannot be asked."""
    learner = look.learner
    pictures = torch.stack(list(strange(look.shelf[look.ends[1]]).values()))
    if not learner.encodes:
        made = learner.made(look.frame, learner.noise(200))
        place, away = learner.nearest(made)
        worst = away.argsort(descending=True)[: len(pictures)]
        near = learner.x_train[place[worst]].view(-1, SIDE, SIDE)
        rows = [(t("made"), made[worst].numpy()), (t("nearest real"), near.numpy())]
        title = t("Its strangest of 200")
    else:
        back = learner.made(look.frame, learner.code_of(look.frame, pictures.flatten(1)))
        rows = [(t("shown"), pictures.numpy()), (t("given back"), back.numpy())]
        title = t("What it cannot make")
    return strips(rows, theme=look.theme, title=title, width_px=span(look, 4), height_px=LOW)


def loss_panel(look: ImaginationLook) -> Figure:
    x = np.array([frame.progress for frame in look.frames])
    names = {"train_loss": (t("train"), "train"), "test_loss": (t("test"), "test")}
    if not look.learner.encodes:
        names = {"train_judge": (t("judge"), "positive"), "train_maker": (t("maker"), "negative")}
    lines = [
        Curve(name, x, np.array([frame.metrics[id] for frame in look.frames]), role=role)
        for id, (name, role) in names.items()
    ]
    past = look.frame.progress if look.frame is not look.frames[-1] else None
    return curves(lines, theme=look.theme, title=t("Loss"), x_title=t("epoch"), cursor=past)


TOP = {
    "map": Panel(map_panel, 5, HIGH, "The pictures of all codes on a plane, with the codes of test digits", drag=True),
    "noise": Panel(noise_panel, 4, HIGH, "Pictures made of random codes"),
    "here": Panel(here_panel, 3, HIGH, "The picture of the code one stands at, and the nearest real digit"),
    "ways": Panel(ways_panel, 5, LOW, "A way from one picture to another through the codes, and by fading"),
}
PAD = {"pad": Panel(pad_panel, 3, LOW, "A place to draw a digit", drag=True, ink=True)}
BOTTOM = {
    "strange": Panel(strange_panel, 4, LOW, "Pictures that are no digits, and what comes back", 2),
    "loss": Panel(loss_panel, 3, LOW, "What is learned from, over the epochs", 3),
    "words": Panel(words_panel, 9, LOW, "The code, distances to real digits, and which digits come of noise", 4),
}
PANELS: dict[str, dict[str, Panel]] = {  # of each maker; to a GAN no picture can be shown
    "autoencoder": TOP | PAD | BOTTOM,
    "vae": TOP | PAD | BOTTOM,
    "gan": TOP | BOTTOM,
}
