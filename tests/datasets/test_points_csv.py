import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.own_points import EXTENT, MAX_POINTS, decode_points, encode_points
from core.datasets.points_csv import MAX_SIZE, MESSAGES, PointsError, read_points, write_points

SEPARATORS = [",", ";", "\t", " ", ", ", "   "]
NAMES = ["cat", "dog", "鸟", "Ω3", "0", "1", "-1", "2.5"]
NUMBER = st.floats(-EXTENT, EXTENT)
ROWS = st.lists(st.tuples(NUMBER, NUMBER, st.sampled_from(NAMES)), min_size=2, max_size=30)
TABLE = ROWS.filter(lambda rows: len({name for _, _, name in rows}) > 1)
GOOD = "x,y,label\n1,2,a\n3,4,b\n"


def labels_of(source):
    points, names = read_points(source)
    return [names[int(label)] for label in points[:, 2]]


@given(TABLE, st.sampled_from(SEPARATORS), st.booleans(), st.sampled_from(["\n", "\r\n", "\r"]))
def test_reads_what_was_written(rows, separator, header, newline):
    lines = [separator.join(["x", "y", "label"])] * header
    lines += [separator.join([repr(x), repr(y), name]) for x, y, name in rows]
    for source in (newline.join(lines), newline.join(lines).encode() + newline.encode()):
        points, names = read_points(source)
        np.testing.assert_array_equal(points[:, :2], [[x, y] for x, y, _ in rows])
        assert [names[int(label)] for label in points[:, 2]] == [name for _, _, name in rows]


@given(TABLE)
def test_write_and_read_agree(rows):
    names = tuple(NAMES)
    points = np.array([[x, y, names.index(name)] for x, y, name in rows])
    text = write_points(points, names)
    assert text.startswith("x,y,label\n") and len(text.splitlines()) == len(rows) + 1
    again, names_again = read_points(text)
    np.testing.assert_array_equal(again[:, :2], points[:, :2])
    assert [names_again[int(label)] for label in again[:, 2]] == [name for _, _, name in rows]


@given(st.text() | st.binary() | st.text("0123456789.,;-+e\t\n\r\"' abx"))
def test_junk_gives_points_or_a_points_error(source):
    try:
        points, names = read_points(source)
    except PointsError as error:
        assert str(error) == MESSAGES[error.id].format(**error.values)
    else:
        assert len(points) >= len(names) >= 2
        encode_points(points)


@given(st.lists(st.tuples(st.floats(allow_nan=False, allow_infinity=False), NUMBER), min_size=2, max_size=20))
def test_any_finite_numbers_fit_into_the_picture(pairs):
    text = "\n".join(f"{x!r},{y!r},{i % 2}" for i, (x, y) in enumerate(pairs))
    points = decode_points(encode_points(read_points(text)[0]))
    assert len(points) == len(pairs) and np.abs(points[:, :2]).max() <= EXTENT


def test_large_coordinates_are_rescaled_axis_by_axis():
    points, _ = read_points("0,1,a\n50,2,b\n100,3,a")
    np.testing.assert_allclose(points, [[-5, -5, 0], [0, 0, 1], [5, 5, 0]])
    points, _ = read_points("7,3,a\n8,3,b")
    np.testing.assert_allclose(points, [[-5, 0, 0], [5, 0, 1]])


def test_coordinates_in_the_picture_stay():
    points, _ = read_points("6,-6,a\n0.5,1e-3,b")
    np.testing.assert_array_equal(points, [[6, -6, 0], [0.5, 0.001, 1]])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_encodings(encoding):
    assert labels_of("横,纵,类\n1,2,猫\n3,4,狗\n".encode(encoding)) == ["猫", "狗"]


def test_layouts():
    assert labels_of("\ufeff1,2,a\n3,4,b") == ["a", "b"]
    assert labels_of("x1,x2,y\n\n1,2,a\n   \n3,4,b\n\n") == ["a", "b"]
    assert labels_of('1,2,"a, b"\n"3",4,"say ""c"""') == ["a, b", 'say "c"']
    assert labels_of("1,2,a;b\n3,4,c") == ["a;b", "c"]
    assert labels_of("  1 \t 2 \t a\n3\t4\tbig dog") == ["a", "big dog"]
    np.testing.assert_array_equal(read_points("1,5;-2,5;a\n3;4,25;b")[0][:, :2], [[1.5, -2.5], [3, 4.25]])


def test_class_order():
    assert read_points("1,2,10\n1,2,9\n1,2,-1")[1] == ("-1", "9", "10")
    assert read_points("1,2,b\n1,2,10\n1,2,a")[1] == ("10", "a", "b")


BAD = {
    "undecodable": [b"\xff\xff\xff\x00", b"PK\x03\x04\x00\x00", "1,2,\0", "1,2," + "x" * 200_000],
    "too_large": [" " * (MAX_SIZE + 1), b"1,2,0\n" * 1_000_000],
    "too_many_rows": ["1,2,0\n" * (MAX_POINTS + 1), "1 2 0\n" * 300_000],
    "no_rows": ["", b"", "\n \n", "x,y,label\n"],
    "columns": [GOOD + "1,2\n", GOOD + "1,2,a,b\n", "1;2;3;4", "hello", "1\n" * 900_000],
    "missing": [GOOD + "1,,a", GOOD + ",2,a", GOOD + "1,2,", "1\t2\t\n", ",,0"],
    "not_a_number": [GOOD + "1,two,a", GOOD + "1;2,3,a", "1,y,a"],
    "not_finite": [GOOD + "1,nan,a", GOOD + "-inf,2,a", GOOD + "1e999,2,a"],
    "long_label": [GOOD + "1,2," + "x" * 41],
    "one_class": ["1,2,a", "x,y,label\n1,2,a\n3,4,a\n"],
    "too_many_classes": ["\n".join(f"1,2,{label}" for label in range(9))],
}


@pytest.mark.parametrize(("id", "source"), [(id, source) for id, sources in BAD.items() for source in sources])
def test_refuses(id, source):
    with pytest.raises(PointsError) as error:
        read_points(source)
    assert error.value.id == id
    assert str(error.value) == MESSAGES[id].format(**error.value.values)


def test_every_message_is_reached():
    assert list(BAD) == list(MESSAGES)


def test_messages_name_the_line_and_the_text():
    with pytest.raises(PointsError, match="Line 5: “two” is not a number"):
        read_points("x,y,label\n\n1,2,a\n1,2,b\n1,two,a")


def test_most_points_are_read():
    points, names = read_points("x,y,label\n" + "1,2,a\n3,4,b\n" * (MAX_POINTS // 2))
    assert points.shape == (MAX_POINTS, 3) and names == ("a", "b")
