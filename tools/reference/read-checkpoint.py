"""Reads a .pt file that we wrote and compares it with a safetensors file of the same tensors.

usage: read-checkpoint.py CHECKPOINT.pt TENSORS.safetensors

With torch installed the file goes through torch.load(weights_only=True). Without it, CPython's own pickle and zip
modules read the file the way torch.load does, with stand-ins for the few names of torch that it mentions.
"""

import collections
import json
import pickle
import struct
import sys
import zipfile

FORMATS = {"F64": "d", "F32": "f", "F16": "e", "I64": "q", "I32": "i", "I16": "h", "I8": "b", "U8": "B", "BOOL": "B", "BF16": "H"}
STORAGES = {
    "DoubleStorage": "F64", "FloatStorage": "F32", "HalfStorage": "F16", "BFloat16Storage": "BF16", "LongStorage": "I64",
    "IntStorage": "I32", "ShortStorage": "I16", "CharStorage": "I8", "ByteStorage": "U8", "BoolStorage": "BOOL",
}


def safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header.pop("__metadata__", None)
    return {
        name: (tuple(entry["shape"]), data[slice(*entry["data_offsets"])])
        for name, entry in header.items()
    }


class Unpickler(pickle.Unpickler):
    def __init__(self, archive, root):
        super().__init__(archive.open(f"{root}/data.pkl"))
        self.archive, self.root = archive, root

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return self.rebuild
        if module == "torch" and name in STORAGES:
            return STORAGES[name]
        raise pickle.UnpicklingError(f"{module}.{name}")

    def persistent_load(self, identity):
        kind, dtype, key, location, count = identity
        data = self.archive.read(f"{self.root}/data/{key}")
        assert kind == "storage" and location == "cpu", identity
        assert len(data) == count * struct.calcsize(FORMATS[dtype]), identity
        return data

    @staticmethod
    def rebuild(data, offset, shape, strides, requires_grad, hooks):
        expected = [1] * len(shape)
        for axis in range(len(shape) - 2, -1, -1):
            expected[axis] = expected[axis + 1] * shape[axis + 1]
        assert offset == 0 and list(strides) == expected and not requires_grad and not hooks
        return tuple(shape), data


def load(path):
    try:
        import torch
    except ImportError:
        archive = zipfile.ZipFile(path)
        assert archive.testzip() is None
        root = archive.namelist()[0].split("/")[0]
        return Unpickler(archive, root).load()
    plain = torch.load(path, map_location="cpu", weights_only=True)
    return {
        name: (tuple(tensor.shape), bytes(tensor.contiguous().view(-1).view(torch.uint8).numpy().tobytes()))
        for name, tensor in plain.get("state_dict", plain).items()
    }


def main(checkpoint, tensors):
    read, wanted = load(checkpoint), safetensors(tensors)
    read = read.get("state_dict", read)
    assert list(sorted(read)) == list(sorted(wanted)), set(read) ^ set(wanted)
    for name, expected in wanted.items():
        assert tuple(read[name]) == expected, name
    print(f"{len(wanted)} tensors equal")


if __name__ == "__main__":
    main(*sys.argv[1:])
