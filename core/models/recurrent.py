"""Recurrent networks: layers of Elman, LSTM or GRU cells that read a sequence, and a linear readout at every step."""

from typing import Any, Literal

import torch
from pydantic import Field
from torch import Generator, Tensor, nn

from core.config import Config, titles
from core.models.recurrent_cells import CELLS, CellId


class RecurrentConfig(Config):
    """Cells of one kind in layers."""

    kind: Literal["recurrent"] = "recurrent"
    cell: CellId = Field(
        "lstm",
        title="Recurrent cell",
        description="What each unit does with its memory.",
        json_schema_extra=titles(CELLS),
    )
    hidden_size: int = Field(
        32, ge=1, le=128, title="Units", description="Size of the hidden state.", json_schema_extra={"step": 1}
    )
    n_layers: int = Field(
        1,
        ge=1,
        le=3,
        title="Layers",
        description="Each layer reads the hidden states of the one below.",
        json_schema_extra={"step": 1},
    )
    activation: Literal["tanh", "relu"] = Field(
        "tanh",
        title="Activation of the RNN",
        description="f of the plain recurrent network; LSTM and GRU have their own.",
        json_schema_extra={"titles": {"tanh": "Tanh", "relu": "ReLU"}},
    )
    forget_bias: float = Field(
        1.0,
        ge=-3,
        le=6,
        title="Forget-gate bias",
        description="Bias of the LSTM's forget gate before the first step: the larger, the longer it remembers.",
        json_schema_extra={"step": 0.5},
    )

    def build(self, n_inputs: int, n_outputs: int, generator: Generator) -> "Recurrent":
        """First weights from U(±1/√n_hidden), as `torch.nn` draws them; the forget gate's bias is as set."""
        model = Recurrent(self, n_inputs, n_outputs)
        bound = self.hidden_size**-0.5
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.uniform_(-bound, bound, generator=generator)
            if self.cell == "lstm":
                for layer in range(self.n_layers):
                    forget = slice(self.hidden_size, 2 * self.hidden_size)
                    getattr(model.cells, f"bias_ih_l{layer}")[forget] = self.forget_bias
                    getattr(model.cells, f"bias_hh_l{layer}")[forget] = 0
        return model


class Recurrent(nn.Module):
    """h_t = cell(x_t, h_{t−1}) in every layer from h_0 = 0, and ŷ_t = V h_t + b of the last (Elman 1990).

    x: tokens (n, T), read as one-hot vectors, or numbers (n, T, n_inputs) → (n, T, n_outputs).
    """

    def __init__(self, config: RecurrentConfig, n_inputs: int, n_outputs: int) -> None:
        super().__init__()
        self.cell, self.n_inputs = CELLS[config.cell], n_inputs
        self.hidden_size, self.n_layers = config.hidden_size, config.n_layers
        self.activation = config.activation if config.cell == "rnn" else "tanh"
        keywords: dict[str, Any] = {"nonlinearity": self.activation} if config.cell == "rnn" else {}
        self.cells = self.cell.module(n_inputs, config.hidden_size, config.n_layers, batch_first=True, **keywords)
        self.readout = nn.Linear(config.hidden_size, n_outputs)

    def encode(self, x: Tensor) -> Tensor:
        """Tokens (n, T) → one-hot (n, T, n_inputs); numbers stay as they are."""
        return x if x.is_floating_point() else torch.zeros(*x.shape, self.n_inputs).scatter_(-1, x[..., None], 1.0)

    def forward(self, x: Tensor, state: Any = None, chunk: int = 0) -> Tensor:
        """Outputs (n, T, n_outputs); with a chunk the gradient stops at every border of so many steps."""
        return self.read(x, state, chunk)[0]

    def read(self, x: Tensor, state: Any = None, chunk: int = 0) -> tuple[Tensor, Any]:
        """Outputs, and the state after the last step: h, or (h, c) of an LSTM, each (n_layers, n, hidden_size)."""
        parts = self.encode(x).split(chunk or x.shape[1], 1)
        outputs = []
        for part in parts:
            hidden, state = self.cells(part, state)
            outputs.append(hidden)
            if len(parts) > 1:
                state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
        return self.readout(torch.cat(outputs, 1)), state

    def weights(self, layer: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """W (k·hidden, n_in), U (k·hidden, hidden) and their biases, the k gates one below the other."""
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        w, u, b_w, b_u = (getattr(self.cells, f"{name}_l{layer}") for name in names)
        return w, u, b_w, b_u
