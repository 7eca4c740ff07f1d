import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Mode } from '../../src/agent/mode.ts';
import { runTurn } from '../../src/agent/runTurn.ts';
import type { Item } from '../../src/agent/transcript.ts';
import { confine } from '../../src/editor/paths.ts';
import { decideByRules, type Rule } from '../../src/editor/policy/rules.ts';
import { isPublicAddress } from '../../src/editor/publicAddress.ts';
import { isSecret, whyProtected } from '../../src/editor/sensitiveFiles.ts';
import { judgeLine } from '../../src/editor/shell/judgeLine.ts';
import { commandApproval } from '../../src/editor/tools/shellCommand.ts';
import { createApprovals } from '../support/approvals.ts';
import { alwaysAnswers } from '../support/toolContext.ts';
import { call, done, scriptedModel, tool, user } from './agent/script.ts';

/** What must never happen, and the tests that try it: file and name. */
const threats: Readonly<Record<string, readonly (readonly [file: string, test: string])[]>> = {
  'redirected key': [
    ['integration/languageModelTools.test.ts', 'threat: lead to no other server and not out of the base URL'],
    ['integration/account.test.ts', 'sends no key to another origin than the one it was given for'],
    ['integration/account.test.ts', 'follows no redirect'],
    ['integration/account.test.ts', 'of a workspace change nothing about the account'],
    ['unit/editor/network.test.ts', 'sends no key where a redirect leads'],
  ],
  'key at rest': [
    [
      'e2e/secrets.test.ts',
      'it is nowhere on disk, in a log, in the storage of the browser or in a message to the webview',
    ],
    ['e2e/secrets.test.ts', 'the search would find it: it finds what was written to the chat'],
    ['unit/editor/redact.test.ts', 'removes known secrets of any form'],
  ],
  'key handed out': [
    [
      'integration/languageModelTools.test.ts',
      'threat: no key comes back, whole or in pieces, in results, questions or errors',
    ],
    [
      'integration/threats.test.ts',
      'key handed out: other extensions get nothing from this one but an API made for them',
    ],
    ['integration/extensionApi.test.ts', 'has nothing in it of settings'],
    [
      'e2e/extensionApi.test.ts',
      'nothing that leaves through the API holds the key, another conversation or a setting',
    ],
    [
      'e2e/secrets.test.ts',
      'it is nowhere on disk, in a log, in the storage of the browser or in a message to the webview',
    ],
  ],
  'self-approval': [
    [
      'integration/languageModelTools.test.ts',
      'threat: what cannot be undone says so, and is asked in a dialog whatever VS Code was told',
    ],
    ['integration/threats.test.ts', 'self-approval: what configures the editor, git or the model asks every time'],
    ['integration/threats.test.ts', 'self-approval: a protected file is not written, in no mode and scope'],
    ['unit/threats.test.ts', 'self-approval: what Parley and the editor keep is protected'],
    ['unit/editor/toolsApprovals.test.ts', 'offer for longer only what holds in the mode'],
    ['unit/threatsModes.test.ts', 'grants nothing for longer where only once was offered'],
    ['unit/threatsModes.test.ts', 'is not switched by what a tool returns, or by arguments that name a mode'],
    [
      'unit/threatsModes.test.ts',
      'asks in Edit mode what a rule allows in Agent mode, and another call’s approval does not answer it',
    ],
    ['unit/agent/hostileWords.test.ts', 'a question is answered in its own conversation only'],
    [
      'integration/plan.test.ts',
      'is refused where nobody could read it, and starts nothing but in its own conversation',
    ],
    ['unit/editor/otherTools/hostile.test.ts', 'have no name of ours, none that the API refuses, and none twice'],
    ['e2e/approvals.test.ts', 'it runs unasked in another conversation, and after a reload'],
  ],
  escape: [
    ['integration/languageModelTools.test.ts', 'threat: save where they say, whatever name a model gives'],
    ['integration/threats.test.ts', 'escape: outside the workspace is out of reach, for every tool and every trick'],
    ['integration/threats.test.ts', 'escape: what links lead to is out of reach, when searching too'],
    [
      'integration/threatsCheckpoints.test.ts',
      'are restored through no link that took the place of a file or of a folder',
    ],
    ['integration/threatsCheckpoints.test.ts', 'keep nothing of what a link led to for a while'],
    ['integration/threatsCheckpoints.test.ts', 'are where no tool reaches them'],
    ['unit/editor/paths.test.ts', 'lets nothing out'],
  ],
  'command injection': [
    ['integration/threats.test.ts', 'command injection: no line runs that has more in it than was approved'],
    ['integration/threats.test.ts', 'command injection: the name of a folder is no part of a command'],
    ['unit/editor/shell/judgeLine.test.ts', 'is asked about each harmless line that has one more part'],
    ['integration/threats.test.ts', 'command injection: no shell completes what was written to something else'],
    ['integration/toolsGit.test.ts', 'runs no program that the repository names'],
    ['integration/toolsGit.test.ts', 'takes no option for a revision'],
    ['unit/threats.test.ts', 'command injection: no rule covers a substitution, a redirection or a second command'],
  ],
  'exfiltration by rendering': [
    ['unit/ui/builtinChat/confirmationMarkdown.test.ts', 'whatever a model writes is shown as it is'],
    ['webview/security.test.ts', 'lead nowhere when every link and every word is clicked'],
    ['webview/security.test.ts', 'are dangerous where nothing stops them, so that this suite can fail'],
    ['webview/security.test.ts', 'are plain text everywhere else: questions, tools, errors, titles, notices'],
    ['webview/security.test.ts', 'do not stop the chat by their length: questions, plans, what a call prints'],
    ['unit/agent/hostileWords.test.ts', 'show nothing unseen in titles, in what is approved and in what a call prints'],
    ['unit/agent/hostileWords.test.ts', 'are seen as they are in questions, and cut'],
    ['webview/notebookSecurity.test.ts', 'run, load and open nothing, whichever part they are in'],
    ['integration/chat.test.ts', 'opens no link that is neither web nor mail'],
  ],
  'prompt injection by content': [
    [
      'integration/languageModelTools.test.ts',
      'threat: send no file that may hold secrets, is outside the workspace, or is no sound',
    ],
    [
      'integration/threats.test.ts',
      'prompt injection by content: what a file says arrives as data that cannot end itself',
    ],
    ['integration/threats.test.ts', 'prompt injection by content: files with secrets ask before they are read'],
    ['integration/threats.test.ts', 'prompt injection by content: nothing is written or run in a mode that only reads'],
    ['unit/agent/prompt.test.ts', 'says that results are data'],
    ['integration/threats.test.ts', 'prompt injection by content: a search prints no file with secrets unasked'],
    ['unit/editor/searchedSecrets.test.ts', 'is not fooled by files that take back what is ignored'],
    [
      'integration/threatsTools.test.ts',
      'prompt injection by content: nothing is written or run before it was approved',
    ],
    [
      'unit/editor/otherTools/hostile.test.ts',
      'describe themselves on one short line that a person can see, marked as theirs',
    ],
    ['unit/editor/otherTools/hostile.test.ts', 'send no picture that is none, and no more than a result may have'],
    ['integration/toolsGit.test.ts', 'shows files that may hold secrets only by their path, after asking'],
  ],
  'untrusted workspace': [
    ['integration/inlineCompletionsUntrusted.test.ts', 'are none, also while they are on'],
    ['integration/languageModelToolsUntrusted.test.ts', 'the tools for other chats in Restricted Mode'],
    ['integration/threatsUntrusted.test.ts', 'untrusted workspace'],
    ['integration/commandsUntrusted.test.ts', 'the commands in Restricted Mode'],
    ['e2e/restricted.test.ts', 'a cell is not run'],
    ['integration/instructionsUntrusted.test.ts', 'are not read and not sent'],
    ['unit/threats.test.ts', 'untrusted workspace: nothing is written or run, whatever was approved'],
  ],
  'fetched pages': [
    [
      'unit/editor/downloadImage.test.ts',
      'nothing is asked of this machine or the local network, and nothing without encryption',
    ],
    ['unit/editor/downloadImage.test.ts', 'a name that becomes a local one after it was looked at is not connected to'],
    ['unit/editor/web/fetchPage.test.ts', 'are connected to at no local address that a name turns out to have'],
    ['unit/editor/web/fetchPage.test.ts', 'lead to no other server, port or scheme, however a redirect is written'],
    ['unit/editor/web/fetchPage.test.ts', 'are no larger unpacked than they may be'],
    ['unit/editor/web/fetchPage.test.ts', 'that never end are left: by their size, or when their time is over'],
    ['unit/editor/web/fetchPage.test.ts', 'get no credentials, cookies or referrer'],
    ['integration/toolsFetch.test.ts', 'asks for each host, and every time for this machine and the local network'],
    ['integration/toolsFetch.test.ts', 'asks again where a name turns out to be of the local network'],
    ['unit/threats.test.ts', 'fetched pages: the addresses that attackers name are not public'],
  ],
  'multi-root, nested git, remote': [
    [
      'unit/threats.test.ts',
      'multi-root, nested git: a path leads into one root, and no git folder is written unasked',
    ],
    ['integration/threatsMultiRoot.test.ts', 'an edit lands in the folder that it names, and in no other'],
    ['integration/threatsMultiRoot.test.ts', 'no path leads from one folder to another or between them'],
    ['integration/checkpoints.test.ts', 'leaves a nested git as it is, byte for byte'],
    ['integration/threatsMultiRoot.test.ts', 'no write reaches a nested repository’s own files, and none commits'],
    ['unit/editor/paths.test.ts', 'finds the folder by its name, by the one that has the file, or asks for the name'],
  ],
  runaway: [
    ['integration/languageModelTools.test.ts', 'ask for nothing once the day’s budget is spent'],
    ['unit/threats.test.ts', 'runaway: a model that never stops calling is stopped'],
    ['unit/agent/runTurn.test.ts', 'ends visibly at the step limit, with every call answered'],
    ['unit/agent/limits.test.ts', 'asks about the third call that is the same, and runs nothing more when stopped'],
    ['unit/agent/limits.test.ts', 'asks before the request that would go over the budget'],
    [
      'unit/store/conversationBudget.test.ts',
      'is of all conversations of a day, deleted ones too, and begins anew with the next',
    ],
    [
      'unit/agent/limits.test.ts',
      'is not evaded by spaces and characters that nobody sees, in the arguments or in what they say',
    ],
  ],
  'lost work': [
    [
      'unit/agent/session.test.ts',
      'sends nothing when the message cannot be stored, and says so when the answer cannot',
    ],
    ['unit/agent/session.test.ts', 'stores text while it streams, without waiting for the end'],
    ['unit/agent/session.test.ts', 'closes a turn that a crash cut off, sends it well formed, and stores it so'],
    [
      'unit/store/conversationStore.test.ts',
      'has everything that was put when the process is killed in the middle of writing',
    ],
    ['e2e/chat.test.ts', 'loses nothing in a reload in mid-answer'],
  ],
};

