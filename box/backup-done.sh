#!/bin/sh
# Home Assistant runs this after it has copied the data folder.
exec /app/box/entrypoint.sh node /app/dist/server/apps/server/src/tools/backup.js done
