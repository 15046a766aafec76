import { expectParity } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { embeddingLookup } from './embedding-lookup';

onEachBackend('embeddingLookup', () => {
  it.each([1, 4, 16, 21])('reads rows of %i and adds the gradients of repeated ids', (columns) => {
    const numbers = [3, 0, 3, 5, 3, 1, 0];
    expectParity({
      inputs: [randomMatrix(columns, 6, columns)],
      kernel: (table) => embeddingLookup(table, tf.tensor1d(numbers, 'int32')),
      formula: (table) => numbers.map((id) => [...table[id]!]),
    });
  });
});
