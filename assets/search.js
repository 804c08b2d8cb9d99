// Narrows the list of the search page down to what a reader types. The list is the index: what
// it says is what can be found, by the beginnings of words and, where nothing begins so, by
// words that are nearly it. Entries keep their place, because an order by how well they fit
// would be an order of teams. Nothing is fetched, sent or kept; text stays text.
(() => {
  'use strict';
  const box = document.getElementById('search');
  if (!box || !window.MiniSearch) return;
  const query = document.getElementById('query');
  const found = document.getElementById('found');
  const groups = [...document.querySelectorAll('section.entries')].map((section) => ({
    section, items: [...section.querySelectorAll('li')], one: section.dataset.noun, many: section.dataset.nouns,
  }));
  const items = groups.flatMap((g) => g.items);
  const everything = found.textContent; // what the page says of the whole list

  // Accents and case do not matter: é is found by e.
  const plain = (word) => word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const index = new MiniSearch({ fields: ['text'], processTerm: plain });
  index.addAll(items.map((item, id) => ({ id, text: [...item.children].map((e) => e.textContent).join(' ') })));

  const matching = (text) => {
    const strict = index.search(text, { combineWith: 'AND', prefix: true });
    return strict.length ? strict : index.search(text, { combineWith: 'AND', prefix: true, fuzzy: 0.2 });
  };

  const said = (n, one, many) => n + ' ' + (n === 1 ? one : many);
  const show = () => {
    const text = query.value.trim();
    const ids = text && new Set(matching(text).map((r) => r.id));
    items.forEach((item, id) => { item.hidden = Boolean(ids) && !ids.has(id); });
    const parts = [];
    for (const { section, items: own, one, many } of groups) {
      const n = own.filter((item) => !item.hidden).length;
      section.hidden = n === 0;
      if (n) parts.push(said(n, one, many));
    }
    if (!ids) found.textContent = everything;
    else found.textContent = ids.size ? said(ids.size, 'entry', 'entries') + ': ' + parts.join(', ') + '.' : 'Nothing has these words in its name or its description. Empty the field for the whole list.';
  };

  // A screen reader is told when typing rests, not at every letter.
  let resting;
  query.addEventListener('input', () => { clearTimeout(resting); resting = setTimeout(show, 150); });
  query.addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && query.value) { e.preventDefault(); query.value = ''; show(); }
    if (e.key === 'Enter') { clearTimeout(resting); show(); }
  });
  box.hidden = false;
  show(); // what a browser has kept in the field
})();
