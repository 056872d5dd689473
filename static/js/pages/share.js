/** Share: the address of what is on the screen. */
import { copyLink } from '../ui/copy.js';
import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';

/** @param {() => string} address */
export function shareButton(address) {
  const label = h('span', {}, 'Share');
  const onclick = () => {
    const link = address();
    history.replaceState(history.state, '', link);
    return copyLink(link, label, 'Link to this moment');
  };
  return h(
    'button',
    { class: 'btn share', type: 'button', 'aria-label': 'Share', title: 'Copy a link to this moment', onclick },
    icon('share'),
    label,
  );
}
