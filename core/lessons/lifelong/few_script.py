"""Few-shot script: features from some digits, and others told apart by prototypes, as a plain PyTorch program."""

from core.datasets.images import DIGITS_CODE
from core.lessons.lifelong.few_settings import SHOTS
from core.lessons.lifelong.few_shot import DRAWS, QUERIES, SUPPORT, FewShot, moved
from core.optimizers import OPTIMIZERS
from core.source import import_lines, source

TEMPLATE = '''\
"""New digits from few examples, as in Hebb. Steps of learning features from others: {last}."""

{imports}
torch.set_num_threads(1)
{functions}


{digits}

new, shift, seed, sizes = {new}, {shift}, {seed}, {sizes}
known = [k for k in range(10) if k not in new]
pools = [x[~test & (y == k)] for k in known]


def of_new(part):
    pictures = torch.cat([x[part & (y == k)] for k in new])
    counts = torch.tensor([int((part & (y == k)).sum()) for k in new])
    return moved(pictures, shift, generator), torch.arange(len(new)).repeat_interleave(counts)


generator = torch.Generator().manual_seed(seed * 1_000_003)
x_few, y_few = of_new(~test)
x_test, y_test = of_new(test)
places = [(y_few == k).nonzero()[:, 0] for k in range(len(new))]
draws = torch.stack([
    own[torch.randperm(len(own), generator=generator)[:{most}]] for _ in range({draws}) for own in places
]).view({draws}, len(new), -1)

generator.manual_seed(seed)
layers = []
for n_in, n_out in zip(sizes[:-1], sizes[1:]):
    weight = torch.empty(n_out, n_in).normal_(0, (2 / n_in) ** 0.5, generator=generator)
    layers.append((weight.requires_grad_(), torch.zeros(n_out, requires_grad=True)))


def features(x):
    for weight, bias in layers[:-1]:
        x = torch.relu(F.linear(x, weight, bias))
    return F.linear(x, *layers[-1])


optimizer = torch.optim.{optimizer}
changes = {changes}  # step: what was changed before it
support, queries = {support}, {queries}
for step in range({last}):
    optimizer.param_groups[0].update(changes.get(step, {{}}))
    generator.manual_seed(seed * 1_000_003 + step)
    drawn = [pool[torch.randint(len(pool), (support + queries,), generator=generator)] for pool in pools]
    f = features(moved(torch.cat(drawn), shift, generator)).view(len(known), support + queries, -1)
    prototypes, asked = f[:, :support].mean(1), f[:, support:].flatten(0, 1)
    away = ((asked[:, None] - prototypes) ** 2).sum(2)
    optimizer.zero_grad()
    F.cross_entropy(-away, torch.arange(len(known)).repeat_interleave(queries)).backward()
    for weight, _ in layers:
        weight.grad += {l2} * weight.detach()
    optimizer.step()

with torch.no_grad():
    few, asked = features(x_few), features(x_test)
    for shots in {shots}:
        prototypes = few[draws[:, :, :shots]].mean(2)
        said = torch.cdist(asked, prototypes.flatten(0, 1)).view(len(asked), {draws}, -1).argmin(2)
        scores = (said == y_test[:, None]).float().mean(0)
        print(f"{{shots}}: {{scores.mean():.4f}} ± {{scores.std():.4f}}")
'''


def script(learner: FewShot, last: int) -> str:
    """A program on torch and scikit-learn that repeats the first `last` steps, and all changed in them."""
    training, few = learner.initial.training, learner.initial.few
    entry, found = OPTIMIZERS[training.optimizer], source(moved)
    words = "".join(f", {name}={value!r}" for name, value in entry.arguments(training.lr, training.l2).items())
    imports = found.imports | {("torch", ""), ("torch.nn.functional", ""), ("sklearn.datasets", "load_digits")}
    changes = {step: {"lr": change["lr"]} for step, change in learner.changes if step < last and "lr" in change}
    return TEMPLATE.format(
        digits=DIGITS_CODE,
        last=last,
        imports=import_lines(imports),
        functions=found.body,
        new=learner.new,
        shift=few.shift,
        seed=training.seed,
        sizes=list(learner.model.sizes),
        most=max(SHOTS),
        draws=DRAWS,
        optimizer=f"{entry.cls.__name__}([p for layer in layers for p in layer]{words})",
        changes=changes,
        support=SUPPORT,
        queries=QUERIES,
        l2=0.0 if entry.decoupled else training.l2,
        shots=SHOTS,
    )
