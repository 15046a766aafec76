import { selectBackend, tf } from '@alignclip/backend';
import { normal, zeros } from './initialisation-scheme';
import { ParameterShapes } from './parameter-shapes';
import { countParameters } from './parameter-counts';
import { ParameterStore } from './parameter-store';
import { Scope, towerScope } from './scope';
import type { SharingStrategy } from '@alignclip/core';

beforeAll(() => selectBackend());

describe('ParameterStore', () => {
  it('gives one variable for one address', () => {
    const store = new ParameterStore(0);
    expect(store.parameter('shared/a', [2, 3], zeros)).toBe(store.parameter('shared/a', [2, 3], zeros));
    expect(store.holders('shared/a')).toBe(2);
  });

  it('refuses one address with two shapes, naming both', () => {
    const store = new ParameterStore(0);
    store.parameter('shared/a', [2, 3], zeros);
    expect(() => store.parameter('shared/a', [3, 2], zeros)).toThrow(
      '"shared/a" is shared with two shapes, [2, 3] and [3, 2]',
    );
  });

  it.each([ParameterStore, ParameterShapes])('refuses more values than a tensor can have (%p)', (Store) => {
    const store = new Store(0);
    expect(() => store.parameter('text/a', [2 ** 16, 2 ** 15], zeros)).toThrow(
      'parameter "text/a" would be [65536, 32768], 2,147,483,648 values; the maximum is 2,147,483,647',
    );
    expect(store.addresses).toEqual([]);
  });

  it('starts a value from seed and address alone, whatever was asked for before', () => {
    const values = (seed: number, before: readonly string[]) => {
      const store = new ParameterStore(seed);
      for (const address of before) store.parameter(address, [4], normal(1));
      return [...store.parameter('image/a', [4], normal(1)).dataSync()];
    };
    expect(values(1, [])).toEqual(values(1, ['text/a', 'shared/b']));
    expect(values(1, [])).not.toEqual(values(2, []));
  });

  it('keeps what was assigned and refuses unknown addresses', () => {
    const store = new ParameterStore(0);
    const variable = store.parameter('text/a', [2], zeros);
    tf.tidy(() => store.assign('text/a', tf.tensor1d([1, 2])));
    expect([...variable.dataSync()]).toEqual([1, 2]);
    expect(() => store.assign('text/b', variable)).toThrow('no parameter "text/b"');
  });

  it('frees its variables', () => {
    const before = tf.memory().numTensors;
    const store = new ParameterStore(0);
    store.parameter('a', [2], zeros);
    store.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('Scope', () => {
  it('asks for the address of the whole relative path', () => {
    const store = new ParameterStore(0);
    new Scope(store, (path) => `image/${path}`).child('blocks').child(0).parameter('bias', [1], zeros);
    expect(store.addresses).toEqual(['image/blocks/0/bias']);
  });
});

describe('towerScope and countParameters', () => {
  it('count what is shared once', () => {
    const store = new ParameterStore(0);
    const strategy = { locate: (tower: string, path: string) => `${path === 'projection' ? 'shared' : tower}/${path}` };
    for (const tower of ['image', 'text'] as const) {
      towerScope(store, strategy, tower).parameter('projection', [2, 5], zeros);
      towerScope(store, strategy, tower).parameter('positions', [3], zeros);
    }
    store.parameter('logit-scale', [], zeros);
    expect(countParameters(store)).toEqual({ total: 17, shared: 10, image: 3, text: 3 });
  });

  it('count what could be shared to the tower that alone has it', () => {
    const store = new ParameterStore(0);
    const strategy = { locate: (_tower: string, path: string) => `shared/${path}` };
    for (const [tower, blocks] of [
      ['image', 3],
      ['text', 1],
    ] as const)
      for (let i = 0; i < blocks; i += 1)
        towerScope(store, strategy, tower).child('blocks').parameter(`${i}`, [2], zeros);
    expect(countParameters(store)).toEqual({ total: 6, shared: 2, image: 4, text: 0 });
  });
});

describe('ParameterShapes', () => {
  const asked = (sharing: SharingStrategy) => {
    const store = new ParameterShapes();
    towerScope(store, sharing, 'image').parameter('projection', [2, 5], zeros);
    towerScope(store, sharing, 'text').child('blocks').parameter('bias', [7], zeros);
    towerScope(store, sharing, 'text').parameter('projection', [3, 5], zeros);
    return store;
  };

  it('shows the sharing strategy what each tower asks for', () => {
    const seen: unknown[] = [];
    const sharing: SharingStrategy = {
      locate: (tower, path) => `${tower}/${path}`,
      check: ({ image, text }) => void seen.push([...image], [...text]),
    };
    asked(sharing).checkSharing(sharing);
    expect(seen).toEqual([
      [['projection', [2, 5]]],
      [
        ['blocks/bias', [7]],
        ['projection', [3, 5]],
      ],
    ]);
  });

  it('refuses two shapes at one address where the strategy does not', () => {
    const sharing = { locate: (_tower: string, path: string) => `shared/${path}` };
    expect(() => asked(sharing).checkSharing(sharing)).toThrow(
      'parameter "shared/projection" is shared with two shapes, [2, 5] and [3, 5]',
    );
  });
});
