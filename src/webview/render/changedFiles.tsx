import type { ChangedFile } from '../../agent/approval.ts';

/** The files of a change with their lines; with `onOpen` each opens its diff, by its number from 0. */
export function ChangedFiles(props: { files: readonly ChangedFile[]; onOpen?: (file: number) => void }) {
  const { files, onOpen } = props;
  return (
    <ul class="diffFiles" aria-label="Changed files">
      {files.map(({ name, added, removed, becomes }, file) => (
        <li key={name} class="diffLine">
          {onOpen ? (
            <button type="button" class="link" title={`Show the diff of ${name}`} onClick={() => onOpen(file)}>
              {name}
            </button>
          ) : (
            <span class="fileName">{name}</span>
          )}
          {becomes !== undefined && <span class="fine">{becomes}</span>}
          <span class="added">+{added}</span>
          <span class="removed">−{removed}</span>
        </li>
      ))}
    </ul>
  );
}
