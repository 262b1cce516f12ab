"""The preparation against the script on scikit-learn that the page shows, and against closed forms."""

import gc
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.datasets.csv_file import read_csv
from core.datasets.forms import Form
from core.datasets.prepared import Prepared
from core.datasets.raw_table import SHELF, RawTable, TableError
from core.datasets.table import KEPT, TableConfig
from core.experiment import Experiment
from core.settings import SettingError

RNG = np.random.default_rng(0)


def mixed(n: int = 120) -> str:
    """A table with everything in it: decimal commas, gaps, dates, levels rare and missing, outliers, a constant."""
    rows = ["温度;Stadt;Datum;stufe;konstant;voll;ok"]
    for i in range(n):
        number = f"{RNG.normal(20, 5) + (200 if i % 37 == 5 else 0):.3f}".replace(".", ",") if i % 9 else ""
        town = ["北京", "上海", "广州", ""][i % 4] if i != 7 else "拉萨"
        rows.append(
            f"{number};{town};{1 + i % 28:02d}.{1 + i % 12:02d}.2021;{i % 3};1;{RNG.normal():.4f};"
            f"{'ja' if i % 5 < 2 else 'nein'}"
        )
    return "\n".join(rows)


@pytest.fixture(scope="module")
def source() -> bytes:
    return mixed().encode("gb18030")


@pytest.fixture
def table(source: bytes) -> RawTable:
    found = read_csv(source)
    SHELF[found.id] = found
    return found


def arrays(prepared: Prepared) -> dict[str, np.ndarray]:
    d = prepared.data
    assert d.x_held is not None and d.y_held is not None
    names = ("x_train", "y_train", "x_valid", "y_valid", "x_test", "y_test")
    return dict(
        zip(names, (v.numpy() for v in (d.x_train, d.y_train, d.x_test, d.y_test, d.x_held, d.y_held)), strict=True)
    )


def executed(config: TableConfig, file: Path = Path("table.csv")) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(config.code(str(file)), names)
    return names


def assert_same(config: TableConfig, file: Path = Path("table.csv")) -> None:
    found, expected = arrays(config.prepare()), executed(config, file)
    for name, array in found.items():
        assert array.dtype == expected[name].dtype, name
        assert np.array_equal(array, expected[name]), name


SETTINGS = {
    "gaps": ["median", "mean", "most_frequent", "drop"],
    "outliers": ["keep", "clip", "drop"],
    "scale": ["z_score", "min_max", "robust", "none"],
    "encode": ["one_hot", "ordinal"],
    "augment": ["none", "noise", "mixup", "smote"],
    "stratify": [True, False],
    "valid_share": [0.1, 0.25],
    "data_seed": [0, 7],
}
chosen = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in SETTINGS.items()})


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes"])
@settings(max_examples=8, deadline=None)
@given(values=chosen)
def test_well_known_tables_are_prepared_as_the_script_says(name: str, values: dict[str, Any]) -> None:
    assert_same(TableConfig(source=name, **values))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=chosen, target=st.sampled_from([0, 1, 4, 6]), categories=st.sampled_from([(), (4,)]), dropped=st.booleans()
)
def test_an_uploaded_table_is_prepared_as_the_script_says(
    table: RawTable, source: bytes, tmp_path: Path, values: dict[str, Any], target: int, categories, dropped: bool
) -> None:
    file = tmp_path / "表.csv"
    file.write_bytes(source)
    config = TableConfig(source="upload", file=table.id, target=target, **values)
    config = config.model_copy(update={"categories": categories, "dropped": (5, 2) if dropped else ()})
    assert_same(config, file)


def test_everything_is_fitted_on_the_training_rows() -> None:
    config = TableConfig(source="wine")
    data, fitted = config.prepare().data, config.prepare().fitted
    assert data.x_train.mean(0).numpy() == pytest.approx(np.zeros(13), abs=1e-6)
    assert data.x_train.std(0, correction=0).numpy() == pytest.approx(np.ones(13), abs=1e-5)
    assert np.abs(data.x_test.mean(0).numpy()).max() > 0.05, "a validation mean of zero would mean it was fitted too"
    train = executed(config)["train"]
    for name, row in fitted.items():
        assert row["centre"] == pytest.approx(train[name].mean())
        assert row["spread"] == pytest.approx(train[name].std(ddof=0))
        assert row["fill"] == pytest.approx(train[name].median())


def test_classes_keep_their_share_in_all_three_sets() -> None:
    config = TableConfig(source="breast_cancer", valid_share=0.25, test_share=0.15)
    data = config.prepare().data
    whole = torch.cat([data.y_train, data.y_test, data.y_held]).float().mean().item()
    for part in (data.y_train, data.y_test, data.y_held):
        assert part.float().mean().item() == pytest.approx(whole, abs=0.01)
    assert (len(data.y_test), len(data.y_held)) == (round(0.25 * 569), round(0.15 * 569))
    assert data.class_names == ("benign", "malignant") and data.target_name == "target"


