/** How TensorFlow computes on a GPU. */
export interface GpuSettings {
  /** Whether float32 products and convolutions round their operands to 10 bits of fraction (TensorFloat-32). */
  readonly tf32: boolean;
  /** Whether TensorFlow takes only algorithms that give the same bits at every run on the same GPU. */
  readonly deterministic: boolean;
}

/**
 * Settings for a GPU, unless the environment has them; call it before TensorFlow is loaded. float32 is float32, as in PyTorch
 * and where a TensorFlow program says nothing it isn't: NVIDIA's libraries read NVIDIA_TF32_OVERRIDE, and TensorFlow reads
 * TF_DETERMINISTIC_OPS.
 */
export function setUpGpu(environment: NodeJS.ProcessEnv = process.env): void {
  environment['NVIDIA_TF32_OVERRIDE'] ||= '0';
  environment['TF_DETERMINISTIC_OPS'] ||= '1';
}

/** What the environment says. */
export const gpuSettings = (environment: NodeJS.ProcessEnv = process.env): GpuSettings => ({
  tf32: environment['NVIDIA_TF32_OVERRIDE'] !== '0',
  deterministic: ['1', 'true'].includes(environment['TF_DETERMINISTIC_OPS']?.toLowerCase() ?? ''),
});
