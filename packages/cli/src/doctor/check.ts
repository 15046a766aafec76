/** One finding about this machine or clone. A problem keeps training from running; a warning makes it slower or lesser. */
export interface Check {
  name: string;
  status: 'ok' | 'warning' | 'problem';
  detail: string;
  /** What mends it. */
  remedy?: string;
}

export const ok = (name: string, detail: string): Check => ({ name, status: 'ok', detail });

export const warning = (name: string, detail: string, remedy: string): Check => ({
  name,
  status: 'warning',
  detail,
  remedy,
});

export const problem = (name: string, detail: string, remedy: string): Check => ({
  name,
  status: 'problem',
  detail,
  remedy,
});
