import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundledCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { plainEnvironment, searchPath } from '../support/surroundings.ts';
import { hangMs } from '../support/waiting.ts';

const kernels = testKernels();
const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/editors.md'), 'utf8');
const hasNeovim = spawnSync('nvim', ['--version'], { env: plainEnvironment() }).status === 0;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'neovim-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs Neovim with the init.lua of the documentation and these settings, in a module; `steps` may call `wait(f)`, and print with `say(value)`. */
function neovim(module: string, settings: string, steps: string): readonly unknown[] {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(
    path.join(bin, 'dkms-tools'),
    `#!/bin/sh\nexec '${process.execPath}' '${bundledCommandLine}' "$@"\n`,
  );
  chmodSync(path.join(bin, 'dkms-tools'), 0o755);
  const documented = /```lua\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const init = documented.replace(/^local settings = .*$/m, `local settings = ${settings}`);
  expect(init).toContain(settings);
  writeFileSync(path.join(folder, 'init.lua'), init);
  writeFileSync(
    path.join(folder, 'steps.lua'),
    `local function wait(f) assert(vim.wait(${hangMs}, f, 20), 'nothing happened') end
local said = {}
local function say(value) table.insert(said, value) end
vim.notify = function(text) say(text) end
local ok, why = pcall(function()
${steps}
end)
if not ok then say('FAILED: ' .. tostring(why)) end
vim.fn.writefile({ vim.fn.json_encode(said) }, '${folder}/said.json')
vim.cmd('qa!')
`,
  );
  spawnSync(
    'nvim',
    ['--headless', '-u', path.join(folder, 'init.lua'), '-c', `luafile ${folder}/steps.lua`],
    {
      cwd: module,
      env: plainEnvironment({ HOME: folder, PATH: searchPath(bin) }),
      timeout: hangMs,
    },
  );
  return JSON.parse(readFileSync(path.join(folder, 'said.json'), 'utf8')) as unknown[];
}

test(
  'Neovim shows findings, and the error of a build, with the configuration of the documentation',
  needs(!hasNeovim && 'Neovim is not installed', !kernels && howToGetTestMaterial),
  () => {
    const module = writeHello(path.join(folder, 'hello'));
    const conf = path.join(module, 'dkms.conf');
    writeFileSync(conf, readFileSync(conf, 'utf8').replace('AUTOINSTALL', 'AUTOINSTAL'));
    const source = path.join(module, 'hello.c');
    writeFileSync(source, readFileSync(source, 'utf8').replace('pr_info(', 'pr_inform('));
    const said = neovim(
      module,
      `{ kernelFolders = { '${kernels?.modulesDir}' }, kernels = { '${kernels?.release61}' } }`,
      `
  vim.cmd('edit dkms.conf')
  wait(function() return #vim.diagnostic.get(0) > 0 end)
  for _, each in ipairs(vim.diagnostic.get(0)) do say(each.message) end
  vim.cmd('DkmsBuild')
  wait(function() return vim.tbl_contains(said, 'hello/1.0 for ${kernels?.release61}: failed') end)
  wait(function() return #vim.diagnostic.get() > #vim.diagnostic.get(0) end)
  for _, each in ipairs(vim.diagnostic.get()) do
    if each.bufnr ~= vim.api.nvim_get_current_buf() then say(vim.fn.bufname(each.bufnr) .. ': ' .. each.message) end
  end`,
    );
    expect(said).toEqual([
      expect.stringContaining('AUTOINSTALL is not set'),
      expect.stringContaining('Did you mean AUTOINSTALL?'),
      `hello/1.0 for ${kernels?.release61}: failed`,
      expect.stringMatching(/hello\.c: implicit declaration of function 'pr_inform'/),
    ]);
  },
);
