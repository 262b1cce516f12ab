import csv
import io
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.datasets import csv_file
from core.datasets.csv_file import Asked, guesses, read_csv, read_text
from core.datasets.raw_table import TableError

ROWS = [["3.5", "ab", "7"], ["4.25", "cd", "8"], ["-1", "ef", "9"]]
HEADER = ["x", "word", "n"]


def table(rows: list[list[str]], separator: str = ",", quote: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n", quoting=quote).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", " "])
@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_headers_and_line_ends(separator: str, header: bool, newline: str) -> None:
    text = table([HEADER, *ROWS] if header else ROWS, separator).replace("\n", newline)
    read = read_csv(text.encode())
    assert read.columns == (tuple(HEADER) if header else ("column 1", "column 2", "column 3"))
    assert [form.kind for form in read.forms] == ["number", "category", "number"]
    assert read.frame.iloc[:, 0].tolist() == [3.5, 4.25, -1] and read.frame.iloc[:, 1].tolist() == ["ab", "cd", "ef"]


CHINESE = "名称,年龄,城市\n张三,23,北京\n李四,35,上海\n王五,41,广州\n"
ACCENTS = "naïve,n,prénom\nété,1,François\nhiver,2,Chloé\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_chinese_in_every_usual_encoding(encoding: str) -> None:
    read = read_csv(CHINESE.encode(encoding))
    assert read.columns == ("名称", "年龄", "城市")
    assert read.frame["城市"].tolist() == ["北京", "上海", "广州"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_accents_in_every_usual_encoding(encoding: str) -> None:
    read = read_csv(ACCENTS.encode(encoding))
    assert read.columns[0] == "naïve" and read.frame["prénom"].tolist() == ["François", "Chloé"]


def test_an_encoding_named_by_the_person_counts() -> None:
    source = "名前,n\n東京,1\n大阪,2\n".encode("shift_jis")
    assert read_csv(source, Asked(encoding="shift_jis")).columns == ("名前", "n")
    with pytest.raises(TableError, match="cannot be read as utf-8"):
        read_csv(source, Asked(encoding="utf-8"))


def test_a_separator_and_a_header_named_by_the_person_count() -> None:
    source = b"2019,2020\n1,2\n3,4\n"
    assert read_csv(source).columns == ("column 1", "column 2"), "numbers over numbers are no names"
    assert read_csv(source, Asked(header="names")).columns == ("2019", "2020")
    assert len(read_csv(b"a,b\n1,2\n", Asked(header="data")).frame) == 2
    assert read_csv(b"a,b;c\n1,2;3\n", Asked(separator=";")).columns == ("a,b", "c")


@pytest.mark.parametrize(
    ("cells", "detail", "values"),
    [
        (["3,5", "-1,25", "7"], "comma", [3.5, -1.25, 7]),
        (["1.234,5", "12.000.000", "7"], "points", [1234.5, 12e6, 7]),
        (["12.5%", "3%", "0.5 %"], "percent", [12.5, 3, 0.5]),
        (["1e3", "-.5", "+2."], "plain", [1000, -0.5, 2]),
    ],
)
def test_numbers_as_people_write_them(cells: list[str], detail: str, values: list[float]) -> None:
    read = read_csv(table([["v", "w"], *([cell, "a"] for cell in cells)], ";").encode())
    assert read.forms[0].detail == detail and read.frame["v"].tolist() == values


def test_commas_for_thousands_where_cells_are_quoted() -> None:
    read = read_csv(b'v,w\n"1,234.5",a\n"12,000",b\n')
    assert read.frame["v"].tolist() == [1234.5, 12000]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["1970-01-02", "2000-01-01"], [1, 10957]),
        (["02.01.1970", "01.01.2000"], [1, 10957]),
        (["2/1/1970", "31/1/1970"], [1, 30]),
        (["1/31/1970", "1/2/1970"], [30, 1]),
        (["1970年1月2日", "2000年1月1日"], [1, 10957]),
        (["1970-01-02T12:00:00Z", "1970-01-01T00:00:00Z"], [1.5, 0]),
        (["1970-01-02 06:00:00", "1970-01-01 00:00:00"], [1.25, 0]),
    ],
)
def test_dates_become_days(cells: list[str], days: list[float]) -> None:
    read = read_csv(table([["when", "n"], *([cell, "1"] for cell in cells)]).encode())
    assert read.forms[0].kind == "date" and read.frame["when"].tolist() == days
    assert read.forms[0].read(pd.Series([read.forms[0].write(d) for d in days])).tolist() == days


