import type { ApprovalDecision, ApprovalRequest, Approvals, GrantScope } from '../agent/approval.ts';
import { onlyOnce, scopesOf } from '../agent/approval.ts';
import { followsRules, refusalIn, type Mode } from '../agent/mode.ts';
import type { Review } from './review/edits.ts';
import { decideByRules, subjectsOf, type Rule } from './policy/rules.ts';
import type { RuleStore } from './policy/ruleStore.ts';

/** `once`: this call. A scope: all calls that the request covers, for as long as the scope says. */
export type Decision = 'once' | GrantScope | 'deny';

interface Pending {
  conversationId: string;
  callId: string;
  request: ApprovalRequest;
  settle: (decision: ApprovalDecision) => void;
}

interface Options {
  isTrusted: () => boolean;
  findReview: (diffUri: string) => Review | undefined;
  rules: Pick<RuleStore, 'rulesIn' | 'add'>;
  modeOf: (conversationId: string) => Mode;
}

/** Who said yes to what. Rules are in no file of the workspace, so no tool can write one. */
export class ConversationApprovals implements Approvals {
  readonly #options: Options;
  readonly #pending = new Set<Pending>();

  constructor(options: Options) {
    this.#options = options;
  }

  refusal(conversationId: string, kind: ApprovalRequest['kind']): string | undefined {
    const { isTrusted, modeOf } = this.#options;
    if (kind !== 'read' && !isTrusted()) return 'The workspace is not trusted: nothing is written or run in it.';
    return refusalIn(modeOf(conversationId), kind);
  }

  check(conversationId: string, request: ApprovalRequest): ApprovalDecision | undefined {
    const reason = this.refusal(conversationId, request.kind);
    if (reason !== undefined) return { approved: false, reason };
    const rules = this.#options.rules.rulesIn(conversationId);
    return decideByRules(request, this.#byMode(conversationId, request, rules));
  }

  shown(conversationId: string, request: ApprovalRequest): ApprovalRequest {
    const does = request.kind === 'run' ? 'runs something' : 'changes files';
    return this.#mayFollowRules(conversationId, request) ? request : onlyOnce(request, `${does} in Edit mode`);
  }

  /** Opens the diff where there is one: accepting or rejecting it there answers as the chat's buttons do. */
  async ask(
    conversationId: string,
    callId: string,
    request: ApprovalRequest,
    signal: AbortSignal,
  ): Promise<ApprovalDecision> {
    signal.throwIfAborted();
    const review = request.diff && this.#options.findReview(request.diff.uri);
    const { promise, resolve, reject } = Promise.withResolvers<ApprovalDecision>();
    const pending: Pending = { conversationId, callId, request, settle: resolve };
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    this.#pending.add(pending);
    void review?.decided.then((decision) => resolve({ approved: decision === 'accepted' }));
    review?.show().catch(reject);
    try {
      return await promise;
    } finally {
      this.#pending.delete(pending);
      signal.removeEventListener('abort', abort);
    }
  }

  /**
   * Answers a waiting call; one that no longer waits is left alone. Ids are unique within a conversation only. Rejects
   * where the decision cannot be kept; the call is answered all the same.
   */
  async decide(callId: string, decision: Decision, reason?: string, conversationId?: string): Promise<void> {
    for (const pending of [...this.#pending]) {
      if (pending.callId !== callId || (conversationId ?? pending.conversationId) !== pending.conversationId) continue;
      this.#pending.delete(pending);
      const answer = this.#answer(pending, decision, reason);
      pending.settle(answer);
      if (answer.approved && decision !== 'once' && decision !== 'deny') await this.#grant(pending, decision);
    }
  }

  /** Between the question and the answer the mode or the trust may have changed. */
  #answer({ conversationId, request }: Pending, decision: Decision, reason?: string): ApprovalDecision {
    if (decision === 'deny') return { approved: false, ...(reason !== undefined && reason !== '' && { reason }) };
    const refusal = this.refusal(conversationId, request.kind);
    return refusal === undefined ? { approved: true } : { approved: false, reason: refusal };
  }

  /** Rules that deny hold in every mode. */
  #byMode(conversationId: string, request: ApprovalRequest, rules: readonly Rule[]): readonly Rule[] {
    return this.#mayFollowRules(conversationId, request) ? rules : rules.filter(({ allow }) => !allow);
  }

  #mayFollowRules(conversationId: string, { kind }: ApprovalRequest): boolean {
    return kind === 'read' || followsRules(this.#options.modeOf(conversationId));
  }

  async #grant({ conversationId, request }: Pending, scope: GrantScope): Promise<void> {
    if (!scopesOf(request).includes(scope)) return;
    for (const subject of subjectsOf(request)) await this.#options.rules.add(subject, true, scope, conversationId);
    for (const other of this.#pending) {
      const decision = this.check(other.conversationId, other.request);
      if (decision?.approved) other.settle(decision);
    }
  }
}
