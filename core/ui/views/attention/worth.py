"""Worth: how much the held-out loss rises when one head is missed."""

from dataclasses import dataclass, replace

import numpy as np

from core.datasets.sequences import Batch
from core.figures.figure import Array
from core.lessons.attention.interventions import scores
from core.ui.views.attention.look import AttentionLook

TOKENS, LEAST = 512, 8  # of held-out sequences on which a head is missed, and so many sequences at least
EVERY = 3  # pictures from head to head while it plays
AT_ONCE = 16  # heads when it is paused


@dataclass
class Worth:
    """The rises found so far (n_layers, n_heads), and the step each was found at, −1 where none was."""

    key: object
    rises: Array
    steps: Array
    pictures: int = 0


def tried(look: AttentionLook) -> Batch:
    """The sequences on which a head is missed."""
    return look.learner.held[: max(LEAST, TOKENS // look.data.steps)]


def worth(look: AttentionLook) -> Array:
    """Rise of the loss for each head when it was last tried, NaN where it was not yet; they are tried in turn.

    Of a head that is off, how much that costs.
    """
    shape, key = (look.n_layers, look.n_heads), (look.without, look.run.learner)
    held: Worth | None = look.picked.get("worth")
    if held is None or held.key != key:
        held = look.picked["worth"] = Worth(key, np.full(shape, np.nan), np.full(shape, -1))
    step, batch = look.frame.step, tried(look)
    if step < held.steps.max():  # the run went back
        held.steps[:] = -1
    stale = np.argwhere(held.steps != step)
    oldest = stale[np.argsort(held.steps[tuple(stale.T)], kind="stable")]
    held.pictures += look.playing
    stale = oldest[: int(held.pictures % EVERY == 0) if look.playing else AT_ONCE]
    if not len(stale):
        return held.rises
    now, _ = scores(look.model, batch, look.without)
    for layer, head in stale.tolist():
        other = replace(look.without, heads=look.without.heads ^ {(layer, head)})
        loss, _ = scores(look.model, batch, other)
        held.rises[layer, head] = now - loss if (layer, head) in look.without.heads else loss - now
        held.steps[layer, head] = step
    return held.rises
