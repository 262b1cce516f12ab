"""CSV file: bytes of a table, whatever its encoding, separator and header, into rows and typed columns."""

import csv
import hashlib
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from core.datasets.forms import GAPS, PATTERNS, PLAIN, Form, guess
from core.datasets.raw_table import RawTable, Reading, TableError

if TYPE_CHECKING:
    import pandas as pd

MAX_BYTES = 20 * 2**20
MAX_ROWS = 100_000
MAX_COLUMNS = 100
MAX_NAME = 60  # characters of a column's name
SEPARATORS = ("\t", ";", "|", ",", " ")  # the comma late, since it may stand inside a number; the blank last
ENCODINGS = ("utf-8", "utf-16", "gb18030", "big5", "shift_jis", "cp1252", "latin-1")
SNIFFED = 100  # lines that the separator is found on
NUMERIC = "|".join([PLAIN, *PATTERNS.values()])
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"PAR1", b"\x1f\x8b", b"SQLite", b"\x89HDF")


@dataclass(frozen=True)
class Asked:
    """What the person says about a file, where reading it should not be left to a guess."""

    encoding: str = ""
    separator: str = ""
    header: Literal["", "names", "data"] = ""


AUTOMATIC = Asked()
BLANKS = re.compile("[ \t]+")  # what pandas takes for blanks; to Python more is


def read_csv(source: bytes, asked: Asked = AUTOMATIC) -> RawTable:
    """The table in a file, each column as what it looks like; raises `TableError` where there is none."""
    frame, reading = read_text(source, asked)
    forms = tuple(guess(frame[column], reading.separator) for column in reading.names)
    typed = as_typed(frame, forms)
    unread = tuple(int((frame[column].notna() & typed[column].isna()).sum()) for column in reading.names)
    digest = hashlib.sha256(source + repr(asked).encode()).hexdigest()[:16]
    return RawTable(digest, typed, forms, reading, unread)


