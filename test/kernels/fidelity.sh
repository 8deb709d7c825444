#!/bin/bash
# fidelity.sh: builds twelve DKMS modules of Debian 12 for four kernels, each once by us and once by the dkms of this machine, and prints
# the table of both. Takes 20 to 30 minutes on two cores. Run by `npm run fidelity`.
set -euo pipefail
cd "$(dirname "$0")/../.."
bash test/kernels/fetch-kernels.sh
bash test/kernels/fetch-modules.sh
DKMS_TOOLS_TABLE=all node_modules/.bin/vitest run --project kernels test/kernels/build-table.test.ts
