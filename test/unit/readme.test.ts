import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

interface Setting {
  default: unknown;
  description?: string;
  markdownDescription?: string;
}

const root = new URL('../../', import.meta.url);
const read = (name: string): Promise<string> => readFile(new URL(name, root), 'utf8');

/** The table as README.md must have it, a row a setting. */
function settingRows(properties: Record<string, Setting>): string[] {
  return Object.entries(properties).map(([key, setting]) => {
    const text = setting.markdownDescription ?? setting.description ?? '';
    return `| \`${key}\` | \`${JSON.stringify(setting.default)}\` | ${text} |`;
  });
}

void test('the settings table of the README says what package.json says', async () => {
  const manifest = JSON.parse(await read('package.json')) as {
    contributes: { configuration: { properties: Record<string, Setting> } };
  };
  const block = /<!-- settings:[^>]*-->([\s\S]*?)<!-- \/settings -->/.exec(await read('README.md'))?.[1] ?? '';
  const rows = block
    .trim()
    .split('\n')
    .slice(2)
    .map((row) => row.replaceAll(/\s*\|\s*/g, ' | ').trim());
  assert.deepEqual(rows, settingRows(manifest.contributes.configuration.properties));
});

void test('the commands and keys that the README names exist', async () => {
  const readme = await read('README.md');
  const manifest = JSON.parse(await read('package.json')) as {
    contributes: { commands: { title: string }[]; keybindings: { command: string; key: string }[] };
  };
  const titles = new Set(manifest.contributes.commands.map((command) => command.title));
  const named = [...readme.matchAll(/\*\*Parley: ([^*]+)\*\*/g)].map((match) => match[1] ?? '');
  assert.ok(named.length >= 3);
  assert.deepEqual(
    named.filter((title) => !titles.has(title)),
    [],
  );
  for (const { command, key } of manifest.contributes.keybindings) {
    if (!command.startsWith('parley.')) continue;
    const keys = key.split('+').map((part) => part.charAt(0).toUpperCase() + part.slice(1));
    const last = keys.pop() ?? '';
    assert.ok(readme.includes(`${keys.join('+')}+${last}`) || readme.includes(` / ${last}`), `${key} is in the README`);
  }
});
