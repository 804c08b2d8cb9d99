// How charts become interactive. leadline.js loads this file, and the library beside it, when
// the first chart comes into view, and calls leadlineChart with each figure's element.
//
// Strings of the options have a meaning under four keys only (formatter, renderItem, color,
// borderColor) and are looked up here; nothing is ever evaluated. Text stays text.
(() => {
  'use strict';

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
    const row = rows[1 + raw.xAxis[0].data.indexOf(params[0].axisValue)];
    if (!row) return '';
    const lines = row.slice(1).map((cell, i) => cell && rows[0][i + 1] + ': ' + cell);
    return [row[0], ...lines.filter(Boolean)].map((l) => (l.length > 90 ? l.slice(0, 89) + '…' : l)).join('\n');
  };

  // The letter of a note, as on the static drawing: 1 is A, 27 is AA.
  const letter = (n) => (n > 0 ? letter(Math.floor((n - 1) / 26)) + String.fromCharCode(65 + (n - 1) % 26) : '');
  const stroke = (api, extra) => ({ stroke: api.visual('color'), lineWidth: 1.5, fill: 'none', ...extra });
  // How custom series are drawn; plot says how large everything is.
  const drawing = (plot) => ({
    // An interval: month, low, high, goes on.
    interval: (_, api) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)])[1];
      const head = api.value(3) ? [[x - 3, high + 5], [x, high], [x + 3, high + 5], [x, high]] : [];
      return { type: 'polyline', silent: true, shape: { points: [...head, [x, high], [x, low]] }, style: stroke(api) };
    },
    // A level line: first month, value, last month, dash.
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
        { type: 'line', shape: { x1: at, y1: y - 8 * plot.scale, x2: at, y2: params.coordSys.y + params.coordSys.height }, style: stroke(api, { lineDash: broken ? [8, 3] : [1, 3] }) },
        { type: 'text', x: at + (broken ? Math.min(half, 8 * plot.scale) : 0), y: y - 10 * plot.scale, style: { text: letter(api.value(3)), align: 'center', verticalAlign: 'bottom', fill: api.visual('color'), font: `bold ${half < 7 ? Math.min(10, plot.text) : plot.text}px sans-serif` } },
      ] };
    },
  });

  const colours = () => {
    const css = getComputedStyle(document.documentElement);
    return (name) => css.getPropertyValue((name > 0 ? '--mark-' : '--') + name).trim() || '#5b6166';
  };

  // hydrate copies options, putting functions and colours where the four keys ask for them.
  const hydrate = (v, key, page) => {
    if (Array.isArray(v)) return v.map((e) => hydrate(e, '', page));
    if (v && typeof v === 'object') {
      return Object.fromEntries(Object.entries(v).map(([k, e]) => [k, hydrate(e, k, page)]));
    }
    if (typeof v !== 'string') return v;
    if (key === 'formatter' && v.startsWith('~fmt:')) return format(v.slice(5));
    if (key === 'renderItem' && v.startsWith('~draw:') && Object.hasOwn(page.draw, v.slice(6))) return page.draw[v.slice(6)];
    if ((key === 'color' || key === 'borderColor') && v.startsWith('~color:')) return page.colour(v.slice(7));
    return v;
  };

  // dressed adds what depends on the page: colours, and every size, so that the chart lies
  // over its drawing. plot is where the drawing has its plot, and its text size and scale.
  const dressed = (raw, figure, plot) => {
    const { rows, ...rest } = raw;
    const colour = colours();
    const o = hydrate(rest, '', { colour, draw: drawing(plot) });
    const text = { color: colour('ink'), fontFamily: getComputedStyle(figure).fontFamily, fontSize: plot.text };
    const muted = { ...text, color: colour('muted') };
    const line = { lineStyle: { color: colour('grid') } };
    const axis = { axisLine: { lineStyle: { color: colour('muted') } }, splitLine: line, axisTick: { show: false } };
    const sized = (v, least) => Math.max(least, v * plot.scale);
    o.textStyle = text;
    o.useUTC = true;
    o.legend = { top: 4 * plot.scale, left: 4 * plot.scale, padding: 0, itemGap: 0.7 * plot.text, itemWidth: sized(22, 14), itemHeight: plot.text, ...o.legend, textStyle: { ...text, width: 230 * plot.scale, overflow: 'truncate' }, tooltip: { show: false } };
    o.grid = { left: plot.left, right: plot.right, top: plot.top, height: plot.height, outerBoundsMode: 'none' };
    const n = o.xAxis[0].data.length;
    const step = [1, 2, 3, 6, 12, 24].find((s) => s * plot.width / n > 4.6 * plot.text) || 60;
    const label = { interval: (i) => (n - 1 - i) % step === 0, margin: o.xAxis[0].axisLabel.margin * plot.scale };
    o.xAxis = [{ ...o.xAxis[0], ...axis, splitLine: { show: false }, axisLabel: { ...muted, ...label } }];
    o.yAxis = { ...o.yAxis, ...axis, axisLine: { show: false }, nameTextStyle: { ...muted, align: 'left', width: plot.left + plot.width, overflow: 'truncate' },
      nameLocation: 'end', nameGap: plot.gap, axisLabel: { ...muted, margin: 6 * plot.scale, ...o.yAxis.axisLabel } };
    // Rich text: the default needs style attributes, which the pages' policy forbids.
    o.tooltip = { show: true, trigger: 'axis', confine: true, renderMode: 'richText', formatter: (params) => tip(raw, params), backgroundColor: colour('paper'), borderColor: colour('muted'), textStyle: { ...text, fontSize: 13 },
      axisPointer: { animation: false, type: o.series[0].type === 'bar' ? 'shadow' : 'line', shadowStyle: { color: colour('grid'), opacity: 0.35 }, lineStyle: { color: colour('muted') } } };
    for (const s of o.series) {
      // Every month keeps its mark, however narrow: without one, a value between two gaps is gone.
      if (s.type === 'line') s.showAllSymbol = true;
      if (s.type === 'line') s.symbolSize = Math.max(5, Math.min((s.symbolSize || 9) * plot.scale, 0.8 * plot.width / n));
      else if (s.symbolSize > 0) s.symbolSize = sized(s.symbolSize, 5);
    }
    for (const s of o.series.filter((s) => s.symbolOffset)) { // marks below the plot
      s.symbolOffset = s.symbolOffset.map((v) => v * plot.scale);
      s.symbolSize = s.symbolSize.map((v) => v * plot.scale);
    }
    o.animation = false; // for nobody, so also for those who ask for reduced motion
    o.stateAnimation = { duration: 0 };
    return o;
  };

  // start lays the interactive chart over the drawing of a figure, and keeps it there.
  const start = (figure) => {
    const svg = figure.querySelector('svg.lead-chart');
    const raw = JSON.parse(figure.querySelector('script.chart-options').textContent);
    let box, chart, width;
    const frame = svg.viewBox.baseVal, area = svg.querySelector('.grid').getBBox(), name = svg.querySelector('.axis-label');
    const plotOf = (width) => {
      const scale = width / frame.width;
      return { scale, text: scale * parseFloat(getComputedStyle(svg).fontSize), left: scale * area.x, right: scale * (frame.width - area.x - area.width),
        width: scale * area.width, top: scale * area.y, height: scale * area.height, gap: name ? scale * (area.y - name.getAttribute('y') - 4) : 0 };
    };

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
      const size = { width, height: width * frame.height / frame.width };
      if (chart) chart.resize(size);
      else chart = echarts.init(box, null, { renderer: 'svg', ...size });
      chart.setOption(dressed(raw, figure, plotOf(width)), { notMerge: true });
      figure.classList.add('is-live');
    };
    const fail = (e) => {
      figure.classList.remove('is-live'); // the drawing stays
      figure.dataset.failed = e.message;
    };
    const again = () => { try { show(window.echarts); } catch (e) { fail(e); } };
    const resized = () => {
      if (!figure.clientWidth || figure.clientWidth === width) return; // not shown, or as before
      width = figure.clientWidth;
      again();
    };
    resized();
    if (window.ResizeObserver) new ResizeObserver(resized).observe(figure);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  };

  window.leadlineChart = start;
})();
