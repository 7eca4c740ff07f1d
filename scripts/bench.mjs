// Runs test/bench/*.ts one after the other and prints what they measured: as a table, and as JSON in out/bench.json.
//   npm run bench [-- NAME ...]
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { files, root } from './files.mjs';
import { rerunUnder, setup } from './setup.mjs';
import { main } from './steps.mjs';

await main(async () => {
  if (await rerunUnder(await setup())) return;
  const { buildProduct } = await import('./build.mjs');
  await buildProduct({ minify: true });
  const names = process.argv.slice(2);
  const scripts = files('test/bench', '.ts').filter(
    (file) => file.split('/').length === 3 && (names.length === 0 || names.includes(basename(file, '.ts'))),
  );
  const results = [];
  for (const script of scripts) {
    console.log(`${script} …`);
    results.push(...(await measure(script)));
  }
  const missed = results.filter(({ ratio, goal }) => !(ratio <= goal));
  console.log();
  console.table(results.map((result) => ({ ...result, '': missed.includes(result) ? 'missed' : 'reached' })));
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, 'out', 'bench.json'), JSON.stringify(results, null, 2));
  console.log(JSON.stringify(results));
  process.exitCode = missed.length > 0 ? 1 : 0;
});

/** Runs a script in a process of its own and answers with the JSON lines it prints. */
async function measure(script) {
  const child = spawn(process.execPath, [join(root, script)], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise((resolve) => child.once('close', resolve));
  const results = [];
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('{')) results.push(JSON.parse(line));
    else console.log(line);
  }
  if ((await exit) !== 0) results.push({ name: `${script} failed`, ratio: NaN, goal: 0 });
  return results;
}
