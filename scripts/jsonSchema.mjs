import ts from 'typescript';

/** The longest description: what an editor shows beside a list. */
const DESCRIPTION_LENGTH = 400;

/** "between 0 and 2", "from `0.25` to `4.0`", "between 3600 (1 hour) and 2592000 (30 days)" */
const RANGE = /\b(?:between|from)\s+`?(-?[\d.]*\d)`?(?:\s+\([^)]*\))?\s+(?:and|to|through)\s+`?(-?[\d.]*\d)/;

/**
 * Turns types of the compiler into JSON Schema (draft-07). Types with a name go to `definitions`, where they may refer to
 * themselves; open enums (`'a' | (string & {})`) suggest without rejecting others.
 */
export class SchemaWriter {
  definitions = {};
  #checker;
  #fileType;
  #names = new Map();

  /** `fileType` is the union of all that is sent as a file of a form. */
  constructor(checker, fileType) {
    this.#checker = checker;
    this.#fileType = fileType;
  }

  /** The schema of an object with these properties alone: `keep` says which. Of several types, what any of them has. */
  ofParameters(type, keep) {
    const variants = (type.isUnion() ? type.types : [type]).filter(isObject);
    const schemas = variants.map((variant) => this.#ofObject(variant, keep));
    const [first] = schemas;
    if (!first || schemas.length === 1) return first;
    const properties = {};
    for (const schema of schemas) {
      for (const [name, property] of Object.entries(schema.properties ?? {})) {
        properties[name] = properties[name] ? oneOfBoth(properties[name], property) : property;
      }
    }
    const required = (first.required ?? []).filter((name) => schemas.every((other) => other.required?.includes(name)));
    return { ...first, properties, required };
  }

  #of(type) {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.isStringLiteral() || type.isNumberLiteral()) return { enum: [type.value] };
    if (type.flags & ts.TypeFlags.BooleanLiteral) return { enum: [this.#checker.typeToString(type) === 'true'] };
    if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (type.flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (type === this.#fileType || this.#fileType.types.includes(type)) return { type: 'string', format: 'file' };
    // `string & {}`: any text, beside those that are suggested.
    if (type.isIntersection() && type.types.some((part) => part.flags & ts.TypeFlags.String)) return { type: 'string' };
    const name = this.#nameOf(type);
    if (name === undefined) return this.#ofStructure(type);
    if (!(name in this.definitions)) {
      this.definitions[name] = {};
      this.definitions[name] = this.#ofStructure(type);
    }
    return { $ref: `#/definitions/${name}` };
  }

  #ofStructure(type) {
    if (type.isUnion()) return this.#ofUnion(type);
    if (this.#checker.isTupleType(type) || this.#checker.isArrayType(type)) {
      const [items] = this.#checker.getTypeArguments(type);
      return { type: 'array', ...(items && { items: this.#of(items) }) };
    }
    return isObject(type) ? this.#ofObject(type, () => true) : {};
  }

  #ofUnion(type) {
    return anyOf(type.types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined)).map((member) => this.#of(member)));
  }

  #ofObject(type, keep) {
    const properties = {};
    const required = [];
    for (const symbol of this.#checker.getPropertiesOfType(type)) {
      if (!keep(symbol.name)) continue;
      const propertyType = this.#checker.getTypeOfSymbol(symbol);
      if (propertyType.flags & ts.TypeFlags.Never) continue;
      const schema = this.#of(propertyType);
      properties[symbol.name] = { ...schema, ...this.#describe(symbol), ...this.#rangeOf(symbol, schema) };
      if (!(symbol.flags & ts.SymbolFlags.Optional)) required.push(symbol.name);
    }
    const [index] = this.#checker.getIndexInfosOfType(type);
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(required.length > 0 && { required }),
      additionalProperties: index ? this.#of(index.type) : false,
    };
  }

  #describe(symbol) {
    const description = shorten(this.docsOf(symbol));
    const deprecated = symbol.getJsDocTags(this.#checker).find(({ name }) => name === 'deprecated');
    return {
      ...(description && { markdownDescription: description }),
      ...(deprecated && { deprecationMessage: shorten(ts.displayPartsToString(deprecated.text)) || 'Deprecated.' }),
    };
  }

  /** The smallest and the largest number: types do not have them, descriptions do. */
  #rangeOf(symbol, { type }) {
    const range = [type].flat().includes('number') && RANGE.exec(this.docsOf(symbol));
    return range ? { minimum: Number(range[1]), maximum: Number(range[2]) } : {};
  }

  docsOf(symbol) {
    return ts.displayPartsToString(symbol.getDocumentationComment(this.#checker));
  }

  /** The name of a type that gets a definition of its own, with the namespaces it is in. */
  #nameOf(type) {
    const symbol = type.aliasSymbol ?? type.symbol;
    if (!symbol || symbol.name.startsWith('__') || this.#checker.isArrayType(type)) return undefined;
    if (!type.isUnion() && !isObject(type)) return undefined;
    const known = this.#names.get(type);
    if (known) return known;
    const full = this.#checker.getFullyQualifiedName(symbol).replace(/^".*"\./, '');
    const taken = new Set(this.#names.values());
    let name = full;
    for (let count = 2; taken.has(name); count++) name = `${full}${count}`;
    this.#names.set(type, name);
    return name;
  }
}

const isObject = ({ flags }) => (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;

/** What any of the schemas takes: values in one enum, or as suggestions where any text will do. */
function anyOf(schemas) {
  const all = dedupe(schemas.flatMap((schema) => schema.anyOf ?? [schema]));
  const values = [...new Set(all.flatMap((schema) => schema.enum ?? schema.examples ?? []))];
  const others = dedupe(all.filter((schema) => !schema.enum).map((schema) => without(schema, 'examples')));
  const isBoolean = others.some(({ type }) => type === 'boolean') || (values.includes(true) && values.includes(false));
  if (isBoolean && !others.some(({ type }) => type === 'boolean')) others.unshift({ type: 'boolean' });
  const named = values.filter((value) => value !== null && !(isBoolean && typeof value === 'boolean'));
  const text = others.find((schema) => schema.type === 'string' && !schema.format);
  if (text && named.length > 0) text.examples = named;
  else if (named.length > 0) others.unshift({ enum: named });
  const isNullable = values.includes(null) || others.some(({ type }) => type === 'null');
  const [first, ...rest] = others.filter(({ type }) => type !== 'null');
  if (first && rest.length === 0 && isNullable) {
    if (first.enum) return { enum: [...first.enum, null] };
    if (typeof first.type === 'string') return { ...first, type: [first.type, 'null'] };
  }
  if (rest.length === 0 && !isNullable) return first ?? {};
  return { anyOf: [...(first ? [first] : []), ...rest, ...(isNullable ? [{ type: 'null' }] : [])] };
}

function oneOfBoth(one, other) {
  const [a, b] = [one, other].map((schema) => without(schema, 'markdownDescription'));
  const { markdownDescription } = one;
  const same = JSON.stringify(a) === JSON.stringify(b);
  return { ...(same ? a : anyOf([a, b])), ...(markdownDescription && { markdownDescription }) };
}

const without = (schema, name) => Object.fromEntries(Object.entries(schema).filter(([key]) => key !== name));

const dedupe = (schemas) => [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];

/** The first sentences of a text, as many as fit; links point to what is on the web. */
export function shorten(text, length = DESCRIPTION_LENGTH) {
  const paragraphs = text
    .replace(/```[^]*?```/g, '')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*(?![-*] )/g, ' ').trim());
  let short = '';
  for (const sentence of paragraphs.flatMap((paragraph) => paragraph.split(/(?<=[.!?:])\s+(?=[A-Z`[-])/))) {
    if (short.length + sentence.length > length && short !== '') break;
    short += `${short && (sentence.startsWith('- ') ? '\n' : ' ')}${sentence}`;
  }
  // What would follow a colon is left out.
  short = short.replace(/(?:(?<=[.!?])\s+|^)(?:(?![.!?]\s)[^])*:$/, '').trim();
  return short.length > 2 * length ? `${short.slice(0, length).replace(/\s\S*$/, '')} …` : short;
}
