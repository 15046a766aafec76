"""PyTorch, safetensors and torchmetrics: files of every type and layout with their values, scores, and a look at ours."""

import json
import sys
from collections import OrderedDict

import safetensors.torch
import torch
from torchmetrics.classification import MulticlassAccuracy
from torchmetrics.retrieval import RetrievalHitRate

TYPES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
    torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
}  # fmt: skip


def about(tensor):
    tensor = tensor.detach().cpu().contiguous()
    values = tensor.flatten()
    whole = not tensor.dtype.is_floating_point and tensor.dtype != torch.bool
    values = [str(v) for v in values.tolist()] if whole else values.tolist() if tensor.dtype == torch.bool else values.double().tolist()
    return {"type": TYPES[tensor.dtype], "shape": list(tensor.shape), "values": values}


def layouts(dtype):
    torch.manual_seed(3)
    base = torch.randint(0, 2 if dtype == torch.bool else 50, (4, 6)).to(dtype)
    shared = torch.arange(24).to(dtype)
    return OrderedDict(
        whole=base,
        transposed=base.t(),
        rows=base[1:3],
        every_other=base[:, ::2],
        reordered=base.reshape(2, 2, 6).permute(2, 0, 1),
        expanded=base[:1].expand(3, 6),
        scalar=base[0, 0],
        none=base[:0],
        first_view=shared[:6],
        second_view=shared[3:9].view(2, 3),
    )


def write_files(folder):
    written = []

    def save(name, value, tensors, **how):
        torch.save(value, f"{folder}/{name}", **how)
        written.append({"file": name, **({} if tensors is None else {"tensors": {k: about(v) for k, v in tensors.items()}})})

    for dtype, name in TYPES.items():
        tensors = layouts(dtype)
        for legacy in (False, True):
            for protocol in (2, 3, 4, 5):
                how = {"_use_new_zipfile_serialization": not legacy, "pickle_protocol": protocol}
                save(f"{name}-{'legacy' if legacy else 'zip'}-{protocol}.pt", tensors, tensors, **how)
        flat = {key: value.contiguous().clone() for key, value in tensors.items()}
        safetensors.torch.save_file(flat, f"{folder}/{name}.safetensors")
        written.append({"file": f"{name}.safetensors", "tensors": {key: about(value) for key, value in flat.items()}})
    parameter = {"w": torch.nn.Parameter(torch.randn(2, 3)), "b": torch.nn.Parameter(torch.randn(3), requires_grad=False)}
    save("parameters.pt", parameter, parameter)
    linear = torch.nn.Linear(3, 2).state_dict()
    save("state-dict.pt", linear, linear)
    negative = {"x": torch._neg_view(torch.arange(4.0)), "imaginary": torch.complex(torch.ones(3), torch.arange(3.0)).conj().imag}
    save("negative.pt", negative, negative)
    save("complex.pt", {"x": torch.complex(torch.ones(3), torch.ones(3))}, None)
    save("sparse.pt", {"x": torch.eye(3).to_sparse()}, None)
    save("quantized.pt", {"x": torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8)}, None)
    return written


def scores():
    samples = []
    for seed in range(20):
        torch.manual_seed(seed)
        images, per_image, width, classes = 4 + seed, 1 + seed % 3, 5, 3 + seed % 5
        image, text = torch.randn(images, width), torch.randn(images * per_image, width)
        of_text = torch.arange(images).repeat_interleave(per_image)
        similarity = image @ text.t()
        recalls = {}
        for direction, logits, relevant in (
            ("image", similarity, torch.arange(images)[:, None] == of_text[None]),
            ("text", similarity.t(), of_text[:, None] == torch.arange(images)[None]),
        ):
            queries = torch.arange(len(logits))[:, None].expand_as(logits)
            for k in (1, 2, 3):
                hit = RetrievalHitRate(top_k=k)(logits.flatten(), relevant.flatten(), indexes=queries.flatten())
                recalls[f"{direction}@{k}"] = float(hit)
        logits, targets = torch.randn(images, classes), torch.randint(classes, (images,))
        top = {str(k): float(MulticlassAccuracy(classes, k, average="micro")(logits, targets)) for k in (1, 2)}
        present = torch.zeros(classes).index_fill_(0, targets, 1).bool()
        each = MulticlassAccuracy(classes, average="none")(logits, targets)
        samples.append(
            {
                "image": image.tolist(), "text": text.tolist(), "imageOfText": of_text.tolist(), "logits": logits.tolist(),
                "targets": targets.tolist(), "recalls": recalls, "top": top, "macro": float(each[present].mean()),
            }  # fmt: skip
        )
    return samples


def read(folder):
    files = {
        "ours.pt": torch.load(f"{folder}/ours.pt", weights_only=True),
        "ours.safetensors": safetensors.torch.load_file(f"{folder}/ours.safetensors"),
    }
    return {file: {name: value.flatten().double().tolist() for name, value in found.items()} for file, found in files.items()}


given = json.load(sys.stdin)
if given["action"] == "write":
    json.dump({"files": write_files(given["folder"]), "scores": scores()}, sys.stdout)
else:
    json.dump(read(given["folder"]), sys.stdout)
