import type { Client } from '../../openai/client.ts';
import type { CellRun } from './runCell.ts';

/** What a cell has brought, until it runs again, its output is cleared or its notebook is closed. */
export interface CellSession extends CellRun {
  /** The client of the server that answered. */
  client(): Promise<Client>;
  /** True for a long operation that had not ended. */
  isPending: boolean;
}
