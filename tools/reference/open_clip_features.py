"""The other side of `npm run check:open-clip`: real open_clip models on PyTorch.

usage: open_clip_features.py make|load FOLDER < CASES.json

make: builds each case's model with random weights, writes its checkpoint and its features to FOLDER.
      A case: {"name", "model": a name of open_clip or a configuration, "file", "layout", "precision", "wrapped"}.
load: reads each case's checkpoint strictly into a fresh model and writes its features to FOLDER.
      A case: {"name", "model", "file"}; "model" may also be the path of a configuration file.

Images are noise, texts the captions in FOLDER/captions.json; both are written to FOLDER/<name>.inputs.safetensors
("image", "tokens"). Features are unit rows: FOLDER/<name>.features.safetensors ("image", "text").
"""

import json
import sys
import tempfile
from pathlib import Path

import open_clip
import timm
import torch
from open_clip.factory import load_state_dict
from safetensors.torch import save_file

IMAGES = 4

# Trunks of timm's own classes at tiny sizes, under names that a configuration can use.
VIT = {"patch_size": 8, "embed_dim": 128, "depth": 2, "num_heads": 2, "class_token": False}
TRUNKS = {
    "tiny_siglip": ("vit_base_patch16_siglip_224", {**VIT, "img_size": 32, "mlp_ratio": 3.5, "global_pool": "map"}),
    "tiny_registers": (
        "vit_base_patch16_siglip_gap_224",
        {**VIT, "img_size": 32, "reg_tokens": 3, "no_embed_class": True, "global_pool": "avg", "fc_norm": False},
    ),
    "tiny_convnext": ("convnext_atto", {"depths": (1, 2, 1, 1), "dims": (8, 16, 24, 32), "conv_mlp": False}),
}


def register(name, base, options):
    def trunk(pretrained=False, **given):
        return timm.create_model(base, pretrained=False, **{**options, **given})

    trunk.__name__, trunk.__module__ = name, __name__
    timm.models.register_model(trunk)


def name_hub_text(text_cfg):
    """A configuration of transformers under "hub" becomes a folder, which hf_model_name may be."""
    if "hub" in text_cfg:
        folder = tempfile.mkdtemp()
        kind = {"roberta": "RobertaConfig", "bert": "BertConfig"}[text_cfg["hub"]["model_type"]]
        getattr(__import__("transformers"), kind)(**text_cfg.pop("hub")).save_pretrained(folder)
        text_cfg.update(hf_model_name=folder, hf_model_pretrained=False)


def build(model):
    if isinstance(model, dict):
        given = {name: dict(value) if isinstance(value, dict) else value for name, value in model.items()}
        kind = open_clip.CustomTextCLIP if given.pop("custom_text", False) else open_clip.CLIP
        name_hub_text(given["text_cfg"])
        sees_text = given["text_cfg"].pop("correct_cls_mask", False)  # no option of open_clip 3.3's configurations
        model = open_clip.CoCa(**given) if "multimodal_cfg" in given else kind(**given)
        if sees_text:
            model.text.correct_cls_mask = True
        return model
    if model.endswith(".json"):
        open_clip.add_model_config(model)
        return open_clip.create_model(Path(model).stem)
    return open_clip.create_model(model)


def image_size(model):
    size = model.visual.image_size
    return size[0] if isinstance(size, tuple) else size


def inputs(folder, model):
    generator = torch.Generator().manual_seed(7)
    captions = json.loads((folder / "captions.json").read_text())
    size = image_size(model)
    image = torch.randn(IMAGES, 3, size, size, generator=generator)
    if hasattr(getattr(model, "text", None), "config"):
        return {"image": image, "tokens": padded_ids(model.text.config, generator)}
    tokenize = open_clip.get_tokenizer("ViT-B-32")
    return {"image": image, "tokens": tokenize(captions, context_length=model.context_length)}


def padded_ids(config, generator):
    """Random ids of several lengths, up to the longest that the model has places for."""
    longest = config.max_position_embeddings - (2 if config.model_type == "roberta" else 0)
    tokens = torch.full((IMAGES + 1, longest), config.pad_token_id)
    for row in range(IMAGES + 1):
        length = 1 + row * (longest - 1) // IMAGES
        tokens[row, :length] = torch.randint(2, config.vocab_size, (length,), generator=generator)
    return tokens


@torch.no_grad()
def features(model, given):
    model.eval()
    return {
        "image": model.encode_image(given["image"], normalize=True).contiguous(),
        "text": model.encode_text(given["tokens"], normalize=True).contiguous(),
    }


@torch.no_grad()
def disturb(model, precision):
    """Random values where initial ones are constant (biases, norms), rounded as the file will hold them."""
    torch.manual_seed(3)
    for parameter in model.parameters():
        parameter.add_(torch.randn_like(parameter) * 0.02)
        parameter.copy_(parameter.to(precision).float())
    for name, value in model.named_buffers():
        if name.endswith(("running_mean", "running_var")):
            value.add_(torch.rand_like(value)).copy_(value.to(precision).float())


def save(model, path, layout, precision, wrapped):
    prefix = "module." if wrapped else ""
    weights = {f"{prefix}{name}": value.to(precision).contiguous() for name, value in model.state_dict().items()}
    if layout == "safetensors":
        save_file(weights, path)
    elif layout == "legacy":
        torch.save(weights, path, _use_new_zipfile_serialization=False)
    else:
        torch.save({"epoch": 1, "name": "made", "state_dict": weights}, path)


def make(folder, cases):
    for case in cases:
        torch.manual_seed(0)
        model = build(case["model"])
        precision = getattr(torch, case["precision"])
        disturb(model, precision)
        given = inputs(folder, model)
        save_file(given, folder / f"{case['name']}.inputs.safetensors")
        save(model, folder / case["file"], case["layout"], precision, case["wrapped"])
        save_file(features(model, given), folder / f"{case['name']}.features.safetensors")


def load(folder, cases):
    for case in cases:
        model = build(case["model"])
        model.load_state_dict(load_state_dict(str(folder / case["file"])), strict=True)
        given = inputs(folder, model)
        save_file(given, folder / f"{case['name']}.inputs.safetensors")
        save_file(features(model, given), folder / f"{case['name']}.features.safetensors")


def main(action, folder):
    torch.set_num_threads(2)
    for name, (base, options) in TRUNKS.items():
        register(name, base, options)
    {"make": make, "load": load}[action](Path(folder), json.load(sys.stdin))
    print(f"open_clip {open_clip.__version__}, PyTorch {torch.__version__}")


if __name__ == "__main__":
    main(*sys.argv[1:])
