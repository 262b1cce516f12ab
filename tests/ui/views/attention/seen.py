"""A small Transformer as it is looked at, without a page."""

from typing import Any

from core.figures.theme import LIGHT
from core.lessons.attention.learner import AttentionLearner
from core.lessons.attention.settings import AttentionSettings
from core.run import Run
from core.ui.views.attention.look import AttentionLook
from core.ui.views.attention.reading import AttentionPicture

SMALL = {"n_layers": 2, "n_heads": 2, "d_model": 16, "d_mlp": 16, "batch_size": 8}


def started(steps: int = 2, **settings: Any) -> Run[AttentionLearner]:
    found = AttentionSettings().replace(task=settings.pop("task", "reverse"))
    short = {"dates": {}, "names": {}, "text": {"length": 12}}.get(found.data.task, {"length": 5})
    run = Run(AttentionLearner(found.replace(**SMALL | short | settings)))
    run.advance(60, steps)
    return run


def look(
    run: Run[AttentionLearner], *, picked: dict[str, Any] | None = None, playing: bool = False, head: str = "1.1"
) -> AttentionLook:
    held: dict[str, Any] = {} if picked is None else picked
    picture = AttentionPicture(head=head)
    frames = run.frames()
    return AttentionLook(run.settings, run, run.newest, frames, LIGHT, picture, None, None, held, 920, playing)
