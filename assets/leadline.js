// Leadline's only script. A page is complete without it: every chart is a static drawing
// with a data table. Where the script runs, it puts an interactive chart in the place of a
// drawing, exactly as large, when the drawing comes into view and is large enough to point
// at; print, narrow screens and any failure show the drawing. What pointing tells is a row of
// the table, which is how it is reached by keyboard.
//
//   <figure class="chart" data-chart>
//     <figcaption>…</figcaption> <svg class="lead-chart">…</svg>
//     <script type="application/json" class="chart-options">…</script>
//   </figure>
//
// Strings of the options have a meaning under four keys only (formatter, renderItem, color,
// borderColor) and are looked up here; nothing is ever evaluated. Text stays text.
(() => {
  'use strict';
  const script = document.currentScript;
  const figures = document.querySelectorAll('figure[data-chart]');
  if (!figures.length || !window.IntersectionObserver) return;

  // The bundle lies beside this file, under the name that data-echarts gives it.
  const address = new URL(script.dataset.echarts || 'echarts.min.js', script.src).href;
  let bundle;
  const load = () => bundle || (bundle = new Promise((resolve, reject) => {
    const s = document.createElement('script');
    s.src = address;
    s.onload = () => (window.echarts ? resolve(window.echarts) : reject(new Error('no echarts in ' + address)));
    s.onerror = () => reject(new Error('cannot load ' + address));
    document.head.append(s);
  }));

  // Numbers as the static axes print them, whatever the browser's language.
  const grouped = (v) => {
    const [whole, part] = String(Math.abs(+v.toPrecision(6))).split('.');
    if (whole.includes('e')) return v.toExponential(1);
    return (v < 0 ? '\u2212' : '') + whole.replace(/\B(?=(\d{3})+$)/g, ',') + (part ? '.' + part : '');
  };
  const format = (name) => {
    return name === 'percent' ? (v) => grouped(v) + ' %' : grouped;
  };

  // The tooltip is one row of the table below the chart, word for word. A word joiner, which is
  // not seen, keeps "{style|" from being read as rich text.
  const cells = (row) => [...row.cells].map((c) => c.textContent.replace(/\{/g, '{\u2060'));
  const tip = (raw, params) => {
    const rows = raw.rows;
    const row = rows[1 + (Array.isArray(params) ? raw.xAxis[0].data.indexOf(params[0].axisValue) : params.dataIndex)];
    if (!row) return '';
    const lines = row.slice(1).map((cell, i) => cell && rows[0][i + 1] + ': ' + cell);
    return [row[0], ...lines.filter(Boolean)].map((l) => (l.length > 90 ? l.slice(0, 89) + '…' : l)).join('\n');
  };

  // The letter of a note, as on the static drawing: 1 is A, 27 is AA.
  const letter = (n) => (n > 0 ? letter(Math.floor((n - 1) / 26)) + String.fromCharCode(65 + (n - 1) % 26) : '');
  const stroke = (api, extra) => ({ stroke: api.visual('color'), lineWidth: 1.5, fill: 'none', ...extra });
  const draw = {
    // An interval: month, low, high, place among the month's bars, how many, goes on.
    interval: (_, api) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)])[1];
      const of = api.value(4);
      const at = x + (of > 1 ? (api.value(3) - (of - 1) / 2) * api.size([1, 0])[0] * 0.76 / of : 0);
      const head = api.value(5) ? [[at - 3, high + 5], [at, high], [at + 3, high + 5], [at, high]] : [];
      return { type: 'polyline', silent: true, shape: { points: [...head, [at, high], [at, low]] }, style: stroke(api) };
    },
    // A level line: first column, value, last column, dash.
    span: (_, api) => {
      const half = api.size([1, 0])[0] / 2;
      const [x, y] = api.coord([api.value(0), api.value(1)]);
      const end = api.coord([api.value(2), api.value(1)])[0];
      return { type: 'line', silent: true, shape: { x1: x - half, y1: y, x2: end + half, y2: y }, style: stroke(api, { lineDash: [null, [6, 4], [2, 4]][api.value(3)] }) };
    },
    // An event or a break: month, height of the plot, whether it is a break, its letter's number.
    flag: (params, api) => {
      const broken = api.value(2) === 1;
      const [x, y] = api.coord([api.value(0), api.value(1)]);
      const half = api.size([1, 0])[0] / 2;
      const at = x - (broken ? half : 0);
      return { type: 'group', silent: true, children: [
        { type: 'line', shape: { x1: at, y1: y - 4, x2: at, y2: params.coordSys.y + params.coordSys.height }, style: stroke(api, { lineDash: broken ? [8, 3] : [1, 3] }) },
        { type: 'text', x: at + (broken ? Math.min(half, 8) : 0), y: y - 5, style: { text: letter(api.value(3)), align: 'center', verticalAlign: 'bottom', fill: api.visual('color'), font: `bold ${half < 7 ? 10 : 13}px sans-serif` } },
      ] };
    },
  };

  const colours = () => {
    const css = getComputedStyle(document.documentElement);
    return (name) => css.getPropertyValue((name > 0 ? '--mark-' : '--') + name).trim() || '#5b6166';
  };

  // hydrate copies options, putting functions and colours where the four keys ask for them.
  const hydrate = (v, key, colour) => {
    if (Array.isArray(v)) return v.map((e) => hydrate(e, '', colour));
    if (v && typeof v === 'object') {
      return Object.fromEntries(Object.entries(v).map(([k, e]) => [k, hydrate(e, k, colour)]));
    }
    if (typeof v !== 'string') return v;
    if (key === 'formatter' && v.startsWith('@fmt:')) return format(v.slice(5));
    if (key === 'renderItem' && v.startsWith('@draw:') && Object.hasOwn(draw, v.slice(6))) return draw[v.slice(6)];
    if ((key === 'color' || key === 'borderColor') && v.startsWith('@color:')) return colour(v.slice(7));
    return v;
  };

  const keyRows = ({ legend }, width) => legend.show && Math.ceil(legend.data.reduce((sum, { name }) => sum + 50 + 7.5 * Math.min(name.length, 30), 0) / width);

  // inPanels repeats both axes for each of several grids below one another, which share the
  // pointer; each is named by its series, and the last has the names of the months.
  const inPanels = (o, grids, width) => {
    const last = grids.length - 1;
    const scale = width / 560; // as the drawing, whose frame is 560 wide
    o.grid = grids.map((g) => ({ ...g, left: 44 * scale, right: 56 * scale, outerBoundsMode: 'none' }));
    o.xAxis = grids.map((_, i) => ({ ...o.xAxis[0], gridIndex: i, axisLabel: { ...o.xAxis[0].axisLabel, show: i === last } }));
    o.yAxis = grids.map((_, i) => ({ ...o.yAxis, gridIndex: i, name: o.series[i].name, nameGap: 8 }));
    o.axisPointer = { link: [{ xAxisIndex: 'all' }] };
  };

  // dressed adds what depends on the page: text sizes, colours of axes, room for the key.
  const dressed = (raw, figure, width) => {
    const { rows, ...rest } = raw;
    const colour = colours();
    const o = hydrate(rest, '', colour);
    const font = getComputedStyle(figure).fontFamily;
    const text = { color: colour('ink'), fontFamily: font, fontSize: 13 };
    const muted = { ...text, color: colour('muted') };
    const line = { lineStyle: { color: colour('grid') } };
    const axis = { axisLine: { lineStyle: { color: colour('muted') } }, splitLine: line, axisTick: { show: false } };
    const dots = o.tooltip.trigger === 'item';
    const panels = o.grid && o.grid.length > 1 && o.grid;
    o.textStyle = text;
    o.useUTC = true;
    o.legend = { top: 0, left: 0, ...o.legend, textStyle: { ...text, width: 210, overflow: 'truncate' }, itemWidth: 22, tooltip: { show: false } };
    o.grid = { left: 8, right: 16, top: keyRows(raw, width) * 26 + 48, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' };
    const n = o.xAxis[0].data.length;
    const step = [1, 2, 3, 6, 12, 24].find((s) => s * (width - 60) / n > 60) || 60;
    const names = dots ? { interval: 0, width: (width - 60) / n, overflow: 'break' } : { interval: (i) => (n - 1 - i) % step === 0 };
    o.xAxis = [{ ...o.xAxis[0], ...axis, splitLine: { show: false }, jitter: dots ? 40 : 0, jitterOverlap: false, axisLabel: { ...muted, ...o.xAxis[0].axisLabel, ...names } }];
    o.yAxis = { ...o.yAxis, ...axis, axisLine: { show: false }, nameTextStyle: { ...muted, align: 'left', width: width - 40, overflow: 'truncate' },
      nameLocation: 'end', nameGap: 22, axisLabel: { ...muted, ...o.yAxis.axisLabel } };
    // Rich text: the default needs style attributes, which the pages' policy forbids.
    o.tooltip = { show: true, confine: true, renderMode: 'richText', formatter: (params) => tip(raw, params), ...o.tooltip, backgroundColor: colour('paper'), borderColor: colour('muted'), textStyle: text, 
      axisPointer: { animation: false, type: o.series[0].type === 'bar' ? 'shadow' : 'line', shadowStyle: { color: colour('grid'), opacity: 0.35 }, lineStyle: { color: colour('muted') } } };
    for (const s of o.series) {
      if (s.type === 'bar' && !s.stack && !panels) s.barMinHeight = 2; // zero is not a gap
      // Every month keeps its mark, however narrow: without one, a value between two gaps is gone.
      if (s.type === 'line') Object.assign(s, { showAllSymbol: true, symbolSize: Math.max(5, Math.min(s.symbolSize || 9, 0.8 * (width - 60) / n)) });
    }
    if (panels) inPanels(o, panels, width);
    o.animation = false; // for nobody, so also for those who ask for reduced motion
    o.stateAnimation = { duration: 0 };
    return o;
  };

  // Chart is one figure: its drawing, and the interactive chart once there is one.
  const start = (figure) => {
    const svg = figure.querySelector('svg.lead-chart');
    const raw = JSON.parse(figure.querySelector('script.chart-options').textContent);
    if (!raw) return; // nothing to explore
    let box, chart, width;
    // The drawing's own height, so that nothing below moves; at least so high that there is
    // something to point at below the key.
    const height = (width) => width * svg.viewBox.baseVal.height / svg.viewBox.baseVal.width;
    const fits = () => figure.clientWidth >= 440 && height(figure.clientWidth) >= keyRows(raw, figure.clientWidth) * 26 + 200;

    const show = (echarts) => {
      if (!box) {
        raw.rows = [...figure.querySelectorAll('details table tr')].map(cells);
        const outer = Object.assign(document.createElement('div'), { className: 'chart-live' });
        box = Object.assign(document.createElement('div'), { className: 'chart-canvas' });
        box.setAttribute('role', 'img');
        box.setAttribute('aria-label', svg.querySelector('title').textContent);
        outer.append(box);
        svg.after(outer);
      }
      width = figure.clientWidth;
      const size = { width, height: height(width) };
      if (chart) chart.resize(size);
      else chart = echarts.init(box, null, { renderer: 'svg', ...size });
      chart.setOption(dressed(raw, figure, width), { notMerge: true });
      figure.classList.add('is-live');
    };
    const fail = (e) => {
      figure.classList.remove('is-live'); // the drawing stays
      figure.dataset.failed = e.message;
    };
    const again = () => {
      if (!fits()) return figure.classList.remove('is-live');
      load().then(show).catch(fail);
    };
    again();
    if (window.ResizeObserver) new ResizeObserver(() => { if (figure.clientWidth && figure.clientWidth !== width) { width = figure.clientWidth; again(); } }).observe(figure);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  };

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      start(target);
    }
  }, { rootMargin: '100px' });
  figures.forEach((f) => f.querySelector('svg.lead-chart') && f.querySelector('script.chart-options') && seen.observe(f));
})();
