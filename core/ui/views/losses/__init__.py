"""Panels of the page of losses: one table a scene, panel → what it shows."""

from functools import partial

from core.ui.look import Panel
from core.ui.views.losses import one, race, rows, same, three
from core.ui.views.losses.look import LossLook

WORDS = "The formulas with the current numbers put in"
ONE: dict[str, Panel] = {
    "of_p": Panel(
        partial(one.panel, which=0, over="p", span=6, height=one.TALL),
        6,
        one.TALL,
        "Loss over the probability, with the prediction as a ball and the tangent there",
        drag=True,
    ),
    "of_z": Panel(
        partial(one.panel, which=0, over="z", span=6, height=one.TALL),
        6,
        one.TALL,
        "Loss over the logit, with the prediction as a ball and the tangent there",
        drag=True,
    ),
    "slope_p": Panel(
        partial(one.panel, which=1, over="p", span=3, height=one.LOW),
        3,
        one.LOW,
        "Gradient of the loss by the probability",
        drag=True,
    ),
    "slope_z": Panel(
        partial(one.panel, which=1, over="z", span=3, height=one.LOW),
        3,
        one.LOW,
        "Gradient of the loss by the logit",
        drag=True,
    ),
    "words": Panel(one.words_panel, 6, one.LOW, WORDS),
}
NUMBER: dict[str, Panel] = {
    "of_number": Panel(
        partial(one.panel, which=0, over="number", span=6, height=one.TALL),
        6,
        one.TALL,
        "Loss over the predicted number, with the prediction as a ball and the tangent there",
        drag=True,
    ),
    "slope_number": Panel(
        partial(one.panel, which=1, over="number", span=6, height=one.TALL),
        6,
        one.TALL,
        "Gradient of the loss by the predicted number",
        drag=True,
    ),
    "words": Panel(one.words_panel, 12, one.LOW, WORDS),
}
RACE: dict[str, Panel] = {
    "descent": Panel(
        race.descent_panel, 6, race.HEIGHT, "Both losses over the logit, with a ball for each racer", drag=True
    ),
    "p": Panel(race.p_panel, 6, race.HEIGHT, "What each racer says over the steps"),
    "gradient": Panel(race.slope_panel, 6, race.HEIGHT, "Size of each racer's gradient over the steps"),
    "words": Panel(race.words_panel, 6, race.HEIGHT, WORDS),
}
ROWS: dict[str, Panel] = {
    "rows": Panel(
        rows.rows_panel, 6, rows.TALL, "The rows, the prediction, and how far it is from each row", drag=True
    ),
    "total": Panel(
        rows.total_panel, 6, rows.TALL, "Loss of all rows over the prediction, with the least one", drag=True
    ),
    "parts": Panel(rows.parts_panel, 5, rows.LOW, "What each row adds to the loss"),
    "words": Panel(rows.words_panel, 7, rows.LOW, WORDS),
}
SAME: dict[str, Panel] = {
    "two_bars": Panel(same.bars_panel, 4, same.TALL, "Probability of no and of yes, and the truth", drag=True),
    "of_truth": Panel(same.curve_panel, 8, same.TALL, "Loss over the probability given to what is true", drag=True),
    "words": Panel(same.words_panel, 12, same.LOW, WORDS),
}
THREE: dict[str, Panel] = {
    "three_logits": Panel(three.logits_panel, 4, three.TALL, "Logits of three classes", drag=True),
    "three_bars": Panel(three.bars_panel, 4, three.TALL, "Probabilities of three classes, and the truth", drag=True),
    "of_logit": Panel(three.curve_panel, 4, three.TALL, "Loss over the true class's logit", drag=True),
    "words": Panel(three.words_panel, 12, three.LOW, WORDS),
}


class SceneLook(LossLook):
    """A scene, with what there is to notice in it."""

    def notes(self) -> list[str]:
        scenes = {"one": one.notes, "race": race.notes, "rows": rows.notes}
        return scenes[self.settings.scene](self) if self.settings.scene in scenes else []
