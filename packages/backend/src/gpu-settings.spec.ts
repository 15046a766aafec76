import { gpuSettings, setUpGpu } from './gpu-settings';

describe('setUpGpu', () => {
  it('takes whole float32 and the same bits at every run where the environment says nothing', () => {
    const environment = { TF_DETERMINISTIC_OPS: '' };
    setUpGpu(environment);
    expect(environment).toEqual({ NVIDIA_TF32_OVERRIDE: '0', TF_DETERMINISTIC_OPS: '1' });
    expect(gpuSettings(environment)).toEqual({ tf32: false, deterministic: true });
  });

  it('leaves what the environment says', () => {
    const environment = { NVIDIA_TF32_OVERRIDE: '1', TF_DETERMINISTIC_OPS: '0' };
    setUpGpu(environment);
    expect(gpuSettings(environment)).toEqual({ tf32: true, deterministic: false });
  });
});

describe('gpuSettings', () => {
  it('knows what TensorFlow does without a word', () => {
    expect(gpuSettings({})).toEqual({ tf32: true, deterministic: false });
    expect(gpuSettings({ TF_DETERMINISTIC_OPS: 'True' }).deterministic).toBe(true);
  });
});
