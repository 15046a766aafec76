/** The lines that the work prints. */
export async function printed(work: () => unknown): Promise<string[]> {
  const { log } = console;
  const lines: string[] = [];
  console.log = (...parts: unknown[]) => void lines.push(...parts.join(' ').split('\n'));
  try {
    await work();
  } finally {
    console.log = log;
  }
  return lines;
}
