"""Prints what pandas, pyarrow and MLflow read of three exports of the same runs, as JSON.

usage: pip install mlflow-skinny==3.17.2 pandas==3.1.1 pyarrow==26.0.1
       MLFLOW_ALLOW_FILE_STORE=true python3 read-export.py CSV PARQUET MLFLOW
"""

import json
import pathlib
import sys

import pandas
from mlflow.tracking import MlflowClient

csv, parquet, mlflow = map(pathlib.Path, sys.argv[1:])
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
print(json.dumps({"tables": {kind: [json.loads(t.to_json(orient="records", double_precision=15)) for t in pair] for kind, pair in tables.items()}, "mlflow": runs}))