def test_gaps_in_many_words_and_cells_that_do_not_fit() -> None:
    cells = ["1", "", "NA", "?", "n/a", "-", "null", " "] + ["2"] * 60 + ["twelve"]
    read = read_csv(table([["v", "w"], *([cell, "a"] for cell in cells)]).encode())
    assert read.frame["v"].isna().sum() == 8 and read.unread == (1, 0)


def test_names_missing_doubled_and_long() -> None:
    read = read_csv((",a,a," + "b" * 90 + "\n1,2,3,4\n").encode())
    assert read.columns == ("column 1", "a", "a (2)", "b" * 60)
    assert read.reading and read.reading.renamed


def test_lines_too_long_are_left_out_and_too_short_ones_filled() -> None:
    read = read_csv(b"a,b\n1,2\n3,4,5\n6\n,,\n,\n7,8\n")
    assert read.frame["a"].tolist() == [1, 6, 7]
    assert np.isnan(read.frame["b"][1])
    assert read.reading and (read.reading.too_long, read.reading.first_long, read.reading.too_short) == (2, 3, 1)


def test_excel_says_what_separates() -> None:
    assert read_csv(b"sep=;\na;b\n1;2\n").columns == ("a", "b")


@pytest.mark.parametrize(
    ("source", "id"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"PK\x03\x04 a workbook", "workbook"),
        (b"%PDF-1.7", "workbook"),
        (bytes(range(32)) * 10, "binary"),
        (b"a,b\n", "no_rows"),
        (b"a,b\n,\n,\n", "no_rows"),
        (b"words\nwithout\nany\nseparator\n", "one_column"),
        (b'a,b\n1,"2\n3,4\n', "open_quote"),
        (b"a,b\n1,2,3\n4,5\n6,7\n", "ragged"),
        (b",".join(b"c%d" % i for i in range(101)) + b"\n" + b",".join([b"1"] * 101) + b"\n", "too_many_columns"),
    ],
)
def test_what_is_no_table_is_told(source: bytes, id: str) -> None:
    with pytest.raises(TableError) as told:
        read_csv(source)
    assert told.value.id == id and "{" not in str(told.value)


def test_limits_of_size_and_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TableError, match="larger than 20 MB"):
        read_csv(b"a" * (csv_file.MAX_BYTES + 1))
    monkeypatch.setattr(csv_file, "MAX_ROWS", 3)
    read_csv(b"a,b\n" + b"1,2\n" * 3)
    with pytest.raises(TableError, match="4 rows"):
        read_csv(b"a,b\n" + b"1,2\n" * 4)


@settings(max_examples=150, deadline=None)
@example(b"\x0b\r\x1b\t:")
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_an_explained_error(source: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            read = read_csv(source)
        except TableError:
            return
    assert len(read.frame) and len(set(read.columns)) == len(read.columns) == len(read.forms)
    for name, form in zip(read.columns, read.forms, strict=True):
        if form.kind != "category":
            assert not np.isinf(read.frame[name]).any()


word = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
cell = st.one_of(word, st.integers(-999, 999).map(str), st.floats(-1e6, 1e6).map(repr))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(cell, cell, cell), min_size=2, max_size=12), st.sampled_from([",", ";", "\t", "|"]))
def test_quoted_cells_come_back_whatever_they_hold(rows: list[tuple[str, ...]], separator: str) -> None:
    source = table([["α", "β", "γ"], *map(list, rows)], separator, csv.QUOTE_ALL).encode()
    frame, reading = read_text(source, Asked(separator=separator, header="names"))
    gaps = {*csv_file.GAPS, *pd._libs.parsers.STR_NA_VALUES}
    kept = [row for row in rows if not set(row) <= gaps]
    assert reading.names == ("α", "β", "γ")
    for row, (_, found) in zip(kept, frame.iterrows(), strict=True):
        assert [None if v in gaps else v for v in row] == [None if v != v else v for v in found]


def test_guesses_put_the_likeliest_encoding_first() -> None:
    assert guesses(b"a,b\n1,2") == ["utf-8", "gb18030", "cp1252", "latin-1"]
    assert guesses("été, où, ça".encode("latin-1"))[1] == "cp1252"
    assert guesses("中文".encode("gb18030"))[1] == "gb18030"
