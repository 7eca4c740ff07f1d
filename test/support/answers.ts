// What the local OpenAI server answers. The code is about samples/orders.

export const explanationReasoning =
  '**Following the branches**\n\nEach line adds to the total, with a discount from ten pieces on. Then comes the coupon, then the floor.';

export const explanation = `\`orderTotal\` adds up an order in **three steps**:

1. **Lines.** Each line with a positive quantity counts. From 10 pieces on, the line is 10 % cheaper:

   $$total = \\sum_{lines} quantity \\cdot price \\cdot d, \\qquad d = 0.9 \\text{ from 10 pieces on}$$

2. **Coupon.** \`WELCOME\` takes 5.00 € off.
3. **Floor and rounding.** The total is never below zero, and is rounded to whole cents once, at the end.

| Case | Lines | Total |
| --- | --- | ---: |
| Small order | 2 × 4.50 € | 9.00 € |
| Bulk discount | 10 × 4.50 € | 40.50 € |
| With \`WELCOME\` | 2 × 4.50 € | 4.00 € |

> The discount makes fractions of cents possible, which is why the rounding at the end matters.`;

/** What Refactor puts in the place of \`orderTotal\`. */
export const refactored = `const bulkQuantity = 10;
const bulkFactor = 0.9;
const coupons: Record<string, Cents> = { WELCOME: 500 };

export function orderTotal(order: Order): Cents {
  const total = order.lines
    .filter((line) => line.quantity > 0)
    .reduce((sum, line) => sum + lineTotal(line), 0);
  return Math.round(Math.max(0, total - (coupons[order.coupon ?? ''] ?? 0)));
}

function lineTotal({ quantity, price }: Line): number {
  return quantity * price * (quantity >= bulkQuantity ? bulkFactor : 1);
}`;

/** What Add Documentation puts above code. */
export const documentation = `/**
 * The price of an order: its lines, 10 % off from 10 pieces of a product on, less the coupon.
 * Never below zero; rounded to whole cents once.
 */`;

export const tests = `Three cases cover the branches:

\`\`\`ts
import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { orderTotal } from './orders.js';

const line = (quantity: number) => ({ product: 'tea', quantity, price: 450 });

test('adds up lines', () => {
  assert.equal(orderTotal({ id: 'a', lines: [line(2)] }), 900);
});

test('takes 10 % off from 10 pieces on', () => {
  assert.equal(orderTotal({ id: 'b', lines: [line(10)] }), 4050);
});

test('is never below zero', () => {
  assert.equal(orderTotal({ id: 'c', lines: [], coupon: 'WELCOME' }), 0);
});
\`\`\``;

export const aboutTheWorkspace = `The total is computed in \`src/orders.ts\`, by **\`orderTotal\`**:

\`\`\`ts
if (line.quantity >= 10) {
  total = total + line.quantity * line.price * 0.9;
}
\`\`\`

So there is one discount for quantity, **10 % from 10 pieces of a product on**, and one coupon:

- [x] bulk discount, per line
- [x] \`WELCOME\`, 5.00 € off the whole order
- [ ] anything that depends on the customer

Nothing else changes a price.`;

export const aboutTheProject = `A small **shop**, in three files:

| File | What |
| --- | --- |
| \`src/money.ts\` | whole cents, and how they are printed |
| \`src/orders.ts\` | orders, their lines and \`orderTotal\` |
| \`src/report.ts\` | one line of text for an order |

Start with \`orderTotal\`: all the rules about prices are there.`;

export const plan = `# Coupons

A customer can give the code of a coupon with an order.

1. \`src/coupons.ts\`: the coupons by code, and \`discountOf(code)\`, in cents.
2. \`src/orders.ts\`: \`orderTotal\` takes the discount off, never below zero.
3. Tests for a known code, an unknown one and a discount above the total.

Check: \`npm test\`.
`;

export const showcase = `# Heading

Text with **bold**, *italic*, ~~struck~~, \`code\` and a [link](https://example.com/).

| Language | Typed | Year |
| :-- | :-: | --: |
| TypeScript | yes | 2012 |
| Python | gradually | 1991 |

- [x] done
- [ ] open
  1. nested
  2. list

> A quotation with $e^{i\\pi} + 1 = 0$ in it.

$$\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}$$

\`\`\`python
def greet(name: str) -> str:
    """Says hello."""
    return f"Hello, {name}!"
\`\`\`

\`\`\`sh
npm install && npm test
\`\`\`

\`\`\`diff
- const price = 1;
+ const price = 2;
\`\`\`

---

The end.`;

export const unknown = `I am the offline demo: my answers are canned, and I have none for this. Try one of these:

- *Where is the total of an order computed?* reads a file first
- *Show me what Markdown can do*
- select \`orderTotal\` in \`src/orders.ts\` and run **Parley: Explain Selection** or **Parley: Refactor Selection**`;

/** What goes in at the caret of a file: nothing but after a few words. */
export function completion(prompt: string): string {
  const [line = ''] = /[^\n]*$/.exec(prompt.split('<caret/>')[0] ?? '') ?? [];
  if (/^export function $/.test(line))
    return 'sumOf(prices: readonly number[]): number {\n  return prices.reduce((sum, price) => sum + price, 0);\n}';
  return /^\s*const \w+ = $/.test(line) ? 'orders.map(({ total }) => total);' : '';
}
