"""A person's own points as compact text that fits into a link."""

import base64

import numpy as np

EXTENT = 6.0  # the picture shows [-6, 6] on both axes
MAX_POINTS = 1000
MAX_CLASSES = 8
PACKED = np.dtype([("x", "<i2"), ("y", "<i2"), ("label", "u1")])  # coordinates in thousandths


def check_points(points: np.ndarray, extent: tuple[float, float] = (EXTENT, EXTENT)) -> None:
    """Raises `ValueError` unless points, (n, 3) of x, y, label, fit the picture, the palette and a link."""
    if len(points) > MAX_POINTS:
        raise ValueError(f"There are {len(points)} points; at most {MAX_POINTS} are allowed.")
    if not (np.abs(points[:, :2]) <= extent).all():
        raise ValueError(f"A point lies outside the picture, beyond x = ±{extent[0]:g} or y = ±{extent[1]:g}.")
    if not np.isin(points[:, 2], range(MAX_CLASSES)).all():
        raise ValueError(f"A label is not a whole number from 0 to {MAX_CLASSES - 1}.")


def encode_points(points: np.ndarray, extent: tuple[float, float] = (EXTENT, EXTENT)) -> str:
    """Points, (n, 3) of x, y, label, as base64url text with coordinates rounded to thousandths; raises `ValueError`."""
    check_points(points, extent)
    packed = np.empty(len(points), PACKED)
    packed["x"], packed["y"] = np.rint(1000 * points[:, :2]).T
    packed["label"] = points[:, 2]
    return base64.urlsafe_b64encode(packed.tobytes()).decode().rstrip("=")


def decode_points(text: str, extent: tuple[float, float] = (EXTENT, EXTENT)) -> np.ndarray:
    """What `encode_points` wrote, as float64 (n, 3) of x, y, label; raises `ValueError`."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise ValueError("The text of the points is not base64url.") from None
    if len(raw) % PACKED.itemsize:
        raise ValueError("The text of the points does not end after a whole point.")
    packed = np.frombuffer(raw, PACKED)
    points = np.stack([packed["x"] / 1000, packed["y"] / 1000, packed["label"]], axis=1)
    check_points(points, extent)
    return points
