import { serverDef } from './server-def';

describe('serverDef', () => {
  it('is what protobuf writes of the same values', () => {
    const addresses = ['127.0.0.1:29500', 'node-b.cluster:29501'];
    // protobuf 6 in Python, with the same fields in a descriptor; it writes the entries of a map in any order.
    expect(serverDef({ addresses, rank: 1 }).toString('base64')).toBe(
      'CjkKNwoGd29ya2VyEhMIABIPMTI3LjAuMC4xOjI5NTAwEhgIARIUbm9kZS1iLmNsdXN0ZXI6Mjk1MDESBndvcmtlchgBIiGCAR4KHC9qb2I6d29ya2VyL3JlcGxpY2E6MC90YXNrOjAqBGdycGM=',
    );
  });
});
