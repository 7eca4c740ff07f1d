import type { Tool } from '../../agent/tool.ts';
import { applyPatch } from './applyPatch.ts';
import { askUser } from './askUser.ts';
import { callHierarchy } from './callHierarchy.ts';
import { codeActions } from './codeActions.ts';
import { createFile } from './createFile.ts';
import { documentSymbols } from './documentSymbols.ts';
import { editFile } from './editFile.ts';
import { fetchUrl } from './fetchUrl.ts';
import { findFiles } from './findFiles.ts';
import { formatFile } from './formatFile.ts';
import { getDiagnostics } from './getDiagnostics.ts';
import { getSelection } from './getSelection.ts';
import { git } from './git.ts';
import { hover } from './hover.ts';
import { listDirectory } from './listDirectory.ts';
import { findReferences, goToDefinition } from './locations.ts';
import { multiEdit } from './multiEdit.ts';
import { notebookEdit } from './notebookEdit.ts';
import { notebookRead } from './notebookRead.ts';
import { notebookRunCell } from './notebookRunCell.ts';
import { openFile } from './openFile.ts';
import type { ToolPorts } from './ports.ts';
import { readFile } from './readFile.ts';
import { renameSymbol } from './renameSymbol.ts';
import { runInTerminal } from './runInTerminal.ts';
import { runTask } from './runTask.ts';
import { runTests } from './runTests.ts';
import { searchText } from './searchText.ts';
import { terminalOutput } from './terminalOutput.ts';
import { todo } from './todo.ts';
import { viewImage } from './viewImage.ts';
import { deleteFile, moveFile } from './wholeFiles.ts';
import { workspaceSymbols } from './workspaceSymbols.ts';

export type { ToolPorts } from './ports.ts';

/** All tools of the editor. Their order is part of the cached prefix of every request: add at the end. */
export function createTools(ports: ToolPorts): readonly Tool[] {
  return [
    readFile(ports),
    listDirectory(ports),
    findFiles(ports),
    searchText(ports),
    getDiagnostics(ports),
    getSelection(ports),
    documentSymbols(ports),
    findReferences(ports),
    goToDefinition(ports),
    editFile(ports),
    createFile(ports),
    openFile(),
    renameSymbol(ports),
    runInTerminal(ports),
    multiEdit(ports),
    applyPatch(ports),
    deleteFile(ports),
    moveFile(ports),
    git(ports),
    hover(ports),
    callHierarchy(ports),
    workspaceSymbols(ports),
    codeActions(ports),
    formatFile(ports),
    fetchUrl(ports),
    notebookRead(ports),
    notebookEdit(ports),
    notebookRunCell(ports),
    ...(ports.takesImages ? [viewImage()] : []),
    askUser(),
    todo(),
    terminalOutput(ports),
    runTests(ports),
    runTask(ports),
  ];
}
