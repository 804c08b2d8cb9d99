// The Kaplan–Meier estimate with late entry over lifetimes that SQL selects. A step of it
// needs the one before, which SQL has only by sorting everything once more for every level.
//
// A lifetime is a row of seven whole numbers: m, team, service, category (labels, 0 none),
// entry (age at which watching began, 0 from the start), exit (age at which it ended or
// watching did) and how (0 ended, 1 left, 2 still open). Rows come in the order of exit.
const floors = { p50: 5, p85: 19, rmst: 5 };
const percent = { p50: 0.5, p85: 0.85 };
const near = 1e-9; // S that is only rounded off 1 − p is equal to it

// estimates gives the answers of one metric for every level, month and category.
export function estimates(chunks, labels, { metric, levels, stats, days, categories }) {
  const answers = [];
  for (const [level, groups] of Object.entries(grouped(chunks, levels, categories))) {
    for (const g of groups.values()) {
      const s = estimate(g.lives, g.late);
      const cell = { metric, level, subject: labels[g.subject] ?? '', month: g.m, category: labels[g.category] ?? '' };
      for (const stat of stats.filter(stat => stat in percent)) {
        answers.push({ ...cell, stat, n: s.n, value: s.n < floors[stat] ? null : quantile(s, percent[stat]) });
      }
      if (stats.includes('rmst')) answers.push({ ...cell, stat: 'rmst', n: s.n, value: s.n < floors.rmst ? null : restricted(s, days * 86400) });
      const { open, oldest } = running(g.lives);
      answers.push({ ...cell, stat: 'open', n: open, value: open });
      if (stats.includes('oldest') && !cell.category && open > 0) answers.push({ ...cell, stat: 'oldest', n: open, value: oldest });
    }
  }
  return answers;
}

// grouped puts every lifetime into the groups of all levels: those of its team, of its
// service and of the portfolio, as a whole and by category. lives are exit and how in turn.
function grouped(chunks, levels, categories) {
  const by = Object.fromEntries(levels.map(level => [level, new Map()]));
  for (const chunk of chunks) {
    const [ms, teams, services, kinds, entries, exits, hows] = Array.from({ length: 7 }, (_, i) => chunk.getColumnVector(i).items);
    const subjects = { team: teams, service: services };
    for (const level of levels) {
      for (let i = 0; i < chunk.rowCount; i++) {
        const subject = subjects[level]?.[i] ?? 0;
        if (subject === 0 && level !== 'portfolio') continue;
        for (const category of categories ? [0, kinds[i]] : [0]) {
          const key = (subject * 4096 + category) * 4096 + ms[i];
          let g = by[level].get(key);
          if (!g) by[level].set(key, g = { m: ms[i], subject, category, lives: [], late: [] });
          g.lives.push(exits[i], hows[i]);
          if (entries[i] > 0) g.late.push(entries[i]);
        }
      }
    }
  }
  return by;
}

// estimate makes the steps of S: at every age at which something ended, those who entered
// earlier and have not gone are at risk, those who leave at the same age too. Where the last
// at risk ends and others enter only later, it breaks off: torn.
function estimate(lives, late) {
  const n = lives.length / 2, s = { n, last: lives.at(-2), steps: [], torn: Infinity };
  const entries = Uint32Array.from(late).sort();
  let risk = n - entries.length, entered = 0, share = 1;
  for (let i = 0; i < lives.length;) {
    const age = lives[i];
    let gone = 0, ended = 0;
    for (; i < lives.length && lives[i] === age; i += 2, gone++) if (lives[i + 1] === 0) ended++;
    while (entered < entries.length && entries[entered] < age) entered++, risk++;
    if (ended > 0) {
      if (ended === risk && age < s.last) return { ...s, torn: age };
      s.steps.push({ age, share: share *= 1 - ended / risk });
    }
    risk -= gone;
  }
  return s;
}

// quantile is the first age at which S is 1 − p or less; null where it is not reached.
function quantile({ steps, last }, p) {
  const i = steps.findIndex(x => x.share <= 1 - p + near);
  if (i < 0) return null;
  return steps[i].share < 1 - p - near ? steps[i].age : (steps[i].age + (steps[i + 1]?.age ?? last)) / 2;
}

// restricted is the area under S up to tau seconds; null where S is not known so far.
function restricted({ steps, last, torn }, tau) {
  if (torn < tau || last < tau && steps.at(-1)?.share !== 0) return null;
  let area = 0, from = 0, share = 1;
  for (const x of steps.filter(x => x.age < tau)) {
    area += share * (x.age - from);
    [from, share] = [x.age, x.share];
  }
  return area + share * (tau - from);
}

function running(lives) {
  let open = 0, oldest = 0;
  for (let i = 0; i < lives.length; i += 2) {
    if (lives[i + 1] === 2) open++, oldest = Math.max(oldest, lives[i]);
  }
  return { open, oldest };
}
