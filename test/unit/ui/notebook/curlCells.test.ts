import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseCell } from '../../../../src/ui/notebook/cell.ts';
import { cellsFromCurl, holdsCurl } from '../../../../src/ui/notebook/curl/cellsFromCurl.ts';

const openAI = { name: 'OpenAI', baseURL: 'https://api.openai.com/v1' };
const local = { name: 'Local', baseURL: 'http://localhost:11434/v1' };
const servers = { active: openAI, all: [openAI, local] };
const paste = (text: string) => cellsFromCurl(text, servers);
const key = 'sk-proj-0123456789abcdefghij';

function only(text: string): string {
  const { cells } = paste(text);
  assert.equal(cells.length, 1, cells.join('\n----\n'));
  return cells[0] ?? '';
}

/** A command as its words say it, and the cell it is. */
const commands: readonly { title: string; text: string; cell: string }[] = [
  {
    title: 'continued lines, a variable for the key, headers of the transport',
    text: `curl https://api.openai.com/v1/embeddings \\
  -H "Content-Type: application/json" \\
  -H "Authorization: Bearer $OPENAI_API_KEY" \\
  -H "OpenAI-Beta: assistants=v2" \\
  -d '{"input":"Tea","model":"m","big":12345678901234567890,"n":1.0}'`,
    cell: 'POST /embeddings\nOpenAI-Beta: assistants=v2\n\n{\n  "input": "Tea",\n  "model": "m",\n  "big": 12345678901234567890,\n  "n": 1.0\n}',
  },
  {
    title: 'every line break replaced by a blank',
    text: `curl --location --insecure --request POST 'https://api.openai.com/v1/responses' \\ --header "Authorization: Bearer \${OPENAI_API_KEY}" \\ --header 'Content-Type: application/json' \\ --data-raw '{ "model": "m" }' | jq .`,
    cell: 'POST /responses\n\n{\n  "model": "m"\n}',
  },
  {
    title: 'backslashes that a page has taken, and a blank line',
    text: `curl https://api.openai.com/v1/files\n\n  -X GET\n  -H "X-Trace: 1"\nResponse\n{}`,
    cell: 'GET /files\nX-Trace: 1',
  },
  {
    title: 'a form with a file, in the forms it may have',
    text: `$ curl -L 'https://api.openai.com/v1/audio/transcriptions' -X POST -H 'Content-Type: multipart/form-data' -F file="@\${HOME}/a b.mp3;type=audio/mpeg" -F model='whisper-1' -Ftemperature=0 -F 'prompt=<hint.txt' -o out.txt`,
    cell: 'POST /audio/transcriptions\n\nfile=@~/a b.mp3\nmodel=whisper-1\ntemperature=0\nprompt={{file:hint.txt}}',
  },
  {
    title: 'a file as base64, by a variable and in place',
    text: `IMG=$(base64 -w 0 "my photo.png")\ncurl https://api.openai.com/v1/x -d '{"a":"data:image/png;base64,'"$IMG"'","b":"'$(base64 -i ~/b.png)'","c":"'"$(cat c.txt)"'"}'`,
    cell: 'POST /x\n\n{\n  "a": "data:image/png;base64,{{base64:my photo.png}}",\n  "b": "{{base64:~/b.png}}",\n  "c": "{{file:c.txt}}"\n}',
  },
  {
    title: 'variables in double quotes, and one that the text has set',
    text: `export MODEL="gpt-5"; curl "https://api.openai.com/v1/files/$FILE_ID/content?a=\${A}" -d "{ \\"model\\": \\"$MODEL\\", \\"prompt\\": \\"\${PROMPT}\\" }"`,
    cell: 'POST /files/{{env:FILE_ID}}/content?a={{env:A}}\n\n{\n  "model": "gpt-5",\n  "prompt": "{{env:PROMPT}}"\n}',
  },
  {
    title: 'quotes of C',
    text: `curl https://api.openai.com/v1/x --data-raw $'{"a":"It\\'s \\u00e9","b":"x\\\\ny"}'`,
    cell: 'POST /x\n\n{\n  "a": "It\'s é",\n  "b": "x\\ny"\n}',
  },
  {
    title: 'a here document, with a pipe behind it',
    text: `curl -s https://api.openai.com/v1/x -d @- <<'EOF' | jq .\n{"a": "it's $5"}\nEOF\nAnd so on`,
    cell: 'POST /x\n\n{\n  "a": "it\'s $5"\n}',
  },
  {
    title: 'a here document within a substitution',
    text: `curl https://api.openai.com/v1/x -d "$(cat <<EOF\n{"a": "what's $NAME (new)"}\nEOF\n)" --compressed`,
    cell: 'POST /x\n\n{\n  "a": "what\'s {{env:NAME}} (new)"\n}',
  },
  {
    title: 'a query by -G, and one without quotes',
    text: `curl -G https://api.openai.com/v1/assistants?order=desc&limit=20 --data-urlencode "after=a b" -d n=1`,
    cell: 'GET /assistants?order=desc&limit=20&after=a%20b&n=1',
  },
  {
    title: 'the same server and another path, glued options, no value taken for a URL',
    text: `curl -sSXDELETE -m 10 --retry 3 -w '%{http_code}' -A agent/1.0 --url https://api.openai.com/v1/files/f`,
    cell: 'DELETE /files/f',
  },
  {
    title: 'the server of another profile, of none, and of a variable',
    text: `curl localhost:11434/v1/models; curl https://example.com/v1/models && curl "$BASE_URL/v1/models"`,
    cell: '# @profile Local\nGET /models\n----\nGET https://example.com/v1/models\n----\nGET /models',
  },
  {
    title: 'a redirection, an environment before it, a comment behind it',
    text: `HTTPS_PROXY=x response=$(curl https://api.openai.com/v1/models 2>/dev/null > "a b.json" -H 'X-A: 1') # done`,
    cell: 'GET /models\nX-A: 1',
  },
  {
    title: 'prompts of the shell and of Markdown',
    text: `> curl https://api.openai.com/v1/x \\\n> -d '{\n>   "a": 1\n> }'`,
    cell: 'POST /x\n\n{\n  "a": 1\n}',
  },
  {
    title: 'Windows lines, typographic quotes and dashes',
    text: `curl https://api.openai.com/v1/models ^\r\n  —header “X-A: 1”\r\n`,
    cell: 'GET /models\nX-A: 1',
  },
  {
    title: 'JSON by --json, and several pieces of data',
    text: `curl --json '{"a":[]' --json '}' https://api.openai.com/v1/x --next -d a=1 -d 'b=c d' https://api.openai.com/v1/y`,
    cell: 'POST /x\n\n{\n  "a": []\n}' + '\n----\nPOST /y\n\na=1\nb=c d',
  },
  {
    title: 'a body that is no JSON stays as it is',
    text: `curl https://api.openai.com/v1/x -d '{"a": 1,}'`,
    cell: 'POST /x\n\n{"a": 1,}',
  },
  {
    title: 'a body in a file',
    text: `curl https://api.openai.com/v1/x -H 'Content-Type: application/json' --data-binary @body.json`,
    cell: 'POST /x\n\n{{file:body.json}}',
  },
];

