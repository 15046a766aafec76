/** Does the work while the process writes nothing; what it would have written goes to `hear`. */
export async function silently<T>(work: () => Promise<T>, hear: (text: string) => void = () => undefined): Promise<T> {
  const streams = [process.stdout, process.stderr] as const;
  const writes = streams.map((stream) => stream.write.bind(stream));
  for (const stream of streams) stream.write = (chunk: string | Uint8Array) => (hear(String(chunk)), true);
  try {
    return await work();
  } finally {
    streams.forEach((stream, i) => (stream.write = writes[i]!));
  }
}
