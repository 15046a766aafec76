/** "1 seed", "3 seeds", "1,024 images". */
export const counted = (count: number, thing: string): string =>
  `${count.toLocaleString('en-US')} ${thing}${count === 1 ? '' : 's'}`;

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** "999 B", "1.5 MB": 1 MB is 10⁶ bytes. */
export function sizeText(bytes: number): string {
  if (bytes < 999.5) return `${Math.round(bytes)} B`;
  const fitting = units.findIndex((_, i) => i > 0 && bytes / 1000 ** i < 999.95);
  const unit = fitting < 0 ? units.length - 1 : fitting;
  return `${(bytes / 1000 ** unit).toFixed(1)} ${units[unit]}`;
}

/** "8 s", "4 min 12 s", "2 h 5 min". */
export function timeText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** "trainer.steps = 9" for each value by path, as `--set` takes them. */
export const settingTexts = (values: Readonly<Record<string, unknown>> = {}): string[] =>
  Object.entries(values).map(([path, value]) => `${path} = ${JSON.stringify(value)}`);
