"""What pandas, pyarrow, DuckDB, MLflow and wandb read of exports of the same runs: a folder with one for each format to values."""

import json
import pathlib
import sys

import duckdb
import pandas
from mlflow.tracking import MlflowClient
from wandb.proto import wandb_internal_pb2
from wandb.sdk.internal.datastore import DataStore

folder = pathlib.Path(json.load(sys.stdin))


def rows_of(table):
    return table.astype(object).where(table.notna(), None).to_dict("records")


def tables(name):
    found = duckdb.read_parquet(str(folder / f"parquet/{name}.parquet"))
    return {
        "csv": rows_of(pandas.read_csv(folder / f"csv/{name}.csv")),
        "jsonl": rows_of(pandas.read_json(folder / f"jsonl/{name}.jsonl", lines=True, precise_float=True, convert_dates=False)),
        "parquet": rows_of(pandas.read_parquet(folder / f"parquet/{name}.parquet", engine="pyarrow")),
        "duckdb": [dict(zip(found.columns, row)) for row in found.fetchall()],
    }


def mlflow_runs():
    client = MlflowClient((folder / "mlflow").resolve().as_uri())
    for experiment in client.search_experiments():
        for run in client.search_runs([experiment.experiment_id]):
            metrics = {name: [[m.step, m.value] for m in client.get_metric_history(run.info.run_id, name)] for name in run.data.metrics}
            yield {"key": run.data.tags["alignclip.key"], "project": experiment.name, "params": run.data.params, "metrics": metrics}


def records_of(path):
    """The records of a file, each with its checksum verified."""
    store = DataStore()
    store.open_for_scan(str(path))
    while (data := store.scan_data()) is not None:
        record = wandb_internal_pb2.Record()
        record.ParseFromString(data)
        yield record


def values_of(items):
    return {item.key or "/".join(item.nested_key): json.loads(item.value_json) for item in items}


def wandb_run(path):
    read = {"history": []}
    for record in records_of(path):
        kind = record.WhichOneof("record_type")
        if kind == "run":
            read |= {"id": record.run.run_id, "project": record.run.project, "config": values_of(record.run.config.update)}
        elif kind == "history":
            read["history"].append([record.history.step.num, values_of(record.history.item)])
        elif kind == "summary":
            read["summary"] = values_of(record.summary.update)
    return read


read = {
    "runs": tables("runs"),
    "curves": tables("curves"),
    "mlflow": list(mlflow_runs()),
    "wandb": [wandb_run(path) for path in sorted(folder.glob("wandb/wandb/offline-run-*/run-*.wandb"))],
}
json.dump(read, sys.stdout, default=lambda value: value.item())
