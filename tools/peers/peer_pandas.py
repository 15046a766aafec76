"""Lists written by pandas in many ways: a folder to the rows of each file, as pandas reads them back."""

import csv
import json
import os
import sys
from itertools import product

import pandas as pd
from peer_odd import caption, png, stream

folder = json.load(sys.stdin)
os.makedirs(f"{folder}/images")
for number in range(12):
    with open(f"{folder}/images/{number}.png", "wb") as file:
        file.write(png(stream("image", number)))

ways = list(
    product([",", "\t", ";"], [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC], ["\n", "\r\n"], ["utf-8", "utf-8-sig"], ["", ".gz"])
)
written = []
for number, (separator, quoting, end, encoding, packed) in enumerate(ways):
    rng = stream("pandas", number)
    rows = [(f"{rng.randrange(12)}.png", caption(rng, "\0")) for _ in range(15)]
    columns = ["image", "caption"]
    table = pd.DataFrame(rows, columns=columns)
    if number % 3 == 0:
        table.insert(0, "index", range(len(rows)))
    if number % 4 == 0:
        table = table[list(reversed(table.columns))]
    name = f"list-{number}{'.tsv' if separator == chr(9) else '.csv'}{packed}"
    how = {"sep": separator, "quoting": quoting, "lineterminator": end, "encoding": encoding, "index": False}
    table.to_csv(f"{folder}/{name}", **how)
    back = pd.read_csv(f"{folder}/{name}", sep=separator, encoding=encoding, dtype=str, keep_default_na=False)
    options = {"separator": ";"} if separator == ";" else {}
    if separator == "\t":
        options["quoting"] = True
    rows = [{"image": image, "captions": [text]} for image, text in zip(back["image"], back["caption"])]
    written.append({"file": name, "options": options, "rows": rows})
json.dump(written, sys.stdout)
