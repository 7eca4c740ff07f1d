import type { ApiCall } from './call.ts';

export const containersCalls: readonly ApiCall[] = [
  {
    method: 'containers.files.content.retrieve',
    call: async (client) => {
      const content = await client.containers.files.content.retrieve('cfile_1', { container_id: 'cntr/1' });
      return Buffer.from(await content.arrayBuffer()).toString('hex');
    },
    answers: [{ bytes: Uint8Array.of(0, 255, 13, 10, 128), type: 'application/octet-stream' }],
  },
];
