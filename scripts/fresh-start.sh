#!/bin/bash
# fresh-start.sh: runs `npm start` in ~/dkms-tools as a new user would, up to the address that it prints, asks there, and presses Ctrl+C.
# fresh-machine.sh runs it in the machine. The output of `npm start` stays in ~/start.log.
# With job control, the command is a process group of its own, as in a terminal.
set -um
cd ~/dkms-tools || exit
log=$HOME/start.log
# The command may open it only after the first look at it, when it would still have the address of an earlier start.
: >"$log"
npm start >"$log" 2>&1 &
group=$!

began=$SECONDS
problem=
until address=$(sed -nE 's/^The editor is at ([^ ]+)$/\1/p' "$log") && [ -n "$address" ]; do
  if ! kill -0 "$group" 2>/dev/null; then
    problem='npm start ended before it printed an address'
  # Only ends what hangs: a busy machine takes half an hour to unpack a compiler.
  elif [ $((SECONDS - began)) -gt 7200 ]; then
    problem='npm start printed no address in two hours'
    kill -KILL -- "-$group"
  fi
  [ -z "$problem" ] || break
  sleep 1
done
cat "$log"
if [ -n "$problem" ]; then
  echo "$problem"
  exit 1
fi

# Requests the page of the workbench, as a browser would.
answer=$(node -e 'fetch(process.argv[1]).then(async (answer) => console.log(answer.status, /workbench/.test(await answer.text())))' "$address")
echo "The address answers: $answer"
kill -INT -- "-$group"
wait "$group"
[ "$answer" = '200 true' ]
