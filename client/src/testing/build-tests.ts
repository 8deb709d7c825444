import {
  type CancellationToken,
  Location,
  Position,
  type TestController,
  type TestItem,
  TestMessage,
  type TestRun,
  TestRunProfileKind,
  TestRunRequest,
  TestTag,
  tests,
  Uri,
} from 'vscode';
import type { BuildClient } from '../builds/build-client.ts';
import { terminalText } from '../builds/build-text.ts';
import type { Module } from '../builds/module.ts';
import type { ModuleStore } from '../builds/module-store.ts';
import type { Target } from '../builds/targets.ts';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import type { ResultStore } from '../results/result-store.ts';
import { ReportedResults, type TestOutcome, testOutcome } from './reported-results.ts';

/** What the Test Explorer needs. */
export interface TestParts {
  readonly modules: ModuleStore;
  readonly kernels: KernelStore;
  readonly results: ResultStore;
  readonly builds: BuildClient;
}

/** The state of the Test Explorer. */
interface Tests {
  readonly controller: TestController;
  readonly targets: WeakMap<TestItem, Target>;
  readonly reported: ReportedResults;
  /** Ids of the tests whose results a run of the Test Explorer has yet to report. */
  readonly open: Set<string>;
}

/**
 * Shows builds as tests: a module is a suite, each kernel of the set a test of it, and a test run builds.
 * Also shows the results of builds that began elsewhere or in earlier sessions.
 */
export function offerTests(context: Context, parts: TestParts): void {
  const controller = tests.createTestController('dkms', 'DKMS Builds');
  const own: Tests = { controller, targets: new WeakMap(), reported: new ReportedResults(), open: new Set() };
  const mirror = () => mirrorResults(own, parts.results);
  const fill = () => {
    const modules = parts.modules.known ?? [];
    controller.items.replace(modules.map((module) => suite(own, module, parts.kernels)));
    mirror();
  };
  controller.refreshHandler = async () => {
    await parts.modules.list(true);
    await parts.kernels.list(true);
  };
  controller.createRunProfile(
    'Build',
    TestRunProfileKind.Run,
    async (request, token) => {
      await runTests(own, request, parts, token);
      mirror();
    },
    true,
    buildable,
  );
  context.own(
    controller,
    parts.modules.onChanged(fill),
    parts.kernels.onChanged(fill),
    parts.results.onChanged(mirror),
  );
}

const buildable = new TestTag('dkms');

function suite({ controller, targets }: Tests, { conf, name }: Module, kernels: KernelStore): TestItem {
  const module = controller.createTestItem(conf.toString(), name, conf);
  module.tags = [buildable];
  const set = (kernels.known ?? []).filter(({ inSet, status }) => inSet && status === 'ready');
  module.children.replace(
    set.map(({ name: kernel }, index) => {
      const test = controller.createTestItem(`${conf.toString()} ${kernel}`, kernel, conf);
      test.tags = [buildable];
      // Newest first, as in the other views; without `sortText`, VS Code sorts by label.
      test.sortText = String(index).padStart(4, '0');
      targets.set(test, { conf, name, kernel });
      return test;
    }),
  );
  return module;
}

/** Reports builds that did not start in the Test Explorer, as a test run that VS Code does not persist: the server keeps the results. */
function mirrorResults({ controller, targets, reported, open }: Tests, results: ResultStore): void {
  const updates = leavesOf(controller).flatMap((test) => {
    const target = targets.get(test);
    if (!target || open.has(test.id)) return [];
    const update = reported.findUpdate(test.id, results.cell(target.conf.toString(), target.kernel).result);
    return update ? [{ test, target, update }] : [];
  });
  const ended = updates.flatMap(({ test, target, update }) =>
    update.outcome ? [{ test, outcome: testOutcome(update.outcome, target.kernel) }] : [],
  );
  if (ended.length > 0) {
    const request = new TestRunRequest(ended.map(({ test }) => test));
    const run = controller.createTestRun(request, undefined, false);
    for (const { test, outcome } of ended) show(run, test, outcome);
    run.end();
  }
  const outdated = updates.filter(({ update }) => update.isOutdated).map(({ test }) => test);
  if (outdated.length > 0) controller.invalidateTestResults(outdated);
}

async function runTests(
  { controller, targets, reported, open }: Tests,
  request: TestRunRequest,
  { builds }: TestParts,
  token: CancellationToken,
): Promise<void> {
  const run = controller.createTestRun(request);
  const wanted = leavesOf(controller, request.include, request.exclude).flatMap((test) => {
    const target = targets.get(test);
    return target ? [{ test, target }] : [];
  });
  const testOf = ({ conf, kernel }: { conf: string; kernel: string }) =>
    wanted.find(({ target }) => target.kernel === kernel && target.conf.toString() === conf)?.test;
  const left = new Map(wanted.map(({ test }) => [test.id, test]));
  for (const { test } of wanted) {
    open.add(test.id);
    run.enqueued(test);
  }
  try {
    await builds.run(
      wanted.map(({ target }) => target),
      {
        output: (of) => {
          const test = testOf(of);
          if (!test) return;
          if (left.has(test.id)) run.started(test);
          run.appendOutput(terminalText(of.text), undefined, test);
        },
        ended: (report) => {
          const test = testOf(report);
          if (!test || !left.delete(test.id)) return;
          show(run, test, testOutcome(report, report.kernel));
          reported.markReported(test.id, report);
          open.delete(test.id);
        },
      },
      token,
    );
  } catch (error) {
    for (const test of left.values())
      run.errored(test, new TestMessage(String(error instanceof Error ? error.message : error)));
  } finally {
    for (const id of left.keys()) open.delete(id);
    run.end();
  }
}

/** The tests without tests below them, each once: all of them, or those of `from`. */
function leavesOf(
  { items }: TestController,
  from?: readonly TestItem[],
  without: readonly TestItem[] = [],
): readonly TestItem[] {
  const found = new Set<TestItem>();
  const take = (item: TestItem): void => {
    if (without.includes(item)) return;
    if (item.children.size === 0) found.add(item);
    for (const [, child] of item.children) take(child);
  };
  if (from) for (const item of from) take(item);
  else for (const [, item] of items) take(item);
  return [...found];
}

function show(run: TestRun, test: TestItem, outcome: TestOutcome): void {
  switch (outcome.state) {
    case 'passed':
      run.passed(test, outcome.durationMs);
      break;
    case 'skipped':
      run.appendOutput(terminalText(outcome.note), undefined, test);
      run.skipped(test);
      break;
    case 'failed': {
      const message = new TestMessage(outcome.message);
      const { location } = outcome;
      if (location)
        message.location = new Location(Uri.parse(location.uri, true), new Position(location.line, 0));
      run.failed(test, message, outcome.durationMs);
      break;
    }
    default:
      outcome satisfies never;
  }
}