def test_the_three_sets_share_no_row_and_lose_none() -> None:
    names = executed(TableConfig(source="diabetes"))
    rows = [set(names[part].index) for part in ("train", "valid", "test")]
    assert sum(map(len, rows)) == len(set.union(*rows)) == 442


def test_another_seed_splits_anew() -> None:
    first, second = (TableConfig(source="iris", data_seed=seed).load() for seed in (0, 1))
    assert not torch.equal(first.x_train, second.x_train)


def test_the_report_counts_what_was_done(table: RawTable) -> None:
    config = TableConfig(source="upload", file=table.id, outliers="clip", categories=(4,), dropped=(5,))
    report = config.prepare().report
    frame = table.frame[["温度", "Stadt", "Datum", "stufe", "voll"]]
    assert report.n_read == 120 and report.n_imputed == frame.isna().sum().sum()
    assert report.n_clipped >= 3 and report.n_with_gaps == 0
    assert report.n_train + report.n_valid + report.n_held == 120
    left = TableConfig(source="upload", file=table.id, gaps="drop", dropped=(5,)).prepare().report
    assert left.n_with_gaps == frame.isna().any(axis=1).sum() and left.n_imputed == 0
    added = TableConfig(source="iris", augment="smote", added_share=0.5).prepare()
    assert added.report.n_added == 45 and added.report.n_train == 135 == len(added.data.x_train)
    assert added.report.class_counts[0] == (30, 30, 30)


def test_outliers_are_clipped_to_the_fences_of_the_training_rows() -> None:
    config = TableConfig(source="wine", outliers="clip", scale="none")
    train = executed(config.model_copy(update={"outliers": "keep"}))["train"]
    q1, q3 = np.percentile(train["magnesium"], [25, 75])
    x = config.prepare().data
    column = config.prepare().groups["magnesium"][0]
    for part in (x.x_train, x.x_test, x.x_held):
        assert part[:, column].max() <= q3 + 1.5 * (q3 - q1) + 1e-4
    assert config.prepare().fitted["magnesium"]["high"] == pytest.approx(q3 + 1.5 * (q3 - q1))


def test_transform_gives_the_inputs_of_raw_rows(table: RawTable, source: bytes, tmp_path: Path) -> None:
    config = TableConfig(source="upload", file=table.id, outliers="clip", categories=(4,))
    prepared = config.prepare()
    file = tmp_path / "t.csv"
    file.write_bytes(source)
    names = executed(config, file)
    for part in ("train", "valid", "test"):
        rows = table.frame.loc[names[part].index]
        expected = names["x_" + part]
        assert np.array_equal(prepared.transform(rows).numpy(), expected), part
    typed = {"温度": "21,5", "Stadt": "上海", "Datum": "05.03.2021", "stufe": 2, "konstant": 1, "voll": "0.25"}
    one = pd.DataFrame([typed])
    meant = {"温度": 21.5, "Stadt": "上海", "Datum": 18691.0, "stufe": 2.0, "konstant": 1.0, "voll": 0.25}
    assert torch.equal(prepared.transform(one), prepared.transform(pd.DataFrame([meant])))


def test_transform_names_what_it_cannot_read(table: RawTable) -> None:
    prepared = TableConfig(source="upload", file=table.id).prepare()
    row = table.frame.head(1)
    with pytest.raises(TableError) as told:
        prepared.transform(row.drop(columns="Stadt"))
    assert told.value.id == "column_missing"
    with pytest.raises(TableError) as told:
        prepared.transform(row.astype(object).assign(温度="warm"))
    assert told.value.id == "not_number" and "warm" in str(told.value)


def test_transform_of_gaps_and_levels_never_seen(table: RawTable) -> None:
    prepared = TableConfig(source="upload", file=table.id).prepare()
    row = table.frame.head(1).astype(object).assign(Stadt="New York", 温度=None)
    x, places = prepared.transform(row)[0], prepared.groups
    assert x[list(places["Stadt"])].tolist() == [0.0] * len(places["Stadt"])
    fitted = prepared.fitted["温度"]
    assert x[places["温度"][0]] == pytest.approx((fitted["fill"] - fitted["centre"]) / fitted["spread"])
    left_out = TableConfig(source="upload", file=table.id, gaps="drop").prepare()
    assert left_out.transform(row).isnan().all()


