// Attempts as they are made, in a table that keeps the latest 200.
'use strict';
(() => {
  const live = document.getElementById('live');
  const state = document.getElementById('live-state');
  const empty = document.getElementById('live-empty');
  const table = document.getElementById('live-table');
  const rows = table.tBodies[0];
  const pause = document.getElementById('pause');
  const clear = document.getElementById('clear');
  const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
  const most = 200;
  const waiting = [];
  let paused = false;
  let missed = 0;

  function cell(row, label, content, kind) {
    const cell = row.insertCell();
    cell.dataset.label = label;
    if (kind) cell.className = kind;
    cell.append(content);
  }

  function badge(seen) {
    const badge = document.createElement('span');
    badge.className = 'state';
    badge.dataset.state = seen.outcome === 'delivered' ? 'delivered' : 'dead';
    badge.textContent = seen.outcome + (seen.status && seen.outcome !== 'delivered' ? ' ' + seen.status : '');
    return badge;
  }

  function show(seen) {
    const row = rows.insertRow(0);
    const link = document.createElement('a');
    const base = live.dataset.base.split('?');
    const all = live.dataset.all === 'true' ? '?tenant=' + encodeURIComponent(seen.tenant) : base[1] ? '?' + base[1] : '';
    link.href = base[0] + encodeURIComponent(seen.delivery) + all;
    link.textContent = seen.type;
    const time = document.createElement('span');
    time.title = seen.at;
    time.textContent = clock.format(new Date(seen.at));
    cell(row, 'Time', time, 'code');
    cell(row, 'Event type', link);
    if (live.dataset.all === 'true') cell(row, 'Tenant', seen.tenant);
    cell(row, 'Webhook', seen.name);
    cell(row, 'Outcome', badge(seen));
    cell(row, 'Took', seen.ms + ' ms', 'number');
    cell(row, 'Next', seen.next + (seen.attempt > 1 ? ' (attempt ' + seen.attempt + ')' : ''));
    while (rows.rows.length > most) rows.deleteRow(-1);
    table.hidden = false;
    empty.hidden = true;
  }

  function take(seen) {
    if (!paused) return show(seen);
    waiting.push(seen);
    if (waiting.length > most) waiting.shift();
    pause.textContent = 'Go on (' + waiting.length + ')';
  }

  pause.addEventListener('click', () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    pause.textContent = paused ? 'Go on' : 'Pause';
    if (!paused) waiting.splice(0).forEach(show);
  });
  clear.addEventListener('click', () => {
    rows.replaceChildren();
    table.hidden = true;
    empty.hidden = false;
  });

  const feed = new EventSource(live.dataset.feed);
  feed.addEventListener('ready', () => {
    state.textContent = 'Watching.';
    if (table.hidden) empty.hidden = false;
  });
  feed.addEventListener('missed', (event) => {
    missed += Number(event.data);
    state.textContent = 'Watching. ' + missed + ' came too fast to be shown.';
  });
  feed.onmessage = (event) => take(JSON.parse(event.data));
  feed.onerror = () => { state.textContent = 'The connection is lost; trying again …'; };
  pause.hidden = false;
  clear.hidden = false;
  state.textContent = 'Connecting …';
})();
