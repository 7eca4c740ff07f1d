/** One part of a form as it arrived. */
export interface FormPart {
  name: string;
  /** Undefined for a field. */
  fileName: string | undefined;
  type: string | undefined;
  content: Buffer;
}

/** The parts of a `multipart/form-data` body, in order. Throws for one that breaks off or is none. */
export function parseMultipart(bytes: Uint8Array, contentType: string): FormPart[] {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType) ?? [];
  const delimiter = `\r\n--${quoted ?? plain ?? ''}`;
  // One character for each byte, so that positions and contents stay what they are.
  const text = `\r\n${Buffer.from(bytes).toString('latin1')}`;
  const [preamble, ...sections] = text.split(delimiter);
  const end = sections.pop();
  if (preamble !== '' || end?.trimEnd() !== '--') throw new Error('The form has no end.');
  return sections.map(parsePart);
}

function parsePart(section: string): FormPart {
  const headEnd = section.indexOf('\r\n\r\n');
  if (!section.startsWith('\r\n') || headEnd < 0) throw new Error('A part of the form has no head.');
  const head = Buffer.from(section.slice(0, headEnd), 'latin1').toString('utf8');
  const parameter = (name: string) => new RegExp(`^content-disposition:.*[; ]${name}="([^"]*)"`, 'im').exec(head)?.[1];
  const name = parameter('name');
  if (name === undefined) throw new Error('A part of the form has no name.');
  return {
    name,
    fileName: parameter('filename'),
    type: /^content-type: *(.*)$/im.exec(head)?.[1]?.trim(),
    content: Buffer.from(section.slice(headEnd + 4), 'latin1'),
  };
}
