import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hoverCell } from '../../../../../src/ui/notebook/language/hover.ts';
import { bodies, context, marked } from './context.ts';

async function hover(withMark: string): Promise<{ at: string; markdown: string } | undefined> {
  const { text, offset } = marked(withMark);
  const found = await hoverCell(text, offset, context, bodies);
  return found && { at: text.slice(found.start, found.end), markdown: found.markdown };
}

test('a path says what the endpoint does and what it is called in the SDKs', async () => {
  const { at, markdown } = (await hover('GET /files/file_1/con|tent')) ?? {};
  assert.equal(at, '/files/file_1/content');
  assert.match(markdown ?? '', /GET \/files\/\{file_id\}\/content/);
  assert.match(markdown ?? '', /client\.files\.content\(\)/);
  assert.match((await hover('POST /fi|les'))?.markdown ?? '', /Takes a form/);
});

test('parameters of the query, of a form and of JSON say what they are', async () => {
  assert.match((await hover('GET /files?li|mit=2'))?.markdown ?? '', /^\*\*limit\*\*: `number`/);
  const field = await hover('POST /audio/transcriptions\n\nfile=@a.mp3\nresponse_f|ormat=srt');
  assert.equal(field?.at, 'response_format=srt');
  assert.match(field.markdown, /verbose_json/);
  assert.match((await hover('POST /files\n\nfi|le=@a'))?.markdown ?? '', /^\*\*file\*\*: `file`/);
  assert.match((await hover('POST /responses\n\n{ "temper|ature": 1 }'))?.markdown ?? '', /sampling temperature/);
});

test('a header that the endpoint wants', async () => {
  const found = await hover('GET /vector_stores\nOpenAI-|Beta: assistants=v2');
  assert.match(found?.markdown ?? '', /assistants=v2/);
});

test('nothing where nothing is known', async () => {
  assert.equal(await hover('GET /no|thing'), undefined);
  assert.equal(await hover('# a com|ment\nGET /models'), undefined);
  assert.equal(await hover('POST /files\n\nwh|o=1'), undefined);
});
