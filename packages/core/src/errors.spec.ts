import { readFileSync } from 'node:fs';
import {
  cannotWrite,
  failureText,
  naming,
  nearestNames,
  unknownName,
  slipsOf,
  systemProblem,
  systemReason,
  UserError,
} from './errors';

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('no error');
}

describe('naming', () => {
  const thrown = (error: Error) =>
    errorOf(() =>
      naming('a.json', () => {
        throw error;
      }),
    );

  it('says where a user can fix the error, and leaves others as they are', () => {
    expect(naming('a.json', () => 1)).toBe(1);
    expect(thrown(new UserError('x'))).toEqual(new UserError('a.json: x'));
    const other = new TypeError('x');
    expect(thrown(other)).toBe(other);
  });
});

describe('systemReason, systemProblem', () => {
  const error = errorOf(() => readFileSync(`${__filename}/x`));

  it('says in words what the operating system refuses', () => {
    expect(systemReason(error)).toBe('a part of the path is a file, not a folder (ENOTDIR)');
    expect(systemProblem(error)).toBe(`${__filename}/x: a part of the path is a file, not a folder (ENOTDIR)`);
    expect(systemProblem(error, 'runs')).toBe('runs: a part of the path is a file, not a folder (ENOTDIR)');
  });

  it('keeps the words of an error that it does not know', () => {
    const unknown = { code: 'EXDEV', errno: -18, message: "EXDEV: cross-device link not permitted, rename 'a' -> 'b'" };
    expect(systemReason(unknown)).toBe('cross-device link not permitted (EXDEV)');
  });

  it.each([new Error('x'), new UserError('x'), null, undefined, 'x', { code: 'ERR_REQUIRE_ESM' }])(
    'leaves other errors alone: %p',
    (other) => expect(systemReason(other)).toBeUndefined(),
  );
});

describe('cannotWrite', () => {
  it('names file and reason, and passes other errors on', () => {
    const error = errorOf(() => readFileSync(`${__filename}/x`));
    expect(cannotWrite('a', error)).toEqual(
      new UserError('cannot write "a": a part of the path is a file, not a folder (ENOTDIR)'),
    );
    const mistake = new TypeError('x');
    expect(cannotWrite('a', mistake)).toBe(mistake);
  });
});

describe('failureText', () => {
  it("is a UserError's message, a line for the system's errors, and the stack of a mistake of ours", () => {
    expect(failureText(new UserError('no such file'))).toBe('no such file');
    expect(failureText(errorOf(() => readFileSync('/no/such')))).toBe('/no/such: no such file or folder (ENOENT)');
    expect(failureText(new TypeError('x'))).toMatch(/^TypeError: x\n +at /);
    expect(failureText('thrown text')).toBe('thrown text');
    expect(failureText(null)).toBe('null');
  });
});

describe('nearestNames', () => {
  it('finds names by misspelling and by their beginning', () => {
    const known = ['intra-modality-separation', 'cross-modality-separation', 'retrieval', 'gap'];
    expect(nearestNames('retreival', known)).toEqual(['retrieval']);
    expect(nearestNames('intra-modality', known)[0]).toBe('intra-modality-separation');
    expect(nearestNames('x', known)).toEqual([]);
  });
});

describe('unknownName', () => {
  it('lists few names, and of many the near ones or the first', () => {
    expect(unknownName('split', 'tset', ['val', 'test']).message).toBe(
      'unknown split "tset"; did you mean "test"? Known: test, val',
    );
    const many = Array.from({ length: 26 }, (_, i) => `name-${String.fromCharCode(97 + i)}`);
    expect(unknownName('name', 'nam-b', many).message).toMatch(/^unknown name "nam-b"; did you mean "name-b"[^,]+\?$/);
    expect(unknownName('name', 'quite another', many).message).toBe(
      `unknown name "quite another". Known: ${many.slice(0, 24).join(', ')}, … (26 names)`,
    );
  });
});

describe('slipsOf', () => {
  it.each([
    ['tset', ['test']],
    ['gaps', ['gap']],
    ['test', []],
    ['val', []],
    ['sts', []],
    ['test-shift', []],
  ])('takes %s for a slip of %j', (wanted, meant) =>
    expect(slipsOf(wanted, ['test', 'gap', 'retrieval'])).toEqual(meant),
  );
});
