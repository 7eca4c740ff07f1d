import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../support/until.ts';
import { openDocument, useCannedModel } from './cannedModel.ts';

const source = `/** Adds up. */
export function total(items: number[]): number {
  let sum = 0;
  for (const item of items) {
    sum = sum + item;
  }
  return sum;
}

export const tax = 0.19;
`;
const refactored = source
  .split('\n')
  .slice(1, 8)
  .join('\n')
  .replace(/ {2}let[^]*return sum;/, '  return items.reduce((sum, item) => sum + item, 0);');
const fenced = (code: string) => [`Here you are:\n\`\`\`ts\n`, code, '\n```\n'];

const diff = (): vscode.TabInputTextDiff | undefined => {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? input : undefined;
};
const diffShown = () => until('the diff is shown', diff);
const diffClosed = () => until('the diff is closed', () => !diff());
const problemsFound = ({ uri }: vscode.TextDocument, count: number) =>
  until('the problems are found', () => {
    const errors = vscode.languages
      .getDiagnostics(uri)
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    return errors.length === count;
  });
const lines = (first: number, last: number) => new vscode.Selection(first, 0, last, Number.MAX_SAFE_INTEGER);
const run = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(`parley.${command}`, ...args);

/** Runs Refactor Selection and takes the first row of its list, which asks for nothing in particular. */
async function refactor(): Promise<void> {
  let done = false;
  const running = Promise.resolve(run('refactorSelection')).finally(() => (done = true));
  await until('the question is answered', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return done || diff();
  });
  await running;
}

