import { writeSync } from 'node:fs';
import { openConversationStore } from '../../../src/store/conversationStore.ts';

/** Puts one item after the other into the file given, and says which are in. Ends only when it is killed. */
const store = await openConversationStore(process.argv[2] ?? '');
store.create({ id: 'a', title: 'A', at: 1 });
const transcript = store.transcript('a');
for (let at = 0; ; at++) {
  transcript.put(at, { type: 'user', id: String(at), at, text: 'x'.repeat(2000), attachments: [] });
  writeSync(1, `${at}\n`);
}
