"""Captions and images by seed that are hard to write and to read."""

import io
import random

from PIL import Image

PIECES = [
    "a dog", "Two cats", 'a 5" nail', '"quoted"', "one, two", "semi;colon", "tab\there", "line\nbreak", "cr\r\nlf", "'single'",
    "back\\slash", "café", "cafe\u0301", "😀", "漢字", "$100 {}", "=1+1", "-x", "#tag", "%s", "a  b", " lead", "trail ", "NA",
    "null", "NaN", "1.0", "007", "True", "a/b.png", "\u00a0nbsp", "ﬁ", "\u2028sep", "<b>&amp;</b>",
]  # fmt: skip


def caption(rng, bad=""):
    """One that isn't only white space, without the characters in `bad`."""
    while True:
        text = rng.choice([" ", "", ", "]).join(rng.choice(PIECES) for _ in range(rng.randint(1, 4)))
        text = "".join(c for c in text if c not in bad)
        if text.strip():
            return text


def png(rng):
    image = Image.new("RGB", (rng.randint(1, 6), rng.randint(1, 6)), tuple(rng.randrange(256) for _ in range(3)))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def stream(*keys):
    return random.Random("/".join(map(str, keys)))
