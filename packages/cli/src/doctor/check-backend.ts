import {
  type BackendReport,
  damageIn,
  nativeFolders,
  type NativeRecord,
  nativeRecord,
  obstacleToWorkers,
  selectBackend,
  setUpCommand,
} from '@alignclip/backend';
import { messageOf } from '@alignclip/core';
import { type Check, ok, problem, warning } from './checks';

const setUp = `run \`${setUpCommand()}\``;

/** The backend that starts on this machine, and its parts: TensorFlow, custom ops, threads, allocator, GPU. */
export async function checkBackend(): Promise<Check[]> {
  try {
    return [...backendChecks(await selectBackend(), nativeRecord()), checkFiles()];
  } catch (error) {
    return [backendProblem(messageOf(error))];
  }
}

/** Why no backend starts. A setting that is wrong is not fixed by the set-up. */
export function backendProblem(message: string): Check {
  const [setting] = /\bALIGNCLIP_\w+/.exec(message) ?? [];
  return problem('backend', message, setting === undefined ? setUp : `change or unset ${setting}`);
}

/** Whether the files of the set-up are as they were made; reads them whole. */
function checkFiles(): Check {
  const folders = [...nativeFolders(), ...Object.values(nativeRecord()?.encoders ?? {})].filter((one) => one !== null);
  const damage = folders.map((folder) => damageIn(folder, true)).find((found) => found !== undefined);
  return damage === undefined ? ok('files', 'as the set-up made them') : problem('files', `corrupt: ${damage}`, setUp);
}

/** The checks of a backend that has started. */
export function backendChecks(report: BackendReport, record: NativeRecord | undefined): Check[] {
  const native = report.name === 'tensorflow';
  return [
    checkName(report),
    checkTensorflow(report, record),
    ...(native ? [checkCustomOps(report, record), checkAllocator(report), checkGpu(report, record)] : []),
    ok('threads', `${report.threads} per op`),
    checkBfloat16(report),
    checkWorkers(),
  ];
}

function checkName({ name, device, reason }: BackendReport): Check {
  return name === 'cpu'
    ? problem('backend', `plain JavaScript, too slow for training (${reason})`, setUp)
    : ok('backend', `${name} on the ${device.toUpperCase()} (${reason})`);
}

function checkTensorflow({ tensorflow }: BackendReport, record: NativeRecord | undefined): Check {
  if (tensorflow) return ok('TensorFlow', tensorflow);
  const known = record?.problems.find(({ part }) => part.includes('TensorFlow'));
  return warning(
    'TensorFlow',
    known ? `${known.reason}; consequence: ${known.consequence}` : 'not set up',
    known?.remedy ?? setUp,
  );
}

function checkCustomOps({ customOps, device }: BackendReport, record: NativeRecord | undefined): Check {
  if (customOps) return ok('custom ops', 'loaded');
  if (device === 'gpu') return ok('custom ops', 'not used on a GPU');
  if (process.env['ALIGNCLIP_CUSTOM_OPS'] === 'off')
    return warning('custom ops', 'switched off', 'unset ALIGNCLIP_CUSTOM_OPS');
  const known = record?.problems.find(({ part }) => part === 'custom ops');
  return warning('custom ops', known?.reason ?? 'not built, or not loaded', known?.remedy ?? setUp);
}

/** Of `trainer({ precision: 'bfloat16' })`; without it nothing is wrong. */
const checkBfloat16 = ({ bfloat16 }: BackendReport): Check => ok('bfloat16', bfloat16Words[bfloat16]);

const bfloat16Words: Readonly<Record<BackendReport['bfloat16'], string>> = {
  own: 'our own operation (AVX512-BF16)',
  cast: "TensorFlow's products",
  composed: 'rounded by arithmetic, slower than float32; no AVX512-BF16, or no custom ops',
};

/** Of `--workers`; without them nothing is wrong. */
function checkWorkers(): Check {
  const obstacle = obstacleToWorkers();
  return ok('workers', obstacle === undefined ? 'several can train one cell (--workers)' : `one only: ${obstacle}`);
}

function checkAllocator({ allocator }: BackendReport): Check {
  return allocator === 'default'
    ? warning(
        'allocator',
        'the default of the system; tcmalloc can be faster',
        'install it (Debian, Ubuntu: apt install libtcmalloc-minimal4)',
      )
    : ok('allocator', allocator);
}

function checkGpu({ device, gpu }: BackendReport, record: NativeRecord | undefined): Check {
  if (device === 'gpu') return ok('GPU', `used${gpu ? `; ${gpuWords(gpu)}` : ''}`);
  const known = record?.problems.find(({ part }) => part === 'TensorFlow with CUDA');
  return known ? warning('GPU', known.reason, known.remedy) : ok('GPU', 'none; the CPU is used');
}

/** With the variables that change it. */
const gpuWords = ({ tf32, deterministic }: NonNullable<BackendReport['gpu']>): string =>
  [
    tf32
      ? 'float32 products in TF32 (NVIDIA_TF32_OVERRIDE=0: whole float32)'
      : 'no TF32 (NVIDIA_TF32_OVERRIDE=1: with it)',
    deterministic
      ? 'the same bits at every run (TF_DETERMINISTIC_OPS=0: faster, not the same)'
      : 'not the same bits at every run (TF_DETERMINISTIC_OPS=1: the same)',
  ].join('; ');
