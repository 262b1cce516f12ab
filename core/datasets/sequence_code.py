"""Sequence code: the data of a sequence task as a script on torch that draws the same batches."""

from core.datasets.drawn import SKIP
from core.datasets.sequences import HELD_SEED, N_HELD, Sequences
from core.datasets.text import TEST_SHARE
from core.source import Source, source

LONGEST = 20_000  # characters of a text that a script carries itself

SAMPLE = '''\
def sample(n: int, generator: Generator, part: str = "train") -> tuple[Tensor, Tensor, Tensor]:
    """n sequences: what stands at each place, what is right there, and which places count; each (n, {t})."""
'''
CAUSAL = """\
    drawn = {draw}(n, {length}, generator, part)
    whole = torch.cat([drawn.prompt, torch.full((n, 1), {arrow}), drawn.answer], 1)  # prompt, arrow, answer
    y = whole[:, 1:]
    return whole[:, :-1], y.clamp_min(0), (torch.arange(y.shape[1]) >= {prompt}) & (y != {skip})
"""
ALIGNED = """\
    drawn = {draw}(n, {length}, generator, part)
    mask = {mask}
    return drawn.prompt, drawn.due.where(mask, 0), mask
"""
HELD = 'x_held, y_held, mask_held = sample({n}, Generator().manual_seed({seed}), part="test")'
TEXT = """\
vocabulary = sorted(set(text))
place = {{symbol: i for i, symbol in enumerate(vocabulary)}}
tokens = torch.tensor([place[symbol] for symbol in text])
n_test = max(2, round({share} * len(text)))
train, test = tokens[:-n_test], tokens[-n_test:]


{sample}    tokens = train if part == "train" else test
    length = min({length}, len(tokens) - 1)
    starts = torch.randint(len(tokens) - length, (n, 1), generator=generator)
    cut = tokens[starts + torch.arange(length + 1)]
    return cut[:, :-1], cut[:, 1:], torch.ones(n, length, dtype=torch.bool)


n = -(-(len(test) - 1) // {length})  # windows of the test part, without overlap
padded = torch.cat([test, test.new_zeros(n * {length} + 1 - len(test))])
x_held, y_held = padded[:-1].view(n, {length}), padded[1:].view(n, {length})
mask_held = (torch.arange(n * {length}) < len(test) - 1).view(n, {length})"""


def sequence_code(sequences: Sequences) -> Source:
    """`sample(n, generator, part)`, `vocabulary` (of tokens), and the held-out set `x_held`, `y_held`, `mask_held`."""
    if sequences.text:
        return Source({("torch", ""), ("torch", "Generator"), ("torch", "Tensor")}, [], [text_code(sequences)])
    found = source(sequences.task.draw)
    found.imports |= {("torch", ""), ("torch", "Generator"), ("torch", "Tensor")}
    if sequences.vocabulary:
        found.constants.append(listed(sequences.vocabulary))
    held = sequences.held
    layout = ALIGNED if sequences.layout == "aligned" else CAUSAL
    body = SAMPLE.format(t=sequences.steps) + layout.format(
        draw=sequences.task.draw.__name__,
        length=sequences.length,
        arrow=len(sequences.vocabulary) - 1,
        prompt=int((~held.mask[0]).sum()),
        skip=SKIP,
        mask=f"drawn.due != {SKIP}" if sequences.vocabulary else "~drawn.due.isnan()",
    )
    found.definitions += [body.rstrip(), HELD.format(n=N_HELD, seed=HELD_SEED)]
    return found


def listed(vocabulary: tuple[str, ...]) -> str:
    """The symbols of the tokens as code."""
    single = all(len(symbol) == 1 for symbol in vocabulary)
    return (
        f"vocabulary = list({''.join(vocabulary)!r})" if single else f"vocabulary = {'|'.join(vocabulary)!r}.split('|')"
    )


def text_code(sequences: Sequences) -> str:
    """A text, whole where it is short, and its windows."""
    assert sequences.text
    characters, length = sequences.text.characters, sequences.length
    lines = "".join(f"    {line!r}\n" for line in characters.splitlines(keepends=True))
    file = 'text = open("text.txt", encoding="utf-8", newline="").read()  # your text, as you gave it'
    given = f"text = (\n{lines})" if len(characters) <= LONGEST else file
    return f"{given}\n" + TEXT.format(sample=SAMPLE.format(t=length), share=TEST_SHARE, length=length)
