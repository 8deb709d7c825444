import {
  type CancellationToken,
  Location,
  Position,
  type TestController,
  type TestItem,
  TestMessage,
  type TestRun,
  TestRunProfileKind,
  type TestRunRequest,
  TestTag,
  tests,
  Uri,
} from 'vscode';
import type { MatrixReport } from '../../../server/src/lsp/messages.ts';
import { failureText, terminalText, verdict } from '../builds/build-text.ts';
import type { Builds } from '../builds/builds.ts';
import type { ModuleStore } from '../builds/module-store.ts';
import type { Module } from '../builds/modules.ts';
import { failsRun } from '../builds/result-table.ts';
import type { Target } from '../builds/targets.ts';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';

/** What the Test Explorer stands on. */
export interface TestParts {
  readonly modules: ModuleStore;
  readonly kernels: KernelStore;
  readonly builds: Builds;
}

/** Shows builds as tests: a module is a suite, each kernel of the set a test of it, and a run builds. */
export function offerTests(context: Context, parts: TestParts): void {
  const controller = tests.createTestController('dkms', 'DKMS Builds');
  const targets = new WeakMap<TestItem, Target>();
  const fill = () => {
    const modules = parts.modules.known ?? [];
    controller.items.replace(modules.map((module) => suite(controller, module, parts.kernels, targets)));
  };
  controller.refreshHandler = async () => {
    await parts.modules.list(true);
    await parts.kernels.list(true);
  };
  controller.createRunProfile(
    'Build',
    TestRunProfileKind.Run,
    (request, token) => runTests(controller, request, targets, parts, token),
    true,
    buildable,
  );
  context.own(controller, parts.modules.onChanged(fill), parts.kernels.onChanged(fill));
}

const buildable = new TestTag('dkms');

function suite(
  controller: TestController,
  { conf, name }: Module,
  kernels: KernelStore,
  targets: WeakMap<TestItem, Target>,
): TestItem {
  const module = controller.createTestItem(conf.toString(), name, conf);
  module.tags = [buildable];
  const set = (kernels.known ?? []).filter(({ inSet, status }) => inSet && status === 'ready');
  module.children.replace(
    set.map(({ release }, index) => {
      const test = controller.createTestItem(`${conf.toString()} ${release}`, release, conf);
      test.tags = [buildable];
      // Newest first, as everywhere; else they were sorted as texts are.
      test.sortText = String(index).padStart(4, '0');
      targets.set(test, { conf, name, kernel: release });
      return test;
    }),
  );
  return module;
}

async function runTests(
  controller: TestController,
  request: TestRunRequest,
  targets: WeakMap<TestItem, Target>,
  { builds }: TestParts,
  token: CancellationToken,
): Promise<void> {
  const run = controller.createTestRun(request);
  const wanted = wantedTests(controller, request).flatMap((test) => {
    const target = targets.get(test);
    return target ? [{ test, target }] : [];
  });
  const testOf = ({ conf, kernel }: { conf: string; kernel: string }) =>
    wanted.find(({ target }) => target.kernel === kernel && target.conf.toString() === conf)?.test;
  const open = new Set(wanted.map(({ test }) => test));
  for (const { test } of wanted) run.enqueued(test);
  try {
    await builds.run(
      wanted.map(({ target }) => target),
      {
        output: (of) => {
          const test = testOf(of);
          if (!test) return;
          if (open.has(test)) run.started(test);
          run.appendOutput(terminalText(of.text), undefined, test);
        },
        ended: (report) => {
          const test = testOf(report);
          if (test && open.delete(test)) tell(run, test, report);
        },
      },
      token,
    );
  } catch (error) {
    for (const test of open)
      run.errored(test, new TestMessage(String(error instanceof Error ? error.message : error)));
  } finally {
    run.end();
  }
}

/** Those that were asked for, each once, without those that were taken out. */
function wantedTests(controller: TestController, { include, exclude }: TestRunRequest): readonly TestItem[] {
  const all: TestItem[] = [];
  for (const [, item] of controller.items) all.push(item);
  const found = new Set<TestItem>();
  const take = (item: TestItem): void => {
    if (exclude?.includes(item)) return;
    if (item.children.size === 0) found.add(item);
    for (const [, child] of item.children) take(child);
  };
  for (const item of include ?? all) take(item);
  return [...found];
}

/** What dkms skips is a skipped test, and so is one that is known to fail, and one that was cancelled. */
function tell(run: TestRun, test: TestItem, report: MatrixReport): void {
  const { durationMs, firstError } = report;
  if (report.status === 'ok') run.passed(test, durationMs);
  else if (failsRun(report)) {
    const message = new TestMessage(failureText(report));
    if (firstError) {
      message.location = new Location(Uri.parse(firstError.uri, true), new Position(firstError.line, 0));
    }
    run.failed(test, message, durationMs);
  } else {
    run.appendOutput(terminalText(`${verdict(report)}\n`), undefined, test);
    run.skipped(test);
  }
}
