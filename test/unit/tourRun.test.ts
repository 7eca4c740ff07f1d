import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseProfiles } from '../../src/editor/profile.ts';
import { createClient } from '../../src/openai/client.ts';
import type { CellResult, ImagePart } from '../../src/protocol/cellResult.ts';
import { runCell, type RunContext } from '../../src/ui/notebook/runCell.ts';
import { root } from '../support/host.ts';
import { azureDemoProfile, demoProfile, startOpenAIServer } from '../support/openaiServer.ts';
import { failing, readTour } from '../support/tourCells.ts';

const folder = join(root, 'media', 'tour');

/** Runs the whole tour in order, and answers with the last result of each cell. */
async function runTour(): Promise<{ title: string; text: string; result: CellResult }[]> {
  const server = await startOpenAIServer();
  const { profiles, problems } = parseProfiles([demoProfile(server.url), azureDemoProfile(server)]);
  assert.deepEqual(problems, []);
  const [, active] = profiles;
  assert.ok(active);
  const values = new Map<string, unknown>();
  const context: RunContext = {
    assertMayRun: () => undefined,
    profiles: { all: profiles, active: () => active },
    client: ({ baseURL, azure }) => Promise.resolve(createClient({ baseURL, apiKey: 'key', ...(azure && { azure }) })),
    values,
    environment: {},
    files: { folder, folders: [folder], confirmed: new Set(), confirm: () => Promise.resolve(false) },
    loadImage: async (_profile, url): Promise<ImagePart> => {
      const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
      return { kind: 'image', mimeType: 'image/png', base64: bytes.toString('base64') };
    },
    confirm: () => Promise.resolve(true),
    show: () => undefined,
    onSecret: () => undefined,
    signal: new AbortController().signal,
  };
  try {
    const results = [];
    for (const { title, text } of readTour()) {
      const { name, answer, result } = await runCell(text, context);
      if (answer && name !== undefined) values.set(name, answer.value);
      results.push({ title, text, result });
    }
    return results;
  } finally {
    await server.close();
  }
}

const results = runTour();
const find = async (title: string): Promise<CellResult> => {
  const found = (await results).find((each) => each.title === title);
  assert.ok(found, title);
  return found.result;
};
const partOf = async <Kind extends CellResult['parts'][number]['kind']>(title: string, kind: Kind) => {
  const { parts } = await find(title);
  const part = parts.find((each) => each.kind === kind);
  assert.ok(part, `${title} shows ${kind}: ${JSON.stringify(parts.map((each) => each.kind))}`);
  return part as Extract<CellResult['parts'][number], { kind: Kind }>;
};

void test('every cell of the tour is answered, but those that fail on purpose', async () => {
  for (const { title, text, result } of await results) {
    const isMeant = failing.includes(title);
    const error = JSON.stringify(result.parts.find(({ kind }) => kind === 'error'));
    assert.equal(result.state, isMeant ? 'failed' : 'done', `${title}\n${text}\n${error}`);
    assert.ok(result.parts.length > 0, title);
  }
});

void test('answers are shown as what they are', async () => {
  assert.match((await partOf('Watch it arrive', 'text')).text, /keeper/);
  assert.match((await partOf('Go on from an answer', 'text')).text, /Nora/);
  assert.match((await partOf('Speak in a conversation', 'text')).text, /Piet/);
  assert.equal((await partOf('Ask the web', 'text')).citations?.length, 2);
  assert.equal((await partOf('See a refusal', 'text')).role, 'refusal');
  assert.equal((await partOf('Offer a function', 'toolCall')).name, 'get_weather');
  assert.match((await partOf('Bring the result', 'text')).text, /14/);
  assert.match((await partOf('Bring the result into the chat', 'text')).text, /cloudy/);
  assert.equal((await partOf('Generate an image', 'image')).mimeType, 'image/png');
  assert.equal((await partOf('Draw in an answer', 'image')).mimeType, 'image/png');
  assert.equal((await partOf('Speak in high quality', 'audio')).mimeType, 'audio/wav');
  assert.ok((await partOf('Let a chat hear and speak', 'audio')).transcript);
  assert.ok((await partOf('Hear it', 'audio')).base64.length > 1000);
  assert.match((await partOf('Make subtitles', 'text')).text, /00:00:02,000/);
  const { items, similarity } = await partOf('Compare texts', 'embeddings');
  assert.equal(items.length, 5);
  assert.ok((similarity?.[0]?.[1] ?? 0) > (similarity?.[0]?.[4] ?? 1), 'texts about the ferry are more alike');
  assert.equal((await partOf('Check a text', 'moderation')).flagged, true);
  assert.ok((await partOf('List the models', 'table')).rows.length > 10);
  assert.ok((await partOf('See the loss', 'plot')).series.length > 0);
  assert.match((await partOf('Start a batch and follow it', 'table')).rows.flat().join(' '), /line-3/);
  assert.match((await partOf('Find a passage', 'table')).rows.flat().join(' '), /mantles/);
  assert.ok(((await find('Read from the cache')).usage?.cachedTokens ?? 0) > 1000, 'the handbook was cached');
});

void test('errors say what happened and what has taken the place of an endpoint', async () => {
  assert.equal((await partOf('Ask for a model that does not exist', 'error')).error?.kind, 'notFound');
  assert.match((await partOf('Send a number out of its range', 'error')).text, /temperature/);
  assert.match((await partOf('Call an endpoint that is gone', 'error')).text, /fine_tuning\/jobs/);
});
