// Makes out/parley-VERSION.vsix from a release build, in a folder of its own: dist/ stays the development build.
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { files, isMain, root } from './files.mjs';
import { installPackages } from './setup.mjs';
import { Problem, main, run } from './steps.mjs';

/** The largest package we allow. */
const limitBytes = 1_500_000;

/** Packages the extension and answers with the file's path. */
export async function packageExtension() {
  const { buildProduct } = await import('./build.mjs');
  const folder = join(root, 'out', 'package');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { inputs, outputs } = await buildProduct({ minify: true, outdir: join('out', 'package', 'dist') });
  for (const name of ['package.json', 'CHANGELOG.md', 'LICENSE', '.vscodeignore', 'media']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'README.md'), withoutPictures(readFileSync(join(root, 'README.md'), 'utf8')));
  writeFileSync(join(folder, 'ThirdPartyNotices.txt'), notices(inputs));

  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const vsix = join(root, 'out', `parley-${version}.vsix`);
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = ['--no-dependencies', '--no-rewrite-relative-links', '--out', vsix];
  await run(process.execPath, [vsce, 'package', ...options], { cwd: folder });
  const { size } = statSync(vsix);
  if (size > limitBytes) throw new Problem(`${vsix} has ${size} bytes, ${limitBytes} are allowed.`);
  return { vsix, size, outputs };
}

/** VS Code shows no pictures out of a package: its page of the extension would have broken ones. */
const withoutPictures = (markdown) => markdown.replaceAll(/^!\[[^\]]*\]\([^)]*\)\n\n/gm, '');

/** The licences of all packages that went into what is shipped, as they ask to be passed on. */
function notices(inputs) {
  const packages = new Set(
    inputs.map((input) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter(Boolean),
  );
  return [...packages]
    .sort()
    .map((name) => {
      const { version, license } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
      const texts = files(`node_modules/${name}`, '')
        .filter((file) => /^(licen[cs]e|notice)/i.test(file.slice(`node_modules/${name}/`.length)))
        .map((file) => readFileSync(join(root, file), 'utf8').trim());
      return `${name} ${version} (${license})\n\n${texts.join('\n\n')}`;
    })
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}

if (isMain(import.meta.url)) {
  await main(async () => {
    await installPackages();
    const { vsix, size } = await packageExtension();
    console.log(`${vsix}: ${(size / 1000).toFixed(0)} kB`);
  });
}
