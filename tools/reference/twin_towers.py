"""The towers of `twin.py`, of PyTorch's own modules."""

import math

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.norm_1, self.norm_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.mlp = nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, width))

    def forward(self, x, mask):
        y = self.norm_1(x)
        x = x + self.attention(y, y, y, need_weights=False, attn_mask=mask)[0]
        return x + self.mlp(self.norm_2(x))


class Trunk(nn.Module):
    """What both towers have, and SharedCLIP's share: blocks, last LayerNorm, projection."""

    def __init__(self, options):
        super().__init__()
        width, heads = options["width"], options.get("heads") or max(1, options["width"] // 32)
        self.blocks = nn.ModuleList(
            Block(width, heads, int(width * options["mlpRatio"])) for _ in range(options["layers"])
        )
        self.post_norm = nn.LayerNorm(width)
        self.projection = nn.Linear(width, options["embeddingWidth"], bias=False)


class ImageTower(nn.Module):
    def __init__(self, options, trunk):
        super().__init__()
        width, patch = options["width"], options["patchSize"]
        self.patches = nn.Conv2d(3, width, patch, stride=patch, bias=False)
        self.class_token = nn.Parameter(torch.zeros(width))
        self.positions = nn.Parameter(torch.zeros(1 + (options["imageSize"] // patch) ** 2, width))
        self.pre_norm = nn.LayerNorm(width)
        self.trunk = trunk

    def features(self, images):
        x = self.patches(images).flatten(2).transpose(1, 2)
        x = torch.cat([self.class_token.expand(len(x), 1, -1).to(x.dtype), x], 1) + self.positions
        x = self.pre_norm(x)
        for block in self.trunk.blocks:
            x = block(x, None)
        return self.trunk.post_norm(x[:, 0])


class TextTower(nn.Module):
    def __init__(self, options, trunk, vocabulary, context):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, options["width"])
        self.positions = nn.Parameter(torch.zeros(context, options["width"]))
        self.trunk = trunk

    def features(self, ids):
        n = ids.shape[1]
        x = self.tokens(ids) + self.positions[:n]
        mask = torch.triu(torch.full((n, n), -math.inf, dtype=x.dtype), 1)
        for block in self.trunk.blocks:
            x = block(x, mask)
        return self.trunk.post_norm(x[torch.arange(len(ids)), ids.argmax(1)])
