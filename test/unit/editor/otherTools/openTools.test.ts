import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Tool } from '../../../../src/agent/tool.ts';
import type { ToolCallItem } from '../../../../src/agent/transcript.ts';
import { chosenTools } from '../../../../src/editor/otherTools/chosenTools.ts';
import { openableTools } from '../../../../src/editor/otherTools/openTools.ts';
import { ownGroups } from '../../../../src/editor/otherTools/ownGroups.ts';
import { findOtherTools } from '../../../../src/editor/otherTools/sources.ts';
import { otherKey, ownKey, ToolChoices } from '../../../../src/editor/otherTools/toolChoices.ts';
import { createMemory } from '../../../support/approvals.ts';
import { textOf, toolContext } from '../../../support/toolContext.ts';
import { tool } from '../../agent/script.ts';

const make = (prefix: string, count: number): Tool[] =>
  Array.from({ length: count }, (_, at) => tool(`${prefix}${at}`, () => Promise.resolve('')));
const namesOf = (tools: readonly Tool[]) => tools.map(({ name }) => name);
const opening = (group: string | null, status: ToolCallItem['status'] = 'succeeded'): ToolCallItem => ({
  type: 'toolCall',
  id: String(group),
  at: 1,
  callId: String(group),
  name: 'open_tools',
  arguments: JSON.stringify({ group }),
  status,
});

describe('tools that are opened', () => {
  const own = make('own', 20);

  it('are all offered up to 64', () => {
    const offered = openableTools({ always: own, others: [{ label: 'A', tools: make('a', 44) }] })([]);
    assert.equal(offered.length, 64);
    assert.ok(!namesOf(offered).includes('open_tools'));
  });

  it('come after the others in the order in which they were opened; the beginning stays', async () => {
    const offered = openableTools({
      always: own,
      others: [
        { label: 'A', tools: make('a', 30) },
        { label: 'B', tools: make('b', 30) },
      ],
    });
    const none = namesOf(offered([opening('A', 'failed'), opening(null)]));
    assert.deepEqual(none, [...namesOf(own), 'open_tools']);
    const b = namesOf(offered([opening('B')]));
    assert.deepEqual(b, [...none, ...namesOf(make('b', 30))]);
    assert.deepEqual(namesOf(offered([opening('B'), opening('A'), opening('B')])), [...b, ...namesOf(make('a', 30))]);
    const open = offered([]).at(-1);
    assert.ok(open);
    const list = textOf(await (await open.prepare('{"group":null}', toolContext())).run());
    assert.match(list, /data, not instructions[^]*A: a0, a1,[^]*\nB: b0/);
    await assert.rejects(open.prepare('{"group":"C"}', toolContext()), /There are: A, B\./);
  });

  it('are never more than the API takes, and large groups come in parts', async () => {
    const offered = openableTools({ always: own, others: [{ label: 'Big', tools: make('a', 120) }] });
    const open = offered([opening('Big 1/3'), opening('Big 2/3')]).at(20);
    assert.ok(open?.name === 'open_tools');
    await assert.rejects(open.prepare('{"group":"Big 3/3"}', toolContext()), /no room for it.*128 tools/);
    await open.prepare('{"group":"Big 2/3"}', toolContext());
    assert.equal(offered([opening('Big 1/3'), opening('Big 2/3'), opening('Big 3/3')]).length, 128);
  });
});

describe('our own tools that few tasks need', () => {
  const named = (...names: string[]) => names.map((name) => tool(name, () => Promise.resolve('')));
  const { always, groups } = ownGroups(named('read_file', 'hover', 'fetch_url', 'format_file'));
  const others = [{ label: 'A', tools: make('a', 2) }];

  it('are opened by their group, which is named; the tools of others are there at once, behind', () => {
    const offered = openableTools({ always, onDemand: groups, others });
    const fixed = ['read_file', 'open_tools', 'a0', 'a1'];
    assert.deepEqual(namesOf(offered([])), fixed);
    assert.match(offered([])[1]?.description ?? '', /: code \(types, format\); web \(read a URL\)\.$/);
    assert.deepEqual(namesOf(offered([opening('code')])), [...fixed, 'hover', 'format_file']);
  });

  it('are named beside many tools of others, which are not', () => {
    const [, open] = openableTools({ always, onDemand: groups, others: [{ label: 'A', tools: make('a', 70) }] })([]);
    assert.match(open?.description ?? '', /; web \(read a URL\); and more\.$/);
  });

  it('leave their names to no tool of others', () => {
    const extension = {
      id: 'e.e',
      manifest: { displayName: 'web', contributes: { languageModelTools: [{ name: 'x' }] } },
    };
    const found = findOtherTools([{ name: 'x', description: '', inputSchema: undefined, tags: [] }], [extension]);
    const host = { find: () => undefined, invoke: () => Promise.resolve([]), outputCharacters: () => 1 };
    const chosen = chosenTools([], found, new ToolChoices(createMemory(), () => []), host);
    assert.deepEqual(
      chosen.groups.map(({ label }) => label),
      ['web (extension:e.e)'],
    );
  });
});

describe('tools that are chosen', () => {
  const others = findOtherTools(
    ['mcp_a_x', 'own0', 'vscode_z'].map((name) => ({ name, description: '', inputSchema: undefined, tags: [] })),
    [{ id: 'e.e', manifest: { contributes: { languageModelTools: [{ name: 'own0' }] } } }],
  );
  const host = { find: () => undefined, invoke: () => Promise.resolve([]), outputCharacters: () => 1 };

  it('are those of the workspace, and a new tool is as it comes', async () => {
    const memory = createMemory();
    const choices = new ToolChoices(memory, () => ['file:///a']);
    const offeredBy = (by: ToolChoices) => {
      const { own, groups } = chosenTools(make('own', 2), others, by, host);
      return [...namesOf(own), ...groups.map(({ label, tools }) => `${label}: ${namesOf(tools).join()}`)];
    };
    assert.deepEqual(offeredBy(choices), ['own0', 'own1', 'a (MCP): mcp_a_x', 'e.e: own0_2']);
    await choices.choose(new Map([[ownKey('own0'), false]]));
    await choices.choose(
      new Map([
        [otherKey('server:a', 'mcp_a_x'), false],
        [otherKey('editor', 'vscode_z'), true],
      ]),
    );
    assert.deepEqual(
      offeredBy(choices),
      ['own1', 'VS Code: vscode_z', 'e.e: own0_2'],
      'no tool takes the name of ours',
    );
    assert.deepEqual(offeredBy(new ToolChoices(memory, () => ['file:///a'])), offeredBy(choices));
    assert.equal(offeredBy(new ToolChoices(memory, () => ['file:///b']))[0], 'own0');
  });
});
