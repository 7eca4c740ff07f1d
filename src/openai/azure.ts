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
  query?: object | null | undefined;
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

/** What a client does otherwise at Azure OpenAI. */
export interface AzureRules {
  /** The base URL without its api-version, which goes with each request. */
  base: URL;
  /** The header that carries a key, or a token. */
  keyHeader(key: string): Record<string, string>;
  /** The request with its api-version, and with a deployment for its model. */
  request<Request extends ModelRequest>(request: Request): Request;
}

/** True where the base URL is that of Azure's v1 API, which needs no api-version. */
export function isAzureV1({ pathname }: URL): boolean {
  return /\/v1\/?$/.test(pathname);
}

/** Throws an `OpenAIError` where an api-version is needed and missing. */
export function azureRules(address: URL, options: AzureOptions): AzureRules {
  const base = new URL(address);
  const apiVersion = options.apiVersion ?? base.searchParams.get('api-version');
  base.searchParams.delete('api-version');
  // The v1 API has neither deployments in its paths nor a need for an api-version.
  const isV1 = isAzureV1(base);
  if (!isV1 && !apiVersion) {
    throw new OpenAIError({
      kind: 'invalidRequest',
      message: `Azure OpenAI needs an api-version with this address. One ending in /openai/v1 needs none: ${address.href}`,
    });
  }
  const namesDeployment = base.pathname.split('/').includes('deployments');
  const deploymentOf = (model: string) => {
    const { deployments = {} } = options;
    return Object.hasOwn(deployments, model) ? (deployments[model] ?? model) : model;
  };
  return {
    base,
    keyHeader: (key) => (options.authentication === 'token' ? { authorization: `Bearer ${key}` } : { 'api-key': key }),
    request(request) {
      if (request.path === '/realtime') return realtimeRequest(request, isV1, deploymentOf);
      const sent = apiVersion ? { ...request, query: { 'api-version': apiVersion, ...request.query } } : request;
      const model = modelOf(request);
      // Fine-tuning begins with a base model.
      if (request.method !== 'POST' || model === undefined || request.path.startsWith('/fine_tuning/')) return sent;
      if (isV1 || !DEPLOYMENT_PATHS.has(request.path)) return withModel(sent, deploymentOf(model));
      if (namesDeployment) return sent;
      return { ...sent, path: `/deployments/${encodeURIComponent(deploymentOf(model))}${request.path}` };
    },
  };
}

/** Its model stands in the query, and it is part of the v1 API alone. */
function realtimeRequest<Request extends ModelRequest>(
  request: Request,
  isV1: boolean,
  deploymentOf: (model: string) => string,
): Request {
  const { model } = (request.query ?? {}) as { model?: string };
  return {
    ...request,
    path: isV1 ? request.path : `/v1${request.path}`,
    query: { ...request.query, ...(model !== undefined && { model: deploymentOf(model) }) },
  };
}

/** The model that the JSON or the form of a request names. */
export function modelOf({ body, form }: Pick<ModelRequest, 'body' | 'form'>): string | undefined {
  const { model } = (body ?? form ?? {}) as { model?: unknown };
  return typeof model === 'string' ? model : undefined;
}

function withModel<Request extends ModelRequest>(request: Request, model: string): Request {
  if (modelOf(request) === model) return request;
  return request.form
    ? { ...request, form: { ...request.form, model } }
    : { ...request, body: { ...request.body, model } };
}
