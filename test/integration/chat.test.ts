import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Entries } from '../../src/agent/transcript.ts';
import { applyEvent } from '../../src/agent/events.ts';
import { OpenQuestions } from '../../src/agent/question.ts';
import { modes } from '../../src/agent/mode.ts';
import { chatCompletionsBody } from '../../src/agent/models/chatCompletionsBody.ts';
import { responsesBody } from '../../src/agent/models/responsesBody.ts';
import type { Tool } from '../../src/agent/tool.ts';
import { Checkpoints } from '../../src/editor/checkpoint/checkpoints.ts';
import { KeptDocuments } from '../../src/editor/checkpoint/keptDocuments.ts';
import { LastEditor } from '../../src/editor/context.ts';
import { Edits } from '../../src/editor/review/edits.ts';
import { Commands } from '../../src/editor/terminal/commands.ts';
import { ChatProfiles } from '../../src/editor/chatProfiles.ts';
import { SettingsByConversation } from '../../src/editor/settingsByConversation.ts';
import { createLog } from '../../src/editor/log.ts';
import { InstructionFiles } from '../../src/editor/instructions/instructionFiles.ts';
import { ToolChoices } from '../../src/editor/otherTools/toolChoices.ts';
import { ConversationModes } from '../../src/editor/policy/conversationModes.ts';
import type { ChatEvents, ChatMethods, ChatSnapshot, ParametersState } from '../../src/protocol/chat.ts';
import type { PlanPorts } from '../../src/editor/tools/presentPlan.ts';
import { connect, type Port, type Remote } from '../../src/protocol/rpc.ts';
import { createApprovals, createMemory } from '../support/approvals.ts';
import { openCheckpointStore } from '../../src/store/checkpointStore.ts';
import { openConversationStore } from '../../src/store/conversationStore.ts';
import { ChatView } from '../../src/ui/chatView.ts';
import { Conversations } from '../../src/ui/conversations.ts';
import { KeptView } from '../../src/ui/keptView.ts';
import { messageFacts } from '../../src/editor/messageFacts.ts';
import { readSettings } from '../../src/editor/settings.ts';
import { startPlan } from '../../src/ui/startPlan.ts';
import { turnSettings } from '../../src/ui/turnSettings.ts';
import { answerOf, messageOf, startBackgroundServer } from '../support/backgroundServer.ts';
import { startHttpServer } from '../support/httpServer.ts';
import { estimateTokens } from '../support/estimateTokens.ts';
import { until } from '../support/until.ts';
import { write } from './toolFixture.ts';
import { setUpAccount, setUserSettings, useProfiles, type AccountSetup } from './accountSetup.ts';
import { openDocument, useCannedModel } from './cannedModel.ts';

/** The other end of a chat view: what a webview would know. */
interface Page {
  remote: Remote<ChatMethods, ChatEvents>;
  /** What `ready` and the events told, put together as the webview does. */
  transcript(): Entries;
  snapshot(): ChatSnapshot;
  /** Every message, as JSON. */
  messages: string[];
}

/** Two ports that hand each other's messages over as JSON, later, as a webview does. */
function linkedPorts(messages: string[]): [Port, Port] {
  const listeners: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [new Set(), new Set()];
  const port = (own: 0 | 1, other: 0 | 1): Port => ({
    postMessage: (message) => {
      const json = JSON.stringify(message);
      messages.push(json);
      setImmediate(() => listeners[other].forEach((listener) => listener(JSON.parse(json))));
    },
    onMessage: (listener) => {
      listeners[own].add(listener);
      return () => listeners[own].delete(listener);
    },
  });
  return [port(0, 1), port(1, 0)];
}

