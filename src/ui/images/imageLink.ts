const htmlLanguages: readonly string[] = ['html', 'vue', 'svelte', 'handlebars', 'razor', 'php', 'erb', 'astro'];
const markdownLanguages: readonly string[] = ['markdown', 'mdx', 'quarto', 'rmd', 'juliamarkdown'];

/** The link to a picture as a language writes it; undefined for one that has none. `path` is relative, with `/`. */
export function imageLink(languageId: string, path: string, prompt: string): string | undefined {
  if (markdownLanguages.includes(languageId)) return markdownLink(path, prompt);
  if (!htmlLanguages.includes(languageId)) return undefined;
  const attribute = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<img src="${attribute(encoded(path))}" alt="${attribute(oneLine(prompt))}">`;
}

export function markdownLink(path: string, prompt: string): string {
  return `![${oneLine(prompt).replace(/[\\`*_[\]<>!]/g, String.raw`\$&`)}](${encoded(path)})`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Parentheses would end the link of Markdown. */
const encoded = (path: string): string =>
  path
    .split('/')
    .map((segment) => encodeURIComponent(segment).replace(/[()]/g, (mark) => (mark === '(' ? '%28' : '%29')))
    .join('/');
