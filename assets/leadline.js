// The script of every page, which is complete without it: each chart is a static drawing with
// a data table. When a drawing comes into view, an interactive chart takes its place, mark by
// mark over it; print and any failure show the drawing. What pointing tells is a row of the
// table, which is how it is reached by keyboard.
//
//   <figure class="chart" data-chart>
//     <figcaption>…</figcaption> <svg class="lead-chart">…</svg>
//     <script type="application/json" class="chart-options">…</script>
//   </figure>
(() => {
  'use strict';
  const script = document.currentScript;
  const figures = document.querySelectorAll('figure[data-chart]');
  // Whoever brings colours of their own keeps the drawing: it tells series apart by hatching.
  if (!figures.length || !window.IntersectionObserver || matchMedia('(forced-colors: active)').matches) return;

  const loaded = (name) => new Promise((resolve, reject) => {
    const s = document.createElement('script');
    s.src = new URL(name, script.src).href;
    s.onload = resolve;
    s.onerror = () => reject(new Error('cannot load ' + s.src));
    document.head.append(s);
  });
  let all;
  const load = () => all || (all = Promise.all([loaded('echarts.min.js'), loaded('charts.js')]));

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      load().then(() => window.leadlineChart(target)).catch((e) => { target.dataset.failed = e.message; }); // the drawing stays
    }
  }, { rootMargin: '100px' });
  figures.forEach((f) => seen.observe(f));
})();
