import type { PlotPart } from '../../../protocol/cellResult.ts';
import { numberOf, objectOf, type Json } from './json.ts';

type Point = readonly [x: number, y: number];

/** The numbers that a fine-tuning job measured, by its steps: from checkpoints, from events, or from rows of its result file. */
export function metricsPlot(items: readonly Json[]): PlotPart | undefined {
  const series = new Map<string, Point[]>();
  for (const item of items) {
    const measured = objectOf(item.metrics ?? (item.type === 'metrics' ? item.data : undefined));
    const step = numberOf(measured.step) ?? numberOf(item.step_number);
    if (step === undefined) continue;
    for (const [name, value] of Object.entries(measured)) {
      const number = numberOf(value);
      if (number === undefined || !/loss|accuracy|reward/.test(name)) continue;
      const points = series.get(name) ?? [];
      series.set(name, points);
      points.push([step, number]);
    }
  }
  if (series.size === 0) return undefined;
  return {
    kind: 'plot',
    label: 'Metrics',
    xLabel: 'step',
    series: [...series].map(([name, points]) => ({ name, points: points.toSorted(([a], [b]) => a - b) })),
  };
}

/** The result file of a job: `step,train_loss,…`. Undefined for any other text. */
export function resultFilePlot(text: string): PlotPart | undefined {
  if (!/^\ufeff?step,[\w,]*(loss|accuracy|reward)/.test(text)) return undefined;
  const [header = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const names = header.split(',');
  const rows = lines.map((line) => {
    const values = line
      .split(',')
      .map((value, index) => [names[index] ?? '', value === '' ? undefined : Number(value)] as const);
    return { metrics: Object.fromEntries(values) };
  });
  return metricsPlot(rows);
}
