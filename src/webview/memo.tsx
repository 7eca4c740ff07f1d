import { Component, type ComponentType } from 'preact';

/** The component, drawn again only when one of its props is another value. */
export function memo<Props extends object>(View: ComponentType<Props>): ComponentType<Props> {
  return class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const names = Object.keys(next) as (keyof Props)[];
      return names.some((name) => next[name] !== this.props[name as keyof typeof this.props]);
    }

    override render() {
      return <View {...this.props} />;
    }
  };
}
