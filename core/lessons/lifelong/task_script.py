"""Task script: the networks side by side as a plain PyTorch program that prints their matrices, as the page does."""

from core.datasets.images import DIGITS_CODE
from core.datasets.points import DATASETS
from core.lessons.lifelong import task_lists
from core.lessons.lifelong.task_lists import N_POINTS, NOISE, REACH, SIZE
from core.lessons.lifelong.task_stream import TaskStreams
from core.optimizers import OPTIMIZERS
from core.source import import_lines, source

TASKS = {  # list → code that makes `tasks`, each (name, x_train, y_train, x_test, y_test, allowed outputs)
    "split": DIGITS_CODE
    + """

scenario, tasks = "{scenario}", []
for k in range(0, 10, 2):
    learn, asked = (y // 2 == k // 2) & ~test, (y // 2 == k // 2) & test
    labels = y % 2 if scenario == "domain" else y
    allowed = [k, k + 1] if scenario == "task" else list(range({n_outputs}))
    tasks.append((f"{{k}}, {{k + 1}}", x[learn], labels[learn], x[asked], labels[asked], allowed))
""",
    "rotated": DIGITS_CODE
    + """

tasks = []
for a in [{angle} * k for k in range(5)]:
    tasks.append((f"{{a:g}}°", turned(x[~test], a), y[~test], turned(x[test], a), y[test], list(range(10))))
""",
    "points": """
tasks, generator = [], torch.Generator().manual_seed({seed})
for k in range(4):
    x, y = {pattern}({n_points} * 2, {noise}, generator)
    a, b = math.radians({angle} * k), math.radians(45 + 90 * k)
    turn = torch.tensor([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])
    x = {size} * x @ turn.T + {reach} * torch.tensor([math.cos(b), math.sin(b)])
    tasks.append((str(k + 1), x[:{n_points}], y[:{n_points}], x[{n_points}:], y[{n_points}:], [0, 1]))
""",
}
TEMPLATE = '''\
"""Tasks one after another, as in Hebb. Steps: {last}."""

{imports}
torch.set_num_threads(1)
{functions}{tasks}
settings = {settings}
changes = {changes}  # step: what was changed before it
seed, sizes = {seed}, {sizes}
sizes_of = [len(task[1]) for task in tasks]
x, y = torch.cat([task[1] for task in tasks]), torch.cat([task[2] for task in tasks])
belongs = torch.arange(len(tasks)).repeat_interleave(torch.tensor(sizes_of))
shut = torch.full((len(tasks), sizes[-1]), -torch.inf)
for k, task in enumerate(tasks):
    shut[k, task[5]] = 0
generator, begin, kept = torch.Generator().manual_seed(seed * 1_000_003), 0, []
for n in sizes_of:
    kept.append(begin + torch.randperm(n, generator=generator))
    begin += n


def network(flat, x):
    """Also the inputs of every layer, which the Fisher information needs."""
    layers, start, inputs = [], 0, [x]
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        weight = flat[start : start + n_in * n_out].view(n_out, n_in)
        bias = flat[start + n_in * n_out : start + (n_in + 1) * n_out]
        start += (n_in + 1) * n_out
        layers.append(weight)
        z = F.linear(inputs[-1], weight, bias)
        inputs.append(torch.relu(z))
    return z, layers, inputs


def fisher(flat, x, shut):
    """Mean over x of the sum over y of p(y|x) (d log p(y|x) / d w)^2."""
    z, layers, inputs = network(flat, x)
    p = (z + shut).softmax(1)
    found = [[0.0, 0.0] for _ in layers]
    for k in range(p.shape[1]):
        delta = F.one_hot(torch.tensor(k), p.shape[1]) - p
        for l in reversed(range(len(layers))):
            squared = p[:, k : k + 1] / len(x) * delta**2
            found[l][0] = found[l][0] + squared.T @ inputs[l] ** 2
            found[l][1] = found[l][1] + squared.sum(0)
            if l:
                delta = (delta @ layers[l]) * (inputs[l] > 0)
    return torch.cat([part.flatten() for pair in found for part in pair])


def accuracies(flat):
    with torch.no_grad():
        return [
            ((network(flat, task[3])[0] + shut[k]).argmax(1) == task[4]).float().mean().item()
            for k, task in enumerate(tasks)
        ]


for method in {methods}:
    generator.manual_seed(seed)
    parts, decays = [], []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        weight = torch.empty(n_out, n_in).normal_(0, (2 / n_in) ** 0.5, generator=generator)
        parts += [weight.flatten(), torch.zeros(n_out)]
        decays += [torch.ones(n_out * n_in), torch.zeros(n_out)]
    flat, decays = torch.cat(parts).requires_grad_(), torch.cat(decays)
    s = dict(settings)
    optimizer = torch.optim.{optimizer}
    importance, anchor = torch.zeros_like(flat), torch.zeros_like(flat)
    rows = []
    for step in range({last}):
        if step in changes:
            s.update(changes[step])
            optimizer.param_groups[0]["lr"] = s["lr"]
        now = min(step // {task_steps}, len(tasks) - 1)
        generator.manual_seed(seed * 1_000_003 + step)
        own = torch.arange(len(x)) if method == "joint" else kept[now]
        drawn = own[torch.randint(len(own), (s["batch_size"],), generator=generator)]

        def loss(places):
            return F.cross_entropy(network(flat, x[places])[0] + shut[belongs[places]], y[places])

        total = loss(drawn)
        if method == "replay" and now and s["memory"]:
            bank = torch.cat([places[: s["memory"]] for places in kept[:now]])
            again = bank[torch.randint(len(bank), (s["batch_size"],), generator=generator)]
            total = total / (now + 1) + loss(again) * now / (now + 1)
        optimizer.zero_grad()
        total.backward()
        if method == "ewc":
            flat.grad += s["ewc_lambda"] * importance * (flat.detach() - anchor)
        flat.grad += {l2} * decays * flat.detach()
        optimizer.step()
        if (step + 1) % {task_steps} == 0 and step < len(tasks) * {task_steps}:
            rows.append(accuracies(flat))
            if method == "ewc":
                importance += fisher(flat.detach(), tasks[now][1], shut[now])
                anchor = flat.detach().clone()
    if {last} % {task_steps}:
        rows.append(accuracies(flat))
    print(method)
    for row in rows:
        print(" ".join(f"{{value:.4f}}" for value in row))
'''


