/** The tabs of a screen that is too narrow for all its panes: which one is shown is the screen's `data-tab`. */

/** @param {HTMLElement} app */
export function wireTabs(app) {
  const tabs = [...document.querySelectorAll('#tabs button')];
  for (const tab of tabs) {
    tab.addEventListener('click', () => {
      app.dataset.tab = tab.getAttribute('data-tab') ?? 'code';
      for (const other of tabs) other.setAttribute('aria-selected', String(other === tab));
    });
  }
}
