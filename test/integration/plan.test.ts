import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Answer, Question } from '../../src/agent/question.ts';
import type { ToolOutput } from '../../src/agent/tool.ts';
import { presentPlan } from '../../src/editor/tools/presentPlan.ts';
import { textOf, toolContext } from '../support/toolContext.ts';
import { allTabs, append, closeEditors, folder } from './toolFixture.ts';

describe('a plan', () => {
  const started: unknown[] = [];
  const plans = () => vscode.Uri.joinPath(folder(), '..', 'plans');
  const isPlan = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputText && input.uri.path.startsWith(`${plans().path}/`);
  const document = (): vscode.TextDocument => {
    const input = allTabs().find(isPlan)?.input;
    const uri = input instanceof vscode.TabInputText ? input.uri.toString() : '';
    const open = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
    assert.ok(open);
    return open;
  };

  /** Presents a plan to a user who does this before they answer. */
  async function present(answer: Answer, edit: () => Promise<void> = () => Promise.resolve()) {
    const questions: Question[] = [];
    const ask = async (question: Question): Promise<Answer> => {
      questions.push(question);
      await edit();
      return answer;
    };
    const tool = presentPlan({ folder: plans(), start: (...plan) => void started.push(plan) });
    const args = { title: '../Two: coupons', plan: '# Coupons\n\n1. Write `src/coupons.ts`' };
    const prepared = await tool.prepare(JSON.stringify(args), toolContext({ conversationId: 'one', ask }));
    assert.equal(prepared.approval, undefined, 'nothing of the workspace is written');
    return { result: await prepared.run(), questions };
  }

  const ends = (result: string | ToolOutput) => typeof result !== 'string' && result.endsTurn === true;

  beforeEach(() => started.splice(0));
  afterEach(closeEditors);

  it('is opened for editing, and started as it was edited, unsaved changes too', async () => {
    const { result, questions } = await present({ option: 'startEdit' }, async () => {
      assert.equal(document().languageId, 'markdown');
      assert.equal(allTabs().filter(isPlan).length, 1);
      assert.match(document().uri.path, /\/plans\/two-coupons-\w+\.md$/);
      await append(document(), '2. Test it\n');
    });
    assert.deepEqual(started, [['one', 'edit', '# Coupons\n\n1. Write `src/coupons.ts`\n2. Test it\n']]);
    assert.ok(ends(result));
    assert.match(questions[0]?.text ?? '', /Start the plan/);
    assert.deepEqual(allTabs().filter(isPlan), []);
  });

  it('is planned on with a comment and with what was changed in it', async () => {
    const { result } = await present({ text: 'Fewer steps' }, () => append(document(), 'No tests\n'));
    assert.match(
      textOf(result),
      /keep planning. They say: Fewer steps\n[^]*as the user has edited it:\n# Coup[^]*No tests/,
    );
    assert.ok(!ends(result));
    const unchanged = await present({ option: 'keep' });
    assert.doesNotMatch(textOf(unchanged.result), /# Coupons/, 'it is not sent twice');
    assert.deepEqual(started, []);
  });

  it('is discarded: the turn ends and nothing is started', async () => {
    const { result } = await present({ option: 'discard' });
    assert.ok(ends(result));
    assert.deepEqual(started, []);
    assert.deepEqual(await vscode.workspace.fs.readDirectory(plans()), []);
  });

  it('is refused where nobody could read it, and starts nothing but in its own conversation', async () => {
    const tool = presentPlan({ folder: plans(), start: (...plan) => void started.push(plan) });
    const large = 'x'.repeat(1_000_000);
    for (const args of [
      { title: 'T', plan: large },
      { title: large, plan: 'x' },
      { title: 'T', plan: ' \n' },
    ])
      await assert.rejects(async () => tool.prepare(JSON.stringify(args), toolContext()), /too long|empty/);
    await assert.rejects(
      async () => tool.prepare(JSON.stringify({ title: 'T', plan: 'x', conversationId: 'two' }), toolContext()),
      /do not fit the schema/,
    );
    assert.deepEqual(started, []);
    await present({ option: 'startAgent', text: 'conversation two' });
    assert.deepEqual(started, [['one', 'agent', '# Coupons\n\n1. Write `src/coupons.ts`']]);
  });
});
