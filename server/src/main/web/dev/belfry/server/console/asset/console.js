// What pages do besides showing: times in the viewer's zone, copying, asking before something ends,
// light or dark. Everything can be read without it.
'use strict';

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const short = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });

function ago(time) {
  const seconds = Math.round((time - Date.now()) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return relative.format(seconds, 'second');
  if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (size < 86400) return relative.format(Math.round(seconds / 3600), 'hour');
  return short.format(time);
}

function showTimes(root) {
  for (const element of root.querySelectorAll('time[datetime]')) {
    const time = new Date(element.dateTime);
    if (Number.isNaN(time.getTime())) continue;
    element.textContent = ago(time);
    element.title = exact.format(time) + ' (' + element.dateTime + ')';
  }
}

// Where a chart says when: the hour here, or the day for longer spans.
const hour = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
function showAxes(root) {
  for (const label of root.querySelectorAll('text[data-time]')) {
    label.textContent = (label.textContent.includes('-') ? day : hour).format(new Date(label.dataset.time));
    label.removeAttribute('data-time');
  }
}

function showCopy(root) {
  for (const button of root.querySelectorAll('[data-copy]')) {
    if (navigator.clipboard) button.hidden = false;
  }
}

async function copy(button) {
  const id = button.dataset.copy;
  const source = id ? document.getElementById(id) : button.parentElement.querySelector('code');
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Press Ctrl+C';
    getSelection().selectAllChildren(source);
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 2000);
}

function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  document.cookie = 'belfry-theme=' + root.dataset.theme + '; Path=/; Max-Age=31536000; SameSite=Lax';
}

// The fields that belong to what is chosen, and no others.
function showChosen(select) {
  for (const part of document.querySelectorAll('[data-' + select.dataset.shows + ']')) {
    part.hidden = part.dataset[select.dataset.shows] !== select.value;
  }
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if ('copy' in button.dataset) copy(button);
  if ('themeSwitch' in button.dataset) switchTheme();
});

document.addEventListener('submit', (event) => {
  const question = event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

document.addEventListener('change', (event) => {
  const target = event.target;
  if ('shows' in target.dataset) showChosen(target);
  if ('all' in target.dataset) {
    for (const box of target.closest('table').querySelectorAll('tbody input[type=checkbox]')) box.checked = target.checked;
  }
});

// A field that has a fault says so to screen readers too.
document.addEventListener('htmx:oobAfterSwap', (event) => {
  const fault = document.getElementById(event.detail.target.id);
  const field = fault && fault.id.startsWith('fault-') && document.getElementById('f-' + fault.id.slice(6));
  if (!field) return;
  if (fault.textContent.trim()) {
    field.setAttribute('aria-invalid', 'true');
    const fold = field.closest('details');
    if (fold) fold.open = true;
  }
  else field.removeAttribute('aria-invalid');
});

document.addEventListener('htmx:load', (event) => {
  showTimes(event.target);
  showAxes(event.target);
  showCopy(event.target);
});

// An answer that says no is shown where the good one would be.
document.addEventListener('htmx:beforeSwap', (event) => {
  if (event.detail.xhr.status >= 400) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

showTimes(document);
showAxes(document);
showCopy(document);
document.querySelectorAll('[data-theme-switch]').forEach((button) => { button.hidden = false; });
document.querySelectorAll('select[data-shows]').forEach(showChosen);
setInterval(() => showTimes(document), 15000);
