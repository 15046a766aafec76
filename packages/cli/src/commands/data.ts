import type { Command } from 'commander';
import { dataCheckCommand } from './data/check';
import { dataConvertCommand } from './data/convert';
import { dataInspectCommand } from './data/inspect';
import { dataPreviewCommand } from './data/preview';

export function dataCommand(program: Command): void {
  const data = program.command('data');
  dataInspectCommand(data);
  dataCheckCommand(data);
  dataConvertCommand(data);
  dataPreviewCommand(data);
}
