import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { modes } from '../../../src/agent/mode.ts';
import { toolsIn } from '../../../src/agent/toolsIn.ts';
import { tool } from './script.ts';

const run = () => Promise.resolve('');
const tools = [
  tool('run', run, { kind: 'run' }),
  tool('read', run),
  tool('plan', run, { only: ['plan'] }),
  tool('write', run, { kind: 'write' }),
];

describe('toolsIn', () => {
  it('offers what each mode may do, in the order of the tools', () => {
    const offered = modes.map((mode) => [mode, ...toolsIn(mode, tools).map(({ name }) => name)]);
    assert.deepEqual(offered, [
      ['agent', 'run', 'read', 'write'],
      ['edit', 'read', 'write'],
      ['ask', 'read'],
      ['plan', 'read', 'plan'],
    ]);
  });
});
