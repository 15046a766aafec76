import { once } from 'node:events';
import { createServer } from 'node:net';
import { freeAddresses } from './free-addresses';

describe('freeAddresses', () => {
  it('gives different ones that can be listened to', async () => {
    const addresses = await freeAddresses(3);
    expect(new Set(addresses).size).toBe(3);
    for (const address of addresses) {
      const [host, port] = address.split(':');
      const server = createServer().listen(Number(port), host);
      await once(server, 'listening');
      await once(server.close(), 'close');
    }
  });
});
