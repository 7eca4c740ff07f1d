import DOMPurify from 'dompurify';

const tags =
  `a b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s samp
  small span strong sub summary sup table tbody td tfoot th thead tr u ul var`.split(/\s+/);
const ownClass = /^(?:language-\S+|task|math|mathDisplay|image)$/;
const openable = /^(?:https?:\/\/|mailto:)/i;

const purifier = DOMPurify(window);

purifier.addHook('uponSanitizeElement', (node) => {
  if (!(node instanceof Element) || node.localName !== 'img') return;
  const address = node.getAttribute('src') ?? '';
  const link = node.ownerDocument.createElement('a');
  link.setAttribute('href', address);
  link.textContent = [node.getAttribute('alt'), address && `(${address})`].filter(Boolean).join(' ');
  protectLink(link);
  node.before(link);
});

purifier.addHook('afterSanitizeAttributes', (node) => {
  const classes = [...node.classList].filter((name) => ownClass.test(name));
  if (classes.length > 0) node.className = classes.join(' ');
  else node.removeAttribute('class');
  if (node.localName === 'a') protectLink(node);
});

/** A link navigates nowhere: clicking one asks the extension to open it. What may not be opened is plain text. */
function protectLink(link: Element): void {
  const address = link.getAttribute('href')?.trim();
  link.removeAttribute('href');
  if (!address || !openable.test(address)) return;
  link.setAttribute('data-href', address);
  link.setAttribute('title', address);
  link.setAttribute('role', 'link');
  link.setAttribute('tabindex', '0');
}

/** The harmless part of `html`: no scripts, styles, forms, images or ids, and no link that navigates. */
export const sanitize = (html: string): DocumentFragment =>
  purifier.sanitize(html, {
    ALLOWED_TAGS: tags,
    ALLOWED_ATTR: ['href', 'title', 'align', 'colspan', 'rowspan', 'start', 'class', 'open', 'dir', 'lang'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
