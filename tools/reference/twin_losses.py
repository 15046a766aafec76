"""The loss terms of `twin.py`, from the equations of their papers (docs/components has the sources).

Each takes what a step has seen and the term's spec, and gives a scalar. A type or an option that is not here is an error.
"""

import math

import torch
import torch.nn.functional as F


def ce(logits, **options):
    return F.cross_entropy(logits, torch.arange(len(logits)), **options)


def both_ways(logits, **options):
    return ce(logits, **options) + ce(logits.T, **options)


def off_diagonal(x):
    return x[~torch.eye(len(x), dtype=torch.bool)]


def squared_distances(x, y):
    return (x[:, None] - y[None]).pow(2).sum(-1)


def has(term, **known):
    for name, value in known.items():
        if term["options"].get(name, value) != value:
            raise SystemExit(f"{term['type']}: the twin has {name} = {value} only")


def cross_modality_separation(seen, term):
    has(term, temperature=None)
    return both_ways(seen["scale"] * seen["model"].between(seen["image"], seen["text"]))


def intra_modality_separation(seen, term):
    has(term, temperature=None, form="official", modalities="both", rescale=True, similarity="as-is")
    v, t, distance = seen["image"], seen["text"], 1 - seen["batch"]["S"]
    pairs = torch.diag((v * t).sum(1))
    return sum(ce(seen["scale"] * ((x @ x.T) * distance + pairs)) for x in (v, t))


def alignment(seen, term):
    return (seen["image"] - seen["text"]).pow(2).sum(1).mean()


def log_potential(distances, term):
    return (-term["options"]["t"] * off_diagonal(distances)).exp().mean().log()


def uniformity(seen, term):
    has(term, modalities="both")
    return sum(log_potential(squared_distances(x, x), term) for x in (seen["image"], seen["text"])) / 2


def cross_uniformity(seen, term):
    return log_potential(squared_distances(seen["image"], seen["text"]), term)


def centroid_uniformity(seen, term):
    has(term, form="official")
    centroids = F.normalize((seen["image"] + seen["text"]) / 2, dim=1)
    return log_potential(squared_distances(centroids, centroids), term)


def cauchy_schwarz(seen, term):
    v, t, sigma = seen["image"], seen["text"], term["options"]["sigma"]
    log_mean = lambda x, y: (-squared_distances(x, y) / (2 * sigma**2)).exp().mean().log()
    return log_mean(v, v) + log_mean(t, t) - 2 * log_mean(v, t)


def geodesic_mixup(seen, term):
    has(term, temperature=None, mixTemperature=None, across=1, images=0, texts=0, together=0)
    v, t, scale = seen["image"], seen["text"], seen["scale"]
    share = float(seen["batch"][f"draw {term['symbol']}/across"])
    theta = (v * t).sum(1, keepdim=True).clamp(-1 + 1e-6, 1 - 1e-6).acos()
    mixed = ((share * theta).sin() * v + ((1 - share) * theta).sin() * t) / theta.sin()
    pairs, others = torch.diag((v * t).sum(1)), 1 - torch.eye(len(v), dtype=v.dtype)
    return sum(ce(scale * (pairs + (x @ mixed.T) * others)) for x in (v, t))


def cyclic_consistency(seen, term):
    v, t = seen["image"], seen["text"]
    across = v @ t.T
    inside = (v @ v.T - t @ t.T).pow(2).sum() / len(v)
    return term["options"]["inModal"] * inside + term["options"]["crossModal"] * (across - across.T).pow(2).sum() / len(v)


def feature_separation(seen, term):
    has(term, temperature=None, width=None)
    z = {}
    for side, features, views in (
        ("image", "image_features", "view_features"),
        ("text", "text_features", "text_view_features"),
    ):
        own = seen["model"].own[side]
        z[side] = [F.normalize(own(seen[name]), dim=1) for name in (features, views)]
    orthogonal = sum((seen[side] * z[side][0]).sum(1).pow(2) for side in z).mean()
    contrast = sum(ce(seen["scale"] * rows @ views.T) for rows, views in z.values())
    even = sum((-2 * squared_distances(rows, rows)).exp().sum() for rows, _ in z.values())
    return orthogonal + contrast + (even / len(seen["image"])).log()


def brownian_bridge(seen, term):
    share = term["options"]["t"]
    bridge = F.normalize(share * seen["image"] + (1 - share) * seen["text"], dim=1)
    return (seen["view"] - bridge).pow(2).sum(1).mean()


def view_consistency(seen, term):
    v, t, a, b = (seen[name] for name in ("image", "text", "view", "text_view"))
    squares = (v @ a.T - t @ b.T).pow(2) + (v @ b.T - t @ a.T).pow(2)
    kept = squares.diagonal() if term["options"]["views"] == "own" else squares
    return (kept.sum() + (v * t - a * b).sum(1).pow(2).sum()) / len(v)


def info_loob(seen, term):
    has(term, temperature=None, hopfield=None)
    logits = seen["scale"] * seen["image"] @ seen["text"].T
    leave_one_out = lambda x: (x.masked_fill(torch.eye(len(x)) > 0, -math.inf).logsumexp(1) - x.diagonal()).mean()
    return (leave_one_out(logits) + leave_one_out(logits.T)) / seen["scale"]


def random_feature_alignment(seen, term):
    has(term, form="official")
    return sum(F.mse_loss(seen[f"{side}_raw"], seen["batch"][f"rows {term['symbol']}/z"]) for side in ("image", "text"))


def gram(seen, term):
    has(term, temperature=None, view=False)
    t, v = seen["text"], seen["image"]
    lengths = t.pow(2).sum(1)[:, None] * v.pow(2).sum(1)[None]
    volume = (lengths - (t @ v.T).pow(2)).abs().clamp(min=1e-8).sqrt()
    return both_ways(-seen["scale"] * volume, label_smoothing=term["options"]["labelSmoothing"]) / 2


def triangle(seen, term):
    has(term, temperature=None)
    u, w = (seen["text"][:, None] - seen[name][None] for name in ("image", "view"))
    square = u.pow(2).sum(-1) * w.pow(2).sum(-1) - (u * w).sum(-1).pow(2)
    area = (square / 4).clamp(min=1e-8).sqrt() if term["options"]["root"] else square / 2
    return both_ways(-seen["scale"] * area, label_smoothing=term["options"]["labelSmoothing"]) / 2


def hard_negative_margin(seen, term):
    has(term, negatives="hardest")
    cosines, margin = seen["image"] @ seen["text"].T, term["options"]["margin"]
    hardest = lambda x: x.masked_fill(torch.eye(len(x)) > 0, -math.inf).amax(1)
    return sum((margin + hardest(x) - x.diagonal()).relu().mean() for x in (cosines, cosines.T))


FUNCTIONS = (
    cross_modality_separation, intra_modality_separation, alignment, uniformity, cross_uniformity,
    centroid_uniformity, cauchy_schwarz, geodesic_mixup, cyclic_consistency, feature_separation, brownian_bridge,
    view_consistency, info_loob, random_feature_alignment, gram, triangle, hard_negative_margin,
)
LOSSES = {function.__name__.replace("_", "-"): function for function in FUNCTIONS}
