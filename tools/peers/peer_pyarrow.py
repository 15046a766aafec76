"""Parquet files written by pyarrow in every way that is promised: a folder to the rows of each file."""

import hashlib
import json
import sys
from itertools import product

import pyarrow as pa
import pyarrow.parquet as pq
from peer_odd import caption, png, stream

folder = json.load(sys.stdin)
compressions = ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]
encodings = [None, "PLAIN", "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY", "dictionary"]
text_types = [pa.string(), pa.large_string(), pa.list_(pa.string()), pa.large_list(pa.large_string())]
image_types = [pa.binary(), pa.large_binary(), pa.struct([("bytes", pa.binary()), ("path", pa.string())])]

written = []
for number, (compression, encoding, version) in enumerate(product(compressions, encodings, ["1.0", "2.0"])):
    rng = stream("pyarrow", number)
    text_type, image_type = text_types[number % 4], image_types[number % 3]
    images = [png(rng) for _ in range(23)]
    nested = pa.types.is_list(text_type) or pa.types.is_large_list(text_type)
    captions = [[caption(rng, "\0") for _ in range(rng.randint(1, 3) if nested else 1)] for _ in images]
    if encoding == "dictionary":
        captions = [captions[0][:1] if not nested else captions[0] for _ in images]
    table = pa.table(
        {
            "number": pa.array(range(len(images)), pa.int64()),
            "caption": pa.array(captions if nested else [one[0] for one in captions], text_type),
            "image": pa.array([{"bytes": i, "path": None} if pa.types.is_struct(image_type) else i for i in images], image_type),
            "extra": pa.array([None if i % 2 else 0.5 for i in range(len(images))], pa.float32()),
        }
    )
    how = {"use_dictionary": encoding == "dictionary" or encoding is None}
    if encoding in ("PLAIN", "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY") and not nested:
        how["column_encoding"] = {"caption": encoding}
    name = f"{number}-{compression}-{encoding}-{version}-{text_type}-{image_type.id}.parquet".replace("<", "(").replace(">", ")")
    name = name.replace(" ", "").replace(":", "_")
    pq.write_table(
        table,
        f"{folder}/{name}",
        compression=compression,
        data_page_version=version,
        row_group_size=rng.choice([7, 100]),
        data_page_size=rng.choice([64, 1 << 20]),
        write_page_checksum=bool(number % 2),
        write_page_index=bool(number % 2),
        **how,
    )
    rows = [{"image": hashlib.sha256(i).hexdigest(), "captions": c} for i, c in zip(images, captions)]
    written.append({"file": name, "rows": rows})
json.dump(written, sys.stdout)
