"""Own points: draw, erase, paste and upload the points of one's own data set."""

from typing import Any

import numpy as np
import streamlit as st

from core.datasets.own_points import EXTENT, MAX_CLASSES, MAX_POINTS, decode_points, encode_points
from core.datasets.points import PointsConfig
from core.datasets.points_csv import MESSAGES, PointsError, read_points, write_points
from core.experiment import Experiment
from core.figures.boundary import boundary
from core.figures.figure import Figure
from core.figures.theme import Theme
from core.ui import permalink
from core.ui.language import t

ERASER = "erase"
REACH = 0.5  # how far the eraser reaches


def tools(page: str, experiment: Experiment) -> None:
    """The pen and the table, over the live view."""
    assert isinstance(experiment.data, PointsConfig)
    points = decode_points(experiment.data.points)
    row = st.container(horizontal=True, vertical_alignment="bottom")
    row.pills(
        t("Pen"),
        [*range(MAX_CLASSES), ERASER],
        format_func=lambda pen: t("Eraser") if pen == ERASER else t("class {n}", n=pen),
        key="pen",
        default=0,
        required=True,
        label_visibility="collapsed",
    )
    with row.popover(t("Table")):
        st.caption(t("Three columns: x, y, label. At most {n} rows.", n=MAX_POINTS))
        st.text_area(t("Paste a table"), key="pasted", height=120)
        st.button(t("Take these points"), key="take", on_click=take, args=(page,))
        st.file_uploader(
            t("Or upload a CSV file"), type=["csv", "txt", "tsv"], key="table", on_change=upload, args=(page,)
        )
        names = tuple(map(str, range(experiment.data.n_classes)))
        st.download_button(
            t("Download the points"), write_points(points, names), "points.csv", disabled=not len(points)
        )
    row.button(t("Clear"), key="clear", on_click=keep, args=(page, points[:0]), disabled=not len(points))


def take(page: str) -> None:
    read(page, st.session_state["pasted"])


def upload(page: str) -> None:
    file = st.session_state["table"]
    if file is not None:
        read(page, file.getvalue())


def read(page: str, source: str | bytes) -> None:
    """Take the points of a table, or say why not and keep the old ones."""
    try:
        keep(page, read_points(source)[0])
    except PointsError as error:
        permalink.refuse(t(MESSAGES[error.id], **error.values))


def keep(page: str, points: np.ndarray) -> None:
    permalink.update(page, dataset="own", points=encode_points(points))


def drawn(page: str, event: dict[str, Any]) -> None:
    """A stroke of the pen: new points of its class, or old ones rubbed out."""
    experiment, _ = st.session_state["settings"][page]
    stroke = np.clip(np.array(event["points"], float).reshape(-1, 2), -EXTENT, EXTENT)
    points = decode_points(experiment.data.points)
    pen = st.session_state.get("pen", 0)
    if pen == ERASER:
        distance = np.linalg.norm(points[:, None, :2] - stroke, axis=2)  # (n_points, n_stroke)
        points = points[distance.min(1) > REACH]
    else:
        points = np.concatenate([points, np.column_stack([stroke, np.full(len(stroke), pen)])])
        if len(points) > MAX_POINTS:
            permalink.refuse(t("There is room for {n} points; the last ones were left out.", n=MAX_POINTS))
    keep(page, points[:MAX_POINTS])


def canvas(experiment: Experiment, theme: Theme) -> Figure:
    """The plane with the points so far, while they are too few to learn from."""
    assert isinstance(experiment.data, PointsConfig)
    points = decode_points(experiment.data.points).astype(np.float32)
    n_classes = experiment.data.n_classes
    blank = np.zeros((2, 2) if n_classes == 2 else (n_classes, 2, 2), np.float32) + (
        0 if n_classes == 2 else 1 / n_classes
    )
    return boundary(
        blank,
        EXTENT,
        (points[:, :2], points[:, 2].astype(np.int64)),
        n_classes=n_classes,
        theme=theme,
        title=t("Draw here"),
        x_title="x₁",
        y_title="x₂",
        labels={"value": t("value"), "class": t("class"), "train": "", "test": ""},
    )
