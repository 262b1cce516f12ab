"""Attention look: what the view says of a Transformer, what can be chosen, and what pointer and clicks do."""

from functools import cached_property
from typing import Any

from core.figures.heads import signed
from core.lessons.attention.interventions import Effect, effect
from core.models.trace import NOTHING
from core.ui.language import t
from core.ui.player import Player
from core.ui.views.attention.reading import ROLLOUT, AttentionPicture, Place, Reading


class AttentionLook(Reading):
    """A Transformer at one step of its learning, looked at by one person."""

    @cached_property
    def effect(self) -> Effect | None:
        """What it does to the held-out loss that something is taken away."""
        return None if self.without == NOTHING else effect(self.model, self.learner.held, self.without)

    def readout(self) -> list[tuple[str, str]]:
        metrics = self.frame.metrics
        skipped = {t("epoch"), t("train accuracy")}
        shown = [(label, value) for label, value in super().readout() if label not in skipped]
        if self.data.text:
            return [*shown, (t("bits a character"), f"{metrics['test_bits']:.3f}")]
        return [*shown, (t("answers without a mistake"), f"{metrics['test_whole']:.1%}")]

    def notes(self) -> list[str]:
        found = []
        if self.effect:
            changed = {"whole": self.effect.whole_loss, "loss": self.effect.loss}
            told = {name: f"{value:.4f}" for name, value in changed.items()}
            told |= {"change": signed(self.effect.change), "accuracy": f"{self.effect.accuracy:.1%}"}
            told |= {"before": f"{self.effect.whole_accuracy:.1%}", "parts": t(", ").join(self.switched())}
            found.append(
                t(
                    "As it is looked at ({parts}) the test loss is {loss} instead of {whole} ({change}), the accuracy "
                    "{accuracy} instead of {before}. What it learns is not touched.",
                    **told,
                )
            )
        if missing := sorted(self.settings.without.heads - self.without.heads):
            heads = t(", ").join(f"{layer + 1}.{head + 1}" for layer, head in missing)
            found.append(t("Not there, so nothing is switched off: head {heads}", heads=heads))
        if self.prompt.unknown:
            found.append(t("Not among its symbols, left out: {symbols}", symbols=" ".join(self.prompt.unknown[:12])))
        if self.prompt.n_cut:
            found.append(t("It reads {n} symbols at most; the first ones are cut off.", n=self.prompt.usual))
        if self.own and not self.data.text and len(self.prompt.tokens) < self.prompt.usual:
            found.append(
                t("It has learned from inputs of {n} symbols; of shorter ones it has no idea.", n=self.prompt.usual)
            )
        return found

    def switched(self) -> list[str]:
        """What is taken away, in words."""
        heads = sorted(self.without.heads)
        found = [t("without head {head}", head=f"{layer + 1}.{head + 1}") for layer, head in heads]
        if self.without.causal is not None:
            found.append(t("with the causal mask") if self.without.causal else t("without the causal mask"))
        return [*found, *([t("without the encoding")] if self.without.positions else [])]

    def named(self, place: Place) -> str:
        layer, head = place
        if head == self.n_heads:
            return t("Rollout through layer {layer}", layer=layer + 1)
        return t("Layer {layer}, head {head}", layer=layer + 1, head=head + 1)

    def places(self) -> list[Place]:
        return [(layer, head) for layer in range(self.n_layers) for head in range(self.n_heads + 1)]

    def choices(self) -> list[tuple[str, str]]:
        return [(self.id(place), self.named(place)) for place in self.places()]

    def choice(self) -> str:
        return self.id(self.head)

    def choice_label(self) -> str:
        return t("Map shown large")

    def id(self, place: Place) -> str:
        layer, head = place
        return f"{layer + 1}.{ROLLOUT if head == self.n_heads else head + 1}"

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        AttentionPicture(head=id)  # raises where it is none
        held.picked["head"], held.refresh = id, True

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """A click on a map shows it large, one on a switch switches the head off or on again."""
        if event["trace"] not in ("heads", "switch"):
            return
        layer, head = (int(v) + 1 for v in event["custom"][:2])
        if event["trace"] == "heads":
            cls.chosen(held, f"{layer}.{ROLLOUT if head > held.settings.model.n_heads else head}")
            return
        off, this = [part for part in held.settings.look.off.split("-") if part], f"{layer}.{head}"
        held.propose(off="-".join(sorted({*off} ^ {this})))

    @classmethod
    def hovered(cls, held: Player, event: dict[str, Any]) -> None:
        """The pointer on the map is at a pair of tokens, on the rows of symbols or on the encoding at one."""
        x, y = float(event["x"]), float(event["y"])
        found = {
            "map": (y, int(x)),
            "answer": (x - 0.5, None),
            "encoding": (y + 0.5, None),
            "similarity": (y + 0.5, None),
        }
        if event["panel"] in found:
            row, column = found[event["panel"]]
            held.picked["at"] = max(0, int(row)), None if column is None else max(0, column)
