import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshotOfFailure } from '../support/screenshot.ts';
import { editor, inputBox, notification, openFile, pick, runCommand, selectLines } from '../support/ui.ts';
import { until } from '../support/until.ts';

let parley: Parley;

before(async () => {
  parley = await openParley();
  writeFileSync(
    join(parley.folder, 'src', 'notes.txt'),
    'The kitten sleeps in the garden.\nA kitten sleeps in our garden.\nI will kill him, and I hate you.\n',
  );
  writeFileSync(join(parley.folder, 'src', 'long.txt'), 'The kitten sleeps in the garden.\n'.repeat(160_000));
  const schema = { type: 'object', properties: {}, required: [], additionalProperties: false };
  writeFileSync(join(parley.folder, 'src', 'nothing.schema.json'), JSON.stringify(schema));
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, parley.page));

async function onLine(line: number, command: string): Promise<void> {
  await openFile(parley.page, 'notes.txt');
  await selectLines(parley.page, line, line);
  await runCommand(parley.page, command);
}

test('a selection is embedded, and others are compared with it until that is stopped', async () => {
  const { page } = parley;
  await onLine(1, 'Parley: Embed Selection');
  const first = notification(
    page,
    "1,536 dimensions, norm 1.000 · text-embedding-3-small · under $0.0001 at OpenAI's list price",
  );
  const waiting = page.locator('.statusbar').getByText('Comparing with “The kitten sleeps');
  await until('another selection is waited for', async () => {
    if (await waiting.isVisible()) return true;
    // A toast that still moves may take no click.
    await first.button('Compare with Another Selection').click({ timeout: 5000 });
    await waiting.waitFor({ timeout: 5000 });
    return true;
  });
  await onLine(2, 'Parley: Embed Selection');
  await notification(page, /“The kitten sleeps.*” and “A kitten sleeps.*” are [a-z ]+: 0\.\d{3}/).toast.waitFor();
  await waiting.click();
  await waiting.waitFor({ state: 'hidden' });
  await onLine(2, 'Parley: Embed Selection');
  await notification(page, '1,536 dimensions').toast.waitFor();
});

test('a selection is moderated: the flagged categories stand first in a table beside it', async () => {
  const { page } = parley;
  await onLine(3, 'Parley: Moderate Selection');
  const { message } = notification(page, 'Flagged: ');
  assert.match(
    (await message.textContent()) ?? '',
    /harassment.* · omni-moderation-latest · free at OpenAI's list price/,
  );
  const report = page.locator('.editor-instance').filter({ hasText: 'Moderation' }).locator('.view-lines').last();
  await report.getByText('█').first().waitFor();
});

test('the tokens of a selection are counted, with their price and their share of the context', async () => {
  const { page } = parley;
  await onLine(1, 'Parley: Count Tokens');
  const { message } = notification(page, ' tokens for ');
  assert.match(
    (await message.textContent()) ?? '',
    /^\d+ tokens for gpt-\S+ · .*\$0\.0001 at OpenAI's list price as input · under 0\.1 % of its/,
  );
});

const dialog = (text: string) => {
  const box = parley.page.locator('.monaco-dialog-box').filter({ hasText: text });
  return { box, button: (name: string) => box.getByRole('button', { name, exact: true }) };
};
const extractions = () =>
  parley.openai.requests().filter(({ path, body }) => path.endsWith('/responses') && 'text' in body);

test('a whole file is extracted from; one that is too long is sent only when that is confirmed', async () => {
  const { page } = parley;
  const tooLong = dialog('long.txt is too long: about ');
  const extract = async () => {
    await openFile(page, 'long.txt');
    await editor(page).click();
    await runCommand(page, 'Parley: Extract to JSON');
    await inputBox(page).title.getByText('Extract to JSON from all of long.txt').waitFor();
    await pick(page, 'nothing.schema.json');
    await tooLong.box.waitFor();
  };
  await extract();
  await tooLong.button('Cancel').click();
  await tooLong.box.waitFor({ state: 'hidden' });
  assert.equal(extractions().length, 0, 'nothing was sent');
  await extract();
  await tooLong.button('Send It Anyway').click();
  await until('it is sent', () => extractions().length === 1);
});