describe('a curl command becomes a cell', () => {
  for (const { title, text, cell } of commands) {
    test(title, () => {
      const { cells } = paste(text);
      assert.equal(cells.join('\n----\n'), cell);
      for (const written of cells) assert.deepEqual(parseCell(written).problems, []);
    });
  }
});

test('several commands of a page are a cell each, and prose about curl is none', () => {
  const page = [
    'You can curl the new model, see curl DALL-E.',
    '```bash',
    'curl https://api.openai.com/v1/models \\',
    '  -H "Authorization: Bearer $OPENAI_API_KEY"',
    '```',
    'Select librarycurlpythonnode, or `curl https://api.openai.com/v1/files`.',
    'curl https://api.openai.com/v1/x -d \'{"say": "curl https://api.openai.com/v1/no"}\'',
  ].join('\n');
  assert.deepEqual(paste(page).cells, [
    'GET /models',
    'GET /files',
    'POST /x\n\n{\n  "say": "curl https://api.openai.com/v1/no"\n}',
  ]);
  assert.ok(!holdsCurl('You can curl the new model.\ncurl DALL-E'));
});

test('a key in clear reaches no cell, wherever it stands', () => {
  const { cells, notes } = paste(
    `curl -u :${key} https://user:${key}@api.openai.com/v1/x?key=${key} -H "Authorization: Bearer ${key}" -H 'api-key: ${key}' -H 'X-Other: ${key}' -b 'a=${key}' -d '{"k":"${key}"}'`,
  );
  assert.ok(!cells.join().includes(key.slice(0, 12)), cells.join());
  assert.ok(!notes.join().includes(key), notes.join());
  assert.match(notes.join(' '), /The key in the command was left out/);
  assert.match(notes.join(' '), /was replaced by \{\{env:OPENAI_API_KEY\}\}/);
});

