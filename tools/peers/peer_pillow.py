"""Images by seed in every mode and format: a folder to size and pixels of each file."""

import hashlib
import json
import sys

import numpy as np
from peer_odd import stream
from PIL import Image

MODES = {
    "png": ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"],
    "jpeg": ["L", "RGB", "CMYK"],
    "webp": ["RGB", "RGBA", "L", "P"],
    "gif": ["1", "L", "P", "RGB", "RGBA"],
}


def drawing(rng, mode, width, height):
    noise = np.random.default_rng(rng.randrange(2**32))
    smooth = np.add.outer(np.arange(height) * rng.randint(1, 9), np.arange(width) * rng.randint(1, 9)) % 256
    if mode == "I;16":
        return Image.fromarray(noise.integers(0, 65536, (height, width), dtype=np.uint16))
    bands = {"LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4}.get(mode, 1)
    layers = [(smooth + noise.integers(0, rng.choice([1, 40, 256]), (height, width))) % 256 for _ in range(bands)]
    if mode in ("1", "P"):
        image = Image.fromarray(layers[0].astype(np.uint8), "L").convert("RGB")
        return image.convert("1") if mode == "1" else image.quantize(rng.choice([2, 3, 4, 7, 16, 17, 200, 256]))
    data = np.stack(layers, axis=-1).astype(np.uint8)
    return Image.fromarray(data[:, :, 0] if bands == 1 else data, mode)


def options(rng, kind, image):
    if kind == "jpeg":
        how = {"quality": rng.choice([5, 50, 75, 95, 100]), "progressive": rng.random() < 0.3, "optimize": rng.random() < 0.3}
        return how if image.mode == "CMYK" else {**how, "subsampling": rng.choice([0, 1, 2])}
    if kind == "png":
        how = {"compress_level": rng.choice([0, 1, 9])}
        if image.mode in ("P", "L", "RGB") and rng.random() < 0.3:
            how["transparency"] = (1, 2, 3) if image.mode == "RGB" else 1
        return how
    if kind == "webp":
        return {"lossless": rng.random() < 0.5, "quality": rng.choice([1, 80, 100]), "exact": rng.random() < 0.5}
    return {"interlace": rng.randrange(2), **({"transparency": 0} if rng.random() < 0.3 and image.mode == "P" else {})}


def pixels(path):
    with Image.open(path) as image:
        if image.mode == "I;16":  # the upper byte: docs/deviations.md
            image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
        return list(image.size), hashlib.sha256(image.convert("RGB").tobytes()).hexdigest()


folder = json.load(sys.stdin)
written = []
for number in range(600):
    rng = stream("pillow", number)
    kind = rng.choice(list(MODES))
    mode = rng.choice(MODES[kind])
    width, height = (rng.choice([1, 2, 7, 8, 9, 16, 33, 60]) for _ in range(2))
    image = drawing(rng, mode, width, height)
    how = options(rng, kind, image)
    if kind == "gif" and rng.random() < 0.3:
        how.update(save_all=True, append_images=[drawing(rng, mode, width, height)], disposal=rng.randrange(3))
    name = f"{number}-{mode.replace(';', '')}-{width}x{height}.{kind}"
    image.save(f"{folder}/{name}", kind, **how)
    size, digest = pixels(f"{folder}/{name}")
    written.append({"file": name, "size": size, "pixels": digest})
json.dump(written, sys.stdout)
