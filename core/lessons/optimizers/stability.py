"""Stability: the largest learning rate with which gradient descent does not run away from a minimum.

Along a direction of curvature λ the loss is ½λx², its gradient λx, and each step a linear map of (velocity, x); it
shrinks as long as both eigenvalues of that map lie within the unit circle (Polyak 1964).
"""


def largest_rate(id: str, curvature: float, momentum: float) -> float | None:
    """α of SGD 2/λ, with momentum μ 2(1 + μ)/λ, of Nesterov 2(1 + μ)/(λ(1 + 2μ)).

    None for the adaptive ones, whose steps do not grow with the gradient, and where the surface is not curved upwards.
    """
    if not curvature > 0:
        return None
    shares = {
        "sgd": 2.0,
        "momentum": 2 * (1 + momentum),
        "nesterov": 2 * (1 + momentum) / (1 + 2 * momentum),
    }
    return shares[id] / curvature if id in shares else None
