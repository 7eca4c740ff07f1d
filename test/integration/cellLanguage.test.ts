// The language of cells in a real editor: what is offered, shown and marked while a request is written.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../support/until.ts';

/** Opens a notebook with these requests and answers with their documents. */
async function openCells(...texts: string[]): Promise<vscode.TextDocument[]> {
  const cells = texts.map((text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'openai-http'));
  const notebook = await vscode.workspace.openNotebookDocument('parley-api', new vscode.NotebookData(cells));
  await vscode.window.showNotebookDocument(notebook);
  return notebook.getCells().map(({ document }) => document);
}

const marked = ({ uri }: vscode.TextDocument) => vscode.languages.getDiagnostics(uri);

const problemsOf = (document: vscode.TextDocument, count: number) =>
  until(`there are ${count} problems`, () => marked(document).length === count && marked(document));

async function labelsAt(document: vscode.TextDocument, offset: number): Promise<string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    document.positionAt(offset),
  );
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  edit.replace(document.uri, whole, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('the language of cells', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('offers paths, parameters and the names of cells above', async () => {
    const [, document] = await openCells('# @name upload\nGET /files', 'GET /files/{{');
    assert.ok(document);
    const names = await until('names are offered', async () => {
      const labels = await labelsAt(document, document.getText().length);
      return labels.includes('upload.id') && labels;
    });
    assert.ok(names.includes('env:'));
    await replaceAll(document, 'POST /');
    assert.ok((await labelsAt(document, 6)).includes('/chat/completions'));
    await replaceAll(document, 'POST /responses\n\n{ "" }');
    assert.ok((await labelsAt(document, 'POST /responses\n\n{ "'.length)).includes('temperature'));
  });

  it('explains a path', async () => {
    const [document] = await openCells('POST /embeddings\n\n{ "input": "Hi", "model": "text-embedding-3-small" }');
    assert.ok(document);
    const shown = await until('a hover is shown', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        document.positionAt(8),
      );
      return hovers[0]?.contents
        .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
        .join('\n');
    });
    assert.match(shown, /embeddings\.create/);
  });

  it('marks what is wrong before it is sent, and solves it', async () => {
    const [document] = await openCells('POST /responses\n\n{ "input": "Hi", "modle": "gpt-4o", "store": "yes" }');
    assert.ok(document);
    const problems = await problemsOf(document, 2);
    assert.match(problems.map(({ message }) => message).join('\n'), /no parameter modle\. Did you mean model\?/);
    const unknown = problems.find(({ message }) => message.includes('modle'));
    assert.ok(unknown);
    assert.equal(document.getText(unknown.range), '"modle"');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      unknown.range,
    );
    const change = actions.find(({ title }) => title === 'Change to model');
    assert.ok(change?.edit && (await vscode.workspace.applyEdit(change.edit)));
    await problemsOf(document, 1);
    await replaceAll(document, 'GET /models');
    await problemsOf(document, 0);
  });

  it('looks again at cells that refer to one whose name changes', async () => {
    const [first, second] = await openCells('GET /files', 'GET /files/{{upload.id}}');
    assert.ok(first && second);
    const [problem] = await problemsOf(second, 1);
    assert.match(problem?.message ?? '', /No cell above has the name upload/);
    await replaceAll(first, '# @name upload\nGET /files');
    await problemsOf(second, 0);
  });

  it('lays out the JSON of a cell and names it in the outline', async () => {
    const [document] = await openCells('# @name hello\nPOST /responses\n\n{"input":"Hi"}');
    assert.ok(document);
    const edits = await until('the JSON is laid out', async () => {
      const found = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
        'vscode.executeFormatDocumentProvider',
        document.uri,
        { tabSize: 2, insertSpaces: true },
      );
      return found && found.length > 0 && found;
    });
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText(), '# @name hello\nPOST /responses\n\n{\n  "input": "Hi"\n}');
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name, detail }) => [name, detail]),
      [['hello', 'POST /responses']],
    );
  });
});
