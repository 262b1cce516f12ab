"""Equations: what one phase of a pass computes, as matrices.

One sample is a column, as textbooks write it: z = W a + b. In a batch every sample is a row, as PyTorch computes it:
Z = A Wᵀ + b.
"""

from torch import Tensor

from core.figures.digits import short, sup
from core.figures.matrices import Matrix
from core.learning.passes import Parameter, Pass, Phase
from core.ui.views.backprop.chain_rule import Written

Terms = list[Matrix | str]


class Equation:
    """The terms of one phase's equation; `chosen` is outlined wherever it, or its gradient, stands."""

    def __init__(self, written: Written, chosen: Parameter) -> None:
        self.written, self.record, self.chosen = written, written.record, chosen
        self.single = len(self.record.x) == 1
        self.last = len(self.record.weights)

    def of(self, phase: Phase) -> Terms:
        layer = phase.layer
        terms: dict[str, Terms] = {}
        if phase.kind == "z":
            terms["z"] = self.weighted_sum(layer)
        elif phase.kind == "a":
            terms["a"] = [self.a(layer), "= f(", self.z(layer), ")"]
        elif phase.kind == "delta":
            terms["delta"] = self.error(layer)
        elif phase.kind == "gradient":
            terms["gradient"] = self.gradient(layer)
        elif phase.kind == "update":
            terms["update"] = self.update(self.chosen.layer)
        loss: Terms = ["L(", self.z(self.last, "ŷ"), ",", self.targets(), f") = {short(self.record.loss)}"]
        new = self.rows("ŷ", self.record.new_zs[-1], True)
        after: Terms = ["L(", new, ",", self.targets(), f") = {short(self.record.new_loss)}"]
        terms |= {"input": [self.a(0), ",", self.targets()], "loss": loss, "after": after}
        return terms[phase.kind]

    def weighted_sum(self, layer: int) -> Terms:
        if self.single:
            return [self.z(layer), "=", self.weight(layer), "·", self.a(layer - 1), "+", self.bias(layer)]
        return [self.z(layer), "=", self.a(layer - 1), "·", self.weight(layer, turned=True), "+", self.bias(layer)]

    def error(self, layer: int) -> Terms:
        if layer == self.last:
            return [self.delta(layer), "= ∂L/∂ŷ (", self.z(layer, "ŷ"), ",", self.targets(), ")"]
        known = self.written.known("a", layer)
        slope = self.rows(f"f′({self.letter('z')}{sup(layer)})", self.record.slopes[layer - 1], known)
        following = self.delta(layer + 1)
        if self.single:
            return [self.delta(layer), "=", slope, "⊙ (", self.weight(layer + 1, turned=True), "·", following, ")"]
        return [self.delta(layer), "=", slope, "⊙ (", following, "·", self.weight(layer + 1), ")"]

    def gradient(self, layer: int) -> Terms:
        before, delta = self.a(layer - 1), self.delta(layer)
        if self.single:
            product: Terms = [delta, "·", turned(before)]
        else:
            product = [turned(delta), "·", before]
        end: Terms = [",", self.bias_gradient(layer), "= δ" if self.single else "= Σₙ δ"]
        return [self.weight_gradient(layer), "=", *product, *end]

    def update(self, layer: int) -> Terms:
        rate = f"− {short(self.record.lr)} ·"
        weight, bias = self.weight(layer, new=True), self.bias(layer, new=True)
        return [
            *(weight, "←", self.weight(layer), rate, self.weight_gradient(layer), ","),
            *(bias, "←", self.bias(layer), rate, self.bias_gradient(layer)),
        ]

    # Matrices.
    def letter(self, small: str) -> str:
        return small if self.single else {"δ": "Δ"}.get(small, small.upper())

    def rows(self, name: str, values: Tensor, known: bool, gradient: bool = False) -> Matrix:
        """Something with a row for each sample (n, k); a column (k, 1) where there is one sample."""
        values = values.T if self.single else values
        shape = (values.shape[0], values.shape[1])
        return Matrix(name, values.numpy() if known else None, shape, gradient=gradient)

    def a(self, layer: int) -> Matrix:
        name = self.letter("x") if layer == 0 else self.letter("a") + sup(layer)
        known = layer == 0 or self.written.known("a", layer)
        return self.rows(name, self.record.activations[layer], known)

    def z(self, layer: int, name: str = "") -> Matrix:
        return self.rows(
            name or self.letter("z") + sup(layer), self.record.zs[layer - 1], self.written.known("z", layer)
        )

    def delta(self, layer: int) -> Matrix:
        known = self.written.known("delta", layer)
        return self.rows(self.letter("δ") + sup(layer), self.record.deltas[layer - 1], known, gradient=True)

    def targets(self) -> Matrix:
        targets = self.record.targets
        return self.rows("y", (targets if targets.dim() == 2 else targets[:, None]).double(), True)

    def weight(self, layer: int, *, turned: bool = False, new: bool = False) -> Matrix:
        values = (self.record.new_weights if new else self.record.weights)[layer - 1]
        mark = self.mark(layer)
        if turned:
            values, mark = values.T, mark and (mark[1], mark[0])
        name = f"W{sup(layer)}{'ᵀ' if turned else ''}{'′' if new else ''}"
        return Matrix(name, values.numpy(), (values.shape[0], values.shape[1]), mark)

    def bias(self, layer: int, *, new: bool = False) -> Matrix:
        values = (self.record.new_biases if new else self.record.biases)[layer - 1]
        return self._bias(f"b{sup(layer)}{'′' if new else ''}", values, layer, True, False)

    def bias_gradient(self, layer: int) -> Matrix:
        known = self.written.known("gradient", layer)
        return self._bias(f"∂L/∂b{sup(layer)}", self.record.bias_grads[layer - 1], layer, known, True)

    def _bias(self, name: str, values: Tensor, layer: int, known: bool, gradient: bool) -> Matrix:
        values = values[:, None] if self.single else values[None]
        here = self.chosen.layer == layer and self.chosen.source is None
        mark = ((self.chosen.to, 0) if self.single else (0, self.chosen.to)) if here else None
        shape = (values.shape[0], values.shape[1])
        return Matrix(name, values.numpy() if known else None, shape, mark if known else None, gradient)

    def weight_gradient(self, layer: int) -> Matrix:
        values, known = self.record.weight_grads[layer - 1], self.written.known("gradient", layer)
        shape = (values.shape[0], values.shape[1])
        return Matrix(f"∂L/∂W{sup(layer)}", values.numpy() if known else None, shape, self.mark(layer), True)

    def mark(self, layer: int) -> tuple[int, int] | None:
        if self.chosen.layer != layer or self.chosen.source is None:
            return None
        return self.chosen.to, self.chosen.source


def turned(matrix: Matrix) -> Matrix:
    """The transpose."""
    values = None if matrix.values is None else matrix.values.T
    return Matrix(f"{matrix.name}ᵀ", values, (matrix.shape[1], matrix.shape[0]), gradient=matrix.gradient)


def everything(record: Pass, written: Written, chosen: Parameter) -> list[list[Matrix]]:
    """Every matrix of the pass, a row for each layer: W, b, z, a, δ, ∂L/∂W, ∂L/∂b."""
    all_of = Equation(written, chosen)
    rows = [[all_of.a(0), all_of.targets()]]
    for layer in range(1, len(record.weights) + 1):
        forward = [all_of.weight(layer), all_of.bias(layer), all_of.z(layer)]
        forward += [all_of.a(layer)] if layer < len(record.weights) else []
        rows.append([*forward, all_of.delta(layer), all_of.weight_gradient(layer), all_of.bias_gradient(layer)])
    return rows
