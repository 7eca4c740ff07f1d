import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { languageModelToolName, toolNames } from '../../src/ui/builtinChat/toolNames.ts';

interface MenuEntry {
  command?: string;
  submenu?: string;
  when?: string;
}

interface Manifest {
  activationEvents: string[];
  contributes: {
    languageModelTools: {
      name: string;
      toolReferenceName: string;
      displayName: string;
      userDescription: string;
      modelDescription: string;
      icon: string;
      tags: string[];
      canBeReferencedInPrompt: boolean;
      when: string;
      inputSchema: { type: string; additionalProperties: boolean; required?: string[]; properties: object };
    }[];
    commands: { command: string; title: string; category?: string; enablement?: string }[];
    submenus: { id: string }[];
    menus: Record<string, MenuEntry[]>;
    keybindings: { command: string; key: string; mac?: string; when?: string }[];
    views: Record<string, { id: string }[]>;
    configuration: { properties: Record<string, { scope: string; default: unknown }> };
    walkthroughs: { steps: { description: string; completionEvents: string[]; media: { markdown: string } }[] }[];
  };
}

const root = new URL('../../', import.meta.url);
const read = (name: string): Promise<string> => readFile(new URL(name, root), 'utf8');
const manifest = JSON.parse(await read('package.json')) as Manifest;
const { commands, submenus, menus, keybindings, views, configuration, walkthroughs, languageModelTools } =
  manifest.contributes;
const ids = commands.map(({ command }) => command);
const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);
const clauses = [...Object.values(menus).flat(), ...keybindings, ...languageModelTools].flatMap(
  ({ when }) => when ?? [],
);

/** Every `name` of the source that the pattern's first group catches, sorted. */
async function named(file: string, pattern: RegExp): Promise<string[]> {
  return [...(await read(file)).matchAll(pattern)].map(([, name = '']) => name).sort();
}

describe('the manifest', () => {
  it('has the commands that are registered, and no other', async () => {
    const registered = await named('src/ui/commands/index.ts', /^ {2}'(parley\.\w+)': \(\) => import/gm);
    assert.deepEqual(registered, ids.toSorted());
  });

  it('has a file for each command, with its name', async () => {
    for (const id of ids) {
      const file = `src/ui/commands/${id.slice('parley.'.length)}.ts`;
      assert.ok(
        (await read('src/ui/commands/index.ts')).includes(`'${id}': () => import('./${file.split('/').at(-1)}')`),
      );
      assert.match(await read(file), /^export (async )?function run\(/m, file);
    }
  });

  it('puts every command under one category, with a title of its own', () => {
    for (const { command, category } of commands) assert.equal(category, 'Parley', command);
    assert.equal(new Set(commands.map(({ title }) => title)).size, commands.length);
  });

  it('refers to commands and submenus that exist', () => {
    const linked = steps.flatMap(({ description }) =>
      [...description.matchAll(/\(command:([\w.]+)\)/g)].map(([, id = '']) => id),
    );
    const entries = Object.values(menus).flat();
    const used = [...entries, ...keybindings].flatMap(({ command }) => command ?? []).concat(linked);
    assert.ok(linked.length > 0);
    for (const id of used) assert.ok(ids.includes(id) || id.startsWith('notebook.cell.'), id);
    for (const { submenu } of entries) {
      if (submenu !== undefined) assert.ok(submenus.some(({ id }) => id === submenu) && menus[submenu], submenu);
    }
  });

  it('offers in the palette only what can work there', () => {
    const conditions = new Map(menus.commandPalette?.map(({ command, when }) => [command, when]));
    for (const id of ids.filter((each) => each.endsWith('Selection'))) {
      assert.equal(conditions.get(id), 'editorIsOpen', id);
    }
  });

  it('scopes every key but that of the chat', () => {
    for (const { command, when, mac } of keybindings) {
      assert.ok(mac ?? command.startsWith('notebook.cell.'), `${command} has a key on macOS`);
      assert.equal(when === undefined, command === 'parley.openChat', command);
    }
  });

  it('has the settings that are read, and no other', async () => {
    const readKeys = await named('src/editor/settings.ts', /\bparley\('([\w.]+)'/g);
    const declared = Object.keys(configuration.properties).map((key) => key.replace(/^parley\./, ''));
    assert.deepEqual(readKeys, declared.toSorted());
  });

  it('lets no workspace change a setting', () => {
    for (const [key, { scope }] of Object.entries(configuration.properties)) assert.equal(scope, 'application', key);
  });

  it('uses the context keys that are set, and no other', async () => {
    const set = await named('src/editor/contextKeys.ts', /'(parley\.\w+)'/g);
    const conditions = [...clauses, ...commands.flatMap(({ enablement }) => enablement ?? [])].join(' ');
    const events = steps.flatMap(({ completionEvents }) => completionEvents);
    const used = [
      ...[...conditions.matchAll(/(?<!== )\bparley\.\w+/g)].map(([name]) => name),
      ...events.flatMap((event) => /^onContext:(.*)$/.exec(event)?.[1] ?? []),
    ];
    assert.deepEqual([...new Set(used)].sort(), set);
  });

  it('names views and files that exist', () => {
    const viewIds = Object.values(views).flatMap((group) => group.map(({ id }) => id));
    for (const clause of clauses) {
      const view = /view == ([\w.]+)/.exec(clause)?.[1];
      if (view !== undefined) assert.ok(viewIds.includes(view), view);
    }
    for (const { media } of steps) assert.ok(existsSync(new URL(media.markdown, root)), media.markdown);
  });

  it('has the tools for other chats that are registered, each with all that VS Code shows of it', () => {
    const names = toolNames.map(languageModelToolName);
    assert.deepEqual(
      languageModelTools.map(({ name }) => name),
      names,
    );
    const references = languageModelTools.map(({ toolReferenceName }) => toolReferenceName);
    assert.equal(new Set(references).size, references.length);
    for (const tool of languageModelTools) {
      assert.match(tool.name, /^parley_[a-z]+(_[a-z]+)*$/);
      assert.match(tool.toolReferenceName, /^[a-z]+([A-Z][a-z]+)*$/);
      assert.match(tool.icon, /^\$\([a-z-]+\)$/);
      for (const text of [tool.displayName, tool.userDescription, tool.modelDescription])
        assert.ok(text.length > 5, tool.name);
      assert.ok(tool.tags.length > 0 && tool.tags.every((tag) => !/^(copilot|vscode)_/.test(tag)), tool.name);
      assert.equal(tool.canBeReferencedInPrompt, true, tool.name);
      assert.equal(tool.inputSchema.additionalProperties, false, tool.name);
    }
  });

  it('offers what saves files, or sends any request, in trusted workspaces only', () => {
    const inRestricted = languageModelTools.filter(({ when }) => !when.includes('isWorkspaceTrusted'));
    assert.deepEqual(
      inRestricted.map(({ name }) => name),
      ['parley_transcribe_audio', 'parley_moderate_text', 'parley_extract_json'],
    );
    for (const { name, when } of languageModelTools)
      assert.match(when, /^parley\.ready( && isWorkspaceTrusted)?$/, name);
  });

  it('is started for the chat tabs that a reload brings back', async () => {
    const [type] = await named('src/ui/viewIds.ts', /chatPanelType = '([\w.]+)'/g);
    assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${type}`));
  });
});
