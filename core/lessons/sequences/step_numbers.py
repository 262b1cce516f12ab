"""Step numbers: the equations of one unit at one step, with the numbers put in."""

from core.models.recurrent_trace import Trace


def step_numbers(trace: Trace, layer: int, t: int, unit: int) -> dict[str, float]:
    """Every value of a unit at step t by name: those of `Trace.layers`, and its states before as "h_before" …"""
    values = trace.layers[layer]
    states = [name for name in ("h", "c") if name in values]
    found = {name: value[t, unit].item() for name, value in values.items()}
    return found | {f"{name}_before": values[name][t - 1, unit].item() if t else 0.0 for name in states}
