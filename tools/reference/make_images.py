"""Writes packages/datasets/fixtures/pillow.json: image files of every kind, and what Pillow makes of them.

Needs: numpy pillow (tried: see "made_with"). Run: python tools/reference/make_images.py
"""

import base64
import hashlib
import importlib.metadata
import io
import json
import random
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

OUT = Path(__file__).parents[2] / "packages/datasets/fixtures/pillow.json"
draw = random.Random(0)
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def rows(width, height, depth, colour):
    """Any bytes are valid rows, if each starts with the number of a filter."""
    length = (width * depth * CHANNELS[colour] + 7) // 8
    return b"".join(bytes([draw.randrange(5)]) + draw.randbytes(length) for _ in range(height))


def png(width, height, depth, colour, interlaced, extra=b""):
    passes = [(-(-(width - x) // dx), -(-(height - y) // dy)) for x, y, dx, dy in ADAM7 if width > x and height > y]
    raw = b"".join(rows(w, h, depth, colour) for w, h in (passes if interlaced else [(width, height)]))
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    if colour == 3:
        extra += chunk(b"PLTE", draw.randbytes(3 * 2**depth)) + chunk(b"tRNS", b"\x00\x80")
    elif colour < 3:
        extra += chunk(b"tRNS", bytes(CHANNELS[colour] * 2))
    data = zlib.compress(raw)
    pieces = chunk(b"IDAT", data[:5]) + chunk(b"IDAT", b"") + chunk(b"IDAT", data[5:])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + pieces + chunk(b"IEND", b"")


def gif(width, height, colours, interlace, transparent=None, moved=False):
    seed = draw.randrange(2**31)
    image = Image.fromarray(np.random.default_rng(seed).integers(0, colours, (height, width), dtype=np.uint8), "P")
    image.putpalette(draw.randbytes(3 * colours))
    file = io.BytesIO()
    options = {} if transparent is None else {"transparency": transparent}
    image.save(file, "GIF", interlace=interlace, optimize=False, **options)
    made = bytearray(file.getvalue())
    if moved:  # a screen of another size, and the image not at its corner
        at = made.index(b"\x2c", 13 + 3 * 2 ** ((made[10] & 7) + 1))
        made[6:10] = struct.pack("<HH", width + 3, height - 1)
        made[at + 1 : at + 5] = struct.pack("<HH", 2, 1)
    return bytes(made)


def cmyk(transform):
    pixels = np.random.default_rng(1).integers(0, 256, (8, 12, 4), dtype=np.uint8)
    pixels[:, :6] = [0, 255, 255, 0]
    file = io.BytesIO()
    Image.fromarray(pixels, "CMYK").save(file, "JPEG", quality=95, subsampling=0)
    made = bytearray(file.getvalue())
    at = made.index(b"\xff\xee")
    length = int.from_bytes(made[at + 2 : at + 4], "big")
    if transform is None:
        del made[at : at + 2 + length]
    else:
        made[at + 1 + length] = transform
    return bytes(made)


def files():
    for colour, depths in DEPTHS.items():
        for depth in depths:
            for interlaced in 0, 1:
                for width, height in (1, 1), (3, 5), (9, 8):
                    yield f"colour {colour}, {depth} bits, interlaced {interlaced}, {width} x {height}.png", png(width, height, depth, colour, interlaced)
    yield "all that describes.png", png(4, 3, 8, 3, 0, chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"sBIT", b"\x01\x01\x01") + chunk(b"bKGD", b"\x00") + chunk(b"tEXt", b"a\x00b"))
    yield "a checksum of pixels that is wrong.png", png(4, 3, 8, 2, 0)[:-16] + b"abcd" + chunk(b"IEND", b"")
    yield "without an end.png", png(4, 3, 8, 2, 0)[:-12]
    for width, height, colours in (1, 1, 2), (5, 4, 3), (9, 17, 16), (40, 33, 256):
        for interlace in 0, 1:
            yield f"{colours} colours, interlaced {interlace}, {width} x {height}.gif", gif(width, height, colours, interlace)
    yield "transparent.gif", gif(6, 5, 8, 0, transparent=3)
    yield "moved.gif", gif(6, 5, 8, 0, moved=True)
    yield "moved and transparent.gif", gif(6, 5, 8, 1, transparent=7, moved=True)
    greys = io.BytesIO()
    Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16)).save(greys, "GIF")
    yield "grey.gif", greys.getvalue()
    yield "CMYK.jpg", cmyk(0)
    yield "YCCK.jpg", cmyk(2)
    yield "CMYK of no program.jpg", cmyk(None)


def fact(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    mode, size = image.mode, image.size
    if mode == "I;16":  # Pillow clips; the upper byte is a deviation
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    colours = image.convert("RGBA" if mode in ("LA", "RGBA") else "RGB").tobytes()
    return {"file": base64.b64encode(content).decode(), "mode": mode, "size": size, "colours": hashlib.sha256(colours).hexdigest()}


made_with = {name: importlib.metadata.version(name) for name in ("numpy", "pillow")}
OUT.write_text(json.dumps({"made_with": made_with, "files": {name: fact(content) for name, content in files()}}, indent=0) + "\n")
