import { join } from 'node:path';
import { root } from './host.ts';

/** By a part of the test file's name. */
const companions: Readonly<Record<string, string>> = {
  otherTools: 'toolExtension',
  extensionApi: 'sampleExtension',
};

/** The folders of other extensions that an integration test file runs beside. */
export const companionsOf = (file: string): string[] =>
  Object.entries(companions).flatMap(([name, folder]) =>
    file.includes(name) ? [join(root, 'test', 'support', folder)] : [],
  );
