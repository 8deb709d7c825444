import { dependencyNames } from '../../builds/warnings/build-dependencies.ts';
import type { Conf } from '../../conf/conf.ts';
import type { DirectiveName } from '../../conf/directives/directive.ts';
import type { Reading } from '../../conf/reading/reading.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import type { BuildTarget } from '../build-target.ts';
import type { Engine } from '../engine.ts';
import { factsOfKernel } from '../kernels/kernel-facts.ts';
import type { BuildNode } from './build-order.ts';

/** A file that is opened once for all kernels; `undefined` if it can't be read. */
interface Opened {
  readonly name?: string;
  readonly conf?: Conf;
}

/** Reads the name and the dependencies in each dkms.conf, for each of its kernels. What is not known without running the file is left out. */
export async function readBuildGraph(
  engine: Engine,
  targets: readonly BuildTarget[],
): Promise<readonly BuildNode[]> {
  const kernels = new Map((await engine.kernels()).map((kernel) => [kernel.name, kernel]));
  const files = new Map<string, Opened>();
  try {
    const nodes: BuildNode[] = [];
    for (const target of targets) {
      const file = files.get(target.conf) ?? (await open(engine, target.conf));
      files.set(target.conf, file);
      const kernel = kernels.get(target.kernel);
      const depends = file.conf && kernel ? await dependsOf(engine, target.conf, file.conf, kernel) : [];
      nodes.push({ target, depends, ...(file.name !== undefined && { name: file.name }) });
    }
    return nodes;
  } finally {
    for (const { conf } of files.values()) conf?.dispose();
  }
}

async function open(engine: Engine, path: string): Promise<Opened> {
  const file = await engine.readModule(path);
  if (file.kind !== 'text') return {};
  const conf = engine.openConf(file.text);
  const [name] = knownTexts(engine.readings.read(conf, path), 'PACKAGE_NAME');
  return { conf, ...(name !== undefined && { name }) };
}

async function dependsOf(
  engine: Engine,
  path: string,
  conf: Conf,
  kernel: Kernel,
): Promise<readonly string[]> {
  // Most have no dependencies, and a reading for each kernel takes time.
  if (!conf.text.includes('BUILD_DEPENDS')) return [];
  const facts = await factsOfKernel(engine.kernelConfigs, kernel, engine.dkmsVersionFor(path));
  const reading = engine.readings.readAsAdded(conf, path, { kernel: facts });
  return [...new Set(knownTexts(reading, 'BUILD_DEPENDS').flatMap(dependencyNames))];
}

function knownTexts(reading: Reading, name: DirectiveName): readonly string[] {
  const elements = reading.directives.get(name) ?? [];
  return elements.flatMap(({ value }) => (value.kind === 'known' ? [value.text] : []));
}
