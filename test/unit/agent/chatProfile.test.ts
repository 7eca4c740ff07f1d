import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { chatProfileSchema, parseChatProfiles, profileOf, settingsOf } from '../../../src/agent/chatProfile.ts';

interface Schema {
  [key: string]: Schema | undefined;
}

/** The names of all properties, those within others too. */
function propertyNames(schema: Schema | undefined, at = ''): string[] {
  if (!schema) return [];
  const below = (['items', 'oneOf', 'anyOf'] as const).flatMap((keyword) => {
    const part = schema[keyword];
    return (Array.isArray(part) ? (part as Schema[]) : part ? [part] : []).flatMap((one) => propertyNames(one, at));
  });
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [
    `${at}.${name}`,
    ...propertyNames(property, `${at}.${name}`),
  ]);
  return [...own, ...below];
}

describe('chat profiles', () => {
  it('are checked in settings.json by what they are read with', async () => {
    const manifest = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { items: Schema }> } };
    };
    const declared = propertyNames(manifest.contributes.configuration.properties['parley.chatProfiles']?.items);
    const read = propertyNames(z.toJSONSchema(chatProfileSchema, { io: 'input' }) as Schema);
    assert.deepEqual([...new Set(declared)].sort(), [...new Set(read)].sort());
    assert.ok(read.includes('.parameters.temperature') && read.includes('.hostedTools.mcp.server_url'));
  });

  it('that cannot be used are told, the others stay', () => {
    const { profiles, problems } = parseChatProfiles([
      { name: 'Reviewer', mode: 'ask', parameters: { temperature: 0 } },
      { name: 'Reviewer' },
      { name: '' },
      { name: 'Hot', parameters: { temperature: 3 } },
      { name: 'Odd', magic: true },
      'no profile',
    ]);
    assert.deepEqual(profiles, [{ name: 'Reviewer', mode: 'ask', parameters: { temperature: 0 } }]);
    assert.equal(problems.length, 5);
    assert.equal(problems[0], 'Entry 2 of parley.chatProfiles is ignored: there is another “Reviewer”.');
    assert.match(problems[2] ?? '', /^Entry 4 of parley.chatProfiles is ignored: parameters\.temperature/);
  });

  it('make the settings of a conversation, and are made of them', () => {
    const profile = {
      name: 'Reviewer',
      mode: 'ask',
      model: 'gpt-5.2',
      effort: 'low',
      instructions: 'Be strict.',
      tools: ['read_file'],
      parameters: { max_output_tokens: 500 },
      hostedTools: { web_search: {} },
    } as const;
    const { name, mode, ...rest } = profile;
    assert.deepEqual(settingsOf(profile), { profile: name, ...rest });
    assert.deepEqual(profileOf(name, mode, settingsOf(profile)), profile);
    assert.deepEqual(settingsOf({ name: 'Plain' }), { profile: 'Plain', parameters: {}, hostedTools: {} });
    assert.deepEqual(profileOf('Plain', 'agent', settingsOf({ name: 'Plain' })), { name: 'Plain', mode: 'agent' });
  });
});
