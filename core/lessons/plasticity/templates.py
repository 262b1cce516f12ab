"""Templates of the programs that the page gives, one a scene; names between % signs are filled in."""

HEAD = """\
import numpy as np

Array = np.ndarray
seed, last = %seed%, %last%
s = %settings%
changes = %changes%


# FUNCTIONS
"""

HEBB = (
    '"""Hebb\'s and Oja\'s rule on the same inputs, as in Hebb."""\n\n'
    + HEAD.replace("import numpy as np\n", "import numpy as np\nfrom sklearn.decomposition import PCA\n")
    + """

w = {"hebb": np.array([s["w1"], s["w2"]]), "oja": np.array([s["w1"], s["w2"]])}
for step in range(last):
    s |= changes.get(step, {})
    points = cloud(%N_POINTS%, seed, s["angle"], s["long"], s["short"], s["mean_x"], s["mean_y"])
    inputs = points - points.mean(0) if s["centred"] else points
    if step % %N_POINTS% == 0:
        order = np.random.default_rng((seed, step // %N_POINTS% + 1)).permutation(%N_POINTS%)
    x = inputs[order[step % %N_POINTS%]]
    if np.linalg.norm(w["hebb"]) <= %RUNAWAY%:  # after that it has run away
        w["hebb"] = w["hebb"] + hebb(w["hebb"], x, s["lr"])
    w["oja"] = w["oja"] + oja(w["oja"], x, s["lr"])
s |= changes.get(last, {})

points = cloud(%N_POINTS%, seed, s["angle"], s["long"], s["short"], s["mean_x"], s["mean_y"])
component = PCA().fit(points).components_[0]
for name, v in w.items():
    length = np.linalg.norm(v)
    angle = np.degrees(np.arccos(min(1, abs(v @ component) / length)))
    print(name, *v, length, angle)
"""
)

BCM = (
    '"""The BCM rule on bars, as in Hebb."""\n\n'
    + HEAD
    + """

pictures = bars(%N_BARS%, %SIDE%, s["bar_width"])
w = np.random.default_rng(seed).uniform(0, %FIRST%, %SIDE% ** 2)
theta = np.mean((pictures @ w) ** 2)
for step in range(last):
    s |= changes.get(step, {})
    chance = np.random.default_rng((seed, step + 1))
    shown = [int(id) - 1 for id in s["shown"]]
    number, place = divmod(step, len(shown))
    saw = shown[np.random.default_rng((seed, 1, number + 1)).permutation(len(shown))[place]]
    x = pictures[saw] + s["bar_noise"] * chance.standard_normal(%SIDE% ** 2)
    y = w @ x
    w, theta = w + bcm(w, x, s["lr_bcm"], theta), slide(theta, y, s["tau"])
s |= changes.get(last, {})

answers = pictures @ w
for id, answer in enumerate(answers, 1):
    print("answer", id, answer)
answers = np.maximum(answers[[int(id) - 1 for id in s["shown"]]], 0)
print("selectivity", 1 - answers.mean() / answers.max())
print("theta", theta)
"""
)

