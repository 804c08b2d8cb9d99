// The Kaplan–Meier estimate with late entry over lifetimes that SQL selects. A step of it
// needs the one before, which SQL has only by sorting everything once more for every level.
//
// A lifetime is a row of seven whole numbers: m, team, service, category (labels, 0 none),
// entry (age at which watching began, 0 from the start), exit (age at which it ended or
// watching did) and how (0 ended, 1 left, 2 still open). Rows come in the order of exit.
const floors = { p50: 5, p85: 19, rmst: 5 };
const percent = { p50: 0.5, p85: 0.85 };
const near = 1e-9; // S that is only rounded off 1 − p is equal to it

// estimates gives what is estimated of every group of lifetimes: those of a team, of a
// service and of the portfolio, in a month, as a whole and by category.
export function estimates(chunks, { levels, days, categories }) {
  const [ms, teams, services, kinds, entries, exits, hows] = Array.from({ length: 7 }, (_, i) => column(chunks, i));
  const none = new Int32Array(ms.length);
  const found = [];
  for (const level of levels) {
    const subjects = { team: teams, service: services, portfolio: none }[level];
    for (const parts of categories ? [none, kinds] : [none]) {
      for (const rows of grouped(subjects, parts, ms)) {
        const first = rows[0];
        if (level !== 'portfolio' && subjects[first] === 0) continue;
        const s = estimate(rows, entries, exits, hows), { open, oldest } = running(rows, exits, hows);
        const value = stat => s.n < floors[stat] ? null : stat === 'rmst' ? restricted(s, days * 86400) : quantile(s, percent[stat]);
        found.push({ level, subject: subjects[first], m: ms[first], category: parts[first], n: s.n, p50: value('p50'), p85: value('p85'), rmst: days ? value('rmst') : null, open, oldest });
      }
    }
  }
  return found;
}

// answers turns estimates of a metric into those of its stats.
export function answers(found, labels, { metric, stats }) {
  return found.flatMap(({ level, subject, m, category, n, ...values }) => stats.flatMap(stat => {
    const of = stat === 'open' || stat === 'oldest' ? values.open : n;
    if (stat === 'oldest' && (category > 0 || of === 0)) return [];
    return [{ metric, level, subject: labels[subject] ?? '', month: m, stat, category: labels[category] ?? '', n: of, value: values[stat], floors: true }];
  }));
}

function column(chunks, i) {
  const all = new Int32Array(chunks.reduce((n, c) => n + c.rowCount, 0));
  let at = 0;
  for (const c of chunks) {
    all.set(c.getColumnVector(i).items, at);
    at += c.rowCount;
  }
  return all;
}

// grouped lists the rows of every group that has any, in their order.
function grouped(subjects, parts, ms) {
  const max = of => of.reduce((a, b) => Math.max(a, b), 0) + 1;
  const categories = max(parts), months = max(ms);
  const group = i => (subjects[i] * categories + parts[i]) * months + ms[i];
  const starts = new Uint32Array(max(subjects) * categories * months + 1), rows = new Uint32Array(ms.length);
  for (let i = 0; i < ms.length; i++) starts[group(i) + 1]++;
  for (let g = 1; g < starts.length; g++) starts[g] += starts[g - 1];
  const next = starts.slice();
  for (let i = 0; i < ms.length; i++) rows[next[group(i)]++] = i;
  const out = [];
  for (let g = 1; g < starts.length; g++) if (starts[g] > starts[g - 1]) out.push(rows.subarray(starts[g - 1], starts[g]));
  return out;
}

// estimate makes the steps of S: at every age at which something ended, those who entered
// earlier and have not gone are at risk, those who leave at the same age too. Where the last
// at risk ends and others enter only later, it breaks off: torn.
function estimate(rows, entries, exits, hows) {
  const n = rows.length, s = { n, last: exits[rows[n - 1]], ages: [], shares: [], torn: Infinity };
  const late = rows.map(i => entries[i]).filter(entry => entry > 0).sort();
  let risk = n - late.length, entered = 0, share = 1;
  for (let i = 0; i < n;) {
    const age = exits[rows[i]], first = i;
    let ended = 0;
    for (; i < n && exits[rows[i]] === age; i++) if (hows[rows[i]] === 0) ended++;
    while (entered < late.length && late[entered] < age) entered++, risk++;
    if (ended > 0) {
      if (ended === risk && age < s.last) return { ...s, torn: age };
      s.ages.push(age);
      s.shares.push(share *= 1 - ended / risk);
    }
    risk -= i - first;
  }
  return s;
}

// quantile is the first age at which S is 1 − p or less; null where it is not reached.
function quantile({ ages, shares, last }, p) {
  const i = shares.findIndex(share => share <= 1 - p + near);
  if (i < 0) return null;
  return shares[i] < 1 - p - near ? ages[i] : (ages[i] + (ages[i + 1] ?? last)) / 2;
}

// restricted is the area under S up to tau seconds; null where S is not known so far.
function restricted({ ages, shares, last, torn }, tau) {
  if (torn < tau || last < tau && shares.at(-1) !== 0) return null;
  let area = 0, from = 0, share = 1;
  for (let i = 0; i < ages.length && ages[i] < tau; i++) {
    area += share * (ages[i] - from);
    [from, share] = [ages[i], shares[i]];
  }
  return area + share * (tau - from);
}

// running are those still open: how many, and the greatest age.
function running(rows, exits, hows) {
  let open = 0, oldest = 0;
  for (const i of rows) if (hows[i] === 2) open++, oldest = Math.max(oldest, exits[i]);
  return { open, oldest };
}
