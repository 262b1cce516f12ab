"""From few examples: how well new digits are told apart, by which examples, and where they lie among the features."""

from dataclasses import replace

import numpy as np

from core.figures.curves import Curve
from core.figures.drawing import HEAD, Drawing
from core.figures.embedding import embedding
from core.figures.lines import lines
from core.figures.samples import CAPTION, GAP, samples
from core.lessons.lifelong.few_script import script
from core.lessons.lifelong.few_settings import SHOTS
from core.lessons.lifelong.few_shot import WIDE
from core.lessons.lifelong.settings import LifelongSettings
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.lifelong.few_look import FewLook
from core.ui.views.lifelong.few_numbers import numbers
from core.ui.views.lifelong.part import Part

HIGH, LOW = 290, 270  # px
LEAST = 24.0  # px, side of a picture
ASIDE = 0.18  # of an example, between the bars of neighbours
SHOWN = 5  # test pictures of each digit


def low(settings: LifelongSettings) -> int:
    """Height in px of the lower row of panels, where every new digit has a line of pictures."""
    return max(LOW, round(HEAD + GAP + len(settings.few.new_digits) * (LEAST + GAP + CAPTION)))


def course_panel(look: FewLook) -> Drawing:
    """Accuracy on new digits while features of others are learned."""
    x = np.array([frame.step for frame in look.frames])
    series = [
        Curve(str(n), x, np.array([frame.metrics[f"shots_{n}"] for frame in look.frames]), role=k, dash="solid")
        for k, n in enumerate(SHOTS)
    ]
    past = float(look.frame.step) if look.frame is not look.frames[-1] else None
    return lines(
        series,
        theme=look.theme,
        title=t("New digits from 1, 5, 10 examples"),
        x_title=t("step"),
        y_title=t("accuracy"),
        y_range=(0.0, 1.0),
        cursor=past,
        width_px=look.span(6),
        height_px=HIGH,
    )


def shots_panel(look: FewLook) -> Drawing:
    """Accuracy over the number of examples: by prototypes of features or of pixels, and trained on them alone."""
    learner, metrics, x = look.learner, look.frame.metrics, np.array(SHOTS, float)
    spread = [np.array([[v.mean(), v.std()] for v in side]) for side in (learner.from_scratch, learner.by_pixels)]
    now = np.array([[metrics[f"shots_{n}"], metrics[f"spread_{n}"]] for n in SHOTS])
    looks = (
        (t("prototypes"), now, "positive"),
        (t("from scratch"), spread[0], "negative"),
        (t("of pixels"), spread[1], "gradient"),
    )
    series = [Curve(name, x, values[:, 0], role=role, dash="solid") for name, values, role in looks]
    for k, (_, values, role) in enumerate(looks):
        for at, (mean, deviation) in zip(x, values, strict=True):
            bar = np.full(2, at + (k - 1) * ASIDE), np.array([mean - deviation, mean + deviation])
            series.append(Curve("", *bar, role=role, dash="solid"))
    chance = 1 / len(learner.new)
    series.append(Curve("", np.array([0.0, 11.0]), np.full(2, chance), role="muted", dash="2px,3px"))
    return lines(
        series,
        theme=look.theme,
        title=t("20 draws: mean ± deviation; dotted: chance"),
        x_title=t("examples of each new digit"),
        y_title=t("accuracy"),
        x_range=(0.0, 11.0),
        y_range=(0.0, 1.0),
        dots={0: 6.0, 1: 6.0, 2: 6.0},
        width_px=look.span(6),
        height_px=HIGH,
    )


def examples_panel(look: FewLook) -> Drawing:
    """The examples of one draw."""
    places = look.learner.chosen[look.draw, :, : look.shots].flatten()
    captions = [str(look.learner.new[k]) for k in look.learner.y_few[places].tolist()]
    return samples(
        look.learner.x_few[places].view(-1, WIDE, WIDE).numpy(),
        captions,
        np.ones(len(places), bool),
        theme=look.theme,
        across=max(look.shots, 5) if look.shots > 1 else len(look.learner.new),
        name="example",
        title=t("The examples; click for others"),
        width_px=look.span(4),
        height_px=low(look.settings),
    )


def test_panel(look: FewLook) -> Drawing:
    """Test pictures and their nearest prototype."""
    y, new = look.learner.y_test, look.learner.new
    places = np.concatenate([np.flatnonzero(y.numpy() == k)[:SHOWN] for k in range(len(new))])
    return samples(
        look.learner.x_test[places].view(-1, WIDE, WIDE).numpy(),
        [str(new[k]) for k in look.said[places].tolist()],
        look.right[places],
        theme=look.theme,
        across=SHOWN,
        title=t("Test: the nearest prototype is"),
        width_px=look.span(4),
        height_px=low(look.settings),
    )


def features_panel(look: FewLook) -> Drawing:
    """Test pictures among the features; the names stand at the prototypes."""
    places, means = look.plane
    return embedding(
        places,
        look.learner.y_test.numpy(),
        names=[str(k) for k in look.learner.new],
        theme=look.theme,
        wrong=~look.right,
        middles=means,
        title=t("Features; names stand at prototypes"),
        x_title=t("first direction"),
        y_title=t("second direction"),
        width_px=look.span(4),
        height_px=low(look.settings),
    )


PANELS: dict[str, Panel] = {
    "course": Panel(course_panel, 6, HIGH, "Accuracy on new digits over the steps, from 1, 5 and 10 examples", 2),
    "shots": Panel(shots_panel, 6, HIGH, "Accuracy over the number of examples, of three ways to learn", 2, 1),
    "examples": Panel(examples_panel, 4, LOW, "The examples of each new digit", 6),
    "test": Panel(test_panel, 4, LOW, "Test pictures and what they are taken for", 2),
    "features": Panel(features_panel, 4, LOW, "Test pictures and prototypes in the plane of the features", 2, 1),
}


def panels(settings: LifelongSettings) -> dict[str, Panel]:
    """All panels, the lower ones as high as there are new digits."""
    return {id: replace(p, height=low(settings)) if p.height == LOW else p for id, p in PANELS.items()}


def groups(settings: LifelongSettings) -> dict[str, tuple[str, ...]]:
    return {"Data": ("new_digits", "shift", "shots"), "Training": ("width", "depth", "lr", "seed")}


PART = Part(
    "Press play: features are learned from some digits. How well do they tell others apart, from a few examples?",
    "lifelong_few",
    FewLook,
    panels,
    groups,
    numbers,
    script,
)
