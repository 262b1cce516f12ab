"""Scene: which rule is open, its panels and look, and the settings that belong to it."""

from typing import Literal

from pydantic import Field

from core.lessons.plasticity.settings import LEARNERS, SCENES
from core.ui import scenes
from core.ui.language import t
from core.ui.look import Panel
from core.ui.picture import Picture
from core.ui.player import Player
from core.ui.transport import BUTTONS
from core.ui.views.plasticity import bcm, capacity, hebb, hopfield, stdp
from core.ui.views.plasticity.hebb_look import HebbLook
from core.ui.views.plasticity.look import PlasticLook
from core.ui.views.plasticity.stdp_look import STDPLook

LOOKS: dict[str, type[PlasticLook]] = {
    "hebb": HebbLook,
    "bcm": bcm.BCMLook,
    "stdp": STDPLook,
    "hopfield": hopfield.HopfieldLook,
    "capacity": capacity.CapacityLook,
}
PANELS: dict[str, dict[str, Panel]] = {
    "hebb": hebb.PANELS,
    "bcm": bcm.PANELS,
    "stdp": stdp.PANELS,
    "hopfield": hopfield.PANELS,
    "capacity": capacity.PANELS,
}
CAPTIONS = {
    "hebb": "Press play: both neurons see the same inputs. Hebb’s weights run away, Oja’s turn to where the cloud is "
    "longest. Drag the cloud while they learn.",
    "bcm": "Press play: one neuron sees bars of eight orientations and comes to answer to one alone. Click a column to "
    "take that bar away.",
    "stdp": "Press play: the same volley comes again and again, and the neuron learns to fire earlier. Drag the window "
    "and see who wins then.",
    "hopfield": "Draw on the state to damage it, then press play: the network goes back to a digit that it has stored.",
    "capacity": "Press play: networks with ever more random patterns, and how many of them come back.",
}
GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "hebb": {
        "Data": ("angle", "long", "short", "mean_x", "mean_y"),
        "Model": ("w1", "w2", "centred"),
        "Training": ("lr", "seed"),
    },
    "bcm": {"Data": ("shown", "bar_width", "bar_noise"), "Training": ("lr_bcm", "tau", "seed")},
    "stdp": {
        "Data": ("n_synapses", "spread", "jitter"),
        "Model": ("psp", "w_start"),
        "Training": ("a_plus", "tau_plus", "a_minus", "tau_minus", "seed"),
    },
    "hopfield": {"Data": ("stored", "cue", "damage"), "Model": ("storage",), "Training": ("seed",)},
    "capacity": {"Model": ("n_neurons",), "Training": ("repeats", "seed")},
}
TOOLS: dict[str, tuple[str, str, str]] = {  # of the transport bar
    "step": ("Step", "One input, volley, neuron or network", BUTTONS["step"][2]),
    "epoch": ("A few steps", "As many as between two pictures", BUTTONS["epoch"][2]),
    "reset": ("Reset", "Back to the start", BUTTONS["reset"][2]),
    "new_weights": ("New seed", "The next seed: other chance in all of it", BUTTONS["new_weights"][2]),
}


class PlasticityPicture(Picture):
    """View settings of the page: a few steps a picture, so that it can be followed."""

    speed: Literal["step", "epoch", "fastest"] = Field(
        "epoch",
        title="Speed",
        description="How much is learned between two pictures.",
        json_schema_extra={
            "titles": {
                "step": "1 step a picture",
                "epoch": "A few steps a picture",
                "fastest": "As fast as it goes",
            }
        },
    )


def choose(page: str, held: Player) -> None:
    """The scenes as a row of buttons."""
    assert SCENES.keys() == LEARNERS.keys() == LOOKS.keys()
    scenes.choose(page, held, "scene", t("Scene"), SCENES)