describe('the commands', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are all registered', async () => {
    const extension = vscode.extensions.getExtension<object>('parley.parley');
    const manifest = extension?.packageJSON as { contributes: { commands: { command: string }[] } };
    assert.deepEqual(Object.keys((await extension?.activate()) ?? {}), ['getAPI'], 'what the extension exports');
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const { command } of manifest.contributes.commands) assert.ok(registered.has(command), command);
  });

  it('refactor a selection: a diff, and accepting it is one undo step', async () => {
    await using model = await useCannedModel(() => fenced(refactored));
    const { document } = await openDocument('refactor.ts', source, lines(1, 7));
    await refactor();
    const { original, modified } = await diffShown();
    assert.equal(original.toString(), document.uri.toString());
    assert.equal(
      (await vscode.workspace.openTextDocument(modified)).getText(),
      source.replace(code(source), refactored),
    );
    assert.equal(document.getText(), source, 'nothing is changed before it is accepted');
    assert.match(model.prompts[0] ?? '', /Refactor this code/);
    assert.ok(model.prompts[0]?.includes('sum = sum + item;'));

    await run('acceptEdit');
    await diffClosed();
    assert.equal(document.getText(), source.replace(code(source), refactored));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), source);
  });

  it('leave the file alone when the diff is rejected', async () => {
    await using model = await useCannedModel(() => fenced('export const nothing = 1;'));
    const { document } = await openDocument('reject.ts', source, lines(1, 7));
    await run('documentSelection');
    await diffShown();
    await run('rejectEdit');
    await diffClosed();
    assert.equal(document.getText(), source);
    assert.equal(model.prompts.length, 1);
  });

  it('take the symbol around the cursor, with its comment, where nothing is selected', async () => {
    await using model = await useCannedModel(() => fenced('x'));
    const { document } = await openDocument('symbol.ts', source, new vscode.Selection(4, 6, 4, 6));
    await until('the language knows its symbols', async () => {
      const symbols = await vscode.commands.executeCommand<unknown[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return symbols?.length;
    });
    await run('documentSelection');
    await diffShown();
    const [prompt = ''] = model.prompts;
    assert.ok(prompt.includes('/** Adds up. */\nexport function total'));
    assert.ok(!prompt.includes('tax'));
  });

  it('keep the indentation where the answer has none', async () => {
    await using model = await useCannedModel(() => fenced('if (a) {\n  b();\n}'));
    const indented = 'class A {\n  m() {\n    if (b) {\n      a();\n    }\n  }\n}\n';
    await openDocument('indent.ts', indented, new vscode.Selection(2, 6, 4, 3));
    await run('documentSelection');
    const { modified } = await diffShown();
    const proposed = (await vscode.workspace.openTextDocument(modified)).getText();
    assert.equal(proposed, 'class A {\n  m() {\n    if (a) {\n      b();\n    }\n  }\n}\n');
    assert.equal(model.prompts.length, 1);
  });

  it('send the problems of the selection along with a fix', async () => {
    await using model = await useCannedModel(() => fenced('const n: number = 1;'));
    const { document } = await openDocument(
      'fix.ts',
      "const n: number = 'one';\n\nconst m: number = 'two';\n",
      lines(0, 0),
    );
    await problemsFound(document, 2);
    await run('fixSelection');
    await diffShown();
    assert.match(
      model.prompts[0] ?? '',
      /Fix the problems.*\nLine 1: error: Type 'string' is not assignable.*\(ts 2322\)/,
    );
    assert.ok(!model.prompts[0]?.includes('Line 3'));
    assert.ok(!model.prompts[0]?.includes('never read'), 'hints are no problems');
  });

  it('are offered as code actions on problems and selections', async () => {
    await using model = await useCannedModel(() => fenced('const n: number = 1;'));
    const { document } = await openDocument('action.ts', "const n: number = 'one';\n", lines(0, 0));
    await problemsFound(document, 1);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(0, 0, 0, 24),
    );
    const [fix, refactoring] = ['Fix with Parley', 'Refactor with Parley'].map((name) =>
      actions.find(({ title }) => title === name),
    );
    assert.equal(refactoring?.kind?.value, 'refactor.rewrite');
    assert.equal(fix?.kind?.value, 'quickfix');
    await vscode.commands.executeCommand(fix.command?.command ?? '', ...((fix.command?.arguments ?? []) as unknown[]));
    const { modified } = await diffShown();
    assert.equal((await vscode.workspace.openTextDocument(modified)).getText(), 'const n: number = 1;\n');
    assert.equal(model.prompts.length, 1);
  });

  it('re-anchor the edit when the document changed elsewhere meanwhile', async () => {
    const gate = Promise.withResolvers<string>();
    await using model = await useCannedModel(async function* () {
      yield `\`\`\`\n${await gate.promise}\n\`\`\``;
    });
    const { document } = await openDocument('moved.ts', source, lines(1, 7));
    const running = run('documentSelection');
    await until('the request is there', () => model.prompts.length === 1);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '// new first line\n');
    await vscode.workspace.applyEdit(edit);
    gate.resolve(refactored);
    await running;
    await diffShown();
    await run('acceptEdit');
    await diffClosed();
    assert.equal(document.getText(), `// new first line\n${source.replace(code(source), refactored)}`);
  });

  it('refuse to overwrite what changed meanwhile', async () => {
    await using model = await useCannedModel(() => fenced(refactored));
    const { document } = await openDocument('conflict.ts', source, lines(1, 7));
    await run('documentSelection');
    await diffShown();
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(2, 0, 4, 0), '  let result = 1;\n  for (;;) {\n    result++;\n');
    await vscode.workspace.applyEdit(edit);
    const changed = document.getText();
    await run('acceptEdit');
    assert.equal(document.getText(), changed);
    assert.ok(diff(), 'the proposal stays open');
    await run('rejectEdit');
    await diffClosed();
    assert.equal(model.prompts.length, 1);
  });

  it('explain a selection in the chat', async () => {
    await using model = await useCannedModel(() => ['It adds ', 'up.']);
    await openDocument('explain.ts', source, lines(1, 7));
    await run('explainSelection');
    assert.match(model.prompts[0] ?? '', /Explain this code/);
    assert.ok(model.prompts[0]?.includes('src/explain.ts'));
  });

  it('end with a message, not an exception, without an open file', async () => {
    await run('explainSelection');
    await run('documentSelection');
    assert.equal(diff(), undefined);
  });
});

/** Lines 2 to 8 of the source: the function. */
const code = (text: string): string => text.split('\n').slice(1, 8).join('\n');
