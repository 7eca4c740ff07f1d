import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  commandNames,
  followUpsAfter,
  isAboutTheSame,
  isCommandName,
} from '../../../../src/ui/participant/followUps.ts';

interface Manifest {
  contributes: { chatParticipants: { name: string; commands: { name: string; description: string }[] }[] };
}

describe('the chat participant', () => {
  it('has the commands of the manifest, and no other', () => {
    const text = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8');
    const [participant] = (JSON.parse(text) as Manifest).contributes.chatParticipants;
    assert.deepEqual(
      participant?.commands.map(({ name }) => name),
      [...commandNames],
    );
    for (const { description } of participant.commands) assert.match(description, /^[A-Z].{10,}[^.]$/);
  });

  it('goes on with the same code after each command', () => {
    for (const command of commandNames) {
      const steps = followUpsAfter(command, true);
      assert.ok(steps.length >= 2, command);
      for (const step of steps) {
        assert.ok(isCommandName(step.command) && (command === 'api' || step.command !== command));
        assert.equal(isAboutTheSame(step.prompt), command !== 'api');
      }
    }
  });

  it('offers nothing where there is no code to go on with', () => {
    assert.deepEqual(followUpsAfter('explain', false), []);
    assert.deepEqual(followUpsAfter(undefined, true), []);
  });
});
