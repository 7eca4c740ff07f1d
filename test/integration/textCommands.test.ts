import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startRawServer, type RawServer } from '../support/rawServer.ts';
import { until } from '../support/until.ts';
import { setUserSettings, useProfiles } from './accountSetup.ts';
import { openDocument } from './cannedModel.ts';

const run = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(`parley.${command}`, ...args);

/** A server that answers a path with JSON, or with a status where that is a number. */
async function useServer(
  answers: Readonly<Record<string, object | number>>,
  models = ['gpt-4.1', 'text-embedding-3-small', 'omni-moderation-latest'],
): Promise<RawServer> {
  const server = await startRawServer(({ url }, response) => {
    const answer = url === '/v1/models' ? { data: models.map((id) => ({ id })) } : (answers[url] ?? 404);
    const status = typeof answer === 'number' ? answer : 200;
    const body = status === 200 ? answer : { error: { message: `Status ${status}.`, code: null } };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await useProfiles({ name: 'Text', baseURL: `${server.origin}/v1`, api: 'responses' });
  return server;
}

const sent = (server: RawServer, path: string) =>
  server.requests
    .filter(({ url }) => url === path)
    .map(({ body }) => JSON.parse(body) as { model: string; input: unknown } & Record<string, unknown>);

/** Presses the first button of the notification that is shown until the clipboard has what is awaited. */
async function copied(fits: (text: string) => boolean): Promise<string> {
  return until('the clipboard has it', async () => {
    await vscode.commands.executeCommand('notification.acceptPrimaryAction');
    const text = await vscode.env.clipboard.readText();
    return fits(text) ? text : undefined;
  });
}

const openText = (fits: (document: vscode.TextDocument) => boolean) =>
  until(
    'the document is open',
    () => vscode.window.visibleTextEditors.find(({ document }) => fits(document))?.document,
  );

describe('the commands for text', () => {
  let server: RawServer | undefined;
  beforeEach(() => vscode.env.clipboard.writeText(''));
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined });
    await server?.close();
    server = undefined;
  });

  it('count the tokens of the selection where the server counts', async () => {
    server = await useServer({ '/v1/responses/input_tokens': { object: 'response.input_tokens', input_tokens: 4321 } });
    await openDocument('count.md', 'one two three', new vscode.Selection(0, 0, 0, 7));
    await run('countTokens');
    assert.deepEqual(sent(server, '/v1/responses/input_tokens'), [{ model: 'gpt-4.1', input: 'one two' }]);
    assert.equal(await copied((text) => text === '4321'), '4321');
  });

  it('estimate the tokens of the whole document where it does not', async () => {
    server = await useServer({});
    await openDocument('count.md', 'one two three', new vscode.Selection(0, 0, 0, 0));
    await run('countTokens');
    assert.deepEqual(
      sent(server, '/v1/responses/input_tokens').map(({ input }) => input),
      ['one two three'],
    );
    assert.equal(await copied((text) => text === '3'), '3');
  });

  it('moderate a long text in pieces and show what was flagged where', async () => {
    const result = (flagged: boolean, score: number) => ({
      flagged,
      categories: { violence: flagged, hate: false },
      category_scores: { violence: score, hate: 0.02 },
    });
    server = await useServer({ '/v1/moderations': { model: 'm', results: [result(false, 0.1), result(true, 0.9)] } });
    const text = `${'A quiet line.\n'.repeat(600)}A loud line.`;
    const { document } = await openDocument('moderate.md', text, new vscode.Selection(0, 0, 600, 12));
    await run('moderateSelection');
    const report = await openText(({ uri }) => uri.scheme === 'parley-result');
    assert.match(report.getText(), /\*\*Flagged: violence\*\*/);
    assert.match(report.getText(), /\| flagged \| violence \| █{9}░ \| 0\.9000 \| from line 572 \|/);
    assert.equal(vscode.window.activeTextEditor?.document, document, 'the focus stays');
    const [request] = sent(server, '/v1/moderations');
    assert.equal(request?.model, 'omni-moderation-latest');
    assert.equal((request.input as string[]).join(''), text);
  });

  it('embed a selection with the model for that, and copy its vector', async () => {
    const vector = { '/v1/embeddings': { data: [{ index: 0, embedding: [0.5, 0.25] }], usage: { prompt_tokens: 2 } } };
    server = await useServer(vector);
    const { document } = await openDocument('embed.md', 'cats\ndogs', new vscode.Selection(0, 0, 0, 4));
    await run('embedSelection');
    assert.equal(await copied((text) => text.startsWith('[')), '[0.5,0.25]');
    await run('embedSelection', document.uri, new vscode.Range(1, 0, 1, 4));
    assert.deepEqual(
      sent(server, '/v1/embeddings').map(({ model, input }) => [model, input]),
      [
        ['text-embedding-3-small', 'cats'],
        ['text-embedding-3-small', 'dogs'],
      ],
    );
  });

  it('ask for a model where none that is listed fits, and remember it in the setting', async () => {
    const answer = { data: [{ index: 0, embedding: [1] }], usage: { prompt_tokens: 2 } };
    server = await useServer({ '/v1/embeddings': answer }, ['vectors-by-us']);
    await openDocument('ask.md', 'cats', new vscode.Selection(0, 0, 0, 4));
    const setting = () => vscode.workspace.getConfiguration('parley').get('embeddingModel');
    const running = run('embedSelection');
    await until('the model is chosen', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return setting() !== '';
    });
    await running;
    assert.equal(setting(), 'vectors-by-us');
    await run('embedSelection');
    assert.deepEqual(
      sent(server, '/v1/embeddings').map(({ model }) => model),
      ['vectors-by-us', 'vectors-by-us'],
    );
    await setUserSettings({ 'parley.embeddingModel': undefined });
  });

  const schema = {
    type: 'object',
    properties: { name: { type: 'string' } },
    required: ['name'],
    additionalProperties: false,
  };
  const schemaFile = async (name: string, value: object) => {
    const { document } = await openDocument(name, JSON.stringify(value), new vscode.Selection(0, 0, 0, 0));
    return document.uri;
  };
  const answered = (text: string) => ({
    '/v1/responses': {
      id: 'resp_1',
      status: 'completed',
      output: [{ type: 'message', content: [{ type: 'output_text', text }] }],
      usage: { input_tokens: 10, output_tokens: 2 },
    },
  });
  const isResult = ({ isUntitled, languageId }: vscode.TextDocument) => isUntitled && languageId === 'json';

  it('extract what a schema asks for into a new editor', async () => {
    server = await useServer(answered('{"name":"Ada"}'));
    const uri = await schemaFile('person.schema.json', schema);
    const { document, selection } = await openDocument('person.md', 'I am Ada.', new vscode.Selection(0, 0, 0, 9));
    await run('extractToJson', document.uri, selection, uri);
    const result = await openText(isResult);
    assert.equal(result.getText(), '{\n  "name": "Ada"\n}\n');
    const [request] = sent(server, '/v1/responses');
    assert.deepEqual(request?.text, { format: { type: 'json_schema', name: 'person', schema, strict: true } });
    assert.deepEqual(request.input, [{ role: 'user', content: 'I am Ada.' }]);
    await vscode.window.showTextDocument(result);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('choose the schema among those of the workspace, and show an answer that does not fit it', async () => {
    server = await useServer(answered('{"name":7}'));
    await schemaFile('only.schema.json', schema);
    const schemas = await vscode.workspace.findFiles('**/*.schema.json');
    for (const uri of schemas.filter(({ path }) => !path.endsWith('/only.schema.json'))) {
      await vscode.workspace.fs.delete(uri);
    }
    await openDocument('fit.md', 'I am seven.', new vscode.Selection(0, 0, 0, 11));
    const running = run('extractToJson');
    const result = await until('the answer is open', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return vscode.window.visibleTextEditors.find(({ document }) => isResult(document))?.document;
    });
    await running;
    assert.equal(result.getText(), '{\n  "name": 7\n}\n');
    await vscode.window.showTextDocument(result);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('send a schema that strict mode refuses only without it, and only when told to', async () => {
    server = await useServer(answered('{}'));
    const loose = { type: 'object', properties: { name: { type: 'string' } } };
    const uri = await schemaFile('loose.schema.json', loose);
    const { document, selection } = await openDocument('loose.md', 'Nobody.', new vscode.Selection(0, 0, 0, 7));
    const running = run('extractToJson', document.uri, selection, uri);
    const result = await until('the answer is open', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return vscode.window.visibleTextEditors.find(({ document: open }) => isResult(open))?.document;
    });
    await running;
    const [request] = sent(server, '/v1/responses');
    assert.deepEqual(request?.text, {
      format: { type: 'json_schema', name: 'loose', schema: loose, strict: false },
    });
    await vscode.window.showTextDocument(result);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
