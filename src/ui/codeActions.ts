import * as vscode from 'vscode';

/** Files of the user's, on disk, in memory or in a virtual workspace; no output, no diff of ours. */
export const codeActionSchemes = ['file', 'untitled', 'vscode-remote', 'vscode-vfs'].map((scheme) => ({ scheme }));

/** "Fix with Parley" on problems, "Refactor with Parley" on selections. */
export class CodeActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.RefactorRewrite];

  provideCodeActions(
    { uri }: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const actions: vscode.CodeAction[] = [];
    const problems = diagnostics.filter(({ severity }) => severity !== vscode.DiagnosticSeverity.Hint);
    const [first, ...others] = problems;
    if (first) {
      const fix = new vscode.CodeAction('Fix with Parley', vscode.CodeActionKind.QuickFix);
      const all = others.reduce((sum, problem) => sum.union(problem.range), first.range);
      fix.diagnostics = problems;
      // An empty range at the problem takes the whole definition around it, which a fix mostly needs.
      const at = range.isEmpty ? new vscode.Range(all.start, all.start) : range;
      fix.command = { command: 'parley.fixSelection', title: fix.title, arguments: [uri, at] };
      actions.push(fix);
    }
    if (!range.isEmpty) {
      const refactor = new vscode.CodeAction('Refactor with Parley', vscode.CodeActionKind.RefactorRewrite);
      refactor.command = { command: 'parley.refactorSelection', title: refactor.title, arguments: [uri, range] };
      actions.push(refactor);
    }
    return actions;
  }
}
