import { contentHash, type RunRecord } from '@alignclip/core';
import { extendedSeedsOf, findRecord, listRuns, readRecord } from '@alignclip/experiment';
import { madeRecord } from '@alignclip/experiment/testing';
import { formatNames, makeReport, reportFormat, reportSources, reportText } from '@alignclip/report';
import { dirname } from 'node:path';
import { assure, type Target } from '../target';
import { faultOfMessage, faultOfOutput } from '../watch';
import { ofJson } from './json-inputs';

const record: RunRecord = madeRecord({
  curves: { step: [1, 2], L: [0.5, 0.25] },
  intervals: { 'gap/test/alignment-score': [0.2, 0.3] },
  config: { sharing: { slot: 'sharing', type: 'shared', options: { parts: ['mlp'] } }, losses: [] },
  factors: { 'trainer.steps': 5 },
  tuning: { trials: 1, protocol: 'x' },
});

const records: Target = {
  name: 'record',
  file: 'runs/tiny/records/clip-seed0-0123456789ab.json',
  weight: 3,
  make: ofJson(record),
  read: async (path) => {
    const read = readRecord(path);
    if ('problem' in read) {
      const fault = faultOfMessage(read.problem.replaceAll('\n', ' '));
      assure(fault === undefined, `a problem that can't be shown: ${fault}`);
    }
    const runs = dirname(dirname(dirname(path)));
    for (const { problems } of await listRuns(runs)) assure(problems.length <= 1, 'more problems than files');
    findRecord('clip', runs);
  },
};

const key = '0'.repeat(64);
const started = {
  experiment: 'tiny',
  variant: 'CLIP',
  seed: 0,
  profile: 'quick',
  key,
  trainingKey: key,
  startedAt: 'x',
};

const startedCell: Target = {
  name: 'started-cell',
  file: 'runs/tiny/started/clip-seed0-0.json',
  make: ofJson(started),
  read: (path) => listRuns(dirname(dirname(dirname(path)))),
};

const sweep = { profile: 'quick', settings: { 'trainer.steps': 5 }, seeds: { CLIP: [0, 1, 2] } };
const extended = { schema: 1, sweeps: [sweep] };

const untilDecided: Target = {
  name: 'until-decided',
  file: 'runs/tiny/until-decided.json',
  make: ofJson({ ...extended, checksum: contentHash(extended) }),
  read: (path) => {
    const seeds = Object.values(extendedSeedsOf(dirname(path), 'quick', sweep.settings) ?? {}).flat();
    assure(
      seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0),
      'seeds that are none',
    );
  },
};

/** A report of what a record says, in every format, with its figures. */
const reports: Target = {
  name: 'report',
  file: 'runs/tiny/records/clip.json',
  weight: 2,
  make: ofJson(record),
  read: async (path) => {
    for (const source of await reportSources(dirname(path), 'runs')) {
      const report = makeReport(source);
      for (const name of formatNames) {
        const text = reportText(report, reportFormat(name));
        const shown = faultOfOutput(text);
        assure(shown === undefined, `${name}: ${shown}`);
      }
    }
  },
};

export const recordTargets: readonly Target[] = [records, startedCell, untilDecided, reports];
