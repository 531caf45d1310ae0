#!/bin/sh
# Home Assistant runs this before it copies the data folder; a failure aborts its backup.
exec /app/box/entrypoint.sh node /app/dist/server/apps/server/src/tools/backup.js prepare
