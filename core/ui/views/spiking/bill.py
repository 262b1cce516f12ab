"""Bill: the operations of one decision and the energy that they would take, written out."""

from collections.abc import Sequence

from core.lessons.spiking.operations import NUMBERS, Number, Part, energy, totals
from core.ui.language import t
from core.ui.views.spiking.look import SpikingLook

Block = tuple[str, list[str]]


def total_line(parts: Sequence[Part], number: Number) -> str:
    """Additions and multiplications, each times its energy."""
    additions, multiplications = totals(parts)
    return t(
        "{a} additions · {add} pJ + {m} multiplications · {multiply} pJ = {e} nJ",
        a=f"{additions:,.0f}",
        m=f"{multiplications:,.0f}",
        add=f"{number.add:g}",
        multiply=f"{number.multiply:g}",
        e=f"{energy(parts, number):.2f}",
    )


def verdict(energies: dict[str, float]) -> str:
    """Who needs less, and how many times."""
    spiking, ordinary = energies["spiking"], energies["ordinary"]
    if spiking > ordinary:
        return t("The spiking network takes {n} times as much arithmetic energy.", n=f"{spiking / ordinary:.2f}")
    return t("The ordinary network takes {n} times as much arithmetic energy.", n=f"{ordinary / spiking:.2f}")


def bill_panel(look: SpikingLook) -> dict[str, list[Block]]:
    """Energy of both with the numbers put in, the spikes of a decision, and what is left out."""
    number, parts = NUMBERS[look.settings.count.numbers], look.parts
    metrics = look.spikes
    spikes = t(
        "{i} at the inputs, {h} hidden, {o} at the outputs",
        i=f"{metrics.inputs:.1f}",
        h=f"{metrics.hidden:.1f}",
        o=f"{metrics.outputs:.1f}",
    )
    return {
        "text": [
            (t("Arithmetic of one decision, spiking"), [total_line(parts["spiking"], number)]),
            (t("The same, ordinary"), [total_line(parts["ordinary"], number)]),
            (t("Spikes a decision, mean over the test set"), [spikes]),
            (verdict(look.energies), [t("Without memory, which would dominate: see “Numbers”.")]),
        ]
    }
