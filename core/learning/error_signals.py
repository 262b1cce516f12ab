"""Error signals: the ways in which neurons can be told their part of an error, one table of rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from torch import Tensor

from core.learning.feedback_alignment import (
    backpropagation,
    direct_feedback,
    feedback_alignment,
    next_weights,
    products,
    sign_symmetry,
)
from core.learning.predictive_coding import predictive_coding
from core.learning.signals import Circuit, Error, Signals


@dataclass(frozen=True)
class ErrorSignal:
    """A rule's name, its initials, how an error reaches a hidden layer in LaTeX, its source, and its signals.

    `carries` is what stands on the way back to a layer, `needs` what a synapse would have to know. `ideal(weights)` is
    what feedback weights would have to equal, None where there are none; `copies`: they change as the forward weights
    do. `direct`: the way back goes straight from the output; `settles`: the neurons come to rest first.
    """

    title: str
    short: str
    formula: str
    source: str
    signals: Callable[[Circuit, Tensor, Error], Signals]
    carries: str
    needs: str
    ideal: Callable[[Sequence[Tensor]], list[Tensor]] | None = None
    copies: bool = False
    direct: bool = False
    settles: bool = False


LAYERED = r"\delta_l = (\delta_{l+1} %s) \odot f'(z_l)"

ERROR_SIGNALS: dict[str, ErrorSignal] = {
    "backprop": ErrorSignal(
        "Backpropagation",
        "BP",
        LAYERED % "W_{l+1}",
        "Rumelhart, Hinton & Williams 1986",
        backpropagation,
        "W",
        "the strength of other synapses: those by which its neuron speaks to the next layer",
    ),
    "feedback": ErrorSignal(
        "Feedback alignment",
        "FA",
        LAYERED % "B_l",
        "Lillicrap, Cownden, Tweed & Akerman 2016",
        feedback_alignment,
        "B",
        "only what its two neurons hold; the way back has random weights that never change",
        next_weights,
    ),
    "direct": ErrorSignal(
        "Direct feedback alignment",
        "DFA",
        r"\delta_l = (\delta_L B_l) \odot f'(z_l)",
        "Nøkland 2016",
        direct_feedback,
        "B",
        "only what its two neurons hold; the output’s error reaches every layer at once",
        products,
        direct=True,
    ),
    "kolen_pollack": ErrorSignal(
        "Kolen–Pollack",
        "KP",
        LAYERED % "B_l" + r"\qquad \Delta B_l = \Delta W_{l+1}",
        "Kolen & Pollack 1994; Akrout et al. 2019",
        feedback_alignment,
        "B",
        "only what its two neurons hold; a synapse and its partner on the way back change alike",
        next_weights,
        copies=True,
    ),
    "sign": ErrorSignal(
        "Sign symmetry",
        "SS",
        LAYERED % r"\langle |W_{l+1}| \rangle \operatorname{sign} W_{l+1}",
        "Liao, Leibo & Poggio 2016",
        sign_symmetry,
        "±W",
        "of other synapses only whether they excite or inhibit",
    ),
    "predictive": ErrorSignal(
        "Predictive coding",
        "PC",
        r"\varepsilon_l = z_l - (W_l f(z_{l-1}) + b_l) \qquad \dot z_l = -\varepsilon_l + "
        r"f'(z_l) \odot (\varepsilon_{l+1} W_{l+1})",
        "Rao & Ballard 1999; Whittington & Bogacz 2017",
        predictive_coding,
        "W",
        "what its two neurons hold once they have settled; but errors come down by the weights of the predictions",
        settles=True,
    ),
}
