"""Transformers small enough for tests."""

import torch

from core.lessons.attention.learner import AttentionLearner
from core.lessons.attention.settings import AttentionSettings

torch.set_num_threads(1)  # small nets are slower on more
SMALL = AttentionSettings().replace(length=5, d_model=16, d_mlp=16, n_heads=2, n_layers=2, batch_size=8, lr=0.01)


def learner(**values) -> AttentionLearner:
    return AttentionLearner(SMALL.replace(**values))


def trained(n_steps: int, **values) -> AttentionLearner:
    subject = learner(**values)
    for _ in range(n_steps):
        subject.step()
    return subject
