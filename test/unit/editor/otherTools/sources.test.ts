import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainLine, visibleJson } from '../../../../src/editor/otherTools/plainText.ts';
import { findOtherTools, wireNames, type ToolInformation } from '../../../../src/editor/otherTools/sources.ts';

const information = (name: string, tags: readonly string[] = []): ToolInformation => ({
  name,
  description: `Does ${name}.`,
  inputSchema: undefined,
  tags,
});

describe('the sources of tools', () => {
  it('are the extension that contributes it, the server in its name, or the editor', () => {
    const owner = {
      id: 'a.weather',
      manifest: {
        displayName: 'Weather',
        contributes: { languageModelTools: [{ name: 'get_forecast', displayName: 'Forecast' }, null, { name: 1 }] },
      },
    };
    const copilot = {
      id: 'GitHub.copilot-chat',
      manifest: { contributes: { languageModelTools: [{ name: 'copilot_x' }] } },
    };
    const tools = ['vscode_y', 'mcp_github_get_issue', 'get_forecast', 'copilot_x'].map((name) => information(name));
    const found = findOtherTools(tools, [owner, copilot, { id: 'b.none', manifest: undefined }]);
    assert.deepEqual(
      found.map(({ source, title }) => [source.kind, source.label, title, source.offered]),
      [
        ['extension', 'GitHub.copilot-chat', 'copilot_x', false],
        ['editor', 'VS Code', 'vscode_y', false],
        ['extension', 'Weather', 'Forecast', true],
        ['server', 'github (MCP)', 'get_issue', true],
      ],
    );
  });

  it('have none of ours: the agent has them as tools of its own', () => {
    const ours = {
      id: 'Parley.parley',
      manifest: { contributes: { languageModelTools: [{ name: 'parley_call_api' }] } },
    };
    const tools = ['parley_call_api', 'parley_other'].map((name) => information(name));
    const names = findOtherTools(tools, [ours]).map((tool) => tool.information.name);
    assert.deepEqual(names, ['parley_other'], 'a name alone is nobody’s');
  });

  it('come in the same order, in whatever order they were registered', () => {
    const tools = ['mcp_b_2', 'mcp_a_1', 'mcp_b_1'].map((name) => information(name, ['mcp']));
    const names = (list: readonly ToolInformation[]) => findOtherTools(list, []).map((tool) => tool.information.name);
    assert.deepEqual(names(tools), ['mcp_a_1', 'mcp_b_1', 'mcp_b_2']);
    assert.deepEqual(names(tools.toReversed()), names(tools));
  });

  it('get names that the API takes and that are no other tool’s', () => {
    const long = 'x'.repeat(80);
    const names = wireNames(['read_file', 'a.b', 'a/b', long, `${long}y`, ''], ['read_file']);
    assert.deepEqual(names, ['read_file_2', 'a_b', 'a_b_2', 'x'.repeat(64), `${'x'.repeat(62)}_2`, 'tool']);
    for (const name of names) assert.match(name, /^[a-zA-Z0-9_-]{1,64}$/);
  });

  it('show nothing unseen', () => {
    assert.equal(plainLine('a\u202eb\n\nc\u0000\u200b', 10), 'a b c'.replace('a b', 'ab'));
    assert.equal(plainLine('abcdef', 4), 'abc…');
    assert.equal(visibleJson({ a: 'x\u202ey' }), '{\n  "a": "x\\u{202e}y"\n}');
  });
});