STDP = (
    '"""STDP at the synapses of a leaky integrate-and-fire neuron, as in Hebb."""\n\n'
    + HEAD.replace("import numpy as np\n", "import math\n\nimport numpy as np\n", 1)
    + '''

def answer(times: Array, w: Array, psp: float) -> Array:
    """The spikes in ms of a leaky integrate-and-fire neuron that these spikes arrive at."""
    n, tau, resistance = round(%LENGTH% * %samples%), %tau%, %resistance%
    rest, threshold, reset, refractory = %rest_v%, %threshold%, %reset_v%, %refractory%
    dt, tau_synapse = 1 / %samples%, %TAU_SYNAPSE%
    fall = math.exp(-dt / tau_synapse)
    peak = math.log(tau / tau_synapse) / (1 / tau_synapse - 1 / tau)
    lift = resistance * (math.exp(-peak / tau) - math.exp(-peak / tau_synapse)) * tau_synapse / (tau - tau_synapse)
    arrived = np.bincount(np.minimum((times / dt).astype(int), n - 1), w, minlength=n)
    v, current, wait, spikes = rest, 0.0, 0.0, []
    for i in range(n):
        current = current * fall + arrived[i] * psp / lift * (1 - fall) * tau_synapse / dt
        target, left = rest + resistance * current, dt
        while left > 0:
            if wait > 0:
                passed = min(wait, left)
                wait, left = wait - passed, left - passed
                continue
            until = tau * math.log((target - v) / (target - threshold)) if target > threshold else math.inf
            if until > left:
                v, left = target + (v - target) * math.exp(-left / tau), 0.0
            else:
                left -= max(0.0, until)
                spikes.append((i + 1) * dt - left)
                v, wait = reset, refractory
    return np.array(spikes)


latency = latencies(s["n_synapses"], s["spread"], %LENGTH%, seed)
w = np.full(len(latency), s["w_start"])
for step in range(last):
    s |= changes.get(step, {})
    times = volley(latency, s["jitter"], %LENGTH%, seed, step)
    spikes = answer(times, w, s["psp"])
    change = stdp(times, spikes, s["a_plus"] / 100, s["a_minus"] / 100, s["tau_plus"], s["tau_minus"])
    w = np.clip(w + change, 0, 1)
    if step == last - 1:
        print("first spike", *spikes[:1])

for number, (arrival, weight) in enumerate(zip(latency, w), 1):
    print(number, arrival, weight)
'''
)

HOPFIELD = (
    '"""A digit that a Hopfield network goes back to, as in Hebb."""\n\n'
    + HEAD.replace("import numpy as np\n", "import numpy as np\nfrom sklearn.datasets import load_digits\n")
    + '''

def picture(digit: str) -> Array:
    """The first picture of a digit as ±1."""
    table = load_digits()
    first = np.flatnonzero(table.target == int(digit))[0]
    return np.where(table.images[first].ravel() >= 8, 1.0, -1.0)


patterns = np.array([picture(digit) for digit in s["stored"]])
w = %storage%(patterns)
n = len(w)
if s["start"]:
    state = np.unpackbits(np.frombuffer(bytes.fromhex(s["start"]), np.uint8)) * 2.0 - 1
else:
    state = picture(s["cue"])
    state[np.random.default_rng(seed).permutation(n)[: round(s["damage"] * n)]] *= -1
for step in range(last):
    if step % n == 0:
        order = np.random.default_rng((seed, step // n + 1)).permutation(n)
    i = order[step % n]
    field = w[i] @ state
    state[i] = np.sign(field) if abs(field) > %TIE% else state[i]

for row in state.reshape(8, 8):
    print("".join("#" if v > 0 else "." for v in row))
print("energy", -0.5 * state @ w @ state)
for digit, pattern in zip(s["stored"], patterns):
    print("overlap", digit, pattern @ state / n)
'''
)

CAPACITY = (
    '"""How many random patterns a Hopfield network holds, as in Hebb."""\n\n'
    + HEAD.replace("import numpy as np\n", "import numpy as np\nfrom numpy.random import Generator\n")
    + """

SWEEPS, TIE = %SWEEPS%, %TIE%
first, n_loads, n = %LOADS%, s["n_neurons"]
loads = np.round(first + 0.01 * np.arange(n_loads), 2)
tried, recalled, overlaps = np.zeros((3, n_loads))
for step in range(last):
    k, chance = step % n_loads, np.random.default_rng((seed, step + 1))
    patterns = chance.choice([-1.0, 1.0], (max(1, round(loads[k] * n)), n))
    w = hebbian(patterns)
    found = np.array([settle(w, pattern, chance) @ pattern / n for pattern in patterns[:%TESTED%]])
    tried[k] += len(found)
    recalled[k] += (found > %RECALLED%).sum()
    overlaps[k] += found.sum()

for k in range(n_loads):
    if tried[k]:
        print(loads[k], recalled[k] / tried[k], overlaps[k] / tried[k])
"""
)

TEMPLATES = {"hebb": HEBB, "bcm": BCM, "stdp": STDP, "hopfield": HOPFIELD, "capacity": CAPACITY}
