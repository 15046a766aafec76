"""The model of `npm run bench:step -- --shape heads`: heads on kept features, as our residual-trunk (tools/reference/bench_step.py)."""

import math

import torch
import torch.nn.functional as F


class Trunk(torch.nn.Module):
    """Residual blocks x + dropout(W GELU(W LN(x))), LayerNorm, projection, unit rows."""

    def __init__(self, width):
        super().__init__()
        nn = torch.nn
        block = lambda: nn.Sequential(
            nn.LayerNorm(width), nn.Linear(width, width), nn.GELU(), nn.Linear(width, width), nn.Dropout(0.1)
        )
        self.blocks = nn.ModuleList([block(), block()])
        self.head = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, width))

    def forward(self, x):
        for block in self.blocks:
            x = x + block(x)
        return F.normalize(self.head(x), dim=-1)


class Heads(torch.nn.Module):
    """Features to the shared space: LayerNorm without parameters, dropout, a matrix each, a trunk each or one."""

    def __init__(self, task):
        super().__init__()
        nn, width = torch.nn, task["embeddingWidth"]
        side = lambda inputs: nn.Sequential(
            nn.LayerNorm(inputs, elementwise_affine=False), nn.Dropout(0.3), nn.Linear(inputs, width)
        )
        self.image, self.text = side(task["features"]["image"]), side(task["features"]["text"])
        self.image_trunk = Trunk(width)
        self.text_trunk = Trunk(width) if task["variant"] == "CLIP" else self.image_trunk
        self.logit_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))

    def forward(self, image, text):
        rows = self.image_trunk(self.image(image)), self.text_trunk(self.text(text))
        return *rows, self.logit_scale.exp()