describe('the chat', () => {
  let folder: string;
  let setup: AccountSetup;
  let conversations: Conversations;
  let parts: ConstructorParameters<typeof ChatView>[0];
  let answered = 0;
  const disposables: { dispose(): unknown }[] = [];

  function openConversations(): Conversations {
    const { account } = setup;
    const { commands } = parts;
    const plans: PlanPorts = {
      folder: vscode.Uri.file(join(folder, 'plans')),
      start: (...plan) => void startPlan(parts, ...plan),
    };
    return new Conversations({
      approvals: parts.approvals,
      questions: parts.questions,
      openStore: () => openConversationStore(join(folder, 'conversations.db')),
      onError: (what, error) => assert.fail(`${what} ${String(error)}`),
      turnSettings: (id, choice) => turnSettings({ ...parts, account, commands, plans }, id, choice),
      messageFacts: () => messageFacts(parts.lastEditor),
      budgetLimits: () => readSettings().budget,
      workspace: () => 'sample',
    });
  }

  /** A view of a conversation, and the page it serves. */
  async function openPage(id?: string, viewId = 'view'): Promise<Page> {
    const messages: string[] = [];
    const [port, pagePort] = linkedPorts(messages);
    const known = id === undefined ? undefined : await conversations.open(id);
    const conversation = known ?? (await conversations.create());
    const kept = new KeptView(viewId, () => conversations.views());
    disposables.push(new ChatView(parts, port, kept, Promise.resolve(conversation)));
    const remote = connect<ChatMethods, ChatEvents>(pagePort);
    let snapshot: ChatSnapshot | undefined;
    remote.on('snapshot', (next) => (snapshot = next));
    remote.on('turn', (events) => {
      if (snapshot) snapshot = { ...snapshot, transcript: events.reduce<Entries>(applyEvent, snapshot.transcript) };
    });
    remote.on('conversations', (next) => snapshot && (snapshot = { ...snapshot, conversations: next }));
    remote.on('title', (next) => snapshot && (snapshot = { ...snapshot, conversation: next }));
    remote.on('mode', ({ mode }) => snapshot && (snapshot = { ...snapshot, mode }));
    remote.on('model', (next) => snapshot && (snapshot = { ...snapshot, model: next }));
    snapshot = await remote.call('ready');
    const current = (): ChatSnapshot => {
      assert.ok(snapshot);
      return snapshot;
    };
    return { remote, snapshot: current, transcript: () => current().transcript, messages };
  }

  const textOf = (transcript: Entries) => transcript.flatMap((item) => (item.type === 'assistant' ? item.text : []));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-chat-'));
    setup = setUpAccount();
    const edits = new Edits();
    const log = createLog();
    const lastEditor = new LastEditor();
    const approvals = createApprovals({ findReview: (uri) => edits.find(uri) });
    disposables.push(edits, log, lastEditor);
    const checkpoints = new Checkpoints({
      openStore: () => openCheckpointStore(join(folder, 'checkpoints.db')),
      isStored: () => false,
      log,
    });
    edits.onWillWrite(checkpoints.beforeWrite);
    const context = {} as vscode.ExtensionContext;
    const { account, apiKeys } = setup;
    const modes = new ConversationModes(createMemory(), () => 'agent');
    const conversationSettings = new SettingsByConversation({
      settings: (id) => conversations.settings(id),
      setSettings: (id, json) => conversations.setSettings(id, json),
    });
    parts = {
      context,
      log,
      account,
      apiKeys,
      commands: new Commands(join(folder, 'commands')),
      edits,
      approvals,
      lastEditor,
      questions: new OpenQuestions(),
      modes,
      conversationSettings,
      chatProfiles: new ChatProfiles({ memento: createMemory(), modes, settings: conversationSettings }),
      toolChoices: new ToolChoices(createMemory(), () => []),
      instructionFiles: new InstructionFiles(createMemory()),
      checkpoints,
      kept: new KeptDocuments(checkpoints),
    } as typeof parts;
    disposables.push(parts.kept, checkpoints, parts.instructionFiles);
    parts.conversations = conversations = openConversations();
  });

  afterEach(async () => {
    await conversations.close();
    for (const disposable of disposables.splice(0)) disposable.dispose();
    setup.dispose();
    await setUserSettings({ 'parley.model': undefined });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  it('streams an answer to the page, names the conversation and keeps it', async () => {
    await using model = await useCannedModel(() => ['Hel', 'lo', ' there']);
    const page = await openPage();
    assert.deepEqual(page.snapshot().conversations, []);
    answered = 0;
    disposables.push(conversations.onDidEnd(() => answered++));
    await page.remote.call('send', { text: 'Say hello, please', attachments: [] });
    await until('the result is there', () => page.transcript().at(-1)?.type === 'result');
    assert.deepEqual(textOf(page.transcript()), ['Hello there']);
    assert.equal(answered, 1);
    assert.equal(model.bodies[0]?.model, 'gpt-4.1');
    await until('the title is told', () => page.snapshot().conversation.title === 'Say hello, please');
    await until('the list is told', () => page.snapshot().conversations[0]?.running === false);

    await conversations.close();
    parts.conversations = conversations = openConversations();
    const again = await openPage(page.snapshot().conversation.id);
    assert.deepEqual(again.transcript(), page.transcript());
    assert.equal(again.snapshot().conversation.title, 'Say hello, please');
  });

  it('gives a page that opens in mid-answer all of it, once', async () => {
    const half = Promise.withResolvers<undefined>();
    await using model = await useCannedModel(async function* () {
      for (let i = 0; i < 50; i++) {
        if (i === 25) await half.promise;
        yield `${i} `;
      }
    });
    const first = await openPage();
    const sent = first.remote.call('send', { text: 'Count', attachments: [] });
    await until('half is there', () => textOf(first.transcript())[0]?.includes('24 '));
    const second = await openPage(first.snapshot().conversation.id);
    half.resolve(undefined);
    const third = await openPage(first.snapshot().conversation.id);
    await sent;
    const all = Array.from({ length: 50 }, (_, i) => `${i} `).join('');
    for (const page of [first, second, third]) {
      await until('the result is there', () => page.transcript().at(-1)?.type === 'result');
      assert.deepEqual(textOf(page.transcript()), [all]);
    }
    assert.equal(model.prompts.length, 1);
  });

  it('keeps a turn running while another conversation is shown', async () => {
    const gate = Promise.withResolvers<undefined>();
    await using model = await useCannedModel(async function* () {
      yield 'one ';
      await gate.promise;
      yield 'two';
    });
    const page = await openPage();
    const sent = page.remote.call('send', { text: 'First', attachments: [] });
    await until('the answer begins', () => textOf(page.transcript())[0] === 'one ');
    const { id } = page.snapshot().conversation;
    await page.remote.call('newConversation');
    await until('a new one is shown', () => page.snapshot().conversation.id !== id);
    assert.equal(page.snapshot().conversations.find((each) => each.id === id)?.running, true);
    gate.resolve(undefined);
    await sent;
    assert.deepEqual(page.transcript(), []);
    await page.remote.call('openConversation', { id });
    await until('the first is shown again', () => page.snapshot().conversation.id === id);
    assert.deepEqual(textOf(page.transcript()), ['one two']);
    assert.equal(model.prompts.length, 1);
  });

  it('leaves a conversation that is deleted, and renames', async () => {
    await using model = await useCannedModel(() => ['ok']);
    const page = await openPage();
    await page.remote.call('send', { text: 'Hi', attachments: [] });
    const { id } = page.snapshot().conversation;
    await page.remote.call('renameConversation', { id, title: 'Better' });
    await until('the title is told', () => page.snapshot().conversation.title === 'Better');
    await assert.rejects(page.remote.call('renameConversation', { id, title: '  ' }), /needs a title/);
    await page.remote.call('deleteConversation', { id });
    await until('a new one is shown', () => page.snapshot().conversation.id !== id);
    assert.deepEqual(page.transcript(), []);
    assert.deepEqual(await conversations.list(), []);
    await assert.rejects(page.remote.call('openConversation', { id }), /was deleted/);
    assert.equal(model.prompts.length, 1);
  });

  it('stops, and keeps what had arrived when the window closes', async () => {
    await using model = await useCannedModel(async function* () {
      yield 'partly';
      await new Promise<never>(() => undefined);
    });
    const page = await openPage();
    const sent = page.remote.call('send', { text: 'Hi', attachments: [] });
    await until('the answer begins', () => textOf(page.transcript())[0] === 'partly');
    await page.remote.call('stop');
    await sent;
    const ended = page.transcript().at(-1);
    assert.equal(ended?.type === 'result' && ended.end, 'cancelled');

    const retried = page.remote.call('retry', {});
    await until('the answer begins again', () => {
      const last = page.transcript().at(-1);
      return last?.type === 'assistant' && last.text === 'partly';
    });
    await conversations.close();
    await retried;
    const store = await openConversationStore(join(folder, 'conversations.db'));
    const stored = store.load(page.snapshot().conversation.id)?.transcript ?? [];
    store.close();
    const last = stored.at(-1);
    assert.equal(last?.type === 'result' && last.end, 'interrupted');
    assert.deepEqual(textOf(stored), ['partly']);
    assert.equal(model.prompts.length, 2);
  });

  it('goes on with an answer in the background where it was: in the next window, and after a broken connection', async () => {
    const words = ['one ', 'two ', 'three ', 'four ', 'five'];
    const silentAfter = [5, 3];
    await using model = await startBackgroundServer([answerOf('a', messageOf(0, words))], () => {
      const hang = silentAfter.shift();
      return hang === undefined ? undefined : { hang };
    });
    await useProfiles({ name: 'Background', baseURL: `${model.server.origin}/v1`, api: 'responses' });
    await setUserSettings({ 'parley.background': true, 'parley.model': 'gpt-5' });
    const page = await openPage();
    const sent = page.remote.call('send', { text: 'Count', attachments: [] });
    await until('two words are there', () => textOf(page.transcript())[0] === 'one two ');
    await conversations.close();
    await sent;

    parts.conversations = conversations = openConversations();
    const again = await openPage(page.snapshot().conversation.id);
    await until('it goes on', () => textOf(again.transcript())[0] === words.join(''));
    assert.notEqual(again.transcript().at(-1)?.type, 'result');
    model.breakSilent();
    await until('the result is there', () => again.transcript().at(-1)?.type === 'result');
    const end = again.transcript().at(-1);
    assert.equal(end?.type === 'result' && end.end, 'complete');
    assert.deepEqual(textOf(again.transcript()), [words.join('')]);
    const asked = model.lines().filter((line) => !line.endsWith('/models'));
    assert.deepEqual(
      asked.map((line) => line.replace(/=\d+$/, '')),
      ['POST /responses', ...Array<string>(2).fill('GET /responses/a?stream=true&starting_after')],
    );
    await setUserSettings({
      ...{ 'parley.background': undefined, 'parley.profiles': undefined, 'parley.activeProfile': undefined },
    });
  });

  it('answers a failed request with its kind, and never shows the key', async () => {
    const page = await openPage();
    await page.remote.call('send', { text: 'Hi', attachments: [] });
    await until('the result is there', () => page.transcript().at(-1)?.type === 'result');
    const ended = page.transcript().at(-1);
    assert.equal(ended?.type === 'result' && ended.error?.kind, 'auth');

    await using model = await useCannedModel(() => ['ok']);
    const key = 'a-key-that-must-not-be-seen';
    await setup.apiKeys.store(setup.account.profile, key);
    await page.remote.call('retry', {});
    await until('the answer is there', () => textOf(page.transcript())[0] === 'ok');
    assert.equal(model.server.requests.at(-1)?.headers.authorization, `Bearer ${key}`);
    assert.ok(page.messages.length > 10);
    assert.ok(!page.messages.join('').includes(key));
  });

  it('tells the model in use, and changes it', async () => {
    await using model = await useCannedModel(() => ['ok']);
    const page = await openPage();
    await until('the model is told', () => page.snapshot().model.id === 'gpt-4.1');
    assert.deepEqual(
      (await page.remote.call('listModels')).map(({ id }) => id),
      ['gpt-4.1'],
    );
    await page.remote.call('selectModel', { model: 'gpt-5.2' });
    await until('the change is told', () => page.snapshot().model.id === 'gpt-5.2');
    assert.ok(page.snapshot().model.option.efforts.length > 0);
    assert.equal(model.prompts.length, 0);
  });

  it('tells model and parameters though the server says nothing', async () => {
    await using silent = await startHttpServer(({ url = '' }, response) => {
      if (!url.endsWith('/models')) response.writeHead(401).end();
    });
    await useProfiles({ name: 'Silent', baseURL: `${silent.origin}/v1` });
    const page = await openPage();
    const told: ParametersState[] = [];
    page.remote.on('parameters', (state) => told.push(state));
    await page.remote.call('selectModel', { model: 'gpt-4o' });
    await page.remote.call('send', { text: 'Hi', attachments: [] });
    await until('the model is told', () => page.snapshot().model.id === 'gpt-4o');
    await page.remote.call('newConversation');
    const { id } = page.snapshot().conversation;
    assert.equal(page.snapshot().model.id, '', 'nobody knows the model of a new conversation');
    await page.remote.call('setSettings', { parameters: { temperature: 0.2 }, hostedTools: {} });
    const isTold = ({ conversationId, parameters }: ParametersState) =>
      conversationId === id && parameters.temperature === 0.2;
    // The list of models is given up after 20 seconds.
    await until('the parameters are told', () => told.some(isTold), { timeoutMs: 8_000 });
    await setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined });
  });

  it('keeps the model and the parameters of a conversation with it, and sends them', async () => {
    await using model = await useCannedModel(() => ['ok']);
    const page = await openPage();
    const { id } = page.snapshot().conversation;
    await page.remote.call('selectModel', { model: 'gpt-4o' });
    await page.remote.call('setSettings', { parameters: { temperature: 0.2, seed: 7 }, hostedTools: {} });
    await assert.rejects(
      page.remote.call('setSettings', { parameters: { temperature: 9 }, hostedTools: {} }),
      /parameters\.temperature/,
    );
    await page.remote.call('send', { text: 'First', attachments: [] });
    const sent = () => {
      const { model: name, temperature, seed } = model.bodies.at(-1) as unknown as Record<string, unknown>;
      return { name, temperature, seed };
    };
    assert.deepEqual(sent(), { name: 'gpt-4o', temperature: 0.2, seed: 7 });

    await conversations.close();
    parts.conversations = conversations = openConversations();
    parts.conversationSettings = new SettingsByConversation(conversations);
    const again = await openPage(id);
    await again.remote.call('send', { text: 'Second', attachments: [] });
    assert.deepEqual(sent(), { name: 'gpt-4o', temperature: 0.2, seed: 7 });
    const other = await openPage();
    await other.remote.call('send', { text: 'Elsewhere', attachments: [] });
    assert.deepEqual(sent(), { name: 'gpt-4.1', temperature: undefined, seed: undefined });
    await again.remote.call('resetSettings');
    await again.remote.call('send', { text: 'Third', attachments: [] });
    assert.deepEqual(sent(), { name: 'gpt-4o', temperature: undefined, seed: undefined });
  });

  it('offers the tools of the mode that was chosen, in this conversation only', async () => {
    await using model = await useCannedModel(() => ['ok']);
    const page = await openPage();
    const names = async (text: string): Promise<readonly string[]> => {
      await page.remote.call('send', { text, attachments: [] });
      return (model.bodies.at(-1)?.tools ?? []).map((tool) => tool.function.name);
    };
    const inAgent = await names('In Agent mode');
    for (const name of ['read_file', 'edit_file', 'run_in_terminal']) assert.ok(inAgent.includes(name), name);
    await page.remote.call('selectMode', { mode: 'edit' });
    await until('the mode is told', () => page.snapshot().mode === 'edit');
    const inEdit = await names('In Edit mode');
    assert.ok(inEdit.includes('edit_file') && !inEdit.includes('run_in_terminal'));
    await page.remote.call('selectMode', { mode: 'ask' });
    const inAsk = await names('In Ask mode');
    assert.ok(inAsk.includes('read_file') && !inAsk.includes('edit_file') && !inAsk.includes('create_file'));
    assert.deepEqual(await names('Again'), inAsk);
    await assert.rejects(page.remote.call('selectMode', { mode: 'all' as never }), /no such mode/);
    assert.equal((await openPage(page.snapshot().conversation.id)).snapshot().mode, 'ask');
    assert.equal((await openPage()).snapshot().mode, 'agent');
  });

  it('costs less than 2,500 input tokens for a first hello in each mode, with all default tools', async () => {
    await using model = await useCannedModel(() => ['ok']);
    for (const mode of modes) {
      const page = await openPage();
      await page.remote.call('selectMode', { mode });
      await page.remote.call('send', { text: 'hello', attachments: [] });
      const { messages, tools } = model.bodies.at(-1) ?? {};
      assert.ok(messages && tools && tools.length > 8);
      const [{ content: instructions } = {}] = messages;
      assert.ok(typeof instructions === 'string');
      assert.ok(tools.some(({ function: { name } }) => name === 'open_tools'));
      const transcript = page.transcript().filter((item) => item.type === 'user');
      const asked = { model: 'gpt-5.2', instructions, transcript, cacheKey: '' };
      const request = { ...asked, tools: tools.map((tool) => tool.function as unknown as Tool) };
      const completions = chatCompletionsBody(request, () => false);
      assert.deepEqual([completions.messages, completions.tools], [messages, tools], 'what was sent');
      const { input, tools: flat } = responsesBody(request, () => false);
      for (const sent of [
        { messages, tools },
        { instructions, input, tools: flat },
      ]) {
        const tokens = estimateTokens(JSON.stringify(sent));
        assert.ok(tokens < 2500, `${mode}: ${tokens}`);
      }
    }
  });

  it('shows the instructions of the workspace and sends them after those of the user, unless switched off', async () => {
    const [root] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(root);
    const agents = vscode.Uri.joinPath(root.uri, 'AGENTS.md');
    await vscode.workspace.fs.writeFile(agents, Buffer.from('Use tabs.\n'));
    await setUserSettings({ 'parley.instructions': 'Be kind.' });
    disposables.push({ dispose: () => rm(agents.fsPath) });
    await using model = await useCannedModel(() => ['ok']);
    const page = await openPage();
    const last = (): unknown => {
      const told = page.messages.map((json) => JSON.parse(json) as { name?: string; payload?: unknown });
      return told.findLast(({ name }) => name === 'instructions')?.payload;
    };
    const file = { label: 'AGENTS.md', uri: agents.toString(), on: true, cut: false };
    await until('the file is shown', () => JSON.stringify(last()) === JSON.stringify([file]));
    const instructions = async (text: string): Promise<string> => {
      await page.remote.call('send', { text, attachments: [] });
      const content = model.bodies.at(-1)?.messages[0]?.content;
      assert.ok(typeof content === 'string');
      return content;
    };
    const first = await instructions('One');
    assert.match(
      first,
      /own instructions:\nBe kind\.\n\nThe repository's [^]*AGENTS\.md:\n```\nUse tabs\.\n```\n\nThe workspace:/,
    );
    assert.equal(await instructions('Two'), first, 'the beginning stays the same');
    await page.remote.call('switchInstructions', { uri: file.uri, on: false });
    await until('it is off', () => JSON.stringify(last()) === JSON.stringify([{ ...file, on: false }]));
    assert.doesNotMatch(await instructions('Three'), /Use tabs/);
    await setUserSettings({ 'parley.instructions': undefined });
  });

  it('tells with each message the date and which files are open, and never rewrites what it told', async () => {
    await using model = await useCannedModel(() => ['ok']);
    const page = await openPage();
    await openDocument('facts.ts', 'one\ntwo\n', new vscode.Selection(1, 0, 1, 0));
    await page.remote.call('send', { text: 'First', attachments: [] });
    assert.match(
      model.prompts.at(-1) ?? '',
      /^First\n\n\[From the editor, as data\. Date: \d{4}-\d\d-\d\d\. Active file: src\/facts\.ts, line 2\.\]$/,
    );
    await openDocument('more.ts', 'one\n', new vscode.Selection(0, 0, 0, 0));
    await page.remote.call('send', { text: 'Second', attachments: [] });
    assert.match(model.prompts.at(-1) ?? '', /Active file: src\/more\.ts, line 1\./);
    const [first, second] = model.bodies.map(({ messages }) => messages);
    assert.deepEqual(second?.slice(0, 2), first);
  });

  it('attaches the selection and files, and says what cannot be attached', async () => {
    const page = await openPage();
    await openDocument('attach.ts', 'one\ntwo\nthree\n', new vscode.Selection(0, 1, 1, 2));
    const [selection] = await page.remote.call('attach', { source: 'selection' });
    assert.ok(selection?.kind === 'selection');
    assert.deepEqual([selection.text, selection.startLine, selection.endLine], ['one\ntwo', 1, 2]);
    assert.equal(selection.label, 'src/attach.ts:1–2');

    const png = join(folder, 'dot.png');
    await writeFile(png, Buffer.from([1, 2, 3]));
    const uris = [png, join(folder, 'none.ts'), folder].map((path) => vscode.Uri.file(path).toString());
    const [image] = await page.remote.call('attachUris', { uris: uris.slice(0, 1) });
    assert.deepEqual(image?.kind === 'image' && [image.mediaType, image.data], ['image/png', 'AQID']);
    await assert.rejects(page.remote.call('attachUris', { uris: uris.slice(1, 2) }));
    await assert.rejects(page.remote.call('attachUris', { uris: uris.slice(2) }), /is a folder/);
  });

  it('inserts code at the cursor with its indentation', async () => {
    const page = await openPage();
    const { document } = await openDocument('insert.ts', '{\n  \n}\n', new vscode.Selection(1, 2, 1, 2));
    await page.remote.call('insertAtCursor', { text: 'if (a) {\n  b();\n}\n' });
    assert.equal(document.getText(), '{\n  if (a) {\n    b();\n  }\n}\n');
  });

  it('proposes code for the definition of the same name, else at the cursor', async () => {
    const page = await openPage();
    const text = 'const limit = 3;\n\n/** Old. */\nexport function half(n: number) {\n  return n / 2;\n}\n';
    const { document } = await openDocument('apply.ts', text, new vscode.Selection(0, 0, 0, 0));
    await until('the language knows its symbols', async () => {
      const symbols = await vscode.commands.executeCommand<unknown[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return symbols?.length;
    });
    const apply = async (code: string) => {
      await page.remote.call('applyCode', { text: code, language: 'ts' });
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputTextDiff);
      const proposed = (await vscode.workspace.openTextDocument(input.modified)).getText();
      await parts.edits.rejectActive();
      await vscode.window.showTextDocument(document, { selection: new vscode.Selection(0, 0, 0, 0) });
      return proposed;
    };
    const better = '/** New. */\nexport function half(n: number): number {\n  return n * 0.5;\n}';
    assert.equal(await apply(better), `const limit = 3;\n\n${better}\n`);
    for (const calls of ['half(limit);\nhalf(2);', 'await half(\n  limit,\n);', 'if (half(2)) {\n  limit;\n}\n']) {
      assert.equal(await apply(calls), text.replace('3;\n', `3;\n${calls.trim()}\n`));
    }
    assert.equal(document.getText(), text);
  });

  it('proposes what a patch or a diff changes', async () => {
    const page = await openPage();
    const { document } = await openDocument(
      'patched.ts',
      'one();\ntwo();\nthree();\n',
      new vscode.Selection(0, 0, 0, 0),
    );
    const apply = async (text: string, language: string) => {
      await page.remote.call('applyCode', { text, language });
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputTextDiff);
      const proposed = (await vscode.workspace.openTextDocument(input.modified)).getText();
      await parts.edits.rejectActive();
      await vscode.window.showTextDocument(document, { selection: new vscode.Selection(0, 0, 0, 0) });
      return proposed;
    };
    const wanted = 'one();\nTWO();\nthree();\n';
    const hunk = ' one();\n-two();\n+TWO();\n three();\n';
    assert.equal(await apply(hunk, 'diff'), wanted);
    assert.equal(await apply(`--- a/src/patched.ts\n+++ b/src/patched.ts\n@@ -1,3 +1,3 @@\n${hunk}`, ''), wanted);
    assert.equal(await apply(`*** Update File: ${document.fileName}\n@@\n${hunk}`, ''), wanted);
    await assert.rejects(
      page.remote.call('applyCode', { text: '-four();\n+five();', language: 'diff' }),
      /hunk is not in/,
    );
    // Another file of that name is another file.
    await write('elsewhere/patched.ts', 'four();\n');
    assert.equal(await apply('*** Update File: elsewhere/patched.ts\n@@\n-four();\n+FOUR();\n', ''), 'FOUR();\n');
    const incomplete = { text: 'one();\n// ... existing code ...\n', language: 'ts' };
    await assert.rejects(page.remote.call('applyCode', incomplete), /not complete[^]*existing code/);
    assert.equal(document.getText(), 'one();\ntwo();\nthree();\n');
  });

  it('opens code in a new file of its language', async () => {
    const page = await openPage();
    await page.remote.call('newFile', { text: 'print(1)', language: 'py' });
    const document = vscode.window.activeTextEditor?.document;
    assert.deepEqual([document?.languageId, document?.getText(), document?.isUntitled], ['python', 'print(1)', true]);
  });

  it('opens no link that is neither web nor mail', async () => {
    const page = await openPage();
    const links = [
      'command:workbench.action.quit',
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'x',
    ];
    for (const href of links) await assert.rejects(page.remote.call('openLink', { href }), /opens no links like/, href);
  });

  it('runs nothing in a terminal: several lines go to the clipboard', async () => {
    const page = await openPage();
    const mark = join(folder, 'ran');
    await page.remote.call('runInTerminal', { text: `touch ${mark}\ntouch ${mark}` });
    assert.equal(await vscode.env.clipboard.readText(), `touch ${mark}\ntouch ${mark}`);
    await assert.rejects(async () => vscode.workspace.fs.stat(vscode.Uri.file(mark)));
    vscode.window.activeTerminal?.dispose();
  });
});
