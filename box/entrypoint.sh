#!/bin/sh
# Becomes the user `node`, then runs what it is given. Home Assistant gives the data folder to root.
set -eu
umask 077

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$COLUMBA_DATA_DIR"
  find "$COLUMBA_DATA_DIR" ! -user node -exec chown -h node:node {} +
  exec setpriv --reuid=node --regid=node --init-groups --no-new-privs -- "$@"
fi
exec "$@"
