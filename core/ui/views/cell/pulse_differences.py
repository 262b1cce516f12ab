"""Pulse differences: time, spikes and the refractory period, each computed with the cell of the page."""

import numpy as np

from core.figures.curves import Curve, curves
from core.figures.figure import Figure
from core.figures.number import told
from core.figures.theme import Theme
from core.lessons.cell.pulses import (
    ANSWER,
    BEFORE,
    MOST,
    STRONG,
    WEAK,
    WIDTH,
    Answer,
    answer,
    by_distance,
    by_interval,
    by_strength,
)
from core.lessons.cell.settings import CellSettings
from core.ui.language import t
from core.ui.views.cell.difference import Difference

HIGH, LOW = 50.0, -90.0  # mV, the axis of v
RATE = 100.0  # ms between two showings on the live cell


def time(settings: CellSettings, unit: float, theme: Theme) -> Difference:
    """Two weak pulses, near each other or far apart."""
    cell, base, apart = settings.cell, settings.input.base, settings.comparison.apart
    found = answer(cell, base, [(0, WEAK * unit), (apart, WEAK * unit)], apart + 20)
    distances, peaks = by_distance(cell, base)
    fired = np.array([_fires(peak, peaks) for peak in peaks])
    reach = told(float(distances[fired].max())) if fired.any() else "0"
    says = (
        t("Here it fires: the second pulse comes while the first is still remembered.")
        if len(found.spikes)
        else t("Here it stays silent: when the second pulse comes, the first is forgotten.")
    )
    return Difference(
        t("w·x + b adds {a} + {a} = {sum} and has no clock: the two may come at any time.", a=WEAK, sum=told(2 * WEAK)),
        t("The cell fires if the pulses are up to {reach} ms apart.", reach=reach) + " " + says,
        "König, Engel & Singer, Trends in Neurosciences 19, 130 (1996)",
        (
            _voltage(found, theme, t("Two pulses, each {share} of the least that makes it fire", share=f"{WEAK:.0%}")),
            t("v over time"),
        ),
        (
            curves(
                [Curve("", distances, peaks, "positive")],
                theme=theme,
                title=t("How high v gets"),
                x_title=t("pulses apart (ms)"),
                y_title="v (mV)",
                cursor=apart,
                x_range=(0.0, 40.0),
                y_range=(LOW, HIGH),
            ),
            t("The highest v over the time between two pulses"),
        ),
        ("apart",),
        _paired(settings, WEAK * unit, apart),
    )


def spikes(settings: CellSettings, unit: float, theme: Theme) -> Difference:
    """One pulse, weak or strong."""
    cell, base, strength = settings.cell, settings.input.base, settings.comparison.strength
    found = answer(cell, base, [(0, strength * unit)], ANSWER)
    strengths, peaks, sums = by_strength(cell, base)
    made = (
        t("In this model the height of a spike is drawn, not computed; that it is always the same is assumed.")
        if cell.peak is not None
        else t(
            "A pulse three times the threshold makes it {mv} mV higher than one of 1.2.",
            mv=told(peaks[-1] - float(np.interp(1.2, strengths, peaks)), 3),
        )
    )
    return Difference(
        t("w·x + b answers twice the input with twice the output."),
        t(
            "Below the threshold, {unit} {name} for {width} ms, nothing leaves the cell; above it a whole spike does.",
            unit=told(unit),
            name=cell.unit,
            width=told(WIDTH),
        )
        + " "
        + made,
        "Adrian, J. Physiol. 47, 460 (1914)",
        (_voltage(found, theme, t("One pulse of {s} times the threshold", s=told(strength))), t("v over time")),
        (
            curves(
                [
                    Curve(t("the cell"), strengths, peaks, "positive"),
                    Curve(t("a sum"), strengths, sums, "negative", "4px,3px"),
                ],
                theme=theme,
                title=t("How high v gets:"),
                x_title=t("strength (thresholds)"),
                y_title="v (mV)",
                cursor=strength,
                x_range=(0.0, 3.0),
                y_range=(LOW, HIGH),
            ),
            t("The highest v over the strength of a pulse, beside a sum"),
        ),
        ("strength",),
        {"waveform": "pulses", "width": WIDTH, "period": 50.0, "current": float(f"{strength * unit:.4g}")},
    )


def refractory(settings: CellSettings, unit: float, theme: Theme) -> Difference:
    """A second pulse after a spike."""
    cell, base, after = settings.cell, settings.input.base, settings.comparison.after
    found = answer(cell, base, [(0, STRONG * unit), (after, STRONG * unit)], after + 25)
    intervals, seconds = by_interval(cell, base)
    known = np.isfinite(seconds)
    says = [
        t("Here the second pulse makes a second spike.")
        if len(found.spikes) > 1
        else t("Here the second pulse is lost.")
    ]
    if known.any():
        first, last = (float(intervals[known][i]) for i in (0, -1))
        if first > intervals[0]:
            says.append(
                t(
                    "Before {first} ms not even {most} times the threshold makes one.",
                    first=told(first),
                    most=told(MOST),
                )
            )
        strength = told(float(seconds[known][-1]), 3)
        says.append(t("After {late} ms {strength} times the threshold is enough.", late=told(last), strength=strength))
    return Difference(
        t("w·x + b keeps nothing of what it answered before."),
        " ".join(says),
        "Adrian & Lucas, J. Physiol. 44, 68 (1912); Hodgkin & Huxley, J. Physiol. 117, 500 (1952)",
        (_voltage(found, theme, t("Two pulses of {s} times the threshold", s=told(STRONG))), t("v over time")),
        (
            curves(
                [Curve("", intervals, seconds, "positive")],
                theme=theme,
                title=t("The least second pulse that makes a second spike"),
                x_title=t("second pulse after (ms)"),
                y_title=t("strength (thresholds)"),
                cursor=after,
                x_range=(0.0, 40.0),
                y_range=(0.0, MOST),
            ),
            t("The least second pulse over the time since the first"),
        ),
        ("after",),
        _paired(settings, STRONG * unit, after),
    )


def _fires(peak: float, peaks: np.ndarray) -> bool:
    """Whether a peak is that of a spike: nearer to the highest of all than to the lowest."""
    return bool(np.ptp(peaks) > 20 and peak > (peaks.max() + peaks.min()) / 2)


def _paired(settings: CellSettings, current: float, gap: float) -> dict[str, object]:
    return {
        "waveform": "pairs",
        "width": WIDTH,
        "gap": gap,
        "period": max(RATE, 2 * gap),
        "current": float(f"{current:.4g}"),
    }


def _voltage(found: Answer, theme: Theme, title: str) -> Figure:
    return curves(
        [Curve("", found.t, found.v, "positive")],
        theme=theme,
        title=title,
        x_title=t("time (ms)"),
        y_title="v (mV)",
        x_range=(-BEFORE, float(found.t[-1])),
        y_range=(LOW, HIGH),
    )
