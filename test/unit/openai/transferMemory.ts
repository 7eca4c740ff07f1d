// Run in a process of its own: moves a large file one way and prints by how many bytes the process grew.
import { createReadStream } from 'node:fs';
import { createClient } from '../../../src/openai/client.ts';
import { saveTo } from '../../../src/openai/download.ts';
import { fileFromPath } from '../../../src/openai/fileFromPath.ts';

const [way, baseURL = '', warmUpPath = '', path = ''] = process.argv.slice(2);
const client = createClient({ baseURL });

async function transfer(file: string, id: string): Promise<void> {
  if (way === 'download') await saveTo(client.files.content(id), file, { overwrite: true });
  else if (way === 'stream') await client.files.create({ file: createReadStream(file), purpose: 'batch' });
  else await client.files.create({ file: await fileFromPath(file), purpose: 'batch' });
}

await transfer(warmUpPath, 'small');
const beforeBytes = process.memoryUsage.rss();
await transfer(path, 'large');
process.stdout.write(String(process.resourceUsage().maxRSS * 1024 - beforeBytes));
