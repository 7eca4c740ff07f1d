import assert from 'node:assert/strict';
import type { Mode } from '../../src/agent/mode.ts';
import type { Tool } from '../../src/agent/tool.ts';
import { RuleStore } from '../../src/editor/policy/ruleStore.ts';
import { createApprovals, createMemory } from '../support/approvals.ts';
import { attackArguments, contentsOf, fileText, outcomeOf } from './toolAttack.ts';
import { closeEditors, createBench, diffTabs, folder, onDisk, write, type Bench } from './toolFixture.ts';

const secrets = ['.env', 'sub/.env.local', 'server.pem', '.npmrc', '.git/config'];
const protectedFiles = [
  '.git/hooks/pre-commit',
  'sub/.git/hooks/post-checkout',
  '.vscode/settings.json',
  '.vscode/tasks.json',
  '.husky/pre-push',
  '.github/workflows/ci.yml',
  '.github/copilot-instructions.md',
  'AGENTS.md',
  'sub/CLAUDE.md',
  'sub/package.json',
  '.parley/settings.json',
  'User/settings.json',
  'User/globalStorage/parley.parley/conversations.db',
];
/** A language server may take seconds to say that it knows nothing of such files. */
const asksLanguage = ({ name, parameters }: Tool): boolean =>
  ['code_actions', 'format_file'].includes(name) || JSON.stringify(parameters).includes('"symbol":');

const settings = ['agent', 'edit', 'ask', 'plan', 'untrusted'] as const;

/** Every tool there is, also one that is added later, against what must never happen. */
describe('threats: every tool in every mode', function () {
  this.timeout(120_000);
  let bench: Bench;
  let rules: RuleStore;
  let root: string;

  before(async () => {
    bench = createBench();
    root = folder().fsPath;
    for (const path of [...secrets, ...protectedFiles, 'src/ordinary.txt']) await write(path, fileText);
    rules = new RuleStore(createMemory(), () => [folder().toString()]);
    for (const { name } of bench.tools)
      for (const scope of ['write', 'read', 'run', name]) await rules.add({ tool: name, scope }, true, 'always', '');
    for (const word of ['cp', 'cat', 'tee', 'git', 'npm']) await rules.add({ words: [word] }, true, 'always', '');
  });
  after(() => bench.edits.dispose());
  afterEach(closeEditors);

  const approvalsIn = (setting: (typeof settings)[number], given: { rules?: RuleStore } = { rules }) =>
    createApprovals({
      ...given,
      isTrusted: () => setting !== 'untrusted',
      modeOf: (): Mode => (setting === 'untrusted' ? 'agent' : setting),
      findReview: (uri) => bench.edits.find(uri),
    });

  for (const setting of settings)
    it(`self-approval: no protected file and no secret is changed, whatever is approved always (${setting})`, async () => {
      const approvals = approvalsIn(setting);
      const expected = setting === 'agent' || setting === 'edit' ? /^(asked|failed|cancelled|succeeded)$/ : /^denied$/;
      const asked = new Set<string>();
      const before = contentsOf(root);
      for (const tool of bench.tools.filter(({ kind }) => kind !== 'read'))
        for (const path of asksLanguage(tool) ? ['.env', 'AGENTS.md'] : [...secrets, ...protectedFiles]) {
          const { outcome, item } = await outcomeOf(bench.tools, approvals, tool.name, attackArguments(tool, path));
          assert.match(outcome, expected, `${tool.name} ${path}`);
          if (outcome === 'succeeded') assert.equal(item?.approval, undefined, `${tool.name} had nothing to do`);
          if (outcome === 'asked') asked.add(tool.name);
        }
      assert.equal(contentsOf(root), before);
      assert.equal(diffTabs().length, 0);
      if (setting !== 'agent') return;
      for (const name of ['edit_file', 'multi_edit', 'apply_patch', 'delete_file', 'move_file', 'run_in_terminal'])
        assert.ok(asked.has(name), `${name} reached the question`);
    });

  for (const setting of settings)
    it(`prompt injection by content: tools that read change nothing and tell no secret unasked (${setting})`, async () => {
      const approvals = approvalsIn(setting);
      const before = contentsOf(root);
      for (const tool of bench.tools.filter(
        (each) => each.kind === 'read' && (setting === 'agent' || !asksLanguage(each)),
      ))
        for (const path of setting === 'agent' && !asksLanguage(tool) ? secrets : ['.env']) {
          const { outcome, item } = await outcomeOf(
            bench.tools,
            approvals,
            tool.name,
            attackArguments(tool, path),
            5000,
          );
          if (secrets.includes(path)) assert.doesNotMatch(item?.output ?? '', /do-not-tell/, `${tool.name} ${path}`);
          assert.notEqual(outcome, 'denied', tool.name);
        }
      assert.equal(contentsOf(root), before);
    });

  it('prompt injection by content: nothing is written or run before it was approved', async () => {
    const before = contentsOf(root);
    for (const setting of settings)
      for (const tool of bench.tools.filter(({ kind }) => kind !== 'read')) {
        const args = attackArguments(tool, 'src/ordinary.txt');
        const { outcome, item } = await outcomeOf(bench.tools, approvalsIn(setting, {}), tool.name, args);
        if (outcome === 'succeeded') assert.equal(item?.approval, undefined, `${tool.name} had nothing to do`);
      }
    assert.equal(contentsOf(root), before);
  });

  it('and these attacks would work where they are allowed', async () => {
    const [edit] = bench.tools.filter(({ name }) => name === 'edit_file');
    assert.ok(edit);
    const args = attackArguments(edit, 'src/ordinary.txt');
    const { outcome } = await outcomeOf(bench.tools, approvalsIn('agent'), 'edit_file', args);
    assert.equal(outcome, 'succeeded');
    assert.equal(await onDisk('src/ordinary.txt'), fileText.replace('TOKEN', 'x'));
  });
});
