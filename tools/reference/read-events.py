"""Prints the scalars that TensorBoard itself reads below a folder, as JSON: {run: {tag: [[step, value], …]}}.

usage: pip install tensorboard==2.21.0 && python3 read-events.py RUNS
"""

import json
import sys

from tensorboard.backend.event_processing.plugin_event_multiplexer import EventMultiplexer

# 0: every point is kept, none is sampled away.
multiplexer = EventMultiplexer(size_guidance={"scalars": 0, "tensors": 0})
multiplexer.AddRunsFromDirectory(sys.argv[1])
multiplexer.Reload()
runs = {}
for run in multiplexer.Runs():
    accumulator = multiplexer.GetAccumulator(run)
    tags = accumulator.Tags()
    runs[run] = {tag: [[event.step, float(event.tensor_proto.float_val[0])] for event in accumulator.Tensors(tag)] for tag in tags["tensors"]}
print(json.dumps(runs))
