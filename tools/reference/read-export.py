"""Prints what pandas, pyarrow, MLflow and wandb read of four exports of the same runs, as JSON.

usage: pip install mlflow-skinny==3.17.2 pandas==3.1.1 pyarrow==26.0.1 wandb==0.28.2
       MLFLOW_ALLOW_FILE_STORE=true python3 read-export.py CSV PARQUET MLFLOW WANDB
"""

import json
import pathlib
import sys

import pandas
from mlflow.tracking import MlflowClient
from wandb.proto import wandb_internal_pb2
from wandb.sdk.internal.datastore import DataStore

csv, parquet, mlflow, wandb = map(pathlib.Path, sys.argv[1:])
tables = {
    "csv": [pandas.read_csv(csv / f"{name}.csv", float_precision="round_trip") for name in ("runs", "curves")],
    "parquet": [pandas.read_parquet(parquet / f"{name}.parquet") for name in ("runs", "curves")],
}
client = MlflowClient(mlflow.resolve().as_uri())
runs = {}
for experiment in client.search_experiments():
    for run in client.search_runs([experiment.experiment_id]):
        history = {name: [[m.step, m.value] for m in client.get_metric_history(run.info.run_id, name)] for name in run.data.metrics}
        runs[run.data.tags["alignclip.key"]] = {
            "experiment": experiment.name,
            "status": run.info.status,
            "params": run.data.params,
            "metrics": history,
        }


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


def offline_run(path):
    read = {"history": []}
    for record in records_of(path):
        kind = record.WhichOneof("record_type")
        if kind == "run":
            run = record.run
            read |= {"id": run.run_id, "project": run.project, "name": run.display_name, "group": run.run_group}
            read["config"] = values_of(run.config.update)
        elif kind == "history":
            read["history"].append([record.history.step.num, values_of(record.history.item)])
        elif kind == "summary":
            read["summary"] = values_of(record.summary.update)
        elif kind == "exit":
            read["exit"] = record.exit.exit_code
    return read


offline = [offline_run(path) for path in sorted(wandb.glob("wandb/offline-run-*/run-*.wandb"))]
read = {kind: [json.loads(t.to_json(orient="records", double_precision=15)) for t in pair] for kind, pair in tables.items()}
print(json.dumps({"tables": read, "mlflow": runs, "wandb": offline}))
