export function Icon({ name, spin = false }: { name: string; spin?: boolean }) {
  return <span class={`codicon codicon-${name}${spin ? ' codicon-modifier-spin' : ''}`} aria-hidden="true" />;
}

/** A button that shows an icon only; `label` is its name and its tooltip. */
export function IconButton(props: {
  icon: string;
  label: string;
  onClick: () => void;
  disabled?: boolean;
  /** Of a button that shows and hides something. */
  expanded?: boolean;
  /** What it shows is a menu. */
  menu?: boolean;
}) {
  return (
    <button
      type="button"
      class="iconButton"
      aria-label={props.label}
      title={props.label}
      {...(props.menu === true && { 'aria-haspopup': 'menu' as const })}
      {...(props.expanded !== undefined && { 'aria-expanded': props.expanded })}
      disabled={props.disabled ?? false}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}
