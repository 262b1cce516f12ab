"""STDP at a volley: what the view says, and what a drag on the window means."""

from typing import Any

import numpy as np

from core.figures.scale import outward
from core.learning.stdp import stdp
from core.lessons.plasticity.timing import Timing
from core.run import Run
from core.ui.language import t
from core.ui.player import Player
from core.ui.views.plasticity.look import PlasticLook, within

ROOM = 1.5  # of the larger amplitude, that the axis has
SMALLEST = 0.1  # %, the end of the lowest axis
BESIDE = 4.0  # ms: a drag that starts so close to 0 changes the height alone
SORTED = 0.95, 0.05  # mean weights of early and late synapses from which the sorting is told
TURNED = 0.2  # by how much late ones are ahead where it is the other way round


class STDPLook(PlasticLook):
    """The neuron at a volley."""

    run: Run[Timing]

    @property
    def spikes(self) -> np.ndarray:
        return self.state("spikes")

    @property
    def changes(self) -> np.ndarray:
        """What the pairs of this volley add to each weight, (n,)."""
        return stdp(self.state("times"), self.spikes, *self.settings.spikes.window)

    @property
    def synapse(self) -> int:
        """The synapse whose step is written out: the one that was clicked, else the one that changed most."""
        n = len(self.state("w"))
        picked = self.picked.get("synapse", -1)
        return picked if 0 <= picked < n else int(np.abs(self.changes).argmax())

    @property
    def top(self) -> float:
        s = self.settings.spikes
        largest = max(abs(s.a_plus), abs(s.a_minus), SMALLEST / ROOM)
        return max(self.picked.get("top", 0.0), outward((1.0 if "top" in self.picked else ROOM) * largest))

    def told(self) -> list[tuple[str, str]]:
        first = f"{self.spikes[0]:.1f} ms" if len(self.spikes) else t("none")
        return [
            (t("first spike"), first),
            (t("mean weight, early fifth"), f"{self.metric('early'):.2f}"),
            (t("late fifth"), f"{self.metric('late'):.2f}"),
        ]

    def notes(self) -> list[str]:
        early, late = self.metric("early"), self.metric("late")
        if late > early + TURNED:
            return [
                t(
                    "With this window late synapses gain on early ones. The neuron fires later and later, and in the "
                    "end not at all."
                )
            ]
        if not len(self.spikes):
            return [
                t(
                    "The neuron did not fire in this volley: no pair of spikes, no change. Stronger synapses or less "
                    "spread bring it to its threshold."
                )
            ]
        if early > SORTED[0] and late < SORTED[1]:
            fired = self.history("fired")[1][0]
            return [
                t(
                    "Early synapses are at their limit, late ones at 0, and the neuron fires at {now} ms instead of "
                    "{then} ms.",
                    now=f"{self.spikes[0]:.1f}",
                    then=f"{fired[0]:.1f}",
                )
            ]
        return []

    def choices(self) -> list[tuple[str, str]]:
        n = len(self.state("w"))
        return [("-1", t("the synapse that changed most")), *((str(i), t("synapse {n}", n=i + 1)) for i in range(n))]

    def choice(self) -> str:
        return str(self.picked.get("synapse", -1))

    def choice_label(self) -> str:
        return t("Synapse that is written out")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        held.picked["synapse"] = int(id)

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        if event["trace"] == "synapse":
            held.picked["synapse"] = int(event["custom"][0]) - 1

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """A branch of the window follows the pointer: at its handle it has fallen to 1/e of its height."""
        x, y, x0 = float(event["x"]), float(event["y"]), float(event["x0"])
        if event["panel"] != "window" or not np.isfinite([x, y, x0]).all():
            return
        s = held.settings.spikes
        if event.get("start"):
            held.picked["top"] = outward(ROOM * max(abs(s.a_plus), abs(s.a_minus), SMALLEST / ROOM))
        top, side = held.picked.get("top", 1.0), "plus" if x0 >= 0 else "minus"
        sign = 1 if side == "plus" else -1
        values = {f"a_{side}": float(np.clip(sign * y, -top, top))}
        if abs(x0) > BESIDE:
            tau = max(sign * x, 1.0)
            values = {f"a_{side}": float(np.clip(sign * y * np.e, -top, top)), f"tau_{side}": tau}
        held.propose(**within(held.settings, values))
