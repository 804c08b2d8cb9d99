// Computes the figures of the built-in definitions with DuckDB, from the same files: an
// oracle for the tests and the measure of speed.
//
//     node oracle.mjs --modules .ci/node_modules --plan plan.json [--fold] [--figures FILE] [--threads 2]
//
// plan.json says what site.toml says: months, rules, files by table. With --fold, a key that
// is seen twice counts once, the later file wins, instants are cut to seconds and rows after
// the as-of date are left out, as in Leadline; without it the files are trusted to be clean,
// which is faster.
// The report goes to standard output as JSON: seconds of the statements alone, bytes of
// memory at the peak of the whole process.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync, openSync, readSync, closeSync } from 'node:fs';
import { resolve, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { estimates, answers as estimated } from './survival.mjs';

const { values: flags } = parseArgs({ options: {
  modules: { type: 'string' }, plan: { type: 'string' }, figures: { type: 'string' },
  threads: { type: 'string', default: '2' }, fold: { type: 'boolean', default: false },
} });
const plan = JSON.parse(readFileSync(flags.plan, 'utf8'));
const { DuckDBInstance } = createRequire(resolve(flags.modules, 'oracle.js'))('@duckdb/node-api');

// The columns that the statements use, by table; keys and the instant of scope as in the
// canonical tables.
const T = 'TIMESTAMP', V = 'VARCHAR', B = 'BOOLEAN', I = 'INTEGER';
const tables = {
  ownership: { key: ['entity_type', 'entity_id', 'valid_from'], columns: { entity_type: V, entity_id: V, team_id: V, valid_from: T, valid_to: T } },
  annotations: { key: ['at', 'scope', 'scope_id', 'text'], columns: { at: T, scope: V, scope_id: V, text: V, rebase: B } },
  services: { key: ['service_id'], columns: { service_id: V, repo: V, valid_from: T, valid_to: T } },
  deployments: { key: ['deployment_id', 'environment', 'outcome'], scope: 'finished_at', latest: 'finished_at',
    columns: { deployment_id: V, service_id: V, environment: V, finished_at: T, outcome: V, kind: V, sha: V, version: V, started_at: T, is_hotfix: B, release_group: V } },
  deployment_changes: { key: ['deployment_id', 'repo', 'change_id', 'sha'], columns: { deployment_id: V, repo: V, change_id: V, sha: V } },
  changes: { key: ['repo', 'change_id'], scope: 'opened_at', again: true, columns: { repo: V, change_id: V, opened_at: T, first_commit_at: T,
    ready_at: T, first_review_at: T, approved_at: T, merged_at: T, is_bot: B, merge_sha: V, service_id: V, state: V, closed_at: T, work_item_ids: V } },
  change_reviews: { key: ['repo', 'change_id', 'review_id'], scope: 'submitted_at', columns: { repo: V, change_id: V, review_id: V, submitted_at: T, is_bot: B } },
  incidents: { key: ['incident_id'], scope: 'coalesce(started_at, detected_at)', columns: { incident_id: V, service_id: V, started_at: T, detected_at: T,
    resolved_at: T, environment: V, caused_by_deployment_id: V, caused_by_change_id: V, resolved_by_deployment_id: V, detected_by: V, cause: V, severity: V } },
  work_items: { key: ['item_id'], scope: 'created_at', again: true, columns: { item_id: V, created_at: T, started_at: T, closed_at: T, project: V, service_id: V, team_id: V,
    type: V, found_in: V, resolution: V } },
  work_item_transitions: { key: ['item_id', 'seq'], scope: '"at"', columns: { item_id: V, seq: I, at: T, to_category: V } },
  waits: { key: ['entity', 'entity_id', 'seq', 'repo'], scope: 'requested_at', again: true, columns: { entity: V, entity_id: V, seq: I, repo: V, kind: V, requested_at: T, ended_at: T, outcome: V,
    control: V, other_team: V, automated: B } },
  pipeline_runs: { key: ['run_id', 'attempt'], scope: 'finished_at', again: true, columns: { run_id: V, attempt: I, pipeline: V, repo: V, outcome: V, finished_at: T, queued_at: T, started_at: T, branch: V, sha: V, service_id: V } },
  service_checks: { key: ['service_id', 'check_kind', 'valid_from'], columns: { service_id: V, check_kind: V, valid_from: T, valid_to: T } },
  scans: { key: ['service_id', 'check_kind', 'finished_at'], scope: 'finished_at', columns: { service_id: V, check_kind: V, finished_at: T, outcome: V, sha: V, version: V, tool: V, rule_set: V } },
  vulnerabilities: { key: ['finding_id'], scope: 'detected_at', columns: { finding_id: V, service_id: V, severity: V, detected_at: T, status: V, resolved_at: T, reopened_at: T, due_at: T,
    tool: V, check_kind: V, dismissed_reason: V, linked_change_id: V, origin: V } },
  finding_events: { key: ['finding_id', 'seq'], scope: '"at"', again: true, columns: { finding_id: V, seq: I, at: T, field: V, from: V, to: V, reason: V, linked_change_id: V } },
  exceptions: { key: ['exception_id'], scope: 'approved_at', columns: { exception_id: V, service_id: V, owner_role: V, approved_at: T, expires_at: T, renewal_of: V, closed_at: T, finding_id: V } },
  environment_requests: { key: ['request_id'], scope: 'requested_at', columns: { request_id: V, requested_at: T, provisioned_at: T, deleted_at: T, outcome: V, team_id: V, service_id: V, environment_id: V, self_service: B } },
  coverage: { key: ['repo', 'measured_at', 'metric'], scope: 'measured_at', columns: { repo: V, measured_at: T, metric: V, covered: I, total: I, branch: V, service_id: V } },
  survey_answers: { key: ['survey_id', 'respondent_id', 'question_id'], columns: { survey_id: V, respondent_id: V, question_id: V, value: I, team_id: V } },
  survey_waves: { key: ['survey_id'], columns: { survey_id: V, closed_at: T, invited: I } },
  survey_questions: { key: ['question_id'], columns: { question_id: V, scale_min: I, scale_max: I, reverse: B, topic: V } },
  teams: { key: ['team_id'], columns: { team_id: V, valid_from: T, valid_to: T, headcount: I } },
};

const text = s => `'${String(s).replaceAll("'", "''")}'`;
const name = s => `"${s.replaceAll('"', '""')}"`;
const list = items => `[${items.join(', ')}]`;

// header is the first line of a CSV file; names of canonical columns are never quoted.
function header(file) {
  const fd = openSync(file, 'r'), buffer = Buffer.alloc(64 << 10);
  const n = readSync(fd, buffer, 0, buffer.length, 0);
  closeSync(fd);
  return buffer.toString('utf8', 0, n).split(/\r?\n/, 1)[0].split(',');
}

// reader is the table function over the files of one format, the columns it has, and how a
// column is written. DuckDB is told all types; it need not look for them.
function reader(format, files, columns) {
  const paths = list(files.map(text));
  switch (format) {
    case 'parquet':
      // Instants arrive with a zone; arithmetic without one is ten times as fast.
      return { from: `read_parquet(${paths}, filename = ${flags.fold})`, has: null, as: c => columns[c] === T ? `make_timestamp(epoch_us(${name(c)}))` : name(c) };
    case 'csv': {
      const all = header(files[0]);
      const types = all.map(c => `${text(c)}: ${text(columns[c] ?? V)}`);
      return { from: `read_csv(${paths}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', filename = ${flags.fold}, columns = {${types.join(', ')}})`, has: all, as: name };
    }
    case 'jsonl': {
      const types = Object.entries(columns).map(([c, type]) => `${name(c)}: ${text(type)}`);
      return { from: `read_json(${paths}, format = 'newline_delimited', filename = ${flags.fold}, columns = {${types.join(', ')}})`, has: null, as: name };
    }
  }
  throw new Error(`format ${format} is not for the oracle`);
}

// source makes a table or view of a canonical table. What is parsed from text and used by
// several statements is kept, not parsed again.
function source(table) {
  const { key, scope, latest, again, columns } = tables[table];
  const { format, files } = plan.tables[table] ?? {};
  const names = Object.keys(columns);
  if (!files) {
    return `CREATE TEMP VIEW ${table} AS SELECT ${names.map(c => `NULL::${columns[c]} AS ${name(c)}`).join(', ')} WHERE false`;
  }
  const { from, has, as } = reader(format, files, columns);
  const column = c => {
    if (has && !has.includes(c)) return `NULL::${columns[c]} AS ${name(c)}`;
    return (flags.fold && columns[c] === T ? `date_trunc('second', ${as(c)})` : as(c)) + ` AS ${name(c)}`;
  };
  let select = `SELECT ${names.map(column).join(', ')}${flags.fold ? ', filename' : ''} FROM ${from}`;
  if (flags.fold && scope) select = `SELECT * FROM (${select}) WHERE ${scope} IS NULL OR ${scope} <= getvariable('as_of')`;
  if (flags.fold) {
    const rest = names.filter(c => !key.includes(c)).sort((a, b) => (columns[b] === T) - (columns[a] === T)).map(c => `${name(c)} DESC NULLS LAST`);
    const order = [...latest ? [`${latest} DESC`] : [], `list_position(${list(files.map(text))}, filename) DESC`, ...rest];
    select = `SELECT * EXCLUDE filename FROM (${select}) QUALIFY row_number() OVER (PARTITION BY ${key.map(name).join(', ')} ORDER BY ${order.join(', ')}) = 1`;
  }
  const keep = flags.fold ? again : again && format !== 'parquet';
  return `CREATE TEMP ${keep ? 'TABLE' : 'VIEW'} ${table} AS ${select}`;
}

function variables() {
  const set = { first: `TIMESTAMP ${text(plan.first)}`, last: `TIMESTAMP ${text(plan.last)}`, as_of: `TIMESTAMP ${text(plan.as_of)}`,
    months: plan.months, incident_window: plan.window, production: `${list(plan.production.map(text))}::VARCHAR[]`, main: `${list(plan.main.map(text))}::VARCHAR[]`, defects: `${list(plan.defects.map(text))}::VARCHAR[]` };
  return Object.entries(set).map(([k, v]) => ({ kind: 'make', name: 'variables', sql: `SET VARIABLE ${k} = ${v}` }));
}

function statements() {
  const folder = dirname(fileURLToPath(import.meta.url));
  const text = ['links', 'flow', 'quality', 'security', 'enablement', 'survival'].map(part => readFileSync(join(folder, part + '.sql'), 'utf8')).join('\n');
  return text.split(/^--: /m).slice(1).map(part => {
    const [kind, name] = part.split('\n', 1)[0].split(' ');
    return { kind, name, sql: part.slice(part.indexOf('\n')).replaceAll(/^--full /gm, flags.fold ? '' : '-- ') };
  });
}

// What the outputs give: by output, the metrics and stats with where n, part and value are.
// A share has a part and no value of its own. Rows of other levels than a metric has are left out.
const everywhere = ['team', 'service', 'portfolio'];
const at = (levels, ...stats) => stats.map(s => ({ ...s, levels }));
// Fewer values than these say nothing of a quantile.
const floors = { p50: 5, p85: 19 };
const quantiles = (metric, n = 'n', of = row => row.q) => ['p50', 'p85'].map((stat, i) => ({ metric, stat, n, floors: true, value: row => row[n] < floors[stat] ? null : of(row)?.items[i] }));
const share = (metric, n = 'n', part = 'part') => ({ metric, stat: 'share', n, part });
const count = (metric, stat) => ({ metric, stat, n: 'n', value: row => row.n });
// An output may name the stat in each row, which then has a part of n or a value.
const byStat = (metric, levels, ...stats) => stats.map(stat => ({ metric, levels, stat, n: 'n', byRow: true, of: row => row.stat === stat }));
// A figure that stands in a column of its own, beside a number of observations.
const value = (metric, stat, column, n = 'n') => ({ metric, stat, n, value: row => row[column] });
const causes = ['process', 'dependency', 'risk_control', 'architecture'];
const partOf = (stat, seconds, category = '') => ({ metric: 'delay-causes', levels: everywhere, stat, category, n: 'n', value: row => seconds(row) / row.total, of: row => !category || row.n >= 20 });
const tooFew = stat => ({ metric: 'delay-causes', levels: everywhere, stat, n: 'n', of: row => row.n < 20 });
const unexplainedOf = row => row.total - row.active - row.shared - causes.reduce((sum, c) => sum + row[c] - row[`${c}_shared`], 0);
const outputs = {
  'deployment': [count('deployment-frequency', 'events'), share('change-fail-rate', 'n', 'failed'), share('deployment-rework-rate', 'n', 'repairs'), ...at(everywhere, share('incident-capture', 'disturbed', 'captured'))],
  'incident-patterns': byStat('incident-patterns', everywhere, 'count', 'cause', 'detected_by', 'severity', 'week_time', 'repeat'),
  'escaped-defects': byStat('escaped-defects', ['team', 'service'], 'share', 'found_in'),
  'on-time-remediation': byStat('on-time-remediation', everywhere, 'share', 'due_outcome', 'due_as'),
  'security-check-coverage': byStat('security-check-coverage', everywhere, 'share', 'pairs'),
  'exceptions-expiring': byStat('exceptions-expiring', ['service', 'portfolio'], 'open', 'expired', 'due_within_30_days', 'due_within_60_days', 'due_within_90_days', 'no_due',
    'renewed', 'renewed_twice', 'without_owner'),
  'verified-fix-share': byStat('verified-fix-share', everywhere, 'share', 'opened', 'closed', 'open_start', 'open_end', 'taken_over', 'handed_over'),
  'security-debt-age': at(everywhere, ...quantiles('security-debt-age'), count('security-debt-age', 'open'), { metric: 'security-debt-age', stat: 'oldest', n: 'n', value: row => row.oldest }, value('security-debt-age', 'lowered', 'lowered')),
  'exposure-of-like': byStat('security-debt-age', everywhere, 'exposure_same', 'exposure_new', 'exposure_unseen'),
  'came-back': at(everywhere, { ...share('verified-fix-share'), stat: 'came_back' }),
  'aged': at(everywhere, count('security-debt-age', 'aged')),
  'exposure': at(everywhere, { metric: 'security-debt-age', stat: 'exposure', n: 'n', value: row => row.seconds }),
  'self-service-share': at(['team', 'portfolio'], share('self-service-share')),
  'pipeline': [share('pipeline-success'), ...['cancel', 'skip'].map(c => ({ ...value('pipeline-success', 'left_out', c, c), category: c })), ...quantiles('pipeline-duration', 'n2'),
    value('pipeline-duration', 'negative', 'negative', 'negative'), ...quantiles('pipeline-duration', 'n3', row => row.until).map(o => ({ ...o, category: 'until_started_at' }))],
  'flaky-reruns': at(everywhere, share('flaky-reruns'), value('flaky-reruns', 'cost', 'cost', 'part')),
  'environment-provisioning-time': at(['team', 'portfolio'], value('environment-provisioning-time', 'negative', 'negative', 'negative')),
  'test-coverage-direction': [value('test-coverage-direction', 'direction', 'direction')],
  'survey-response': at(['team', 'portfolio'], { ...share('friction-points', 'asked', 'n'), stat: 'response' }, count('friction-points', 'respondents')),
  'friction-points': [{ metric: 'friction-points', levels: ['team', 'portfolio'], n: 'n', part: 'part' }],
  'work-item-age': [count('work-in-progress', 'open'), value('work-in-progress', 'mean', 'mean'), value('work-in-progress', 'little', 'little'), count('work-item-age', 'open'), ...quantiles('work-item-age'),
    { ...share('work-item-age', 'n_usual', 'over_usual'), stat: 'older_than_p50' }, { ...share('work-item-age', 'n_late', 'over_late'), stat: 'older_than_p85' }],
  'throughput': [value('throughput', 'rate', 'rate'), count('throughput', 'events'), value('throughput', 'quiet_weeks', 'quiet', 'weeks'), ...[50, 85, 95].map(p => value('throughput', `at_least_${p}`, `p${p}`, 'history'))],
  'risk-control-yield': at(['service', 'portfolio'], share('risk-control-yield'), value('risk-control-yield', 'cost', 'cost', 'n2'), value('risk-control-yield', 'repair', 'repair', 'n3')),
  'delay-causes': [...at(everywhere, count('delay-causes', 'items'), value('delay-causes', 'negative', 'negative', 'negative')),
    { ...partOf('coverage'), value: row => row.total > row.active ? 1 - unexplainedOf(row) / (row.total - row.active) : null },
    partOf('unexplained', unexplainedOf), partOf('active', row => row.active), partOf('shared', row => row.shared),
    tooFew('exclusive'), tooFew('inclusive'), ...causes.flatMap(c => [partOf('exclusive', row => row[c] - row[`${c}_shared`], c), partOf('inclusive', row => row[c], c)])],
  'delay-causes-open': [...at(everywhere, count('delay-causes', 'unfinished')),
    partOf('unexplained_open', unexplainedOf), partOf('active_open', row => row.active), partOf('shared_open', row => row.shared),
    tooFew('exclusive_open'), ...causes.map(c => partOf('exclusive_open', row => row[c] - row[`${c}_shared`], c))],
};
for (const metric of ['change-lead-time', 'review-wait', 'cycle-time']) outputs[metric] = quantiles(metric);
outputs['change-lead-time'].push(...quantiles('change-lead-time', 'n2', row => row.until).map(o => ({ ...o, category: 'until_merged_at' })), ...quantiles('change-lead-time', 'n2', row => row.rest).map(o => ({ ...o, category: 'from_merged_at' })));

// What is estimated from lifetimes that the statements select; see survival.mjs.
const lifetimes = {
  'time-to-fix-vulnerabilities': { levels: everywhere, stats: ['p50', 'p85', 'rmst', 'open', 'oldest'], days: 90, categories: true },
  'failed-deployment-recovery-time': { levels: ['team', 'service'], stats: ['p50', 'p85', 'open'] },
  'environment-provisioning-time': { levels: ['team', 'portfolio'], stats: ['p50', 'p85', 'open'] },
};

// figures turns an output's rows into answers.
function figures(rows) {
  const rest = (row, { byRow, part, value, floors }) => {
    if (byRow) return row.value === undefined || row.value === null ? { part: Number(row.part) } : { value: number(row.value) };
    return { ...part ? { part: Number(row[part]) } : {}, ...value ? { value: number(value(row)), floors } : {} };
  };
  const answer = (row, o) => ({ metric: o.metric, level: row.level, subject: row.subject, month: row.m, stat: o.stat ?? row.stat, category: o.category ?? row.category ?? '', n: Number(row[o.n]), ...rest(row, o) });
  return rows.flatMap(row => outputs[row.metric].filter(o => (o.levels ?? ['team', 'service']).includes(row.level) && (!o.of || o.of(row))).map(o => answer(row, o)));
}

// number is a value as JSON has it: DuckDB's large integers come as bigint.
const number = v => v === null || v === undefined ? null : Number(v);

// computes is which stats of which metrics there are; an output may name stats in its rows.
function computes(answers) {
  const by = {};
  for (const { metric, stat } of [...Object.values(outputs).flat(), ...answers]) if (stat && !by[metric]?.includes(stat)) (by[metric] ??= []).push(stat);
  for (const [metric, { stats }] of Object.entries(lifetimes)) by[metric] = [...by[metric] ?? [], ...stats];
  return by;
}

function peak() {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

const instance = await DuckDBInstance.create(':memory:', { threads: flags.threads, preserve_insertion_order: 'false' });
const connection = await instance.connect();
const report = { version: (await connection.runAndReadAll('SELECT version()')).getRows()[0][0], seconds: 0, steps: [] };
const all = [...variables(), ...Object.keys(tables).map(t => ({ kind: 'make', name: t, sql: source(t) })), ...statements()];
const found = [], lives = {};
let labels = [];
for (const { kind, name, sql } of all) {
  const began = process.hrtime.bigint();
  let result;
  try {
    if (kind === 'lifetimes') {
      lives[name] = estimates(await (await connection.run(sql)).fetchAllChunks(), lifetimes[name]);
    } else {
      result = await connection.runAndReadAll(sql);
    }
    if (kind === 'labels') labels = ['', ...result.getColumns()[0]];
  } catch (error) {
    console.error(`oracle: ${name}: ${error.stack}\n${sql}`);
    process.exit(1);
  }
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  report.seconds += seconds;
  report.steps.push({ name, seconds });
  if (kind === 'output') found.push(result);
}
report.peak = peak();
if (flags.figures) {
  const counted = found.flatMap(r => figures(r.getRowObjects()));
  const answers = counted.concat(...Object.entries(lives).map(([metric, of]) => estimated(of, labels, { metric, ...lifetimes[metric] })));
  writeFileSync(flags.figures, JSON.stringify({ computes: computes(counted), answers }));
}
console.log(JSON.stringify(report));
