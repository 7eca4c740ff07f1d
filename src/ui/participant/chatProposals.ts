import { randomUUID } from 'node:crypto';
import type { Target } from '../proposeChange.ts';

/** Code that an answer in VS Code's chat holds, until the user reviews it. */
export type ChatProposal =
  | { kind: 'change'; target: Target; code: string; what: string }
  /** A new file: its path as the model wrote it, and the folder where one without folders belongs. */
  | { kind: 'file'; path: string; folder: string | undefined; code: string };

/** More than these no one looks at again. */
const mostKept = 100;

/** The code of the latest answers, each by an id. It lasts as long as the window. */
export class ChatProposals {
  readonly #kept = new Map<string, ChatProposal>();

  keep(proposal: ChatProposal): string {
    const id = randomUUID();
    this.#kept.set(id, proposal);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return id;
  }

  /** Throws a sentence where there is none of this id. */
  find(id: string): ChatProposal {
    const proposal = this.#kept.get(id);
    if (!proposal) throw new Error('This answer is not at hand any more. Ask again to review its code.');
    return proposal;
  }
}
