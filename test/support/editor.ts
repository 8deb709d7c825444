import type { ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { inject } from 'vitest';
import { chromiumPath, startBrowser } from './browser.ts';
import {
  codeServerPath,
  installExtensions,
  nodePath,
  packExtension,
  signalGroup,
  startCodeServer,
  vsixPath,
} from './code-server.ts';
import type { Machine } from './surroundings.ts';
import { hangMs } from './waiting.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const screenshots = path.join(root, 'out', 'screenshots');

/** Why the tests can't drive an editor here, and what to do; `undefined` if they can. */
export function editorMissing(): string | undefined {
  if (!existsSync(codeServerPath()) || !existsSync(nodePath())) {
    return 'the editor is absent: run test/editor/install.sh';
  }
  if (!existsSync(chromiumPath)) return 'Chromium is absent: run test/editor/install.sh as root';
  if (!existsSync(vsixPath())) return 'the packed extension is absent: run npm run package';
  return undefined;
}

export interface EditorOptions {
  /** Files of the workspace by relative path. */
  readonly files: Readonly<Record<string, string>>;
  /** Copied into the workspace before `files` are written. */
  readonly copyOf?: string;
  /** User settings in addition to those that keep the editor quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether the user trusts the workspace from the start. Default: true. */
  readonly trusted?: boolean;
  /** The contents of the system's folders. Default: nothing. */
  readonly machine?: Machine;
  /** Other extensions, each as the files of its package by relative path. */
  readonly others?: readonly Readonly<Record<string, string>>[];
}

/**
 * A real VS Code with the packed extension: code-server on a port of its own, shown in a headless Chromium.
 * Every step waits for a condition; if it does not come true in time, the test fails and leaves a picture in out/screenshots.
 */
export class Editor {
  readonly page: Page;
  /** Absolute. */
  readonly workspace: string;
  readonly #folder: string;
  readonly #browser: Browser;
  readonly #server: ChildProcess;

  private constructor(parts: {
    page: Page;
    workspace: string;
    folder: string;
    browser: Browser;
    server: ChildProcess;
  }) {
    this.page = parts.page;
    this.workspace = parts.workspace;
    this.#folder = parts.folder;
    this.#browser = parts.browser;
    this.#server = parts.server;
  }

  static async start(options: EditorOptions): Promise<Editor> {
    const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-'));
    const workspace = writeWorkspace(folder, options);
    const userData = path.join(folder, 'user-data');
    // A window in a browser is a remote one: settings with machine scope, such as paths, are read from the machine's settings.
    for (const scope of ['User', 'Machine']) {
      mkdirSync(path.join(userData, scope), { recursive: true });
      const settings = { ...quietSettings, ...options.settings };
      writeFileSync(path.join(userData, scope, 'settings.json'), JSON.stringify(settings));
    }
    const extensions = path.join(folder, 'extensions');
    cpSync(inject('extensionsFolder'), extensions, { recursive: true });
    const folderOptions = ['--user-data-dir', userData, '--extensions-dir', extensions];
    const others = (options.others ?? []).map((files, at) =>
      packExtension(path.join(folder, `other-${at}`), files),
    );
    if (others.length > 0) installExtensions(folderOptions, others);
    const trust = options.trusted === false ? [] : ['--disable-workspace-trust'];
    const { child: server, address } = await startCodeServer(
      [...folderOptions, ...trust],
      folder,
      options.machine,
    );
    const { browser, page } = await startBrowser();
    page.setDefaultTimeout(hangMs);
    const editor = new Editor({ page, workspace, folder, browser, server });
    try {
      await page.goto(`${address}?folder=${encodeURIComponent(workspace)}`);
      await page.locator('.monaco-workbench .statusbar').waitFor();
    } catch (error) {
      await editor.stop();
      throw error;
    }
    return editor;
  }

  /** Ends the editor and everything that it started. */
  async stop(): Promise<void> {
    await this.#browser.close();
    const gone = new Promise((resolve) => this.#server.once('exit', resolve));
    signalGroup(this.#server, 'SIGTERM');
    await gone;
    // The extension host outlives its server by some seconds.
    signalGroup(this.#server, 'SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  /** The visible lines of the output channel that is shown. */
  get output(): Locator {
    return this.page.locator('.output-view .view-line');
  }

  /** Where the extension under test is installed. */
  get extensionsFolder(): string {
    return path.join(this.#folder, 'extensions');
  }

  file(relative: string): string {
    return path.join(this.workspace, relative);
  }

  /** Opens a file of the workspace, by its relative path, and waits until its text is shown. */
  async open(relative: string): Promise<void> {
    const row = this.quickInputRows.first().filter({ hasText: path.basename(relative) });
    await this.until(row, () => this.quickOpen(relative));
    await this.page.keyboard.press('Enter');
    const tab = this.page.locator('.tabs-container .tab.active');
    await tab.filter({ hasText: path.basename(relative) }).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** Runs a command of the palette, by the text that is shown there. */
  async run(command: string): Promise<void> {
    // The list is filled when it opens, and a new window does not know all commands yet: it is opened again until it has this one.
    const row = this.quickInputRows.filter({ hasText: command }).first();
    await this.untilDone(async (patienceMs) => {
      await this.until(row, () => this.quickOpen(`>${command}`));
      await row.click({ timeout: patienceMs });
    });
  }

  /** Selects an entry of the list that the editor is showing. */
  async choose(label: string): Promise<void> {
    await this.quickInputRows.filter({ hasText: label }).first().click();
  }

  /** The commands that the palette offers for a text. */
  async commandsFor(text: string): Promise<readonly string[]> {
    await this.quickOpen(`>${text}`);
    await this.quickInputRows.first().waitFor();
    const labels = await this.quickInputRows.locator('.label-name').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return labels;
  }

  /** Moves the cursor of the active editor; both numbers count from 1. */
  async goTo(line: number, column: number): Promise<void> {
    const position = this.page.locator('.statusbar').getByText(`Ln ${line}, Col ${column}`, { exact: true });
    await this.until(position, async () => {
      await this.quickOpen(`:${line}:${column}`);
      await this.page.keyboard.press('Enter');
    });
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  /** Replaces the whole text of the active editor, without saving it. */
  async replaceText(text: string): Promise<void> {
    await this.page.locator('.editor-instance .view-lines').first().click();
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(text);
    await this.page.locator('.tabs-container .tab.active.dirty').waitFor();
  }

  get quickInputRows(): Locator {
    return this.page.locator('.quick-input-widget .monaco-list-row');
  }

  /** Opens the list of quick fixes at the cursor until it has this one: a problem's fixes arrive later than its squiggle. */
  async quickFix(text: string): Promise<Locator> {
    const fix = this.page.locator('.action-widget:visible').getByText(text).first();
    await this.until(fix, async () => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('Control+.');
    });
    return fix;
  }

  /** Shows the hover at the cursor, and waits until it has appeared. */
  async hover(): Promise<void> {
    await this.page.keyboard.press('Control+K');
    await this.page.keyboard.press('Control+I');
    await this.page.locator('.monaco-hover:visible').first().waitFor();
  }

  /** The text of the terminal that is shown. */
  get terminal(): Locator {
    return this.page.locator('.terminal-wrapper.active .xterm-rows');
  }

  /** The row of a tree of this extension whose accessible label begins with a text. */
  row(label: string): Locator {
    return this.page
      .locator('.custom-view-tree-node-item')
      .locator(`xpath=ancestor::div[@role="treeitem"][starts-with(@aria-label, "${label}")]`);
  }

  get notifications(): Locator {
    return this.page.locator('.notification-list-item');
  }

  /** The tab of the active editor, whose label begins with the absolute path of its file. */
  tabOf(relative: string): Locator {
    return this.page.locator(`.tabs-container .tab.active .tab-label[aria-label^="${this.file(relative)}"]`);
  }

  /** The selected kernel in the status bar. */
  get kernelStatus(): Locator {
    return this.page.locator('.statusbar-item[id$="dkms.kernel"]');
  }

  /** Selects a kernel in the list that the status bar opens: it has no kernel before they are found, and closes if something else gets the focus. */
  async selectKernel(release: string): Promise<void> {
    const row = this.quickInputRows.filter({ hasText: release }).first();
    await this.until(this.kernelStatus.getByText(release), async () => {
      if (!(await row.isVisible())) await this.kernelStatus.click();
      await row.click({ timeout: hangMs / 100 }).catch(() => {});
    });
  }

  /** The results of the last builds in the status bar. */
  get buildStatus(): Locator {
    return this.page.locator('.statusbar-item[id$="dkms.builds"]');
  }

  /** The position of the cursor in the status bar, such as `Ln 3, Col 4`. */
  cursorAt(text: RegExp): Locator {
    return this.page.locator('.statusbar').getByText(text);
  }

  /** Changes user settings; the window notices by itself. */
  changeSettings(settings: Readonly<Record<string, unknown>>): void {
    for (const scope of ['User', 'Machine']) {
      const file = path.join(this.#folder, 'user-data', scope, 'settings.json');
      const before = JSON.parse(readFileSync(file, 'utf8')) as object;
      writeFileSync(file, JSON.stringify({ ...before, ...settings }));
    }
  }

  /** Shows a colour theme; `kind` is the class of its windows, such as `vs-dark`. The window may miss that a file was written, so this repeats it. */
  async showTheme(theme: string, kind: string): Promise<void> {
    const shown = this.page.locator(`.monaco-workbench.${kind}`);
    await this.until(shown, async () => this.changeSettings({ 'workbench.colorTheme': theme }));
  }

  /** The Problems panel, which this opens. The active editor keeps the keyboard. */
  async problems(): Promise<Locator> {
    const panel = this.page.locator('.markers-panel');
    if (!(await panel.isVisible())) {
      await this.page.keyboard.press('Control+Shift+M');
      await panel.waitFor();
      await this.page.keyboard.press('Control+1');
    }
    return panel;
  }

  /** A row of the Problems panel with this text. */
  async problem(text: string): Promise<Locator> {
    return (await this.problems()).locator('.monaco-list-row').filter({ hasText: text }).first();
  }

  /** Repeats an action until `wanted` appears, waiting twice as long each time; throws after about `hangMs`. */
  async until(wanted: Locator, attempt: () => Promise<void>): Promise<void> {
    for (let patienceMs = 1000; ; patienceMs *= 2) {
      await attempt();
      const isThere = await wanted.waitFor({ timeout: Math.min(patienceMs, hangMs) }).then(
        () => true,
        () => false,
      );
      if (isThere) return;
      if (patienceMs > hangMs) throw new Error(`it never came: ${wanted}`);
    }
  }

  /** Chooses an item in the menu of a row until `wanted` appears: a menu takes no click in the first moments after it has opened. */
  async chooseInMenu(row: Locator, item: string, wanted: Locator): Promise<void> {
    const entry = this.page.locator('.context-view .action-label').filter({ hasText: item });
    await this.until(wanted, async () => {
      if (await wanted.isVisible()) return;
      if (!(await entry.isVisible())) await row.click({ button: 'right' });
      await entry.click({ timeout: hangMs / 100 }).catch(() => {});
    });
  }

  /**
   * Repeats an action in the list until it succeeds, with a longer time limit each time: the list closes if it loses the focus, for example
   * to a view that an earlier step opened.
   */
  private async untilDone(attempt: (patienceMs: number) => Promise<void>): Promise<void> {
    for (let patienceMs = 1000; ; patienceMs *= 2) {
      try {
        return await attempt(Math.min(patienceMs, hangMs));
      } catch (error) {
        if (patienceMs > hangMs) throw error;
      }
    }
  }

  /** A picture of the whole window: out/screenshots/<name>.png. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  }

  /** To be called after each test: if it failed, takes a picture of the window. */
  async screenshotOfFailure({ name, result }: { name: string; result?: { state: string } }): Promise<void> {
    if (result?.state === 'fail') await this.screenshot(`failed-${name.replace(/\W+/g, '-')}`);
  }

  /**
   * Opens the list and types a text into it. The workbench reacts to keys only some moments after it is shown, and a list that is still
   * opening may drop the text: callers repeat this until the list has their entry.
   */
  private async quickOpen(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    await this.untilDone(async (patienceMs) => {
      // Only if the list is shown: in the text, Escape would also remove a selection.
      if (await input.isVisible()) await this.page.keyboard.press('Escape');
      await this.until(input, () => this.page.keyboard.press('F1'));
      await input.fill(text, { timeout: patienceMs });
    });
  }
}

/** The settings of every window, so that it shows nothing but the extension under test. */
const quietSettings = {
  // Only the kernels that a test names.
  'dkms.systemKernels': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.editor.useModal': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'editor.minimap.enabled': false,
  // In a browser, the editor saves automatically by default.
  'files.autoSave': 'off',
  // The editor adds nothing to what a test types.
  'editor.autoIndent': 'none',
  // So that no picture is taken in the middle of an animation, or with a tooltip under the mouse.
  'workbench.reduceMotion': 'on',
  'workbench.hover.delay': 60_000,
  // So that a terminal's content is text that a test can read.
  'terminal.integrated.gpuAcceleration': 'off',
  'security.workspace.trust.banner': 'never',
};

function writeWorkspace(folder: string, { files, copyOf }: EditorOptions): string {
  const workspace = path.join(folder, 'workspace');
  if (copyOf === undefined) mkdirSync(workspace);
  else cpSync(copyOf, workspace, { recursive: true });
  for (const [relative, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(workspace, relative)), { recursive: true });
    writeFileSync(path.join(workspace, relative), text);
  }
  return workspace;
}
