"""How parameters of PyTorch's modules stand at our addresses (`twin_model.py`)."""

from torch import nn


def named(place, module):
    is_linear = isinstance(module, nn.Linear)
    yield f"{place}/{'kernel' if is_linear else 'scale'}", module.weight, "transposed" if is_linear else None
    yield f"{place}/bias", module.bias, None


def theirs(value, like, form):
    """[inputs, outputs] to [outputs, inputs]; rows of a patch by row, column, channel to [outputs, channel, row, column]."""
    if form == "transposed":
        return value.T
    if form == "patches":
        _, channels, rows, columns = like.shape
        return value.reshape(rows, columns, channels, -1).permute(3, 2, 0, 1)
    return value


def ours(value, form):
    if form == "transposed":
        return value.T
    if form == "patches":
        return value.permute(2, 3, 1, 0).reshape(-1, len(value))
    return value
