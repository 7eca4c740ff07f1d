import assert from 'node:assert/strict';
import type { ToolOutput } from '../../src/agent/tool.ts';
import { createBench, write, type Bench } from './toolFixture.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('view_image', () => {
  let bench: Bench;
  before(() => {
    bench = createBench();
  });
  after(() => bench.edits.dispose());

  it('shows an image by what it is, not by its name', async () => {
    await write('shot.jpg', png);
    const call = await bench.prepare('view_image', { path: 'shot.jpg' });
    const { text, images } = (await call.run()) as ToolOutput;
    assert.match(text, /^shot\.jpg, \d+ bytes/);
    assert.deepEqual(images, [
      { kind: 'image', label: 'shot.jpg', mediaType: 'image/png', data: png.toString('base64') },
    ]);
  });

  it('refuses what is no image, too large, or outside', async () => {
    await write('notes.png', 'notes');
    await assert.rejects(bench.call('view_image', { path: 'notes.png' }), /is no PNG/);
    await assert.rejects(bench.call('view_image', { path: 'src' }), /is a folder/);
    await write('large.png', Buffer.concat([png, Buffer.alloc(11 * 1024 * 1024)]));
    await assert.rejects(bench.call('view_image', { path: 'large.png' }), /larger than 10 MB/);
    await assert.rejects(bench.prepare('view_image', { path: '../shot.png' }), /outside the workspace/);
  });
});
