"""The other side of `npm run check:twin`: one exported run trained again with PyTorch's own modules and AdamW.

usage: twin.py FOLDER THREADS ARM…       an arm is float64, float32 or bfloat16 (autocast of the towers)

FOLDER holds what `tools/twin/exported-run.ts` wrote: `run.json` (specs of the run, learning rates, weights of the terms,
names and hashes of the other files), initial weights by address, batches, and what is evaluated. Each arm's losses, logit
scale, final weights by address and scores are written to `ARM.safetensors` there, in float64.
"""

import hashlib
import json
import math
import sys
from pathlib import Path

import torch
from safetensors.torch import load, save_file
from twin_losses import LOSSES
from twin_model import Model

DTYPES = {"float64": torch.float64, "float32": torch.float32, "bfloat16": torch.float32}
KS = (1, 5, 10)


class Folder:
    def __init__(self, path):
        self.path = Path(path)
        self.run = json.loads((self.path / "run.json").read_text())

    def tensors(self, name):
        data = (self.path / name).read_bytes()
        if hashlib.sha256(data).hexdigest() != self.run["sha256"][name]:
            sys.exit(f"{name}: its SHA-256 is not the one in run.json")
        return load(data)


class Arm:
    """One training in one precision."""

    def __init__(self, name, run, weights):
        self.name, self.run, self.dtype = name, run, DTYPES[name]
        self.model = Model(run, weights, self.dtype)
        self.optimizer = adam_w(self.model, run)
        self.curves = {}
        self.done = 0

    def step(self, batch):
        progress = self.done / self.run["steps"]
        with torch.autocast("cpu", torch.bfloat16, enabled=self.name == "bfloat16"):
            seen = self.model.outputs(batch)
        seen = {name: value.to(self.dtype) for name, value in seen.items()}
        seen |= {"scale": self.model.scale(progress), "batch": batch, "model": self.model}
        seen |= self.model.joined(seen, batch)
        total = 0
        for term in self.run["terms"]:
            loss = LOSSES[term["type"]](seen, term)
            total = total + term["weights"][self.done] * loss
            self.add(term["symbol"], loss)
        self.add("L", total)
        self.add("logit scale", seen["scale"])
        rate = self.run["rates"][self.done]
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["factor"]
        self.optimizer.zero_grad()
        total.backward()
        self.optimizer.step()
        self.model.clamp()
        self.done += 1

    def add(self, name, value):
        self.curves.setdefault(name, []).append(value.item())

    def result(self, evaluated):
        double = lambda value: torch.as_tensor(value, dtype=torch.float64).contiguous()
        found = {f"curve/{name}": double(values) for name, values in self.curves.items()}
        found |= {f"weight/{name}": double(value.detach()) for name, value in self.model.by_address().items()}
        self.model.eval()
        for split in self.run["evaluated"]:
            with torch.no_grad():
                image, text = self.model.pairs(evaluated[f"{split}/images"], evaluated[f"{split}/tokens"])
            for name, value in scores(self.model, image, text, evaluated[f"{split}/tokens"]).items():
                found[f"score/{name.replace('*', split)}"] = double(value)
        return found


def adam_w(model, run):
    """No decay for parameters of fewer than two dimensions; a rate of its own for the temperature where it has one."""
    options = run["config"]["optimizer"]["options"]
    assert options["noDecay"] == [] and options["layerDecay"] == 1
    slow = run["config"]["temperature"]["options"].get("rate", 1)
    groups = {}
    for address, parameter in model.trained().items():
        key = (options["weightDecay"] if parameter.ndim >= 2 else 0, slow if address.startswith("logit-scale") else 1)
        groups.setdefault(key, []).append(parameter)
    groups = [{"params": params, "weight_decay": decay, "factor": factor} for (decay, factor), params in groups.items()]
    return torch.optim.AdamW(groups, lr=0, betas=(options["beta1"], options["beta2"]), eps=options["epsilon"])


def scores(model, image, text, tokens):
    """Recalls both ways, texts of equal tokens being right for each other's images, and the distance of the centroids."""
    right = (tokens[:, None] == tokens[None]).all(-1)
    similarity = model.between(image, text)
    found = {"gap/*/centroid-distance": float((image.mean(0) - text.mean(0)).norm())}
    for name, rows, own in (
        ("image-to-text", similarity, right),
        ("text-to-image", similarity.T, right.T),
    ):
        best = rows.masked_fill(~own, -math.inf).max(1, keepdim=True).values
        last = 1 + ((rows >= best) & ~own).sum(1)
        for k in KS:
            found[f"retrieval/*/{name}/R@{k}"] = float((last <= k).double().mean())
    return found


def main():
    folder = Folder(sys.argv[1])
    torch.set_num_threads(int(sys.argv[2]))
    torch.manual_seed(0)
    run = folder.run
    weights = folder.tensors("weights.safetensors")
    arms = [Arm(name, run, weights) for name in sys.argv[3:]]
    for name in run["batches"]:
        stored = folder.tensors(name)
        for step in range(run["steps"]):
            mine = {key.split("/", 1)[1]: value for key, value in stored.items() if key.split("/", 1)[0] == str(step)}
            if mine:
                for arm in arms:
                    arm.step(batch_of(mine, stored["palette"], arm.dtype))
    evaluated = folder.tensors("evaluated.safetensors") if run["evaluated"] else {}
    for arm in arms:
        if arm.done != run["steps"]:
            sys.exit(f"{arm.done} batches for {run['steps']} steps")
        own = batch_of(evaluated, evaluated["palette"], arm.dtype) if evaluated else {}
        save_file(arm.result(own), folder.path / f"{arm.name}.safetensors")
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads")


def batch_of(stored, palette, dtype):
    """Images [N, S, S, 3], as numbers or as bytes with a palette for each channel, become [N, 3, S, S]."""
    batch = {}
    for name, value in stored.items():
        if name == "palette":
            continue
        if value.dtype == torch.uint8:
            value = torch.stack([palette[c][value[..., c].long()] for c in range(3)], 3)
        if value.ndim == 4:
            value = value.permute(0, 3, 1, 2)
        batch[name] = value.to(dtype) if value.is_floating_point() else value.long()
    return batch


if __name__ == "__main__":
    main()
