#!/bin/sh
# Become a service: write down who we are, send all output to the log, then run the program.
#   daemon.sh PID_FILE LOG_FILE PROGRAM [ARGUMENT...]
# The process id, its start time and the boot together name this process and no later one.
set -eu
pid_file=$1
log_file=$2
shift 2
exec </dev/null >>"$log_file" 2>&1
started=$(cut -d' ' -f22 "/proc/$$/stat")
boot=$(cat /proc/sys/kernel/random/boot_id)
printf '%s %s %s\n' "$$" "$started" "$boot" >"$pid_file.new"
mv "$pid_file.new" "$pid_file"
exec "$@"
