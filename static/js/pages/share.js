/** Share: the address of what is on the screen, on the clipboard; where that is forbidden, in a field to copy from. */
import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { openSheet } from '../ui/dialog.js';

/** @param {() => string} address */
export function shareButton(address) {
  const label = h('span', {}, 'Share');
  const button = h(
    'button',
    { class: 'btn share', type: 'button', 'aria-label': 'Share', title: 'Copy a link to this moment' },
    icon('share'),
    label,
  );
  button.addEventListener('click', async () => {
    const link = address();
    history.replaceState(history.state, '', link);
    try {
      await navigator.clipboard.writeText(link);
      label.textContent = 'Link copied';
      setTimeout(() => (label.textContent = 'Share'), 1400);
    } catch {
      const field = h('input', { type: 'text', readonly: true, value: link, 'aria-label': 'Link', class: 'linkfield' });
      openSheet('Link to this moment', [field]);
      field.select();
    }
  });
  return button;
}
