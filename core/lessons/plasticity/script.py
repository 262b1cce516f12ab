"""Plasticity script: what the page shows at a step, as a NumPy program that prints it."""

import inspect
from typing import Any

from core.datasets.bars import bars
from core.datasets.cloud import cloud
from core.datasets.volleys import latencies, volley
from core.learning.hebbian import bcm, hebb, oja, slide
from core.learning.stdp import stdp, window
from core.lessons.plasticity import correlation, selectivity, sweep, timing
from core.lessons.plasticity.learner import Plastic
from core.lessons.plasticity.templates import TEMPLATES
from core.models.hopfield import STORAGE, SWEEPS, TIE, hebbian, settle

FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "hebb": (cloud, hebb, oja),
    "bcm": (bars, bcm, slide),
    "stdp": (latencies, volley, window, stdp),
    "hopfield": (),
    "capacity": (hebbian, settle),
}
CONSTANTS: dict[str, Any] = {
    "N_POINTS": correlation.N_POINTS,
    "RUNAWAY": correlation.RUNAWAY,
    "N_BARS": selectivity.N_BARS,
    "SIDE": selectivity.SIDE,
    "FIRST": selectivity.FIRST,
    "LENGTH": timing.LENGTH,
    "TAU_SYNAPSE": timing.TAU_SYNAPSE,
    "LOADS": f"{sweep.LOADS[0]}, {len(sweep.LOADS)}",
    "TESTED": sweep.TESTED,
    "RECALLED": sweep.RECALLED,
    "SWEEPS": SWEEPS,
    "TIE": TIE,
}
PARTS = {"hebb": "cloud", "bcm": "bars", "stdp": "spikes", "hopfield": "memory", "capacity": "sweep"}


def script(learner: Plastic, last: int) -> str:
    """A program that repeats the first `last` steps, with all that was changed on the way."""
    scene, initial = learner.settings.scene, learner.initial
    functions = [inspect.getsource(function) for function in FUNCTIONS[scene]]
    if scene == "hopfield":
        functions = [inspect.getsource(STORAGE[initial.memory.storage].weights)]
    own = getattr(initial, PARTS[scene])
    table = {step: change for step, change in learner.changes if step <= last}
    rows = "".join(f"    {step}: {change!r},\n" for step, change in table.items())
    text = TEMPLATES[scene].replace("# FUNCTIONS", "\n\n".join(functions).rstrip())
    for name, value in CONSTANTS.items():
        text = text.replace(f"%{name}%", str(value))
    for name, value in timing.NEURON.model_dump().items():
        text = text.replace(f"%{name}%", repr(value))
    filled = {
        "%samples%": timing.NEURON.samples,
        "%storage%": STORAGE[initial.memory.storage].weights.__name__,
        "%last%": last,
        "%seed%": initial.seed,
        "%settings%": repr(own.model_dump()),
        "%changes%": f"{{  # step: what was changed before it\n{rows}}}" if rows else "{}",
    }
    for name, value in filled.items():
        text = text.replace(name, str(value))
    return text
