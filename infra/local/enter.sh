#!/bin/sh
# Run a program inside the TimescaleDB root folder, with one instance's data folder mounted into it.
#   enter.sh ROOT DATA USER_ID:GROUP_ID PROGRAM [ARGUMENT...]
# Runs as root in a mount namespace of its own (unshare --mount --propagation private): the mounts
# end with the last process inside, however it ends, and no other instance sees them.
set -eu
root=$1
data=$2
user=$3
shift 3
mount --bind "$data" "$root/var/lib/postgresql/data"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
cd /
exec chroot --userspec="$user" "$root" "$@"
