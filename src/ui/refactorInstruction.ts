import * as vscode from 'vscode';

const historyKey = 'refactorInstructions';
const historyLength = 10;

/** Asks what to do, offering what was asked for before. Empty: nothing in particular. Undefined: the user backed out. */
export async function askInstruction(history: vscode.Memento): Promise<string | undefined> {
  const before = history.get<readonly string[]>(historyKey, []);
  const instruction = await pickOrType(before);
  if (instruction) {
    const latest = [instruction, ...before.filter((other) => other !== instruction)].slice(0, historyLength);
    await history.update(historyKey, latest);
  }
  return instruction;
}

/** A text box whose list holds earlier answers: what is typed counts, unless one of them is chosen. */
function pickOrType(before: readonly string[]): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const input = vscode.window.createQuickPick();
  input.title = 'Refactor Selection';
  input.placeholder = 'What should change? Enter alone: make it simpler.';
  const offer = () => {
    const typed = input.value.trim();
    const own = { label: typed || 'Make it simpler and easier to read', alwaysShow: true };
    input.items = [
      own,
      ...before
        .filter((label) => label !== typed)
        .map((label) => ({ label, iconPath: new vscode.ThemeIcon('history') })),
    ];
  };
  input.onDidChangeValue(offer);
  input.onDidAccept(() => {
    const [chosen] = input.selectedItems;
    resolve(!chosen || chosen === input.items[0] ? input.value.trim() : chosen.label);
    input.hide();
  });
  input.onDidHide(() => {
    resolve(undefined);
    input.dispose();
  });
  offer();
  input.show();
  return promise;
}
