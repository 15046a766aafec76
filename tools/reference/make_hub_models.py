"""Tiny models of transformers with random weights, and their embeddings, for specs that run without Python.

usage: make_hub_models.py FOLDER   (needs transformers and torch; written with 5.24.0 and 2.15.0)

For each of CLIPModel and SiglipModel a folder with model.safetensors, config.json, and expected.safetensors: images
[N, 3, S, S] and token ids [N, T], and the unit rows of both ("image", "text", "image-rows", "text-rows").
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPModel, SiglipConfig, SiglipModel

VOCABULARY, CONTEXT = 40, 8

TOWER = {"hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2}
IMAGE = {"image_size": 12, "patch_size": 4}
TEXT = {"vocab_size": VOCABULARY, "max_position_embeddings": CONTEXT}


def clip():
    ends = {"bos_token_id": VOCABULARY - 2, "eos_token_id": VOCABULARY - 1, "pad_token_id": 0}
    text = {**TOWER, **TEXT, **ends, "hidden_size": 8, "intermediate_size": 16}
    return CLIPModel(CLIPConfig(text_config=text, vision_config={**TOWER, **IMAGE}, projection_dim=6))


def siglip():
    ends = {"bos_token_id": 2, "eos_token_id": 1, "pad_token_id": 1}
    return SiglipModel(SiglipConfig(text_config={**TOWER, **TEXT, **ends}, vision_config={**TOWER, **IMAGE}))


def texts(name, generator):
    ids = torch.randint(3, VOCABULARY - 2, (3, CONTEXT), generator=generator)
    for row, length in enumerate((2, 4, CONTEXT - 2)):
        if name == "clip":
            ids[row, 0] = VOCABULARY - 2
            ids[row, length + 1 :] = 0
            ids[row, length + 1] = VOCABULARY - 1
        else:
            ids[row, length:] = 1
    return ids


@torch.no_grad()
def main(folder):
    for name, make in (("clip", clip), ("siglip", siglip)):
        torch.manual_seed(5)
        model = make().eval()
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.05)
        model.logit_scale.fill_(2.5)
        generator = torch.Generator().manual_seed(1)
        images = torch.randn(3, 3, 12, 12, generator=generator)
        ids = texts(name, generator)
        out = folder / name
        out.mkdir(parents=True, exist_ok=True)
        model.save_pretrained(out)
        given = model(input_ids=ids, pixel_values=images)
        rows = {"image-rows": given.image_embeds, "text-rows": given.text_embeds}
        save_file({"image": images, "text": ids.int(), **{key: one.contiguous() for key, one in rows.items()}}, out / "expected.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
