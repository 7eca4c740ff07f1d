const sections: readonly string[] = [
  `## Step %: reading the configuration

The loader looks in **three places**, in this order, and merges what it finds. A later one wins, but *only* for keys it
names itself. See [the reference](https://example.org/docs/config) for \`mergeDepth\` and its neighbours.

- the defaults in the manifest
- the file \`config.json\` beside the project
  - with \`extends\` resolved first
  - and comments allowed
- what the environment says
`,
  `\`\`\`typescript
export interface Options%<T> {
  readonly retries: number;
  readonly backoffMs: number;
  onError?(error: unknown): T | undefined;
}

/** Runs the task again until it succeeds. */
export async function withRetries%<T>(task: () => Promise<T>, options: Options%<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await task();
    } catch (error) {
      if (attempt >= options.retries) throw error;
      const delay = options.backoffMs * 2 ** attempt; // doubles each time
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}
\`\`\`
`,
  `| Setting | Default | Unit | Meaning |
|---|--:|:-:|---|
| \`retries\` | 3 | – | how often a task runs again |
| \`backoffMs\` | 250 | ms | the first pause |
| \`limit%\` | 1,000 | items | where it stops |
`,
  `1. Open the file and look at line %.
2. Replace the call:

   \`\`\`python
   def load(path: str) -> dict[str, int]:
       """Reads the numbers in a file."""
       with open(path, encoding="utf-8") as source:
           return {key: int(value) for key, value in (line.split("=") for line in source)}
   \`\`\`

3. Run the tests again and compare.

> A retry without a pause is an attack on your own server.
`,
  `The reason is simple: what is written once is read many times, and what is read many times should be *short*. This is
not a rule about characters; it is a rule about **ideas**. Each paragraph carries one, each function does one thing, and
each name says what it stands for, in \`camelCase\` where the language wants it and in plain words elsewhere.
`,
];

/** An answer as models write them: prose, code, lists and tables, in turn. */
export function longMarkdown(length: number): string {
  let text = '';
  for (let index = 0; text.length < length; index++) {
    text += `${(sections[index % sections.length] ?? '').replaceAll('%', String(index))}\n`;
  }
  return text.slice(0, length);
}
