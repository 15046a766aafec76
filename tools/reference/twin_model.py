"""The model of `twin.py`: towers, temperature and what stands behind them, and the addresses that our parameters have."""

import math

import torch
import torch.nn.functional as F
from torch import nn
from twin_addresses import named, ours, theirs
from twin_towers import ImageTower, TextTower, Trunk

# What this file knows of the components; anything else in a run's specs is an error.
USUAL = {
    "imageEncoder": {"type": "vision-transformer", "pooling": "class-token", "normalise": "pre-norm", "registers": 0},
    "textEncoder": {"type": "text-transformer", "pooling": "end", "causal": True},
}
TOWER = {"activation": "gelu", "projection": "linear", "projectionBias": False, "normEpsilon": 1e-5}


def check(config):
    for slot, known in USUAL.items():
        spec = {"type": config[slot]["type"], **config[slot]["options"]}
        for name, value in {**known, **TOWER}.items():
            if spec[name] != value:
                raise SystemExit(f"{slot}.{name} = {spec[name]}: the twin has {value} only")
    if "head" in config or config.get("maps"):
        raise SystemExit("the twin has no head and no maps")


class Model(nn.Module):
    def __init__(self, run, weights, dtype):
        super().__init__()
        self.config, self.needs = run["config"], set(run["needs"])
        check(self.config)
        image, text = self.config["imageEncoder"]["options"], self.config["textEncoder"]["options"]
        self.is_shared = self.config["sharing"]["type"] == "shared"
        trunk = Trunk(image)
        self.image = ImageTower(image, trunk)
        self.text = TextTower(
            text, trunk if self.is_shared else Trunk(text), *(len(weights[f"text/{n}"]) for n in ("token-embedding", "positions"))
        )
        self.temperature = self.config["temperature"]
        if self.temperature["type"] == "learned-logit-scale":
            self.logit_scale = nn.Parameter(torch.zeros(()))
        width = image["embeddingWidth"]
        self.embedding_head = self.config.get("embeddingHead", {"type": "none", "options": {}})
        if self.embedding_head["type"] == "batch-standardisation":
            self.norms = nn.ModuleDict({side: nn.BatchNorm1d(width) for side in ("image", "text")})
        if any("feature-separation" in address for address in weights):
            self.own = nn.ModuleDict({side: nn.Linear(image["width"], width) for side in ("image", "text")})
        self.to(dtype)
        self.read(weights)

    # Addresses

    def modules_by_address(self):
        """(address, parameter or buffer, how it stands in our files)"""
        yield "image/patch-embedding/kernel", self.image.patches.weight, "patches"
        yield "image/class-token", self.image.class_token, None
        yield "image/positions", self.image.positions, None
        yield from named("image/pre-norm", self.image.pre_norm)
        yield "text/token-embedding", self.text.tokens.weight, None
        yield "text/positions", self.text.positions, None
        trunks = {"shared": self.image.trunk} if self.is_shared else {"image": self.image.trunk, "text": self.text.trunk}
        for tower, trunk in trunks.items():
            yield from named(f"{tower}/post-norm", trunk.post_norm)
            yield f"{tower}/projection", trunk.projection.weight, "transposed"
            for i, block in enumerate(trunk.blocks):
                place, attention = f"{tower}/blocks/{i}", block.attention
                yield from named(f"{place}/norm-1", block.norm_1)
                yield from named(f"{place}/norm-2", block.norm_2)
                yield f"{place}/attention/qkv/kernel", attention.in_proj_weight, "transposed"
                yield f"{place}/attention/qkv/bias", attention.in_proj_bias, None
                yield from named(f"{place}/attention/output", attention.out_proj)
                yield from named(f"{place}/mlp/input", block.mlp[0])
                yield from named(f"{place}/mlp/output", block.mlp[2])
        if hasattr(self, "logit_scale"):
            yield "logit-scale", self.logit_scale, None
        for side, norm in getattr(self, "norms", {}).items():
            place = f"embedding-head/{side}"
            yield from named(place, norm)
            yield f"{place}/running-mean", norm.running_mean, None
            yield f"{place}/running-variance", norm.running_var, None
        for side, linear in getattr(self, "own", {}).items():
            yield from named(f"losses/feature-separation/{side}", linear)

    def trained(self):
        return {address: value for address, value, _ in self.modules_by_address() if isinstance(value, nn.Parameter)}

    def read(self, weights):
        found = {address for address, _, _ in self.modules_by_address()}
        if found != set(weights):
            raise SystemExit(f"parameters that only one side has: {sorted(found ^ set(weights))}")
        with torch.no_grad():
            for address, value, form in self.modules_by_address():
                value.copy_(theirs(weights[address], value, form))

    def by_address(self):
        return {address: ours(value, form) for address, value, form in self.modules_by_address()}

    # What losses see

    def outputs(self, batch):
        image, text = self.image.features(batch["images"]), self.text.features(batch["tokens"])
        raw = {"image": self.image.trunk.projection(image), "text": self.text.trunk.projection(text)}
        seen = {"image": self.rows("image", raw["image"]), "text": self.rows("text", raw["text"])}
        seen |= {"image_raw": raw["image"], "text_raw": raw["text"], "image_features": image, "text_features": text}
        if "views" in self.needs:
            view = self.image.features(batch["first view"])
            seen |= {"view_features": view, "view": self.projected("image", view)}
        if "textViews" in self.needs:
            changed = self.text.features(batch["changed tokens"])
            seen |= {"text_view_features": changed, "text_view": self.projected("text", changed)}
        return seen

    def rows(self, side, raw):
        kind = self.embedding_head["type"]
        raw = raw.to(self.image.positions.dtype)  # norms and softmax in float32, under autocast too
        if kind == "simplex-head":
            return raw.softmax(-1)
        unit = F.normalize(raw, dim=-1)
        return F.normalize(self.norms[side](unit), dim=-1) if kind == "batch-standardisation" else unit

    def joined(self, seen, batch):
        """The soft swap: in some steps each entry becomes a mixture of the pair's two."""
        if self.embedding_head["type"] != "modality-swap":
            return {}
        options = self.embedding_head["options"]
        assert options["form"] == "soft" and options["renormalise"]
        if float(batch["draw embedding-head/swap"]) >= options.get("share", 0.05):
            return {}
        kept, (v, t) = batch["rows embedding-head/swap"], (seen["image"], seen["text"])
        mix = lambda own, other: F.normalize(kept * own + (1 - kept) * other, dim=-1)
        return {"image": mix(v, t), "text": mix(t, v)}

    def between(self, x, y):
        if self.embedding_head["type"] == "simplex-head":
            return -0.5 * (x[:, None] - y[None]).abs().sum(-1)
        return x @ y.T

    def pairs(self, images, tokens):
        return self.projected("image", self.image.features(images)), self.projected("text", self.text.features(tokens))

    def projected(self, side, features):
        return self.rows(side, getattr(self, side).trunk.projection(features))

    # Temperature

    def scale(self, progress):
        options = self.temperature["options"]
        if self.temperature["type"] == "learned-logit-scale":
            assert options.get("divisor", 1) == 1
            return self.logit_scale.exp()
        assert self.temperature["type"] == "scheduled-logit-scale" and options["form"] == "linear"
        return torch.tensor(1 / (options["from"] + (options["to"] - options["from"]) * progress), dtype=self.image.positions.dtype)

    @torch.no_grad()
    def clamp(self):
        if hasattr(self, "logit_scale"):
            options = self.temperature["options"]
            self.logit_scale.clamp_(math.log(options["minimum"]), math.log(options["maximum"]))
