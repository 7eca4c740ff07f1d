import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseCell } from '../../../../../src/ui/notebook/language/diagnose.ts';
import { mostNames, NotebookIndex } from '../../../../../src/ui/notebook/language/notebookIndex.ts';
import { bodies, context } from './context.ts';

/** A text that counts how often it is read. */
class Request {
  version = 1;
  reads = 0;
  #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  getText(): string {
    this.reads++;
    return this.#text;
  }

  write(text: string): void {
    this.#text = text;
    this.version++;
  }
}

/** An index of one notebook; `listed` counts how often all its requests were asked for. */
function indexOf(requests: readonly Request[]) {
  const work = { listed: 0 };
  const index = new NotebookIndex(() => {
    work.listed++;
    return [['notebook', requests] as const];
  });
  return { index, work };
}

describe('the names of the cells above', () => {
  it('are those above, each once, and follow what is written', () => {
    const requests = ['# @name a\nGET /a', '# @name b\nGET /b', '# @name a\nGET /c', 'GET /d'].map(
      (text) => new Request(text),
    );
    const { index } = indexOf(requests);
    const names = () => requests.map((request) => index.placeOf(request)?.namesAbove.last());
    assert.deepEqual(names(), [[], ['a'], ['a', 'b'], ['a', 'b']]);
    const [first, second, third] = requests.map((request) => index.placeOf(request)?.namesAbove);
    assert.deepEqual(
      [first?.has('a'), second?.has('a'), second?.has('b'), third?.has('b')],
      [false, true, false, true],
    );
    requests[0]?.write('# @name z\nGET /a');
    index.forget();
    assert.deepEqual(names(), [[], ['z'], ['z', 'b'], ['z', 'b', 'a']]);
    assert.equal(index.placeOf(new Request('GET /')), undefined);
  });

  it('take work in proportion to the number of cells, those of diagnostics too', async () => {
    const workFor = async (count: number) => {
      const requests = Array.from(
        { length: count },
        (_, n) => new Request(`# @name cell${n}\nGET /files/{{cell${n - 1}.id}}/{{nothing${n}}}`),
      );
      const { index, work } = indexOf(requests);
      let handedOut = 0;
      for (const request of requests) {
        const { namesAbove } = index.placeOf(request) ?? assert.fail();
        const counted = {
          has: (name: string) => namesAbove.has(name),
          last: () => {
            const names = namesAbove.last();
            handedOut += names.length;
            return names;
          },
        };
        const found = await diagnoseCell(`GET /files/{{cell${count}.id}}`, { ...context, namesAbove: counted }, bodies);
        assert.ok(found.some(({ message }) => message.startsWith('No cell above')));
      }
      return { reads: requests.reduce((sum, { reads }) => sum + reads, 0), listed: work.listed, handedOut };
    };
    for (const count of [mostNames, 4 * mostNames]) {
      const { reads, listed, handedOut } = await workFor(count);
      assert.deepEqual({ reads, listed }, { reads: count, listed: 1 }, 'each text is read once');
      assert.ok(handedOut <= count * mostNames, `${handedOut} names for ${count} cells`);
    }
  });
});