def script(learner: TaskStreams, last: int) -> str:
    """A program on torch (and scikit-learn for digits) that repeats the first `last` steps, and all changed in them."""
    settings, net = learner.settings, next(iter(learner.sides.values()))
    initial, tasks, training = net.initial, settings.tasks, settings.training
    points = tasks.task_list == "points"
    made = {"rotated": (task_lists.turned,), "points": (DATASETS[tasks.pattern].make,)}.get(tasks.task_list, ())
    found = source(*made)
    imports = found.imports | {("torch", ""), ("torch.nn.functional", "")}
    imports |= {("math", "")} if points else {("sklearn.datasets", "load_digits")}
    values = initial.values()
    named = ("lr", "batch_size", "memory", "ewc_lambda")
    entry = OPTIMIZERS[training.optimizer]
    words = "".join(f", {name}={value!r}" for name, value in entry.arguments(initial.training.lr, training.l2).items())
    changes: dict[int, dict[str, object]] = {}
    for step, change in net.changes:
        if step < last:
            changes.setdefault(step, {}).update({name: change[name] for name in named if name in change})
    return TEMPLATE.format(
        last=last,
        imports=import_lines(imports),
        functions=f"\n\n{found.body}\n\n\n" if made else "",
        tasks=TASKS[tasks.task_list].format(
            scenario=tasks.scenario,
            n_outputs=net.n_outputs,
            angle=tasks.angle,
            pattern=DATASETS[tasks.pattern].make.__name__,
            seed=training.seed,
            n_points=N_POINTS,
            noise=NOISE,
            size=SIZE,
            reach=REACH,
        ),
        settings={name: values[name] for name in named},
        changes=changes,
        seed=training.seed,
        sizes=list(net.model.sizes),
        l2=0.0 if entry.decoupled else training.l2,
        methods=list(tasks.methods),
        optimizer=f"{entry.cls.__name__}([flat]{words})",
        task_steps=tasks.task_steps,
    )
