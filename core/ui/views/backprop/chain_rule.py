"""Chain rule: a pass written out with its numbers, line by line; what is not computed yet is blank."""

import math
from dataclasses import dataclass
from functools import cached_property

import torch

from core.activations import ACTIVATIONS
from core.figures.digits import sub, sup
from core.learning.passes import Parameter, Pass, Path, Phase, paths, phases
from core.ui.views.backprop.terms import BLANK, LETTERS, OUTPUTS, SLOPES, Term, number, plain_of, result, total

MOST = 8  # paths written out


@dataclass(frozen=True)
class Written:
    """A pass up to phase number `at`, of which the way of one `sample` is written out."""

    record: Pass
    at: int
    loss: str
    activation: str
    sample: int = 0

    @cached_property
    def order(self) -> tuple[Phase, ...]:
        return phases(len(self.record.weights))

    @property
    def phase(self) -> Phase:
        return self.order[self.at]

    def known(self, kind: str, layer: int = 0) -> bool:
        """Whether the pass has come as far as this; the answer of the linear output layer is its z."""
        kind = "z" if kind == "a" and layer == len(self.record.weights) else kind
        return self.order.index(Phase(kind, layer)) <= self.at

    # One number of the pass, as a factor.
    def a(self, layer: int, unit: int) -> Term:
        return number(self.record.activations[layer][self.sample, unit].item(), layer == 0 or self.known("a", layer))

    def z(self, layer: int, unit: int) -> Term:
        return number(self.record.zs[layer - 1][self.sample, unit].item(), self.known("z", layer))

    def delta(self, layer: int, unit: int) -> Term:
        return number(self.record.deltas[layer - 1][self.sample, unit].item(), self.known("delta", layer))

    def weight(self, layer: int, to: int, source: int) -> Term:
        return number(self.record.weights[layer - 1][to, source].item())

    def slope(self, layer: int, unit: int) -> Term:
        return number(self.record.slopes[layer - 1][self.sample, unit].item(), self.known("z", layer))

    # Lines.
    def z_line(self, layer: int, unit: int) -> str:
        """z = Σ w·a + b"""
        sources = range(self.record.weights[layer - 1].shape[1])
        bias = number(self.record.biases[layer - 1][unit].item())
        terms = total([*(self.weight(layer, unit, j) * self.a(layer - 1, j) for j in sources), bias])
        exact = self.record.zs[layer - 1][self.sample, unit].item()
        return f"z{sub(unit + 1)}{sup(layer)} = {terms.text} = {result(exact, terms.value, self.known('z', layer))}"

    def a_line(self, layer: int, unit: int) -> str:
        """a = f(z)"""
        z, exact = self.z(layer, unit), self.record.activations[layer][self.sample, unit].item()
        again = ACTIVATIONS[self.activation].function(torch.tensor(z.value, dtype=torch.float64)).item()
        return f"a{sub(unit + 1)}{sup(layer)} = f({plain_of(z)}) = {result(exact, again, self.known('a', layer))}"

    def slope_line(self, layer: int, unit: int) -> str:
        """f′(z) in letters, in numbers, its value"""
        z, a = self.z(layer, unit), self.a(layer, unit)
        exact = self.record.slopes[layer - 1][self.sample, unit].item()
        where = f"f′(z{sub(unit + 1)}{sup(layer)})"
        known = self.known("a", layer)
        letters, numbers = SLOPES[self.activation](z.text, plain_of(z), a.text, z.value)
        if not known:
            return f"{where} = {BLANK}"
        again = ACTIVATIONS[self.activation].derivative(*(torch.tensor(v.value, dtype=torch.float64) for v in (z, a)))
        parts = [where, letters, *([numbers] if numbers else []), result(exact, again.item())]
        return " = ".join(parts[:-1] if letters == parts[-1] else parts)

    def delta_line(self, layer: int, unit: int) -> str:
        """δ = f′(z) Σ w δ of a hidden unit, ∂L/∂ŷ of an output."""
        name, known = f"δ{sub(unit + 1)}{sup(layer)}", self.known("delta", layer)
        exact = self.record.deltas[layer - 1][self.sample, unit].item()
        if layer == len(self.record.weights):
            letters, term = self.output_terms(unit)
            return f"{name} = ∂L/∂ŷ{sub(unit + 1)} = {letters} = {term.text} = {result(exact, term.value, known)}"
        following = range(len(self.record.weights[layer]))
        terms = total([self.weight(layer + 1, k, unit) * self.delta(layer + 1, k) for k in following])
        slope = self.slope(layer, unit)
        value = result(exact, slope.value * terms.value, known)
        letters = f"f′(z{sub(unit + 1)}{sup(layer)})·Σₖ wₖ{sub(unit + 1)}{sup(layer + 1)} δₖ{sup(layer + 1)}"
        return f"{name} = {letters} = {slope.text}·({terms.text}) = {value}"

    def output_terms(self, unit: int) -> tuple[str, Term]:
        """∂L/∂ŷ of one output in letters and with its numbers; the loss is a mean over samples and outputs."""
        n, k = self.record.zs[-1].shape
        softmax = self.loss == "cross_entropy"
        parts = n if softmax else n * k
        over = f"/{parts}" if parts > 1 else ""
        letters = LETTERS[self.loss] + over
        if not self.known("loss"):
            return letters, Term(BLANK, math.nan)
        if softmax:
            share = number(torch.softmax(self.record.zs[-1][self.sample], 0)[unit].item())
            hit = int(self.record.targets[self.sample].item() == unit)
            return letters, Term(f"({share.text} − {hit}){over}", (share.value - hit) / parts)
        z, y = self.z(len(self.record.weights), unit), number(self.record.targets[self.sample, unit].item())
        text, value = OUTPUTS[self.loss]
        numbers = text.format(z=z.text, p=plain_of(z), y=y.text)
        return letters, Term(numbers + over, value(z.value, y.value) / parts)

    def gradient_line(self, parameter: Parameter) -> str:
        """∂L/∂w = Σ_n δ a, over the samples of the batch."""
        exact = parameter.of(self.record.weight_grads, self.record.bias_grads)
        terms = [self._at(n).share(parameter) for n in range(len(self.record.x))]
        letters = f"δ{sub(parameter.to + 1)}{sup(parameter.layer)}" + (
            "" if parameter.source is None else f"·{source_name(parameter)}"
        )
        whole = total(terms)
        known = self.known("gradient", parameter.layer)
        sign = "Σₙ " if len(terms) > 1 else ""
        return f"∂L/∂{name(parameter)} = {sign}{letters} = {whole.text} = {result(exact, whole.value, known)}"

    def share(self, parameter: Parameter) -> Term:
        """This sample's term of that sum."""
        delta = self.delta(parameter.layer, parameter.to)
        return delta if parameter.source is None else delta * self.a(parameter.layer - 1, parameter.source)

    def average_line(self, parameter: Parameter) -> str:
        """The same as the mean of what every sample alone would give."""
        n = len(self.record.x)
        known = self.known("gradient", parameter.layer)
        deltas = self.record.deltas[parameter.layer - 1][:, parameter.to]
        source = parameter.source
        sources = 1.0 if source is None else self.record.activations[parameter.layer - 1][:, source]
        terms = total([number(v, known) for v in (n * deltas * sources).tolist()])
        exact = parameter.of(self.record.weight_grads, self.record.bias_grads)
        return f"({terms.text})/{n} = {result(exact, terms.value / n, known)}"

    def path_lines(self, parameter: Parameter) -> tuple[list[str], int]:
        """The largest paths with their factors, the rest in one, and their sum; and how many paths there are."""
        found = sorted(paths(self.record, parameter, self.sample), key=lambda path: -abs(path.product))
        known = self.known("gradient", parameter.layer)
        shown = [self.path_term(path, parameter, known) for path in found[:MOST]]
        lines = [f"{route}: {term.text} = {result(path.product, term.value, known)}" for path, (route, term) in shown]
        if len(found) > MOST:
            lines.append(f"+ {len(found) - MOST}: {number(sum(p.product for p in found[MOST:]), known).text}")
        return [*lines, f"Σ = {number(sum(path.product for path in found), known).text}"], len(found)

    def path_term(self, path: Path, parameter: Parameter, known: bool) -> tuple[Path, tuple[str, Term]]:
        """A path's name, such as w₁₁⁽¹⁾ → 1 → 2 → L, and the product of its factors."""
        term = number(path.factors[0], known)
        for factor in path.factors[1:]:
            term = term * number(factor, known)
        steps = [f"{sub(unit + 1)}{sup(parameter.layer + i)}" for i, unit in enumerate(path.units)]
        return path, (f"{name(parameter)} → " + " → ".join(f"z{step}" for step in steps) + " → L", term)

    def update_line(self, parameter: Parameter) -> str:
        """w ← w − α ∂L/∂w"""
        before = number(parameter.of(self.record.weights, self.record.biases))
        slope = number(
            parameter.of(self.record.weight_grads, self.record.bias_grads), self.known("gradient", parameter.layer)
        )
        rate = number(self.record.lr)
        exact = parameter.of(self.record.new_weights, self.record.new_biases)
        value = result(exact, before.value - rate.value * slope.value, self.at >= len(self.order) - 2)
        return f"{name(parameter)} ← {plain_of(before)} − {rate.text}·{slope.text} = {value}"

    def chain(self, parameter: Parameter) -> list[str]:
        """∂L/∂w back to the loss: every δ on the way, from the parameter's own to those of the outputs."""
        last = len(self.record.weights)
        lines = [self.gradient_line(parameter)]
        units = [parameter.to]
        for layer in range(parameter.layer, last + 1):
            lines += [self.delta_line(layer, unit) for unit in units]
            if layer < last:
                lines += [self.slope_line(layer, unit) for unit in units]
                units = list(range(len(self.record.weights[layer])))
        return lines

    def _at(self, sample: int) -> "Written":
        return Written(self.record, self.at, self.loss, self.activation, sample)


def name(parameter: Parameter) -> str:
    """w₂₁⁽¹⁾, b₂⁽¹⁾"""
    if parameter.source is None:
        return f"b{sub(parameter.to + 1)}{sup(parameter.layer)}"
    return f"w{sub(parameter.to + 1, parameter.source + 1)}{sup(parameter.layer)}"


def source_name(parameter: Parameter) -> str:
    """What a weight multiplies: x₁, a₂⁽¹⁾"""
    assert parameter.source is not None
    unit = sub(parameter.source + 1)
    return f"x{unit}" if parameter.layer == 1 else f"a{unit}{sup(parameter.layer - 1)}"
