import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PlotPart } from '../../../protocol/cellResult.ts';
import { Icon } from '../../icon.tsx';
import { axisOf, type Axis } from '../axis.ts';

type Series = PlotPart['series'][number];
type Point = readonly [x: number, y: number];

const size = { width: 640, height: 280 };
const frame = { left: 58, right: 14, top: 10, bottom: 42 };
const pointsDrawn = 1_000;
const pointsMarked = 40;
const pointsListed = 200;

export function PlotView({ part: { label, xLabel, series } }: { part: PlotPart }): JSX.Element {
  const drawn = series.map(({ name, points }) => ({ name, points: thin(points.filter(isPoint), pointsDrawn) }));
  const x = axisOf(
    drawn.flatMap(({ points }) => points.map(([value]) => value)),
    6,
  );
  const y = axisOf(
    drawn.flatMap(({ points }) => points.map(([, value]) => value)),
    5,
  );
  const at = placer(x, y);
  return (
    <section class="part plot" aria-label={label}>
      <div class="head">
        <h4 class="label">{label}</h4>
        <Legend series={series} />
      </div>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={describe(label, xLabel, series)}>
        <Axes x={x} y={y} at={at} xLabel={xLabel} />
        {drawn.map(({ name, points }, index) => (
          <g key={index} class={`series series${index % 6}`}>
            <path d={points.map((point, order) => `${order === 0 ? 'M' : 'L'}${at(point)}`).join('')} />
            {points.length <= pointsMarked &&
              points.map((point, order) => (
                <circle key={order} cx={at.x(point[0])} cy={at.y(point[1])} r="2.5">
                  <title>{`${name} at ${xLabel} ${point[0]}: ${point[1]}`}</title>
                </circle>
              ))}
          </g>
        ))}
      </svg>
      <Numbers xLabel={xLabel} series={series} />
    </section>
  );
}

const isPoint = (point: readonly number[]): boolean => point.length >= 2;

interface Placer {
  ([x, y]: Point): string;
  x(value: number): number;
  y(value: number): number;
}

function placer(xAxis: Axis, yAxis: Axis): Placer {
  const width = size.width - frame.left - frame.right;
  const height = size.height - frame.top - frame.bottom;
  const x = (value: number) => tenth(frame.left + (width * (value - xAxis.min)) / (xAxis.max - xAxis.min));
  const y = (value: number) => tenth(frame.top + height - (height * (value - yAxis.min)) / (yAxis.max - yAxis.min));
  return Object.assign(([left, up]: Point) => `${x(left)} ${y(up)}`, { x, y });
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function Axes({ x, y, at, xLabel }: { x: Axis; y: Axis; at: Placer; xLabel: string }): JSX.Element {
  const [left, right] = [frame.left, size.width - frame.right];
  const bottom = size.height - frame.bottom;
  return (
    <g class="axes">
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={left} x2={right} y1={at.y(tick)} y2={at.y(tick)} />
          <text x={left - 8} y={at.y(tick) + 4} text-anchor="end">
            {y.format(tick)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <g key={tick}>
          <line x1={at.x(tick)} x2={at.x(tick)} y1={bottom} y2={bottom + 4} />
          <text x={at.x(tick)} y={bottom + 17} text-anchor="middle">
            {x.format(tick)}
          </text>
        </g>
      ))}
      <line x1={left} x2={right} y1={bottom} y2={bottom} />
      <text x={(left + right) / 2} y={size.height - 6} text-anchor="middle">
        {xLabel}
      </text>
    </g>
  );
}

/** Each line has a colour and a pattern of its own: neither is needed to read the other. */
function Legend({ series }: { series: readonly Series[] }): JSX.Element {
  return (
    <ul class="legend" aria-label="Lines">
      {series.map(({ name }, index) => (
        <li key={index} class={`series series${index % 6}`}>
          <svg viewBox="0 0 24 8" width="24" height="8" aria-hidden="true">
            <path d="M0 4H24" />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

function Numbers({ xLabel, series }: { xLabel: string; series: readonly Series[] }): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <details class="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="chevron-right" />
        Numbers
      </summary>
      {open && (
        <div class="tableFrame tall" tabIndex={0}>
          <table class="data">
            <thead>
              <tr>
                <th scope="col">Line</th>
                <th scope="col">{xLabel}</th>
                <th scope="col">Value</th>
              </tr>
            </thead>
            <tbody>
              {series.flatMap(({ name, points }, line) =>
                thin(points.filter(isPoint), pointsListed).map(([x, y], index) => (
                  <tr key={`${line} ${index}`}>
                    <th scope="row">{name}</th>
                    <td class="number">{x}</td>
                    <td class="number">{y}</td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

/** At most `count` of the points, evenly chosen, the last always among them. */
function thin(points: readonly Point[], count: number): readonly Point[] {
  if (points.length <= count) return points;
  return Array.from(
    { length: count },
    (_, index) => points[Math.round((index * (points.length - 1)) / (count - 1))],
  ).filter((point) => point !== undefined);
}

function describe(label: string, xLabel: string, series: readonly Series[]): string {
  const lines = series.map(({ name, points }) => {
    const [first, last] = [points.at(0)?.[1], points.at(-1)?.[1]];
    return first === undefined || last === undefined ? `${name}: no points` : `${name}: from ${first} to ${last}`;
  });
  return `${label} by ${xLabel}. ${lines.join('; ')}.`;
}
