import { ApiError, json, newId, now, required, textIn, type Json, type Routes } from './api.ts';
import { Collection, page } from './collection.ts';
import type { Files } from './files.ts';

/** Vector stores, whose files are ready at the second look. */
export function vectorStoreRoutes(files: Files): Routes {
  const stores = new Collection({ prefix: 'vs_', object: 'vector_store', noun: 'vector store' });
  const batches = new Collection({ prefix: 'vsfb_', object: 'vector_store.file_batch', noun: 'file batch' });
  const members = new Map<string, Json[]>();

  const add = (storeId: string, fileId: string, attributes: unknown): Json => {
    const { file } = files.get(fileId);
    const member = {
      id: fileId,
      object: 'vector_store.file',
      created_at: now(),
      usage_bytes: file.bytes,
      vector_store_id: storeId,
      status: 'in_progress',
      last_error: null,
      attributes: attributes ?? {},
    };
    members.set(storeId, [...(members.get(storeId) ?? []), member]);
    return { ...member };
  };
  const countsOf = (list: readonly Json[]) => {
    const completed = list.filter(({ status }) => status === 'completed').length;
    return { in_progress: list.length - completed, completed, failed: 0, cancelled: 0, total: list.length };
  };
  /** As it is now; whoever looks again finds the files done. */
  const look = (id: string): Json => {
    const list = members.get(id) ?? [];
    const counts = countsOf(list);
    const bytes = list.reduce((sum, { usage_bytes: size }) => sum + Number(size), 0);
    const status = counts.in_progress > 0 ? 'in_progress' : 'completed';
    const seen = { ...stores.update(id, { file_counts: counts, usage_bytes: bytes, status, last_active_at: now() }) };
    for (const member of list) member.status = 'completed';
    return seen;
  };
  const memberOf = (storeId: string, fileId: string): Json => {
    stores.get(storeId);
    const member = members.get(storeId)?.find(({ id }) => id === fileId);
    if (!member) throw new ApiError(404, `No file found with id '${fileId}' in vector store '${storeId}'.`);
    return member;
  };
  const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

  return {
    'POST /vector_stores': ({ body }) => {
      const store = stores.create({
        name: body.name ?? null,
        description: body.description ?? null,
        expires_after: body.expires_after ?? null,
        metadata: body.metadata ?? {},
      });
      for (const id of strings(body.file_ids)) add(textIn(store.id), id, undefined);
      return json(look(textIn(store.id)));
    },
    'GET /vector_stores': ({ query }) => json(stores.list(query)),
    'GET /vector_stores/{id}': (_, id = '') => json(look(id)),
    'POST /vector_stores/{id}': ({ body }, id = '') => json(stores.update(id, body)),
    'DELETE /vector_stores/{id}': (_, id = '') => json(stores.delete(id)),
    'POST /vector_stores/{id}/files': ({ body }, id = '') => {
      stores.get(id);
      return json(add(id, required(body, 'file_id'), body.attributes));
    },
    'GET /vector_stores/{id}/files': ({ query }, id = '') => {
      stores.get(id);
      return json(page(members.get(id) ?? [], query));
    },
    'GET /vector_stores/{id}/files/{file}': (_, id = '', file = '') => {
      const member = memberOf(id, file);
      const seen = { ...member };
      member.status = 'completed';
      return json(seen);
    },
    'POST /vector_stores/{id}/files/{file}': ({ body }, id = '', file = '') =>
      json(Object.assign(memberOf(id, file), { attributes: body.attributes })),
    'GET /vector_stores/{id}/files/{file}/content': (_, id = '', file = '') => {
      memberOf(id, file);
      const text = files.get(file).content.toString('utf8');
      return json({
        object: 'vector_store.file_content.page',
        data: [{ type: 'text', text }],
        has_more: false,
        next_page: null,
      });
    },
    'DELETE /vector_stores/{id}/files/{file}': (_, id = '', file = '') => {
      memberOf(id, file);
      members.set(
        id,
        (members.get(id) ?? []).filter((member) => member.id !== file),
      );
      return json({ id: file, object: 'vector_store.file.deleted', deleted: true });
    },
    'POST /vector_stores/{id}/file_batches': ({ body }, id = '') => {
      stores.get(id);
      const list = strings(body.file_ids).map((file) => add(id, file, body.attributes));
      return json({ ...batches.create({ vector_store_id: id, status: 'in_progress', file_counts: countsOf(list) }) });
    },
    'GET /vector_stores/{id}/file_batches/{batch}': (_, id = '', batch = '') => {
      stores.get(id);
      const { total } = batches.get(batch).file_counts as { total: number };
      const counts = { in_progress: 0, completed: total, failed: 0, cancelled: 0, total };
      return json(batches.update(batch, { status: 'completed', file_counts: counts }));
    },
    'GET /vector_stores/{id}/file_batches/{batch}/files': ({ query }, id = '') =>
      json(page(members.get(id) ?? [], query)),
    'POST /vector_stores/{id}/file_batches/{batch}/cancel': (_, _id, batch = '') =>
      json(batches.update(batch, { status: 'cancelled' })),
    'POST /vector_stores/{id}/search': ({ body }, id = '') => {
      stores.get(id);
      const words =
        required(body, 'query')
          .toLowerCase()
          .match(/\p{L}{5,}/gu) ?? [];
      const data = (members.get(id) ?? [])
        .map(({ id: fileId, attributes }) => {
          const { file, content } = files.get(textIn(fileId));
          const text = content.toString('utf8');
          const found = words.filter((word) => text.toLowerCase().includes(word)).length;
          const score = words.length === 0 ? 0 : Number((0.2 + (0.75 * found) / words.length).toFixed(3));
          const foundIn = (line: string) => words.filter((word) => line.toLowerCase().includes(word)).length;
          const excerpt = text
            .split('\n')
            .sort((a, b) => foundIn(b) - foundIn(a))
            .slice(0, 2);
          return {
            file_id: fileId,
            filename: file.filename,
            score,
            attributes,
            content: [{ type: 'text', text: excerpt.join('\n') }],
          };
        })
        .sort((a, b) => b.score - a.score);
      return json({
        object: 'vector_store.search_results.page',
        search_query: [required(body, 'query')],
        data: data.slice(0, Number(body.max_num_results ?? 10)),
        has_more: false,
        next_page: null,
        id: newId('search_'),
      });
    },
  };
}
