"""Writes packages/formats/fixtures/tensors.json: small files of torch.save and safetensors, and the numbers in them.

Needs: torch safetensors numpy (tried: see "made_with"). Run: python tools/reference/make_tensors.py
"""

import base64
import importlib.metadata
import io
import json
from pathlib import Path

import safetensors.torch
import torch

OUT = Path(__file__).parents[2] / "packages/formats/fixtures/tensors.json"
values = torch.arange(6, dtype=torch.float32).reshape(2, 3) - 2
complex_values = torch.complex(values, values * 10)
parameter = torch.nn.Parameter(values)
parameter.note = "with attributes"
tensor_with_attributes = values.clone()
tensor_with_attributes.note = "with attributes"

SAVED = {
    "negative bit": torch._neg_view(values),
    "negative bit of a view": torch._neg_view(values.t()),
    "negative bit of whole numbers": torch._neg_view(values.long()),
    "imaginary part of a conjugate": complex_values.conj().imag,
    "parameter with attributes": parameter,
    "tensor with attributes": tensor_with_attributes,
    "requires a gradient": values.clone().requires_grad_(),
    "transposed": values.t(),
    "expanded": values[:, 1].expand(3, 2),
    "uint16": (values + 2).to(torch.uint16),
    "uint32": (values + 2).to(torch.uint32),
    "uint64": (values + 2).to(torch.uint64),
    "float8_e4m3fn": values.to(torch.float8_e4m3fn),
    "float8_e5m2": values.to(torch.float8_e5m2),
}
REFUSED = {
    "complex": complex_values,
    "conjugate": complex_values.conj(),
    "sparse": values.to_sparse(),
    "compressed sparse": values.to_sparse_csr(),
    "quantised": torch.quantize_per_tensor(values, 0.1, 0, torch.qint8),
    "without numbers": torch.empty(2, 3, device="meta"),
    "module": torch.nn.Linear(2, 2),
}


def saved(data, **options):
    file = io.BytesIO()
    torch.save(data, file, **options)
    return base64.b64encode(file.getvalue()).decode()


def numbers(tensor):
    return [float(one) for one in tensor.detach().resolve_neg().resolve_conj().to(torch.float64).flatten()]


def every_byte(kind):
    tensor = torch.arange(256, dtype=torch.uint8).view(kind)
    file = base64.b64encode(safetensors.torch.save({"all": tensor, "one": torch.ones(1)})).decode()
    return {"file": file, "numbers": [str(float(one)) for one in tensor.to(torch.float32)]}


OUT.parent.mkdir(exist_ok=True)
OUT.write_text(
    json.dumps(
        {
            "made_with": {name: importlib.metadata.version(name) for name in ("torch", "safetensors")},
            "saved": {name: {"file": saved({"x": tensor}), "shape": list(tensor.shape), "numbers": numbers(tensor)} for name, tensor in SAVED.items()},
            "refused": {name: saved({"x": tensor}) for name, tensor in REFUSED.items()},
            "legacy": {f"protocol {p}": saved({"model_state_dict": {"x": values}, "epoch": 3}, pickle_protocol=p, _use_new_zipfile_serialization=False) for p in (2, 3, 4, 5)},
            "every byte": {"F8_E4M3": every_byte(torch.float8_e4m3fn), "F8_E5M2": every_byte(torch.float8_e5m2)},
            "one complex": base64.b64encode(safetensors.torch.save({"a": values, "c": complex_values, "z": values * 2})).decode(),
            "unsigned": base64.b64encode(safetensors.torch.save({"U16": torch.tensor([65535], dtype=torch.uint16), "U32": torch.tensor([2**32 - 1], dtype=torch.uint32), "U64": torch.tensor([2**63 - 1], dtype=torch.uint64)})).decode(),
        },
        indent=0,
    )
    + "\n"
)
