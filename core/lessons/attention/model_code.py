"""Model code: a Transformer of given settings as a script on torch, with the same weights under the same names."""

from core.activations import ACTIVATIONS, Step
from core.models.positions import POSITIONS
from core.models.transformer import TransformerConfig

TEMPLATE = '''\
n_tokens, n_positions, n_layers, n_heads = {n_tokens}, {n_positions}, {n_layers}, {n_heads}
d_model, d_mlp, d_k = {d_model}, {d_mlp}, {d_k}


{helpers}


class Attention(nn.Module):
    """softmax(QKᵀ/√d_k)V in several heads side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.project = nn.Linear(d_model, 3 * n_heads * d_k)
        self.out = nn.Linear(n_heads * d_k, d_model)

    def heads(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values, each (n, n_heads, t, d_k)."""
        n, t, _ = x.shape
        q, k, v = self.project(x).view(n, t, 3, n_heads, d_k).permute(2, 0, 3, 1, 4)
        return {turned}, v

    def forward(self, x: Tensor) -> Tensor:
        mixed = F.scaled_dot_product_attention(*self.heads(x), is_causal={causal})
        return self.out(mixed.transpose(1, 2).flatten(2))

    def weights(self, x: Tensor) -> Tensor:
        """How much each token (row) takes of every other (column), (n, n_heads, t, t)."""
        q, k, _ = self.heads(x)
        scores = q @ k.transpose(-2, -1) / math.sqrt(d_k)
{mask}        return scores.softmax(-1)


class Block(nn.Module):
    """Attention and MLP, each added to the stream."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = Attention()
        self.widen, self.narrow = nn.Linear(d_model, d_mlp), nn.Linear(d_mlp, d_model)
        self.norm1, self.norm2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
        self.activation = {activation}

    def mlp(self, x: Tensor) -> Tensor:
        return self.narrow(self.activation(self.widen(x)))

    def forward(self, x: Tensor) -> Tensor:
{block}

    def weights(self, x: Tensor) -> Tensor:
        return self.attention.weights({asked})


class Transformer(nn.Module):
    """Tokens (n, t) → logits (n, t, n_tokens)."""

    def __init__(self) -> None:
        super().__init__()
{learned}        self.embedding = nn.Embedding(n_tokens, d_model)
        self.blocks = nn.ModuleList(Block() for _ in range(n_layers))
{head}
    def enter(self, tokens: Tensor) -> Tensor:
        x = self.embedding(tokens) * math.sqrt(d_model)
        return {entered}

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.enter(tokens)
        for block in self.blocks:
            x = block(x)
        return {read}

    @torch.no_grad()
    def attention(self, tokens: Tensor) -> list[Tensor]:
        """The weights of every layer, (n, n_heads, t, t) each."""
        x, found = self.enter(tokens), []
        for block in self.blocks:
            found.append(block.weights(x))
            x = block(x)
        return found'''
PRE = """\
        x = x + {attend}(self.norm1(x)){end}
        return x + {mlp}(self.norm2(x)){end}"""
POST = """\
        x = self.norm1(x + {attend}(x){end})
        return self.norm2(x + {mlp}(x){end})"""
MASK = "        scores = scores.masked_fill(~torch.ones(x.shape[1], x.shape[1]).tril().bool(), -math.inf)\n"


def model_code(config: TransformerConfig, n_tokens: int, n_positions: int, helpers: str, drops: bool) -> str:
    """The classes; `helpers` is the source of what they use, `drops` whether numbers drop out as it learns."""
    pre, module = config.norm == "pre", ACTIVATIONS[config.activation].module
    learned = "self.table = nn.Parameter(torch.empty(n_positions, d_model))"
    made = {
        "learned": f"        {learned}\n",
        "sinusoidal": "        self.table = sinusoidal(n_positions, d_model)\n",
    }
    encoded = "x + self.table[: tokens.shape[1]]" if POSITIONS[config.positions].added else "x"
    norm = "        self.norm = nn.LayerNorm(d_model)\n" if pre else ""
    head = "" if config.tied else "        self.head = nn.Linear(d_model, n_tokens, bias=False)\n"
    turned = "rotate(q, turns(n_positions, d_k)[:, :t]), rotate(k, turns(n_positions, d_k)[:, :t])"
    wrapped = {"attend": "drop(self.attention", "mlp": "drop(self.mlp", "end": ")"}
    plain = {"attend": "self.attention", "mlp": "self.mlp", "end": ""}
    return TEMPLATE.format(
        n_tokens=n_tokens,
        n_positions=n_positions,
        n_layers=config.n_layers,
        n_heads=config.n_heads,
        d_model=config.d_model,
        d_mlp=config.d_mlp,
        d_k=config.d_k,
        helpers=helpers,
        turned=turned if config.positions == "rotary" else "q, k",
        causal=config.causal,
        mask=MASK if config.causal else "",
        activation="Step()" if module is Step else f"nn.{module.__name__}()",
        block=(PRE if pre else POST).format(**(wrapped if drops else plain)),
        asked="self.norm1(x)" if pre else "x",
        learned=made.get(config.positions, ""),
        head=norm + head,
        entered=f"drop({encoded})" if drops else encoded,
        read=f"F.linear({'self.norm(x)' if pre else 'x'}, self.{'embedding' if config.tied else 'head'}.weight)",
    )
