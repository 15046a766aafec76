import { finalStateOf, parseQueue } from './slurm-commands';

describe('parseQueue', () => {
  it('reads array tasks by name and index, and leaves other jobs out', () => {
    const text = 'sweep|0|3|RUNNING|None\nsweep|11|4|PENDING|Resources\nsweep-merge|N/A|5|PENDING|Dependency\n\n';
    expect([...parseQueue(text)]).toEqual([
      ['sweep/0', { jobId: '3', state: 'RUNNING', reason: 'None' }],
      ['sweep/11', { jobId: '4', state: 'PENDING', reason: 'Resources' }],
    ]);
  });
});

describe('finalStateOf', () => {
  it.each([
    ['CANCELLED by 1000\n', 'CANCELLED'],
    ['OUT_OF_MEMORY\n', 'OUT_OF_MEMORY'],
    ['JobId=15 ArrayTaskId=0 JobName=x JobState=TIMEOUT Reason=TimeLimit', 'TIMEOUT'],
    ['', undefined],
  ])('reads %j', (answer, state) => {
    expect(finalStateOf(answer)).toBe(state);
  });
});
