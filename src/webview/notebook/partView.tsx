import type { JSX } from 'preact';
import { AudioView } from './parts/audio.tsx';
import { EmbeddingsView } from './parts/embeddings.tsx';
import { ErrorView } from './parts/error.tsx';
import { ImageGallery } from './parts/image.tsx';
import { JsonView } from './parts/json.tsx';
import { ModerationView } from './parts/moderation.tsx';
import { PlotView } from './parts/plot.tsx';
import { ProgressView } from './parts/progress.tsx';
import { TableView } from './parts/table.tsx';
import { TextView } from './parts/text.tsx';
import { ToolCallView } from './parts/toolCall.tsx';
import type { ReadPart } from './readResult.ts';
import { Unreadable } from './unreadable.tsx';

export function PartView({ part }: { part: ReadPart }): JSX.Element {
  switch (part.kind) {
    case 'text':
      return <TextView part={part} />;
    case 'toolCall':
      return <ToolCallView part={part} />;
    case 'image':
      return <ImageGallery images={[part]} />;
    case 'audio':
      return <AudioView part={part} />;
    case 'embeddings':
      return <EmbeddingsView part={part} />;
    case 'moderation':
      return <ModerationView part={part} />;
    case 'table':
      return <TableView part={part} />;
    case 'plot':
      return <PlotView part={part} />;
    case 'progress':
      return <ProgressView part={part} />;
    case 'error':
      return <ErrorView part={part} />;
    case 'json':
      return <JsonView part={part} />;
    case 'unreadable':
      return <Unreadable what={part.what} />;
  }
}
