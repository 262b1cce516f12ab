"""How errors go back: accuracy, angles and times of each rule over five seeds, and what the page's experiments do."""

import statistics
import time

import torch

from core.figures.theme import LIGHT
from core.learning.error_signals import ERROR_SIGNALS
from core.lessons.lifelong.errors import TaughtNet
from core.lessons.lifelong.settings import LifelongSettings, learner
from core.ui import live
from core.ui.language import speaking
from core.ui.picture import StepsPicture
from core.ui.player import Player
from core.ui.stage import Scene, message
from core.ui.views.lifelong.errors import PART

SEEDS, STEPS = 5, 460  # 20 epochs of 23 steps
VARIANTS = {  # experiment → settings and the rules that it is about
    "output layer held still": ({"frozen": True}, ("backprop", "feedback", "direct")),
    "B a tenth as large": ({"back_scale": 0.1}, ("feedback", "direct")),
    "1 hidden layer": ({"depth": 1}, ("backprop", "feedback", "direct")),
    "4 hidden layers": ({"depth": 4}, ("backprop", "feedback", "direct", "sign", "predictive")),
    "4 hidden layers, relu": ({"depth": 4, "neuron": "relu"}, ("backprop", "feedback", "direct", "sign")),
    "8 neurons": ({"width": 8}, ("backprop", "feedback", "direct")),
    "256 neurons": ({"width": 256}, ("backprop", "feedback", "direct")),
    "Adam, 0.003": ({"optimizer": "adam", "lr": 0.003}, ("backprop", "feedback", "direct", "predictive")),
    "Kolen–Pollack, L2 0.03": ({"l2": 0.03}, ("kolen_pollack", "feedback")),
    "settling steps 0": ({"n_relax": 0}, ("predictive",)),
    "settling steps 1": ({"n_relax": 1}, ("predictive",)),
    "settling steps 50": ({"n_relax": 50}, ("predictive",)),
    "settling steps 100, β 0.01": ({"n_relax": 100, "nudge": 0.01}, ("predictive",)),
    "β 5": ({"nudge": 5.0}, ("predictive",)),
    "settling rate 1": ({"relax_rate": 1.0}, ("predictive",)),
}


def trained(rule: str, seed: int, **values: object) -> tuple[list[dict[str, float]], float]:
    """The metrics at the first step, after two epochs and at the last, and the seconds of CPU of one step."""
    side = TaughtNet(LifelongSettings().replace(part="errors").replace(rules=rule, seed=seed, **values), rule)
    begin, found = time.process_time(), [side.frame().metrics]
    for step in range(1, STEPS + 1):
        side.step()
        if step in (46, STEPS):
            found.append(side.frame().metrics)
    return found, (time.process_time() - begin) / STEPS


def row(name: str, rule: str, **values: object) -> None:
    runs = [trained(rule, seed, **values) for seed in range(SEEDS)]
    ends = [metrics[-1] for metrics, _ in runs]
    right = [100 * end["test_accuracy"] for end in ends]
    early = statistics.mean(100 * metrics[1]["test_accuracy"] for metrics, _ in runs)

    def degrees(kind: str, at: int) -> str:
        names = [name for name in ends[0] if name.startswith(kind)]
        return " ".join(f"{statistics.mean(metrics[at][name] for metrics, _ in runs):5.1f}" for name in names)

    took = statistics.median(seconds for _, seconds in runs) * 1000
    print(
        f"{name:28}{ERROR_SIGNALS[rule].short:6}{early:7.1f}{statistics.mean(right):7.1f} ({min(right):.1f}–"
        f"{max(right):.1f})  ∠ {degrees('angle', 0)} → {degrees('angle', -1)}"
        f"  B∠ {degrees('back', 0)} → {degrees('back', -1)}  {took:.2f} ms"
    )


def errors() -> None:
    """Test accuracy in % after 46 steps and after 460, angles at the start and at the end, ms of CPU a step."""
    torch.set_num_threads(1)
    for rule in ERROR_SIGNALS:
        row("default", rule)
    for name, (values, rules) in VARIANTS.items():
        for rule in rules:
            row(name, rule, **values)
    held = Player(learner)
    held.hold(LifelongSettings().replace(part="errors"))
    assert held.run is not None
    held.run.advance(60, 100)
    scene = Scene("en", LIGHT, StepsPicture(), PART.panels(held.settings), PART.look, None, "")
    times = []
    with speaking("en"):
        for _ in range(SEEDS):
            begin = time.process_time()
            held.run.advance(60, 5)
            live.pack(message(held, scene, whole=True))
            times.append(time.process_time() - begin)
    print(f"5 steps of three rules and all panels: {statistics.median(times) * 1000:.0f} ms of CPU")
