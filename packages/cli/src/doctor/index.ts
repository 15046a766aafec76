export type { Check } from './check';
export { doctorCommand } from './doctor-command';
export { runDoctor } from './run-doctor';