def read_text(source: bytes, asked: Asked = AUTOMATIC) -> "tuple[pd.DataFrame, Reading]":
    """The cells of a file as text, gaps as NaN, and how it was read; raises `TableError` where it holds no table."""
    if len(source) > MAX_BYTES:
        raise TableError("too_large", size=MAX_BYTES // 2**20)
    if not source.strip():
        raise TableError("empty")
    text, encoding = decode(source, asked.encoding)
    skip, separator = preamble(text)
    separator = asked.separator or separator or sniff(text)
    rows, lengths = survey(text, separator, skip)
    if not rows:
        raise TableError("empty")
    widths = Counter(lengths)
    n_columns = max(widths, key=lambda width: (widths[width], width))
    if n_columns > MAX_COLUMNS:
        raise TableError("too_many_columns", found=n_columns, columns=MAX_COLUMNS)
    if n_columns == 1 and not asked.separator:
        raise TableError("one_column", separator=separator)
    header = asked.header == "names" if asked.header else has_header(rows, n_columns)
    names, renamed = name_columns(rows[0] if header else [], n_columns)
    long = [i for i, length in enumerate(lengths) if length > n_columns and (i or not header)]
    if long and long[0] == header:
        raise TableError("ragged", line=long[0] + skip + 1, found=lengths[long[0]], columns=n_columns)
    n_rows = len(lengths) - header - len(long)
    if n_rows > MAX_ROWS:
        raise TableError("too_many_rows", found=f"{n_rows:,}", rows=f"{MAX_ROWS:,}")
    reading = Reading(
        encoding,
        separator,
        len(rows[0]) if header else 0,
        names,
        renamed,
        skip,
        too_long=len(long),
        first_long=long[0] + skip + 1 if long else 0,
        too_short=sum(length < n_columns for length in lengths[header:]),
    )
    frame = cells(text, reading)
    if not len(frame):
        raise TableError("no_rows")
    return frame, reading


def as_typed(frame: "pd.DataFrame", forms: tuple[Form, ...]) -> "pd.DataFrame":
    """Text columns → the columns that their forms make of them."""
    import pandas as pd

    return pd.DataFrame({name: form.read(frame[name]) for name, form in zip(frame, forms, strict=True)})


def decode(source: bytes, encoding: str = "") -> tuple[str, str]:
    """Text and the encoding it was read with; raises `TableError` for what is no text."""
    if source.startswith(WORKBOOKS):
        raise TableError("workbook")
    for candidate in [encoding] if encoding else guesses(source):
        try:
            text = source.decode(candidate)
        except UnicodeError:
            continue
        if re.search("[\0-\x08\x0e-\x1a\x1c-\x1f]", text):
            raise TableError("binary")
        return text.removeprefix("\ufeff"), candidate
    raise TableError("undecodable", encoding=encoding or "UTF-8")


def guesses(source: bytes) -> list[str]:
    """Encodings to try, the likeliest first."""
    if source[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ["utf-16"]
    if source[:3] == b"\xef\xbb\xbf":
        return ["utf-8-sig"]
    head = source[:4000]
    zeros = head[::2].count(0), head[1::2].count(0)
    if max(zeros) > len(head) / 8 and min(zeros) <= max(zeros) / 8:  # Latin letters in UTF-16 are half zeros
        return ["utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"]
    high = re.findall(rb"[\x80-\xff]+", source[:1_000_000])
    leads = [lead for run in high if len(run) % 2 == 0 for lead in run[::2]]  # GB 18030 writes a letter as two bytes,
    common = sum(0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3 for lead in leads)  # the usual ones with these first
    chinese = 2 * common >= 0.6 * sum(map(len, high))
    return ["utf-8", *(["gb18030", "cp1252"] if chinese else ["cp1252"]), "latin-1"]


def preamble(text: str) -> tuple[int, str]:
    """Lines before the table: Excel's own `sep=;` names the separator."""
    first = text.split("\n", 1)[0].strip().strip('"')
    return (1, first[4:] or "\t") if re.fullmatch(r"sep=.?", first) else (0, "")


def sniff(text: str) -> str:
    """The separator that cuts the most lines into equally many cells, at least two; the comma where none does."""
    lines = "\n".join(text.split("\n", SNIFFED)[:SNIFFED])
    best: tuple[tuple[bool, float], str] = (False, 0.0), ","
    for separator in SEPARATORS:
        try:
            widths = Counter(survey(lines, separator, 0)[1])
        except TableError:
            continue
        width = max(widths, key=lambda width: (widths[width], width), default=1)
        even = widths[width] / max(1, widths.total())
        if width > 1 and (even >= 0.9, even if even < 0.9 else 0) > best[0]:
            best = (even >= 0.9, even if even < 0.9 else 0), separator
    return best[1]


def survey(text: str, separator: str, skip: int) -> tuple[list[list[str]], list[int]]:
    """The first `SNIFFED` lines that are not blank, cut into cells, and how many cells each of all lines has.

    Raises `TableError` for a cell without an end.
    """
    lines = io.StringIO(text, newline=None)
    for _ in range(skip):
        lines.readline()
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    every = (BLANKS.split(line.strip(" \t\n")) for line in lines) if separator == " " else reader
    rows: list[list[str]] = []
    lengths: list[int] = []
    try:
        for row in every:
            if len(row) > 1 or (row and row[0].strip(" \t")):  # other blanks make a line for pandas too
                lengths.append(len(row))
                if len(rows) < SNIFFED:
                    rows.append(row)
    except csv.Error:
        raise TableError("open_quote", line=reader.line_num + skip) from None
    return rows, lengths


def has_header(rows: list[list[str]], n_columns: int) -> bool:
    """Whether the first line names the columns: words, over at least one column of numbers, or found nowhere below."""
    first, below = rows[0], [row for row in rows[1:SNIFFED] if len(row) == n_columns]
    if not any(first) or not below:
        return not below and not any(is_number(cell) for cell in first)
    columns = list(zip(*below, strict=True))[: len(first)]
    numeric = [sum(map(is_number, column)) > len(column) / 2 for column in columns]
    if any(numeric):
        return not any(over and is_number(cell) for over, cell in zip(numeric, first, strict=False))
    alone = all(cell not in column for cell, column in zip(first, columns, strict=False))
    return alone and len(set(first)) == len(first)


def is_number(cell: str) -> bool:
    return re.fullmatch(NUMERIC, cell.strip()) is not None


def name_columns(header: list[str], n_columns: int) -> tuple[tuple[str, ...], bool]:
    """A name for each column: the header's, with what is empty or named twice numbered; whether that changed any."""
    names: list[str] = []
    for i in range(n_columns):
        plain = " ".join(header[i].split())[:MAX_NAME] if i < len(header) else ""
        name, n = plain or f"column {i + 1}", 2
        while name in names:
            name, n = f"{plain or f'column {i + 1}'} ({n})", n + 1
        names.append(name)
    return tuple(names), names != header


def pandas_options(reading: Reading) -> dict[str, object]:
    """What `pandas.read_csv` needs to read the file in the same way."""
    options: dict[str, object] = {"sep": r"\s+" if reading.separator == " " else reading.separator}
    own = reading.header_width == len(reading.names)
    if reading.skip or (reading.header_width and not own):
        options |= {"skiprows": reading.skip + (reading.header_width > 0 and not own)}
    if not own:
        options |= {"header": None}
    if reading.renamed:
        options |= {"header": 0 if own else None, "names": list(reading.names)}
    options |= {"dtype": str, "skipinitialspace": True, "na_values": list(GAPS), "index_col": False}
    return options | ({"on_bad_lines": "skip"} if reading.too_long else {})


def cells(text: str, reading: Reading) -> "pd.DataFrame":
    """Every cell as text without blanks around it; rows without any content are left out."""
    import pandas as pd

    try:
        frame = pd.read_csv(io.StringIO(text), **pandas_options(reading))
    except pd.errors.ParserError as error:
        found = re.search(r"starting at row (\d+)", str(error))
        raise TableError("open_quote", line=int(found[1]) + 1 if found else 1) from None
    return frame.apply(trimmed).dropna(how="all", ignore_index=True)


def trimmed(cells: "pd.Series") -> "pd.Series":
    """Text without blanks around it; what is empty then is a gap."""
    cells = cells.astype("str").str.strip()
    return cells.where(cells != "")
