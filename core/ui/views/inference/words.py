"""Inference words: one question with its numbers, and how many analogies come out."""

import numpy as np

from core.figures.number import factor, told
from core.ui.language import t
from core.ui.views.inference.look import InferenceLook

Block = tuple[str, list[str]]
SHOWN = 4  # outputs, and analogies


def question_block(look: InferenceLook) -> Block:
    """e → h → z → p for the question that is looked into."""
    i, j = look.question
    logits = look.logits[i, j]
    p = logits.softmax(-1)
    order = logits.argsort(descending=True)[:SHOWN].tolist()
    right = {k for k in range(len(p)) if look.facts.targets[i, j, k] > 0}
    names = [t(name) for name in look.facts.outputs]
    total = told(float(logits.exp().sum()), 3)
    lines = [
        f"p({names[k]}) = exp {factor(logits[k].item(), 3)} / {total} = {told(p[k].item(), 3)}"
        + (" ✓" if k in right else "")
        for k in order
    ]
    if right:
        state = t("told") if look.facts.told[i, j] else t("never told")
        lines.insert(0, t("right: {answers} ({told})", answers=", ".join(names[k] for k in sorted(right)), told=state))
    else:
        lines.insert(0, t("nothing is right here"))
    return look.asking(look.name(i), look.name(j, False)), lines


def analogy_block(look: InferenceLook) -> list[Block]:
    """Shares of analogies solved by the arrow and by the neighbour alone, and some of them."""
    asked = look.asked
    if not len(asked):
        return []
    moved, alone = look.solved
    goal = asked[:, 3]
    lines = [
        t("e(b) − e(a) + e(c): {share} of {n} right", share=f"{np.mean(moved == goal):.0%}", n=len(asked)),
        t("nearest to e(c) alone: {share}", share=f"{np.mean(alone == goal):.0%}"),
        t("at random: {share}", share=f"{1 / (len(look.embedding) - 3):.0%}"),
    ]
    for row in np.linspace(0, len(asked) - 1, SHOWN).astype(int):
        a, b, c, d = (look.name(k) for k in asked[row])
        found = look.name(moved[row])
        lines.append(f"{a} : {b} = {c} : {found}" + (" ✓" if found == d else f" ✗ ({d})"))
    return [(t("Analogies by arithmetic"), lines)]
