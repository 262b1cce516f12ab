"""Linear: the model without a hidden layer, ŷ = w·x + b, from first weights that a person sets."""

from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Generator

from core.config import Config
from core.models.mlp import MLP


class LinearConfig(Config):
    """An MLP of one layer: linear regression as it is, logistic regression where its output goes through a sigmoid.

    All weights start at zero but those named here: of the first two features, and the bias.
    """

    kind: Literal["linear"] = "linear"
    hidden: ClassVar[tuple[int, ...]] = ()
    activation: ClassVar[str] = "linear"
    dropout: ClassVar[float] = 0.0
    start_w: float = Field(
        0.0, ge=-20, le=20, title="Start of w", description="Weight of x (of x₁) before the first step."
    )
    start_w2: float = Field(
        0.0,
        ge=-20,
        le=20,
        title="Start of w₂",
        description="Weight of x₂ (of the second feature) before the first step.",
    )
    start_b: float = Field(0.0, ge=-20, le=20, title="Start of b", description="Bias before the first step.")

    def build(self, n_inputs: int, n_outputs: int, generator: Generator) -> MLP:
        model = MLP(n_inputs, (), n_outputs, activation="linear")
        first = torch.tensor([self.start_w, self.start_w2])[:n_inputs]
        model.weights[0][0, : len(first)] = first
        model.biases[0].fill_(self.start_b)
        return model
