/**
 * Our own tools that few tasks need: the model opens a group of them on demand. Each with the words by which
 * `open_tools` names it.
 */
export const toolGroups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  code: {
    document_symbols: 'outline',
    find_references: 'references',
    go_to_definition: 'definition',
    workspace_symbols: 'symbols by name',
    hover: 'types',
    call_hierarchy: 'callers',
    code_actions: 'quick fixes',
    format_file: 'format',
  },
  notebooks: { notebook_read: 'read', notebook_edit: 'edit', notebook_run_cell: 'run' },
  web: { fetch_url: 'read a URL' },
  editor: {
    get_selection: "the user's file and selection",
    open_file: 'show a file',
    view_image: 'see an image',
    run_task: 'VS Code tasks',
  },
  media: { generate_image: 'make pictures', transcribe_audio: 'transcribe', speak_text: 'speak' },
  api: { call_api: 'the OpenAI API', extract_json: 'JSON by a schema', moderate_text: 'moderate' },
};
