interface Piece {
  buffer: AudioBuffer;
  /** Where it begins in the whole, in seconds. */
  start: number;
}

/** One for the page: browsers allow few. Made with the first sound, since it may want a click before it. */
let sharedContext: AudioContext | undefined;
/** Those that play: one that begins pauses the others. */
const heard = new Set<Playback>();

/** Plays pieces of audio one after another; more may come while it plays. Times are in seconds. */
export class Playback {
  readonly #pieces: Piece[] = [];
  readonly #onChange: () => void;
  #sources: AudioBufferSourceNode[] = [];
  #duration = 0;
  #complete = false;
  #wanted = false;
  /** The position that was current when the context's clock stood at `#clock`. */
  #offset = 0;
  #clock = 0;

  /** `onChange` is told when it starts, stops, is moved or gets longer. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get duration(): number {
    return this.#duration;
  }

  /** True once no more audio will come. */
  get complete(): boolean {
    return this.#complete;
  }

  get position(): number {
    const elapsed = this.#wanted && sharedContext ? sharedContext.currentTime - this.#clock : 0;
    return Math.min(this.#duration, Math.max(0, this.#offset + elapsed));
  }

  /** False as well while the browser waits for a click before it makes any sound. */
  get playing(): boolean {
    return this.#wanted && sharedContext?.state === 'running' && !this.#atEnd();
  }

  get pieces(): readonly AudioBuffer[] {
    return this.#pieces.map(({ buffer }) => buffer);
  }

  append(buffer: AudioBuffer): void {
    const piece = { buffer, start: this.#duration };
    const ranDry = this.#wanted && this.position >= this.#duration;
    if (ranDry) this.#anchor(this.#duration);
    this.#pieces.push(piece);
    this.#duration += buffer.duration;
    if (this.#wanted) this.#schedule(piece);
    this.#onChange();
  }

  /** No more audio will come. */
  finish(): void {
    this.#complete = true;
    this.#onChange();
  }

  /** Plays on, from the beginning where it was at the end. */
  play(): void {
    for (const other of heard) if (other !== this) other.pause();
    heard.add(this);
    const context = (sharedContext ??= new AudioContext());
    context.addEventListener('statechange', this.#onChange);
    // Without a click before it this waits for one, and the clock with it.
    void context.resume();
    this.#start(this.#atEnd() ? 0 : this.position);
  }

  pause(): void {
    const { position } = this;
    this.#stopSources();
    this.#wanted = false;
    this.#offset = position;
    heard.delete(this);
    this.#onChange();
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  seek(position: number): void {
    const target = Math.min(this.#duration, Math.max(0, position));
    if (this.#wanted && target < this.#duration) this.#start(target);
    else {
      this.pause();
      this.#offset = target;
      this.#onChange();
    }
  }

  dispose(): void {
    this.#stopSources();
    this.#wanted = false;
    sharedContext?.removeEventListener('statechange', this.#onChange);
    heard.delete(this);
  }

  #atEnd(): boolean {
    return this.#complete && this.position >= this.#duration;
  }

  #start(position: number): void {
    this.#stopSources();
    this.#wanted = true;
    this.#anchor(position);
    for (const piece of this.#pieces) this.#schedule(piece);
    this.#onChange();
  }

  #anchor(position: number): void {
    this.#offset = position;
    this.#clock = sharedContext?.currentTime ?? 0;
  }

  #schedule({ buffer, start }: Piece): void {
    const skip = Math.max(0, this.#offset - start);
    if (!sharedContext || skip >= buffer.duration) return;
    const source = new AudioBufferSourceNode(sharedContext, { buffer });
    source.connect(sharedContext.destination);
    source.onended = () => {
      this.#sources = this.#sources.filter((other) => other !== source);
      if (this.#sources.length === 0) this.#onChange();
    };
    const wait = start + skip - this.#offset;
    const late = Math.max(0, sharedContext.currentTime - this.#clock - wait);
    if (skip + late >= buffer.duration) return;
    source.start(this.#clock + wait + late, skip + late);
    this.#sources.push(source);
  }

  #stopSources(): void {
    for (const source of this.#sources) {
      source.onended = null;
      source.stop();
    }
    this.#sources = [];
  }
}
