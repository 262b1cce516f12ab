import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.csv_file import read_csv
from core.datasets.profile import bins, fences, looks_like_classes, profile
from core.datasets.raw_table import built_in

TABLE = """id,empty,same,mostly,size,name,label
1,,x,,3,{0},a
2,,x,5,4,{1},b
3,,x,6,5,{2},a
4,,x,,4,{3},b
5,,x,,5,{4},a
6,,x,,100,{5},b
7,,x,,3,{6},a
8,,x,,4,{7},b
9,,x,,5,{8},a
10,,x,,4,{9},b
"""


def test_what_each_column_is_good_for() -> None:
    names = [f"person {i}" for i in range(10)]
    found = profile(read_csv(TABLE.format(*names).encode()))
    reasons = {column.name: column.reason for column in found.columns}
    assert reasons == {"id": "row_number", "empty": "empty", "same": "constant", "mostly": "gaps"} | {
        "size": "",
        "name": "",  # ten names are still few enough to be levels
        "label": "",
    }
    assert found.target == 7 and found.proposed_drops == (1, 2, 3, 4)
    size = found.columns[4]
    assert (size.n_outliers, size.low, size.median, size.high, size.n_different) == (1, 3, 4, 100, 4)
    assert found.columns[3].n_gaps == 8


def test_names_of_people_are_proposed_to_be_left_out() -> None:
    rows = "".join(f"name {i},{i % 2}\n" for i in range(40))
    found = profile(read_csv(("who,y\n" + rows).encode()))
    assert found.columns[0].reason == "unique" and found.proposed_drops == (1,)


@pytest.mark.parametrize(("names", "target"), [("a,Label,b", 2), ("a,b,类别", 3), ("y,a,b", 1), ("a,b,c", 3)])
def test_the_target_is_known_by_its_name_or_stands_last(names: str, target: int) -> None:
    assert profile(read_csv(f"{names}\n1,2,3\n4,5,6\n7,8,1\n".encode())).target == target


@pytest.mark.parametrize("source", ["iris", "wine", "breast_cancer", "diabetes"])
def test_well_known_tables_agree_with_pandas(source: str) -> None:
    table = built_in(source)
    for column, name in zip(profile(table).columns, table.columns, strict=True):
        cells = table.frame[name]
        assert column.n_different == cells.nunique() and column.n_gaps == 0
        if column.kind == "number":
            q1, q3 = np.percentile(cells, [25, 75])
            outside = (cells < q1 - 1.5 * (q3 - q1)) | (cells > q3 + 1.5 * (q3 - q1))
            assert column.n_outliers == (outside.sum() if q3 > q1 else 0)
            assert column.counts.tolist() == np.histogram(cells, 16)[0].tolist()


def test_fences_leave_a_column_alone_that_hardly_varies() -> None:
    low, high = fences(np.array([1.0, 2.0]), np.array([3.0, 2.0]))
    assert low.tolist() == [-2, -np.inf] and high.tolist() == [6, np.inf]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=30))
def test_bins_hold_every_value_whatever_its_size(values: list[float]) -> None:
    cells = np.array(values)
    counts = bins(cells, cells.min() if values else 0.0, cells.max() if values else 0.0)
    assert counts.sum() == len(values) or (counts.sum() == 0 and np.abs(cells).max() > np.finfo(float).max / 3)


@pytest.mark.parametrize(
    ("cells", "kind", "classes"),
    [
        (["a", "b"], "category", True),
        ([0, 1, 1, 2], "number", True),
        (range(11), "number", False),
        ([0.5, 1], "number", False),
        ([1, 2], "date", False),
    ],
)
def test_text_and_few_whole_numbers_are_classes(cells, kind, classes: bool) -> None:
    assert looks_like_classes(pd.Series(list(cells)), kind) is classes