describe('threats', () => {
  for (const [threat, tests] of Object.entries(threats))
    it(`${threat} is tried by tests that exist`, async () => {
      for (const [file, name] of tests) {
        const source = await readFile(new URL(`../${file}`, import.meta.url), 'utf8');
        const found = ['it', 'test', 'describe'].some((kind) => source.includes(`${kind}('${name}'`));
        assert.ok(found, `${file}: ${name}`);
      }
    });

  it('self-approval: what Parley and the editor keep is protected', () => {
    for (const path of [
      '.config/Code/User/globalStorage/state.vscdb',
      '.config/Code/User/globalStorage/parley.parley/conversations.db',
      'Library/Application Support/Code/User/workspaceStorage/1/state.vscdb',
      '.config/Code/User/settings.json',
      '.vscode-server/data/User/globalStorage/state.vscdb',
    ])
      assert.notEqual(whyProtected({ relative: path, requested: path }), undefined, path);
    for (const path of ['User/globalStorage/state.vscdb', 'User/globalStorage/parley.parley/checkpoints.db'])
      assert.ok(isSecret({ relative: path, requested: path }), path);
    const tour = 'User/globalStorage/parley.parley/tour';
    assert.ok(
      !isSecret({ relative: `${tour}/handbook.md`, requested: `${tour}/handbook.md` }),
      'the tour sends its files',
    );
    const around = { relative: 'User/globalStorage/state.vscdb', requested: `${tour}/../../state.vscdb` };
    assert.ok(isSecret(around), 'and no others');
  });

  it('self-approval: no rule approves what has no scope, however many there are', () => {
    const request = { kind: 'write', title: 'Edit .vscode/settings.json', detail: '', tool: 'edit_file' } as const;
    const rules = ['write', '', 'edit_file', 'undefined'].flatMap((scope): Rule[] =>
      ['edit_file', 'write'].map((tool) => ({ id: tool + scope, allow: true, givenAt: 0, tool, scope })),
    );
    assert.deepEqual(decideByRules({ ...request, scope: 'write' }, rules), { approved: true });
    assert.equal(decideByRules(request, rules), undefined);
  });

  it('command injection: no rule covers a substitution, a redirection or a second command', () => {
    const rules: Rule[] = [{ id: '1', allow: true, givenAt: 0, words: ['npm', 'test'] }];
    const decide = (line: string) => decideByRules(commandApproval('Run', line, judgeLine(line, '.')), rules);
    assert.deepEqual(decide('npm test'), { approved: true });
    for (const more of ['; x', ' && x', ' | x', '\nx', ' $(x)', ' `x`', ' > x', ' <(x)', ' "$X"', ' & x'])
      assert.equal(decide(`npm test${more}`), undefined, more);
  });

  it('untrusted workspace: nothing is written or run, whatever was approved', () => {
    for (const mode of ['agent', 'edit', 'ask', 'plan'] satisfies Mode[]) {
      const approvals = createApprovals({ isTrusted: () => false, modeOf: () => mode });
      for (const kind of ['write', 'run'] as const) assert.match(approvals.refusal('c', kind) ?? '', /not trusted/);
      assert.equal(approvals.refusal('c', 'read'), undefined);
    }
  });

  it('fetched pages: the addresses that attackers name are not public', () => {
    const hosts = [
      ['http://2130706433/', '127.0.0.1 as a number'],
      ['http://0x7f.1/', '127.0.0.1 in hexadecimal'],
      ['http://0177.0.0.1/', '127.0.0.1 in octal'],
      ['http://127.1/', '127.0.0.1, short'],
      ['http://169.254.169.254/latest/meta-data/', 'the metadata of a cloud machine'],
      ['http://[::ffff:169.254.169.254]/', 'the same within IPv6'],
      ['http://[::ffff:7f00:1]/', '127.0.0.1 within IPv6'],
      ['http://[fd00:ec2::254]/', 'the metadata over IPv6'],
      ['http://192.168.0.1/', 'a router'],
      ['http://0/', 'this machine'],
      ['http://[::7f00:1]/', '127.0.0.1 as it was written once'],
      ['http://[64:ff9b:1::7f00:1]/', '127.0.0.1 behind a translator'],
      ['http://①②⑦.⓪.⓪.①/', '127.0.0.1 in other digits'],
      ['http://127。0。0。1/', '127.0.0.1 with other dots'],
      ['http://[fe80::1]/', 'a neighbour'],
      ['http://[::]/', 'this machine over IPv6'],
      ['http://100.64.0.1/', 'behind a provider'],
      ['http://224.0.0.1/', 'everybody here'],
      ['http://255.255.255.255/', 'everybody here'],
    ] as const;
    for (const [url, what] of hosts)
      assert.equal(isPublicAddress(new URL(url).hostname.replace(/^\[(.*)\]$/, '$1')), false, what);
    assert.equal(isPublicAddress('93.184.215.14'), true);
  });

  it('multi-root, nested git: a path leads into one root, and no git folder is written unasked', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-threats-'));
    try {
      const roots = [];
      for (const name of ['a', 'b']) {
        await mkdir(join(folder, name, 'packages/nested/.git/hooks'), { recursive: true });
        await writeFile(join(folder, name, 'same.txt'), name);
        roots.push({ name, path: join(folder, name) });
      }
      assert.equal((await confine('b/same.txt', roots)).root.name, 'b');
      await assert.rejects(confine('same.txt', roots), /Begin the path with the name of a workspace folder: a, b/);
      await assert.rejects(confine('a/../b/../../x', roots), /outside the workspace/);
      for (const path of ['a/packages/nested/.git/hooks/pre-commit', 'b/packages/nested/.git/config', 'a/.git'])
        assert.match(whyProtected(await confine(path, roots)) ?? '', /git runs code/, path);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('runaway: a model that never stops calling is stopped', async () => {
    const answers = Array.from({ length: 100 }, (_, at) => [...call('1', 'read', { at }), done('toolCalls')]);
    const { stream, requests } = scriptedModel(...answers);
    const items: Item[] = [];
    const turn = runTurn({
      conversationId: 'c',
      transcript: [user('Go on for ever')],
      model: 'gpt-4.1',
      instructions: '',
      stream,
      tools: () => [tool('read', () => Promise.resolve('more'))],
      approvals: createApprovals(),
      questions: alwaysAnswers({ option: 'stop' }),
      stepLimit: 7,
      signal: new AbortController().signal,
    });
    for await (const event of turn) if (event.type === 'item') items.push(event.item);
    const last = items.at(-1);
    assert.ok(last?.type === 'result');
    assert.equal(last.end, 'stepLimit');
    assert.equal(requests.length, 7, 'and nothing more is paid for');
  });
});
