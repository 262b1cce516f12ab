"""STDP: spike-timing-dependent plasticity, by pairs of spikes (Bi & Poo 1998; Song, Miller & Abbott 2000)."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def window(dt: Array, a_plus: float, a_minus: float, tau_plus: float, tau_minus: float) -> Array:
    """The change of a weight by one pair of spikes that lie dt = t_post − t_pre apart, dt and τ in ms.

    W(dt) = A₊ exp(−dt / τ₊) for dt > 0, −A₋ exp(dt / τ₋) for dt < 0, and 0 for dt = 0.
    """
    fall = np.exp(-np.abs(dt) / np.where(dt > 0, tau_plus, tau_minus))
    return np.where(dt > 0, a_plus, np.where(dt < 0, -a_minus, 0.0)) * fall


def stdp(pre: Array, post: Array, a_plus: float, a_minus: float, tau_plus: float, tau_minus: float) -> Array:
    """Δw (n,) of synapses that each had one spike, `pre` (n,), at a neuron that fired at `post` (m,), all in ms.

    Every pair counts: Δwᵢ = Σ W(t_post − t_pre,i).
    """
    return window(post[:, None] - pre, a_plus, a_minus, tau_plus, tau_minus).sum(0)
