/** What keeps a schema from being used in strict mode, and where: a JSON pointer such as `#/properties/name`. */
export interface SchemaFault {
  path: string;
  message: string;
}

type Node = Record<string, unknown>;

/** The limits of strict mode, from OpenAI's guide to structured outputs. */
const LIMITS = { levels: 10, properties: 5_000, characters: 120_000, enumValues: 1_000 };
/** An enum with more values than `values` may have no more than `characters` in them. */
const LARGE_ENUM = { values: 250, characters: 15_000 };

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'null', 'object', 'array']);

/** Keywords with a meaning that strict mode does not enforce, so that the API refuses them. */
const REFUSED_KEYWORDS = [
  'allOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'prefixItems',
  'contains',
  'minContains',
  'maxContains',
  'uniqueItems',
];

/** The rules of strict mode that a JSON Schema breaks, in the order they are met; empty where it may be sent. */
export function strictSchemaFaults(schema: unknown): SchemaFault[] {
  const check = new StrictCheck(schema);
  return check.faults();
}

class StrictCheck {
  readonly #root: unknown;
  readonly #faults: SchemaFault[] = [];
  #properties = 0;
  #characters = 0;
  #enumValues = 0;

  constructor(root: unknown) {
    this.#root = root;
  }

  faults(): SchemaFault[] {
    const root = this.#root;
    if (!isNode(root)) return [{ path: '#', message: 'A schema is an object.' }];
    if ('anyOf' in root) this.#fault('#', 'The root may not be an anyOf: put it into a property.');
    else if (root.type !== 'object') this.#fault('#', 'The root must be of type "object".');
    this.#schema(root, '#', 0);
    this.#limit('properties', this.#properties, LIMITS.properties);
    this.#limit('characters in names, enums and constants', this.#characters, LIMITS.characters);
    this.#limit('enum values', this.#enumValues, LIMITS.enumValues);
    return this.#faults;
  }

  #fault(path: string, message: string): void {
    this.#faults.push({ path, message });
  }

  #limit(what: string, count: number, most: number): void {
    if (count > most) this.#fault('#', `${number(count)} ${what}: no more than ${number(most)} are allowed.`);
  }

  #schema(schema: unknown, path: string, level: number): void {
    if (!isNode(schema)) {
      this.#fault(path, 'A schema is an object here.');
      return;
    }
    for (const keyword of REFUSED_KEYWORDS) {
      if (keyword in schema) this.#fault(path, `"${keyword}" is not supported.`);
    }
    if (path === '#' || !this.#isDescribedElsewhere(schema)) this.#types(schema, path);
    if ('$ref' in schema) this.#reference(schema.$ref, path);
    if ('enum' in schema) this.#enum(schema.enum, path);
    if (typeof schema.const === 'string') this.#characters += schema.const.length;
    if (typesOf(schema).includes('object') || 'properties' in schema) this.#object(schema, path, level + 1);
    if (typesOf(schema).includes('array')) this.#array(schema, path, level);
    this.#alternatives(schema, path, level);
    for (const keyword of ['$defs', 'definitions']) this.#definitions(schema[keyword], `${path}/${keyword}`);
  }

  #isDescribedElsewhere(schema: Node): boolean {
    return !('type' in schema) && ['$ref', 'anyOf', 'enum', 'const'].some((keyword) => keyword in schema);
  }

  #types(schema: Node, path: string): void {
    if (path === '#' && !('type' in schema)) return; // Said of the root already.
    const types = typesOf(schema);
    if (types.length === 0) this.#fault(path, 'A "type" is needed.');
    for (const type of types) {
      if (!TYPES.has(type)) this.#fault(`${path}/type`, `There is no type "${type}".`);
    }
  }

  #object(schema: Node, path: string, level: number): void {
    if (level > LIMITS.levels) {
      this.#fault(path, `Objects may be nested ${LIMITS.levels} levels deep, no deeper.`);
      return; // All that is below is too deep as well.
    }
    if (schema.additionalProperties !== false) {
      this.#fault(path, '"additionalProperties" must be false.');
    }
    const properties = isNode(schema.properties) ? schema.properties : {};
    const required: unknown[] = Array.isArray(schema.required) ? schema.required : [];
    for (const [name, property] of Object.entries(properties)) {
      const propertyPath = `${path}/properties/${pointerPart(name)}`;
      this.#properties++;
      this.#characters += name.length;
      if (!required.includes(name)) {
        this.#fault(propertyPath, 'Every property must be listed in "required"; an optional one may be null.');
      }
      this.#schema(property, propertyPath, level);
    }
    for (const name of required) {
      if (typeof name !== 'string' || !Object.hasOwn(properties, name)) {
        this.#fault(`${path}/required`, `"${String(name)}" is required, but no property has this name.`);
      }
    }
  }

  #array(schema: Node, path: string, level: number): void {
    if ('items' in schema) this.#schema(schema.items, `${path}/items`, level);
    else this.#fault(path, 'An array needs "items".');
  }

  #alternatives({ anyOf }: Node, path: string, level: number): void {
    if (anyOf === undefined) return;
    if (!Array.isArray(anyOf) || anyOf.length === 0) {
      this.#fault(`${path}/anyOf`, 'This must be a list of schemas.');
      return;
    }
    for (const [index, schema] of anyOf.entries()) this.#schema(schema, `${path}/anyOf/${index}`, level);
  }

  #definitions(definitions: unknown, path: string): void {
    if (!isNode(definitions)) return;
    for (const [name, schema] of Object.entries(definitions)) {
      this.#characters += name.length;
      this.#schema(schema, `${path}/${pointerPart(name)}`, 0);
    }
  }

  #enum(values: unknown, path: string): void {
    if (!Array.isArray(values) || values.length === 0) {
      this.#fault(`${path}/enum`, 'This must be a list of values.');
      return;
    }
    const characters = values.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
    this.#enumValues += values.length;
    this.#characters += characters;
    if (values.length > LARGE_ENUM.values && characters > LARGE_ENUM.characters) {
      const { values: many, characters: most } = LARGE_ENUM;
      this.#fault(
        `${path}/enum`,
        `An enum of more than ${many} values may have ${number(most)} characters, not ${number(characters)}.`,
      );
    }
  }

  #reference(reference: unknown, path: string): void {
    if (typeof reference !== 'string' || !/^#(\/|$)/.test(reference)) {
      this.#fault(`${path}/$ref`, 'A reference must point into this schema, as "#/$defs/name" does.');
    } else if (!isNode(resolve(this.#root, reference))) {
      this.#fault(`${path}/$ref`, `Nothing is at "${reference}".`);
    }
  }
}

const number = (count: number) => count.toLocaleString('en-US');

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

function typesOf({ type }: Node): string[] {
  return [type].flat().filter((one): one is string => typeof one === 'string');
}

/** RFC 6901. */
const pointerPart = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

function resolve(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (at, part) => (Array.isArray(at) ? (at as unknown[])[Number(part)] : isNode(at) ? at[part] : undefined),
      root,
    );
}
