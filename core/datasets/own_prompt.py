"""Own prompt: what a person types for a network to read."""

import re

import torch
from torch import Generator

from core.datasets.drawn import SKIP, Drawn
from core.datasets.names import PAD
from core.datasets.sequence_generators import sum_so_far
from core.datasets.sequences import Batch, Sequences, aligned, causal
from core.settings import SettingError

MAX_TYPED = 128
SHOWN = 8  # characters of a text that are an example of a prompt


def such_as(sequences: Sequences) -> str:
    """A prompt that is read: of a text its own beginning, whatever script it is in."""
    if not sequences.text:
        return sequences.task.typed
    begins = sequences.text.characters.strip()[:SHOWN]
    return begins if begins < "\u2e80" else begins[: SHOWN // 2]  # Chinese characters are twice as wide


def own_prompt(sequences: Sequences, characters: str) -> Batch:
    """A batch of one, with what is due where the task knows it; raises `SettingError` for what it does not read."""
    task, tidied = sequences.task, characters if sequences.text else characters.strip().lower()
    pieces = tidied.split() if task.answer is sum_so_far else list(tidied)
    place = {symbol: i for i, symbol in enumerate(sequences.vocabulary)}
    padded = not task.answer and not sequences.text  # dates and names are of one length
    like = task.draw(1, sequences.length, Generator(), "train") if padded else None
    longest = like.prompt.shape[1] if like else MAX_TYPED
    if len(pieces) > longest:
        raise SettingError("prompt", characters, f"≤ {longest}")
    if not re.fullmatch(task.pattern, tidied) or any(piece not in place for piece in pieces):
        unknown = " ".join(dict.fromkeys(piece for piece in pieces if piece not in place))
        wrong = characters if task.answer else unknown or characters  # where any order is read, these are what is not
        raise SettingError("prompt", wrong, f"“{such_as(sequences)}”, …")
    prompt = torch.tensor([[place[piece] for piece in pieces]])
    if sequences.text:
        return Batch(prompt, prompt.roll(-1, 1), torch.arange(len(pieces))[None] < len(pieces) - 1)
    if like:
        filled = like.prompt.new_full((1, longest), place[PAD])
        filled[:, longest - len(pieces) :] = prompt
        drawn = Drawn(filled, torch.full((1, 1), SKIP), torch.full_like(filled, SKIP))
    else:
        assert task.answer is not None
        drawn = task.answer(prompt)
    return aligned(drawn) if sequences.layout == "aligned" else causal(drawn, len(sequences.vocabulary) - 1)
