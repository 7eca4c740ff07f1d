import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { defineTool } from '../../../src/agent/tool.ts';
import { toolContext } from '../../support/toolContext.ts';

const read = defineTool({
  name: 'read',
  description: 'Reads.',
  kind: 'read',
  parameters: z.strictObject({ path: z.string().describe('Where'), line: z.number().nullable() }),
  prepare: ({ path, line }) => Promise.resolve({ title: `${path}:${line}`, run: () => Promise.resolve(path) }),
});
const context = toolContext();

describe('defineTool', () => {
  it('gives a schema that strict mode accepts', () => {
    assert.deepEqual(read.parameters, {
      type: 'object',
      properties: {
        path: { type: 'string', description: 'Where' },
        line: { type: ['number', 'null'] },
      },
      required: ['path', 'line'],
      additionalProperties: false,
    });
  });

  it('says `required` also where there is nothing', () => {
    const bare = defineTool({
      name: 'bare',
      description: '',
      kind: 'read',
      parameters: z.strictObject({}),
      prepare: () => Promise.resolve({ title: '', run: () => Promise.resolve('') }),
    });
    const expected = { type: 'object', properties: {}, required: [], additionalProperties: false };
    assert.deepEqual(bare.parameters, expected);
  });

  it('hands on what fits', async () => {
    const prepared = await read.prepare('{"path":"a.ts","line":null}', context);
    assert.equal(prepared.title, 'a.ts:null');
  });

  it('tells what does not: broken JSON, a wrong type, what is missing or too much', async () => {
    await assert.rejects(read.prepare('{"path":', context), /not valid JSON/);
    await assert.rejects(read.prepare('{"path":1,"line":null}', context), /expected string[^]*at path/);
    await assert.rejects(read.prepare('{"path":"a"}', context), /at line/);
    await assert.rejects(read.prepare('{"path":"a","line":1,"more":2}', context), /more/);
  });
});
