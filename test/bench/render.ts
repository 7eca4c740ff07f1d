// Markdown while it streams: the whole webview against react-markdown with rehype-highlight, in the same browser.
// 80,000 characters in 4-character chunks, 20 a frame; `--short` takes a tenth of it.
// Prints JSON lines { name, ours, peer, unit, ratio, goal }: `ratio` is ours/peer, `goal` the largest allowed.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'esbuild';
import { launchBrowser } from '../support/chromium.ts';
import { root } from '../support/host.ts';
import { longMarkdown } from '../webview/longMarkdown.ts';

const text = longMarkdown(process.argv.includes('--short') ? 8000 : 80_000);
const frameBudgetMs = 16;
const longestFrameMs = 50;
const largestScriptBytes = 300_000;

const outdir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['test/bench/render/ours.ts', 'test/bench/render/peer.ts', 'src/webview/main.tsx'],
  outdir,
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  metafile: true,
  target: 'chrome138',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.ttf': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
});
const scripts = { ours: ['ours', 'main'], peer: ['peer'] };
const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };
const server = createServer((request, response) => {
  const path = request.url ?? '/';
  if (path.startsWith('/page/')) {
    const name = path === '/page/ours' ? 'ours' : 'peer';
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(
        `<!doctype html><link rel="icon" href="data:,"><link rel="stylesheet" href="/main.css"><div id="root"></div>` +
          scripts[name].map((script) => `<script type="module" src="/${script}.js"></script>`).join(''),
      );
    return;
  }
  readFile(join(outdir, path)).then(
    (body) => response.writeHead(200, { 'content-type': types[extname(path)] ?? '' }).end(body),
    () => response.writeHead(404).end(),
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** CPU seconds of the page's process, all its threads, and the milliseconds of each frame. */
async function measure(name: string): Promise<{ cpuSeconds: number; frameMs: number[] }> {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 420, height: 800 } });
  await page.goto(`${origin}/page/${name}`);
  await page.waitForFunction(() => 'streamMarkdown' in window);
  const session = await browser.newBrowserCDPSession();
  const cpuSeconds = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const before = await cpuSeconds();
  const frameMs = await page.evaluate((source) => window.streamMarkdown(source), text);
  const after = await cpuSeconds();
  await browser.close();
  return { cpuSeconds: after - before, frameMs: frameMs.toSorted((a, b) => a - b) };
}

/** What the page loads before the first highlighting or formula: the main script and its static imports. */
function mainBytes(): number {
  const outputs = Object.entries(metafile.outputs);
  const load = (path: string, loaded: Set<string>): Set<string> => {
    if (loaded.has(path)) return loaded;
    loaded.add(path);
    for (const { kind, path: imported } of metafile.outputs[path]?.imports ?? [])
      if (kind === 'import-statement') load(imported, loaded);
    return loaded;
  };
  const main = outputs.find(([, { entryPoint }]) => entryPoint === 'src/webview/main.tsx')?.[0] ?? '';
  return [...load(main, new Set())].reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? NaN), 0);
}

const print = (name: string, unit: string, ours: number, peer: number, goal: number) => {
  const round = (value: number) => Number(value.toPrecision(3));
  console.log(JSON.stringify({ name, ours: round(ours), peer: round(peer), unit, ratio: round(ours / peer), goal }));
};

try {
  const ours = await measure('ours');
  const peer = await measure('peer');
  const p99 = ({ frameMs }: typeof ours) => frameMs[Math.floor(frameMs.length * 0.99)] ?? NaN;
  print(`render: ${text.length} characters`, 'CPU s', ours.cpuSeconds, peer.cpuSeconds, 0.04);
  print('render: frame p99 against react-markdown', 'ms', p99(ours), p99(peer), 1);
  print('render: frame p99 against its budget', 'ms', p99(ours), frameBudgetMs, 1);
  print('render: longest frame against its limit', 'ms', ours.frameMs.at(-1) ?? NaN, longestFrameMs, 1);
  print('webview: main script, minified', 'bytes', mainBytes(), largestScriptBytes, 1);
} finally {
  server.closeAllConnections();
  server.close();
  await rm(outdir, { recursive: true });
}
