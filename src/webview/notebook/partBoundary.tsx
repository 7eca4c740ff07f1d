import { Component, type ComponentChildren } from 'preact';
import { Unreadable } from './unreadable.tsx';

/** Shows a sentence in the place of a part that cannot be drawn, and leaves the others alone. */
export class PartBoundary extends Component<{ what: string; children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  /** What failed may have been mended by what came since. */
  override componentWillReceiveProps(): void {
    if (this.state.failed) this.setState({ failed: false });
  }

  override render() {
    return this.state.failed ? <Unreadable what={this.props.what} /> : this.props.children;
  }
}
