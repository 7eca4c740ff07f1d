import type { Span } from '../cell.ts';
import type { EndpointTable } from '../endpoints.ts';
import type { NamesAbove } from './notebookIndex.ts';

/** What is known around a cell. */
export interface CellContext {
  table: EndpointTable;
  /** Of the cells above in the same notebook. */
  namesAbove: NamesAbove;
  profiles: readonly string[];
  /** Ids of the models the server lists; empty where it was not asked yet. */
  models: readonly string[];
  /** Names of environment variables. */
  environment: readonly string[];
  /** What a folder holds, by its path relative to the notebook; '' is the notebook's own. Folders end in `/`. */
  listFiles: (folder: string) => Promise<readonly string[]>;
}

export interface Edit extends Span {
  text: string;
}

/** A change that a person can choose to solve a problem. */
export interface Fix {
  title: string;
  edits: readonly Edit[];
}

export interface CellDiagnostic extends Span {
  message: string;
  /** A hint shows in the text alone, not in the list of problems. */
  severity: 'error' | 'warning' | 'information' | 'hint';
  deprecated?: boolean;
  fixes?: readonly Fix[];
}

export interface CellCompletion {
  label: string;
  kind: 'method' | 'path' | 'parameter' | 'value' | 'header' | 'directive' | 'cell' | 'environment' | 'file' | 'folder';
  /** What takes the place of `replace`; a snippet where `isSnippet`. */
  insert: string;
  isSnippet?: boolean;
  replace: Span;
  filterText?: string;
  sortText?: string;
  /** Beside the label, short. */
  detail?: string;
  /** Markdown. */
  documentation?: string;
  /** True where there is more to choose after it. */
  continues?: boolean;
}

export interface CellHover extends Span {
  markdown: string;
}
