"""Attention script: a run as a plain PyTorch program that prints its curve, and the attention of every head."""

import textwrap
from typing import Any

from torch import Tensor

from core.activations import ACTIVATIONS, Step
from core.datasets.sequence_code import sequence_code
from core.lessons.attention.learner import AttentionLearner
from core.lessons.attention.loop_code import change_table, optimizer, taken, variables
from core.lessons.attention.model_code import model_code
from core.lessons.attention.settings import AttentionSettings
from core.models.first_weights import draw_weights
from core.models.positions import rotate, sinusoidal, turns
from core.models.transformer import TransformerConfig
from core.run import Run
from core.settings import to_text
from core.source import import_lines, source

TEMPLATE = '''\
"""{summary}

{settings}
"""

{imports}

torch.set_num_threads(1)  # small networks are slower on more


{data}


{model}


{drop}seed = {seed}
generator = Generator().manual_seed(seed)
model = Transformer()
draw_weights(model, generator)
{variables}
optimizer = {optimizer}
{changes}

def loss_function(logits: Tensor, y: Tensor, mask: Tensor) -> Tensor:
    """Cross-entropy over the places that count."""
    return F.cross_entropy(logits[mask], y[mask])


@torch.no_grad()
def report(step: int, train_loss: float) -> None:
    """Print the loss of the batch just learned from, and loss and accuracy on held-out sequences."""
    model.eval()
    logits = model(x_held[:{n_held}])
    y, mask = y_held[:{n_held}], mask_held[:{n_held}]
    accuracy = (logits.argmax(2) == y)[mask].float().mean()
    print(step, train_loss, loss_function(logits, y, mask).item(), accuracy.item(), sep=",")
    model.train()


print("step,train_loss,test_loss,test_accuracy")
model.eval()
x, y, mask = sample(batch_size, generator.manual_seed(seed * 1_000_003))
train_loss, cursor = loss_function(model(x), y, mask).item(), 0
for step in range({end}):
{change}    {when}report(step, train_loss)
    if step == {last}:
        break
    n = min(batch_size, {n_train} - cursor)  # an epoch ends after {n_train} sequences
    cursor = (cursor + n) % {n_train}
    x, y, mask = sample(n, generator.manual_seed(seed * 1_000_003 + step))
    loss = loss_function(model(x), y, mask)
    train_loss = loss.item()
    optimizer.zero_grad()
    loss.backward()
{rate}{penalty}    optimizer.step()

model.eval()
tokens = torch.tensor([{tokens}])  # {shown}
print("layer,head,token," + ",".join(str(place + 1) for place in range(tokens.shape[1])))
for layer, weights in enumerate(model.attention(tokens)):  # (1, n_heads, t, t)
    for head, rows in enumerate(weights[0]):
        for place, row in enumerate(rows.tolist()):
            print(layer + 1, head + 1, place + 1, *(f"{{weight:.4f}}" for weight in row), sep=",")
'''
DROP = '''\
def drop(x: Tensor) -> Tensor:
    """Numbers left out at random while it learns, the others larger in turn."""
    if not (model.training and dropout):
        return x
    keep = torch.rand(x.shape, generator=generator) >= dropout
    return x * keep / (1 - dropout)


'''
PENALTY = """\
    for weight in model.parameters():
        if weight.ndim > 1:
            weight.grad.add_(weight.detach(), alpha=l2)
"""
RATE = '    optimizer.param_groups[0]["lr"] = lr * min(1, (step + 1) / warmup) if warmup else lr\n'
BASE = {("math", ""), ("torch.nn.functional", ""), ("torch", "nn")}


def script(run: Run[AttentionLearner], tokens: Tensor) -> str:
    """A program on torch that learns as this run did and prints its curve at the steps of `run.frames()`.

    Then it prints the attention of the network that came out, over the tokens (1, t) of the sequence looked at.
    """
    with run._lock:
        last, stride, learner = run.frames()[-1].step, run.history.stride, run.learner
        first, table = learner.initial, change_table(learner)
    config, table = first.model, {step: row for step, row in table.items() if step < max(last, 1)}
    changed = {name for row in table.values() for name in row}
    data, code = sequence_code(learner.data), source(*helpers(config), draw_weights)
    values = variables(first)
    used = {name: value for name, value in values.items() if value or name in changed}
    rows = "".join(
        f"    {step}: {{{', '.join(f'{k!r}: {v}' for k, v in row.items())}}},\n" for step, row in table.items()
    )
    return TEMPLATE.format(
        summary=f"A Transformer learns the task {first.data.task} as in Hebb. Steps: {last}.",
        settings=textwrap.fill(f"It begins with {listed(first)}.", 119, break_on_hyphens=False),
        imports=import_lines(data.imports | code.imports | BASE),
        data=data.body,
        model=model_code(config, learner.model.n_tokens, learner.model.n_positions, code.body, "dropout" in used),
        drop=DROP if "dropout" in used else "",
        seed=first.training.seed,
        variables="\n".join(f"{name} = {value!r}" for name, value in used.items()),
        optimizer=optimizer(first),
        changes=f"CHANGES = {{  # step: what was changed by hand before it\n{rows}}}\n" if rows else "",
        n_held=len(learner.held),
        end=last + 1,
        last=last,
        n_train=learner.n_train,
        change=taken(changed) if rows else "",
        when=f"if step % {stride} == 0 or step == {last}:\n        " if stride > 1 else "",
        rate=RATE if "warmup" in used else "",
        penalty=PENALTY if "l2" in used else "",
        tokens=tokens[0].tolist(),
        shown="a part of the text" if learner.data.text else " ".join(learner.data.symbols(tokens[0])),
    )


def helpers(config: TransformerConfig) -> list[Any]:
    """What a Transformer uses of ours."""
    used: dict[str, list[Any]] = {"sinusoidal": [sinusoidal], "rotary": [turns, rotate]}
    return used.get(config.positions, []) + ([Step] if ACTIVATIONS[config.activation].module is Step else [])


def listed(settings: AttentionSettings) -> str:
    """The settings that decide the run, but the seed's."""
    skipped = {"file", "stop", "stop_value", *settings.look.model_dump()}
    skipped |= set() if settings.data.task == "text" else {"text"}
    return ", ".join(f"{name} {to_text(value)}" for name, value in settings.values().items() if name not in skipped)
