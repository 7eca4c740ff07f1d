import { OpenAIError } from './errors.ts';

/** How a client talks to Azure OpenAI. Its base URL ends in `/openai/v1`, or in `/openai` for the older deployment paths. */
export interface AzureOptions {
  /** Sent as `api-version` with every request. Needed below `/openai`, where the base URL has none. */
  apiVersion?: string;
  /** The deployment of each model, by the name requests give. A model that is not in it is a deployment's own name. */
  deployments?: Readonly<Record<string, string>>;
  /** `apiKey` (default): sent as `api-key`. `token`: one of Microsoft Entra, sent as `Authorization: Bearer`. */
  authentication?: 'apiKey' | 'token';
}

/** What of a request depends on the deployment. */
interface ModelRequest {
  method: string;
  path: string;
  body?: object | undefined;
  form?: object;
}

/** Endpoints below a deployment's path, as the official SDK's `AzureOpenAI` has them. */
const DEPLOYMENT_PATHS = new Set([
  '/completions',
  '/chat/completions',
  '/embeddings',
  '/audio/transcriptions',
  '/audio/translations',
  '/audio/speech',
  '/images/generations',
  '/images/edits',
  '/batches',
]);

/** The v1 API of Azure, which has neither deployments in its paths nor an api-version. */
export function isAzureV1({ pathname }: URL): boolean {
  return /\/v1\/?$/.test(pathname);
}

/** The base URL with its api-version. Throws an `OpenAIError` where one is needed and missing. */
export function azureBase(base: URL, { apiVersion }: AzureOptions): URL {
  const url = new URL(base);
  if (apiVersion !== undefined) url.searchParams.set('api-version', apiVersion);
  if (isAzureV1(url) || url.searchParams.has('api-version')) return url;
  throw new OpenAIError({
    kind: 'invalidRequest',
    message: `Azure OpenAI needs an api-version with this address. One ending in /openai/v1 needs none: ${base.href}`,
  });
}

/** The header that carries a key, or a token. */
export function azureKeyHeader(key: string, { authentication }: AzureOptions): Record<string, string> {
  return authentication === 'token' ? { authorization: `Bearer ${key}` } : { 'api-key': key };
}

/** The request as Azure wants it: its model is a deployment, which below `/openai` some endpoints have in their path. */
export function azureRequest<Request extends ModelRequest>(
  request: Request,
  base: URL,
  { deployments = {} }: AzureOptions,
): Request {
  const model = modelOf(request);
  // Fine-tuning begins with a base model.
  if (request.method !== 'POST' || model === undefined || request.path.startsWith('/fine_tuning/')) return request;
  const deployment = Object.hasOwn(deployments, model) ? (deployments[model] ?? model) : model;
  if (isAzureV1(base) || !DEPLOYMENT_PATHS.has(request.path)) {
    return deployment === model ? request : withModel(request, deployment);
  }
  if (base.pathname.split('/').includes('deployments')) return request;
  return { ...request, path: `/deployments/${encodeURIComponent(deployment)}${request.path}` };
}

/** The model that the JSON or the form of a request names. */
export function modelOf({ body, form }: Pick<ModelRequest, 'body' | 'form'>): string | undefined {
  const { model } = (body ?? form ?? {}) as { model?: unknown };
  return typeof model === 'string' ? model : undefined;
}

function withModel<Request extends ModelRequest>(request: Request, model: string): Request {
  return request.form
    ? { ...request, form: { ...request.form, model } }
    : { ...request, body: { ...request.body, model } };
}
