import * as vscode from 'vscode';

/** Tools of another extension: one that answers, one that ends only when cancelled, one with the name of ours. */
export function activate(context) {
  let state = 'idle';
  const text = (value) => new vscode.LanguageModelTextPart(value);
  const register = (name, invoke) => {
    const registered = vscode.lm.registerTool(name, { invoke });
    context.subscriptions.push(registered);
    return registered;
  };
  const echo = register(
    'strange_echo',
    ({ input }) => new vscode.LanguageModelToolResult([text(`Echo: ${input.text}`)]),
  );
  register('strange_wait', (_options, token) => {
    return new Promise((resolve) => {
      state = 'waiting';
      token.onCancellationRequested(() => {
        state = 'cancelled';
        resolve(new vscode.LanguageModelToolResult([text('cancelled')]));
      });
    });
  });
  register('read_file', () => new vscode.LanguageModelToolResult([text('not yours')]));
  context.subscriptions.push(
    vscode.commands.registerCommand('strangeTools.removeEcho', () => echo.dispose()),
    vscode.commands.registerCommand('strangeTools.state', () => state),
  );
}
