// The buttons that show a password. Without this script they stay hidden, and the pages work all the same.
const eye =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">' +
  '<path d="M2.1 12a10.7 10.7 0 0 1 19.8 0 10.7 10.7 0 0 1-19.8 0"/><circle cx="12" cy="12" r="3"/><path class="slash" d="M3 3l18 18"/></svg>';

for (const button of document.querySelectorAll('.reveal')) {
  const inputs = button.getAttribute('aria-controls').split(' ').map((id) => document.getElementById(id));
  button.innerHTML = eye;
  button.hidden = false;
  button.addEventListener('click', () => {
    const show = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(show));
    for (const input of inputs) input.type = show ? 'text' : 'password';
  });
  // A shown password must not end up among the browser's remembered texts.
  button.form.addEventListener('submit', () => {
    for (const input of inputs) input.type = 'password';
  });
}
