"""Figures and times of the brain pages: `python -m tests.benchmarks.brain`, or with names of parts behind it."""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from core.figures.theme import LIGHT
from core.lessons.cell.dale import LAWS, signs
from core.lessons.cell.pulses import threshold
from core.lessons.cell.rate_curve import RateCurve, rate_curve
from core.lessons.cell.recording import PASS, Recording
from core.lessons.cell.settings import CellSettings
from core.neurons.hodgkin_huxley import HodgkinHuxley
from core.neurons.lif import LIF
from core.neurons.neurons import NEURONS
from core.neurons.rates import steady_rate
from core.ui import live
from core.ui.language import speaking
from core.ui.player import Player
from core.ui.stage import Scene, message
from core.ui.views.cell.look import CellLook, CellPicture
from core.ui.views.cell.panels import PANELS
from tests.benchmarks.errors import errors
from tests.benchmarks.lifelong import lifelong
from tests.benchmarks.plasticity import plasticity
from tests.benchmarks.spiking import spiking

ROUNDS = 5


def timed(function: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of CPU that a call takes, and what it returns."""
    begin = time.process_time()
    found = function()
    return time.process_time() - begin, found


def cell() -> None:
    """How fast each cell lives and is drawn, and what is known of it beside what is published."""
    print(f"{'':26}{'ms of CPU for':>15}{'a picture':>12}{'rate curve':>12}{'nearest':>10}{'R²':>8}")
    print(f"{'':26}{'a ms of life':>15}{f'({PASS} ms)':>12}")
    for id, entry in NEURONS.items():
        held = Player(Recording)
        held.hold(CellSettings().replace(neuron=id, window=200.0))
        held.run.advance(60, 200)  # type: ignore[union-attr]
        measured, curve = timed(lambda cell=held.settings.cell: full(rate_curve(cell)))
        lives, pictures = [], []
        scene = Scene("en", LIGHT, CellPicture(), PANELS, CellLook, None, "")
        with speaking("en"):
            for _ in range(ROUNDS):
                lives.append(timed(lambda held=held: held.run.advance(60, 100))[0] * 10)  # type: ignore[union-attr]
                held.run.advance(60, PASS)  # type: ignore[union-attr]
                pictures.append(
                    timed(lambda held=held, scene=scene: live.pack(message(held, scene, whole=True)))[0] * 1000
                )
        best, fit = next(iter(curve.fits().items()))
        took = f"{statistics.median(lives):>15.3f}{statistics.median(pictures):>12.1f}{measured:>10.2f} s"
        print(f"{entry.title:26}{took}{best:>10}{fit.r2:>8.3f}")
    lif, squid = LIF(), HodgkinHuxley()
    errors = [abs(steady_rate(lif, i) / lif.rate(i) - 1) for i in np.linspace(0.42, 2, 20)]
    print(f"\nintegrate-and-fire: largest relative error of the rate against the closed form {max(errors):.1e}")
    print(
        f"Hodgkin–Huxley: threshold of a 1 ms pulse {threshold(squid, 0.0):.2f} µA/cm² (7 mV shock: 7 nC/cm², HH 1952)"
    )
    low, high = 6.0, 6.5
    while high - low > 1e-3:
        middle = (low + high) / 2
        low, high = (low, middle) if steady_rate(squid, middle) else (middle, high)
    print(f"Hodgkin–Huxley keeps firing from {high:.3f} µA/cm² on (6.26, Rinzel & Miller 1980)")
    print(f"Hodgkin–Huxley at 10 µA/cm²: {steady_rate(squid, 10.0):.2f} Hz")
    print("Dale's law, test accuracy on the spiral: " + ", ".join(f"{law} {signs(law).accuracy:.1%}" for law in LAWS))


def full(curve: RateCurve) -> RateCurve:
    curve.measure(120)
    return curve


PARTS: dict[str, Callable[[], None]] = {
    "cell": cell,
    "plasticity": plasticity,
    "spiking": spiking,
    "lifelong": lifelong,
    "errors": errors,
}


def main(names: list[str]) -> None:
    for name in names or PARTS:
        print(f"— {name} —")
        PARTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
