"""The table of weights names each by the place it has in the flat parameter."""

from core.experiment import Experiment
from core.run import Run
from core.trainer import Trainer
from core.ui.weights import table


def test_the_table_lists_the_flat_parameter_in_order() -> None:
    run = Run(Trainer(Experiment().replace(hidden="4-3")))
    listed = table(run, run.newest, ("x₁", "x₂"))
    assert listed["value"].tolist() == run.newest.weights["flat"].tolist()
    assert list(listed.iloc[1][["layer", "to", "from"]]) == ["1", "1.1", "x₂"]
    assert list(listed.iloc[8][["to", "from"]]) == ["1.1", "bias"]
    assert list(listed.iloc[12][["to", "from"]]) == ["2.1", "1.1"]
    run.edit(1, 0.5)
    assert run.learner.model.weights[0][0, 1].item() == 0.5
