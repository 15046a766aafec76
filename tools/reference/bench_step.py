"""The other side of `npm run bench:step`: the same steps in open_clip on PyTorch.

Reads a task as one line of JSON, answers with one line, then trains one step for each line `step` and answers
{"ms": ...}; ends with its input (tools/bench/step/side.ts).

The model is open_clip's own CLIP class, the loop that of its training script: forward (under autocast where the task
says bfloat16), loss, backward, AdamW, clamp of the logit scale. AdamW is PyTorch's fused one, which is faster than the default here.
SharedCLIP and AlignCLIP hold one transformer, post-LN and projection for both towers; AlignCLIP's loss is the official
one (ClipInModalityLoss of the authors' repository, arXiv 2406.17639), with S given.
"""

import json
import math
import sys
import time

import open_clip
import torch
import torch.nn.functional as F
from bench_heads import Heads
from open_clip.loss import ClipLoss
from open_clip.model import CLIP, CLIPTextCfg, CLIPVisionCfg


def build(task):
    width, layers, heads = task["width"], task["layers"], task["heads"]
    resnet = task.get("resnetLayers")
    model = CLIP(
        embed_dim=task["embeddingWidth"],
        vision_cfg=CLIPVisionCfg(
            layers=resnet or layers,
            width=64 if resnet else width,
            head_width=64 if resnet else width // heads,
            patch_size=task["patchSize"],
            image_size=task["imageSize"],
        ),
        text_cfg=CLIPTextCfg(
            context_length=task["contextLength"],
            vocab_size=task["vocabularySize"],
            width=width,
            heads=heads,
            layers=layers,
        ),
    )
    if task["variant"] != "CLIP":
        model.transformer = model.visual.transformer
        model.ln_final = model.visual.ln_post
        model.text_projection = model.visual.proj
    return model.train()


def align_clip_loss(image, text, scale, distance):
    """CE(s I T') + CE(s T I') + 1/2 sum over X of CE(s (X X' * D + diag(I T'))), D = 1 - S."""
    targets = torch.arange(len(image), device=image.device)
    logits = scale * image @ text.T
    loss = F.cross_entropy(logits, targets) + F.cross_entropy(logits.T, targets)
    pairs = torch.diag((image * text).sum(1))
    for x in (image, text):
        loss = loss + 0.5 * F.cross_entropy(scale * ((x @ x.T) * distance + pairs), targets)
    return loss


def adam_w(model):
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    decays = [p for _, p in named if p.ndim >= 2]
    others = [p for _, p in named if p.ndim < 2]
    groups = [{"params": others, "weight_decay": 0.0}, {"params": decays, "weight_decay": 0.1}]
    return torch.optim.AdamW(groups, lr=1e-4, betas=(0.9, 0.98), eps=1e-6, fused=True)


def update(model, optimizer, loss):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        model.logit_scale.clamp_(0, math.log(100))
    assert math.isfinite(loss.item())


class Training:
    def __init__(self, task):
        torch.manual_seed(0)
        n, size = task["batchSize"], task["imageSize"]
        self.aligned = task["variant"] == "AlignCLIP"
        self.low = task.get("precision") == "bfloat16"
        self.device = task.get("device", "cpu")
        features = task.get("features")
        self.model = (Heads(task).train() if features else build(task)).to(self.device)
        self.parameters = sum(p.numel() for p in self.model.parameters())
        self.forward = torch.compile(self.model) if task["compile"] else self.model
        self.optimizer = adam_w(self.model)
        self.clip_loss = ClipLoss()
        if features:
            self.images = [torch.randn(n, features["image"]) for _ in task["batches"]]
            self.tokens = [torch.randn(n, features["text"]) for _ in task["batches"]]
        else:
            self.images = [torch.rand(n, 3, size, size) * 4 - 2 for _ in task["batches"]]
            self.tokens = [torch.tensor(ids).reshape(n, task["contextLength"]) for ids in task["batches"]]
        noise = torch.rand(n, n)
        self.distance = (1 - (noise + noise.T) / 2) * (1 - torch.eye(n))
        for name in ("images", "tokens"):
            setattr(self, name, [batch.to(self.device) for batch in getattr(self, name)])
        self.distance = self.distance.to(self.device)
        self.done = 0

    def step(self):
        index = self.done % len(self.images)
        self.done += 1
        start = time.perf_counter()
        with torch.autocast(self.device, torch.bfloat16, enabled=self.low):
            image, text, scale = self.forward(self.images[index], self.tokens[index])
        image, text = image.float(), text.float()
        if self.aligned:
            loss = align_clip_loss(image, text, scale, self.distance)
        else:
            loss = self.clip_loss(image, text, scale)
        update(self.model, self.optimizer, loss)
        if self.device == "cuda":
            torch.cuda.synchronize()
        return (time.perf_counter() - start) * 1000


def say(answer):
    print(json.dumps(answer), flush=True)


def main():
    task = json.loads(sys.stdin.readline())
    torch.set_num_threads(task["threads"])
    training = Training(task)
    mode = "torch.compile" if task["compile"] else "eager"
    where = torch.cuda.get_device_name() if training.device == "cuda" else f"{task['threads']} threads"
    versions = f"open_clip {open_clip.__version__}, PyTorch {torch.__version__} {mode} ({where})"
    say({"parameters": training.parameters, "versions": versions})
    for line in sys.stdin:
        if line.strip() == "step":
            say({"ms": training.step()})


if __name__ == "__main__":
    main()
