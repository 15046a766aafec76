"""PyTorch in float64: loss terms from the equations of their papers, as the twin has them, and their gradients."""

import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parent.parent / "reference"))
from twin_losses import LOSSES  # noqa: E402


def computed(term, rows, scale):
    inputs = {name: torch.tensor(values, dtype=torch.float64, requires_grad=True) for name, values in rows.items()}
    inputs["scale"] = torch.tensor(scale, dtype=torch.float64, requires_grad=True)
    loss = LOSSES[term["type"]](inputs, term)
    loss.backward()
    gradients = {name: None if x.grad is None else x.grad.flatten().tolist() for name, x in inputs.items()}
    return {"loss": loss.item(), "gradients": gradients}


given = json.load(sys.stdin)
json.dump([computed(term, given["rows"], given["scale"]) for term in given["terms"]], sys.stdout)
