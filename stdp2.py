import time

import numpy as np

N = 100
T = 100.0
dt = 0.5
nt = int(T / dt)


def volley(w, times, J, taum=10.0, taus=2.0, theta=16.0, reset=0.0, refr=3.0):
    b = np.clip((times / dt).astype(int), 0, nt - 1)
    arr = np.bincount(b, weights=w, minlength=nt).tolist()
    v = i = 0.0
    until = -1.0
    posts = []
    V = []
    es = np.exp(-dt / taus)
    em = np.exp(-dt / taum)
    # normal: EPSP peak per unit = J
    tp = np.log(taum / taus) * taum * taus / (taum - taus)
    peak = (np.exp(-tp / taum) - np.exp(-tp / taus)) * taus / (taum - taus)
    c = J / peak / taum  # v' = -v/taum + c i
    for k in range(nt):
        i = i * es + arr[k]
        v = v * em + i * c * dt
        if k * dt < until:
            v = reset
        if v >= theta:
            posts.append((k + 1) * dt)
            v = reset
            until = (k + 1) * dt + refr
        V.append(v)
    return np.array(posts), V


for J, spread, aplus, ratio, tm in (
    (1.0, 15, 0.01, 1.05, 20),
    (1, 15, 0.01, 1.05, 34),
    (0.7, 15, 0.01, 1.05, 20),
    (1.0, 15, 0.005, 1.05, 20),
    (1.5, 15, 0.01, 1.05, 20),
):
    for seed in range(3):
        rng = np.random.default_rng(seed)
        lat = np.sort(np.clip(rng.normal(50, spread, N), 2, 98))
        w = np.full(N, 0.5)
        wmax = 1.0
        first = []
        t = time.time()
        log = []
        for s in range(600):
            g = np.random.default_rng((seed, s))
            times = lat + 2 * g.standard_normal(N)
            posts, V = volley(w, times, J)
            if s in (0, 10, 50, 100, 200, 400, 599):
                log.append(
                    (
                        s,
                        posts.tolist()[:4],
                        len(posts),
                        w[:20].mean().round(2),
                        w[20:50].mean().round(2),
                        w[50:].mean().round(2),
                    )
                )
            if len(posts):
                d = posts[:, None] - times[None]
                W = np.where(d > 0, aplus * np.exp(-np.abs(d) / 20), -aplus * ratio * np.exp(-np.abs(d) / tm)).sum(0)
                w = np.clip(w + W, 0, 1)
        print(J, spread, aplus, tm, seed, round((time.time() - t), 2))
        for l in log:
            print("   ", *l)
