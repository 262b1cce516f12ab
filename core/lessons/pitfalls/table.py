"""Table: every mistake of the articles, with its cure."""

from core.lessons.pitfalls import by_hand, deep_net, digit_nets, measures, nets
from core.lessons.pitfalls.pitfall import HELD_OUT, LOG_LOSS, LOSS, Pitfall

NEW = ("Accuracy on new samples", ("test_accuracy",), "share")
REPORTED = ("Accuracy that the program reports", ("reported",), "share")

PITFALLS: dict[str, Pitfall] = {
    "double_sigmoid": Pitfall(
        "M1 · The sigmoid applied twice",
        nets.DoubleSigmoid,
        nets.SingleSigmoid,
        "How far do the two classes move apart, towards 0 and towards 1? Where does the loss come to rest?",
        "Its confidence lies between {low:.3f} and {high:.3f}, while the cure’s spreads from {cure_low:.3f} to "
        "{cure_high:.3f}. Its loss is {loss:.4f} and can never fall below 0.5032; the cure’s is {cure_loss:.4f}.",
        "The loss expects a raw output (a logit) and applies the sigmoid itself. Fed with σ(z), which lies between 0 "
        "and 1, it can only see σ(0) = 0.5 to σ(1) = 0.731: class 0 never gets below one half. With both classes "
        "equally common the loss stops at ½ (ln 2 + ln(1 + 1/e)) = 0.5032, and the gradient gets another factor "
        "σ′(z) ≤ ¼, so learning is slow. The decisions can still become right: that is why this mistake is so often "
        "overlooked.",
        measures.double_sigmoid,
        "confidence",
    ),
    "stacked_rows": Pitfall(
        "M2 · “Augmentation” by stacking the same rows twice",
        nets.StackedRows,
        nets.TurnedRows,
        "Both tables have the same number of rows. In which picture do you count fewer points?",
        "It has {rows} rows, but only {different} different ones; held-out accuracy is {accuracy:.1%}. The cure’s "
        "{cure_rows} rows are {cure_different} different points, and it reaches {cure_accuracy:.1%} with the same "
        "number of updates.",
        "A row that is there twice says nothing new: the mean of the gradients over both copies is the mean over "
        "one. Augmentation changes the rows in a way that keeps their label. Here every copy is turned about the "
        "middle, because a ring stays a ring; another data set needs another change, and a wrong one does harm.",
        measures.distinct,
        "map",
        settings=("n_samples",),
    ),
    "train_score": Pitfall(
        "M3 · Evaluating on the training set",
        nets.ScoredOnTraining,
        nets.ScoredOnHeldOut,
        "Both networks are the same, number for number. Which points was the score in the title counted on?",
        "It reports {reported:.1%} ({correct} of {n} right), on points it had learned. On {n_new} new points it gets "
        "{accuracy:.1%}: {correct_new} right. The cure reports {cure_reported:.1%}, which is what it gets.",
        "A network with enough weights can learn its training points by heart. How many of them it gets right then "
        "says nothing about new ones. Keep part of the data away from training, and count there.",
        measures.scores,
        "map",
        curves=(REPORTED, NEW),
        settings=("n_samples",),
    ),
    "two_outputs": Pitfall(
        "M4 · Two outputs for ten classes: an error",
        digit_nets.TwoOutputs,
        digit_nets.TenOutputs,
        "One of them stops at its first step. Read what it says: which number does it complain of?",
        "It stopped with “{message}”. The cure learns on and is right on {cure_accuracy:.1%} of the held-out digits.",
        "Cross-entropy looks up the output whose number is the label. A network with two outputs has outputs 0 and "
        "1, and the first batch asks for others. There must be as many outputs as classes.",
        measures.classes,
        "confusion",
        loud=True,
    ),
    "two_outputs_silent": Pitfall(
        "M4 · Two outputs for ten classes, and no error",
        digit_nets.TwoOutputsOwnLoss,
        digit_nets.TenOutputsOwnLoss,
        "Look at the columns of the table: which classes are ever predicted? Then compare the two losses.",
        "Only {predicted} of 10 classes are ever predicted; {accuracy:.1%} of the held-out digits are right. Its "
        "loss looks splendid: {loss:.4f}. The cure predicts {cure_predicted} classes and is right on "
        "{cure_accuracy:.1%}.",
        "This loss makes its own one-hot rows. A label beyond the outputs matches none of them, so its row is all "
        "zeros, its loss is 0, and it teaches nothing. Nobody complains, and the loss even looks better than the "
        "cure’s. Let a library’s loss check the labels, or check them yourself: y.max() < n_outputs.",
        measures.classes,
        "confusion",
        curves=(LOG_LOSS, HELD_OUT),
    ),
    "own_lines": Pitfall(
        "M5 · A gradient that is not averaged: one weight for each sample",
        by_hand.OwnLines,
        by_hand.OneLine,
        "Both loss curves fall. What do the lines in the picture do?",
        "It has {lines:.0f} lines with slopes from {low:.2f} to {high:.2f}. On its own points the squared error is "
        "{train:.4f}; on new points it is {new:.2f}. The cure has {cure_lines:.0f} line, with {cure_train:.2f} and "
        "{cure_new:.2f}.",
        "error * x has one number for each sample. Without the mean, w − α · gradient turns the single weight into "
        "100 of them, by broadcasting and without a word. Each sample then fits a line of its own, through its own "
        "point: w = yx / (x² + 1), b = y / (x² + 1) in the end. The loss goes to 0 and nothing has been learned "
        "about x: of five new points it cannot even be asked.",
        measures.own_lines,
        "lines",
        curves=(
            ("Squared error on its own points", ("train_loss",), "log"),
            ("Squared error on new points", ("test_loss",), "log"),
        ),
    ),
    "wrong_sign": Pitfall(
        "M6 · A loss for ±1 labels fed 0 and 1, and a gradient with the wrong sign",
        by_hand.WrongSign,
        by_hand.RightSign,
        "Two lines between two clouds. Which way does each of them turn?",
        "Its weights point {angle:.0f}° away from the direction between the middles of the classes, and it gets "
        "{accuracy:.1%} of new points right. The true loss is {true:.2f}. The cure is {cure_angle:.0f}° off, gets "
        "{cure_accuracy:.1%} right, and has a true loss of {cure_true:.2f}.",
        "Three slips at once. The loss ln(1 + exp(−yz)) is for y = ±1: with y = 0 it is ln 2 whatever the output, so "
        "half the samples count for nothing. The slope of the cross-entropy is p − y: the mistake has y − p, which "
        "climbs instead of descending, and a factor p (1 − p) that belongs to the squared error and fades where the "
        "output is most wrong.",
        measures.away,
        "map",
        curves=(LOSS, NEW),
    ),
    "not_flattened": Pitfall(
        "M7 · Images never flattened: an error",
        digit_nets.NotFlattened,
        digit_nets.Flattened,
        "One of them stops at its first step. Its message names two shapes: which is the image, which the weights?",
        "It stopped with “{message}”. The cure learns on and is right on {cure_accuracy:.1%} of the held-out digits.",
        "A linear layer multiplies the last axis. The images arrive as (20, 8, 8), so the layer sees 160 rows of 8 "
        "numbers, but it has 64 weights for each neuron. Flatten each image into one row of 64 first.",
        measures.read,
        "confusion",
        loud=True,
    ),
    "rows_as_samples": Pitfall(
        "M7 · Images reshaped until the error goes away: rows read as samples",
        digit_nets.PixelRows,
        digit_nets.WholeImages,
        "The picture shows what each network is given as one sample. Could you tell the digit from it?",
        "It read {given} images as {samples} samples of {numbers} numbers each, and names the digit from one row of "
        "pixels: {accuracy:.1%} right. The cure sees all {cure_numbers} pixels at once: {cure_accuracy:.1%}.",
        "reshape(-1, 8) fits the layer, and repeating the labels fits the loss: no error is left, and no image "
        "either. The first axis must stay the number of images; reshape what comes after it.",
        measures.read,
        "samples",
    ),
    "integer_labels": Pitfall(
        "M8 · A one-hot loss with integer labels: an error",
        digit_nets.IntegerLabels,
        digit_nets.OneHotLabels,
        "One of them stops at its first step. Which two sizes does its message say must match?",
        "It stopped with “{message}”. The cure learns on and is right on {cure_accuracy:.1%} of the held-out digits.",
        "This loss multiplies each log-probability with a one-hot row. The labels are 20 whole numbers, not 20 rows "
        "of ten; broadcasting tries to put the 20 labels beside the 10 columns and fails. Turn labels into rows, or "
        "use a loss that takes whole numbers (nn.CrossEntropyLoss).",
        measures.weight_of_label,
        "labels",
        loud=True,
    ),
    "integer_labels_silent": Pitfall(
        "M8 · A one-hot loss with integer labels, and no error",
        digit_nets.IntegerLabelsOfTen,
        digit_nets.OneHotLabelsOfTen,
        "The table shows what the loss multiplies the log-probabilities with. What should stand in a row?",
        "Its loss is {loss:.1f}, more than guessing would cost (ln 10 = 2.3), and stays there; {accuracy:.1%} of the "
        "held-out digits are right. A row of its table adds up to {sum:.1f} instead of 1. The cure’s loss is "
        "{cure_loss:.2f}, {cure_accuracy:.1%} right.",
        "The same line as before, but with batches of ten. Now the ten labels fit beside the ten columns, and "
        "broadcasting does it in silence: every sample’s class c is weighted with the label of sample c. The target "
        "changes from batch to batch and has nothing to do with the digit, so the best answer is to guess.",
        measures.weight_of_label,
        "labels",
        curves=(LOG_LOSS, HELD_OUT),
    ),
    "not_reproducible": Pitfall(
        "M9 · No shuffling, no split, no seed",
        digit_nets.NotReproducible,
        digit_nets.Reproducible,
        "Each program is run twice. How many curves can you count in each picture?",
        "Its two runs are at {loss:.4f} and {other:.4f}: no one can repeat them. It reports {reported:.1%} on what "
        "it learned from, and gets {accuracy:.1%} on new digits. The weights of its two runs differ by up to "
        "{weights:.2f}, those of the cure’s by {cure_weights:.0f}.",
        "Without a seed the first weights come from the clock (here two fixed numbers stand for two times of day, so "
        "that this page itself can be repeated). Without shuffling the digits come folder by folder, and within each "
        "pass the network drifts towards those it read last: the teeth of the curve. Without a split the score says "
        "nothing of new digits. Averaged over a pass, the unshuffled network still learns quite well here: the "
        "mistake costs trust before it costs accuracy.",
        measures.twice,
        "runs",
        curves=(
            ("Loss of both runs", ("1.train_loss", "2.train_loss"), ""),
            ("Accuracy that the program reports", ("1.reported", "2.reported"), "share"),
        ),
        twice=True,
    ),
    "no_derivative": Pitfall(
        "M10 · The hidden-layer gradient without f′",
        deep_net.NoDerivative,
        deep_net.WithDerivative,
        "Both gradients reach the first layer. Which network bends its border?",
        "In its first layer the direction it takes agrees with the true gradient by cos = {cosine:.2f} (1 would be "
        "the same); the gradient’s length is {first:.3g} there. Loss {loss:.3f}, {accuracy:.1%} right; the cure is "
        "at {cure_loss:.3f} and {cure_accuracy:.1%}.",
        "Backpropagation multiplies with f′(z) in every layer, because a neuron on a flat stretch of f cannot pass "
        "on a change. Left out, the error is sent back as if every layer were a straight line. With tanh the network "
        "then learns about what a straight line can and stalls; with six layers of ReLU it blows up (with four, for "
        "some seeds). It is not always worse: with six layers of sigmoid the true gradient vanishes and learns "
        "nothing at all, while the wrong one finds the line.",
        measures.through_layers,
        "map",
        curves=(LOG_LOSS, HELD_OUT),
        settings=("depth", "activation"),
    ),
    "label_deleted": Pitfall(
        "M11 · Deleting the label column and calling it cleaning",
        nets.LabelDeleted,
        nets.LabelKept,
        "One of them reports a perfect score. Is it the one that knows tumours?",
        "It learns from a table in which {label_0} rows are of class 0 and {label_1} of class 1, and reports "
        "{reported:.1%}. It answers class 0 for {says_0} of {n_new} new tumours, and {accuracy:.1%} of them are. The "
        "cure learns from {cure_label_0} and {cure_label_1}, and is right on {cure_accuracy:.1%}.",
        "Without the diagnosis the last column is another measurement, “worst fractal dimension”, about 0.08. The "
        "next line turns it into whole numbers: all zero. There is nothing left to learn from, so the network learns "
        "that the answer is always 0, and is always right, by its own table. Ask for the label by its name, and a "
        "deleted one raises an error.",
        measures.labels,
        "confusion",
        curves=(REPORTED, ("Accuracy on new tumours", ("test_accuracy",), "share")),
    ),
    "silent_log": Pitfall(
        "M12 · Progress printed every 2000 batches, in an epoch of 500",
        digit_nets.SilentLog,
        digit_nets.SpeakingLog,
        "Choose the fastest speed. Both networks learn alike; what would you know of it if the log were all you had?",
        "After {batches:.0f} batches it has printed {lines:.0f} lines; the cure {cure_lines:.0f}. The number it "
        "counts starts again after {in_epoch:.0f} batches, an epoch; it prints where that number gets to {every:.0f}.",
        "The condition was copied from a tutorial with 12,500 batches an epoch. Here the counter of the batches "
        "never gets that far, so hours can pass without a word, whether the network learns or the loss is NaN. Count "
        "steps from the start of training, and choose the interval by how long you are willing to wait.",
        measures.printed,
        "log",
        settings=("report_every",),
        ripe=2000,
    ),
}
