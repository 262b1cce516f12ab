"""Points in and out of a CSV table with the columns x, y and label."""

import csv
import io

import numpy as np

from core.datasets.own_points import EXTENT, MAX_CLASSES, MAX_POINTS
from core.explained import Explained

MAX_SIZE = 2_000_000  # bytes of a file, characters of a text
MAX_LABEL = 40
SEPARATORS = (";", "\t", ",", " ")  # the comma after the others, since it may stand inside a number

MESSAGES: dict[str, str] = {
    "undecodable": "This is not a text table; save it as CSV in UTF-8.",
    "too_large": "The table is larger than {size} MB.",
    "too_many_rows": "The table has more than {rows} rows.",
    "no_rows": "The table has no rows.",
    "columns": "Line {line}: {found} columns instead of 3 (x, y, label).",
    "missing": "Line {line}: a value is missing.",
    "not_a_number": "Line {line}: “{text}” is not a number.",
    "not_finite": "Line {line}: “{text}” is not a finite number.",
    "long_label": "Line {line}: the label “{text}” is longer than {length} characters.",
    "one_class": "All rows have the label “{label}”; at least 2 different labels are needed.",
    "too_many_classes": "The table has {found} different labels; at most {classes} are allowed.",
}


class PointsError(Explained):
    """What is wrong with a table."""

    messages = MESSAGES


def decode(source: bytes) -> str:
    """Text from UTF-16 with a byte order mark, UTF-8 or GB 18030 (which contains GBK)."""
    encodings = ("utf-16",) if source[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            return source.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PointsError("undecodable")


def split(line: str, separator: str) -> list[str]:
    """The cells of one line, without blanks around them."""
    if separator == " ":
        return line.split()
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator, skipinitialspace=True))]


def sniff(line: str) -> str:
    """The separator that gives three cells, or else the most."""
    counts = {separator: len(split(line, separator)) for separator in SEPARATORS}
    return max(SEPARATORS, key=lambda separator: (counts[separator] == 3, counts[separator]))


def number(text: str, separator: str) -> float:
    """The value of a cell, with a decimal comma where commas do not separate; raises `ValueError`."""
    return float(text if separator == "," else text.replace(",", "."))


def is_header(cells: list[str], separator: str) -> bool:
    """True where the first two cells hold words."""
    for cell in cells[:2]:
        try:
            number(cell, separator)
            return False
        except ValueError:
            continue
    return any(cells[:2])


def coordinate(text: str, separator: str, line: int) -> float:
    if not text:
        raise PointsError("missing", line=line)
    try:
        value = number(text, separator)
    except ValueError:
        raise PointsError("not_a_number", line=line, text=text[:MAX_LABEL]) from None
    if not np.isfinite(value):
        raise PointsError("not_finite", line=line, text=text[:MAX_LABEL])
    return value


def read_rows(text: str) -> tuple[list[tuple[float, float]], list[str]]:
    """Coordinates and label of each row; stops at the first fault."""
    coordinates: list[tuple[float, float]] = []
    labels: list[str] = []
    separator = ""
    for line, content in enumerate(io.StringIO(text, newline=None), start=1):
        content = content.strip(" \n")
        if not content:
            continue
        first = not separator
        separator = separator or sniff(content)
        cells = split(content, separator)
        if len(cells) != 3:
            raise PointsError("columns", line=line, found=len(cells))
        if first and is_header(cells, separator):
            continue
        if len(labels) == MAX_POINTS:
            raise PointsError("too_many_rows", rows=MAX_POINTS)
        x, y, label = cells
        coordinates.append((coordinate(x, separator, line), coordinate(y, separator, line)))
        if not label:
            raise PointsError("missing", line=line)
        if len(label) > MAX_LABEL:
            raise PointsError("long_label", line=line, text=label[:MAX_LABEL], length=MAX_LABEL)
        labels.append(label)
    return coordinates, labels


def name_classes(labels: list[str]) -> tuple[str, ...]:
    """The different labels: by value if all are numbers, else by the alphabet."""
    names = set(labels)
    if not names:
        raise PointsError("no_rows")
    if len(names) == 1:
        raise PointsError("one_class", label=labels[0])
    if len(names) > MAX_CLASSES:
        raise PointsError("too_many_classes", found=len(names), classes=MAX_CLASSES)
    try:
        return tuple(sorted(names, key=lambda name: (float(name), name)))
    except ValueError:
        return tuple(sorted(names))


def fit(xy: np.ndarray) -> np.ndarray:
    """Coordinates as they are if all lie in the picture; else each axis stretched or shrunk to [−5, 5]."""
    if np.abs(xy).max() <= EXTENT:
        return xy
    largest = np.abs(xy).max(axis=0)
    xy = xy / np.where(largest > 0, largest, 1)  # first to [−1, 1], so that no difference overflows
    low, high = xy.min(axis=0), xy.max(axis=0)
    return 10 * (xy - (low + high) / 2) / np.where(high > low, high - low, 1)


def read_points(source: bytes | str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Points, float64 (n, 3) of x, y, class, and the name of each class, from a table of x, y, label.

    Commas, semicolons, tabs or blanks separate; a header is optional; `fit` brings large coordinates into the picture.
    Raises `PointsError`.
    """
    if len(source) > MAX_SIZE:
        raise PointsError("too_large", size=MAX_SIZE // 1_000_000)
    text = (decode(source) if isinstance(source, bytes) else source).removeprefix("\ufeff")
    if "\0" in text:
        raise PointsError("undecodable")
    try:
        coordinates, labels = read_rows(text)
    except csv.Error:
        raise PointsError("undecodable") from None
    names = name_classes(labels)
    classes = [names.index(label) for label in labels]
    return np.column_stack([fit(np.array(coordinates)), classes]), names


def write_points(points: np.ndarray, names: tuple[str, ...]) -> str:
    """Points, (n, 3) of x, y, class, as CSV with a header and the name of each class; `read_points` reads it back."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["x", "y", "label"])
    writer.writerows([float(x), float(y), names[int(label)]] for x, y, label in points)
    return table.getvalue()
