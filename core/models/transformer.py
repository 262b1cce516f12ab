"""Transformer: blocks of attention and MLP that read from and write to one residual stream; decoder or encoder."""

import math
from typing import Any, Literal

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import Generator, Tensor, nn

from core.activations import ACTIVATIONS, ActivationId
from core.config import Config, titles
from core.models.block import Block, Pass
from core.models.first_weights import draw_weights
from core.models.positions import POSITIONS, PositionsId, sinusoidal, turns
from core.models.trace import NOTHING, Attended, Trace, Without

ARCHITECTURES: dict[str, Any] = {"decoder": "Decoder", "encoder": "Encoder"}
NORMS: dict[str, Any] = {"pre": "Before each part (pre-norm)", "post": "After each sum (post-norm)"}


class TransformerConfig(Config):
    """A Transformer; each head is ⌊d_model / n_heads⌋ wide (Vaswani et al. 2017)."""

    kind: Literal["transformer"] = "transformer"
    architecture: Literal["decoder", "encoder"] = Field(
        "decoder",
        title="Transformer",
        description="A decoder writes its answer token by token after the question. An encoder reads the whole "
        "question and answers at every position at once.",
        json_schema_extra={"titles": ARCHITECTURES},
    )
    n_layers: int = Field(
        2,
        ge=1,
        le=6,
        title="Layers",
        description="Blocks of attention and MLP, one after the other.",
        json_schema_extra={"step": 1},
    )
    n_heads: int = Field(
        4,
        ge=1,
        le=8,
        title="Heads",
        description="How many questions each token asks in a layer at once; each head gets its share of d_model.",
        json_schema_extra={"step": 1},
    )
    d_model: int = Field(
        64,
        ge=8,
        le=128,
        title="Width d_model",
        description="How many numbers stand for a token on its way through the layers.",
        json_schema_extra={"step": 8},
    )
    d_mlp: int = Field(
        128,
        ge=8,
        le=512,
        title="Width of the MLP",
        description="Hidden neurons of the network that every token goes through by itself after attention.",
        json_schema_extra={"step": 8},
    )
    activation: ActivationId = Field(
        "relu",
        title="Activation",
        description="What each hidden neuron of the MLP does with its weighted sum.",
        json_schema_extra=titles(ACTIVATIONS),
    )
    positions: PositionsId = Field(
        "learned",
        title="Positional encoding",
        description="How a token knows where it stands. Without one, attention sees a bag of tokens.",
        json_schema_extra=titles(POSITIONS),
    )
    norm: Literal["pre", "post"] = Field(
        "pre",
        title="Layer norm",
        description="Where numbers are brought back to mean 0 and spread 1: before each part, or after its result is "
        "added to the stream.",
        json_schema_extra={"titles": NORMS},
    )
    causal: bool = Field(
        True,
        title="Causal mask",
        description="No token sees those after it. A decoder needs it: otherwise the answer stands before its eyes "
        "while it learns, and is missing when it has to write.",
    )
    tied: bool = Field(
        True,
        title="Tied embeddings",
        description="The output compares the stream with the same vectors that the input tokens were given.",
    )
    dropout: float = Field(
        0.0,
        ge=0,
        le=0.9,
        title="Dropout",
        description="Share of the numbers that each part adds to the stream, left out at random in each step.",
        json_schema_extra={"hot": True, "step": 0.05},
    )

    @property
    def d_k(self) -> int:
        """How wide a head is."""
        return max(1, self.d_model // self.n_heads)

    def build(self, n_tokens: int, n_positions: int, generator: Generator) -> "Transformer":
        """A Transformer over `n_tokens` different tokens, for sequences of at most `n_positions`."""
        model = Transformer(self, n_tokens, n_positions)
        draw_weights(model, generator)
        return model


class Transformer(nn.Module):
    """Tokens (n, t) → logits (n, t, n_tokens) for what comes next, or for what stands here in the answer.

    x = √d_model · E[token] + PE[position], then the blocks, a last norm (with pre-norm), and logits by Eᵀ where tied
    (Vaswani et al. 2017, 3.4; Press & Wolf 2017).
    """

    table: Tensor | None

    def __init__(self, config: TransformerConfig, n_tokens: int, n_positions: int) -> None:
        super().__init__()
        self.config, self.n_tokens, self.n_positions, self.dropout = config, n_tokens, n_positions, config.dropout
        self.embedding = nn.Embedding(n_tokens, config.d_model)
        if config.positions == "learned":
            self.table = nn.Parameter(torch.empty(n_positions, config.d_model))
        else:
            made = {"sinusoidal": lambda: sinusoidal(n_positions, config.d_model), "rotary": self._turns}
            self.register_buffer("table", made.get(config.positions, lambda: None)(), persistent=False)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.n_layers))
        self.norm = nn.LayerNorm(config.d_model) if config.norm == "pre" else nn.Identity()
        self.head = None if config.tied else nn.Linear(config.d_model, n_tokens, bias=False)

    def _turns(self) -> Tensor:
        return turns(self.n_positions, self.config.d_k)

    @property
    def encoding(self) -> Tensor | None:
        """What is added to the embeddings at each position, (n_positions, d_model); None where nothing is."""
        return self.table if POSITIONS[self.config.positions].added else None

    def enter(self, tokens: Tensor, without: Without) -> tuple[Tensor, Tensor | None]:
        """Embeddings (n, t, d_model), and what is added to them (t, d_model)."""
        embedded = self.embedding(tokens) * math.sqrt(self.config.d_model)
        encoding = None if without.positions else self.encoding
        return embedded, None if encoding is None else encoding[: tokens.shape[1]]

    def way(self, t: int, without: Without, generator: Generator | None, record: list[Attended] | None) -> Pass:
        """How t tokens go through the blocks."""
        rotary = self.config.positions == "rotary" and not without.positions
        causal = self.config.causal if without.causal is None else without.causal
        turned = self.table[:, :t] if rotary and self.table is not None else None
        return Pass(causal, turned, generator, self.dropout, record)

    def gates(self, without: Without) -> list[Tensor | None]:
        """For each layer what its heads are multiplied by: 0 for those switched off (Michel et al. 2019)."""
        heads = range(self.config.n_heads)
        off = [{head for layer, head in without.heads if layer == i} for i in range(len(self.blocks))]
        return [torch.tensor([float(h not in gone) for h in heads]) if gone else None for gone in off]

    def read(self, x: Tensor) -> Tensor:
        """Logits (…, n_tokens) of a residual stream (…, d_model), at its end or on the way (nostalgebraist 2020)."""
        return F.linear(self.norm(x), self.embedding.weight if self.head is None else self.head.weight)

    def forward(self, tokens: Tensor, generator: Generator | None = None, without: Without = NOTHING) -> Tensor:
        """Logits; with a generator, numbers drop out as in training."""
        x, encoding = self.enter(tokens, without)
        way = self.way(tokens.shape[1], without, generator, None)
        x = way.drop(x if encoding is None else x + encoding)
        for block, gates in zip(self.blocks, self.gates(without), strict=True):
            _, x = block(x, way, gates)
        return self.read(x)

    @torch.no_grad()
    def trace(self, tokens: Tensor, without: Without = NOTHING) -> Trace:
        """Every value of the way of tokens (n, t), worked out step by step instead of by the fused kernel."""
        embedded, encoding = self.enter(tokens, without)
        layers: list[Attended] = []
        way = self.way(tokens.shape[1], without, None, layers)
        stream = [embedded if encoding is None else embedded + encoding]
        for block, gates in zip(self.blocks, self.gates(without), strict=True):
            stream += block(stream[-1], way, gates)
        return Trace(tokens, embedded, encoding, torch.stack(stream), layers, self.read(stream[-1]))
