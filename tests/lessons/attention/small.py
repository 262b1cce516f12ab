"""Transformers small enough for tests."""

import torch

from core.lessons.attention.learner import AttentionLearner
from core.lessons.attention.settings import AttentionSettings

torch.set_num_threads(1)  # small nets are slower on more
SMALL = AttentionSettings().replace(length=5, d_model=16, d_mlp=16, n_heads=2, n_layers=2, batch_size=8, lr=0.01)


def small(**values) -> AttentionSettings:
    """`SMALL` with other values; the task and the architecture first, since they bring others."""
    settings = SMALL
    for name in ("task", "architecture"):
        if name in values:
            settings = settings.replace(**{name: values.pop(name)})
    return settings.replace(**({"length": 5} if settings.data.task == "reverse" else {}) | values)


def learner(**values) -> AttentionLearner:
    return AttentionLearner(small(**values))


def trained(n_steps: int, **values) -> AttentionLearner:
    subject = learner(**values)
    for _ in range(n_steps):
        subject.step()
    return subject
