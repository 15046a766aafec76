"""The other side of `npm run check:open-clip` for Hugging Face: real models of transformers on PyTorch.

usage: hub_features.py make|load FOLDER < CASES.json

make: builds each case's model with random weights, writes it to FOLDER/<name> as save_pretrained does, and its features.
      A case: {"name", "model": "CLIPModel" or "SiglipModel", "vision": {…}, "text": {…}, "shards": size of a file or null,
      "pickled": whether weights are a pytorch_model.bin}.
load: reads FOLDER/<name> with from_pretrained, which must not miss or leave out a weight, and writes its features.
      A case: {"name", "model"}.

Images are noise, ids random; FOLDER/<name>.inputs.safetensors has both ("image", "tokens"), and is made once. Features are unit
rows: FOLDER/<name>.features.safetensors ("image", "text").
"""

import json
import sys
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file, save_file

N = 4


def inputs(path, model):
    if path.exists():
        return load_file(path)
    generator = torch.Generator().manual_seed(7)
    vision, text = model.config.vision_config, model.config.text_config
    length = text.max_position_embeddings
    ids = torch.randint(3, text.vocab_size - 2, (N, length), generator=generator)
    for row in range(N):
        end = 2 + row * (length - 3) // (N - 1)
        ids[row, end:] = 1 if isinstance(model, transformers.SiglipModel) else 0
        if isinstance(model, transformers.CLIPModel):
            ids[row, 0], ids[row, end] = text.vocab_size - 2, text.vocab_size - 1
    size = vision.image_size
    return {"image": torch.randn(N, 3, size, size, generator=generator), "tokens": ids.int()}


@torch.no_grad()
def features(model, given):
    out = model.eval()(input_ids=given["tokens"].long(), pixel_values=given["image"])
    return {"image": out.image_embeds.contiguous(), "text": out.text_embeds.contiguous()}


def write(folder, name, model):
    path = folder / f"{name}.inputs.safetensors"
    given = inputs(path, model)
    save_file(given, path)
    save_file(features(model, given), folder / f"{name}.features.safetensors")


@torch.no_grad()
def disturb(model):
    """Random values where initial ones are constant (biases, norms)."""
    torch.manual_seed(3)
    for parameter in model.parameters():
        parameter.add_(torch.randn_like(parameter) * 0.02)


def make(folder, cases):
    for case in cases:
        torch.manual_seed(0)
        kind = case["model"]
        size = case["text"]["vocab_size"]
        clip = kind == "CLIPModel"
        ends = {"bos_token_id": size - 2, "eos_token_id": size - 1} if clip else {"bos_token_id": 2, "eos_token_id": 1}
        config = (transformers.CLIPConfig if clip else transformers.SiglipConfig)(
            vision_config=case["vision"],
            text_config={**case["text"], **ends},
            **({"projection_dim": case["projection"]} if clip else {}),
        )
        model = getattr(transformers, kind)(config)
        disturb(model)
        out = folder / case["name"]
        model.save_pretrained(out, **({"max_shard_size": case["shards"]} if case["shards"] else {}))
        if case["pickled"]:
            (out / "model.safetensors").unlink()
            torch.save(model.state_dict(), out / "pytorch_model.bin")
        write(folder, case["name"], model)


def load(folder, cases):
    for case in cases:
        model, said = getattr(transformers, case["model"]).from_pretrained(folder / case["name"], output_loading_info=True)
        wrong = {key: sorted(map(str, one)) for key, one in said.items() if one}
        if wrong:
            raise SystemExit(f"{case['name']}: {wrong}")
        write(folder, case["name"], model)


def main(action, folder):
    torch.set_num_threads(2)
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    {"make": make, "load": load}[action](Path(folder), json.load(sys.stdin))
    print(f"transformers {transformers.__version__}, PyTorch {torch.__version__}")


if __name__ == "__main__":
    main(*sys.argv[1:])
