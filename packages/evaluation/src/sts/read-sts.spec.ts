import { readSts } from './read-sts';

describe('readSts', () => {
  it('says that a folder cannot be read', async () => {
    await expect(readSts('/no/such/folder', 'sts12')).rejects.toThrow('"/no/such/folder" is not a folder');
  });
});
