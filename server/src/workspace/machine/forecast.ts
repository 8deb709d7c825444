/** What will become of the modules that are registered with dkms when a kernel is installed. */
export interface Forecast {
  readonly kernel: string;
  readonly arch: string;
  /** The kernel whose headers were used: the kernel itself, or an older one in its place. Absent if there is none. */
  readonly headersOf?: string;
  /** By module and version. */
  readonly modules: readonly ModuleForecast[];
  /** A sentence for each thing that could not be read. */
  readonly faults: readonly string[];
}

/** `skipped`: a directive excludes the kernel. `not-tried`: dkms does not build it by itself. */
export type ForecastVerdict = 'builds' | 'skipped' | 'fails' | 'not-tried' | 'unknown';

/**
 * How certain a verdict is. `certain`: files say so. `likely`: the headers say so, and nothing was compiled. `unsure`: there is little
 * evidence.
 */
export type Certainty = 'certain' | 'likely' | 'unsure';

export interface ModuleForecast {
  readonly module: string;
  readonly version: string;
  readonly verdict: ForecastVerdict;
  readonly certainty: Certainty;
  /** Sentences. */
  readonly reason: string;
  /** The directive that excludes the kernel or switches automatic builds off, with its value. */
  readonly directive?: { readonly name: string; readonly value: string };
  /** Uses in the source that will not compile, in the order of files and lines. */
  readonly evidence: readonly ForecastEvidence[];
}

export interface ForecastEvidence {
  /** Absolute. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly name: string;
  /** Sentences. */
  readonly text: string;
  /** The id of the known change, if it is one. */
  readonly change?: string;
}

const verdicts: Readonly<Record<ForecastVerdict, string>> = {
  ...{ builds: 'builds', skipped: 'skipped', fails: 'fails', unknown: 'not known' },
  'not-tried': 'not built',
};

/** A verdict in a word or two. */
export function verdictText(verdict: ForecastVerdict): string {
  return verdicts[verdict];
}

/** The number of modules with each verdict, such as `2 build, 1 fails`. */
export function forecastSummary({ modules }: Forecast): string {
  if (modules.length === 0) return 'no module is registered with dkms';
  const count = (wanted: ForecastVerdict) => modules.filter(({ verdict }) => verdict === wanted).length;
  const parts: readonly (readonly [number, string, string])[] = [
    [count('builds'), 'builds', 'build'],
    [count('fails'), 'fails', 'fail'],
    [count('skipped'), 'is skipped', 'are skipped'],
    [count('not-tried'), 'is not built', 'are not built'],
    [count('unknown'), 'is not known', 'are not known'],
  ];
  return parts
    .filter(([number]) => number > 0)
    .map(([number, one, more]) => `${number} ${number === 1 ? one : more}`)
    .join(', ');
}
