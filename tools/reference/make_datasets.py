"""Makes the small data sets of packages/datasets/fixtures with the tools that such data come from.

Run by hand: python tools/reference/make_datasets.py
Needs: numpy pillow pandas pyarrow webdataset torch torchvision pycocotools (tried: see expected.json, "made_with").
expected.json holds what these tools themselves read from the files; our readers must read the same.
"""

import hashlib
import importlib.metadata
import io
import json
import os
import pickle
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pandas
import pyarrow
import pyarrow.parquet
import torchvision
import webdataset
from PIL import Image

OUT = Path(__file__).resolve().parents[2] / "packages/datasets/fixtures"
TOOLS = ["numpy", "pillow", "pandas", "pyarrow", "webdataset", "torch", "torchvision", "pycocotools"]
CAPTIONS = [
    ["a red thing", "one thing, painted red"],
    ["a green thing"],
    ['a "blue" thing', "ein blaues Ding, übrigens", "something blue"],
    ["a grey thing"],
    ["a dark thing", "a thing in the dark"],
]


def pixels(number, height=9, width=12):
    """A smooth image that packs well, other ones for other numbers."""
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return ((x * (number + 2) * 3 + y * 5 + c * 60 + number * 37) % 256).astype(np.uint8)


def file_bytes(number, kind="PNG"):
    out = io.BytesIO()
    Image.fromarray(pixels(number)).save(out, kind, lossless=True)
    return out.getvalue()


def digest(image):
    return hashlib.sha256(np.asarray(image.convert("RGB")).tobytes()).hexdigest()


def make_webdataset():
    folder = OUT / "webdataset"
    folder.mkdir()
    with webdataset.ShardWriter(str(folder / "shard-%04d.tar"), maxcount=3, verbose=0) as shards:
        for i, captions in enumerate(CAPTIONS):
            kind = ["PNG", "WEBP"][i % 2]
            shards.write({"__key__": f"sample{i:03d}", kind.lower(): file_bytes(i, kind), "txt": captions[0], "json": {"caption": captions, "number": i}})
    with webdataset.TarWriter(str(folder / "packed.tar.gz")) as packed:
        for i, captions in enumerate(CAPTIONS[:2]):
            packed.write({"__key__": f"folder.v2/sample{i:03d}", "png": file_bytes(i), "json": {"caption": captions}})
    with webdataset.TarWriter(str(folder / "classes.tar")) as classes:
        for i in range(4):
            classes.write({"__key__": f"sample{i:03d}", "png": file_bytes(i), "cls": [2, 0, 1, 2][i]})
    urls = [str(folder / f"shard-{i:04d}.tar") for i in range(2)]
    read = webdataset.WebDataset(urls, shardshuffle=False).decode("pil")
    expected = []
    for sample in read:
        image = sample.get("png") or sample.get("webp")
        expected.append({"key": sample["__key__"], "text": sample["txt"], "captions": sample["json"]["caption"], "pixels": digest(image)})
    return expected


def read_classes():
    read = webdataset.WebDataset(str(OUT / "webdataset/classes.tar"), shardshuffle=False).decode("pil")
    return [{"key": sample["__key__"], "class": sample["cls"], "pixels": digest(sample["png"])} for sample in read]


