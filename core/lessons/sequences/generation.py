"""Generation: a network says what comes next, hears it, and goes on."""

import torch
from torch import Generator, Tensor

from core.models.recurrent import Recurrent


@torch.no_grad()
def generate(
    model: Recurrent, prompt: Tensor, n: int, temperature: float, generator: Generator
) -> tuple[Tensor, Tensor]:
    """n tokens after a prompt (T,), and the distribution each was drawn from, (n, n_outputs).

    p = softmax(z / temperature); at temperature 0 the likeliest is taken. An empty prompt begins from the first token.
    """
    read = prompt if len(prompt) else torch.zeros(1, dtype=torch.int64)
    outputs, state = model.read(read[None])
    tokens, distributions = [], []
    for _ in range(n):
        z = outputs[0, -1]
        p = torch.softmax(z / temperature, 0) if temperature else (z == z.max()).float() / (z == z.max()).sum()
        token = torch.multinomial(p, 1, generator=generator)
        tokens.append(token)
        distributions.append(p)
        outputs, state = model.read(token[None], state)
    return torch.cat(tokens), torch.stack(distributions)


@torch.no_grad()
def foretell(model: Recurrent, x: Tensor, n: int) -> Tensor:
    """The next n values after numbers x (T, 1), each fed back as the input after it: (n,)."""
    outputs, state = model.read(x[None])
    values = []
    for _ in range(n):
        values.append(outputs[:, -1:])
        outputs, state = model.read(values[-1], state)
    return torch.cat(values, 1)[0, :, 0]
