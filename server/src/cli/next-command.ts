import type { Engine } from '../workspace/engine.ts';
import {
  type Forecast,
  type ForecastVerdict,
  forecastSummary,
  verdictText,
} from '../workspace/machine/forecast.ts';
import { forecastNextKernel } from '../workspace/machine/next-kernel.ts';
import { tableRows } from './table.ts';
import { refuse, styled, type Terminal, type Writer } from './terminal.ts';

/**
 * Runs `dkms-tools next`: which of the registered modules will build for a kernel. Returns the exit code: 1 if one of them will fail, 2 if
 * nothing can be predicted.
 */
export async function runNext(
  engine: Engine,
  given: { readonly release?: string; readonly format: 'text' | 'json'; readonly dist: string },
  terminal: Terminal,
): Promise<number> {
  const forecast = await forecastNextKernel(engine, given);
  if ('wrong' in forecast) return refuse(terminal, forecast.wrong);
  for (const fault of forecast.faults) terminal.err.write(`dkms-tools: ${fault}\n`);
  terminal.out.write(given.format === 'json' ? asJson(forecast) : asText(forecast, terminal.out));
  return forecast.modules.some(({ verdict }) => verdict === 'fails') ? 1 : 0;
}

function asJson({ kernel, arch, headersOf, modules, faults }: Forecast): string {
  const document = {
    ...{ version: 1, kernel, arch, headersOf: headersOf ?? null, faults },
    modules: modules.map(({ directive, evidence, ...module }) => ({
      ...module,
      directive: directive ?? null,
      evidence: evidence.map(({ change, ...one }) => ({ ...one, change: change ?? null })),
    })),
  };
  return `${JSON.stringify(document)}\n`;
}

const colours: Readonly<Record<ForecastVerdict, 'green' | 'red' | 'yellow' | 'dim'>> = {
  ...{ builds: 'green', fails: 'red', skipped: 'yellow', 'not-tried': 'dim', unknown: 'yellow' },
};

function asText(forecast: Forecast, out: Writer): string {
  const { kernel, arch, modules, headersOf } = forecast;
  const by = headersOf === undefined || headersOf === kernel ? '' : `, by the headers of ${headersOf}`;
  const end = `${kernel} (${arch})${by}: ${forecastSummary(forecast)}\n`;
  if (modules.length === 0) return end;
  const [head = '', ...rows] = tableRows([
    ['module', ...modules.map(({ module }) => module)],
    ['version', ...modules.map(({ version }) => version)],
    ['verdict', ...modules.map(({ verdict }) => styled(out, colours[verdict], verdictText(verdict)))],
    ['certainty', ...modules.map(({ certainty }) => certainty)],
  ]);
  const body = rows.flatMap((row, at) => {
    const { reason = '', directive, evidence = [] } = modules[at] ?? {};
    return [
      row,
      ...(directive ? [`    ${directive.name}="${directive.value}"`] : []),
      `    ${reason}`,
      ...evidence.map(({ file, line, text }) => `    ${styled(out, 'dim', `${file}:${line}:`)} ${text}`),
    ];
  });
  return [styled(out, 'dim', head), ...body, '', end].join('\n');
}
