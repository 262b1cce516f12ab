"""Forms: how the text of a column becomes numbers, days or levels."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["number", "category", "date"]

GAPS = ("?", "-", "--", "—", ".", "…")  # what stands for a gap beside the words that pandas knows (NA, null, …)
ENOUGH = 0.95  # share of a column's cells that have to fit a form
NUMBERS: dict[str, tuple[tuple[str, str], ...]] = {  # style → what is replaced before a cell is read: 3.14, 3,14, …
    "plain": (),
    "comma": ((",", "."),),  # 3,14
    "thousands": ((",", ""),),  # 1,234.5
    "points": ((".", ""), (",", ".")),  # 1.234,5
    "percent": (("%", ""),),  # 12.5%
}
PATTERNS: dict[str, str] = {  # what a cell looks like for which a style stands
    "comma": r"[-+]?\d*,\d+(?:[eE][-+]?\d+)?",
    "thousands": r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?",
    "points": r"[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?",
    "percent": r"[-+]?\d+(?:\.\d+)?\s*%",
}
PLAIN = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
DATES = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%Y.%m.%d",
    "%Y年%m月%d日",
    "ISO8601",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d %b %Y",
    "%b %d, %Y",
    "%H:%M",
    "%H:%M:%S",
)
SAMPLE = 500  # cells that a form is first tried on


@dataclass(frozen=True)
class Form:
    """How one column is read: a number in a style of `NUMBERS`, a date in a format of strftime, or a level as it is."""

    kind: Kind
    detail: str = ""

    def read(self, cells: "pd.Series") -> "pd.Series":
        """Text cells → float64 (days since 1970 for dates) or text; what does not fit, or is infinite, is a gap."""
        import numpy as np
        import pandas as pd

        if self.kind == "category":
            return cells
        if pd.api.types.is_numeric_dtype(cells):
            return cells.astype(float).replace([np.inf, -np.inf], np.nan)
        if self.kind == "number":
            return to_number(cells, self.detail)
        return to_days(cells, self.detail)

    def write(self, value: float) -> float | str:
        """A value as a person types it: dates in their own format."""
        import pandas as pd

        if self.kind != "date":
            return value
        day = pd.Timestamp(0) + pd.Timedelta(days=value).round("s")
        return day.isoformat() if self.detail == "ISO8601" else day.strftime(self.detail)


def to_number(cells: "pd.Series", style: str) -> "pd.Series":
    import numpy as np
    import pandas as pd

    for old, new in NUMBERS[style]:
        cells = cells.str.replace(old, new, regex=False)
    return pd.to_numeric(cells, errors="coerce").astype(float).replace([np.inf, -np.inf], np.nan)


def to_days(cells: "pd.Series", form: str) -> "pd.Series":
    """Days since the start of 1970 (UTC), with the time as their fraction."""
    import pandas as pd

    moments = pd.to_datetime(cells, format=form, errors="coerce", utc=True)
    return ((moments - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)).astype(float)


def guess(cells: "pd.Series", separator: str) -> Form:
    """The form that at least `ENOUGH` of a column's cells fit; a category where none does."""
    known = cells.dropna()
    if not len(known):
        return Form("category")
    few = known.iloc[:: max(1, len(known) // SAMPLE)]
    if all(to_number(some, "plain").notna().mean() >= ENOUGH for some in (few, known)):
        return Form("number", "plain")
    for style in ("thousands", "percent") if separator == "," else ("comma", "points", "thousands", "percent"):
        pattern = f"{PATTERNS[style]}|{PLAIN}"
        fits = all(some.str.fullmatch(pattern).mean() >= ENOUGH for some in (few, known))
        if fits and known.str.fullmatch(PATTERNS[style]).any():
            return Form("number", style)
    if few.str.slice(0, 40).str.contains(r"\d.*[-/.:年 ]").mean() >= ENOUGH:
        levels = known.drop_duplicates()
        for form in DATES:
            if all(to_days(some, form).notna().mean() >= ENOUGH for some in (few, levels)):
                return Form("date", form)
    return Form("category")
