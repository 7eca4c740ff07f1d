import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCell } from '../../../../src/ui/notebook/cell.ts';

test('a request has directives, method, path, headers and JSON with comments', () => {
  const text = [
    '# A tutor for later cells',
    '# @name tutor',
    '// @profile Azure',
    '# @follow',
    '',
    'post /assistants?limit=2',
    'OpenAI-Beta: assistants=v2',
    '# sent with every call',
    'X-Trace: 1:2',
    '',
    '// the body',
    '{',
    '  // which one',
    '  "model": "gpt-4o"',
    '}',
    '',
  ].join('\r\n');
  const cell = parseCell(text);
  assert.deepEqual(cell.problems, []);
  const { name, profile, follow, method, target, headers, body } = cell;
  assert.deepEqual(
    { name, profile, follow, method, target },
    {
      name: 'tutor',
      profile: 'Azure',
      follow: true,
      method: 'POST',
      target: '/assistants?limit=2',
    },
  );
  assert.equal(text.slice(cell.targetSpan.start, cell.targetSpan.end), target);
  assert.deepEqual(
    headers.map((header) => [header.name, header.value, text.slice(header.span.start, header.span.end)]),
    [
      ['OpenAI-Beta', 'assistants=v2', 'OpenAI-Beta: assistants=v2'],
      ['X-Trace', '1:2', 'X-Trace: 1:2'],
    ],
  );
  assert.equal(body?.kind, 'json');
  assert.equal(body.text, '{\r\n  // which one\r\n  "model": "gpt-4o"\r\n}');
});

test('a body may follow the request line at once', () => {
  const json = parseCell('POST /responses\n{"model": "m"}');
  assert.equal(json.body?.kind === 'json' && json.body.text, '{"model": "m"}');
  const form = parseCell('POST /files\npurpose=batch');
  assert.equal(form.body?.kind === 'form' && form.body.fields[0]?.name, 'purpose');
});

test('a form has a field a line; @ is a file', () => {
  const text =
    'POST /images/edits\n\n# two images\nimage[]=@a b.png\nimage[]=@{{file}}\nprompt = a hat = better\nempty=';
  const { body, problems } = parseCell(text);
  assert.deepEqual(problems, []);
  assert.deepEqual(body?.kind === 'form' && body.fields.map(({ name, value, isFile }) => [name, value, isFile]), [
    ['image[]', 'a b.png', true],
    ['image[]', '{{file}}', true],
    ['prompt', 'a hat = better', false],
    ['empty', '', false],
  ]);
});

test('what is wrong is said where it stands', () => {
  const said = (text: string) =>
    parseCell(text).problems.map(({ message, start, end }) => [message, text.slice(start, end)]);
  assert.match(said('')[0]?.[0] ?? '', /begins with a method/);
  assert.match(said('# only a comment\n')[0]?.[0] ?? '', /begins with a method/);
  assert.deepEqual(said('FETCH /models'), [['The method is one of GET, POST, DELETE, WEBSOCKET.', 'FETCH /models']]);
  assert.deepEqual(said('GET'), [['The path is missing: POST /responses', 'GET']]);
  assert.deepEqual(said('GET models'), [['A path begins with /: /chat/completions', 'models']]);
  assert.match(said('# @colour red\nGET /models')[0]?.[0] ?? '', /no @colour/);
  assert.match(said('# @name 1st\nGET /models')[0]?.[0] ?? '', /A name has letters/);
  assert.match(said('# @profile\nGET /models')[0]?.[0] ?? '', /Which profile/);
  assert.deepEqual(said('POST /files\n\nfile=@\nwhat is this'), [
    ['Which file? name=@path', 'file=@'],
    ['A field of a form is name=value, or name=@path for a file.', 'what is this'],
  ]);
});

test('a placeholder may stand anywhere in the path, or be all of it', () => {
  assert.deepEqual(parseCell('GET /files/{{upload.id}}/content').problems, []);
  assert.deepEqual(parseCell('GET {{next.url}}').problems, []);
});
