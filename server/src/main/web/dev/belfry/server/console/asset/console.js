// What pages do besides showing: times in the viewer's zone, copying, asking before something ends,
// light or dark. Everything can be read without it.
'use strict';

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const short = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' });
const far = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });

function ago(time) {
  const seconds = Math.round((time - Date.now()) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return relative.format(seconds, 'second');
  if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (size < 86400) return relative.format(Math.round(seconds / 3600), 'hour');
  return (time.getFullYear() === new Date().getFullYear() ? short : far).format(time);
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

// What a chart says where the pointer is, read from the table of its figures.
function readChart(event) {
  const chart = event.target.closest && event.target.closest('.chart');
  const table = chart && document.querySelector('#figures table');
  if (!table) return;
  const svg = chart.querySelector('svg');
  const box = svg.getBoundingClientRect();
  const rows = table.tBodies[0].rows;
  const part = ((event.clientX - box.left) / box.width * 480 - 46) / 428;
  const step = Math.round(Math.min(1, Math.max(0, part)) * (rows.length - 1));
  const cells = rows[step].cells;
  const heads = table.tHead.rows[0].cells;
  const figures = chart.dataset.columns.split(' ').map((column) => heads[column].textContent + ' ' + cells[column].textContent);
  chart.querySelector('.reading').textContent = short.format(new Date(cells[0].textContent.replace(' ', 'T') + 'Z')) + ' · ' + figures.join(' · ');
  const at = svg.querySelector('.at');
  const x = String(46 + step / Math.max(1, rows.length - 1) * 428);
  at.setAttribute('x1', x);
  at.setAttribute('x2', x);
  at.setAttribute('visibility', 'visible');
}

// What was unfolded stays so when a part of the page is made new.
let unfolded = [];
document.addEventListener('htmx:beforeSwap', (event) => {
  unfolded = [...event.detail.target.querySelectorAll('details[open][id]')].map((fold) => fold.id);
});
document.addEventListener('htmx:afterSettle', () => {
  for (const id of unfolded.splice(0)) {
    const fold = document.getElementById(id);
    if (fold) fold.open = true;
  }
});

// Forms take times in UTC; with scripts, people give them in their own zone.
const two = (number) => String(number).padStart(2, '0');
const stamp = (year, month, day, hour, minute) => [year, two(month), two(day)].join('-') + 'T' + two(hour) + ':' + two(minute);
function localTimes() {
  for (const field of document.querySelectorAll('input[type=datetime-local]')) {
    const time = field.value && new Date(field.value + 'Z');
    if (time) field.value = stamp(time.getFullYear(), time.getMonth() + 1, time.getDate(), time.getHours(), time.getMinutes());
    const label = field.labels[0].firstChild;
    label.textContent = label.textContent.replace(' (UTC)', '');
  }
}
document.addEventListener('formdata', (event) => {
  for (const field of event.target.querySelectorAll('input[type=datetime-local]')) {
    const time = field.value && new Date(field.value);
    if (time) event.formData.set(field.name, stamp(time.getUTCFullYear(), time.getUTCMonth() + 1, time.getUTCDate(), time.getUTCHours(), time.getUTCMinutes()));
  }
});

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

document.addEventListener('pointermove', readChart);

document.addEventListener('submit', (event) => {
  const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

document.addEventListener('change', (event) => {
  const target = event.target;
  if ('shows' in target.dataset) showChosen(target);
  if ('all' in target.dataset) {
    for (const box of target.closest('table').querySelectorAll('tbody input[type=checkbox]')) box.checked = target.checked;
  }
  if (target.closest('.pick')) countChosen(target.form);
});

function countChosen(form) {
  const count = form.querySelectorAll('tbody .pick input:checked').length;
  form.querySelector('[data-chosen]').textContent = count ? ' (' + count + ')' : '';
}

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

document.querySelector('.menu [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
localTimes();
showTimes(document);
showAxes(document);
showCopy(document);
document.querySelectorAll('[data-all]').forEach((box) => { box.hidden = false; });
document.querySelectorAll('[data-theme-switch]').forEach((button) => { button.hidden = false; });
document.querySelectorAll('select[data-shows]').forEach(showChosen);
setInterval(() => showTimes(document), 15000);
