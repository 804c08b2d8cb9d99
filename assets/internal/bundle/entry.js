// What Leadline's charts use of ECharts, and no more.
import { use, init, registerCustomSeries } from 'echarts/core';
import { LineChart, BarChart, ScatterChart, CustomChart, HeatmapChart } from 'echarts/charts';
import {
  GridComponent, TooltipComponent, LegendComponent, DatasetComponent, AriaComponent,
  MarkLineComponent, MarkAreaComponent, MarkPointComponent,
} from 'echarts/components';
import { ScatterJitter } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

use([
  LineChart, BarChart, ScatterChart, CustomChart, HeatmapChart,
  GridComponent, TooltipComponent, LegendComponent, DatasetComponent, AriaComponent,
  MarkLineComponent, MarkAreaComponent, MarkPointComponent,
  ScatterJitter, SVGRenderer,
]);

export { init, registerCustomSeries };
