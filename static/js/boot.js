/* Runs before first paint (a classic script in the head): the reader's theme, so that nothing flashes. */
{
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search);
  let kept = null;
  try {
    kept = localStorage.getItem('timeslice-theme');
  } catch {
    // Storage may be forbidden.
  }
  const theme = asked.get('theme') ?? kept ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  root.dataset.theme = theme === 'dark' ? 'dark' : 'light';
  if (asked.has('presenter')) root.dataset.presenter = '';
  if (asked.has('embed')) root.dataset.embed = '';
}