test('nothing is said of a key where the command has a variable or a placeholder', () => {
  for (const shown of ['$OPENAI_API_KEY', '[api_key]', 'YOUR_API_KEY', '<your-key>']) {
    assert.deepEqual(paste(`curl https://api.openai.com/v1/models -H "Authorization: Bearer ${shown}"`).notes, []);
  }
});

test('a field that a web page has hidden asks which file', () => {
  const { cells, notes } = paste(
    'curl https://api.openai.com/v1/images/edits -F "[email protected]" -F "image[][email protected]" -F n=1',
  );
  assert.equal(cells[0], 'POST /images/edits\n\nimage=@\nimage[]=@\nn=1');
  assert.match(notes.join(' '), /hidden which file/);
  assert.equal(parseCell(cells.join()).problems.length, 2);
});

const refused: readonly [string, RegExp][] = [
  ['Nothing here', /There is no curl command/],
  ['curl -H "X-A: 1"', /has no URL/],
  ["curl https://api.openai.com/v1/x -d '{", /A ' of the command is not closed/],
  ['curl --config c.txt https://api.openai.com/v1/x', /--config/],
  ['curl https://api.openai.com/v1/x -d @-', /standard input/],
  ['curl https://api.openai.com/v1/x -F nothing', /“nothing” is not/],
  ['curl https://api.openai.com/v1/x -d', /-d has no value/],
];
for (const [text, sentence] of refused) {
  test(`is refused with a sentence: ${text}`, () => {
    assert.throws(() => paste(text), sentence);
  });
}

test('one command that cannot be read does not cost the others', () => {
  const { cells, notes } = paste('curl -K c https://api.openai.com/v1/x\ncurl https://api.openai.com/v1/models');
  assert.deepEqual(cells, ['GET /models']);
  assert.match(notes.join(' '), /--config/);
});

test('what is not known is said and not fatal', () => {
  const { cells, notes } = paste('curl --florp -x http://proxy:1 https://api.openai.com/v1/models $(date)');
  assert.deepEqual(cells, ['GET /models']);
  assert.match(notes.join(' '), /--florp is not known/);
  assert.match(notes.join(' '), /\$\(date\) is not run/);
  assert.match(notes.join(' '), /--proxy: the settings of the profile/);
});

test('a body from a file, and a header that an endpoint wants, stay as they are', () => {
  const { cells, notes } = paste(
    "curl https://api.openai.com/v1/assistants -H 'OpenAI-Beta: assistants=v2' -H 'Content-Type: application/json' -d @b.json",
  );
  assert.deepEqual(cells, ['POST /assistants\nOpenAI-Beta: assistants=v2\n\n{{file:b.json}}']);
  assert.deepEqual(notes, []);
});

test('a substitution is never run, and stays to be seen', () => {
  assert.equal(
    only('curl https://api.openai.com/v1/x -d "{\\"a\\":\\"$(touch /tmp/owned)\\"}"'),
    'POST /x\n\n{\n  "a": "$(touch /tmp/owned)"\n}',
  );
});

test('any text at all ends with cells or a sentence', () => {
  const alphabet = [
    ...Array.from('\\\'"$`(){}<>|&;#@=- \n^“”'),
    'curl ',
    'https://api.openai.com/v1/x',
    '-d ',
    '-F ',
    '$(',
    '<<EOF\n',
    'EOF\n',
    'a',
  ];
  let seed = 7;
  const next = () => (seed = (seed * 48271) % 2147483647);
  for (let round = 0; round < 3000; round++) {
    const text = `curl https://api.openai.com/v1/x ${Array.from({ length: next() % 30 }, () => alphabet[next() % alphabet.length]).join('')}`;
    try {
      assert.ok(paste(text).cells.length > 0);
    } catch (error) {
      assert.ok(
        error instanceof Error && /[.:…]|is not/.test(error.message) && error.constructor === Error,
        `${text}: ${String(error)}`,
      );
    }
  }
});
