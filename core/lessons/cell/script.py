"""Cell script: a recording as a plain program that prints every spike, and the state at the end."""

from itertools import groupby
from typing import Any

from core.lessons.cell.recording import Recording
from core.lessons.cell.settings import CellSettings

TEMPLATE = '''\
"""{title}: {last} ms of a nerve cell as in Hebb, {samples} samples a millisecond."""

{imports}p = {{  # the cell, and what is injected into it
    {cell_parameters},
    {input_parameters},
}}
{changes}shapes = {{
{shapes}}}


def current(t):
    """What is injected t ms after the start, in {unit}."""
    t = t - p["onset"] + 1e-9
    if t < 0:
        return p["base"]
    return p["base"] + p["current"] * shapes[p["waveform"]](t)


{cell}

print("spike,ms")
for number, spike in enumerate(spikes, start=1):
    print(number, spike, sep=",")
print("state at {last} ms:", *state)
'''

SHAPES = {
    "step": "1",
    "ramp": 't % p["period"] / p["period"]',
    "pulses": 't % p["period"] < p["width"]',
    "pairs": 't % p["period"] < p["width"] or 0 <= t % p["period"] - p["gap"] < p["width"]',
    "sine": 'np.sin(2 * np.pi * t / p["period"])',
    "noise": 'np.random.default_rng((p["seed"], int(t // p["hold"]))).standard_normal()',
}

LOOP = """\
spikes, state = [], {rest}
for sample in range({last} * {samples}):
{change}    t = sample / {samples}  # ms
    state = advance(state, t, current(t))"""
CHANGE = "    p |= changes.get(sample / {samples}, {{}})\n"

CELLS = {
    "lif": '''\
def advance(state, t, current):
    """A sample of τ dv/dt = −(v − v_rest) + R I, solved exactly; a spike where v reaches the threshold."""
    v, wait = state
    left, target = 1 / {samples}, p["rest_v"] + p["resistance"] * current
    while left > 0:
        if wait > 0:  # refractory
            passed = min(wait, left)
            wait, left = wait - passed, left - passed
            continue
        until = math.inf
        if target > p["threshold"]:
            until = max(0.0, p["tau"] * math.log((target - v) / (target - p["threshold"])))
        elif v >= p["threshold"]:
            until = 0.0
        if until > left:
            return target + (v - target) * math.exp(-left / p["tau"]), 0.0
        left -= until
        spikes.append(t + 1 / {samples} - left)
        v, wait = p["reset_v"], p["refractory"]
    return v, wait
''',
    "izhikevich": '''\
def advance(state, t, current):
    """An Euler step of dv/dt = 0.04 v² + p v + q − u + I and du/dt = a (b v − u)."""
    v, u = state
    v += (0.04 * v * v + p["p"] * v + p["q"] - u + current) / {samples}
    u += p["a"] * (p["b"] * v - u) / {samples}
    if v > 30:
        spikes.append(t + 1 / {samples})
        v, u = p["c"], u + p["d"]
    return v, u
''',
    "hodgkin_huxley": '''\
def slopes(state, t, current):
    """d(v, m, h, n)/dt by Hodgkin & Huxley (1952), rest at −65 mV."""
    v, m, h, n = state
    faster = 3 ** ((p["temperature"] - 6.3) / 10)
    sodium = p["g_na"] * m**3 * h * (v - p["e_na"])
    potassium = p["g_k"] * n**4 * (v - p["e_k"])
    leak = p["g_l"] * (v - p["e_l"])
    return (
        (current - sodium - potassium - leak) / p["capacitance"],
        faster * (linoid((v + 40) / 10) * (1 - m) - 4 * exp(-(v + 65) / 18) * m),
        faster * (0.07 * exp(-(v + 65) / 20) * (1 - h) - h / (1 + exp(-(v + 35) / 10))),
        faster * (0.1 * linoid((v + 55) / 10) * (1 - n) - 0.125 * exp(-(v + 65) / 80) * n),
    )


def linoid(x):
    return x / (1 - exp(-x)) if x else 1.0


def advance(state, t, current):
    """A sample, integrated; a spike where v rises through −20 mV."""
    v, after = state[0], odeint(slopes, state, [0, 1 / {samples}], args=(current,), rtol=1e-8, atol=1e-8)[1]
    if v < -20 <= after[0]:
        spikes.append(t + (-20 - v) / (after[0] - v) / {samples})
    return after
''',
}
NUMPY = ("import numpy as np",)
IMPORTS = {  # the standard library's first
    "lif": ("import math",),
    "izhikevich": (),
    "hodgkin_huxley": ("from math import exp", "from scipy.integrate import odeint"),
}


def script(recording: Recording, last: int) -> str:
    """A program on NumPy and SciPy alone that repeats the first `last` ms, with all that was changed on the way."""
    settings, table = recording.initial, change_table(recording, last)
    rows = "".join(f"    {step}: {literal(row)},\n" for step, row in table.items())
    waves = dict.fromkeys([settings.input.waveform, *(row["waveform"] for row in table.values() if "waveform" in row)])
    shapes = "".join(f'    "{wave}": lambda t: {SHAPES[wave]},\n' for wave in waves)
    standard, third = IMPORTS[settings.neuron][:1], (*NUMPY[: "np." in shapes], *IMPORTS[settings.neuron][1:])
    samples = settings.cell.samples
    loop = LOOP.format(
        rest=settings.cell.rest(settings.input.base).tolist(),
        last=last,
        samples=samples,
        change=CHANGE.format(samples=samples) if rows else "",
    )
    return TEMPLATE.format(
        title=settings.cell.title,
        last=last,
        samples=samples,
        imports="".join("\n".join(block) + "\n\n" for block in (standard, third) if block),
        cell_parameters=inner({name: v for name, v in settings.cell.model_dump().items() if name != "samples"}),
        input_parameters=inner(settings.input.model_dump()),
        changes=f"changes = {{  # ms: what was changed then\n{rows}}}\n" if rows else "",
        shapes=shapes,
        unit=settings.cell.unit,
        cell=CELLS[settings.neuron].format(samples=samples) + "\n\n" + loop,
    )


def parameters(settings: CellSettings) -> dict[str, Any]:
    """What the program reads: the cell's parameters and those of its input."""
    values = settings.cell.model_dump() | settings.input.model_dump()
    return {name: value for name, value in values.items() if name != "samples"}


def change_table(recording: Recording, last: int) -> dict[int, dict[str, Any]]:
    """Millisecond → what is new from it on."""
    table: dict[int, dict[str, Any]] = {}
    settings = recording.initial
    for step, group in groupby((c for c in recording.changes if c[0] < last), key=lambda change: change[0]):
        before = parameters(settings)
        for _, change in group:
            settings = settings.replace(**change)
        if row := {name: value for name, value in parameters(settings).items() if value != before[name]}:
            table[step] = row
    return table


def literal(row: dict[str, Any]) -> str:
    return "{" + inner(row) + "}"


def inner(row: dict[str, Any]) -> str:
    return ", ".join(f'"{name}": {value!r}'.replace("'", '"') for name, value in row.items())