def test_numbers_to_predict_come_back_in_their_units() -> None:
    config = TableConfig(source="diabetes")
    prepared, names = config.prepare(), executed(config)
    assert prepared.data.n_classes == 0
    back = prepared.untarget(prepared.data.y_test).numpy()
    assert back == pytest.approx(names["valid"]["target"].to_numpy(), rel=1e-5)
    y = TableConfig(source="iris").load().y_train
    assert torch.equal(TableConfig(source="iris").prepare().untarget(y), y)


def test_rare_levels_share_one_input() -> None:
    rows = "".join(f"level {i % 30 if i < 60 else 0},{i % 2}\n" for i in range(300))
    table = read_csv(("c,y\n" + rows).encode())
    SHELF[table.id] = table
    prepared = TableConfig(source="upload", file=table.id).prepare()
    assert prepared.data.x_train.shape[1] == 20 and prepared.data.input_names[-1] == "c = …"
    assert prepared.data.x_train.sum(1).tolist() == [1.0] * len(prepared.data.x_train)


@pytest.mark.parametrize(
    ("text", "values", "id"),
    [
        ("a,y\n" + "1,0\n2,1\n" * 3, {}, "too_few_rows"),
        ("a,y\n" + "1,x\n" * 20, {"target": 2}, "one_class"),
        ("a,y\n" + "".join(f"{i},c{i % 30}\n" for i in range(90)), {"target": 2}, "too_many_classes"),
        ("a,y\n" + "1,x\n2,z\n" * 20, {"task": "numbers"}, "not_a_number"),
        ("a,y\n" + "1,x\n2,z\n" * 20 + "3,w\n", {}, "rare_class"),
        ("a,y\n" + "".join(f"{i % 3},c{i % 10}\n" for i in range(60)), {"valid_share": 0.05}, "few_for_classes"),
        ("a,y\n" + "1,x\n2,z\n" * 20, {"dropped": (1,)}, "no_inputs"),
        ("a,y\n" + "1,x\n2,z\n" * 20, {"dropped": (2,), "target": 2}, "target_dropped"),
        ("a,y\n" + "1,x\n2,z\n" * 20, {"target": 9}, "no_such_column"),
    ],
)
def test_what_cannot_be_learned_is_explained(text: str, values: dict[str, Any], id: str) -> None:
    table = read_csv(text.encode())
    SHELF[table.id] = table
    with pytest.raises(TableError) as told:
        TableConfig(source="upload", file=table.id, **values).prepare()
    assert told.value.id == id and "{" not in str(told.value)


def test_constant_columns_make_no_trouble(table: RawTable) -> None:
    for scale in SETTINGS["scale"]:
        data = TableConfig(source="upload", file=table.id, scale=scale).load()
        assert data.x_train.isfinite().all() and data.x_held is not None and data.x_held.isfinite().all()


def test_a_file_is_forgotten_with_the_last_who_holds_it(source: bytes) -> None:
    held = read_csv(source + b"\n1,5;x;01.01.2021;1;1;1;ja")
    SHELF[held.id] = held
    config = TableConfig(source="upload", file=held.id)
    config.prepare()
    id = held.id
    assert id in SHELF
    del held
    gc.collect()
    assert id not in SHELF
    with pytest.raises(TableError) as told:
        config.load()
    assert told.value.id == "missing_file"


def test_preparations_are_kept_and_bounded(table: RawTable) -> None:
    config = TableConfig(source="upload", file=table.id)
    assert config.prepare() is config.prepare()
    for seed in range(5):
        config.model_copy(update={"data_seed": seed}).prepare()
    assert len(table.kept["prepared"]) == KEPT


def test_an_address_holds_settings_and_the_hash_but_no_rows(table: RawTable) -> None:
    default = Experiment(data=TableConfig())
    asked = default.replace(source="upload", file=table.id, target=3, dropped=(1, 5), gaps="mean")
    query = asked.to_query(default)
    assert query == {"source": "upload", "file": table.id, "target": "3", "dropped": "1-5", "gaps": "mean"}
    assert default.from_query(query) == (asked, [])
    with pytest.raises(SettingError):
        default.replace(file="../../etc/passwd")
    with pytest.raises(SettingError):
        default.replace(dropped="1-x")


def test_losses_offered_follow_the_target() -> None:
    default = Experiment(data=TableConfig())
    assert "bce" in default.offered("loss", default.values())
    assert "bce" not in default.offered("loss", default.values() | {"source": "diabetes"})
    with pytest.raises(SettingError):
        Experiment(data=TableConfig(source="diabetes")).replace(loss="bce")


def test_a_category_is_written_as_it_is_and_a_number_as_a_number() -> None:
    assert Form("category").write(3.0) == 3.0 and Form("date", "%Y-%m-%d").write(1.0) == "1970-01-02"
