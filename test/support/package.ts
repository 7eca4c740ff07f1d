import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './host.ts';

/** Packages the extension as for release and answers with the .vsix file. */
export function packageForTests(): string {
  execFileSync(process.execPath, [join(root, 'scripts', 'package.mjs')], { cwd: root, stdio: 'pipe' });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return join(root, 'out', `parley-${version}.vsix`);
}

/** The packaged extension that this run of the tests is about; undefined: dist/. */
export const vsixUnderTest = (): string | undefined => process.env.TEST_VSIX;

/** What a window takes as extensions under development: an empty one where the packaged Parley is installed. */
export const extensionsUnderTest = (vsix = vsixUnderTest()): string[] => [
  vsix === undefined ? root : join(root, 'test', 'support', 'noExtension'),
];