def make_tables():
    folder = OUT / "tables"
    (folder / "photos").mkdir(parents=True)
    rows = []
    for i, captions in enumerate(CAPTIONS):
        name = f"photos/{i}.png"
        (folder / name).write_bytes(file_bytes(i))
        rows += [{"filepath": name, "title": caption, "split": "train" if i < 3 else "val"} for caption in captions]
    table = pandas.DataFrame(rows)
    table.to_csv(folder / "pandas.csv", index=False)
    table.to_csv(folder / "pandas.tsv", index=False, sep="\t")
    read = pandas.read_csv(folder / "pandas.csv")
    with zipfile.ZipFile(folder / "photos.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(len(CAPTIONS)):
            archive.write(folder / f"photos/{i}.png", f"photos/{i}.png")
    with tarfile.open(folder / "photos.tar", "w") as archive:
        archive.add(folder / "photos", "photos")
    return read.to_dict("records")


def make_parquet():
    folder = OUT / "parquet"
    folder.mkdir()
    flat = pandas.DataFrame({"image": [file_bytes(i) for i in range(5)], "caption": [own[0] for own in CAPTIONS], "width": 12})
    flat.to_parquet(folder / "pandas.parquet")
    nested = pyarrow.table({
        "caption": pyarrow.array(CAPTIONS, pyarrow.list_(pyarrow.string())),
        "image": pyarrow.array([{"bytes": file_bytes(i), "path": f"{i}.png"} for i in range(5)]),
    })
    for codec in ["zstd", "gzip", "brotli", "lz4", "none"]:
        pyarrow.parquet.write_table(nested, folder / f"{codec}.parquet", compression=codec, row_group_size=2)
    unnamed = pyarrow.array([{"bytes": file_bytes(i), "path": None} for i in range(5)], pyarrow.struct([("bytes", pyarrow.binary()), ("path", pyarrow.string())]))
    pyarrow.parquet.write_table(nested.set_column(1, "image", unnamed), folder / "no-paths.parquet", compression="lz4")
    four = pandas.DataFrame({"image": [file_bytes(i) for i in range(4)], "caption": [own[0] for own in CAPTIONS[:4]]})
    four.to_parquet(folder / "four.parquet")
    odd = {"image": [None, file_bytes(1), file_bytes(2), b"", file_bytes(4)], "caption": [b"a", None, b" ", b"b", b"a\xff"]}
    rows = {name: pyarrow.array([*four[name].map(lambda v: v.encode() if isinstance(v, str) else v), *odd[name]], pyarrow.binary()) for name in odd}
    pyarrow.parquet.write_table(pyarrow.table(rows), folder / "odd.parquet")
    numbers = {"image": [file_bytes(0)], "caption": [7]}
    pyarrow.parquet.write_table(pyarrow.table(numbers), folder / "numbers.parquet")
    none = {"image": pyarrow.array([], pyarrow.binary()), "caption": pyarrow.array([], pyarrow.string())}
    pyarrow.parquet.write_table(pyarrow.table(none), folder / "empty.parquet")
    read = pandas.read_parquet(folder / "pandas.parquet")
    return [{"caption": row.caption, "pixels": digest(Image.open(io.BytesIO(row.image)))} for row in read.itertuples()]


class Python2Pickler(pickle._Pickler):
    """Writes str and bytes as Python 2 did, for CIFAR was pickled by it."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_text(self, value):
        data = value.encode("latin1") if isinstance(value, str) else value
        self.write(b"U" + bytes([len(data)]) + data if len(data) < 256 else b"T" + len(data).to_bytes(4, "little") + data)
        self.memoize(value)

    dispatch[str] = save_text
    dispatch[bytes] = save_text


def pickled(value):
    out = io.BytesIO()
    Python2Pickler(out, 2).dump(value)
    return out.getvalue()


def planes(numbers):
    return np.stack([pixels(i, 32, 32).transpose(2, 0, 1).reshape(-1) for i in numbers])


def rows(*columns):
    return b"".join(b"".join(bytes([label]) for label in labels) + data.tobytes() for *labels, data in zip(*columns))


def pack(name, folder, files):
    with tarfile.open(OUT / "cifar" / name, "w:gz") as archive:
        for file, content in files.items():
            member = tarfile.TarInfo(f"{folder}/{file}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def make_cifar():
    (OUT / "cifar").mkdir()
    names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
    batches = {f"data_batch_{i}": [i] for i in range(1, 6)} | {"test_batch": [6, 7]}
    files = {
        name: pickled({"batch_label": name, "labels": own, "data": planes(own), "filenames": [f"p{i}.png" for i in own]})
        for name, own in batches.items()
    }
    meta = pickled({"num_cases_per_batch": 1, "label_names": names, "num_vis": 3072})
    pack("cifar-10-python.tar.gz", "cifar-10-batches-py", files | {"batches.meta": meta})
    binary = {f"{name}.bin": rows(own, planes(own)) for name, own in batches.items()}
    pack("cifar-10-binary.tar.gz", "cifar-10-batches-bin", binary | {"batches.meta.txt": ("\n".join(names) + "\n\n").encode()})
    fine, coarse = ["apple", "aquarium_fish", "baby"], ["fruit_and_vegetables", "fish", "people"]
    parts = {"train": [0, 1, 2], "test": [1]}
    files = {
        name: pickled({"fine_labels": own, "coarse_labels": own[::-1], "data": planes(own), "filenames": [f"p{i}.png" for i in own]})
        for name, own in parts.items()
    }
    pack("cifar-100-python.tar.gz", "cifar-100-python", files | {"meta": pickled({"fine_label_names": fine, "coarse_label_names": coarse})})
    text = {"fine_label_names.txt": "\n".join(fine).encode(), "coarse_label_names.txt": "\n".join(coarse).encode()}
    binary = {f"{name}.bin": rows(own[::-1], own, planes(own)) for name, own in parts.items()}
    pack("cifar-100-binary.tar.gz", "cifar-100-binary", binary | text)
    return {"cifar10": read_cifar("CIFAR10", "cifar-10-python.tar.gz"), "cifar100": read_cifar("CIFAR100", "cifar-100-python.tar.gz")}


def read_cifar(kind, archive):
    """What torchvision reads, its checksums of the whole set replaced by ours."""
    root = OUT / "cifar" / "unpacked"
    with tarfile.open(OUT / "cifar" / archive) as packed:
        packed.extractall(root, filter="data")
    base = getattr(torchvision.datasets, kind)
    with_sums = lambda files: [[file, hashlib.md5((root / base.base_folder / file).read_bytes()).hexdigest()] for file, _ in files]
    own = type(kind, (base,), {
        "train_list": with_sums(base.train_list),
        "test_list": with_sums(base.test_list),
        "meta": base.meta | {"md5": with_sums([[base.meta["filename"], None]])[0][1]},
    })
    result = {}
    for split in ["train", "test"]:
        read = own(str(root), train=split == "train")
        result[split] = [{"label": read.classes[label], "pixels": digest(image)} for image, label in read]
    shutil.rmtree(root)
    return result


def make_image_folder():
    folder = OUT / "image-folder"
    for i, name in enumerate(["tabby_cat", "tabby_cat", "dog", "dog/puppies"]):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / f"{i}.png").write_bytes(file_bytes(i))
    (folder / "dog" / "README").write_text("not an image")
    read = torchvision.datasets.ImageFolder(str(folder))
    return [{"path": os.path.relpath(path, folder), "class": read.classes[label], "pixels": digest(read.loader(path))} for path, label in read.samples]


def make_coco():
    folder = OUT / "coco"
    (folder / "val2017").mkdir(parents=True)
    images, annotations = [], []
    for i, captions in enumerate(CAPTIONS):
        (folder / "val2017" / f"{i:012d}.png").write_bytes(file_bytes(i))
        images.append({"id": 100 + i, "file_name": f"{i:012d}.png", "height": 9, "width": 12})
        annotations += [{"id": 10 * i + k, "image_id": 100 + i, "caption": caption} for k, caption in enumerate(captions)]
    file = folder / "captions_val2017.json"
    file.write_text(json.dumps({"info": {}, "licenses": [], "images": images, "annotations": annotations[::-1]}))
    read = torchvision.datasets.CocoCaptions(str(folder / "val2017"), str(file))
    return [{"captions": captions, "pixels": digest(image)} for image, captions in read]


def make_flickr():
    folder = OUT / "flickr"
    (folder / "images").mkdir(parents=True)
    lines = []
    for i, captions in enumerate(CAPTIONS):
        (folder / "images" / f"{i}.png").write_bytes(file_bytes(i))
        lines += [f"{i}.png#{k}\t{caption}" for k, caption in enumerate(captions)]
    (folder / "results.token").write_text("\n".join(lines) + "\n")
    read = torchvision.datasets.Flickr30k(str(folder / "images"), str(folder / "results.token"))
    return [{"image": name, "captions": captions} for name, captions in read.annotations.items()]


def make_images():
    """One file of each mode, with what Pillow makes of it."""
    folder = OUT / "images"
    folder.mkdir()
    rgb = Image.fromarray(pixels(3, 16, 24))
    grey = rgb.convert("L")
    alpha = Image.fromarray(pixels(1, 16, 24)[:, :, 0])
    palette = rgb.quantize(16)
    rgba = rgb.copy()
    rgba.putalpha(alpha)
    exif = Image.Exif()
    exif[0x0112] = 6
    files = {
        "rgb.png": (rgb, {}),
        "rgba.png": (rgba, {}),
        "grey.png": (grey, {}),
        "grey-alpha.png": (Image.merge("LA", [grey, alpha]), {}),
        "palette.png": (palette, {}),
        "palette-transparent.png": (palette, {"transparency": 3}),
        "rgb-transparent.png": (rgb, {"transparency": (1, 2, 3)}),
        "one-bit.png": (grey.convert("1"), {}),
        "two-bits.png": (palette.quantize(4), {"bits": 2}),
        "rgb.jpg": (rgb, {"quality": 90, "subsampling": 0}),
        "subsampled.jpg": (rgb, {"quality": 90, "subsampling": 2}),
        "progressive.jpg": (rgb, {"progressive": True}),
        "grey.jpg": (grey, {}),
        "turned.jpg": (rgb, {"exif": exif}),
        "lossless.webp": (rgb, {"lossless": True}),
        "alpha.webp": (rgba, {"lossless": True, "exact": True}),
        "first-of-two.gif": (palette, {"save_all": True, "append_images": [palette.rotate(180)]}),
    }
    expected = {}
    for name, (image, options) in files.items():
        image.save(folder / name, **options)
        read = Image.open(folder / name)
        expected[name] = {"mode": read.mode, "size": read.size, "pixels": digest(read), "stored": hashlib.sha256(np.asarray(read).tobytes()).hexdigest()}
    return expected


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    expected = {
        "made_with": {name: importlib.metadata.version(name) for name in TOOLS} | {"python": sys.version.split()[0]},
        "webdataset": make_webdataset(),
        "webdataset-classes": read_classes(),
        "tables": make_tables(),
        "parquet": make_parquet(),
        "cifar": make_cifar(),
        "image-folder": make_image_folder(),
        "coco": make_coco(),
        "flickr": make_flickr(),
        "images": make_images(),
    }
    (OUT / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
