import * as vscode from 'vscode';

/**
 * The command line that a task runs, where running it ourselves is the same: no variable and no quoting of its own.
 * Undefined where only VS Code can run the task.
 */
export function taskCommand({ execution }: vscode.Task): string | undefined {
  if (execution instanceof vscode.ShellExecution) {
    if (execution.options?.executable !== undefined || execution.options?.env !== undefined) return undefined;
    if (execution.commandLine !== undefined) return plain(execution.commandLine);
    return joined([execution.command, ...(execution.args ?? [])]);
  }
  if (execution instanceof vscode.ProcessExecution && execution.options?.env === undefined)
    return joined([execution.process, ...execution.args]);
  return undefined;
}

function joined(words: readonly (string | vscode.ShellQuotedString | undefined)[]): string | undefined {
  const texts = words.map((word) => (typeof word === 'object' ? word.value : (word ?? '')));
  // What a shell would read otherwise than as one word is left to VS Code's quoting.
  return texts.every((text) => /^[\w@%+=:,./-]+$/.test(text)) ? texts.join(' ') : undefined;
}

const plain = (line: string): string | undefined => (line.includes('${') ? undefined : line);

/** Where it runs, as an absolute path. Undefined: VS Code decides. */
export function taskFolder({ execution, scope }: vscode.Task): string | undefined {
  const options =
    execution instanceof vscode.ShellExecution || execution instanceof vscode.ProcessExecution
      ? execution.options
      : undefined;
  const folder = typeof scope === 'object' ? scope.uri.fsPath : undefined;
  // VS Code writes the folder of the task as a variable into every task of tasks.json that names none.
  const cwd = options?.cwd?.replace(/^\$\{workspace(?:Folder|Root)\}/, () => folder ?? '${workspaceFolder}') ?? folder;
  return cwd?.includes('${') ? undefined : cwd;
}
