import type * as vscode from 'vscode';
import type { Edits } from '../review/edits.ts';
import type { Commands } from '../terminal/commands.ts';

/** What the tools need of the rest. */
export interface ToolPorts {
  edits: Edits;
  commands: Commands;
  /** The most characters one result may have. */
  outputCharacters: () => number;
  /** Whether the model can be shown images. */
  takesImages: boolean;
  /** The text editor that was active last; undefined where none is open. */
  editor: () => vscode.TextEditor | undefined;
}
