"""webdataset writes shards, or reads one of ours: names of members to hashes."""

import hashlib
import json
import sys

import webdataset as wds
from peer_odd import caption, png, stream


def digest(data):
    return hashlib.sha256(data).hexdigest()


def write(folder):
    with open(f"{folder}/image.png", "wb") as file:
        file.write(png(stream("webdataset")))
    written = []
    for number in range(12):
        rng = stream("webdataset", number)
        rows = []
        name = f"shard-{number}.tar" + (".gz" if number % 3 == 2 else "")
        keys = [f"{i:04}" for i in range(8)] + ["sub/folder/k", "é", "with space", "a-b_c", "x" * (120 if number % 2 else 60)]
        with wds.TarWriter(f"{folder}/{name}", compress=name.endswith("gz")) as sink:
            for key in keys:
                image, text = png(rng), caption(rng, "\0")
                sample = {"__key__": key, "png": image}
                if number % 4 == 1:
                    sample["json"] = {"caption": text, "other": [1]}
                else:
                    sample["txt"] = text
                if number % 4 == 3:
                    sample["cls"] = 3
                sink.write(sample)
                rows.append([key, digest(image), [text]])
        written.append({"file": name, "rows": rows})
    return written


def read(folder):
    found = {}
    for sample in wds.WebDataset(f"{folder}/ours.tar", shardshuffle=False):
        for name, data in sample.items():
            if not name.startswith("__"):
                found[f"{sample['__key__']}.{name}"] = digest(data)
    return found


given = json.load(sys.stdin)
json.dump({"write": write, "read": read}[given["action"]](given["folder"]), sys.stdout)
