import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openChat } from '../support/chat.ts';
import { packageForTests } from '../support/package.ts';
import { openParley, type Parley } from '../support/parley.ts';

let parley: Parley;

before(async () => {
  parley = await openParley({ vsix: packageForTests() });
});
after(() => parley.close());

test('the packaged extension installs, activates and answers', async () => {
  const chat = await openChat(parley.page);
  assert.match(await chat.ask('Where is the total of an order computed?'), /orderTotal/);
  await chat.tool('Tool: Read src/orders.ts, lines 15–36').waitFor();
});
