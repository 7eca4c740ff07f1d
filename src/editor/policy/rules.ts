import type { ApprovalDecision, ApprovalRequest } from '../../agent/approval.ts';
import { commandPrefix } from '../shell/commandPrefix.ts';
import { programName } from '../shell/dangers.ts';

/** What a rule is about: commands that begin with these words, or the calls of a tool with this scope. */
export type RuleSubject = { words: readonly string[] } | { tool: string; scope: string };

export type Rule = RuleSubject & {
  id: string;
  allow: boolean;
  /** Milliseconds since the epoch. */
  givenAt: number;
};

/** What approving this call for longer would allow; empty where it asks every time. */
export function subjectsOf({ kind, tool, scope, commands }: ApprovalRequest): RuleSubject[] {
  if (scope === undefined) return [];
  if (!commands) return [{ tool: tool ?? kind, scope }];
  const prefixes = commands.map((words) => commandPrefix(words));
  return [...new Map(prefixes.map((words) => [JSON.stringify(words), { words }])).values()];
}

/** What these rules say of a call; undefined: nothing, so the user is asked. Each command of a line needs its rule. */
export function decideByRules(request: ApprovalRequest, rules: readonly Rule[]): ApprovalDecision | undefined {
  const { commands, scope, kind, tool } = request;
  if (!commands) {
    const found = rules.filter(
      (rule) => 'tool' in rule && rule.tool === (tool ?? kind) && rule.scope === (scope ?? ''),
    );
    const deny = found.find(({ allow }) => !allow);
    if (deny) return denied(deny);
    return found.length > 0 && scope !== undefined ? { approved: true } : undefined;
  }
  const deciding = commands.map((words) => longest(words, rules));
  const deny = deciding.find((rule) => rule?.allow === false);
  if (deny) return denied(deny);
  return scope !== undefined && commands.length > 0 && deciding.every((rule) => rule?.allow)
    ? { approved: true }
    : undefined;
}

/** The rule whose beginning is longest; of two that deny and allow the same, the one that denies. */
function longest(words: readonly string[], rules: readonly Rule[]): Rule | undefined {
  let best: { rule: Rule; length: number } | undefined;
  for (const rule of rules) {
    if (!('words' in rule) || !beginsWith(words, rule)) continue;
    const { length } = rule.words;
    if (!best || length > best.length || (length === best.length && !rule.allow)) best = { rule, length };
  }
  return best?.rule;
}

/** What is denied is denied under each name of the program; what is allowed only as it is written. */
function beginsWith(words: readonly string[], rule: Rule & { words: readonly string[] }): boolean {
  return (
    rule.words.length > 0 &&
    rule.words.every((word, at) => {
      const written = words[at];
      if (written === undefined) return false;
      return written === word || (!rule.allow && at === 0 && programName(written) === programName(word));
    })
  );
}

const denied = (rule: Rule): ApprovalDecision => ({
  approved: false,
  reason: `A rule of the user's never allows ${describeSubject(rule)}. Do not try it by another way.`,
});

/** "`npm test …`", or "every change by `edit_file`". */
export function describeSubject(subject: RuleSubject): string {
  if ('words' in subject) return `\`${subject.words.map(quoteWord).join(' ')} …\``;
  return subject.scope === 'write' ? `changes by \`${subject.tool}\`` : `\`${subject.tool}\` (${subject.scope})`;
}

const quoteWord = (word: string): string => (/^[^\s'"]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
